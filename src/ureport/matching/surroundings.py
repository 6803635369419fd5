"""The surroundings of a figure: which places a word may stand in, and what it weighs there.

The weights are those of docs/pattern-format.md.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from ureport.matching.occurrences import Occurrences
from ureport.model import Evidence, Sentence, Span

BESIDE, ACROSS, BEFORE, HEADING, PREVIOUS, AFTER, TITLE = "beside", "across", "before", "heading", "previous", "after", "title"
OWN = frozenset({BESIDE, ACROSS})
_BEFORE_FIRST, _BEFORE_STEP, _BEFORE_LEAST = 0.6, 0.06, 0.36


@dataclass(frozen=True, slots=True)
class Frame:
    """What all figures of one sentence share: its words, and those of headings, previous sentence and title."""

    sentence: Sentence
    own: Occurrences
    further: tuple[tuple[str, float, Occurrences], ...]
    figures: tuple[Span, ...]
    mask: int


class Surroundings:
    """One figure in its sentence; places words and remembers the best evidence of each group."""

    def __init__(self, frame: Frame, text: str, figure: Span, excluded: Sequence[Span] = ()) -> None:
        self.frame = frame
        self.figure = figure
        self.excluded = excluded
        clauses = frame.sentence.clauses
        self.clause_number = max(0, bisect_right(clauses, (figure[0], 1 << 60)) - 1)
        self.clause = clauses[self.clause_number]
        end = figure[1]
        self.clause = (self.clause[0], max(self.clause[1], end))
        self.closed = text[end : end + 1] in _CLOSING or end >= self.clause[1]
        figures = frame.figures
        before = [f for f in figures if f[1] <= figure[0] and f[0] >= self.clause[0]]
        behind = [f for f in figures if f[0] >= end]
        self.last_before = before[-1][1] if before else self.clause[0]
        self.next_after = behind[0][0] if behind else frame.sentence.end
        following = clauses[self.clause_number + 1] if self.clause_number + 1 < len(clauses) else None
        self.after_end = min(following[1], self.next_after) if following else self.clause[1]
        self._options: dict[int, list[Evidence]] = {}
        self._text = text

    def place(self, start: int, end: int) -> tuple[str, float] | None:
        """The place of a word of the sentence and the weight of one of its characters; None when it says nothing here."""
        first, last = self.clause
        if end <= self.figure[0]:
            if start >= self.last_before:
                return BESIDE, 1.0
            if start >= first:
                return ACROSS, 0.7
            back = self.clause_number - (bisect_right(self.frame.sentence.clauses, (start, 1 << 60)) - 1)
            return BEFORE, max(_BEFORE_LEAST, _BEFORE_FIRST - _BEFORE_STEP * (back - 1))
        if start >= self.figure[1]:
            if end <= last:
                return (BESIDE, 1.0) if end <= self.next_after and not self.closed else (ACROSS, 0.4)
            if end <= self.after_end:
                return AFTER, 0.35
        return None

    def options(self, group: int) -> list[Evidence]:
        """All evidence of a group, the heaviest first, of equal weight the nearest to the figure first."""
        known = self._options.get(group)
        if known is None:
            known = self._options[group] = self._evidence(group)
        return known

    def _evidence(self, group: int) -> list[Evidence]:
        found: list[Evidence] = []
        for start, end in self.frame.own.by_group.get(group, ()):
            placed = self.place(start, end)
            if placed and not (self.excluded and any(a <= start and end <= b for a, b in self.excluded)):
                found.append(Evidence(self._text[start:end], start, end, placed[0], (end - start) * placed[1]))
        for place, factor, words in self.frame.further:
            for start, end in words.by_group.get(group, ()):
                found.append(Evidence(self._text[start:end], start, end, place, (end - start) * factor))
        if len(found) > 1:
            found.sort(key=lambda e: (-e.weight, self.distance(e)))
        return found

    def distance(self, evidence: Evidence) -> int:
        """Characters between a word and the figure."""
        return max(self.figure[0] - evidence.end, evidence.start - self.figure[1], 0)

    def stands_in(self, place: str, group: int) -> bool:
        """True when a word of the group stands in a place of a condition (clause, sentence, heading, title, any)."""
        spans = self.frame.own.by_group.get(group, ())
        if place == "clause":
            return any(self.clause[0] <= start and end <= self.clause[1] for start, end in spans)
        if place == "sentence":
            return bool(spans)
        places = {"heading": (HEADING,), "title": (TITLE,)}.get(place, (HEADING, TITLE))
        found = any(group in words.by_group for name, _, words in self.frame.further if name in places)
        return found or place == "any" and bool(spans)


_CLOSING = frozenset(",。;:、)!?|\n") | {""}
