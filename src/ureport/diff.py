"""Two sets of records → what was lost, gained and changed, record by record and field by field."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from ureport.exporters.columns import RECORD_COLUMNS, Column, cell
from ureport.model import OTHER, MetricRecord
from ureport.pairing import Pair, pair

Kind = Literal["lost", "gained", "changed"]

_PLACE = frozenset({"start", "end"})
COMPARED = frozenset(column.name for column in RECORD_COLUMNS) - {"record_id", "source", "line"}
"""The fields that are compared; ``start`` and ``end`` only of figures whose text has not moved."""
_WORDS = frozenset({"surface", "sentence"})
_OWN = ("metric", "value", "unit", "status", "aspect")
"""The fields that a lost or gained record is told with."""


@dataclass(frozen=True, slots=True)
class Difference:
    """A field whose values differ, both as they stand in a cell of an output."""

    field: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Change:
    """One record that is in one set only, or in both with different fields.

    ``metric`` and ``pattern`` are those of the old record, or of the new one when it was gained; the place and the words are
    those of the new record, or of the old one when it was lost. The fields of a lost or gained record are its own: metric,
    value, unit, status and aspect against nothing.
    """

    kind: Kind
    source: str
    line: int
    start: int
    surface: str
    sentence: str
    metric: str
    pattern: str
    fields: tuple[Difference, ...] = ()

    @property
    def metrics(self) -> frozenset[str]:
        """The metrics that the change touches: the old and the new."""
        return frozenset({self.metric, *(value for d in self.fields if d.field == "metric" for value in (d.old, d.new) if value)})


@dataclass(frozen=True, slots=True)
class Comparison:
    """The changes in the order source, start; how many records there were on either side, and how many are the same."""

    changes: tuple[Change, ...] = ()
    old: int = 0
    new: int = 0
    same: int = 0


def compare(
    old: Iterable[MetricRecord],
    new: Iterable[MetricRecord],
    *,
    fields: Collection[str] = COMPARED,
    metrics: Collection[str] | None = None,
    same_text: bool = False,
) -> Comparison:
    """What became of the records: those of a source are paired as ``ureport.pairing`` says, then compared field by field.

    ``fields``: the columns that both sides have, when these are not all. ``metrics``: only records that have, or had, one of
    these, are compared and counted. ``same_text``: both sides come from the very same texts, so nothing can have moved.

    >>> compare([record], [replace(record, status="target")]).changes[0].fields
    (Difference(field='status', old='actual', new='target'),)
    """
    before, now = _by_source(old), _by_source(new)
    told = [column for column in RECORD_COLUMNS if column.name in COMPARED and column.name in fields]
    worded = set(fields) >= _WORDS
    changes: list[Change] = []
    olds = news = same = 0
    for source in sorted({*before, *now}):
        found = pair(before.get(source, ()), now.get(source, ()), worded=worded, same_text=same_text)
        pairs = [p for p in found.pairs if metrics is None or p.old.metric in metrics or p.new.metric in metrics]
        lost = [r for r in found.old if metrics is None or r.metric in metrics]
        gained = [r for r in found.new if metrics is None or r.metric in metrics]
        changed = [change for p in pairs if (change := _changed(p, told)) is not None]
        changes += sorted([*changed, *(_alone("lost", r, told) for r in lost), *(_alone("gained", r, told) for r in gained)], key=_order)
        olds, news, same = olds + len(pairs) + len(lost), news + len(pairs) + len(gained), same + len(pairs) - len(changed)
    return Comparison(tuple(changes), olds, news, same)


def by_metric(changes: Iterable[Change]) -> dict[str, dict[str, list[Change]]]:
    """The changes by metric and pattern, both in the order of their names (#2 before #10); ``other`` comes last."""
    grouped: defaultdict[str, defaultdict[str, list[Change]]] = defaultdict(lambda: defaultdict(list))
    for change in changes:
        grouped[change.metric][change.pattern].append(change)
    return {metric: dict(sorted(grouped[metric].items(), key=lambda item: _natural(item[0]))) for metric in sorted(grouped, key=lambda m: (m == OTHER, m))}


def _by_source(records: Iterable[MetricRecord]) -> dict[str, list[MetricRecord]]:
    grouped: defaultdict[str, list[MetricRecord]] = defaultdict(list)
    for record in records:
        grouped[record.source].append(record)
    return grouped


def _changed(pair: Pair, columns: Iterable[Column]) -> Change | None:
    """The change of a pair; None when it is the same."""
    if pair.old == pair.new:
        return None
    differences = tuple(_differences(pair, columns))
    return _change("changed", pair.new, pair.old, differences) if differences else None


def _differences(pair: Pair, columns: Iterable[Column]) -> Iterator[Difference]:
    for column in columns:
        if pair.moved and column.name in _PLACE:
            continue
        old, new = cell(pair.old, column), cell(pair.new, column)
        if old != new:
            yield Difference(column.name, old, new)


def _alone(kind: Kind, record: MetricRecord, columns: Iterable[Column]) -> Change:
    """A record that is on one side only."""
    values = [(column.name, cell(record, column)) for column in columns if column.name in _OWN]
    return _change(kind, record, record, tuple(Difference(name, value, "") if kind == "lost" else Difference(name, "", value) for name, value in values))


def _change(kind: Kind, place: MetricRecord, named: MetricRecord, fields: tuple[Difference, ...]) -> Change:
    return Change(kind, place.source, place.line, place.start, place.surface, place.sentence, named.metric, named.pattern, fields)


def _order(change: Change) -> tuple[int, str, str, tuple[str, ...]]:
    return change.start, change.kind, change.metric, tuple(d.field + d.old + d.new for d in change.fields)


def _natural(name: str) -> list[tuple[int, str]]:
    """A key that sorts the numbers in a name by their size."""
    return [(int(part), "") if part.isascii() and part.isdecimal() and len(part) < 10 else (-1, part) for part in re.split(r"(\d+)", name)]
