"""Rows → CSV, JSON Lines, a table. One file a format; a new one is a module with a writer and a line in ``FORMATS``.

A writer takes the rows one by one and keeps none that it need not keep.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Protocol

from ureport.exporters.columns import AUDIT_COLUMNS, BRIEF, RECORD_COLUMNS, Column
from ureport.exporters.csv import CsvWriter
from ureport.exporters.jsonl import JsonlWriter
from ureport.exporters.table import TableWriter
from ureport.exporters.target import CONTROL, STDOUT, Target

__all__ = ["AUDIT_COLUMNS", "BRIEF", "CONTROL", "FORMATS", "RECORD_COLUMNS", "STDOUT", "Column", "Format", "Target", "Writer", "open_writer"]


class Writer(Protocol):
    """Takes rows: any object that has the columns as attributes."""

    def write(self, row: object) -> None: ...

    def close(self) -> None: ...


@dataclass(frozen=True, slots=True)
class Format:
    """An output format: its name, the suffixes of its files, and whether it is for the screen only."""

    name: str
    make: Callable[[Target, Sequence[Column], Sequence[str]], Writer]
    suffixes: tuple[str, ...] = ()
    screen: bool = False


FORMATS = {
    known.name: known
    for known in (
        Format("csv", CsvWriter, (".csv",)),
        Format("jsonl", JsonlWriter, (".jsonl", ".ndjson")),
        Format("table", TableWriter, screen=True),
    )
}


@contextmanager
def open_writer(name: str, output: str | None, columns: Sequence[Column], *, chinese: bool = False) -> Iterator[Writer]:
    """A writer of the named format to a file, or to standard output; the file appears when all went well."""
    with Target(output) as target:
        writer = FORMATS[name].make(target, columns, [column.title if chinese else column.name for column in columns])
        yield writer
        writer.close()
