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
from ureport.library.types import Condition

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
    """A word of a template with which another pattern of the metric always claims as much."""
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
        pairs = [*pairs, *((wording, claims.claim(wording.text)) for wording in more)]
        if all(claim.pattern != pattern.name for _, claim in pairs):
            yield pattern, pairs


def _lacks(library: Library, pattern: Pattern, pairs: Pairs) -> list[str]:
    """What a pattern lacks in each of its wordings; empty where it fits."""
    claims = Claims(library)
    return [claims.matcher.attempt(pattern, *claims.surroundings(wording.text)).lacks for wording, _ in pairs]


def _covers(library: Library, rival: Pattern, pattern: Pattern, number: int, word: str) -> bool:
    """True when the rival claims every text that the pattern claims with this word, with as much weight."""
    theirs = [library.groups[g] for g in rival.groups]
    mine = [(word,) if i == number else library.groups[g] for i, g in enumerate(pattern.groups)]
    orders = [tuple(range(len(mine)))] if rival.ordered else permutations(range(len(mine)))
    return any(all(set(mine[i]) <= set(theirs[place]) for i, place in enumerate(order)) for order in orders)


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
