"""Cells of markup → pipe rows, with a bound; the table of a page gives the records of the same table as text."""

from __future__ import annotations

import pytest

from ureport import Document, Extractor
from ureport.readers.html import to_text
from ureport.readers.page_tables import PageCell, page_table_lines


def cell(text: str, columns: int = 1, rows: int = 1) -> PageCell:
    return PageCell([text] if text else [], columns, rows)


def test_merged_cells_keep_the_others_in_their_columns() -> None:
    rows = [[cell("区县", 1, 2), cell("会员", 2), cell("工会", 1, 2)], [cell("男"), cell("女")], [cell("甲"), cell("1"), cell("2"), cell("3")]]
    assert page_table_lines(rows) == ["| 区县 | 会员 | 会员 | 工会 |", "| 区县 | 男 | 女 | 工会 |", "| 甲 | 1 | 2 | 3 |"]
    rows = [[cell("甲", 0, 0), cell("1", 99_999)], [cell("乙", 1, 99_999), cell("2")], [cell("3")]]
    assert page_table_lines(rows) == ["| 甲 | 1 |", "| 乙 | 2 |", "|  | 3 |"]


@pytest.mark.parametrize(
    "rows",
    [
        [[cell("甲", 50, 10**6), cell("1")], *[[cell("乙"), cell("2")]] * 30_000],
        [[cell("甲")] * 2000] * 2000,
        [[cell("甲"), cell("1")], *[[cell("乙", 1, 10**6), cell("2")]] * 2000],
        [[cell("甲", 1, 2)] * 5000, *[[cell("乙"), cell("2")]] * 300],
        [],
        [[]],
    ],
)
def test_a_table_of_too_many_places_is_read_as_lines(rows: list[list[PageCell]]) -> None:
    assert page_table_lines(rows) == [line for row in rows for each in row for line in each.lines]


@pytest.mark.parametrize(
    "text",
    [
        "某市总工会2016年总结\n\n| 单位 | 会员人数(万人) | 集体合同(份) |\n| 甲市 | 3.2 | 120 |\n| 乙市 | 4 | 98 |\n| 合计 | 7.2 | 218 |\n",
        "某市总工会2016年总结\n\n| 指标 | 2015年 | 2016年 |\n| 职工入会率(%) | 90.1 | 92.8 |\n| 新建母婴室(间) | — | 14 |\n",
    ],
)
def test_a_table_of_a_page_gives_the_records_of_the_table_as_text(extractor: Extractor, text: str) -> None:
    rows = [[word.strip() for word in line.strip("|").split("|")] for line in text.splitlines() if line.startswith("|")]
    table = "".join("<tr>" + "".join(f"<td><p>{word}</p></td>" for word in row) for row in rows)
    page = f"<p>{text.splitlines()[0]}</p><table border=1>{table}</table>"

    def records(text: str) -> list[tuple[object, ...]]:
        return [(r.metric, r.value, r.unit, r.period, r.aspect, r.surface) for r in extractor.extract(Document("a", text)).records]

    assert records(to_text(page)[0]) == records(text)
    assert len(records(text)) >= 3
