"""The surroundings of a figure: which places a word may stand in, and what it weighs there.

The weights are those of docs/pattern-format.md.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from ureport.library.types import Library
from ureport.matching.occurrences import Occurrences, Word
from ureport.matching.units import Candidate, Fitting, UnitKey
from ureport.model import Evidence, Sentence, Span

BESIDE, ACROSS, BEFORE, HEADING, PREVIOUS, AFTER, TITLE = "beside", "across", "before", "heading", "previous", "after", "title"
HEADING_WEIGHT, OUTER_HEADING_WEIGHT, TITLE_WEIGHT, PREVIOUS_WEIGHT = 0.5, 0.35, 0.2, 0.35
"""What a character weighs in the places outside the sentence."""
_BEFORE_FIRST, _BEFORE_STEP, _BEFORE_LEAST = 0.6, 0.06, 0.36
_ACROSS_WEIGHT, _ACROSS_BEHIND, _AFTER_WEIGHT = 0.7, 0.4, 0.35
_OF_ITS_OWN = frozenset(["其中", "另有", "此外", "同时", "还有"])
_LABEL = 6
_FAR = 1 << 60
_CLOSING = frozenset(",。;:、)!?|\n") | {""}

# One word placed: (place rank, weight, -distance, start, end, place, kind); the greatest tuple is the best evidence:
# the nearest place first, in one place the heaviest word, of these the nearest.
Placed = tuple[int, float, int, int, int, str, int]
RANK = {TITLE: 0, AFTER: 1, PREVIOUS: 2, HEADING: 3, BEFORE: 4, ACROSS: 5, BESIDE: 6}
_BESIDE, _ACROSS, _BEFORE = RANK[BESIDE], RANK[ACROSS], RANK[BEFORE]
_FAR_AWAY = -10_000


class Frame:
    """What all figures of one sentence share: its words, those of headings, previous sentence and title, and the
    patterns of which every word stands somewhere there."""

    __slots__ = ("_candidates", "_clauses", "_elsewhere", "_present", "continuation", "figures", "further", "further_mask", "mask", "own", "sentence")

    def __init__(
        self, library: Library, sentence: Sentence, own: Occurrences, further: Sequence[tuple[str, float, Occurrences]], figures: Sequence[Span]
    ) -> None:
        self.sentence = sentence
        self.own = own
        self.further = further
        self.figures = figures
        mask, present = 0, set(own.numbers)
        for _, _, words in further:
            mask |= words.mask
            present.update(words.numbers)
        self.further_mask = mask
        self.mask = mask | own.mask
        self.continuation = library.vocabulary.cues["continuation.words"]
        self._present = present
        self._candidates: dict[UnitKey, list[Candidate]] = {}
        self._elsewhere: dict[int, list[Placed]] = {}
        self._clauses: dict[Span, int] = {}

    def candidates(self, fitting: Fitting) -> list[Candidate]:
        """The patterns of one measure word whose words all stand here.

        The heaviest possible come first: the matcher stops where none can win any more.
        """
        known = self._candidates.get(fitting.key)
        if known is None:
            mask = self.mask
            found = {entry[1]: entry for word in self._present for entry in fitting[word] if entry[2] & mask == entry[2]}
            known = self._candidates[fitting.key] = sorted((*found.values(), *fitting.raw))
        return known

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
                (RANK[name], (end - start) * factor, _FAR_AWAY, start, end, name, kind)
                for name, factor, words in self.further
                if words.mask >> group & 1
                for _, start, end, kind in [words.words[place] for place in words.of_group(group)]
            ]
        return known


class Surroundings:
    """One figure in its sentence; places words and remembers the best places of each group."""

    __slots__ = (
        "_bare",
        "_own",
        "_placed",
        "after_end",
        "clause",
        "clause_number",
        "closed",
        "excluded",
        "figure",
        "frame",
        "last_before",
        "line",
        "next_after",
        "text",
    )

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
        self.clause = self.line = (first, last)
        """``line`` is what a raw expression is held against."""
        self.closed = end >= last or text[end] in _CLOSING
        self.last_before, self.next_after = first, frame.sentence.end
        for a, b in frame.figures:
            if b <= start:
                if a >= first:
                    self.last_before = b
            elif a >= end:
                self.next_after = a
                break
        self._bare: bool | None = None
        following = clauses[self.clause_number + 1] if self.clause_number + 1 < len(clauses) else None
        # the next clause explains a figure when it has none of its own, or says what it was for
        explains = following and (
            (self.next_after >= following[1] and text[following[0] : following[0] + 2] not in _OF_ITS_OWN) or frame.continuation.match(text, following[0])
        )
        self.after_end = following[1] if following and explains else last
        self._own: list[Placed | None] | None = None
        self._placed: dict[int, list[Placed]] = {}

    def _before(self, start: int) -> float:
        """What a character weighs of a word that stands in an earlier clause."""
        back = self.clause_number - (bisect_right(self.frame.sentence.clauses, (start, _FAR)) - 1)
        return max(_BEFORE_LEAST, _BEFORE_FIRST - _BEFORE_STEP * (back - 1))

    def _behind(self, start: int, end: int) -> tuple[str, float] | None:
        """The place of a word behind the figure, and what its characters weigh; None when it says nothing here."""
        if end <= self.clause[1]:
            return (BESIDE, 1.0) if end <= self.next_after and not self.closed else (ACROSS, _ACROSS_BEHIND)
        return (AFTER, _AFTER_WEIGHT) if end <= self.after_end else None

    def placed(self, group: int) -> list[Placed]:
        """All words of a group in the surroundings, the best first."""
        known = self._placed.get(group)
        if known is None:
            if self._own is None:
                self._own = self.place_all(self.frame.own.words)
            own = self._own
            known = [placed for number in self.frame.own.of_group(group) if (placed := own[number])]
            if self.frame.further_mask >> group & 1:
                known += self.frame.elsewhere(group)
            if len(known) > 1:
                known.sort(reverse=True)
            self._placed[group] = known
        return known

    def place_all(self, words: Sequence[Word]) -> list[Placed | None]:
        """The words of the sentence as they are placed; None for one that says nothing here."""
        found: list[Placed | None] = []
        first, last = self.figure
        last_before, clause_start, excluded = self.last_before, self.clause[0], self.excluded
        for _, start, end, kind in words:
            if excluded and any(a <= start and end <= b for a, b in excluded):
                found.append(None)
            elif end <= first:
                if start >= last_before:
                    found.append((_BESIDE, float(end - start), end - first, start, end, BESIDE, kind))
                elif start >= clause_start:
                    found.append((_ACROSS, (end - start) * _ACROSS_WEIGHT, end - first, start, end, ACROSS, kind))
                else:
                    found.append((_BEFORE, (end - start) * self._before(start), end - first, start, end, BEFORE, kind))
            elif start >= last and (place := self._behind(start, end)):
                found.append((RANK[place[0]], (end - start) * place[1], last - start, start, end, place[0], kind))
            else:
                found.append(None)
        return found

    def bare(self) -> bool:
        """True when the clause of the figure holds only light words (达到, 合计): its subject stands elsewhere."""
        if self._bare is None:
            self._bare = not self._any_beside(self.frame.own.topics)
        return self._bare

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
        frame = self.frame
        if frame.own.mask >> group & 1:
            if place == "clause":
                first, last = self.clause
                return any(first <= start and end <= last for start, end in frame.own.spans(group))
            if place in ("sentence", "any"):
                return True
        if place in ("clause", "sentence") or not frame.further_mask >> group & 1:
            return False
        places = {"heading": (HEADING,), "title": (TITLE,)}.get(place, (HEADING, TITLE))
        return any(words.mask >> group & 1 for name, _, words in frame.further if name in places)
