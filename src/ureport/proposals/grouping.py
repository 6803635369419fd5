"""Wordings → groups that share a telling word.

The rule: a word or compound may lead a group when it stands next to the figure in records enough (of one kind of unit), or, when
it is long and the library hardly knows it, anywhere in their wordings. It is worth the records in whose wording it stands, those
next to the figure thrice; more when it is not of two characters only, less the more metrics of the library know it. The best one
takes all wordings that hold it, near or not; they count for no other any more; and so on. Of equal worth: the shorter word, then
the order of the words. At last groups join that have a word of four characters in common, or two shorter ones (采购扶贫…,
扶贫采购…). Growth and shares go with the level of the same head; only those of no level make groups of their own. A wording
counts once for each of its words, so the work grows as the text does.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from heapq import heapify, heappop, heappush
from itertools import combinations

from ureport.library import Library
from ureport.proposals.tally import BODIES, EVENTS, PIECES, THINGS, Count, Wording
from ureport.proposals.words import Weak, parts

_SHORT, _LONG = 1.0, 1.25
_KNOWN = 8.0
_COMMON = 0.15
"""A word that so large a share of the metrics knows tells nothing alone (项目, 困难)."""

_RARE = 3
"""A word of at most so many metrics tells much."""
_COUNTED = frozenset((BODIES, EVENTS, THINGS))
_TELLING = 4
"""A word of so many characters joins groups alone."""

Key = tuple[str, bool, str]
"""Kind of unit, change or level, word."""
Spread = Callable[[str], int]


@dataclass(frozen=True, slots=True)
class Group:
    """The wordings that share ``head``, the most frequent first; ``change`` counts records of its growth and shares."""

    key: Key
    wordings: tuple[Wording, ...]
    records: int
    files: int
    change: int = 0

    @property
    def head(self) -> str:
        return self.key[2]

    @property
    def is_change(self) -> bool:
        return self.key[1]


@dataclass(slots=True)
class _Lead:
    """A word that may lead a group: the wordings it stands in, and the records of those that are still free."""

    worth: float
    wordings: list[Wording] = field(default_factory=list)
    records: int = 0
    near: int = 0

    @property
    def score(self) -> float:
        return (self.records + 2 * self.near) * self.worth


def spread_over(library: Library) -> Spread:
    """A function that says how many metrics have a word in their patterns, alone or within a longer one."""
    words: dict[str, set[str]] = defaultdict(set)
    for pattern in library.patterns:
        for number in pattern.groups:
            words[pattern.metric].update(library.groups[number])
    texts = ["\n".join(found) for found in words.values()]

    @cache
    def spread(word: str) -> int:
        return sum(word in text for text in texts)

    return spread


class Grouping:
    """Puts the wordings of a tally into groups of at least ``least`` records."""

    def __init__(self, counts: Mapping[Wording, Count], library: Library, weak: Weak, least: int) -> None:
        self.counts = counts
        self.least = least
        self.spread = spread_over(library)
        most = max(8.0, _COMMON * len(library.metrics))
        self.weak: Weak = lambda word: weak(word) or (len(word) > 1 and self.spread(word) > most)
        self.terms = _terms(counts, self.weak)
        self.kins = self._kins()

    def groups(self) -> list[Group]:
        """The groups, the largest first."""
        levels = self._joined(self._led([wording for wording in self.counts if not wording.change]))
        levels, changes = self._with_changes(sorted(levels, key=_rank))
        return sorted((*levels, *self._joined(self._led(changes))), key=_rank)

    def _kins(self) -> dict[Wording, str]:
        """The kind of unit of each wording: that in 个 is of the kind in which one of its words stands most often (充电桩5处, 充电桩30个)."""
        elsewhere: dict[str, Counter[str]] = defaultdict(Counter)
        for wording, count in self.counts.items():
            if wording.kin in _COUNTED:
                for word in self.terms[wording]:
                    elsewhere[word][wording.kin] += count.records
        found = {}
        for wording in self.counts:
            counts = [(-records, kin) for word in self.terms[wording] for kin, records in elsewhere.get(word, {}).items()]
            found[wording] = min(counts)[1] if wording.kin == PIECES and counts else wording.kin
        return found

    def _led(self, wordings: Iterable[Wording]) -> list[Group]:
        leads = self._leads(wordings)
        heap = [_entry(key, lead) for key, lead in leads.items()]
        heapify(heap)
        taken: set[Wording] = set()
        groups: list[Group] = []
        while heap:
            score, _, _, key = heappop(heap)
            lead = leads[key]
            if not self._leads_enough(key, lead):
                continue
            if -score != lead.score:
                heappush(heap, _entry(key, lead))
                continue
            members = [wording for wording in lead.wordings if wording not in taken]
            taken.update(members)
            groups.append(self._group(key, members))
            for wording in members:
                self._count(leads, wording, -self.counts[wording].records)
        return groups

    def _leads(self, wordings: Iterable[Wording]) -> dict[Key, _Lead]:
        leads: dict[Key, _Lead] = defaultdict(lambda: _Lead(0.0))
        for wording in wordings:
            for word in self.terms[wording]:
                leads[self.kins[wording], wording.change, word].wordings.append(wording)
            self._count(leads, wording, self.counts[wording].records)
        enough = {key: lead for key, lead in leads.items() if self._leads_enough(key, lead)}
        for key, lead in enough.items():
            lead.worth = (_SHORT if len(key[2]) == 2 else _LONG) / (1 + self.spread(key[2]) / _KNOWN)
        return enough

    def _leads_enough(self, key: Key, lead: _Lead) -> bool:
        """True for a word that stands next to the figure in records enough; one that tells much may stand anywhere (充电桩安装30个)."""
        return lead.near >= self.least or (lead.records >= self.least and len(key[2]) > 2 and self.spread(key[2]) <= _RARE)

    def _count(self, leads: Mapping[Key, _Lead], wording: Wording, records: int) -> None:
        for word, near in self.terms[wording].items():
            key = (self.kins[wording], wording.change, word)
            if key in leads:
                leads[key].records += records
                leads[key].near += records * near

    def _group(self, key: Key, members: Iterable[Wording]) -> Group:
        ordered = tuple(sorted(members, key=lambda w: (-self.counts[w].records, w.words, w.kin)))
        files = {number for wording in ordered for number in self.counts[wording].files}
        return Group(key, ordered, sum(self.counts[w].records for w in ordered), len(files))

    def _joined(self, groups: list[Group]) -> list[Group]:
        """The groups; of those with a long word or two words in common all in one, led by what they have in common."""
        joined: dict[Key, Group] = {}
        bonds: dict[tuple[str, bool, tuple[str, ...]], Key] = {}
        for found in groups:
            own = self._bonds(found)
            bond = next((bond for bond in own if (*found.key[:2], bond) in bonds), None)
            if bond is None:
                joined[found.key] = found
                bonds.update({(*found.key[:2], bond): found.key for bond in own})
                continue
            known = bonds[*found.key[:2], bond]
            head = joined[known].head if all(self._holds(w, joined[known].head) for w in found.wordings) else min(bond, key=self.spread)
            joined[known] = self._group((*known[:2], head), (*joined[known].wordings, *found.wordings))
        return list(joined.values())

    def _bonds(self, found: Group) -> list[tuple[str, ...]]:
        """What may join a group with others: the long words in all its wordings, and any two words in all of them."""
        common = sorted(set.intersection(*({w for w in wording.words if len(w) > 1 and not self.weak(w)} for wording in found.wordings)))
        return [*((word,) for word in common if len(word) >= _TELLING), *combinations(common, 2)]

    def _holds(self, wording: Wording, word: str) -> bool:
        return word in self.terms[wording]

    def _with_changes(self, levels: list[Group]) -> tuple[list[Group], list[Wording]]:
        """The groups, the largest first, with the records of growth and shares that hold their heads; and the changes of other words.

        A template claims the growth of what it claims: it needs no proposal of its own.
        """
        heads: dict[str, Key] = {}
        for found in levels:
            heads.setdefault(found.head, found.key)
        change: dict[Key, int] = defaultdict(int)
        others = []
        for wording in (wording for wording in self.counts if wording.change):
            known = [heads[word] for word in self.terms[wording] if word in heads]
            if known:
                change[known[0]] += self.counts[wording].records
            else:
                others.append(wording)
        return [replace(found, change=change[found.key]) for found in levels], others


def _terms(counts: Mapping[Wording, Count], weak: Weak) -> dict[Wording, dict[str, bool]]:
    """The terms of each wording, with those words of other wordings that its words hold (义务植树 holds 植树)."""
    single = {word for wording in counts for word in wording.words if len(word) > 1 and not weak(word)}
    inner = {word: [part for part in parts(word) if part in single] for word in single}
    found = {}
    for wording in counts:
        known = wording.terms(weak)
        for word in wording.words:
            for part in inner.get(word, ()):
                known[part] = known.get(part, False) or known.get(word, False)
        found[wording] = known
    return found


def _entry(key: Key, lead: _Lead) -> tuple[float, int, str, Key]:
    return -lead.score, len(key[2]), key[2], key


def _rank(found: Group) -> tuple[int, int, str, Key]:
    return -found.records, -found.files, found.head, found.key
