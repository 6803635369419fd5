"""Broken lines are joined, page furniture stands apart, and every place leads back to the document."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from ureport import Extraction
from ureport.model import Kind, Layout

LayOut = Callable[[str], Layout]
Extract = Callable[[str], Extraction]


def paragraphs(layout: Layout, kind: Kind = Kind.PROSE) -> list[str]:
    return [layout.reading.text[p.start : p.end] for p in layout.paragraphs if p.kind is kind]


LONG = "全市各级工会围绕中心工作扎实推进组织建设和维权服务，"


@pytest.mark.parametrize(
    ("text", "joined"),
    [
        # in the middle of a sentence, with and without an empty line
        (f"{LONG}全年新\n增会员8500名。", [f"{LONG}全年新增会员8500名。"]),
        (f"{LONG}全年新\n\n增会员8500名。", [f"{LONG}全年新增会员8500名。"]),
        (f"{LONG}发放图书近千\n\n张。", [f"{LONG}发放图书近千张。"]),
        (f"{LONG}发放慰问金1\n2万元。", [f"{LONG}发放慰问金12万元。"]),
        (f"{LONG}全年新\r\n增会员8500名。", [f"{LONG}全年新增会员8500名。"]),
        # over several lines
        (f"{LONG}\n全年新建\n工会12家，\n新增会员8500名。", [f"{LONG}全年新建工会12家,新增会员8500名。"]),
        # a sentence that has ended is not joined
        (f"{LONG}新建工会12家。\n新增会员8500名，超额完成任务。", [f"{LONG}新建工会12家。", "新增会员8500名,超额完成任务。"]),
        # an indented line begins a paragraph
        (f"　　{LONG}新建工会12家\n　　新增会员8500名，超额完成任务。", [f"{LONG}新建工会12家", "新增会员8500名,超额完成任务。"]),
        # so does a numbered one
        (f"{LONG}新建工会12家\n2.新增会员8500名，超额完成任务。", [f"{LONG}新建工会12家", "2.新增会员8500名,超额完成任务。"]),
    ],
)
def test_paragraphs(lay_out: LayOut, text: str, joined: list[str]) -> None:
    assert [p.replace("，", ",") for p in paragraphs(lay_out(text))] == [p.replace("，", ",") for p in joined]


@pytest.mark.parametrize(
    ("text", "surface", "value"),
    [
        (f"{LONG}发放图书近千\n\n张，受到好评。", "近千\n\n张", 1000),
        (f"{LONG}新增会员85\n00名，超额完成任务。", "85\n00名", 8500),
        (f"{LONG}新增会员3.2万\r\n余名，超额完成任务。", "3.2万\r\n余名", 32000),
    ],
)
def test_a_figure_broken_by_lines_is_one_figure(extract: Extract, text: str, surface: str, value: int) -> None:
    (record,) = extract(text).records
    assert (record.surface, int(record.value)) == (surface, value)
    assert text[record.start : record.end] == surface


@pytest.mark.parametrize(
    "text",
    [
        "新增会员8500名。",
        "\ufeff　　新增会員８５００名。\r\n\r\n　　慰問職工２５０戶。",
        f"{LONG}发放图书近千\n\n张。\n\n点击数：5612",
        "湖州市总工会2016年工作总结\n\n一、组织建设\n新增会员8500名。\n|单位|会员(人)|\n|甲市|320|\n",
        "a\u2028b\u2029c\x0bd\x0ce\x85f",
        "\n\n \t\n",
    ],
)
def test_the_reading_leads_back_to_the_document(lay_out: LayOut, text: str) -> None:
    from ureport.folding import fold

    reading = lay_out(text).reading
    for position, character in enumerate(reading.text):
        if character != "\n":
            assert fold(text)[reading.origin(position)] == character


def test_an_empty_span_stays_empty(lay_out: LayOut) -> None:
    assert lay_out("新增会员8500名。").reading.origin_span(3, 3) == (3, 3)


@pytest.mark.parametrize(
    "line",
    [
        "点击数：5612",
        "阅读次数：88 字号：大 中 小",
        "版权所有：某某市总工会",
        "来源：工会网 发布时间：2016-12-30",
        "【打印本页】【关闭窗口】",
        "首页 > 工会动态 > 正文",
        "上一篇：劳动竞赛开赛",
        "责任编辑：小王",
        "备案号：浙ICP备12345678号",
        "- 12 -",
    ],
)
def test_furniture(lay_out: LayOut, line: str) -> None:
    layout = lay_out(f"湖州市总工会2016年工作总结\n{line}\n全年新增会员8500名，超额完成任务。")
    assert [p.replace("：", ":") for p in paragraphs(layout, Kind.FURNITURE)] == [line.replace("：", ":")]


@pytest.mark.parametrize("line", ["全年点评先进班组12个，反响良好。", "编辑简报24期，刊发信息180条。", "开展阅读活动12场，参加职工3000人次。"])
def test_prose_is_no_furniture(lay_out: LayOut, line: str) -> None:
    assert paragraphs(lay_out(line), Kind.FURNITURE) == []
