"""Texts that once were, or might be, too much for a stage: each keeps what holds for any text."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal

import pytest

import invariants
from ureport import Document, Extraction, Extractor
from ureport.mentions import find

ODD: list[str] = [
    "",
    "\0",
    "新增会员8500名\0。",
    "٣٤ 人",
    "新增会员٣٤名。",
    "③",
    "③建家35个",
    "\ud800新增会员8500名。",
    "\ud800總工會發展會員8500名。",
    "總數\udfff35家",
    "新增\u2028会员8500\u2029名。",
    "新增会员\x8585\x0b00名",
    "9" * 5000,
    "新增会员" + "9" * 5000 + "名。",
    "新增会员" + "9" * 5000 + "万名，增长" + "7" * 5000 + "%。",
    "筹款0." + "3" * 5000 + "万元。",
    "1," * 2500,
    "|甲|" + "9" * 5000 + "|\n|乙|" + "8" * 5000 + "|",
    "一" * 5000 + "人",
    "万" * 3000 + "元",
    "十百千万亿" * 800 + "人",
    "百分之" * 1500 + "五",
    "百分之" + "9" * 40 + "的职工",
    "1分之" + "9" * 40,
    # a number that two rules could read is told once
    "开展“培训8500名、五比五看”活动。",
    "过半数万人参加。",
    "9成百强企业建会。",
    "签订合同1O71O7份、1O1O份。",
    "o1O7家",
    "型号O1.2.3的设备",
    *["O1O7", "1O71O7", "十二五一线职工", "1成万", "1m21", "第O1", "第几万人", "1.2O1.2", "l2016l4", "l201620163/4", "“十二五半”", "《m2万》"],
    "千分之零",
    "零分之五的职工",
    "3/0的职工",
    "1" + "万亿" * 500 + "元",
    "(" * 3000 + "8500名" + ")" * 3000,
    "“" * 2000 + "35家",
    "、" * 3000 + "35家",
    "由" * 3000 + "35家到",
    "2016" * 1500,
    "2016-" * 1000,
    "0000年00月00日新增会员35名。",
    "2016年13月45日新增会员35名。",
    "2016年第9季度新增会员35名。9999年新增会员36名。",
    "0001年至0002年新增会员35名。",
    "新增会员-35名，增长-3%。",
    "1e5000元",
    "𝟚𝟘𝟙𝟞年新增会员𝟛𝟝名。",
    "|" * 3000 + "35",
    "\t" * 3000 + "35",
    "\n" * 5000 + "35家",
]


@pytest.mark.parametrize("text", ODD)
def test_odd_texts(extractor: Extractor, text: str) -> None:
    invariants.check(extractor, Document("any.txt", text))
    assert [text[m.start : m.end] for m in find(text)] == [m.surface for m in find(text)]


@pytest.mark.parametrize("text", ["新增会员٣٤名。", "新增会员𝟛𝟜名。", "新增会员３４名。", "新增會員34名。"])
def test_all_decimal_digits_are_digits(extract: Callable[[str], Extraction], text: str) -> None:
    (record,) = extract(text).records
    assert (record.metric, record.value, record.surface) == ("member.new", Decimal(34), re.sub("^新增.{2}|。$", "", text))
