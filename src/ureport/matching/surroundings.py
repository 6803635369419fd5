"""The surroundings of a figure: which places a word may stand in, and what it weighs there.

The weights are those of docs/pattern-format.md.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from operator import attrgetter

from ureport.library.types import Library, Pattern
from ureport.matching.occurrences import Occurrences
from ureport.model import Evidence, Sentence, Span

BESIDE, ACROSS, BEFORE, HEADING, PREVIOUS, AFTER, TITLE = "beside", "across", "before", "heading", "previous", "after", "title"
HEADING_WEIGHT, OUTER_HEADING_WEIGHT, TITLE_WEIGHT, PREVIOUS_WEIGHT = 0.5, 0.35, 0.2, 0.35
"""What a character weighs in the places outside the sentence."""
_BEFORE_FIRST, _BEFORE_STEP, _BEFORE_LEAST = 0.6, 0.06, 0.36
_OF_ITS_OWN = frozenset(["其中", "另有", "此外", "同时", "还有"])
_LABEL = 6
_FAR = 1 << 60
_CLOSING = frozenset(",。;:、)!?|\n") | {""}

# One word placed: (place rank, weight, -distance, start, end, place, kind); the greatest tuple is the best evidence:
# the nearest place first, in one place the heaviest word, of these the nearest.
Placed = tuple[int, float, int, int, int, str, int]
_RANK = {TITLE: 0, AFTER: 1, PREVIOUS: 2, HEADING: 3, BEFORE: 4, ACROSS: 5, BESIDE: 6}
_FAR_AWAY = -10_000
_most = attrgetter("most")


class Frame:
    """What all figures of one sentence share: its words, those of headings, previous sentence and title, and the
    patterns of which every word stands somewhere there."""

    __slots__ = ("_clauses", "_elsewhere", "candidates", "continuation", "figures", "further", "mask", "own", "sentence")

    def __init__(
        self, library: Library, sentence: Sentence, own: Occurrences, further: Sequence[tuple[str, float, Occurrences]], figures: Sequence[Span]
    ) -> None:
        self.sentence = sentence
        self.own = own
        self.further = further
        self.figures = figures
        mask, present = own.mask, set(own.words)
        for _, _, words in further:
            mask |= words.mask
            present |= words.words
        self.mask = mask
        by_word = library.by_word
        found = {p.name: p for word in present & by_word.keys() for p in by_word[word] if p.need & mask == p.need}
        self.candidates: list[Pattern] = sorted((*found.values(), *library.raw), key=_most, reverse=True)
        """The heaviest possible first: the matcher stops where none can win any more."""
        self.continuation = library.vocabulary.cues["continuation.words"]
        self._elsewhere: dict[int, list[Placed]] = {}
        self._clauses: dict[Span, int] = {}

    def clause_mask(self, clause: Span) -> int:
        """The groups of which a word stands in a clause of the sentence."""
        known = self._clauses.get(clause)
        if known is None:
            known = self._clauses[clause] = self.own.mask_between(*clause)
        return known

    def elsewhere(self, group: int) -> list[Placed]:
        """The words of a group outside the sentence, placed; they are the same for all its figures."""
        known = self._elsewhere.get(group)
        if known is None:
            known = self._elsewhere[group] = [
                (_RANK[name], (end - start) * factor, _FAR_AWAY, start, end, name, kind)
                for name, factor, words in self.further
                if words.mask >> group & 1
                for start, end, kind in words.spans(group)
            ]
        return known


class Surroundings:
    """One figure in its sentence; places words and remembers the best places of each group."""

    __slots__ = ("_placed", "after_end", "clause", "clause_number", "closed", "excluded", "figure", "frame", "last_before", "next_after", "text")

    def __init__(self, frame: Frame, text: str, figure: Span, excluded: Sequence[Span] = ()) -> None:
        self.frame = frame
        self.figure = figure
        self.excluded = excluded
        self.text = text
        clauses = frame.sentence.clauses
        start, end = figure
        self.clause_number = max(0, bisect_right(clauses, (start, _FAR)) - 1)
        first, last = clauses[self.clause_number]
        last = max(last, end)
        self.clause = (first, last)
        self.closed = end >= last or text[end] in _CLOSING
        self.last_before, self.next_after = first, frame.sentence.end
        for a, b in frame.figures:
            if b <= start:
                if a >= first:
                    self.last_before = b
            elif a >= end:
                self.next_after = a
                break
        following = clauses[self.clause_number + 1] if self.clause_number + 1 < len(clauses) else None
        # the next clause explains a figure when it has none of its own, or says what it was for
        explains = following and (
            (self.next_after >= following[1] and text[following[0] : following[0] + 2] not in _OF_ITS_OWN) or frame.continuation.match(text, following[0])
        )
        self.after_end = following[1] if following and explains else last
        self._placed: dict[int, list[Placed]] = {}

    def place(self, start: int, end: int) -> tuple[str, float] | None:
        """The place of a word of the sentence and the weight of one of its characters; None when it says nothing here."""
        if end <= self.figure[0]:
            if start >= self.last_before:
                return BESIDE, 1.0
            if start >= self.clause[0]:
                return ACROSS, 0.7
            back = self.clause_number - (bisect_right(self.frame.sentence.clauses, (start, _FAR)) - 1)
            return BEFORE, max(_BEFORE_LEAST, _BEFORE_FIRST - _BEFORE_STEP * (back - 1))
        if start >= self.figure[1]:
            if end <= self.clause[1]:
                return (BESIDE, 1.0) if end <= self.next_after and not self.closed else (ACROSS, 0.4)
            if end <= self.after_end:
                return AFTER, 0.35
        return None

    def placed(self, group: int) -> list[Placed]:
        """All words of a group in the surroundings, the best first."""
        known = self._placed.get(group)
        if known is None:
            known = self._placed[group] = self._find(group)
        return known

    def _find(self, group: int) -> list[Placed]:
        found: list[Placed] = []
        first, last = self.figure
        for start, end, kind in self.frame.own.spans(group):
            place = self.place(start, end)
            if place and not (self.excluded and any(a <= start and end <= b for a, b in self.excluded)):
                distance = end - first if end <= first else last - start
                found.append((_RANK[place[0]], (end - start) * place[1], distance, start, end, place[0], kind))
        found += self.frame.elsewhere(group)
        if len(found) > 1:
            found.sort(reverse=True)
        return found

    def bare(self) -> bool:
        """True when the clause of the figure holds only light words (达到, 合计): its subject stands elsewhere."""
        return not self._any_beside(self.frame.own.topics)

    def filled_by(self, words: list[Placed]) -> bool:
        """True when one word is all that stands before the figure in its clause: 职工8.6万人."""
        if len(words) != 1:
            return False
        _, _, _, start, end, _, _ = words[0]
        return start - self.last_before <= 1 and 0 <= self.figure[0] - end <= 1

    def rate_label(self) -> int | None:
        """Where the 率 stands that labels a percentage (签订率达98%), None without one."""
        at = self.text.rfind("率", self.last_before, self.figure[0])
        return at if at >= 0 and self.figure[0] - at <= _LABEL else None

    def generic(self) -> bool:
        """True when beside the figure stand only light and generic words (覆盖企业, 职工)."""
        return not self._any_beside(self.frame.own.themes)

    def _any_beside(self, spans: Sequence[Span]) -> bool:
        left, start = self.last_before, self.figure[0]
        right = (self.figure[1], min(self.clause[1], self.next_after)) if not self.closed else (0, 0)
        return any((left <= a and b <= start) or (right[0] <= a and b <= right[1]) for a, b in spans)

    def evidence(self, placed: Placed) -> Evidence:
        """The evidence that a placed word gives."""
        _, weight, _, start, end, place, _ = placed
        return Evidence(self.text[start:end], start, end, place, round(weight, 3))

    def stands_in(self, place: str, group: int) -> bool:
        """True when a word of the group stands in a place of a condition (clause, sentence, heading, title, any)."""
        spans = self.frame.own.spans(group)
        if place == "clause":
            return any(self.clause[0] <= start and end <= self.clause[1] for start, end, _ in spans)
        if place == "sentence":
            return bool(spans)
        places = {"heading": (HEADING,), "title": (TITLE,)}.get(place, (HEADING, TITLE))
        found = any(words.mask >> group & 1 for name, _, words in self.frame.further if name in places)
        return found or (place == "any" and bool(spans))
