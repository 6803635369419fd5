"""SQLite: the tables of a run, with indexes and with views for the pivot, in one transaction."""

from __future__ import annotations

import errno
import json
import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from ureport.errors import OutputError
from ureport.exporters.columns import Column, clean, plain
from ureport.exporters.exact import EXACT, fits
from ureport.exporters.state import FILES, STATE
from ureport.exporters.tables import MENTIONS, METRICS, RECORDS, REPORTS, TABLES, Style, Table
from ureport.exporters.target import Target

CHANGES = 2
"""The change counter in the header of a database that nobody has written to since: one for the layout, one for the rows."""
LAYOUT = 1
"""The number of this layout of tables, as ``PRAGMA user_version``."""
_TYPES = {"text": "TEXT NOT NULL", "number": "REAL", "integer": "INTEGER", "date": "TEXT", "list": "TEXT NOT NULL"}
_NUMBERED = (RECORDS, MENTIONS, FILES)
"""Tables whose rows have the number of their order as key."""
_KEYS = {REPORTS.name: "source", METRICS.name: "id"}
_LINKS = {
    RECORDS.name: ("FOREIGN KEY (source) REFERENCES reports (source)", "FOREIGN KEY (metric) REFERENCES metrics (id)"),
    MENTIONS.name: ("record INTEGER REFERENCES records (id)", "FOREIGN KEY (source) REFERENCES reports (source)"),
}
_FIGURE = "period, period_start, period_end, metric, metric_name, theme, unit, value, value_text, value_high, value_high_text"
_INDEXES_AND_VIEWS = f"""
CREATE INDEX records_by_id ON records (record_id);
CREATE INDEX records_by_place ON records (source, start);
CREATE INDEX records_by_metric ON records (metric, org, period);
CREATE INDEX records_by_org ON records (org, period_end);
CREATE INDEX mentions_by_place ON mentions (source, start);
CREATE INDEX mentions_by_role ON mentions (role);
CREATE INDEX mentions_by_record ON mentions (record);

CREATE VIEW pivot_long AS
WITH figure AS (SELECT *, CASE org WHEN '' THEN source ELSE '' END AS file FROM records WHERE status = 'actual' AND aspect = 'level' AND metric <> 'other')
SELECT org, file, {_FIGURE}, CASE max(CASE bound WHEN 'exact' THEN 1 ELSE 0 END) WHEN 1 THEN 'exact' ELSE min(bound) END AS bound, count(*) AS records,
  count(*) OVER (PARTITION BY org, file, period, metric, unit) AS figures
FROM figure GROUP BY org, file, {_FIGURE};

CREATE VIEW latest AS
WITH dated AS (SELECT *, max(period_end) OVER (PARTITION BY org, file, metric, unit) AS last_end FROM pivot_long)
SELECT org, file, {_FIGURE}, bound, records, figures FROM dated WHERE coalesce(period_end, '') = coalesce(last_end, '');
"""


class SqliteDelivery:
    """Writes a database file."""

    def __init__(self, target: Target, style: Style, *, keeps: bool = False) -> None:
        self.target = target
        # what a program left of the database before would be read into this one
        target.obsolete = ("-wal", "-shm", "-journal")
        tables = (*TABLES, *STATE) if keeps else TABLES
        self._insertions = {table.name: _insertion(table) for table in tables}
        self._source = ""
        self._keys: dict[str, int] = {}
        """The file at hand, and the keys of its records."""
        path = target.staged()
        with self._failing():
            # the file is ours alone and held by a lock of another kind, which some systems do not tell from those of SQLite
            self._base = sqlite3.connect(f"{path.absolute().as_uri()}?nolock=1", uri=True, isolation_level=None)
            target.resources.callback(self._base.close)
            # what is half written is thrown away, so no journal is needed
            self._base.executescript(f"PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA user_version = {LAYOUT}; BEGIN;")
            for table in tables:
                self._base.execute(_creation(table))

    def write(self, table: Table, row: Any) -> None:
        values = [value for column in table.columns for value in _values(column, getattr(row, column.name))]
        if table is MENTIONS:
            values.append(self._keys_of(row.source).get(row.record_id))
        with self._failing():
            key = self._base.execute(self._insertions[table.name], values).lastrowid
        if table is RECORDS and key is not None:
            self._keys_of(row.source)[row.record_id] = key

    def close(self) -> None:
        with self._failing():
            for statement in _INDEXES_AND_VIEWS.split(";"):
                self._base.execute(statement)
            self._base.execute("COMMIT")
            self._base.close()

    def _keys_of(self, source: str) -> dict[str, int]:
        if source != self._source:
            self._source, self._keys = source, {}
        return self._keys

    @contextmanager
    def _failing(self) -> Iterator[None]:
        try:
            with self.target.failing():
                yield
        except sqlite3.Error as error:
            if error.sqlite_errorcode == sqlite3.SQLITE_FULL:
                with self.target.failing():
                    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC)) from None
            raise OutputError(f"cannot be written: {error}", place=self.target.place, remedy="check the folder, its rights and the space left") from None


def _creation(table: Table) -> str:
    lines = ["id INTEGER PRIMARY KEY"] if table in _NUMBERED else []
    for column in table.columns:
        lines.append(f'"{column.name}" {_TYPES[column.kind]}{" PRIMARY KEY" if _KEYS.get(table.name) == column.name else ""}')
        if column.kind == "number":
            lines.append(f'"{column.name}{EXACT}" TEXT')
    # columns come before the constraints of the table
    return f"CREATE TABLE {table.name} ({', '.join([*lines, *_LINKS.get(table.name, ())])})"


def _insertion(table: Table) -> str:
    names = [name for column in table.columns for name in ((column.name, f"{column.name}{EXACT}") if column.kind == "number" else (column.name,))]
    names += ["record"] if table is MENTIONS else []
    # a file that failed after a part of it was read stands there already
    return f"INSERT OR {'IGNORE' if table is REPORTS else 'FAIL'} INTO {table.name} ({', '.join(names)}) VALUES ({', '.join('?' * len(names))})"


def _values(column: Column, value: Any) -> tuple[object, ...]:
    """What a column, and the one beside it, holds of a value."""
    if column.kind == "number":
        if value is None or fits(value):
            return (None if value is None else float(value)), None
        return None, plain(value)
    if column.kind == "list":
        return (clean(json.dumps(value, ensure_ascii=False)),)
    if isinstance(value, str):
        return (clean(value) or (None if column.kind == "date" else ""),)
    return (value,)
