"""Tables of pipes and tabs: their cells, and what is no table."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from ureport.model import Kind, Layout, Table

LayOut = Callable[[str], Layout]


def the_table(layout: Layout) -> Table:
    (table,) = [p.table for p in layout.paragraphs if p.table is not None]
    return table


def rows(layout: Layout) -> list[list[str]]:
    table = the_table(layout)
    return [[layout.reading.text[c.start : c.end] for c in cells] for cells in table.rows().values()]


@pytest.mark.parametrize(
    "text",
    [
        "|单位|会员|\n|甲市|320|\n|乙市|450|",
        "| 单位 | 会员 |\n| 甲市 | 320 |\n| 乙市 | 450 |",
        "单位|会员\n甲市|320\n乙市|450",
        "单位\t会员\n甲市\t320\n乙市\t450",
        "| 单位 | 会员 |\n|:---|---:|\n| 甲市 | 320 |\n| 乙市 | 450 |",
        "|单位|会员|\r\n|甲市|320|\r\n|乙市|450|\r\n",
    ],
)
def test_rows_and_cells(lay_out: LayOut, text: str) -> None:
    assert rows(lay_out(text)) == [["单位", "会员"], ["甲市", "320"], ["乙市", "450"]]


@pytest.mark.parametrize("text", ["｜單位｜會員｜\n｜甲市｜３２０｜", "　|单位|会员|\n　|甲市|３２０|", "标题一行\n\n|单位|会员|\r\n|甲市|3 2 0|"])
def test_cells_point_into_the_document(lay_out: LayOut, text: str) -> None:
    layout = lay_out(text)
    for cell in the_table(layout).cells:
        start, end = layout.reading.origin_span(cell.start, cell.end)
        assert len(text[start:end]) == cell.end - cell.start
        assert not set(text[start:end]) & set("|｜\r\n")


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("|单位|会员|工会|\n|甲市||12|\n|乙市|320|15|", {"甲市": (1, 0), "12": (1, 2), "320": (2, 1)}),
        ("单位\t会员\t工会\n甲市\t\t12", {"甲市": (1, 0), "12": (1, 2)}),
        ("|单位|会员|\n|甲市||\n|乙市|320|", {"甲市": (1, 0), "乙市": (2, 0), "320": (2, 1)}),
    ],
)
def test_an_empty_cell_keeps_its_column(lay_out: LayOut, text: str, place: dict[str, tuple[int, int]]) -> None:
    layout = lay_out(text)
    cells = {layout.reading.text[c.start : c.end]: (c.row, c.column) for c in the_table(layout).cells}
    assert {word: cells[word] for word in place} == place


@pytest.mark.parametrize(
    "text",
    [
        "新建工会12家。",
        "|一行不成表|12|",
        "|没有|数字|\n|的|行|",
        "上一篇|下一篇|返回",
        "全年新建工会12家，发展会员8500名。\n签订集体合同260份，覆盖企业980家。",
    ],
)
def test_no_table(lay_out: LayOut, text: str) -> None:
    assert [p for p in lay_out(text).paragraphs if p.kind is Kind.TABLE] == []


def test_prose_before_and_behind_a_table_stays_prose(lay_out: LayOut) -> None:
    layout = lay_out("全年情况如下，成效明显。\n|单位|会员|\n|甲市|320|\n以上数据由各市上报，经过核实。")
    assert [p.kind for p in layout.paragraphs] == [Kind.PROSE, Kind.TABLE, Kind.PROSE]


def test_two_tables_with_different_separators_are_two(lay_out: LayOut) -> None:
    layout = lay_out("|单位|会员|\n|甲市|320|\n单位\t工会\n甲市\t12\n")
    assert [p.kind for p in layout.paragraphs] == [Kind.TABLE, Kind.TABLE]
