"""Title, headings, run-in headings, and the reports of one file."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from ureport.model import Kind, Layout

LayOut = Callable[[str], Layout]
REPORT = """湖州市总工会2016年工作总结

2016年，全市各级工会围绕中心，服务职工，各项工作取得新成效。
一、组织建设
（一）组建工会
全年新建工会120家，发展会员8500名。
（二）建家活动
创建职工之家35家，深受职工好评。
二、维权服务
1．集体协商
签订集体合同260份，覆盖企业980家。
"""


def text_of(layout: Layout, number: int) -> str:
    paragraph = layout.paragraphs[number]
    return layout.reading.text[paragraph.start : paragraph.end]


def path_of(layout: Layout, words: str) -> list[str]:
    """The headings above the paragraph that holds the words."""
    number = next(n for n in range(len(layout.paragraphs)) if words in text_of(layout, n))
    return [text_of(layout, heading) for heading in layout.paragraphs[number].headings]


def test_the_title_is_told_from_headings(lay_out: LayOut) -> None:
    layout = lay_out(REPORT)
    assert [text_of(layout, n) for n, p in enumerate(layout.paragraphs) if p.kind is Kind.TITLE] == ["湖州市总工会2016年工作总结"]
    headings = [text_of(layout, n) for n, p in enumerate(layout.paragraphs) if p.kind is Kind.HEADING]
    assert headings == ["一、组织建设", "(一)组建工会", "(二)建家活动", "二、维权服务", "1.集体协商"]


@pytest.mark.parametrize(
    ("words", "path"),
    [
        ("取得新成效", []),
        ("全年新建工会", ["一、组织建设", "(一)组建工会"]),
        ("创建职工之家", ["一、组织建设", "(二)建家活动"]),
        ("签订集体合同", ["二、维权服务", "1.集体协商"]),
    ],
)
def test_each_paragraph_has_the_headings_above_it(lay_out: LayOut, words: str, path: list[str]) -> None:
    assert path_of(lay_out(REPORT), words) == path


@pytest.mark.parametrize(
    ("outer", "inner"),
    [
        ("一、组织建设", "（一）组建工会"),
        ("一、组织建设", "1.组建工会"),
        ("第一部分 组织建设", "一、组建工会"),
        ("（一）组织建设", "1、组建工会"),
        ("1.组织建设", "（1）组建工会"),
        ("一、组织建设", "组建工会"),
        ("2016年工作回顾", "一、组建工会"),
    ],
)
def test_numbering_tells_the_level(lay_out: LayOut, outer: str, inner: str) -> None:
    layout = lay_out(f"工会组织建设情况。各项工作扎实推进，成效明显。\n{outer}\n{inner}\n全年新建工会120家，发展会员8500名。")
    assert len(path_of(layout, "全年新建工会")) == 2


@pytest.mark.parametrize("heading", ["一、组织建设", "（二）帮扶工作", "3．集体协商", "【送温暖】", "2017年工作计划", "帮扶工作"])
def test_headings(lay_out: LayOut, heading: str) -> None:
    layout = lay_out(f"各级工会扎实推进各项工作，成效明显。\n{heading}\n全年新建工会120家，发展会员8500名。")
    assert len(path_of(layout, "全年新建工会")) == 1


@pytest.mark.parametrize(
    "line", ["一、全年新建工会120家，发展会员8500名。", "各级工会扎实工作，", "签订集体合同260份。", "慰问困难职工250户，发放慰问金35万元"]
)
def test_what_is_no_heading(lay_out: LayOut, line: str) -> None:
    layout = lay_out(f"{line}\n全市建会率达到96%，比上年提高两个百分点。")
    assert [p for p in layout.paragraphs if p.kind is Kind.HEADING] == []


@pytest.mark.parametrize(
    ("paragraph", "lead"),
    [
        ("送温暖：走访困难职工250户，发放慰问金35万元。", "送温暖"),
        ("1．集体合同。全年签订集体合同260份，覆盖企业980家。", "集体合同"),
        ("（三）组建工会。全年新建工会120家，发展会员8500名。", "组建工会"),
        ("一是抓好组建。全年新建工会120家，发展会员8500名。", "抓好组建"),
        ("【送清凉】走访高温岗位职工2500人，送去慰问品。", "送清凉"),
        # none
        ("全年新建工会120家，发展会员8500名。", ""),
        ("工作扎实有效。全年新建工会120家，发展会员8500名。", ""),
    ],
)
def test_run_in_headings(lay_out: LayOut, paragraph: str, lead: str) -> None:
    layout = lay_out(paragraph)
    start, end = layout.paragraphs[0].lead
    assert layout.reading.text[start:end] == lead


@pytest.mark.parametrize(
    ("text", "reports"),
    [
        ("湖州市总工会2016年工作总结\n全年新增会员8500名，超额完成任务。\n长兴县总工会2016年工作总结\n全年新增会员640名，超额完成任务。", 2),
        ("湖州市总工会2016年工作总结\n全年新增会员8500名，超额完成任务。\n湖州市总工会2017年工作要点\n全年新增会员640名，超额完成任务。", 1),
        ("湖州市总工会2016年工作总结\n全年新增会员8500名，超额完成任务。\n二、明年工作打算\n新增会员640名，超额完成任务。", 1),
        ("全年新增会员8500名，超额完成任务。", 1),
        ("", 1),
    ],
)
def test_reports_of_one_file(lay_out: LayOut, text: str, reports: int) -> None:
    assert len(lay_out(text).report_starts) == reports
