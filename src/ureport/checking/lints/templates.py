"""Lints of the templates: those that cannot win, and what can be left out without a change."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import permutations

from ureport.checking.lints.registry import lint
from ureport.checking.material import Material
from ureport.checking.wordings import Claim, Claims, Wording, of_pattern
from ureport.errors import Fault
from ureport.library import Library, Pattern
from ureport.library.expansion import Few
from ureport.library.template import expand_words
from ureport.library.types import Condition
from ureport.matching import Occurrences

_MORE = 10
"""So many words of each list are tried before a pattern is said to match nothing."""
_MANY = 4
"""Templates of more groups are not compared word by word."""


Pairs = list[tuple[Wording, Claim]]


def at(material: Material, code: str, pattern: Pattern, message: str, *, words: str = "", detail: tuple[str, ...] = ()) -> Fault:
    """A fault of a pattern at its template, or at words of it."""
    loc = ("pattern", pattern.index, "template")
    return material.fault(code, pattern.path, loc, message, words=words or pattern.template, detail=detail, metric=pattern.metric)


@lint("P101")
def cannot_match(material: Material) -> Iterator[Fault]:
    """A pattern that fits none of the texts made from it."""
    for pattern, pairs in _never_winning(material):
        lacks = _lacks(material.library, pattern, pairs)
        if all(lacks):
            detail = (f"in: {pairs[0][0].text}", f"it lacks {lacks[0]}")
            yield at(material, "P101", pattern, f"{pattern.name} fits none of {len(pairs)} texts made from it", detail=detail)


@lint("P102")
def shadowed(material: Material) -> Iterator[Fault]:
    """A pattern that fits, and loses every text made from it to another metric."""
    for pattern, pairs in _never_winning(material):
        if not any(claim.metric == pattern.metric for _, claim in pairs) and not all(_lacks(material.library, pattern, pairs)):
            winner = Counter(claim.pattern for _, claim in pairs).most_common(1)[0][0]
            message = f"{pattern.name} is outweighed by {winner} in every text made from it"
            yield at(material, "P102", pattern, message, detail=(f"in: {pairs[0][0].text}",))


@lint("P103")
def redundant(material: Material) -> Iterator[Fault]:
    """A pattern of which other patterns of the metric win every text."""
    for pattern, pairs in _never_winning(material):
        if all(claim.metric == pattern.metric for _, claim in pairs):
            winners = "、".join(name for name, _ in Counter(claim.pattern for _, claim in pairs).most_common(3))
            yield at(material, "P103", pattern, f"{pattern.name}: {winners} claims every text made from it", detail=(f"in: {pairs[0][0].text}",))


@lint("P110")
def same_template(material: Material) -> Iterator[Fault]:
    """Two patterns that differ in nothing but their number."""
    first: dict[object, Pattern] = {}
    for pattern in material.library.patterns:
        key = (
            pattern.metric,
            pattern.groups,
            pattern.before,
            pattern.ordered,
            pattern.tight,
            pattern.units,
            pattern.conditions,
            pattern.status,
            pattern.aspect,
        )
        other = first.setdefault((key, pattern.template if pattern.regex is not None else ""), pattern)
        if other is not pattern:
            yield at(material, "P110", pattern, f"{pattern.name} is the same as {other.name}")


@lint("P112")
def needless_word(material: Material) -> Iterator[Fault]:
    """A word of a template with which another pattern always claims as much, or of a condition that holds a shorter word of it."""
    yield from _in_templates(material)
    yield from _in_conditions(material)


def _in_templates(material: Material) -> Iterator[Fault]:
    library = material.library
    for metric in library.metrics.values():
        patterns = [p for p in metric.patterns if p.regex is None and len(p.groups) <= _MANY]
        for pattern in patterns:
            rivals = [p for p in patterns if p is not pattern and len(p.groups) == len(pattern.groups) and _as_free(library, p, pattern)]
            for number, group in enumerate(pattern.groups):
                words = library.groups[group]
                needless = [(w, r) for w in words if (r := next((r for r in rivals if _covers(library, r, pattern, number, w)), None))]
                if needless and len(words) > 1:
                    yield from _needless(material, pattern, needless)


def _in_conditions(material: Material) -> Iterator[Fault]:
    """工资提高 beside 工资: the shorter word stands wherever the longer one does, so the longer one adds nothing."""
    library = material.library
    for pattern in library.patterns:
        entry = material.sources[pattern.path].data["pattern"][pattern.index]
        for key in ("when", "unless"):
            for place, written in entry.get(key, {}).items():
                known = frozenset(word for text in written for word in expand_words(text, library.lexicon))
                for word in written:
                    if word in known and (shorter := _held(library, word, known - {word})):
                        message = f"{pattern.name} does not need {word} in {key}.{place}: {shorter} stands in it"
                        yield material.fault("P112", pattern.path, ("pattern", pattern.index, key, place), message, words=f'"{word}"', metric=pattern.metric)


def _held(library: Library, word: str, others: frozenset[str]) -> str:
    """One of the other words that is found wherever the word stands (not one that a longer word hides, or that a 率 behind it changes)."""
    inside = [other for other in others if other in word]
    if not inside:
        return ""
    found = Occurrences(library, word, 0, len(word)).words
    return next((other for other in sorted(inside) if library.numbers[other] in found), "")


def _needless(material: Material, pattern: Pattern, found: Sequence[tuple[str, Pattern]]) -> Iterator[Fault]:
    """One fault for all needless words of a group that stand in the template as they are."""
    written = [(word, rival) for word, rival in found if word in pattern.template]
    if written:
        words, rivals = "、".join(word for word, _ in written), "、".join(dict.fromkeys(rival.name for _, rival in written))
        yield at(material, "P112", pattern, f"{pattern.name} does not need {words}: {rivals} claims as much", words=written[0][0])


def _never_winning(material: Material) -> Iterator[tuple[Pattern, Pairs]]:
    """The patterns that win no example, report or wording, with their wordings (not those that a condition must refuse)."""
    by_pattern: dict[str, Pairs] = {}
    for wording, claim in material.claims:
        if not wording.refused:
            by_pattern.setdefault(wording.pattern.name, []).append((wording, claim))
    claims = Claims(material.library)
    for pairs in by_pattern.values():
        pattern = pairs[0][0].pattern
        if pattern.name in material.won or any(claim.pattern == pattern.name for _, claim in pairs):
            continue
        entry = material.sources[pattern.path].data["pattern"][pattern.index]
        more = [w for w in of_pattern(pattern, material.library, entry, few=Few(_MORE)) if not w.refused]
        pairs = [*pairs, *((wording, claims.claim(wording.text, pattern)) for wording in more)]
        if all(claim.pattern != pattern.name for _, claim in pairs):
            yield pattern, pairs


def _lacks(library: Library, pattern: Pattern, pairs: Pairs) -> list[str]:
    """What a pattern lacks in each of its wordings; empty where it fits."""
    claims = Claims(library)
    return [claims.matcher.attempt(pattern, *claims.surroundings(wording.text)).lacks for wording, _ in pairs]


def _covers(library: Library, rival: Pattern, pattern: Pattern, number: int, word: str) -> bool:
    """True when the rival claims every text that the pattern claims with this word, on the same words.

    The groups are the same but for that of the word, of which the rival has a part: of more words, or other ones, it might
    take another, which stands nearer and weighs less.
    """
    orders = [tuple(range(len(pattern.groups)))] if rival.ordered else permutations(range(len(pattern.groups)))
    mine = set(library.groups[pattern.groups[number]])
    for order in orders:
        theirs = [rival.groups[place] for place in order]
        same = all(theirs[i] == group for i, group in enumerate(pattern.groups) if i != number)
        if same and word in library.groups[theirs[number]] and mine.issuperset(library.groups[theirs[number]]):
            return True
    return False


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
