"""Lints of what can be left out without a change: patterns that stand twice, words that another word or pattern makes needless."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import permutations

from ureport.checking.lints.registry import lint
from ureport.checking.material import Material
from ureport.errors import Fault
from ureport.library import Library, Pattern
from ureport.library.template import expand_words
from ureport.library.types import Condition
from ureport.matching import Occurrences

_MANY = 4
"""Templates of more groups are not compared word by word."""


@lint("P110")
def same_template(material: Material) -> Iterator[Fault]:
    """Two patterns that differ in nothing but their number."""
    first: dict[object, Pattern] = {}
    for pattern in material.own_patterns:
        key = (
            pattern.metric,
            pattern.groups,
            pattern.before,
            pattern.ordered,
            pattern.tight,
            pattern.units,
            frozenset(pattern.conditions),
            pattern.status,
            pattern.aspect,
        )
        other = first.setdefault((key, pattern.template if pattern.regex is not None else ""), pattern)
        if other is not pattern:
            yield material.at_pattern("P110", pattern, f"{pattern.name} is the same as {other.name}")


@lint("P112")
def needless_word(material: Material) -> Iterator[Fault]:
    """A word of a template with which another pattern always claims as much, or of a condition that holds a shorter word of it."""
    yield from _in_templates(material)
    yield from _in_conditions(material)


def _in_templates(material: Material) -> Iterator[Fault]:
    """Words of a group of which another pattern has a part, all else being the same: whatever holds one of these, it claims too.

    Of more words, or other ones, the other pattern might take another, which stands nearer and weighs less.
    """
    library = material.library
    for metric in material.metrics:
        patterns = [p for p in metric.patterns if p.regex is None and len(p.groups) <= _MANY]
        for pattern in patterns:
            needless: dict[int, dict[str, Pattern]] = {}
            for rival in patterns:
                if rival is not pattern and len(rival.groups) == len(pattern.groups) and _as_free(library, rival, pattern):
                    for number in _other_groups(pattern, rival):
                        words = library.groups[rival.groups[number[1]]]
                        if len(words) < len(mine := library.groups[pattern.groups[number[0]]]) and set(words) < set(mine):
                            needless.setdefault(number[0], {}).update(dict.fromkeys(words, rival))
            for found in needless.values():
                yield from _needless(material, pattern, list(found.items()))


def _other_groups(pattern: Pattern, rival: Pattern) -> Iterator[tuple[int, int]]:
    """The one group in which a rival differs from a pattern, by its number in either, for each order of the rival's groups."""
    places = range(len(pattern.groups))
    for order in [tuple(places)] if rival.ordered else permutations(places):
        others = [(i, place) for i, place in enumerate(order) if rival.groups[place] != pattern.groups[i]]
        if len(others) == 1:
            yield others[0]


def _in_conditions(material: Material) -> Iterator[Fault]:
    """工资提高 beside 工资: the shorter word stands wherever the longer one does, so the longer one adds nothing."""
    library = material.library
    for pattern in material.own_patterns:
        entry = material.sources[pattern.path].data["pattern"][pattern.index]
        for key in ("when", "unless"):
            for place, written in entry.get(key, {}).items():
                known = frozenset(word for text in written for word in expand_words(text, library.lexicon))
                for word in written:
                    if word in known and (shorter := _held(library, word, known - {word})):
                        message = f"{pattern.name} does not need {word} in {key}.{place}: {shorter} stands in it"
                        loc = ("pattern", pattern.index, key, place)
                        words = next((f"{q}{word}{q}" for q in "\"'" if f"{q}{word}{q}" in material.source(pattern.path).text), word)
                        yield material.fault("P112", pattern.path, loc, message, words=words, metric=pattern.metric)


def _held(library: Library, word: str, others: frozenset[str]) -> str:
    """One of the other words that is found wherever the word stands (not one that a longer word hides, or that a 率 behind it changes)."""
    inside = [other for other in others if other in word]
    if not inside:
        return ""
    found = Occurrences(library, word, 0, len(word)).numbers
    return next((other for other in sorted(inside) if library.numbers[other] in found), "")


def _needless(material: Material, pattern: Pattern, found: Sequence[tuple[str, Pattern]]) -> Iterator[Fault]:
    """One fault for all needless words of a group that stand in the template as they are."""
    written = [(word, rival) for word, rival in found if word in pattern.template]
    if written:
        words, rivals = "、".join(word for word, _ in written), "、".join(dict.fromkeys(rival.name for _, rival in written))
        yield material.at_pattern("P112", pattern, f"{pattern.name} does not need {words}: {rivals} claims as much", words=written[0][0])


def _as_free(library: Library, rival: Pattern, pattern: Pattern) -> bool:
    """True when nothing but its words can keep the rival from a text that the pattern claims."""
    if (rival.ordered and (not pattern.ordered or rival.before != pattern.before)) or (rival.tight and not pattern.tight):
        return False
    if (rival.status, rival.aspect) != (pattern.status, pattern.aspect) or rival.priority < pattern.priority:
        return False
    if not set(pattern.units) <= set(rival.units):
        return False
    return all(any(_implies(library, mine, theirs) for mine in pattern.conditions) for theirs in rival.conditions)


def _implies(library: Library, mine: Condition, theirs: Condition) -> bool:
    if (mine.place, mine.wanted) != (theirs.place, theirs.wanted):
        return False
    few, many = (mine, theirs) if mine.wanted else (theirs, mine)
    return set(library.groups[few.group]) <= set(library.groups[many.group])
