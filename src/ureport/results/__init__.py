"""Result files → records again, whatever format ``ureport extract`` has written them in.

What was written reads back equal. A file may hold some of the columns only: ``Results.columns`` says which, and the fields of
the others have neutral values that nobody should compare.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from ureport.errors import InputError
from ureport.exporters.columns import RECORD_COLUMNS
from ureport.exporters.tables import RECORDS
from ureport.model import MetricRecord
from ureport.results.parquet import parquet_rows
from ureport.results.record import NEEDED, Rows, to_record
from ureport.results.sqlite import sqlite_rows
from ureport.results.text import csv_rows, json_rows
from ureport.results.xlsx import xlsx_rows

__all__ = ["NEEDED", "STDIN", "Results", "is_package", "load", "read_results"]

STDIN = Path("-")
_MARK = b"\xef\xbb\xbf"
_MAGIC: dict[bytes, Callable[[bytes, str], Rows]] = {b"PK\x03\x04": xlsx_rows, b"PAR1": parquet_rows, b"SQLite format 3\0": sqlite_rows}
"""What the files of a format begin with; all else is text."""
_PACKAGE = "datapackage.json"


@dataclass(frozen=True, slots=True)
class Results:
    """The records of a result file in its order, and the columns that all of them have."""

    records: tuple[MetricRecord, ...]
    columns: frozenset[str]


def load(path: str | Path) -> list[MetricRecord]:
    """The records of a result file or folder in any format that ``ureport extract`` writes, in their order.

    Columns that the file does not hold are empty. Raises InputError with the place for what is no result.

    >>> load("records.xlsx")[0].value
    Decimal('8500')
    """
    return list(read_results(Path(path)).records)


def read_results(path: Path) -> Results:
    """The records of a result; ``-`` is standard input. Its first bytes, the suffix (.csv, .jsonl, .ndjson), or the first character tell the format.

    Raises InputError with file and line for what is no result, a missing column, or a value of the wrong kind.
    """
    if is_package(path):
        path = path / f"{RECORDS.name}.csv"
    place = "standard input" if path == STDIN else str(path)
    data = _data(path, place)
    columns = {column.name for column in RECORD_COLUMNS}
    records = []
    shared: dict[str, str] = {}  # sentences, names and periods stand in many records: each is kept once
    with closing(_rows(path, data, place)) as rows:
        for at, row in rows:
            records.append(to_record(row, at, shared))
            columns &= row.keys()
    return Results(tuple(records), frozenset(columns))


def is_package(path: Path) -> bool:
    """True for a folder that ``ureport extract -o DIR/`` has written."""
    return (path / _PACKAGE).is_file()


def _rows(path: Path, data: bytes, place: str) -> Rows:
    for magic, read in _MAGIC.items():
        if data.startswith(magic):
            return read(data, place)
    data = data.removeprefix(_MARK)
    suffix = path.suffix.lower()
    as_csv = suffix == ".csv" or (suffix not in (".jsonl", ".ndjson") and data.lstrip()[:1] not in (b"{", b""))
    return (csv_rows if as_csv else json_rows)(data, place)


def _data(path: Path, place: str) -> bytes:
    if path == STDIN and sys.stdin is None:
        raise InputError("it is closed", place=place, remedy="pipe a result into it")
    try:
        return sys.stdin.buffer.read() if path == STDIN else path.read_bytes()
    except OSError as error:
        raise InputError(f"cannot be read: {error.strerror}", place=place, remedy="check the path and its rights") from None
