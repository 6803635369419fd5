"""Where the words of the library stand in a span of the reading: one pass of the automaton, by group."""

from __future__ import annotations

import re
from bisect import bisect_right

from ureport.library.types import Library
from ureport.model import Span

_QUOTES = re.compile("[“”‘’\"'《》〈〉]")
_NO_QUOTES = str.maketrans("", "", "“”‘’\"'《》〈〉")


class Occurrences:
    """The words found in one span: spans by group, in the order of the text, and the mask of groups present."""

    __slots__ = ("by_group", "mask")

    def __init__(self, library: Library, text: str, start: int, end: int) -> None:
        self.by_group: dict[int, list[Span]] = {}
        self.mask = 0
        part = text[start:end]
        bare = part.translate(_NO_QUOTES)
        shift = _shifts(part) if len(bare) != len(part) else None
        found = library.automaton.find_matches_as_indexes(bare, overlapping=True)
        if not found:
            return
        hidden = [(s, e) for w, s, e in found if w >= library.opaque_from]
        by_group = self.by_group
        for word, first, last in found:
            groups = library.word_groups[word]
            if hidden and any(s <= first and last <= e and last - first < e - s for s, e in hidden):
                continue
            if shift:
                first, last = first + bisect_right(shift, first), last - 1 + bisect_right(shift, last - 1) + 1
            span = (start + first, start + last)
            for group in groups:
                if group in by_group:
                    by_group[group].append(span)
                else:
                    by_group[group] = [span]
                    self.mask |= 1 << group


def _shifts(part: str) -> list[int]:
    """For the i-th quotation mark, the offset in the text without marks from which offsets are i + 1 larger."""
    return [m.start() - i for i, m in enumerate(_QUOTES.finditer(part))]
