"""Result files → records again: JSON Lines and CSV as ``ureport extract`` writes them.

What was written reads back equal. A file may hold some of the columns only: ``Results.columns`` says which, and the fields of
the others have neutral values that nobody should compare.
"""

from __future__ import annotations

import csv
import io
import json
import sys
from collections.abc import Callable, Generator, Iterable, Mapping
from contextlib import closing
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any, get_args

from ureport.errors import InputError
from ureport.exporters.columns import RECORD_COLUMNS
from ureport.exporters.csv import unguarded
from ureport.model import Aspect, Bound, MetricRecord, Status

STDIN = Path("-")
NEEDED = ("source", "start", "end", "value", "metric")
"""Without these columns records cannot be compared."""
_NAMES = {header: column.name for column in RECORD_COLUMNS for header in (column.name, column.title)}
_NEUTRAL: dict[str, Any] = {column.name: "" for column in RECORD_COLUMNS} | {
    "value_high": None,
    "bound": "exact",
    "status": "actual",
    "aspect": "level",
    "line": 0,
    "flags": (),
}
_CHOICES = {"bound": get_args(Bound), "status": get_args(Status), "aspect": get_args(Aspect)}
_MOST_ZEROS = 100_000
"""A number with an exponent may stand for so many digits; a line of a few letters must not fill the memory."""
_LONGEST_CELL = 2**31 - 1
_AS_WRITTEN = "name a file that ureport extract has written as CSV or JSON Lines"


Rows = Generator[tuple[int, dict[str, Any]], None, None]


@dataclass(frozen=True, slots=True)
class Results:
    """The records of a result file in its order, and the columns that all of them have."""

    records: tuple[MetricRecord, ...]
    columns: frozenset[str]


def read_results(path: Path) -> Results:
    """The records of a result file; ``-`` is standard input. The suffix tells the format (.csv, .jsonl, .ndjson), else the first character.

    Raises InputError with file and line for what is no result, a missing column, or a value of the wrong kind.
    """
    place = "standard input" if path == STDIN else str(path)
    data = _data(path, place).removeprefix(b"\xef\xbb\xbf")
    suffix = path.suffix.lower()
    as_csv = suffix == ".csv" or (suffix not in (".jsonl", ".ndjson") and data.lstrip()[:1] not in (b"{", b""))
    columns = {column.name for column in RECORD_COLUMNS}
    records = []
    shared: dict[str, str] = {}  # sentences, names and periods stand in many records: each is kept once
    with closing((_csv_rows if as_csv else _json_rows)(data, place)) as rows:
        for line, row in rows:
            records.append(_record(row, f"{place}:{line}", shared))
            columns &= row.keys()
    return Results(tuple(records), frozenset(columns))


def _data(path: Path, place: str) -> bytes:
    if path == STDIN and sys.stdin is None:
        raise InputError("it is closed", place=place, remedy="pipe a result into it")
    try:
        return sys.stdin.buffer.read() if path == STDIN else path.read_bytes()
    except OSError as error:
        raise InputError(f"cannot be read: {error.strerror}", place=place, remedy="check the path and its rights") from None


def _text(data: bytes, place: str, line: int) -> str:
    """The text of some bytes that begin at a line."""
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        line += data.count(b"\n", 0, error.start)
        raise InputError("this is not UTF-8", place=f"{place}:{line}", remedy="save the result as UTF-8") from None


def _json_rows(data: bytes, place: str) -> Rows:
    """Line number and fields of each object."""
    for number, line in enumerate(io.BytesIO(data), 1):
        if line.isspace():
            continue
        try:
            row = json.loads(_text(line.rstrip(b"\r\n"), place, number), parse_int=_Digits, parse_float=_Digits, parse_constant=_Digits)
        except (ValueError, RecursionError) as error:
            column = f":{error.colno}" if isinstance(error, json.JSONDecodeError) else ""
            raise InputError("this line is no JSON", place=f"{place}:{number}{column}", remedy=f"mend the line, or {_AS_WRITTEN}") from None
        if not isinstance(row, dict):
            raise InputError("this line is no JSON object", place=f"{place}:{number}", remedy=_AS_WRITTEN)
        fields = {_NAMES[key]: value for key, value in row.items() if key in _NAMES}
        _check_columns(fields, row, f"{place}:{number}")
        yield number, fields


def _csv_rows(data: bytes, place: str) -> Rows:
    """Line number and fields of each row; numbers are still digits."""
    limit = csv.field_size_limit(_LONGEST_CELL)
    reader = csv.reader(io.StringIO(_text(data, place, 1), newline=""), strict=True)
    try:
        names: list[str | None] | None = None
        line = 1
        for cells in reader:
            if cells and names is None:
                names = _header(cells, f"{place}:{line}")
            elif cells and names is not None:
                if len(cells) != len(names):
                    raise InputError(f"{len(cells)} cells where the header has {len(names)}", place=f"{place}:{line}", remedy="mend the commas and quotes")
                yield line, {name: _uncelled(name, cell) for name, cell in zip(names, cells, strict=True) if name is not None}
            line = reader.line_num + 1
        if names is None:
            raise InputError("no header line", place=f"{place}:1", remedy=_AS_WRITTEN)
    except csv.Error as error:
        raise InputError(f"this is no CSV: {error}", place=f"{place}:{reader.line_num}", remedy="mend the commas and quotes") from None
    finally:
        csv.field_size_limit(limit)


def _header(cells: list[str], place: str) -> list[str | None]:
    """The field of each column; None for a column that is none of ours."""
    names = [_NAMES.get(cell) for cell in cells]
    known = [name for name in names if name is not None]
    twice = [name for name in dict.fromkeys(known) if known.count(name) > 1]
    if twice:
        raise InputError(f"two columns are {twice[0]}", place=place, remedy="delete one of them")
    _check_columns(known, cells, place)
    return names


def _check_columns(known: Iterable[str], found: Iterable[str], place: str) -> None:
    missing = [name for name in NEEDED if name not in known]
    if missing:
        shown = ", ".join(found)
        shown = shown if len(shown) <= 100 else f"{shown[:99]}…"
        remedy = f"keep {', '.join(NEEDED)} when the result is written"
        raise InputError(f"no column {', '.join(missing)} (found: {shown or 'none'})", place=place, remedy=remedy)


class _Digits(str):
    """A number as it is written."""

    __slots__ = ()


def _uncelled(name: str, cell: str) -> object:
    """The value of a CSV cell, as JSON has it."""
    if name in _NUMBERS:
        return _Digits(cell) if cell else None
    text = unguarded(cell)
    return (text.split("; ") if text else []) if name == "flags" else text


def _record(row: Mapping[str, Any], place: str, shared: dict[str, str]) -> MetricRecord:
    values = dict(_NEUTRAL)
    for name, value in row.items():
        try:
            values[name] = _READ.get(name, _string)(value)
        except (ValueError, ArithmeticError):
            shown = "nothing" if value is None else repr(value)
            shown = shown if len(shown) <= 60 else f"{shown[:59]}…"
            raise InputError(f"{name}: {shown} is no {_KINDS.get(name, 'text')}", place=place, remedy=f"mend the value, or {_AS_WRITTEN}") from None
        if name in _CHOICES and value not in _CHOICES[name]:
            raise InputError(f"unknown {name} {value!r}", place=place, remedy=f"use one of: {', '.join(_CHOICES[name])}")
        if isinstance(values[name], str):
            values[name] = shared.setdefault(values[name], values[name])
    return MetricRecord(**values)


def _string(value: object) -> str:
    if not isinstance(value, str) or isinstance(value, _Digits):
        raise ValueError
    return value


def _number(value: object) -> Decimal:
    if not isinstance(value, _Digits) or not value.isascii() or "_" in value:
        raise ValueError
    number = Decimal(value)
    if not number.is_finite() or abs(number.adjusted()) > len(value) + _MOST_ZEROS:
        raise InvalidOperation
    return number


def _number_or_none(value: object) -> Decimal | None:
    return None if value is None else _number(value)


def _whole(value: object) -> int:
    number = _number(value)
    if number != number.to_integral_value() or number < 0 or number.adjusted() > 18:
        raise ValueError
    return int(number)


def _list(value: object) -> tuple[str, ...]:
    if not isinstance(value, list):
        raise ValueError
    return tuple(map(_string, value))


_READ: dict[str, Callable[[object], object]] = {
    "value": _number,
    "value_high": _number_or_none,
    "start": _whole,
    "end": _whole,
    "line": _whole,
    "flags": _list,
}
_NUMBERS = frozenset(column.name for column in RECORD_COLUMNS if column.numeric)
_KINDS = {"value": "number", "value_high": "number", "start": "whole number", "end": "whole number", "line": "whole number", "flags": "list of texts"}
