"""Texts that would do harm where they are shown: in every text field of every table and in every format they stay what they are, texts."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from making.outputs import run
from making.records import RECORD
from ureport import load
from ureport.exporters import (
    BRIEF,
    FORMATS,
    MENTIONS,
    METRICS,
    PROBLEMS,
    RECORD_COLUMNS,
    RECORDS,
    REPORTS,
    TABLES,
    Column,
    Style,
    Table,
    open_delivery,
    open_writer,
)
from ureport.exporters.csv import unguarded
from ureport.model import AuditEntry, MetricRecord, Problem, Source

openpyxl = pytest.importorskip("openpyxl")
calamine = pytest.importorskip("python_calamine")

FORMULAS = ["=1+1", "+1", "-1", "@SUM(1)", "\t=1", "\r=1", "\n=1", "＝1", "＋1", "－1", "＠x", '=cmd|"/c calc"!A1', '=HYPERLINK("http://x.cn")', "{=1+1}"]
MARKUP = [
    "[red]x[/red]",
    "[link=http://x.cn]y[/link]",
    "[/]",
    "<b>x</b>",
    "<r>x</r>",
    "&amp;",
    "<!--",
    "]]>",
    "http://x.cn",
    "mailto:x@y.cn",
    "internal:A1",
    ":smile:",
]
CONTROLS = [
    "\x1b[31mred",
    "\x1b]0;title\x07",
    "\x9b31m",
    "a\x08b",
    "a\0b",
    "\x7f",
    "\x85",
    "a\u2028b\u2029c",
    "\u202etxt.exe",
    "\ud800",
    "\udfff x",
    "\ufeffx",
    "\ufffe",
]
HARMFUL = [*FORMULAS, *MARKUP, *CONTROLS]
NEVER = re.compile("[\\x00-\\x08\\x0b-\\x1f\\x7f-\\x9f\\u202a-\\u202e\\u2066-\\u2069]")
"""What must not reach a terminal."""
CHOSEN = {"bound", "status", "aspect", "state", "kind", "level", "role", "period_start", "period_end"}
"""Fields that no report can fill with its own words."""


def texts(columns: Iterable[Column]) -> list[str]:
    """The names of the fields that hold words of the reports, of their names, or of the library."""
    return [column.name for column in columns if column.kind in ("text", "list") and column.name not in CHOSEN]


def spoiled(row: Any, columns: Sequence[Column], field: str, text: str) -> Any:
    """The row with a text in one field."""
    kind = next(column.kind for column in columns if column.name == field)
    return replace(row, **{field: (text,) if kind == "list" else text})


ROWS: dict[str, Any] = {
    RECORDS.name: RECORD,
    MENTIONS.name: AuditEntry(RECORD.source, 0, 4, 1, "2016", "time", "a year", ""),
    REPORTS.name: Source(RECORD.source, "read"),
}
FIELDS = [(table, field) for table in (RECORDS, MENTIONS, REPORTS) for field in texts(table.columns)]


def cells(path: Path, table: Table) -> Iterator[dict[str, str]]:
    """The rows of a table of a package, as a spreadsheet gets them."""
    with (path / f"{table.name}.csv").open(encoding="utf-8-sig", newline="") as file:
        yield from csv.DictReader(file)


def held(text: str) -> str:
    """A text as every format holds it."""
    return text.encode("utf-8", "replace").decode()


def test_every_text_field_is_in_the_table() -> None:
    assert {(table.name, field) for table, field in FIELDS} >= {
        ("records", field) for field in ("source", "org", "subject", "sentence", "section", "unit", "flags")
    }
    assert {column.name for table in TABLES for column in table.columns if column.kind in ("text", "list")} == {
        *(field for table in TABLES for field in texts(table.columns)),
        *(CHOSEN - {"level", "period_start", "period_end"} if "level" not in {c.name for c in PROBLEMS.columns} else CHOSEN - {"period_start", "period_end"}),
    }


@pytest.mark.parametrize(("table", "field"), FIELDS, ids=[f"{table.name} {field}" for table, field in FIELDS])
def test_no_cell_of_csv_is_run_and_every_one_says_what_it_said(tmp_path: Path, table: Table, field: str) -> None:
    with open_delivery("package", f"{tmp_path}/r/") as delivery:
        for text in HARMFUL:
            delivery.write(table, spoiled(ROWS[table.name], table.columns, field, text))
    found = [row[field] for row in cells(tmp_path / "r", table)]
    assert [unguarded(cell) for cell in found] == [held(text) for text in HARMFUL]
    assert not [cell for cell in found if cell.startswith(tuple("=+-@\t\r\n＝＋－＠"))]


@pytest.mark.parametrize("field", texts(PROBLEMS.columns))
def test_no_problem_is_run(tmp_path: Path, field: str) -> None:
    problem = Problem(**{column.name: "skipped" for column in PROBLEMS.columns})  # type: ignore[arg-type]
    with open_delivery("package", f"{tmp_path}/r/") as delivery:
        for text in HARMFUL:
            delivery.write(PROBLEMS, replace(problem, **{field: text}))
    assert not [row[field] for row in cells(tmp_path / "r", PROBLEMS) if row[field].startswith(tuple("=+-@\t\r\n＝＋－＠"))]


@pytest.mark.parametrize(("table", "field"), FIELDS, ids=[f"{table.name} {field}" for table, field in FIELDS])
def test_no_cell_of_a_workbook_is_a_formula_or_leads_out_of_it(tmp_path: Path, table: Table, field: str) -> None:
    path = tmp_path / "r.xlsx"
    with open_delivery("xlsx", str(path), Style(chinese=False)) as delivery:
        for text in HARMFUL:
            delivery.write(table, spoiled(ROWS[table.name], table.columns, field, text))
    with zipfile.ZipFile(path) as archive:
        sheets = [archive.read(name).decode() for name in archive.namelist() if "/worksheets/sheet" in name]
        links = [archive.read(name).decode() for name in archive.namelist() if "/worksheets/_rels/" in name]
    assert not [sheet for sheet in sheets if re.search(r"<f[ >]", sheet)]
    assert not [link for link in links if "http" in link or "mailto" in link]
    book = calamine.CalamineWorkbook.from_path(str(path))
    header, *rows = book.get_sheet_by_name(table.title).to_python(skip_empty_area=False)
    if field in header:
        shown = [str(row[header.index(field)]) for row in rows]
        wanted = [held(text).replace("\ufffe", "�") for text in HARMFUL]
        assert [text.replace("\r", "\n") for text in shown] == [text.replace("\r", "\n") for text in wanted]


@pytest.mark.parametrize("field", texts(RECORD_COLUMNS))
def test_a_table_on_a_terminal_obeys_no_text(capsys: pytest.CaptureFixture[str], field: str) -> None:
    columns = [column for column in RECORD_COLUMNS if column.name in {*BRIEF, field}]
    with open_writer("table", None, columns) as writer:
        for text in HARMFUL:
            writer.write(spoiled(RECORD, RECORD_COLUMNS, field, text))
    out = capsys.readouterr().out
    assert not NEVER.findall(out)
    for text in MARKUP:
        assert text in out


@pytest.mark.parametrize("form", [name for name, form in FORMATS.items() if form.rows and not form.screen])
@pytest.mark.parametrize("field", [field for field in texts(RECORD_COLUMNS) if field != "flags"])
def test_long_and_harmful_texts_read_back_from_every_field(tmp_path: Path, form: str, field: str) -> None:
    path = tmp_path / f"r.{form}"
    records = [spoiled(RECORD, RECORD_COLUMNS, field, text) for text in [*HARMFUL, "长" * (32_767 if form == "xlsx" else 40_000)]]
    with open_writer(form, str(path), RECORD_COLUMNS, title=RECORDS.title) as writer:
        for record in records:
            writer.write(record)
    found = [getattr(record, field) for record in load(path)]
    wanted = [held(getattr(record, field)) for record in records]
    assert found == ([text.replace("\ufffe", "�") for text in wanted] if form == "xlsx" else wanted)


@pytest.mark.parametrize("field", texts(RECORD_COLUMNS))
def test_a_text_that_is_too_long_for_a_cell_says_so_in_every_field(tmp_path: Path, field: str) -> None:
    path = tmp_path / "r.xlsx"
    with open_delivery("xlsx", str(path), Style(chinese=False)) as delivery:
        delivery.write(RECORDS, spoiled(RECORD, RECORD_COLUMNS, field, "长" * 40_000))
    header, row = openpyxl.load_workbook(path)["明细"].iter_rows()
    cell = dict(zip((name.value for name in header), row, strict=True))[field]
    assert cell.value.endswith("…〔截断，全文 40,000 字〕") and len(cell.value) == 32_767


def test_names_and_words_of_reports_and_libraries_from_end_to_end(tmp_path: Path, words_only: Path) -> None:
    """A file name, a title, a heading, a sentence and a metric that would all do harm, through the real program."""
    folder, library = tmp_path / "in", tmp_path / "library/member"
    folder.mkdir()
    library.mkdir(parents=True)
    (library / "x.toml").write_text('name = "=1+1"\ndefinition = "@x"\nkind = "count"\nunits = ["人"]\n\n[[pattern]]\ntemplate = "新增会员 … {}"\n')
    words = "=1+1[red]市总工会2016年工作总结\n\n一、@SUM(1)[link=http://x.cn]\n\n=新增会员15名，\x1b]0;x[/]。\n" + "工会工作。\n" * 50
    (folder / "=1+1[red]\x1b[31m.txt").write_text(words)
    (folder / "-2\x1b[31m.txt").write_text("")
    command = ("extract", folder, "--patterns", words_only, "--extra-patterns", tmp_path / "library")
    table = run(*command, "--format", "table", "--columns", "source,org,metric_name,section,sentence,value")
    assert not NEVER.findall(table.out.decode()) and "[red]" in table.out.decode()
    assert not NEVER.findall(table.err) and "error: " in table.err
    rows = list(csv.reader(io.StringIO(run(*command).out.decode(), newline="")))
    assert len(rows) >= 2 and not [cell for row in rows for cell in row if cell.startswith(tuple("=+-@"))]
    assert json.loads(run(*command, "--format", "jsonl").out.splitlines()[0])["metric_name"] == "=1+1"
    result = tmp_path / "r.jsonl"
    run(*command, "-o", result)
    pivot = list(csv.reader(io.StringIO(run("pivot", result).out.decode(), newline="")))
    assert pivot[0][-1] == "member.x (人)" and not [cell for row in pivot for cell in row if cell.startswith(tuple("=+-@"))]
    chinese = next(csv.reader(io.StringIO(run("pivot", result, "--headers", "zh").out.decode(), newline="")))
    assert chinese[-1].startswith("'=1+1")
    for form in ("table", "csv"):
        for other in (("audit", *command[1:]), ("metrics", *command[2:])):
            assert not NEVER.findall(run(*other, "--format", form, "--quiet").err)
    for other in (("audit", *command[1:], "--format", "text"), ("diff", result, result)):
        assert not NEVER.findall(run(*other).err)


def test_the_record_that_the_others_are_made_from_has_every_field() -> None:
    assert isinstance(RECORD, MetricRecord) and METRICS.columns
