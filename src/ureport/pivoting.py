"""What of a result a pivot shows: records by status, aspect and bound, metrics and organisations by name."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import get_args

from ureport.comparing import metric_ids
from ureport.errors import UsageError
from ureport.exporters import Column
from ureport.exporters.pivot import ROW_COLUMNS, Choice, Pivot, PivotRow
from ureport.model import Aspect, Bound, Status
from ureport.results import Results
from ureport.selection import choose_ids, known, split
from ureport.suggest import unknown

_NEEDED = ("source", "org", "period", "metric", "value", "unit", "status", "aspect")
"""Without these columns of a result a pivot would put together what does not belong together."""


@dataclass(frozen=True, slots=True)
class Wide:
    """A wide table: the columns of its metrics, and the rows."""

    metrics: tuple[Column, ...]
    rows: Iterable[PivotRow]

    @property
    def columns(self) -> tuple[Column, ...]:
        """All columns: those that say what a row is about come first."""
        return (*ROW_COLUMNS, *self.metrics)


def choose(statuses: Sequence[str], aspects: Sequence[str], bounds: Sequence[str]) -> Choice:
    """The choice that the words of the command line make; raises UsageError for a wrong one. ``all`` takes all."""
    return Choice(_words("status", statuses, get_args(Status)), _words("aspect", aspects, get_args(Aspect)), _words("bound", bounds, get_args(Bound)))


def spread(results: Results, place: str, choice: Choice, metrics: Sequence[str] = (), orgs: Sequence[str] = ()) -> Wide:
    """The wide table of the records chosen; ``metrics`` are ids or ``member.*``, ``orgs`` names or ``湖州*``.

    Raises UsageError when the result lacks a column that it takes, and for a metric or organisation that there is not.
    """
    missing = [name for name in _NEEDED if name not in results.columns]
    if missing:
        raise UsageError(f"no column {', '.join(missing)}", place=place, remedy=f"keep {', '.join(_NEEDED)} when the result is written")
    pivot = Pivot(choice)
    for record in results.records:
        pivot.add(record)
    if orgs:
        pivot.keep(_orgs(sorted({record.org for record in results.records}), orgs))
    columns = pivot.columns(choose_ids(metric_ids(results), metrics) if metrics else None)
    return Wide(columns, pivot.rows(columns))


def _orgs(names: Sequence[str], words: Sequence[str]) -> frozenset[str]:
    chosen = {word: [name for name in names if fnmatchcase(name, word)] for word in split(words)}
    for word, found in chosen.items():
        if not found:
            raise unknown("organisation", word, filter(None, names))
    return frozenset(name for found in chosen.values() for name in found)


def _words(kind: str, words: Sequence[str], names: Sequence[str]) -> frozenset[str]:
    chosen = split(words)
    return frozenset() if chosen == ["all"] else frozenset(known(kind, word, names) for word in chosen)
