"""Cells → pipe rows: what the layout reads, and no figure twice."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from ureport import Extraction
from ureport.model import Kind, Layout
from ureport.readers.rows import Block, Covered, Grid, is_figure, one_line, table_lines, to_text

LEFT, ABOVE = Covered.LEFT, Covered.ABOVE
Words = str | Covered


def lines(*rows: tuple[Words, ...]) -> list[str]:
    """The lines of a table of short words; an empty word is an empty cell."""
    return list(table_lines(Grid([[((word,) if word else ()) if isinstance(word, str) else word for word in row] for row in rows])))


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([("单位", "会员"), ("甲市", "320")], ["| 单位 | 会员 |", "| 甲市 | 320 |"]),
        ([("单位", "会员"), ("甲市", ""), ("", "")], ["| 单位 | 会员 |", "| 甲市 |  |"]),
        # rows of another length, columns without anything
        ([("单位", "", "会员"), ("甲市",)], ["| 单位 | 会员 |", "| 甲市 |  |"]),
        # headers are repeated over what they span
        (
            [("单位", "2019年", LEFT), (ABOVE, "会员", "工会"), ("甲市", "320", "15")],
            ["| 单位 | 2019年 | 2019年 |", "| 单位 | 会员 | 工会 |", "| 甲市 | 320 | 15 |"],
        ),
        # figures and labels below are not
        ([("甲", "8500", LEFT), ("乙", ABOVE, "3")], ["| 甲 | 8500 |  |", "| 乙 |  | 3 |"]),
        ([("区", "项", "数"), ("甲市", "会员", "320"), (ABOVE, "工会", "15")], ["| 区 | 项 | 数 |", "| 甲市 | 会员 | 320 |", "|  | 工会 | 15 |"]),
        # nor is long text, and nothing in a table without figures
        (
            [("一段很长很长很长很长很长很长很长很长的话有8500名", LEFT), ("甲", "乙"), ("丙", "1")],
            ["一段很长很长很长很长很长很长很长很长的话有8500名", "| 甲 | 乙 |", "| 丙 | 1 |"],
        ),
        ([("姓名", "张三", LEFT), ("单位", "甲厂", "乙车间")], ["| 姓名 | 张三 |  |", "| 单位 | 甲厂 | 乙车间 |"]),
        # captions above and notes below are lines
        (
            [("表1 情况", LEFT), ("", "单位：人"), ("区", "会员"), ("甲", "320"), ("注：含市直。", LEFT)],
            ["表1 情况", "单位：人", "| 区 | 会员 |", "| 甲 | 320 |", "注：含市直。"],
        ),
        ([("", "2019年"), ("会员", "320")], ["|  | 2019年 |", "| 会员 | 320 |"]),
        ([("区", "会员"), ("甲", "320"), ("注：含市直。", "")], ["| 区 | 会员 |", "| 甲 | 320 |", "注：含市直。"]),
        ([("区", "会员"), ("甲", "320"), ("", "350")], ["| 区 | 会员 |", "| 甲 | 320 |", "|  | 350 |"]),
        # a table of one column is a frame
        ([("第一段。",), ("第二段。",)], ["第一段。", "第二段。"]),
        ([], []),
        ([("", "")], []),
    ],
)
def test_tables(rows: list[tuple[Words, ...]], expected: list[str]) -> None:
    assert lines(*rows) == expected


@pytest.mark.parametrize(
    ("paragraphs", "line"),
    [
        (("会员人数", "（万人）"), "会员人数（万人）"),
        (("职工互助保障", "参保人数"), "职工互助保障参保人数"),
        (("8500", "名"), "8500名"),
        (("12", "15"), "12；15"),
        (("12%", "-3%"), "12%；-3%"),
        (("会员８５００", "３２０"), "会员８５００；３２０"),
        (("GDP", "total"), "GDP total"),
        (("全年新增会员8500名，新建工会12家", "签订集体合同30份"), "全年新增会员8500名，新建工会12家；签订集体合同30份"),
        (("全年新增会员8500名，新建工会12家。", "2.签订集体合同30份"), "全年新增会员8500名，新建工会12家。2.签订集体合同30份"),
        (("甲|乙｜丙\t丁",), "甲¦乙¦丙 丁"),
        (("上\r\n下\u2028尾", " ", ""), "上下尾"),
        ((), ""),
    ],
)
def test_a_cell_is_one_line(paragraphs: tuple[str, ...], line: str) -> None:
    assert one_line(paragraphs) == line


@pytest.mark.parametrize("word", ["12", "1,234.5", "-3", "98%", "８５００", "3 980", "12人", "1.2万人", "3010人次"])
def test_figures(word: str) -> None:
    assert is_figure(word)


@pytest.mark.parametrize("word", ["2019年", "2019", "2019年度", "1-6月", "第1季度", "会员(人)", "", "12家单位被命名", "表1"])
def test_no_figures(word: str) -> None:
    assert not is_figure(word)


def test_the_layout_finds_the_cells_where_they_were(lay_out: Callable[[str], Layout]) -> None:
    grid = Grid([[("单位",), ("会员|人",), ("工会",)], [("甲市",), (), ("12", "15")], [("乙\n市",), ("320",), ("16",)]])
    layout = lay_out(to_text(["表前。", grid, "表后。"]))
    assert [p.kind for p in layout.paragraphs] == [Kind.PROSE, Kind.TABLE, Kind.PROSE]
    cells = layout.paragraphs[1].table.cells if layout.paragraphs[1].table else ()
    words = {(cell.row, cell.column): layout.reading.text[cell.start : cell.end] for cell in cells}
    expected = {(0, 0): "单位", (0, 1): "会员¦人", (0, 2): "工会", (1, 0): "甲市", (1, 2): "12;15", (2, 0): "乙市", (2, 1): "320", (2, 2): "16"}
    assert words == expected


HEADED = Grid([[("区",), ("会员(人)",)], [("甲",), ("1",)]])
OTHER = Grid([[("区",), ("工会(家)",)], [("甲",), ("2",)]])
GOES_ON = Grid([[("乙",), ("3",)], [("丙",), ("4",)]])
A, B, C = "| 区 | 会员(人) |\n| 甲 | 1 |", "| 区 | 工会(家) |\n| 甲 | 2 |", "| 乙 | 3 |\n| 丙 | 4 |"


@pytest.mark.parametrize(
    ("blocks", "text"),
    [
        (["前", HEADED, "中", OTHER, "后"], f"前\n\n{A}\n\n中\n\n{B}\n\n后\n"),
        ([HEADED, OTHER], f"{A}\n\n———\n\n{B}\n"),
        ([HEADED, "", " ", OTHER], f"{A}\n\n \n———\n\n{B}\n"),
        ([HEADED, GOES_ON], f"{A}\n\n{C}\n"),
        ([HEADED, Grid([[("表2",), Covered.LEFT], *OTHER.rows])], f"{A}\n\n表2\n{B}\n"),
        ([], "\n"),
    ],
)
def test_tables_among_paragraphs(blocks: list[Block], text: str) -> None:
    assert to_text(blocks) == text


def test_the_headers_of_a_table_are_not_read_over_the_next(extract: Callable[[str], Extraction]) -> None:
    assert [(r.surface, r.unit) for r in extract(to_text([HEADED, "", OTHER])).records] == [("1", "人"), ("2", "家")]
    assert [(r.surface, r.unit) for r in extract(to_text([HEADED, GOES_ON])).records] == [("1", "人"), ("3", "人"), ("4", "人")]
