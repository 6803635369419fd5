"""The compiled library: metrics, patterns as groups of words, and the index by which candidates are found."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from ureport.library.expression import Expression
from ureport.library.words import WordAutomaton
from ureport.model import Aspect, Span, Status
from ureport.vocabulary import Vocabulary

LIGHT, GENERIC = 1, 2
"""Kinds of words: light ones (达到, 共有) say nothing of what is counted, generic ones (企业, 职工) little."""

FIGURE = "\ufffc"
"""Stands for the figure where a raw regular expression looks for it (the object replacement character)."""

RATE_FACTOR = 1.25
"""A label of a rate (建会率) says more of a percentage than the words of a count."""

EXAMPLES, COUNTEREXAMPLES = 4, 2
"""The least that a metric file must hold."""

PLACES = ("clause", "sentence", "heading", "title", "any")


def bits(numbers: Iterable[int]) -> int:
    """Numbers of groups as one number, a bit for each: sets of groups are compared at one go."""
    mask = 0
    for number in numbers:
        mask |= 1 << number
    return mask


@dataclass(frozen=True, slots=True)
class Condition:
    """Words (as a group) that must, or must not, stand in a place."""

    place: str
    group: int
    wanted: bool


@dataclass(frozen=True, slots=True)
class Pattern:
    """One template, compiled. ``groups`` are numbers of word groups in the order of the template;
    ``before`` of them stand before the slot (ordered templates only)."""

    name: str
    metric: str
    template: str
    ordered: bool
    groups: tuple[int, ...]
    before: int
    tight: bool
    units: tuple[str, ...]
    conditions: tuple[Condition, ...] = ()
    status: Status | None = None
    aspect: Aspect | None = None
    priority: int = 0
    rate: bool = False
    most: float = 0.0
    """The most that the pattern can weigh: its longest words, all beside the figure."""
    regex: Expression | None = None
    """A raw expression in place of groups; FIGURE stands for the figure in the text it is held against."""
    path: str = ""
    index: int = 0
    """The file, and which of its ``[[pattern]]`` tables this is, from 0."""


@dataclass(frozen=True, slots=True)
class Example:
    """A text of a metric file with the figure meant; ``expected`` holds what the file states of it."""

    text: str
    figure: str
    nth: int
    expected: Mapping[str, object]
    counter: bool = False
    why: str = ""
    path: str = ""
    index: int = 0
    """The file, and which of its ``[[example]]`` (or ``[[counterexample]]``) tables this is, from 0."""

    def find(self) -> Span | None:
        """The span of the figure meant in the text; None when the text does not hold it so often."""
        start = -1
        for _ in range(self.nth):
            start = self.text.find(self.figure, start + 1)
            if start < 0:
                return None
        return start, start + len(self.figure)


@dataclass(frozen=True, slots=True)
class Metric:
    """One metric of the catalogue."""

    id: str
    name: str
    theme: str
    kind: str
    units: tuple[str, ...]
    definition: str
    patterns: tuple[Pattern, ...] = ()
    examples: tuple[Example, ...] = ()
    path: str = ""
    siblings: tuple[str, ...] = ()
    """Metrics told in one breath with this one: 助学88名，24.6万元."""


@dataclass(frozen=True, slots=True, eq=False)
class Library:
    """A pattern library, ready to match. A word has the number of its place in ``words``."""

    vocabulary: Vocabulary
    metrics: Mapping[str, Metric]
    patterns: tuple[Pattern, ...]
    words: tuple[str, ...]
    word_groups: tuple[tuple[int, ...], ...]
    """For each word the groups it belongs to."""
    opaque_from: int
    """Words from this number on are opaque: they hide the words inside them."""
    automaton: WordAutomaton
    groups: tuple[tuple[str, ...], ...]
    by_group: Mapping[int, tuple[Pattern, ...]]
    """Patterns by that group of theirs whose words are met least often."""
    word_kinds: tuple[int, ...]
    """For each word LIGHT and GENERIC as bits."""
    raw: tuple[Pattern, ...]
    """The patterns with a raw regular expression."""
    lexicon: Mapping[str, tuple[str, ...]]
    _masks: dict[int, int] = field(default_factory=dict, init=False, repr=False)

    def mask(self, word: int) -> int:
        """The groups of a word as bits; a run meets few of all words, so they are made when they are asked for."""
        known = self._masks.get(word)
        if known is None:
            known = self._masks[word] = bits(self.word_groups[word])
        return known

    @property
    def numbers(self) -> Mapping[str, int]:
        """The number of each word."""
        return self.automaton.numbers
