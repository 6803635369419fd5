"""The rows of JSON Lines and CSV."""

from __future__ import annotations

import csv
import io
import json

from ureport.errors import InputError
from ureport.exporters.csv import unguarded
from ureport.results.record import AS_WRITTEN, KINDS, NAMES, Digits, Rows, check_columns, header

_LONGEST_CELL = 2**31 - 1


def json_rows(data: bytes, place: str) -> Rows:
    """The rows of JSON Lines."""
    for number, line in enumerate(io.BytesIO(data), 1):
        if line.isspace():
            continue
        try:
            row = json.loads(_text(line.rstrip(b"\r\n"), place, number), parse_int=Digits, parse_float=Digits, parse_constant=Digits)
        except (ValueError, RecursionError) as error:
            column = f":{error.colno}" if isinstance(error, json.JSONDecodeError) else ""
            raise InputError("this line is no JSON", place=f"{place}:{number}{column}", remedy=f"mend the line, or {AS_WRITTEN}") from None
        if not isinstance(row, dict):
            raise InputError("this line is no JSON object", place=f"{place}:{number}", remedy=AS_WRITTEN)
        fields = {NAMES[key]: value for key, value in row.items() if key in NAMES}
        check_columns(fields, row, f"{place}:{number}")
        yield f"{place}:{number}", fields


def csv_rows(data: bytes, place: str) -> Rows:
    """The rows of CSV; the apostrophes that guard a cell are taken off."""
    limit = csv.field_size_limit(_LONGEST_CELL)
    reader = csv.reader(io.StringIO(_text(data, place, 1), newline=""), strict=True)
    try:
        names: list[str | None] | None = None
        line = 1
        for cells in reader:
            if cells and names is None:
                names = header(cells, f"{place}:{line}")
            elif cells and names is not None:
                if len(cells) != len(names):
                    raise InputError(f"{len(cells)} cells where the header has {len(names)}", place=f"{place}:{line}", remedy="mend the commas and quotes")
                yield f"{place}:{line}", {name: _uncelled(name, cell) for name, cell in zip(names, cells, strict=True) if name is not None}
            line = reader.line_num + 1
        if names is None:
            raise InputError("no header line", place=f"{place}:1", remedy=AS_WRITTEN)
    except csv.Error as error:
        raise InputError(f"this is no CSV: {error}", place=f"{place}:{reader.line_num}", remedy="mend the commas and quotes") from None
    finally:
        csv.field_size_limit(limit)


def _text(data: bytes, place: str, line: int) -> str:
    """The text of some bytes that begin at a line."""
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        line += data.count(b"\n", 0, error.start)
        raise InputError("this is not UTF-8", place=f"{place}:{line}", remedy="save the result as UTF-8") from None


def _uncelled(name: str, cell: str) -> object:
    """The value of a CSV cell, as JSON has it."""
    if KINDS[name] in ("number", "integer"):
        return Digits(cell) if cell else None
    text = unguarded(cell)
    return (text.split("; ") if text else []) if name == "flags" else text
