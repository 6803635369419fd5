"""Candidates, weights and the one winner, by the rule of docs/pattern-format.md."""

from __future__ import annotations

from dataclasses import dataclass

from ureport.library.types import Library, Pattern
from ureport.matching.surroundings import ACROSS, BEFORE, BESIDE, HEADING, OWN, Surroundings
from ureport.model import Evidence, Match, Mention

_RATIO_UNITS = frozenset({"%", "百分点", "倍", "番"})
_GENERAL = frozenset("个 家 处 户 支 项 条 件 场 份 张 篇 册 人 人次 期".split())
_TIGHT = 4
# a label of a rate (建会率) says more of a percentage than the words of a count
_RATE_FACTOR = 1.25
_WITHOUT_UNIT = 0.8
_NEAR = frozenset({BESIDE, ACROSS, BEFORE, HEADING})


@dataclass(frozen=True, slots=True)
class Attempt:
    """A pattern held against a figure: the evidence when it fits, or what it lacks."""

    pattern: Pattern
    evidence: tuple[Evidence, ...] = ()
    weight: float = 0.0
    unit: str = ""
    lacks: str = ""


class Matcher:
    """Holds the patterns of a library against figures."""

    def __init__(self, library: Library) -> None:
        self.library = library

    def match(self, mention: Mention, around: Surroundings, *, ratio: bool = False) -> Match | None:
        """The winning pattern of a figure, or None. ``ratio``: the figure is growth or share in % or times."""
        best: Attempt | None = None
        best_key: tuple[float, int, int, int] | None = None
        second = ""
        for pattern in self.candidates(around.frame.mask):
            if pattern.need & around.frame.mask != pattern.need:
                continue
            unit = fitting_unit(pattern, mention, ratio)
            if unit is None:
                continue
            evidence = self.evidence(pattern, around)
            if evidence is None or self.refused(pattern, around):
                continue
            weight = self.weigh(pattern, evidence, mention, around)
            if weight <= 0:
                continue
            key = (round(weight, 3), pattern.priority, len(evidence), -min(map(around.distance, evidence)))
            if best_key is None or key > best_key:
                if best and best.pattern.metric != pattern.metric:
                    second = best.pattern.name
                best, best_key = Attempt(pattern, evidence, weight, unit), key
            elif best and best.pattern.metric != pattern.metric and not second:
                second = pattern.name
        if best is None:
            return None
        pattern = best.pattern
        return Match(pattern.metric, pattern.name, round(best.weight, 3), best.evidence, best.unit, pattern.status, pattern.aspect, second)

    def candidates(self, mask: int) -> list[Pattern]:
        """The patterns whose rarest group stands somewhere in the surroundings."""
        found: list[Pattern] = []
        by_group = self.library.by_group
        while mask:
            low = mask & -mask
            found += by_group.get(low.bit_length() - 1, ())
            mask ^= low
        return found

    def evidence(self, pattern: Pattern, around: Surroundings) -> tuple[Evidence, ...] | None:
        """The words of a pattern in the surroundings, in the order of its groups; None when one is missing."""
        return _in_order(pattern, around) if pattern.ordered else _in_any_order(pattern, around)

    def refused(self, pattern: Pattern, around: Surroundings) -> str:
        """The condition that speaks against a pattern, or an empty string."""
        for condition in pattern.conditions:
            if around.stands_in(condition.place, condition.group) is not condition.wanted:
                words = "、".join(self.library.groups[condition.group][:4])
                return f"{'when' if condition.wanted else 'unless'}.{condition.place} {words}"
        return ""

    def weigh(self, pattern: Pattern, evidence: tuple[Evidence, ...], mention: Mention, around: Surroundings) -> float:
        """The weight of the evidence; 0 when nothing of it stands with the figure and the clause has a topic of its own."""
        own = [e for e in evidence if e.place in OWN]
        if not own and not self.bare(around):
            return 0.0
        generic = self.library.vocabulary.generic
        strong = [e for e in evidence if e.word not in generic]
        # beside the figure only 企业 or 职工: the rest must stand in the same sentence or in the heading
        if all(e.word in generic for e in own) and not any(e.place in _NEAR for e in strong):
            return 0.0
        weight = sum(e.weight for e in evidence)
        if pattern.rate:
            weight *= _RATE_FACTOR
        return weight if mention.unit else weight * _WITHOUT_UNIT * any(e.place == BESIDE for e in evidence)

    def bare(self, around: Surroundings) -> bool:
        """True when the clause of the figure holds only light words (达到, 合计): its subject stands elsewhere."""
        light = self.library.light
        for group, spans in around.frame.own.by_group.items():
            if light >> group & 1:
                continue
            for start, end in spans:
                if self.library.vocabulary.light and around.place(start, end) in ((BESIDE, 1.0),) and around._text[start:end] not in self.library.vocabulary.light:
                    return False
        return True

    def attempts(self, mention: Mention, around: Surroundings, *, ratio: bool = False) -> list[Attempt]:
        """Every candidate with what it found or lacks, the fitting ones first, the heaviest first (for explain)."""
        result = []
        for pattern in self.candidates(around.frame.mask):
            result.append(self._attempt(pattern, mention, around, ratio))
        return sorted(result, key=lambda a: (bool(a.lacks), -a.weight, a.pattern.name))

    def _attempt(self, pattern: Pattern, mention: Mention, around: Surroundings, ratio: bool) -> Attempt:
        unit = fitting_unit(pattern, mention, ratio)
        if unit is None:
            return Attempt(pattern, lacks=f"unit: {mention.unit or 'none'} is not {'|'.join(pattern.units)}")
        missing = [self.library.groups[g] for g in pattern.groups if not around.options(g)]
        if missing:
            found = tuple(around.options(g)[0] for g in pattern.groups if around.options(g))
            words = "; ".join("|".join(group[:5]) + ("|…" if len(group) > 5 else "") for group in missing)
            return Attempt(pattern, found, 0.0, unit, f"words: {words}")
        evidence = self.evidence(pattern, around)
        if evidence is None:
            return Attempt(pattern, lacks="order: the words do not stand in the order of the template", unit=unit)
        refused = self.refused(pattern, around)
        if refused:
            return Attempt(pattern, evidence, 0.0, unit, f"condition: {refused}")
        weight = self.weigh(pattern, evidence, mention, around)
        if weight <= 0:
            return Attempt(pattern, evidence, 0.0, unit, "place: no word in the figure's own clause, which has a topic of its own")
        return Attempt(pattern, evidence, round(weight, 3), unit)


def fitting_unit(pattern: Pattern, mention: Mention, ratio: bool) -> str | None:
    """The canonical unit in which a pattern takes a figure, or None when its measure word does not fit."""
    if ratio and mention.unit in _RATIO_UNITS:
        return mention.unit
    if not mention.units:
        return pattern.units[0] if "%" not in pattern.units else None
    if mention.unit in pattern.units:
        return mention.unit
    for unit in pattern.units:
        if unit in mention.units:
            # a measure word of its own (吨, 辆, 批) stays what it is
            return unit if mention.unit in _GENERAL else mention.unit
    return None


def _in_any_order(pattern: Pattern, around: Surroundings) -> tuple[Evidence, ...] | None:
    chosen: list[Evidence] = []
    for group in pattern.groups:
        pick = next((e for e in around.options(group) if not _overlaps(e, chosen)), None)
        if pick is None:
            return None
        chosen.append(pick)
    return tuple(chosen)


def _in_order(pattern: Pattern, around: Surroundings) -> tuple[Evidence, ...] | None:
    left: list[Evidence] = []
    limit = around.figure[0]
    for group in reversed(pattern.groups[: pattern.before]):
        pick = next((e for e in around.options(group) if e.end <= limit), None)
        if pick is None or not left and pattern.tight and around.figure[0] - pick.end > _TIGHT:
            return None
        left.append(pick)
        limit = pick.start
    right: list[Evidence] = []
    limit = around.figure[1]
    for group in pattern.groups[pattern.before :]:
        pick = next((e for e in around.options(group) if e.start >= limit), None)
        if pick is None:
            return None
        right.append(pick)
        limit = pick.end
    return (*reversed(left), *right)


def _overlaps(evidence: Evidence, chosen: list[Evidence]) -> bool:
    return any(evidence.start < other.end and other.start < evidence.end for other in chosen)
