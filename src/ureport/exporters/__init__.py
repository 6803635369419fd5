"""Rows → CSV, JSON Lines, Parquet, a table; whole runs → XLSX, SQLite, a data package.

One file a format; a new one is a module with a writer and a line in ``FORMATS``, and is loaded when it is first used. A writer takes the rows one
by one and keeps none that it need not keep.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from importlib import import_module
from typing import Any, NamedTuple

from ureport.exporters.columns import AUDIT_COLUMNS, BRIEF, ERROR_COLUMNS, METRIC_COLUMNS, RECORD_COLUMNS, Column
from ureport.exporters.tables import MENTIONS, METRICS, PROBLEMS, RECORDS, REPORTS, SIDE, TABLES, USUAL, Delivery, RecordsOnly, Style, Table, Writer
from ureport.exporters.target import STDOUT, Folder, Target, standard_stream

__all__ = [
    "AUDIT_COLUMNS",
    "BRIEF",
    "ERROR_COLUMNS",
    "FORMATS",
    "MENTIONS",
    "METRICS",
    "METRIC_COLUMNS",
    "PROBLEMS",
    "RECORDS",
    "RECORD_COLUMNS",
    "REPORTS",
    "SIDE",
    "STDOUT",
    "TABLES",
    "Column",
    "Delivery",
    "Format",
    "Style",
    "Table",
    "Target",
    "Writer",
    "open_delivery",
    "open_writer",
    "standard_stream",
]


class Format(NamedTuple):
    """An output format: its name, the suffixes of its files, and what makes it.

    ``rows`` makes a writer of one table, ``whole`` a delivery of all tables of a run into one file, ``folder`` one into a folder,
    ``keeps`` one into a file that a later run can go on from.
    ``chinese`` headers it has unless others are asked for; a ``fixed`` format has its columns and headers once for all.
    """

    name: str
    suffixes: tuple[str, ...] = ()
    rows: Callable[[Target, Table, Style], Writer] | None = None
    whole: Callable[[Target, Style], Delivery] | None = None
    folder: Callable[[Folder, Style], Delivery] | None = None
    keeps: Callable[[str, Style], AbstractContextManager[Delivery]] | None = None
    chinese: bool = False
    fixed: bool = False
    screen: bool = False
    binary: bool = False


@contextmanager
def _lines_with_state(output: str, style: Style) -> Iterator[Delivery]:
    _in_module("state.check_side")(output)
    with Target(output + SIDE) as side, Target(output) as target:
        yield _in_module("state.JsonlDelivery")(target, side, style)


@contextmanager
def _database_with_state(output: str, style: Style) -> Iterator[Delivery]:
    with Target(output) as target:
        yield _in_module("sqlite.SqliteDelivery")(target, style, keeps=True)


def _in_module(name: str) -> Any:
    """A writer of a module of this package (``csv.CsvWriter``), which is loaded when it is first used."""

    def make(*arguments: Any, **options: Any) -> Any:
        module, _, writer = name.partition(".")
        return getattr(import_module(f"{__name__}.{module}"), writer)(*arguments, **options)

    return make


FORMATS = {
    known.name: known
    for known in (
        Format("csv", (".csv",), _in_module("csv.CsvWriter")),
        Format("jsonl", (".jsonl", ".ndjson"), _in_module("jsonl.JsonlWriter"), keeps=_lines_with_state),
        Format("table", rows=_in_module("table.TableWriter"), screen=True),
        Format("xlsx", (".xlsx",), _in_module("xlsx.XlsxWriter"), _in_module("xlsx.XlsxDelivery"), chinese=True, binary=True),
        Format("parquet", (".parquet",), _in_module("parquet.ParquetWriter"), binary=True),
        Format("sqlite", (".sqlite", ".sqlite3", ".db"), whole=_in_module("sqlite.SqliteDelivery"), keeps=_database_with_state, fixed=True, binary=True),
        Format("package", folder=_in_module("package.PackageDelivery")),
    )
}


@contextmanager
def open_writer(name: str, output: str | None, columns: Sequence[Column], style: Style = USUAL, *, title: str = "数据") -> Iterator[Writer]:
    """A writer of one table to a file, or to standard output; the file appears when all went well."""
    form = FORMATS[name]
    assert form.rows is not None, f"{name} takes no single table"
    with Target(output) as target:
        writer = form.rows(target, Table("rows", title, tuple(columns)), style.of(form.chinese))
        yield writer
        writer.close()


@contextmanager
def open_delivery(name: str, output: str | None, style: Style = USUAL, *, keeps: bool = False) -> Iterator[Delivery]:
    """A delivery of a whole run to a file, a folder, or standard output; what a format cannot hold beside the records is left out.

    ``keeps``: the tables of ``STATE`` are written too, so that a later run can go on from the result.
    """
    form = FORMATS[name]
    if keeps:
        assert form.keeps is not None, f"{name} keeps no state"
        with form.keeps(output or "", style.of(form.chinese)) as delivery:
            yield delivery
            delivery.close()
    elif form.folder is not None:
        assert output is not None, "a folder has a name"
        with Folder(output) as folder:
            delivery = form.folder(folder, style.of(form.chinese))
            yield delivery
            delivery.close()
    elif form.whole is not None:
        with Target(output) as target:
            delivery = form.whole(target, style.of(form.chinese))
            yield delivery
            delivery.close()
    else:
        with open_writer(name, output, style.columns, style, title=RECORDS.title) as writer:
            yield RecordsOnly(writer)
