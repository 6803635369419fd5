"""Rows → CSV, JSON Lines, a table."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import fields, replace
from decimal import Decimal
from pathlib import Path

import pytest

from making.records import RECORD
from ureport.exporters import AUDIT_COLUMNS, BRIEF, RECORD_COLUMNS, Style, open_writer
from ureport.exporters.columns import plain
from ureport.exporters.csv import guarded
from ureport.model import AuditEntry, MetricRecord


def written(path: Path, *rows: object, columns: str = "", chinese: bool = False) -> bytes:
    """The content of a file to which the rows were written."""
    chosen = [column for column in RECORD_COLUMNS if not columns or column.name in columns.split()]
    with open_writer(path.suffix[1:], str(path), chosen, Style(chinese=chinese)) as writer:
        for row in rows:
            writer.write(row)
    return path.read_bytes()


def test_the_columns_are_the_fields_of_the_types() -> None:
    assert [column.name for column in RECORD_COLUMNS] == [field.name for field in fields(MetricRecord)]
    assert [column.name for column in AUDIT_COLUMNS] == [field.name for field in fields(AuditEntry)]
    assert len({column.title for column in RECORD_COLUMNS}) == len(RECORD_COLUMNS)
    assert {*BRIEF} <= {column.name for column in RECORD_COLUMNS}


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("8500", "8500"),
        ("8.5E+3", "8500"),
        ("1E+12", "1000000000000"),
        ("87.50", "87.5"),
        ("0.3", "0.3"),
        ("1E-7", "0.0000001"),
        ("-0.0", "0"),
        ("100", "100"),
        ("12345678901234567890.123456789012345678901", "12345678901234567890.123456789012345678901"),
        ("9" * 5000, "9" * 5000),
    ],
)
def test_numbers_are_digits_without_exponent_and_lose_none(value: str, text: str) -> None:
    assert plain(Decimal(value)) == text


def test_csv_reads_back_and_has_a_mark_in_a_file(tmp_path: Path) -> None:
    data = written(tmp_path / "x.csv", RECORD)
    assert data.startswith(b"\xef\xbb\xbf")
    (row,) = csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline=""))
    assert row["value"] == "8500"
    assert row["value_high"] == ""
    assert row["flags"] == "table cell; elided unit"
    assert row["sentence"] == RECORD.sentence
    assert list(row) == [column.name for column in RECORD_COLUMNS]


def test_csv_on_standard_output_has_no_mark(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    with open_writer("csv", None, RECORD_COLUMNS[:2]) as writer:
        writer.write(RECORD)
    assert capfdbinary.readouterr().out.decode() == "record_id,source\r\nr0123456789ab,湖州/2016.txt\r\n"


def test_a_cell_with_line_breaks_stays_one_cell(tmp_path: Path) -> None:
    for surface in ("8500\r\n名", "8500\n名", "8500\r名"):
        data = written(tmp_path / "x.csv", replace(RECORD, surface=surface), columns="surface")
        assert [row["surface"] for row in csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline=""))] == [surface]


@pytest.mark.parametrize("text", ["=1+1", "+1", "-5%", "@sum", "\tx", "\rx", "＝1", "＋1", "－5%", "＠x"])
def test_text_that_a_spreadsheet_would_run_is_guarded(text: str) -> None:
    assert guarded(text) == f"'{text}"


def test_numbers_and_usual_text_are_not_guarded(tmp_path: Path) -> None:
    data = written(tmp_path / "x.csv", replace(RECORD, value=Decimal("-5"), surface="－5%"), columns="value surface subject")
    assert data.decode("utf-8-sig").splitlines()[1] == "新增会员,-5,'－5%"


def test_jsonl_keeps_types_and_order(tmp_path: Path) -> None:
    row = json.loads(written(tmp_path / "x.jsonl", RECORD))
    assert list(row) == [column.name for column in RECORD_COLUMNS]
    assert (row["value"], row["value_high"], row["section"], row["flags"]) == (8500, None, "", ["table cell", "elided unit"])
    assert isinstance(row["value"], int)
    assert json.loads(written(tmp_path / "x.jsonl", replace(RECORD, value=Decimal("87.50"))))["value"] == 87.5


def test_jsonl_is_utf8_one_line_a_row_with_strange_characters_escaped(tmp_path: Path) -> None:
    data = written(tmp_path / "x.jsonl", replace(RECORD, surface='"\\\n\0'), RECORD, columns="org surface")
    assert data.decode().splitlines()[1] == '{"org": "湖州市总工会", "surface": "8500名"}'
    assert json.loads(data.splitlines()[0])["surface"] == '"\\\n\0'


def test_jsonl_with_5000_digits_can_be_read_by_python(tmp_path: Path) -> None:
    data = written(tmp_path / "x.jsonl", replace(RECORD, value=Decimal("9" * 5000)), columns="value")
    assert b"9" * 5000 in data
    json.loads(data)


def test_chinese_headers(tmp_path: Path) -> None:
    assert written(tmp_path / "x.csv", columns="org value unit", chinese=True).decode("utf-8-sig") == "填报单位,数值,单位\r\n"
    assert written(tmp_path / "x.jsonl", RECORD, columns="unit", chinese=True).decode() == '{"单位": "人"}\n'


def test_a_table_in_a_pipe_is_not_cut(capsys: pytest.CaptureFixture[str]) -> None:
    with open_writer("table", None, RECORD_COLUMNS) as writer:
        writer.write(replace(RECORD, sentence="长" * 300))
        writer.write(replace(RECORD, source="b.txt", subject="\x1b[31m红"))
    out = capsys.readouterr().out
    assert "长" * 300 in out
    assert "湖州/2016.txt" in out.splitlines()[0]
    assert "\x1b" not in out
