"""Which record of an old set is which of a new one: the records of one source, paired one to one.

Spans say it as long as the text is the same. When text was put in or taken out, all that comes after it has moved, and the
same figure of the same sentence says it; where the sentences round a figure moved to, its span is looked for.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict, deque
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from ureport.model import MetricRecord

_NEIGHBOURS = 8
"""With so many records on either side of a span its overlaps are looked for: spans of one extraction never overlap."""

Key = Callable[[MetricRecord], Hashable]
Places = list[tuple[int, int]]
"""Pairs of positions in the old and the new list."""


@dataclass(frozen=True, slots=True)
class Pair:
    """The same figure in both sets; ``moved`` says that its text stands elsewhere now."""

    old: MetricRecord
    new: MetricRecord
    moved: bool = False


@dataclass(slots=True)
class Pairing:
    """The pairs found so far; ``old`` and ``new`` are those without a partner, in the order of the text."""

    old: list[MetricRecord]
    new: list[MetricRecord]
    pairs: list[Pair] = field(default_factory=list)

    def settle(self, places: Places) -> None:
        """Takes the records at these places out of the lists, as pairs."""
        self.pairs += [Pair(self.old[i], self.new[j], self.new[j].start != self.old[i].start) for i, j in places]
        self._remove(places)

    def settle_near(self, places: Places, shifts: Iterable[int]) -> None:
        """The same for overlapping spans: these moved only when the text round them did."""
        self.pairs += [Pair(self.old[i], self.new[j], shift != 0) for (i, j), shift in zip(places, shifts, strict=True)]
        self._remove(places)

    def _remove(self, places: Places) -> None:
        gone_old, gone_new = {i for i, _ in places}, {j for _, j in places}
        self.old = [record for i, record in enumerate(self.old) if i not in gone_old]
        self.new = [record for j, record in enumerate(self.new) if j not in gone_new]


def pair(old: Iterable[MetricRecord], new: Iterable[MetricRecord], *, worded: bool = True, same_text: bool = False) -> Pairing:
    """The records of one source, paired: same place and words first, then moved sentences, then the largest overlap of spans.

    ``worded`` is False when surface or sentence are not known on one side, ``same_text`` True when both sets come from the same
    text: then spans alone decide. Takes n log n time for n records.
    """
    found = Pairing(_in_order(old), _in_order(new))
    for key in _EXACT if worded else _IN_PLACE:
        found.settle(_first_with_first(found.old, found.new, key))
    if same_text or not worded:
        _overlapping(found)
        return found
    in_place = bool(found.pairs)
    found.settle(_credible(found, _equally_often(found)))
    _overlapping(found)
    if not in_place or any(pair.moved for pair in found.pairs):
        found.settle(_first_with_first(found.old, found.new, _words))
    return found


def _in_order(records: Iterable[MetricRecord]) -> list[MetricRecord]:
    return sorted(records, key=lambda r: (r.start, r.end))


def _words(record: MetricRecord) -> Hashable:
    return record.surface, record.sentence


def _place(record: MetricRecord) -> Hashable:
    return record.start, record.end


# of several records at one place the equal ones belong together, then those of one metric
_IN_PLACE: tuple[Key, ...] = (lambda r: r, lambda r: (_place(r), r.metric), _place)
_EXACT: tuple[Key, ...] = (lambda r: r, lambda r: (_place(r), _words(r), r.metric), lambda r: (_place(r), _words(r)))


def _first_with_first(old: Sequence[MetricRecord], new: Sequence[MetricRecord], key: Key) -> Places:
    """Records of the same key: the first with the first, the second with the second."""
    waiting: defaultdict[Hashable, deque[int]] = defaultdict(deque)
    for j, record in enumerate(new):
        waiting[key(record)].append(j)
    return [(i, waiting[k].popleft()) for i, record in enumerate(old) if waiting.get(k := key(record))]


def _equally_often(found: Pairing) -> Places:
    """Figures that stand in a sentence as often as before, but elsewhere."""
    before, now = Counter(map(_words, found.old)), Counter(map(_words, found.new))
    return [(i, j) for i, j in _first_with_first(found.old, found.new, _words) if before[_words(found.old[i])] == now[_words(found.old[i])]]


def _credible(found: Pairing, places: Places) -> Places:
    """The moves that are none by chance: several sentences on end that moved, or the end of the text with its lines.

    Among figures that stayed, one that is gone and an equal one that is new (男8名，女8名) are two.
    """
    if not found.pairs:
        return places
    stayed = [(pair.old.start, pair.old.end, -1, -1) for pair in found.pairs]
    moved = [(found.old[i].start, found.old[i].end, i, j) for i, j in places]
    runs = [(here, list(run)) for here, run in groupby(sorted(stayed + moved), key=lambda item: item[2] < 0)]
    kept: Places = []
    for number, (here, run) in enumerate(runs):
        if here:
            continue
        several = len({found.old[i].sentence for _, _, i, _ in run}) > 1
        last = number == len(runs) - 1 and all(found.old[i].line != found.new[j].line for _, _, i, j in run)
        if several or last:
            kept += [(i, j) for _, _, i, j in run]
    return kept


def _overlapping(found: Pairing) -> None:
    """Pairs the rest by the largest overlap, each span where the pairs before and behind it moved to."""
    anchors = sorted((pair.old.start, pair.new.start - pair.old.start if pair.moved else 0) for pair in found.pairs)
    starts = [record.start for record in found.new]
    candidates: list[tuple[int, int, int, int, int]] = []
    for i, record in enumerate(found.old):
        for shift in _shifts(anchors, record.start):
            start, end = record.start + shift, record.end + shift
            middle = bisect_left(starts, start)
            for j in range(max(0, middle - _NEIGHBOURS), min(len(starts), middle + _NEIGHBOURS)):
                other = found.new[j]
                overlap = min(end, other.end) - max(start, other.start)
                if overlap > 0:
                    outside = abs(other.start - start) + abs(other.end - end)
                    candidates.append((-overlap, outside, i, j, shift))
    places: Places = []
    shifts: list[int] = []
    taken_old: set[int] = set()
    taken_new: set[int] = set()
    for _, _, i, j, shift in sorted(candidates):
        if i not in taken_old and j not in taken_new:
            taken_old.add(i)
            taken_new.add(j)
            places.append((i, j))
            shifts.append(shift)
    found.settle_near(places, shifts)


def _shifts(anchors: list[tuple[int, int]], start: int) -> set[int]:
    """How far the nearest pairs before and behind a place have moved."""
    if not anchors:
        return {0}
    behind = bisect_right(anchors, start, key=lambda anchor: anchor[0])
    return {anchors[max(0, behind - 1)][1], anchors[min(behind, len(anchors) - 1)][1]}
