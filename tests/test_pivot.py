"""The wide table: what stands in a row, a column and a cell, and the command that prints it."""

from __future__ import annotations

import csv
import functools
import io
import json
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from making import records
from ureport import MetricRecord
from ureport.cli import main
from ureport.errors import UsageError
from ureport.exporters import RECORDS, Style, open_delivery
from ureport.exporters.columns import RECORD_COLUMNS
from ureport.exporters.pivot import Choice, Pivot
from ureport.pivoting import choose, spread
from ureport.results import Results

ALL = frozenset(column.name for column in RECORD_COLUMNS)
RECORD = replace(records.RECORD, source="a.txt", value=Decimal("12"), surface="12名", sentence="新增会员12名。", flags=())
make = functools.partial(replace, RECORD)
EARLIER = {"period": "2015", "period_start": "2015-01-01", "period_end": "2015-12-31"}


def table(*records: MetricRecord, choice: Choice | None = None) -> list[dict[str, str]]:
    """The rows of a pivot: organisation, period, and the cells that are not empty, as text."""
    pivot = Pivot(choice or Choice())
    for record in records:
        pivot.add(record)
    columns = pivot.columns()
    return [{"org": row.org, "period": row.period} | {c.name: str(row.cells[c.name]) for c in columns if c.name in row.cells} for row in pivot.rows(columns)]


@pytest.mark.parametrize(
    ("records", "cell"),
    [
        ([make()], "12"),
        ([make(), make(start=50)], "12"),
        ([make(), make(source="b.txt")], "12"),
        ([make(value=Decimal("15")), make()], "12 | 15"),
        ([make(value=Decimal("100")), make(value=Decimal("20")), make(value=Decimal("3.50"))], "3.5 | 20 | 100"),
        ([make(value=Decimal("12.0")), make()], "12"),
        ([make(value=Decimal(5), value_high=Decimal(10), bound="range")], "5~10"),
        ([make(value=Decimal(5), value_high=Decimal(10), bound="range"), make(value=Decimal(5))], "5 | 5~10"),
        ([make(value=Decimal("-3")), make()], "-3 | 12"),
        ([make(bound="over"), make()], "12"),
        ([make(value=Decimal("9" * 40))], "9" * 40),
    ],
)
def test_figures_that_differ_stand_side_by_side_and_none_is_summed(records: list[MetricRecord], cell: str) -> None:
    for given in (records, records[::-1]):
        assert table(*given) == [{"org": "湖州市总工会", "period": "2016", "member.new (人)": cell}]


@pytest.mark.parametrize(
    ("bounds", "bound"), [(["exact"], "exact"), (["over", "exact"], "exact"), (["over", "nearly"], "nearly"), (["nearly", "over"], "nearly")]
)
def test_a_figure_told_twice_is_exact_when_one_report_says_so(bounds: list[str], bound: str) -> None:
    pivot = Pivot()
    for said in bounds:
        pivot.add(make(bound=said))
    (row,) = pivot.rows(pivot.columns())
    assert [figure.bound for figure in row.cells["member.new (人)"].each] == [bound]


def test_rows_are_organisations_and_periods_in_order() -> None:
    rows = table(make(), make(**EARLIER, value=Decimal(9)), make(org="安吉县总工会"), make(period="2016H1", period_end="2016-06-30", value=Decimal(5)))
    assert [(row["org"], row["period"], row["member.new (人)"]) for row in rows] == [
        ("安吉县总工会", "2016", "12"),
        ("湖州市总工会", "2015", "9"),
        ("湖州市总工会", "2016H1", "5"),
        ("湖州市总工会", "2016", "12"),
    ]


def test_reports_that_name_no_organisation_are_not_put_together() -> None:
    rows = table(make(org="", source="b.txt"), make(org="", source="a.txt", value=Decimal(7)), make())
    assert [(row["org"], row["member.new (人)"]) for row in rows] == [("湖州市总工会", "12"), ("", "7"), ("", "12")]


def test_a_column_has_one_metric_unit_status_and_aspect() -> None:
    records = [make(), make(unit="人次"), make(unit=""), make(status="target"), make(aspect="growth"), make(metric="aid.visited"), make(metric="other")]
    (row,) = table(*records)
    assert list(row)[2:] == ["aid.visited (人)", "member.new", "member.new (人)", "member.new (人次)"]
    pivot = Pivot(Choice(frozenset(), frozenset()))
    for record in records:
        pivot.add(record)
    names = [column.name for column in pivot.columns({"aid.visited", "member.new", "other"})]
    assert names == ["aid.visited (人)", "member.new", "member.new (人)", "member.new (人) growth", "member.new (人) target", "member.new (人次)", "other (人)"]


def test_two_metrics_of_one_name_keep_their_columns() -> None:
    pivot = Pivot()
    for metric in ("member.new", "member.joined", "member.left"):
        pivot.add(make(metric=metric, metric_name="会员数" if metric == "member.left" else "新增会员数"))
    assert [column.title for column in pivot.columns()] == ["新增会员数 (人) member.joined", "会员数 (人)", "新增会员数 (人) member.new"]


def test_a_row_names_the_reports_of_its_figures_only() -> None:
    pivot = Pivot()
    for record in (make(source="b.txt"), make(), make(source="c.txt", metric="other")):
        pivot.add(record)
    (row,) = pivot.rows(pivot.columns())
    assert row.sources == ("a.txt", "b.txt")


def test_hostile_texts_pass_through() -> None:
    for text in ("\ud800", "'; DROP TABLE figures; --", "a\0b", "=1+1"):
        (row,) = table(make(org=text, unit=text))
        assert row["org"] == text.encode("utf-8", "replace").decode()


# choosing


@pytest.mark.parametrize(
    ("statuses", "aspects", "bounds", "kept"),
    [
        (["actual"], ["level"], ["all"], 2),
        (["actual,target"], ["level"], ["all"], 3),
        (["all"], ["all"], ["all"], 4),
        (["actual"], ["growth"], ["all"], 1),
        (["actual"], ["level"], ["exact"], 1),
        (["baseline"], ["all"], ["all"], 0),
    ],
)
def test_records_by_status_aspect_and_bound(statuses: list[str], aspects: list[str], bounds: list[str], kept: int) -> None:
    records = (make(), make(bound="over"), make(status="target"), make(aspect="growth"))
    choice = choose(statuses, aspects, bounds)
    assert sum(choice.takes(record) for record in records) == kept


@pytest.mark.parametrize(
    ("words", "near"), [((["actaul"], ["level"], ["all"]), "actual"), ((["all"], ["levle"], ["all"]), "level"), ((["all"], ["all"], ["ovr"]), "over")]
)
def test_a_wrong_word_is_told(words: tuple[list[str], list[str], list[str]], near: str) -> None:
    with pytest.raises(UsageError) as caught:
        choose(*words)
    assert near in caught.value.remedy


def test_metrics_and_organisations_by_name() -> None:
    results = Results((make(), make(metric="aid.visited", org="安吉县总工会"), make(metric="other", org="安吉县总工会")), ALL)
    wide = spread(results, "x.csv", Choice(), metrics=["member.*,aid.visited"], orgs=["安吉*"])
    assert [column.name for column in wide.metrics] == ["aid.visited (人)"]
    assert [row.org for row in wide.rows] == ["安吉县总工会"]
    assert [column.name for column in spread(results, "x.csv", Choice(), metrics=["other"]).metrics] == ["other (人)"]
    for metrics, orgs, near in ((["membr.new"], [], "member.new"), ([], ["湖州市总会"], "湖州市总工会")):
        with pytest.raises(UsageError) as caught:
            spread(results, "x.csv", Choice(), metrics, orgs)
        assert near in caught.value.remedy


def test_a_result_without_the_columns_it_takes_is_refused() -> None:
    with pytest.raises(UsageError, match="no column org, status") as caught:
        spread(Results((make(),), ALL - {"org", "status"}), "x.csv", Choice())
    assert "keep" in caught.value.remedy


# the command

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def pivot(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    """Arguments of ``ureport pivot`` → exit code, data, messages; the result is made of some records in the format named first."""

    def run(form: str, *arguments: object) -> tuple[int, str, str]:
        for module in {"xlsx": ("xlsxwriter", "python_calamine"), "parquet": ("pyarrow",)}.get(form, ()):
            pytest.importorskip(module)
        path = tmp_path / f"result.{form}"
        with open_delivery(form, str(path), Style()) as delivery:
            for record in (make(), make(value=Decimal(15), source="b.txt"), make(metric="aid.visited", metric_name="走访户数", unit="户", **EARLIER)):
                delivery.write(RECORDS, record)
        code = main(["pivot", str(path), *map(str, arguments)])
        captured = capsys.readouterr()
        return code, captured.out, captured.err

    return run


@pytest.mark.parametrize("form", ["csv", "jsonl", "xlsx", "parquet", "sqlite", "package"])
def test_any_result_gives_the_same_table(pivot: Run, form: str) -> None:
    code, out, err = pivot(form)
    assert (code, err) == (0, "rows 2, columns of metrics 2, cells with several figures 1\n")
    assert list(csv.reader(io.StringIO(out, newline=""))) == [
        ["org", "period", "period_start", "period_end", "sources", "aid.visited (户)", "member.new (人)"],
        ["湖州市总工会", "2015", "2015-01-01", "2015-12-31", "a.txt", "12", ""],
        ["湖州市总工会", "2016", "2016-01-01", "2016-12-31", "a.txt; b.txt", "", "12 | 15"],
    ]


def test_the_formats_of_the_table(pivot: Run, tmp_path: Path) -> None:
    rows = [json.loads(line) for line in pivot("csv", "--format", "jsonl", "-q")[1].splitlines()]
    assert [row["member.new (人)"] for row in rows] == [None, [12, 15]]
    assert rows[1]["sources"] == ["a.txt", "b.txt"]
    assert "│ 湖州市总工会 │ 2016   │                  │         12 | 15 │" in pivot("csv", "--format", "table")[1]
    assert pivot("csv", "--headers", "zh", "--metric", "member.new")[1].splitlines()[0] == "填报单位,所属期,期初,期末,来源文件,新增会员数 (人)"
    assert pivot("csv", "-o", tmp_path / "wide.csv")[1] == ""
    assert (tmp_path / "wide.csv").read_bytes().startswith(b"\xef\xbb\xbforg,")


def test_a_workbook_of_the_table(pivot: Run, tmp_path: Path) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    pivot("csv", "-o", tmp_path / "wide.xlsx")
    book = openpyxl.load_workbook(tmp_path / "wide.xlsx")
    assert (book.sheetnames, book.active.freeze_panes) == (["透视"], "C2")
    header, first, second = book.active.iter_rows(values_only=True)
    assert header[-2:] == ("走访户数 (户)", "新增会员数 (人)")
    assert (first[-2:], second[-2:]) == ((12, None), (None, "12 | 15"))


def test_parquet_keeps_several_figures_beside_the_number(pivot: Run, tmp_path: Path) -> None:
    parquet = pytest.importorskip("pyarrow.parquet")
    pivot("csv", "-o", tmp_path / "wide.parquet")
    first, second = parquet.read_table(tmp_path / "wide.parquet").to_pylist()
    assert (first["aid.visited (户)"], first["aid.visited (户)_text"]) == (12.0, None)
    assert (second["member.new (人)"], second["member.new (人)_text"]) == (None, "12 | 15")


def test_a_cell_of_several_figures_cannot_become_a_formula(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with open_delivery("jsonl", str(tmp_path / "x.jsonl")) as delivery:
        for value in ("-3", "-5"):
            delivery.write(RECORDS, make(value=Decimal(value)))
        delivery.write(RECORDS, make(value=Decimal("-7"), org="=1+1"))
    main(["pivot", str(tmp_path / "x.jsonl"), "-q"])
    assert [line.split(",")[::5] for line in capsys.readouterr().out.splitlines()[1:]] == [["'=1+1", "-7"], ["湖州市总工会", "'-5 | -3"]]
    main(["pivot", str(tmp_path / "x.jsonl"), "-q", "--raw"])
    assert [line.split(",")[::5] for line in capsys.readouterr().out.splitlines()[1:]] == [["=1+1", "-7"], ["湖州市总工会", "-5 | -3"]]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["gone.csv"], "gone.csv: cannot be read"),
        (["RESULT", "--metric", "membr.new"], "did you mean member.new"),
        (["RESULT", "--org", "湖州总工会"], "did you mean 湖州市总工会?"),
        (["RESULT", "--status", "actaul"], "did you mean actual?"),
        (["RESULT", "--bound", "xact"], "did you mean exact?"),
        (["RESULT", "--format", "sqlite"], "unknown format 'sqlite'"),
        (["RESULT", "-o", "RESULT"], "the output is the result that is to be read"),
        (["RESULT", "-o", "FOLDER"], "this is a folder"),
        ([], "Missing argument"),
    ],
)
def test_wrong_usage_ends_with_2(pivot: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], message: str) -> None:
    pivot("jsonl")
    names = {"RESULT": str(tmp_path / "result.jsonl"), "FOLDER": str(tmp_path)}
    code = main(["pivot", *(names.get(argument, argument) for argument in arguments)])
    captured = capsys.readouterr()
    assert (code, captured.out) == (2, "")
    assert message in captured.err
