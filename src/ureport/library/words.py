"""Where the words of a library stand in a text: by a dictionary at first, by an automaton when there is more to read.

To build the automaton of 40,000 words takes longer than to look up every part of a few reports.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from ahocorasick_rs import AhoCorasick, MatchKind

_AT_FIRST = 20_000
"""So many characters are looked up; from then on the automaton is worth its making."""

Place = tuple[int, int, int]
"""The number of a word, its start and its end."""


@dataclass(slots=True, eq=False)
class WordAutomaton:
    """Finds words as an AhoCorasick does, by either way the same places in the same order. A word has the number of its place."""

    words: tuple[str, ...]
    lengths: Mapping[str, tuple[int, ...]]
    """By the last two characters of words (the only one of words of one) how long such words are, the longest first."""
    _numbers: dict[str, int] = field(default_factory=dict, init=False)
    _automaton: AhoCorasick | None = field(default=None, init=False)
    _read: int = field(default=0, init=False)

    @classmethod
    def of(cls, words: tuple[str, ...]) -> WordAutomaton:
        """The automaton of words that are all different and not empty."""
        found: dict[str, set[int]] = {}
        for word in words:
            found.setdefault(word[-2:], set()).add(len(word))
        return cls(words, {end: tuple(sorted(lengths, reverse=True)) for end, lengths in found.items()})

    @property
    def numbers(self) -> Mapping[str, int]:
        """The number of each word."""
        if not self._numbers:
            self._numbers.update(zip(self.words, range(len(self.words)), strict=True))
        return self._numbers

    def find_matches_as_indexes(self, text: str, *, overlapping: Literal[True] = True) -> list[Place]:
        """The places of all words, overlapping ones too, in the order of their ends; of those with one end the longest first.

        >>> WordAutomaton.of(("会员", "新增会员")).find_matches_as_indexes("新增会员8名")
        [(1, 0, 4), (0, 2, 4)]
        """
        if self._automaton is None:
            self._read += len(text)
            if self._read <= _AT_FIRST:
                return self._looked_up(text)
            self._automaton = AhoCorasick(self.words, matchkind=MatchKind.Standard)
        return self._automaton.find_matches_as_indexes(text, overlapping=overlapping)

    def _looked_up(self, text: str) -> list[Place]:
        found: list[Place] = []
        numbers, lengths = self.numbers, self.lengths
        single = lengths.keys()
        for end in range(1, len(text) + 1):
            if end > 1:
                for length in lengths.get(text[end - 2 : end], ()):
                    if length <= end and (number := numbers.get(text[end - length : end])) is not None:
                        found.append((number, end - length, end))
            if text[end - 1] in single:
                found.append((numbers[text[end - 1]], end - 1, end))
        return found
