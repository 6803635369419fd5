"""Records → a wide table: a row for each organisation and period, a column for each metric and unit.

Figures that differ stand side by side in their cell, none is summed. The figures wait in a temporary database on the disk, so
that a run of any size needs no more memory than a small one.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby

from ureport.exporters.columns import Column, clean, plain
from ureport.exporters.figures import Figure, Figures
from ureport.model import OTHER, MetricRecord

ROW_COLUMNS = (
    Column("org", "填报单位", note="未写明填报单位的报告各占一行"),
    Column("period", "所属期"),
    Column("period_start", "期初", "date"),
    Column("period_end", "期末", "date"),
    Column("sources", "来源文件", "list"),
)
"""The columns before those of the metrics."""
_SCHEMA = """
CREATE TABLE figures (
  org TEXT, file TEXT, period TEXT, period_start TEXT, period_end TEXT, metric TEXT, name TEXT, unit TEXT, status TEXT, aspect TEXT,
  value TEXT, high TEXT, bound TEXT, source TEXT,
  UNIQUE (org, file, period_start, period_end, period, metric, unit, status, aspect, value, high, bound, source)
) STRICT
"""

_KINDS = """
SELECT metric, max(name), unit, status, aspect
FROM figures GROUP BY 1, 3, 4, 5 ORDER BY metric = ?, 1, 3, status <> 'actual', 4, aspect <> 'level', 5
"""
_CELLS = """
SELECT org, file, period_start, period_end, period, metric, unit, status, aspect, value, high, bound, source
FROM figures ORDER BY org = '', 1, 2, 3, 4, 5
"""


@dataclass(frozen=True, slots=True)
class Choice:
    """The records that a pivot shows; an empty set takes all."""

    statuses: frozenset[str] = frozenset({"actual"})
    aspects: frozenset[str] = frozenset({"level"})
    bounds: frozenset[str] = frozenset()

    def takes(self, record: MetricRecord) -> bool:
        return (
            (not self.statuses or record.status in self.statuses)
            and (not self.aspects or record.aspect in self.aspects)
            and (not self.bounds or record.bound in self.bounds)
        )


USUAL = Choice()


class PivotRow:
    """A row: the columns of the row as attributes, and under the name of each column of a metric its Figures, or None."""

    def __init__(self, org: str, period: str, period_start: str, period_end: str, sources: tuple[str, ...], cells: dict[str, Figures]) -> None:
        self.org = org
        self.period = period
        self.period_start = period_start
        self.period_end = period_end
        self.sources = sources
        self.cells = cells

    def __getattr__(self, name: str) -> Figures | None:
        return self.cells.get(name)


class Pivot:
    """Takes records, then gives the columns and the rows."""

    def __init__(self, choice: Choice = USUAL) -> None:
        self.choice = choice
        self._base = sqlite3.connect("", isolation_level=None)
        self._base.executescript(f"PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; {_SCHEMA}; BEGIN")

    def add(self, record: MetricRecord) -> None:
        """Takes a record, when it is one of those chosen."""
        if not self.choice.takes(record):
            return
        high = "" if record.value_high is None else plain(record.value_high)
        # a report that names no organisation stands for itself
        file = "" if record.org else record.source
        texts = (record.org, file, record.period, record.period_start, record.period_end, record.metric, record.metric_name, record.unit)
        more = (record.status, record.aspect, plain(record.value), high, record.bound, record.source)
        self._base.execute(f"INSERT OR IGNORE INTO figures VALUES ({', '.join('?' * 14)})", [*map(clean, texts), *map(clean, more)])

    def keep(self, orgs: Collection[str]) -> None:
        """Forgets the figures of all other organisations."""
        for (org,) in self._base.execute("SELECT DISTINCT org FROM figures").fetchall():
            if org not in orgs:
                self._base.execute("DELETE FROM figures WHERE org = ?", (org,))

    def columns(self, metrics: Collection[str] | None = None) -> tuple[Column, ...]:
        """The columns of a metric each, and of a unit, status and aspect of it; all metrics but ``other`` unless some are named."""
        wanted = [row for row in self._base.execute(_KINDS, (OTHER,)) if (row[0] != OTHER if metrics is None else row[0] in metrics)]
        titles = [_title(name or metric, *more) for metric, name, *more in wanted]
        return tuple(
            Column(_title(metric, *more), title if titles.count(title) == 1 else f"{title} {metric}", "number")
            for (metric, _, *more), title in zip(wanted, titles, strict=True)
        )

    def rows(self, columns: Collection[Column]) -> Iterator[PivotRow]:
        """The rows that hold a figure of the columns, by organisation and period."""
        names = {column.name for column in columns}
        for key, found in groupby(self._base.execute(_CELLS), lambda row: row[:5]):
            org, _, start, end, period = key
            figures: dict[str, list[Figure]] = {}
            sources: set[str] = set()
            for _, _, _, _, _, metric, unit, status, aspect, value, high, bound, source in found:
                name = _title(metric, unit, status, aspect)
                if name in names:
                    figures.setdefault(name, []).append(Figure(Decimal(value), Decimal(high) if high else None, bound))
                    sources.add(source)
            if figures:
                yield PivotRow(org, period, start, end, tuple(sorted(sources)), {name: _distinct(each) for name, each in figures.items()})


def _title(name: str, unit: str, status: str, aspect: str) -> str:
    """``member.new (人)``; what is neither actual nor a level says so."""
    more = [part for part in (status if status != "actual" else "", aspect if aspect != "level" else "") if part]
    return " ".join([name, *([f"({unit})"] if unit else []), *more])


def _distinct(figures: list[Figure]) -> Figures:
    """Each figure once, exact rather than over when both are said."""
    found: dict[tuple[Decimal, Decimal | None], Figure] = {}
    for figure in figures:
        key = (figure.value, figure.high)
        found[key] = min(figure, found.get(key, figure), key=lambda one: (one.bound != "exact", one.bound))
    return Figures(tuple(sorted(found.values(), key=lambda figure: (figure.value, figure.high is not None, figure.high or 0))))
