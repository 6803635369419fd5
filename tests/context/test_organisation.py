"""The reporting organisation: from title, signature or text, the surest place first."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from ureport import Extraction

Extract = Callable[[str], Extraction]
BODY = "全年新增会员8500名，超额完成任务。"


@pytest.mark.parametrize(
    ("title", "org"),
    [
        ("湖州市总工会2016年工作总结", "湖州市总工会"),
        ("2016年湖州市总工会工作总结", "湖州市总工会"),
        ("关于印发《湖州市总工会2016年工作总结》的通知", "湖州市总工会"),
        ("湖州市總工會2016年工作總結", "湖州市总工会"),
        ("浙江省总工会2016年工作要点", "浙江省总工会"),
        ("泽国镇总工会2016年工作总结", "泽国镇总工会"),
        ("城东街道总工会2016年上半年工作汇报", "城东街道总工会"),
        ("宏远机械公司工会2016年工作总结", "宏远机械公司工会"),
        ("第一中学工会2016年工作总结", "第一中学工会"),
        ("中华全国总工会2016年工作综述", "中华全国总工会"),
    ],
)
def test_from_the_title(extract: Extract, title: str, org: str) -> None:
    extraction = extract(f"{title}\n\n{BODY}")
    assert extraction.org == org
    assert {r.org for r in extraction.records} == {org}


@pytest.mark.parametrize(
    ("text", "org"),
    [
        # signature
        (f"2016年工作总结\n{BODY}\n湖州市总工会\n2017年1月5日", "湖州市总工会"),
        # named in the text
        (f"一年来，湖州市总工会扎实工作。湖州市总工会全年走访企业120家。{BODY}", "湖州市总工会"),
        # the title goes before the text
        (f"湖州市总工会2016年工作总结\n{BODY}在浙江省总工会的指导下开展工作。浙江省总工会给予肯定。浙江省总工会拨款。", "湖州市总工会"),
    ],
)
def test_from_signature_or_text(extract: Extract, text: str, org: str) -> None:
    assert extract(text).org == org


@pytest.mark.parametrize(
    "text",
    [
        BODY,
        f"各级工会组织扎实工作。{BODY}",
        f"XX市总工会2016年工作总结\n{BODY}",
        f"某某公司工会2016年工作总结\n{BODY}",
        f"工会工作总结\n{BODY}",
        "",
    ],
)
def test_no_name_is_made_up(extract: Extract, text: str) -> None:
    assert extract(text).org == ""
