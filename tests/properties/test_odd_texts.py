"""What holds for any text: nothing raises, no digit is lost, spans are those of the text, the same input gives the same output."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ureport import Document, Extraction, Extractor, MetricRecord, load_library, shipped_library
from ureport.folding import fold
from ureport.mentions import find
from ureport.model import AuditEntry
from ureport.numerals import parse_arabic, parse_chinese, parse_range

EXTRACTOR = Extractor(load_library([shipped_library()]))
BOUNDED = settings(max_examples=250, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True, database=None)

NUMERALS = [*"〇零一二两三四五六七八九十百千万亿壹贰叁拾佰仟廿卅几数半点", "百分之", "千分之", "分之", "成", "万亿", "过半", "一半", "翻一番"]
DIGITS = [*"0123456789０１２９٣٤①③㈠²½", "2016", "1,100", "3 556", "5. 2", "1O7", "007", "9" * 30, "3.14", "1.2.3", "\U0001d7d8"]
WORDS = [
    "人",
    "名",
    "家",
    "户",
    "元",
    "万元",
    "%",
    "‰",
    "个百分点",
    "倍",
    "人次",
    "件(次)",
    "场",
    "新增会员",
    "签订集体合同",
    "走访慰问",
    "增长",
    "其中",
    "分别",
    "由",
    "从",
    "到",
    "至",
]
MORE = [
    "约",
    "近",
    "超过",
    "余",
    "多",
    "以上",
    "左右",
    "年",
    "月",
    "日",
    "上半年",
    "第",
    "届",
    "力争",
    "去年",
    "占",
    "總工會",
    "發展會員",
    "湖州市总工会",
    "工作总结",
    "一、",
    "（二）",
]
SIGNS = [
    *"，。；：、！？（）《》“”「」—-~～|\t \n\r　〔〕/.:'\"\0\u2028\u2029\x0b\x0c\x85\ufeff\u200b",
    "\r\n",
    "\n\n",
    "||",
    "|\n|",
    "——",
    "\ud800",
    "\udfff",
    "😀",
]

anything = st.text(st.characters(codec=None), max_size=60)
fragments = st.lists(st.sampled_from(NUMERALS + DIGITS + WORDS + MORE + SIGNS), max_size=40).map("".join)
tables = st.lists(st.lists(st.sampled_from([*DIGITS, *WORDS, "", " ", "-", "人数(万人)", "2015年"]), min_size=1, max_size=5), min_size=1, max_size=6).map(
    lambda rows: "\n".join("|" + "|".join(row) + "|" for row in rows)
)
texts = st.one_of(fragments, tables, anything, st.tuples(fragments, anything, fragments).map("".join))


def extraction_of(text: str) -> Extraction:
    return EXTRACTOR.extract(Document("any.txt", text))


def check(extraction: Extraction) -> None:
    """What every extraction must keep."""
    text = extraction.document.text
    items: list[MetricRecord | AuditEntry] = [*extraction.records, *extraction.audit]
    for item in items:
        assert 0 <= item.start < item.end <= len(text)
        assert text[item.start : item.end] == item.surface
    at = 0
    for entry in extraction.audit:
        assert entry.start >= at, f"{entry} overlaps the entry before"
        at = entry.end
    covered = {i for entry in extraction.audit for i in range(entry.start, entry.end)}
    lost = [i for i, c in enumerate(text) if c.isdecimal() and i not in covered]
    assert not lost, f"digits without an entry: {[text[max(0, i - 5) : i + 6] for i in lost]}"
    ids = [r.record_id for r in extraction.records]
    assert len(ids) == len(set(ids))
    assert {e.record_id for e in extraction.audit if e.record_id} == set(ids)
    assert all(r.value.is_finite() for r in extraction.records)


@BOUNDED
@given(texts)
def test_no_digit_is_lost_and_every_span_is_of_the_text(text: str) -> None:
    check(extraction_of(text))


@BOUNDED
@given(texts)
def test_the_same_input_gives_the_same_output(text: str) -> None:
    assert extraction_of(text) == extraction_of(text)


@BOUNDED
@given(texts)
def test_find_never_raises_and_its_spans_are_of_the_text(text: str) -> None:
    mentions = find(text)
    at = 0
    for mention in mentions:
        assert mention.start >= at
        assert text[mention.start : mention.end] == mention.surface != ""
        at = mention.end


@BOUNDED
@given(texts)
def test_folding_keeps_the_length_and_is_stable(text: str) -> None:
    folded = fold(text)
    assert len(folded) == len(text)
    assert fold(folded) == folded


@BOUNDED
@given(st.one_of(st.text(max_size=12), st.lists(st.sampled_from(NUMERALS), max_size=8).map("".join)))
def test_a_numeral_has_a_value_or_is_none(text: str) -> None:
    for parse in (parse_arabic, parse_chinese, parse_range):
        try:
            value = parse(text)
        except ValueError:
            continue
        low, high = value if isinstance(value, tuple) else (value, value)
        assert value is None or (low is not None and high is not None and 0 <= low <= high)


@BOUNDED
@given(st.integers(min_value=0, max_value=10**15), st.sampled_from(["人", "元", "家", "%"]))
def test_a_number_in_digits_is_worth_what_it_says(number: int, unit: str) -> None:
    for shown in (str(number), f"{number:,}"):
        (record,) = [r for r in extraction_of(f"合计{shown}{unit}。").records if r.unit == unit]
        assert record.value == number


@BOUNDED
@given(st.integers(min_value=1, max_value=99_999_999))
def test_a_number_in_words_is_worth_what_it_says(number: int) -> None:
    assert parse_chinese(in_words(number)) == number


def in_words(number: int) -> str:
    """A number below 一亿 as it is written in full: 3050 → 三千零五十."""
    if number >= 10_000:
        rest = number % 10_000
        return in_words(number // 10_000) + "万" + (("零" if rest < 1000 else "") + in_words(rest) if rest else "")
    words, gap = "", False
    for power, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // power % 10
        if digit:
            words += ("零" if gap and words else "") + "零一二三四五六七八九"[digit] + name
        gap = not digit
    return words


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
def test_odd_texts(text: str) -> None:
    check(extraction_of(text))
    assert [text[m.start : m.end] for m in find(text)] == [m.surface for m in find(text)]


@pytest.mark.parametrize("text", ["新增会员٣٤名。", "新增会员𝟛𝟜名。", "新增会员３４名。", "新增會員34名。"])
def test_all_decimal_digits_are_digits(text: str) -> None:
    (record,) = extraction_of(text).records
    assert (record.metric, record.value, record.surface) == ("member.new", Decimal(34), re.sub("^新增.{2}|。$", "", text))
