"""Result files → records again."""

from __future__ import annotations

import csv
import io
import json
import sqlite3
import sys
from collections.abc import Callable
from contextlib import closing
from dataclasses import fields, replace
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from making.records import RECORD
from ureport import Extraction
from ureport.errors import InputError, UsageError
from ureport.exporters import RECORD_COLUMNS, RECORDS, Style, open_delivery, open_writer
from ureport.exporters.csv import guarded, unguarded
from ureport.model import MetricRecord
from ureport.results import NEEDED, Results, load, read_results

ALL = frozenset(column.name for column in RECORD_COLUMNS)
Write = Callable[..., Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Name and content → the file."""

    def made(name: str, content: str | bytes) -> Path:
        (tmp_path / name).write_bytes(content if isinstance(content, bytes) else content.encode())
        return tmp_path / name

    return made


FORMATS = ("csv", "jsonl", "xlsx", "parquet", "sqlite", "package")
"""Every format that holds records. A package is a folder; all else is a file with the name of its format as suffix."""


def written(path: Path, *records: MetricRecord, columns: str = "", chinese: bool = False) -> Path:
    """The file, or folder, that the writer of its suffix makes of the records."""
    form = path.suffix[1:]
    needed(form)
    chosen = tuple(column for column in RECORD_COLUMNS if not columns or column.name in columns.split())
    with open_delivery(form, str(path), Style(chinese=chinese, columns=chosen)) as delivery:
        for record in records:
            delivery.write(RECORDS, record)
    return path


def needed(form: str) -> None:
    """Skips the test where the package of a format is not installed."""
    for module in {"xlsx": ("xlsxwriter", "python_calamine"), "parquet": ("pyarrow",)}.get(form, ()):
        pytest.importorskip(module)


# what was written reads back equal

ODD_TEXTS = [
    *["=1+1", "'=1+1", "''=1", "'", "''", "'90年代'", "-", "'-5%", "＝", "'\n", "@", "\t", "'\t'", " 前", "后 ", "a,b", '"', '""', '"a", b'],
    *["\r", "\n", "\r\n", "a\rb\nc\r\nd", "\0", "\x1b", "\x85", "\u2028", "\ufeff", "; ", "null", "😀", "\ud800", "{", "1e5", ""],
    *["0012", "TRUE", "2016-06", "1E+5", "9" * 20, "#N/A", "_x0041_", "_x000D_", "<r>=1</r>", "<b>&amp;", "\ufffe", "\uffff", "\x7f", "NaN", "[]"],
]
texts = st.one_of(st.sampled_from(ODD_TEXTS), st.text(st.characters(codec=None), max_size=12), st.lists(st.sampled_from(ODD_TEXTS), max_size=4).map("".join))
numbers = st.one_of(
    st.decimals(allow_nan=False, allow_infinity=False, places=6),
    st.integers(-(10**40), 10**40).map(Decimal),
    st.sampled_from(["9" * 5000, "-" + "9" * 5000, "0." + "3" * 5000, "1E+300", "1E-300", "87.50", "-0", "-0.00", "12345678901234567890.123"]).map(Decimal),
)
places = st.integers(0, 10**12)
flags = st.lists(texts.filter(lambda text: text and ";" not in text), max_size=3).map(tuple)
KINDS = {
    "value": numbers,
    "value_high": st.none() | numbers,
    "bound": st.sampled_from(["exact", "over", "nearly", "about", "at_least", "at_most", "range"]),
    "status": st.sampled_from(["actual", "target", "baseline"]),
    "aspect": st.sampled_from(["level", "growth", "share"]),
    "start": places,
    "end": places,
    "line": places,
    "flags": flags,
    "period_start": st.dates().map(str) | st.just(""),
    "period_end": st.dates().map(str) | st.just(""),
}
some_records = st.lists(st.builds(MetricRecord, **{f.name: KINDS.get(f.name, texts) for f in fields(MetricRecord)}), max_size=3)


def held(record: MetricRecord, form: str) -> MetricRecord:
    """A record as a format can hold it: halves of surrogate pairs are replaced everywhere, and in XLSX what is no character."""

    def whole(value: object) -> object:
        if isinstance(value, tuple):
            return tuple(map(whole, value))
        if not isinstance(value, str):
            return value
        text = value.encode("utf-8", "replace").decode()
        return text.replace("\ufffe", "�").replace("\uffff", "�") if form == "xlsx" else text

    return MetricRecord(**{f.name: whole(getattr(record, f.name)) for f in fields(record)})  # type: ignore[arg-type]


@pytest.mark.parametrize("form", FORMATS)
def test_what_was_written_reads_back_equal(tmp_path: Path, form: str) -> None:
    needed(form)
    path = tmp_path / f"x.{form}"

    @settings(max_examples=250 if form in ("csv", "jsonl") else 80, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck))
    @given(records=some_records, chinese=st.booleans())
    def check(records: list[MetricRecord], chinese: bool) -> None:
        written(path, *records, chinese=chinese)
        assert read_results(path) == Results(tuple(held(record, form) for record in records), ALL)

    check()


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("text", ODD_TEXTS)
def test_an_odd_text_reads_back_from_every_column(tmp_path: Path, form: str, text: str) -> None:
    record = replace(RECORD, **dict.fromkeys(("source", "org", "surface", "sentence", "pattern"), text))
    assert load(written(tmp_path / f"x.{form}", record)) == [held(record, form)]


@pytest.mark.parametrize("form", FORMATS)
def test_the_records_of_a_report_read_back_equal(tmp_path: Path, extract: Callable[[str], Extraction], form: str) -> None:
    text = "湖州市总工会2016年工作总结\n全年新增会员8500余名，参观的有37至40人。签订率98.5%。\n|项目|人数(万人)|\n|会员|3.2|\n"
    records = extract(text).records
    assert len(records) >= 4
    assert load(written(tmp_path / f"x.{form}", *records)) == [*records]


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize(
    "value", ["9" * 15, "9" * 16, str(2**53 + 1), "9" * 5000, "0.1", "123456789.1234567", "0." + "3" * 5000, "1E+40", "1E+310", "-1E-320", "-0.5", "0"]
)
def test_no_number_is_rounded(tmp_path: Path, form: str, value: str) -> None:
    record = replace(RECORD, value=Decimal(value), value_high=Decimal(value))
    (again,) = load(written(tmp_path / f"x.{form}", record))
    assert (again.value, again.value_high) == (Decimal(value), Decimal(value))


@pytest.mark.parametrize("form", FORMATS)
def test_a_broken_file_is_told_with_its_place(tmp_path: Path, form: str) -> None:
    path = written(tmp_path / f"x.{form}", *[RECORD] * 50)
    file = path / "records.csv" if form == "package" else path
    whole = file.read_bytes()
    half = len(whole) // 2 - 10
    for broken in (whole[:half], whole[:half] + b"\xff" * 300 + whole[half + 300 :]):
        file.write_bytes(broken)
        with pytest.raises(InputError) as caught:
            load(path)
        assert caught.value.place.startswith(str(file))
        assert caught.value.remedy


@settings(derandomize=True, database=None)
@given(st.text(max_size=6) | st.text("'=-\t\n＝a", max_size=5))
def test_the_guard_of_a_cell_can_always_be_taken_off(text: str) -> None:
    assert unguarded(guarded(text)) == text


@pytest.mark.parametrize(("text", "cell"), [("=1", "'=1"), ("'=1", "''=1"), ("'90年代", "'90年代"), ("a=1", "a=1")])
def test_a_cell_is_guarded_only_where_it_must_be(text: str, cell: str) -> None:
    assert guarded(text) == cell


def test_a_long_cell_and_a_long_number(tmp_path: Path) -> None:
    record = replace(RECORD, sentence="长" * 200_000, value=Decimal("9" * 5000))
    limit = csv.field_size_limit()
    assert read_results(written(tmp_path / "x.csv", record)).records == (record,)
    assert csv.field_size_limit() == limit
    for form in ("jsonl", "parquet", "sqlite", "package"):
        assert read_results(written(tmp_path / f"x.{form}", record)).records == (record,)


def test_no_records(tmp_path: Path, write: Write) -> None:
    for form in FORMATS:
        assert read_results(written(tmp_path / f"x.{form}")) == Results((), ALL)
    assert read_results(write("x", "")) == Results((), ALL)


# other files than those written


def test_some_columns_only(tmp_path: Path) -> None:
    for form in ("csv", "jsonl", "xlsx", "parquet", "package"):
        results = read_results(written(tmp_path / f"x.{form}", RECORD, columns=f"{' '.join(NEEDED)} unit"))
        assert results.columns == {*NEEDED, "unit"}
        (record,) = results.records
        assert (record.source, record.start, record.value, record.unit) == (RECORD.source, 7, 8500, "人")
        assert (record.surface, record.value_high, record.bound, record.flags, record.line) == ("", None, "exact", (), 0)


def test_columns_in_another_order_and_columns_of_others(write: Write) -> None:
    path = write("x.csv", "备注,数值,metric,end,start,source\nx,'=1,member.new,5,1,a.txt\n".replace("'=1", "8500"))
    results = read_results(path)
    assert results.columns == {*NEEDED}
    assert results.records[0].metric == "member.new"


def test_the_columns_of_json_lines_are_those_of_every_line(write: Write) -> None:
    whole = {"source": "a", "start": 1, "end": 2, "value": 3, "metric": "other", "unit": "人"}
    less = {key: value for key, value in whole.items() if key != "unit"}
    results = read_results(write("x.jsonl", f"{json.dumps(whole)}\n\n{json.dumps(less)}\n"))
    assert results.columns == {*NEEDED}
    assert [record.unit for record in results.records] == ["人", ""]


@pytest.mark.parametrize(
    ("name", "suffix"),
    [
        *[("x.CSV", "csv"), ("x.ndjson", "jsonl"), ("x.JSONL", "jsonl"), ("x", "csv"), ("x", "jsonl"), ("x.golden", "jsonl"), ("x.golden", "csv")],
        *[("x", "xlsx"), ("x.dat", "parquet"), ("x.db", "sqlite"), ("x.csv", "xlsx"), ("x.jsonl", "sqlite")],
    ],
)
def test_the_format_is_that_of_the_first_bytes_or_of_the_suffix(tmp_path: Path, name: str, suffix: str) -> None:
    data = written(tmp_path / f"y.{suffix}", RECORD).read_bytes()
    (tmp_path / name).write_bytes(data)
    assert read_results(tmp_path / name).records == (RECORD,)


@pytest.mark.parametrize("suffix", ["csv", "jsonl", "xlsx", "parquet", "sqlite"])
def test_standard_input(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, suffix: str) -> None:
    data = written(tmp_path / f"x.{suffix}", RECORD).read_bytes()
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))
    assert read_results(Path("-")).records == (RECORD,)
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"{\n")))
    with pytest.raises(InputError, match=r"^standard input:1:2: "):
        read_results(Path("-"))
    monkeypatch.setattr(sys, "stdin", None)
    with pytest.raises(InputError, match=r"^standard input: it is closed"):
        read_results(Path("-"))


def test_a_mark_and_other_line_ends(tmp_path: Path, write: Write) -> None:
    line = written(tmp_path / "y.jsonl", RECORD).read_bytes()
    assert read_results(write("x.jsonl", b"\xef\xbb\xbf" + line.replace(b"\n", b"\r\n") + b"\r\n")).records == (RECORD,)
    assert read_results(write("x.jsonl", line.rstrip())).records == (RECORD,)
    rows = written(tmp_path / "y.csv", RECORD).read_bytes()
    assert read_results(write("x.csv", rows.replace(b"\r\n", b"\n") + b"\n")).records == (RECORD,)


HEAD = "source,start,end,value,metric"
GOOD = '{"source": "a", "start": 1, "end": 2, "value": 3, "metric": "other"'


@pytest.mark.parametrize(
    ("name", "content", "message", "remedy"),
    [
        ("x.jsonl", GOOD + "}\n{", "x.jsonl:2:2: this line is no JSON", "mend the line"),
        ("x.jsonl", "8500\n", "x.jsonl:1: this line is no JSON object", "ureport extract"),
        ("x.jsonl", "[" * 100_000, "x.jsonl:1: this line is no JSON", "mend the line"),
        ("x.jsonl", '{"source": "a", "start": 1}', "x.jsonl:1: no column end, value, metric (found: source, start)", "source, start, end, value, metric"),
        ("x.jsonl", GOOD + ', "value": "8"}', "x.jsonl:1: value: '8' is no number", "mend the value"),
        ("x.jsonl", GOOD + ', "value": NaN}', "x.jsonl:1: value: 'NaN' is no number", "mend the value"),
        ("x.jsonl", GOOD + ', "value": null}', "x.jsonl:1: value: nothing is no number", "mend the value"),
        ("x.jsonl", GOOD + ', "value": true}', "x.jsonl:1: value: True is no number", "mend the value"),
        ("x.jsonl", GOOD + ', "value": 1e999999999}', "x.jsonl:1: value: '1e999999999' is no number", "mend the value"),
        ("x.jsonl", GOOD + ', "value": 1e-999999999}', "x.jsonl:1: value: '1e-999999999' is no number", "mend the value"),
        ("x.jsonl", GOOD + ', "start": 1.5}', "x.jsonl:1: start: '1.5' is no whole number", "mend the value"),
        ("x.jsonl", GOOD + ', "start": -1}', "x.jsonl:1: start: '-1' is no whole number", "mend the value"),
        ("x.jsonl", GOOD + ', "unit": 5}', "x.jsonl:1: unit: '5' is no text", "mend the value"),
        ("x.jsonl", GOOD + ', "flags": "no unit"}', "x.jsonl:1: flags: 'no unit' is no list of texts", "mend the value"),
        ("x.jsonl", GOOD + ', "status": "actaul"}', "x.jsonl:1: unknown status 'actaul'", "actual, target, baseline"),
        ("x.jsonl", GOOD.encode() + b', "unit": "\xff"}', "x.jsonl:1: this is not UTF-8", "as UTF-8"),
        ("x.csv", "", "x.csv:1: no header line", "ureport extract"),
        (
            "x.csv",
            "source;start;end;value;metric\n",
            "x.csv:1: no column source, start, end, value, metric (found: source;start",
            "keep source, start, end, value, metric",
        ),
        ("x.csv", f"{HEAD}\na,1,2,3\n", "x.csv:2: 4 cells where the header has 5", "commas and quotes"),
        ("x.csv", f'{HEAD},unit\na,1,2,3,other,"a\nb"\na,1,2,x,other,\n', "x.csv:4: value: 'x' is no number", "mend the value"),
        ("x.csv", f"{HEAD}\na,1,2,,other\n", "x.csv:2: value: nothing is no number", "mend the value"),
        ("x.csv", f"{HEAD}\na,1,2,1_000,other\n", "x.csv:2: value: '1_000' is no number", "mend the value"),
        ("x.csv", f"{HEAD}\na,1,2,３,other\n", "x.csv:2: value: '３' is no number", "mend the value"),
        ("x.csv", f'{HEAD}\na,1,2,3,"other\n', "x.csv:2: this is no CSV: ", "commas and quotes"),
        ("x.csv", f"{HEAD},数值\na,1,2,3,other,4\n", "x.csv:1: two columns are value", "delete one"),
        ("x.csv", f"{HEAD}\n甲,1,2,3,other\n".encode("gb18030"), "x.csv:2: this is not UTF-8", "as UTF-8"),
        ("x", f"{HEAD}\n".encode("utf-16"), "x:1: this is not UTF-8", "as UTF-8"),
        (
            "x.txt",
            "全年新增会员8500名。\n",
            "x.txt:1: no column source, start, end, value, metric (found: 全年新增会员8500名。)",
            "keep source, start, end, value, metric",
        ),
    ],
)
def test_what_is_no_result_is_told_with_its_place(write: Write, name: str, content: str | bytes, message: str, remedy: str) -> None:
    path = write(name, content)
    with pytest.raises(InputError) as caught:
        read_results(path)
    assert f"{caught.value.place}: {caught.value.message}".removeprefix(f"{path.parent}/").startswith(message)
    assert remedy in caught.value.remedy


def test_a_file_that_cannot_be_read(tmp_path: Path) -> None:
    for path in (tmp_path / "gone.csv", tmp_path):
        with pytest.raises(InputError, match=f"^{path}: cannot be read"):
            read_results(path)


# what has been through other programs


def test_a_workbook_that_another_program_has_saved(tmp_path: Path) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    records = [replace(RECORD, sentence="a\nb"), replace(RECORD, value=Decimal("87.5"), period="0012"), replace(RECORD, value=Decimal("9" * 20))]
    path = written(tmp_path / "x.xlsx", *records)
    book = openpyxl.load_workbook(path)
    book["明细"].insert_cols(3)
    book["明细"]["C1"] = "备注"
    book["明细"].append([])
    book.save(path)
    assert load(path) == records


def test_a_database_with_columns_and_tables_of_others(tmp_path: Path) -> None:
    path = written(tmp_path / "x.sqlite", RECORD)
    with closing(sqlite3.connect(path)) as base:
        base.executescript("ALTER TABLE records ADD COLUMN note TEXT; CREATE TABLE mine (x)")
    assert load(path) == [RECORD]


@pytest.mark.parametrize(
    ("form", "statement", "message"),
    [
        ("sqlite", "DROP TABLE records", "this is no whole result in SQLite: no such table: records"),
        ("sqlite", "DROP VIEW latest; DROP VIEW pivot_long; ALTER TABLE records RENAME COLUMN value TO number", "no column value"),
        ("sqlite", "UPDATE records SET status = 'done'", "unknown status 'done'"),
        ("sqlite", "UPDATE records SET value = 'many'", "value: 'many' is no number"),
        ("sqlite", "UPDATE records SET value = NULL", "value: nothing is no number"),
        ("sqlite", "UPDATE records SET flags = 'no unit'", "flags: 'no unit' is no list of texts"),
        ("sqlite", "UPDATE records SET org = x'ff'", "org: b'\\xff' is no text"),
    ],
)
def test_a_database_that_is_no_result(tmp_path: Path, form: str, statement: str, message: str) -> None:
    path = written(tmp_path / f"x.{form}", RECORD)
    with closing(sqlite3.connect(path)) as base:
        base.executescript(statement)
    with pytest.raises(InputError) as caught:
        load(path)
    assert caught.value.message.startswith(message)
    assert caught.value.place.startswith(str(path))


@pytest.mark.parametrize(
    ("cell", "message"), [("many", "value: 'many' is no number"), (True, "value: 'True' is no number"), (None, "value: nothing is no number")]
)
def test_a_workbook_whose_cells_were_changed(tmp_path: Path, cell: object, message: str) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    path = written(tmp_path / "x.xlsx", RECORD)
    book = openpyxl.load_workbook(path)
    book["明细"]["E2"] = cell
    book.save(path)
    with pytest.raises(InputError) as caught:
        load(path)
    assert str(caught.value).startswith(f"{path}: 明细, row 2: {message}")


def test_a_workbook_and_a_parquet_file_of_something_else(tmp_path: Path) -> None:
    for form, message in (("xlsx", "no sheet 明细"), ("parquet", "no column source, start")):
        needed(form)
        path = tmp_path / f"x.{form}"
        with open_writer(form, str(path), RECORD_COLUMNS[2:4]) as writer:
            writer.write(RECORD)
        with pytest.raises(InputError, match=message):
            load(path)


@pytest.mark.parametrize(("form", "module", "extra"), [("xlsx", "python_calamine", "xlsx"), ("parquet", "pyarrow", "parquet")])
def test_a_missing_package_names_the_extra(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, form: str, module: str, extra: str) -> None:
    path = written(tmp_path / f"x.{form}", RECORD)
    monkeypatch.setitem(sys.modules, module, None)
    with pytest.raises(UsageError, match=f"needs the package {module}") as caught:
        load(path)
    assert caught.value.remedy == f"pip install 'ureport[{extra}]'"


def test_a_folder_that_is_no_package(tmp_path: Path) -> None:
    path = written(tmp_path / "x.package", RECORD)
    (path / "datapackage.json").unlink()
    with pytest.raises(InputError, match="cannot be read"):
        load(path)
