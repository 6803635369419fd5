"""Weights and the one winner, by the rule of docs/pattern-format.md."""

from __future__ import annotations

from operator import attrgetter
from typing import NamedTuple

from ureport.library.types import FIGURE, GENERIC, LIGHT, RATE_FACTOR, Condition, Library, Pattern
from ureport.matching.surroundings import ACROSS, BESIDE, HEADING, PREVIOUS, RANK, Placed, Surroundings
from ureport.matching.timed import search
from ureport.matching.units import FittingUnits, fitting_unit
from ureport.model import Evidence, Match, Mention

_IN_PREVIOUS, _IN_HEADING, _IN_CLAUSE, _AT_FIGURE = RANK[PREVIOUS], RANK[HEADING], RANK[ACROSS], RANK[BESIDE]
_TIGHT = 4
_WITHOUT_UNIT = 0.8
_in_order_of_ids = attrgetter("metric", "index")

Key = tuple[float, int, int, int]
"""Weight, priority, number of words, -distance of the nearest: the greatest wins."""


class Attempt(NamedTuple):
    """A pattern held against a figure: the evidence when it fits, or what it lacks."""

    pattern: Pattern
    evidence: tuple[Evidence, ...] = ()
    weight: float = 0.0
    unit: str = ""
    lacks: str = ""
    key: Key = (0.0, 0, 0, 0)
    """By what it is compared with others, when it fits."""


class Matcher:
    """Holds the patterns of a library against figures."""

    def __init__(self, library: Library) -> None:
        self.library = library
        self._fitting = FittingUnits(library)

    def match(self, mention: Mention, around: Surroundings, *, ratio: bool = False) -> Match | None:
        """The winning pattern of a figure, or None. ``ratio``: the figure is growth or share in % or times."""
        best: tuple[Key, Pattern, list[Placed], str] | None = None
        least = 0.0
        frame, bare = around.frame, around.bare()
        # a clause with a topic of its own must hold a word of the pattern
        own = -1 if bare else frame.clause_mask(around.clause)
        label = _label(mention, around, ratio)
        tied: list[str] = []
        for lightness, _, need, pattern, unit in frame.candidates(self._fitting.of(mention, ratio)):
            if -lightness < least:
                break
            if not need & own and pattern.regex is None:
                continue
            words = find_words(pattern, around)
            if words is None:
                continue
            if label is not None and _names_another_rate(pattern, words, label):
                continue
            weight = weigh(pattern, words, mention, bare or around.filled_by(words))
            if weight <= 0 or weight < least or (pattern.conditions and refusing(pattern, around)):
                continue
            key = key_of(pattern, words, weight)
            if best is None or key > best[0]:
                best, least, tied = (key, pattern, words, unit), weight, []
            elif key == best[0]:
                first, second = sorted((pattern, best[1]), key=_in_order_of_ids)
                tied.append(second.name)
                best = (key, pattern, words, unit) if first is pattern else best
        if best is None:
            return None
        (weight, _, _, _), pattern, words, unit = best
        if mention.unit in self.library.metrics[pattern.metric].units:
            unit = mention.unit
        evidence = tuple(map(around.evidence, words))
        return Match(pattern.metric, pattern.name, weight, evidence, unit, pattern.status, pattern.aspect, tuple(tied))

    def _told(self, condition: Condition) -> str:
        """A condition with some of its words: ``unless.clause 计划、打算``."""
        words = "、".join(self.library.groups[condition.group][:4])
        return f"{'when' if condition.wanted else 'unless'}.{condition.place} {words}"

    def weight_of(self, pattern: Pattern, mention: Mention, around: Surroundings) -> float:
        """The weight of one pattern on a figure, 0 when it does not fit. The checks are those of ``match``."""
        words = find_words(pattern, around) if fitting_unit(pattern, mention.unit, mention.units, ratio=False) is not None else None
        if words is None or refusing(pattern, around):
            return 0.0
        label = _label(mention, around, ratio=False)
        if label is not None and _names_another_rate(pattern, words, label):
            return 0.0
        return weigh(pattern, words, mention, around.bare() or around.filled_by(words))

    def attempts(self, mention: Mention, around: Surroundings, *, ratio: bool = False) -> list[Attempt]:
        """Every pattern of which a word stands near, with what it found or lacks; the fitting ones first (for explain)."""
        patterns = [p for p in self.library.patterns if any(around.frame.own.mask >> g & 1 and around.placed(g) for g in p.groups)]
        result = [self.attempt(pattern, mention, around, ratio=ratio) for pattern in patterns]
        return sorted(result, key=lambda a: (bool(a.lacks), -a.weight, -sum(e.weight for e in a.evidence), a.pattern.name))

    def attempt(self, pattern: Pattern, mention: Mention, around: Surroundings, *, ratio: bool = False) -> Attempt:
        """One pattern held against a figure, with what it lacks; the checks are those of ``match``."""
        unit = fitting_unit(pattern, mention.unit, mention.units, ratio)
        if unit is None:
            return Attempt(pattern, _found(pattern, around), lacks=f"unit: {mention.unit or 'none'} is not {'|'.join(pattern.units)}")
        missing = [self.library.groups[g] for g in pattern.groups if not around.placed(g)]
        if missing:
            words = "; ".join("|".join(group[:5]) + ("|…" if len(group) > 5 else "") for group in missing)
            return Attempt(pattern, _found(pattern, around), 0.0, unit, f"words: {words}")
        placed = find_words(pattern, around)
        if placed is None:
            return Attempt(pattern, lacks="order: the words do not stand in the order of the template", unit=unit)
        evidence = tuple(map(around.evidence, placed))
        label = _label(mention, around, ratio)
        if label is not None and _names_another_rate(pattern, placed, label):
            return Attempt(pattern, evidence, 0.0, unit, "label: its words do not hold the 率 that labels the percentage")
        condition = refusing(pattern, around)
        if condition:
            return Attempt(pattern, evidence, 0.0, unit, f"condition: {self._told(condition)}")
        weight = weigh(pattern, placed, mention, around.bare() or around.filled_by(placed))
        if weight <= 0:
            return Attempt(pattern, evidence, 0.0, unit, "place: no word of its own stands with the figure, whose clause has another topic")
        key = key_of(pattern, placed, weight)
        return Attempt(pattern, evidence, key[0], unit, key=key)


def refusing(pattern: Pattern, around: Surroundings) -> Condition | None:
    """The condition that speaks against a pattern, None when all hold."""
    for condition in pattern.conditions:
        if around.stands_in(condition.place, condition.group) is not condition.wanted:
            return condition
    return None


def _label(mention: Mention, around: Surroundings, ratio: bool) -> int | None:
    """Where the 率 stands that labels a level percentage, None when there is none."""
    return around.rate_label() if mention.unit == "%" and not ratio and not around.excluded else None


def _names_another_rate(pattern: Pattern, words: list[Placed], label: int) -> bool:
    """True for the pattern of a rate whose words do not hold the label of the percentage: 提案办复率达100%."""
    return pattern.rate and not any(w[3] <= label < w[4] for w in words)


def _found(pattern: Pattern, around: Surroundings) -> tuple[Evidence, ...]:
    """The best word of each group that stands near, for a pattern that does not fit."""
    return tuple(around.evidence(around.placed(g)[0]) for g in pattern.groups if around.placed(g))


def key_of(pattern: Pattern, words: list[Placed], weight: float) -> Key:
    """By what patterns that fit are compared; between equal keys the first name wins."""
    return weight, pattern.priority, len(words), max(w[2] for w in words)


def weigh(pattern: Pattern, words: list[Placed], mention: Mention, bare: bool) -> float:
    """The weight of the words; 0 when nothing of them stands with the figure and the clause has a topic of its own."""
    weight, own, beside, strong, near, verb, previous = 0.0, *(False,) * 6
    for rank, w, _, _, _, _, kind in words:
        weight += w
        if rank >= _IN_CLAUSE:
            own = True
            strong = strong or not kind
            verb = verb or kind & LIGHT != 0
            beside = beside or rank == _AT_FIGURE
        elif rank == _IN_PREVIOUS:
            previous = True
        near = near or (rank >= _IN_HEADING and kind & GENERIC == 0)
    if not own and not bare:
        return 0.0
    # beside the figure only 企业 or 职工: the rest must stand in the same sentence or in the heading
    if not strong and not near and not (previous and (bare or verb)) and not (own and bare):
        return 0.0
    # a topic of its own takes nothing from the sentence before
    if previous and strong:
        return 0.0
    if pattern.rate:
        weight *= RATE_FACTOR
    return round(weight if mention.unit else weight * _WITHOUT_UNIT * beside, 3)


def find_words(pattern: Pattern, around: Surroundings) -> list[Placed] | None:
    """The words of a pattern in the surroundings, in the order of its groups; None when one is missing."""
    if pattern.regex is not None:
        return _by_expression(pattern, around)
    return _in_order(pattern, around) if pattern.ordered else _in_any_order(pattern, around)


def _by_expression(pattern: Pattern, around: Surroundings) -> list[Placed] | None:
    """The words that a raw expression finds in the figure's clause, before and after the figure."""
    (first, last), (start, end) = around.line, around.figure
    found = search(pattern, around.text[first:start] + FIGURE + around.text[end:last])
    if found is None:
        return None
    a, b = first + found.start(), end + found.end() - (start - first) - 1
    words: list[Placed] = [(6, float(start - a), 0, a, start, BESIDE, 0)] if a < start else []
    if b > end:
        words.append((6, float(b - end), 0, end, b, BESIDE, 0))
    return words or None


def _in_any_order(pattern: Pattern, around: Surroundings) -> list[Placed] | None:
    chosen: list[Placed] = []
    for group in pattern.groups:
        for pick in around.placed(group):
            for other in chosen:
                if pick[3] < other[4] and other[3] < pick[4]:
                    break
            else:
                chosen.append(pick)
                break
        else:
            return None
    return chosen


def _in_order(pattern: Pattern, around: Surroundings) -> list[Placed] | None:
    start, end = around.figure
    found: list[Placed] = []
    limit = start
    for group in reversed(pattern.groups[: pattern.before]):
        for pick in around.placed(group):
            if pick[4] <= limit:
                break
        else:
            return None
        if not found and pattern.tight and start - pick[4] > _TIGHT:
            return None
        found.append(pick)
        limit = pick[3]
    found.reverse()
    limit = end
    for group in pattern.groups[pattern.before :]:
        for pick in around.placed(group):
            if pick[3] >= limit:
                break
        else:
            return None
        found.append(pick)
        limit = pick[4]
    return found
