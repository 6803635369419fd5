"""The rows of SQLite databases."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

from ureport.errors import InputError
from ureport.exporters.columns import AUDIT_COLUMNS
from ureport.exporters.sqlite import CHANGES, LAYOUT
from ureport.exporters.state import FILES
from ureport.exporters.tables import TABLES
from ureport.model import AuditEntry, MetricRecord
from ureport.results.record import AS_WRITTEN, KINDS, Rows, header, to_record, typed

_MAGIC = b"SQLite format 3\0"
_COUNTER = slice(24, 28)
"""Where the header of a database has its change counter."""
_AUDIT = ", ".join(column.name for column in AUDIT_COLUMNS)


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


def is_database(head: bytes) -> bool:
    """True for the first bytes of a database."""
    return head.startswith(_MAGIC)


class Database:
    """A result in SQLite, open for reading. It is a file that nobody changes: it is replaced."""

    def __init__(self, path: Path) -> None:
        self._place = str(path)
        with path.open("rb") as file:
            self._head = file.read(100)
        self._base = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True)

    def fault(self) -> str:
        """Why it cannot be read, empty when it can."""
        try:
            (found,) = self._base.execute("PRAGMA quick_check(1)").fetchone()
            return "" if found == "ok" else "it is broken"
        except sqlite3.Error as error:
            return f"it is broken: {error}"

    def is_ours(self) -> bool:
        """Whether it is a result, of whatever layout."""
        names = {name for (name,) in self._base.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        return {table.name for table in TABLES} <= names

    def state(self) -> tuple[dict[str, str], list[dict[str, Any]]]:
        """What it was made from, and the rows of its files; nothing when it was not kept, or has been changed since."""
        try:
            (layout,) = self._base.execute("PRAGMA user_version").fetchone()
            if layout != LAYOUT or int.from_bytes(self._head[_COUNTER], "big") != CHANGES:
                return {}, []
            made = dict(self._base.execute("SELECT name, value FROM made"))
            names = [column.name for column in FILES.columns]
            rows = [dict(zip(names, row, strict=True)) for row in self._base.execute(f"SELECT {', '.join(names)} FROM files ORDER BY id")]
            lists = [column.name for column in FILES.columns if column.kind == "list"]
            return made, [row | {name: tuple(json.loads(row[name])) for name in lists} for row in rows]
        except (sqlite3.Error, ValueError):
            return {}, []

    def rows(self, records: int, written: int, mentions: int, noted: int) -> tuple[tuple[MetricRecord, ...], tuple[AuditEntry, ...]]:
        """So many records and mentions, after so many others."""
        try:
            cursor = self._base.execute("SELECT * FROM records WHERE id > ? AND id <= ? ORDER BY id", (records, records + written))
            found = [column[0] for column in cursor.description]
            names = header(found, self._place)
            shared: dict[str, str] = {}
            rows = (dict(zip(found, values, strict=True)) for values in cursor)
            taken = tuple(
                to_record({name: _value(name, row, title) for title, name in zip(found, names, strict=True) if name}, self._place, shared) for row in rows
            )
            cursor = self._base.execute(f"SELECT {_AUDIT} FROM mentions WHERE id > ? AND id <= ? ORDER BY id", (mentions, mentions + noted))
            return taken, tuple(AuditEntry(*row) for row in cursor)
        except sqlite3.Error as error:
            raise InputError(f"it cannot be read any more: {error}", place=self._place, remedy="run again without --incremental") from None

    def close(self) -> None:
        self._base.close()
