"""Parquet: real types, written in groups of rows; read with pyarrow, pandas and DuckDB."""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from making import records
from ureport import __version__, load, to_dataframe
from ureport.errors import InputError, OutputError, UsageError
from ureport.exporters import AUDIT_COLUMNS, RECORD_COLUMNS, Style, open_writer, parquet
from ureport.model import AuditEntry

arrow = pytest.importorskip("pyarrow")
RECORD = replace(
    records.RECORD,
    **dict.fromkeys(("record_id", "source", "report_period", "metric_name", "theme", "subject", "surface", "sentence", "section", "pattern"), "x"),
    period_end="",
)


def written(path: Path, *rows: object, style: Style = Style(columns=RECORD_COLUMNS)) -> Path:  # noqa: B008
    with open_writer("parquet", str(path), style.columns, style) as writer:
        for row in rows:
            writer.write(row)
    return path


def test_the_types_are_real(tmp_path: Path) -> None:
    from pyarrow.parquet import read_table

    table = read_table(written(tmp_path / "x.parquet", RECORD))
    types = {field.name: str(field.type) for field in table.schema}
    assert [types.pop(name) for name in ("value", "value_text", "value_high", "value_high_text")] == ["double", "string", "double", "string"]
    assert [types.pop(name) for name in ("period_start", "period_end", "flags")] == ["date32[day]", "date32[day]", "list<element: string>"]
    assert [types.pop(name) for name in ("start", "end", "line")] == ["int64"] * 3
    assert set(types.values()) == {"string"}
    assert [name for name in table.schema.names if not name.endswith("_text")] == [column.name for column in RECORD_COLUMNS]
    (row,) = table.to_pylist()
    assert (row["value"], row["value_text"], row["value_high"], row["period_start"], row["period_end"]) == (8500.0, None, None, date(2016, 1, 1), None)
    assert row["flags"] == ["table cell", "elided unit"]
    assert table.schema.metadata[b"ureport.version"].decode() == __version__


@pytest.mark.parametrize(("value", "double", "text"), [("999999999999999", 999999999999999.0, None), ("9007199254740993", None, "9007199254740993")])
def test_a_number_that_a_double_cannot_hold_is_text(tmp_path: Path, value: str, double: float | None, text: str | None) -> None:
    from pyarrow.parquet import read_table

    (row,) = read_table(written(tmp_path / "x.parquet", replace(RECORD, value=Decimal(value)))).to_pylist()
    assert (row["value"], row["value_text"]) == (double, text)


def test_rows_are_written_in_groups(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from pyarrow.parquet import ParquetFile

    monkeypatch.setattr(parquet, "_ROWS", 3)
    file = ParquetFile(written(tmp_path / "x.parquet", *[RECORD] * 7))
    assert [file.metadata.row_group(number).num_rows for number in range(file.num_row_groups)] == [3, 3, 1]
    assert ParquetFile(written(tmp_path / "y.parquet")).metadata.num_rows == 0


def test_pandas_and_duckdb_read_it(tmp_path: Path) -> None:
    import pandas as pd

    path = written(tmp_path / "x.parquet", RECORD, replace(RECORD, value=Decimal("87.5"), unit="%"))
    assert pd.read_parquet(path)["value"].tolist() == [*to_dataframe([RECORD])["value"].tolist(), 87.5]
    duckdb = pytest.importorskip("duckdb")
    found = duckdb.execute("SELECT org, sum(value), year(min(period_start)), len(first(flags)) FROM read_parquet(?) GROUP BY org", [str(path)]).fetchall()
    assert found == [("湖州市总工会", 8587.5, 2016, 2)]


def test_other_rows_and_chinese_headers(tmp_path: Path) -> None:
    from pyarrow.parquet import read_table

    entry = AuditEntry("a.txt", 1, 5, 1, "2016", "time", "date", "")
    path = written(tmp_path / "x.parquet", entry, style=Style(chinese=True, columns=AUDIT_COLUMNS))
    assert read_table(path).to_pylist() == [dict(zip([c.title for c in AUDIT_COLUMNS], ("a.txt", 1, 5, 1, "2016", "time", "date", ""), strict=True))]


def test_what_is_no_date_is_refused(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="period_start: 'spring' is no date"):
        written(tmp_path / "x.parquet", replace(RECORD, period_start="spring"))
    assert os.listdir(tmp_path) == []


def test_an_interrupted_file_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(KeyboardInterrupt), open_writer("parquet", str(tmp_path / "x.parquet"), RECORD_COLUMNS) as writer:
        writer.write(RECORD)
        raise KeyboardInterrupt
    assert os.listdir(tmp_path) == []


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="no /dev/full")
def test_a_full_disk_is_an_output_error() -> None:
    with pytest.raises(OutputError, match="No space"), open_writer("parquet", "/dev/full", RECORD_COLUMNS) as writer:
        for _ in range(5000):
            writer.write(RECORD)


def test_a_missing_package_names_the_extra(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "pyarrow", None)
    with pytest.raises(UsageError) as caught:
        written(tmp_path / "x.parquet")
    assert "pyarrow" in caught.value.message
    assert caught.value.remedy == "pip install 'ureport[parquet]'"
    assert os.listdir(tmp_path) == []


@pytest.mark.parametrize("share", [0.05, 0.1, 0.2])
def test_a_byte_that_has_changed_is_noticed(tmp_path: Path, share: float) -> None:
    path = written(tmp_path / "x.parquet", *(replace(RECORD, value=Decimal(number)) for number in range(5000)))
    data = bytearray(path.read_bytes())
    data[int(len(data) * share)] ^= 0xFF
    path.write_bytes(data)
    with pytest.raises(InputError, match="no whole Parquet file"):
        load(path)
