"""Lints of the templates that cannot win."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from ureport.checking.lints.registry import lint
from ureport.checking.material import Material
from ureport.checking.wordings import Claim, Claims, Wording, of_pattern
from ureport.errors import Fault
from ureport.library import Pattern
from ureport.library.expansion import Few

_MORE = 10
"""So many words of each list are tried before a pattern is said to match nothing."""


Pairs = list[tuple[Wording, Claim]]


@dataclass(frozen=True, slots=True)
class Loser:
    """A pattern that wins nothing: all its wordings, and those that it fits though another claims them."""

    pattern: Pattern
    pairs: Pairs
    fitting: Pairs


@lint("P101")
def cannot_match(material: Material) -> Iterator[Fault]:
    """A pattern that fits none of the texts made from it."""
    claims = Claims(material.library)
    for loser in _losers(material):
        if not loser.fitting:
            pattern, text = loser.pattern, loser.pairs[0][0].text
            detail = (f"in: {text}", f"it lacks {_lack(claims, pattern, text)}")
            yield material.at_pattern("P101", pattern, f"{pattern.name} fits none of {len(loser.pairs)} texts made from it", detail=detail)


@lint("P102")
def shadowed(material: Material) -> Iterator[Fault]:
    """A pattern that fits, and loses every text to others, some to another metric."""
    for loser in _losers(material):
        pattern = loser.pattern
        rivals = [pair for pair in loser.fitting if pair[1].metric != pattern.metric]
        if rivals:
            message = f"{pattern.name} is outweighed by {_winners(loser)} in every text made from it"
            yield material.at_pattern("P102", pattern, message, detail=(f"in: {rivals[0][0].text}",))


@lint("P103")
def redundant(material: Material) -> Iterator[Fault]:
    """A pattern that fits, and loses every text to other patterns of the metric."""
    for loser in _losers(material):
        pattern = loser.pattern
        if loser.fitting and all(claim.metric == pattern.metric for _, claim in loser.fitting):
            message = f"{pattern.name}: {_winners(loser)} claims every text made from it"
            yield material.at_pattern("P103", pattern, message, detail=(f"in: {loser.fitting[0][0].text}",))


@lru_cache(maxsize=1)
def _losers(material: Material) -> tuple[Loser, ...]:
    """The patterns that win no example, report or wording (those that a condition must refuse left out); found once for the three lints."""
    by_pattern: dict[str, Pairs] = {}
    for wording, claim in material.claims:
        if not wording.refused:
            by_pattern.setdefault(wording.pattern.name, []).append((wording, claim))
    claims = Claims(material.library)
    found = []
    for pairs in by_pattern.values():
        pattern = pairs[0][0].pattern
        if pattern.name in material.won or any(claim.pattern == pattern.name for _, claim in pairs):
            continue
        entry = material.sources[pattern.path].data["pattern"][pattern.index]
        more = [w for w in of_pattern(pattern, material.library, entry, few=Few(_MORE)) if not w.refused]
        pairs = [*pairs, *((wording, claims.claim(wording.text, pattern)) for wording in more)]
        if all(claim.pattern != pattern.name for _, claim in pairs):
            found.append(Loser(pattern, pairs, [pair for pair in pairs if not _lack(claims, pattern, pair[0].text)]))
    return tuple(found)


def _lack(claims: Claims, pattern: Pattern, text: str) -> str:
    """What a pattern lacks in a text; empty when it fits."""
    return claims.matcher.attempt(pattern, *claims.surroundings(text)).lacks


def _winners(loser: Loser) -> str:
    """The patterns that most often win the texts that it fits."""
    return "、".join(name for name, _ in Counter(claim.pattern for _, claim in loser.fitting).most_common(3))
