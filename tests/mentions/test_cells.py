"""Table cells: the value times the unit of header, label or caption; what is a serial number and what is none."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest

from ureport import Extraction

Extract = Callable[[str], Extraction]


def cells(extraction: Extraction) -> list[tuple[str, Decimal, str]]:
    return [(r.surface, r.value, r.unit) for r in extraction.records]


@pytest.mark.parametrize(
    ("table", "expected"),
    [
        # the unit in the header
        ("|单位|职工人数(万人)|\n|甲市|12.5|", [("12.5", "125000", "人")]),
        ("|单位|慰问金(万元)|\n|甲市|35|\n|乙市|1,200|", [("35", "350000", "元"), ("1,200", "12000000", "元")]),
        ("|单位|慰问金（万元）|\n|甲市|３５|", [("３５", "350000", "元")]),
        ("|单位|建会率(%)|\n|甲市|92.5|", [("92.5", "92.5", "%")]),
        ("|单位|新建工会(家)|新增会员(人)|\n|甲市|12|3400|", [("12", "12", "家"), ("3400", "3400", "人")]),
        # the unit in the row label
        ("|项目|2016年|\n|新增会员(人)|8500|\n|收缴会费(万元)|120|", [("8500", "8500", "人"), ("120", "1200000", "元")]),
        # the unit in a column of its own
        ("|项目|单位|数量|\n|新增会员|人|8500|\n|收缴会费|万元|120|", [("8500", "8500", "人"), ("120", "1200000", "元")]),
        # the unit in the caption
        ("各市会费收缴情况(单位：万元)\n|单位|收缴会费|\n|甲市|35|", [("35", "350000", "元")]),
        # the unit in the cell
        ("|项目|完成情况|\n|新增会员|8500人|\n|建会率|96%|", [("8500人", "8500", "人"), ("96%", "96", "%")]),
        # tabs
        ("单位\t职工人数(万人)\n甲市\t12.5\n乙市\t3", [("12.5", "125000", "人"), ("3", "30000", "人")]),
        # the line under the header of a Markdown table
        ("| 单位 | 新增会员(人) |\n|---|---:|\n| 甲市 | 8500 |", [("8500", "8500", "人")]),
    ],
)
def test_values(extract: Extract, table: str, expected: list[tuple[str, str, str]]) -> None:
    extraction = extract(table + "\n")
    assert cells(extraction) == [(surface, Decimal(value), unit) for surface, value, unit in expected]
    assert all("table cell" in r.flags for r in extraction.records)
    assert all(extraction.document.text[r.start : r.end] == r.surface for r in extraction.records)


def test_years_in_columns_are_the_periods_of_their_cells(extract: Extract) -> None:
    extraction = extract("|指标|2014年|2015年|2016年|\n|---|---|---|---|\n|工会会员(万人)|30|32|35.5|\n|基层工会(个)|900|950|1,020|\n")
    assert [(r.surface, int(r.value), r.period, r.status) for r in extraction.records] == [
        ("30", 300000, "2014", "actual"),
        ("32", 320000, "2015", "actual"),
        ("35.5", 355000, "2016", "actual"),
        ("900", 900, "2014", "actual"),
        ("950", 950, "2015", "actual"),
        ("1,020", 1020, "2016", "actual"),
    ]


def test_label_and_header_tell_the_metric(extract: Extract) -> None:
    extraction = extract("|单位|新增会员(人)|新建工会(家)|集体合同签订率(%)|\n|甲市|8500|120|96.5|\n")
    assert [r.metric for r in extraction.records] == ["member.new", "org.unions_new", "bargaining.contract_rate"]


def test_a_plan_beside_its_result(extract: Extract) -> None:
    extraction = extract("|项目|年度计划|实际完成|\n|新增会员(人)|8000|8500|\n")
    assert [(int(r.value), r.status) for r in extraction.records] == [(8000, "target"), (8500, "actual")]


def test_growth_in_a_column_of_its_own(extract: Extract) -> None:
    extraction = extract("|项目|2016年|同比增长(%)|\n|新增会员(人)|8500|12.5|\n")
    level, growth = extraction.records
    assert (int(level.value), level.unit, level.aspect) == (8500, "人", "level")
    assert (growth.value, growth.unit, growth.aspect) == (Decimal("12.5"), "%", "growth")


@pytest.mark.parametrize("serial", ["序号", "编号", "排名", "年份"])
def test_serial_columns_are_no_statistics(extract: Extract, serial: str) -> None:
    extraction = extract(f"|{serial}|单位|新增会员(人)|\n|1|甲市|8500|\n|2|乙市|640|\n")
    assert [r.surface for r in extraction.records] == ["8500", "640"]
    assert [(e.surface, e.role) for e in extraction.audit if not e.record_id] == [("1", "order"), ("2", "order")]


@pytest.mark.parametrize("empty", ["", "-", "—", "/", "无"])
def test_empty_cells_give_nothing(extract: Extract, empty: str) -> None:
    assert cells(extract(f"|单位|新增会员(人)|\n|甲市|{empty}|\n|乙市|640|\n")) == [("640", Decimal(640), "人")]


def test_an_empty_cell_does_not_shift_the_columns(extract: Extract) -> None:
    extraction = extract("|单位|新增会员(人)|新建工会(家)|\n|甲市||12|\n")
    assert [(int(r.value), r.unit, r.metric) for r in extraction.records] == [(12, "家", "org.unions_new")]
