"""What an output is made of: tables of rows, how they are to be written, and who takes them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple, Protocol

from ureport.exporters.columns import AUDIT_COLUMNS, METRIC_COLUMNS, PROBLEM_COLUMNS, RECORD_COLUMNS, REPORT_COLUMNS, Column


class Table(NamedTuple):
    """A table of an output: the name of its file or database table, its Chinese title, its columns."""

    name: str
    title: str
    columns: tuple[Column, ...]


RECORDS = Table("records", "明细", RECORD_COLUMNS)
REPORTS = Table("reports", "来源", REPORT_COLUMNS)
METRICS = Table("metrics", "指标字典", METRIC_COLUMNS)
MENTIONS = Table("mentions", "未计数字", AUDIT_COLUMNS)
PROBLEMS = Table("problems", "问题", PROBLEM_COLUMNS)
TABLES = (RECORDS, REPORTS, METRICS, MENTIONS, PROBLEMS)
"""The tables of a whole run."""
SIDE = ".state"
"""What the name of the file beside a JSON Lines result has more: ``r.jsonl.state`` (``exporters.state``)."""


class Style(NamedTuple):
    """How an output is written. ``columns`` are those of the records that are wanted, when not all.

    ``chinese`` is the language of the headers, that of the format when None;
    ``mark``: CSV files begin with a byte order mark; ``guard``: no cell of a CSV can be run as a formula.
    """

    chinese: bool | None = None
    mark: bool = True
    guard: bool = True
    columns: tuple[Column, ...] = RECORD_COLUMNS

    def headers(self, columns: Sequence[Column]) -> list[str]:
        """The headers of columns, in the language wanted."""
        return [column.title if self.chinese else column.name for column in columns]

    def of(self, chinese: bool) -> Style:
        """The style in a format whose headers are Chinese, or not, unless another language is wanted."""
        return self._replace(chinese=chinese) if self.chinese is None else self

    def shaped(self, table: Table) -> Table:
        """The table with the columns that are wanted of it."""
        return Table(table.name, table.title, self.columns) if table.name == RECORDS.name else table


USUAL = Style()


class Writer(Protocol):
    """Takes the rows of one table: any object that has the columns as attributes."""

    def write(self, row: object) -> None: ...

    def close(self) -> None: ...


class Delivery(Protocol):
    """Takes the rows of all tables of a run. Those of one table come in their order; those of a file come together,
    its row of REPORTS first; METRICS come last."""

    def write(self, table: Table, row: object) -> None: ...

    def close(self) -> None: ...


class RecordsOnly:
    """The delivery of a format that holds one table: the records."""

    def __init__(self, writer: Writer) -> None:
        self.writer = writer

    def write(self, table: Table, row: object) -> None:
        if table is RECORDS:
            self.writer.write(row)

    def close(self) -> None:
        self.writer.close()
