"""Group → proposal: the template that the words of a group make, and the metric it might belong to."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ureport.library import Library
from ureport.proposals.grouping import Group, Grouping
from ureport.proposals.tally import Count, Held, Tally, Wording

_NO_UNIT = "个"
"""The unit of a draft for figures without one."""
_FIGURE, _BREAK = "\ufffc", "\n"
_WORDS, _SLOT = re.compile(r"\w+"), re.compile(r"\{[^}]*\}")
_NEARLY_ALL, _MOST = 0.95, 0.85


@dataclass(frozen=True, slots=True)
class Example:
    """A wording of a proposal as it is shown, and how many records have it."""

    text: str
    records: int


@dataclass(frozen=True, slots=True)
class Proposal:
    """A draft of a metric: ``template`` fits ``records`` figures in ``files`` files; ``change`` more tell of growth or shares of it.

    ``units``: the usual first. ``held``: sentences with the figure, those of the most frequent wordings first.
    """

    head: str
    template: str
    kind: str
    units: tuple[str, ...]
    is_change: bool
    records: int
    change: int
    files: int
    wordings: tuple[Example, ...]
    held: tuple[Held, ...]

    @property
    def name(self) -> str:
        """A name to begin with: the words of the template and the unit, 志愿服务（场）."""
        return f"{''.join(self.words)}（{self.units[0]}）"

    @property
    def words(self) -> list[str]:
        """The words of the template."""
        return _WORDS.findall(_SLOT.sub(" ", self.template))


def propose(tally: Tally, library: Library, *, top: int, least: int) -> tuple[list[Proposal], int]:
    """The most frequent proposals of a tally, and how many records all of them would take, those beyond ``top`` included."""
    grouping = Grouping(tally.counts, library, tally.weak, least)
    groups = grouping.groups()
    return [_proposal(g, tally, grouping) for g in groups[:top]], sum(g.records + g.change for g in groups)


def _proposal(found: Group, tally: Tally, grouping: Grouping) -> Proposal:
    counts = {wording: tally.counts[wording] for wording in found.wordings}
    units: Counter[str] = Counter()
    for count in counts.values():
        units.update(count.units)
    named = tuple(unit or _NO_UNIT for unit, _ in sorted(units.items(), key=lambda item: (-item[1], item[0])))
    return Proposal(
        found.head,
        _template(found, counts, named, grouping),
        _kind(named),
        named,
        found.is_change,
        found.records,
        found.change,
        found.files,
        tuple(Example(_shown(wording, count), count.records) for wording, count in counts.items()),
        tuple(_in_turn([count.held for count in counts.values()])),
    )


def _kind(units: Sequence[str]) -> str:
    return {"%": "rate", "元": "money"}.get(units[0], "count")


def _template(found: Group, counts: dict[Wording, Count], units: Sequence[str], grouping: Grouping) -> str:
    """The head and the slot in the order in which they stand; where they stand in either, near each other."""
    slot = _slot(units[0] if len(units) == 1 else "")
    words = (found.head, *_companion(found, counts, grouping))
    orders: Counter[tuple[str, ...]] = Counter()
    for wording, count in counts.items():
        line = _line(wording)
        places = [*((_find(line, word), word) for word in words), (line.index(_FIGURE), slot)]
        if min(places)[0] >= 0:
            orders[tuple(word for _, word in sorted(places))] += count.records
    order, records = min(orders.items(), key=lambda item: (-item[1], item[0]))
    return " … ".join(order) if records >= _NEARLY_ALL * orders.total() else " ~ ".join((*words, slot))


def _companion(found: Group, counts: dict[Wording, Count], grouping: Grouping) -> tuple[str, ...]:
    """A second word that the template needs: one beside the figure when the head never stands there (乒乓球比赛，28家单位),
    or, for a head that is short or that the library knows, another word that most wordings have."""
    earlier = all(_find(_line(wording), found.head) < _line(wording).rfind(_CLAUSE) for wording in counts)
    if earlier:
        beside = Counter[str]()
        for wording, count in counts.items():
            beside.update(dict.fromkeys((word for word in (*wording.before, *wording.after) if len(word) > 1), count.records))
    elif len(found.head) == 2 or grouping.spread(found.head):
        beside = Counter()
        for wording, count in counts.items():
            beside.update(dict.fromkeys((term for term in grouping.terms[wording] if not _overlap(term, found.head)), count.records))
    else:
        return ()
    usual = [(word, records) for word, records in beside.items() if records >= _MOST * found.records]
    return (min(usual, key=lambda item: (-item[1], -len(item[0]), item[0]))[0],) if usual else ()


def _overlap(word: str, other: str) -> bool:
    """True when one word may stand within the other, or reach into it."""
    return word in other or other in word or any(word.endswith(other[:n]) or other.endswith(word[:n]) for n in range(1, len(other)))


_CLAUSE = "\v"


def _line(wording: Wording) -> str:
    """The words of a wording as a text in which the figure is one character."""
    earlier, before, after = ("".join(word or _BREAK for word in words) for words in (wording.earlier, wording.before, wording.after))
    return f"{earlier}{_CLAUSE}{before}{_FIGURE}{after}"


def _find(line: str, word: str) -> int:
    """Where a word stands: the last place before the figure, else the first after it."""
    before = line.rfind(word, 0, line.index(_FIGURE))
    return before if before >= 0 else line.find(word)


def _slot(unit: str) -> str:
    return "{" + unit + "}"


def _shown(wording: Wording, count: Count) -> str:
    """A wording to read: 开展…志愿服务活动{场}."""
    unit = min(count.units.items(), key=lambda item: (-item[1], item[0]))[0]
    line = _line(wording).replace(_FIGURE, _slot(unit)).replace(_CLAUSE, _BREAK)
    return "…".join(filter(None, line.split(_BREAK)))


def _in_turn(lists: Sequence[Sequence[Held]]) -> Iterator[Held]:
    """The first of each list, then the second of each, and so on."""
    for number in range(max(map(len, lists), default=0)):
        yield from (found[number] for found in lists if number < len(found))
