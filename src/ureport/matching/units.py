"""Which patterns take a figure with a given measure word, looked up by the words found beside it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from ureport.library.types import Library, Pattern, bits
from ureport.model import Mention

RATIO_UNITS = frozenset({"%", "百分点", "倍", "番"})
_GENERAL = frozenset(["个", "家", "处", "户", "支", "项", "条", "件", "场", "份", "张", "篇", "册", "人", "人次", "期"])

UnitKey = tuple[str, tuple[str, ...], bool]
"""A measure word, what it may stand for, and whether the figure is growth or share in % or times."""


class Candidate(NamedTuple):
    """A pattern that takes a measure word. Candidates sort by ``lightness``: the heaviest possible pattern comes first."""

    lightness: float
    """The most that the pattern can weigh, negative."""
    name: str
    need: int
    """The groups of the pattern as bits."""
    pattern: Pattern
    unit: str
    """The unit in which it takes the figure."""


def fitting_unit(pattern: Pattern, unit: str, units: tuple[str, ...], ratio: bool) -> str | None:
    """The canonical unit in which a pattern takes a figure with this measure word, or None when it does not fit.

    ``units`` is what the measure word may stand for; ``ratio``: the figure is growth or share in % or times.
    """
    if (ratio or pattern.aspect) and unit in RATIO_UNITS:
        return unit
    if unit in pattern.units:
        return unit
    if not units:
        return pattern.units[0] if "%" not in pattern.units else None
    if len(units) > 1:
        for own in pattern.units:
            if own in units:
                # a measure word of its own (吨, 辆, 批) stays what it is
                return own if unit in _GENERAL else unit
    return None


class Fitting(dict[int, tuple[Candidate, ...]]):
    """The patterns of a library that take one measure word, by the word they are found by.

    Filled when a word is first asked for: a run meets few of all words.
    """

    __slots__ = ("_library", "key", "raw")

    def __init__(self, library: Library, key: UnitKey) -> None:
        super().__init__()
        self._library = library
        self.key = key
        self.raw = self._of(library.raw)

    def __missing__(self, word: int) -> tuple[Candidate, ...]:
        by_group = self._library.by_group
        found = self[word] = self._of(pattern for group in self._library.word_groups[word] for pattern in by_group.get(group, ()))
        return found

    def _of(self, patterns: Iterable[Pattern]) -> tuple[Candidate, ...]:
        return tuple(Candidate(-p.most, p.name, bits(p.groups), p, unit) for p in patterns if (unit := fitting_unit(p, *self.key)) is not None)


class FittingUnits:
    """The Fitting of each measure word met so far."""

    __slots__ = ("_known", "_library")

    def __init__(self, library: Library) -> None:
        self._library = library
        self._known: dict[UnitKey, Fitting] = {}

    def of(self, mention: Mention, ratio: bool) -> Fitting:
        key = (mention.unit, mention.units, ratio)
        known = self._known.get(key)
        if known is None:
            known = self._known[key] = Fitting(self._library, key)
        return known
