"""Lints of the templates that cannot win."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from ureport.checking.lints.registry import lint
from ureport.checking.material import Material
from ureport.checking.wordings import Claim, Claims, Wording, of_pattern
from ureport.errors import Fault
from ureport.library import Pattern
from ureport.library.expansion import Few

_MORE = 10
"""So many words of each list are tried before a pattern is said to match nothing."""


Pairs = list[tuple[Wording, Claim]]


@lint("P101")
def cannot_match(material: Material) -> Iterator[Fault]:
    """A pattern that fits none of the texts made from it."""
    claims = Claims(material.library)
    for pattern, pairs in _never_winning(material):
        if not _fitting(claims, pattern, pairs):
            text = pairs[0][0].text
            detail = (f"in: {text}", f"it lacks {_lack(claims, pattern, text)}")
            yield material.at_pattern("P101", pattern, f"{pattern.name} fits none of {len(pairs)} texts made from it", detail=detail)


@lint("P102")
def shadowed(material: Material) -> Iterator[Fault]:
    """A pattern that fits, and loses every text to others, some to another metric."""
    claims = Claims(material.library)
    for pattern, pairs in _never_winning(material):
        fitting = _fitting(claims, pattern, pairs)
        rivals = [pair for pair in fitting if pair[1].metric != pattern.metric]
        if rivals:
            winners = _most(claim.pattern for _, claim in fitting)
            message = f"{pattern.name} is outweighed by {winners} in every text made from it"
            yield material.at_pattern("P102", pattern, message, detail=(f"in: {rivals[0][0].text}",))


@lint("P103")
def redundant(material: Material) -> Iterator[Fault]:
    """A pattern that fits, and loses every text to other patterns of the metric."""
    claims = Claims(material.library)
    for pattern, pairs in _never_winning(material):
        fitting = _fitting(claims, pattern, pairs)
        if fitting and all(claim.metric == pattern.metric for _, claim in fitting):
            message = f"{pattern.name}: {_most(claim.pattern for _, claim in fitting)} claims every text made from it"
            yield material.at_pattern("P103", pattern, message, detail=(f"in: {fitting[0][0].text}",))


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


def _fitting(claims: Claims, pattern: Pattern, pairs: Pairs) -> Pairs:
    """The wordings that a pattern fits, though another claims them."""
    return [(wording, claim) for wording, claim in pairs if not _lack(claims, pattern, wording.text)]


def _lack(claims: Claims, pattern: Pattern, text: str) -> str:
    """What a pattern lacks in a text; empty when it fits."""
    return claims.matcher.attempt(pattern, *claims.surroundings(text)).lacks


def _most(names: Iterable[str]) -> str:
    """The most frequent names."""
    return "、".join(name for name, _ in Counter(names).most_common(3))
