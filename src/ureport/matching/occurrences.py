"""Where the words of the library stand in a span of the reading: one pass of the automaton, by group."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import KeysView

from ureport.library.types import LIGHT, Library
from ureport.model import Span

_MARKS = "“”‘’\"'《》〈〉"
_QUOTES = re.compile(f"[{_MARKS}]")
_NO_QUOTES = str.maketrans("", "", _MARKS)
_DENIAL = re.compile("(?:尚未|还未|未能|未(?![来成婚满了])|没有(?!少))")
_DENIED = 2
_BRACKET = re.compile(r"\([^()0-9]{1,6}\)")

Word = tuple[int, int, int, int]
"""Number in the library, start, end and kind (LIGHT, GENERIC) of a word found."""


class Occurrences:
    """The words found in one span, in the order of the text, and the mask of their groups.

    ``words`` are all; ``topics`` are the spans of the words that say what is
    counted (not 达到, 共有), ``themes`` those that say it well (not 企业, 职工 either).
    """

    __slots__ = ("_library", "_masks", "_of_group", "_places", "mask", "themes", "topics", "words")

    def __init__(self, library: Library, text: str, start: int, end: int) -> None:
        self.mask = 0
        self.topics: list[Span] = []
        self.themes: list[Span] = []
        self.words: list[Word] = []
        self._library = library
        self._places: dict[int, list[int]] = {}
        self._masks: dict[int, int] = {}
        self._of_group: dict[int, list[int]] = {}
        part = text[start:end]
        bare = part.translate(_NO_QUOTES)
        found = library.automaton.find_matches_as_indexes(bare, overlapping=True)
        if "(" in bare:
            found += _over_brackets(library, bare)
        if found:
            self._gather(library, bare, found, start, _shifts(part) if len(bare) != len(part) else None)

    def _gather(self, library: Library, bare: str, found: list[tuple[int, int, int]], start: int, shift: list[int] | None) -> None:
        opaque_from, mask_of, kinds = library.opaque_from, library.mask, library.word_kinds
        hidden = [(s, e) for w, s, e in found if w >= opaque_from]
        if hidden:
            found = _uncovered(found, hidden)
        if "未" in bare or "没有" in bare:
            found = _affirmed(found, bare)
        words, places, masks, topics, mask = self.words, self._places, self._masks, self.topics, 0
        for word, first, last in found:
            # the 组建 of 组建率 tells of a rate, not of what was built
            if bare[last : last + 1] == "率" != bare[last - 1]:
                continue
            if shift:
                first, last = first + bisect_right(shift, first), last - 1 + bisect_right(shift, last - 1) + 1
            first, last, kind = start + first, start + last, kinds[word]
            if word in places:
                places[word].append(len(words))
            else:
                places[word] = [len(words)]
                masks[word] = mask_of(word)
                mask |= masks[word]
            words.append((word, first, last, kind))
            if not kind & LIGHT and word < opaque_from and last - first > 1:
                topics.append((first, last))
                if not kind:
                    self.themes.append((first, last))
        self.mask = mask

    @property
    def numbers(self) -> KeysView[int]:
        """The numbers of the words in the library, each once."""
        return self._masks.keys()

    def of_group(self, group: int) -> list[int]:
        """Which of the words belong to a group, as places in ``words``."""
        known = self._of_group.get(group)
        if known is None:
            masks, bit = self._masks, 1 << group
            known = self._of_group[group] = [place for number, found in self._places.items() if masks[number] & bit for place in found]
        return known

    def spans(self, group: int) -> list[Span]:
        """Where the words of a group stand."""
        return [self.words[place][1:3] for place in self.of_group(group)]

    def mask_between(self, start: int, end: int) -> int:
        """The mask of the groups of which a word stands between two offsets."""
        mask, masks = 0, self._masks
        for word, first, last, _ in self.words:
            if start <= first and last <= end:
                mask |= masks[word]
        return mask

    def merge(self, other: Occurrences) -> None:
        """Adds the words of another span (row label and column header of a table cell)."""
        for number, places in other._places.items():
            self._places[number] = [*self._places.get(number, ()), *(len(self.words) + place for place in places)]
        self._masks |= other._masks
        self.words += other.words
        self._of_group.clear()
        self.mask |= other.mask
        self.topics += other.topics
        self.themes += other.themes


def _over_brackets(library: Library, bare: str) -> list[tuple[int, int, int]]:
    """The words that a short bracket without a figure interrupts: 村(社区)工会 holds 村工会, 厂务(校务)公开 holds 厂务公开."""
    cuts = [m.span() for m in _BRACKET.finditer(bare)]
    if not cuts:
        return []
    kept, starts, at, removed = [], [], 0, 0
    for start, end in cuts:
        kept.append(bare[at:start])
        starts.append((start - removed, end - start))
        removed += end - start
        at = end
    kept.append(bare[at:])
    found = []
    for word, first, last in library.automaton.find_matches_as_indexes("".join(kept), overlapping=True):
        before = sum(length for place, length in starts if place <= first)
        inside = sum(length for place, length in starts if first < place < last)
        if inside:
            found.append((word, first + before, last + before + inside))
    return found


def _affirmed(found: list[tuple[int, int, int]], bare: str) -> list[tuple[int, int, int]]:
    """The words that no 未 or 没有 denies: 未建会企业 holds no 建会."""
    denied = [m.end() for m in _DENIAL.finditer(bare)]
    return [word for word in found if not any(0 <= word[1] - end <= _DENIED for end in denied)]


def _uncovered(found: list[tuple[int, int, int]], hidden: list[Span]) -> list[tuple[int, int, int]]:
    """The words that do not stand inside an opaque word."""
    result = []
    for word in found:
        _, first, last = word
        for start, end in hidden:
            if start <= first and last <= end and last - first < end - start:
                break
        else:
            result.append(word)
    return result


def _shifts(part: str) -> list[int]:
    """For the i-th quotation mark, the offset in the text without marks from which offsets are i + 1 larger."""
    return [m.start() - i for i, m in enumerate(_QUOTES.finditer(part))]
