"""The rows of SQLite databases."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing, suppress
from typing import Any

from ureport.errors import InputError
from ureport.results.record import AS_WRITTEN, KINDS, Rows, header, typed


def sqlite_rows(data: bytes, place: str) -> Rows:
    """The rows of the table of records, in their order."""
    with closing(sqlite3.connect(":memory:")) as base:
        try:
            base.deserialize(data)
            cursor = base.execute("SELECT * FROM records ORDER BY rowid")
            found = [column[0] for column in cursor.description]
            names = header(found, f"{place}: table records")
            for number, values in enumerate(cursor, 1):
                row = dict(zip(found, values, strict=True))
                yield f"{place}: record {number}", {name: _value(name, row, title) for title, name in zip(found, names, strict=True) if name}
        except (sqlite3.Error, UnicodeDecodeError) as error:
            raise InputError(f"this is no whole result in SQLite: {error}", place=place, remedy=AS_WRITTEN) from None


def _value(name: str, row: dict[str, Any], title: str) -> object:
    value = typed(name, row, title)
    if KINDS[name] == "list" and isinstance(value, str):
        with suppress(ValueError):
            value = json.loads(value)
    return value
