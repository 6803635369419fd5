"""Where the words of the library stand in a span of the reading: one pass of the automaton, by group."""

from __future__ import annotations

import re
from bisect import bisect_right

from ureport.library.types import Library
from ureport.model import Span

_QUOTES = re.compile("[“”‘’\"'《》〈〉]")
_NO_QUOTES = str.maketrans("", "", "“”‘’\"'《》〈〉")


class Occurrences:
    """The words found in one span, in the order of the text, and the mask of their groups.

    ``topics`` are the spans of the words that say what is counted (not 达到, 共有).
    """

    __slots__ = ("_spans", "_words", "mask", "topics", "words")

    def __init__(self, library: Library, text: str, start: int, end: int) -> None:
        self.mask = 0
        self.topics: list[Span] = []
        self.words: set[int] = set()
        self._words: list[tuple[int, Span]] = []
        self._spans: dict[int, list[Span]] = {}
        part = text[start:end]
        bare = part.translate(_NO_QUOTES)
        found = library.automaton.find_matches_as_indexes(bare, overlapping=True)
        if found:
            self._gather(library, bare, found, start, _shifts(part) if len(bare) != len(part) else None)

    def _gather(self, library: Library, bare: str, found: list[tuple[int, int, int]], start: int, shift: list[int] | None) -> None:
        opaque_from, masks, light = library.opaque_from, library.word_masks, library.light
        hidden = [(s, e) for w, s, e in found if w >= opaque_from]
        words, topics, mask = self._words, self.topics, 0
        for word, first, last in found:
            if hidden and any(s <= first and last <= e and last - first < e - s for s, e in hidden):
                continue
            # the 组建 of 组建率 tells of a rate, not of what was built
            if bare[last : last + 1] == "率" and bare[last - 1] != "率":
                continue
            if shift:
                first, last = first + bisect_right(shift, first), last - 1 + bisect_right(shift, last - 1) + 1
            span = (start + first, start + last)
            groups = masks[word]
            mask |= groups
            words.append((groups, span))
            self.words.add(word)
            if word not in light and word < opaque_from:
                topics.append(span)
        self.mask = mask

    def spans(self, group: int) -> list[Span]:
        """The spans of the words of a group."""
        known = self._spans.get(group)
        if known is None:
            known = self._spans[group] = [span for groups, span in self._words if groups >> group & 1] if self.mask >> group & 1 else []
        return known

    def merge(self, other: Occurrences) -> None:
        """Adds the words of another span (row label and column header of a table cell)."""
        self._words += other._words
        self._spans.clear()
        self.words |= other.words
        self.mask |= other.mask
        self.topics += other.topics


def _shifts(part: str) -> list[int]:
    """For the i-th quotation mark, the offset in the text without marks from which offsets are i + 1 larger."""
    return [m.start() - i for i, m in enumerate(_QUOTES.finditer(part))]
