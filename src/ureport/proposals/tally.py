"""Counts of the wordings of figures that no pattern claims, gathered while the reports go by."""

from __future__ import annotations

import re
from array import array
from collections import Counter
from dataclasses import dataclass, field
from decimal import Decimal

from ureport.folding import fold
from ureport.model import OTHER, MetricRecord
from ureport.pieces import counted
from ureport.pipeline import Extractor, Trace
from ureport.proposals.words import Reader, Weak, Words, terms

KEPT = 3
"""So many sentences are kept of each wording."""
_LONGEST = 300
_SIDE = 120
_NEAREST = 6
_CUT = re.compile("[,，;；、。]")

PEOPLE, THINGS, BODIES, EVENTS, PIECES, RATIO = "人", "件", "家", "场", "个", "%"
_KIN = {
    **dict.fromkeys(("人", "人次"), PEOPLE),
    **dict.fromkeys(("件", "条", "项", "份", "张", "册", "篇", "种", "幅"), THINGS),
    **dict.fromkeys(("家", "处", "支"), BODIES),
    **dict.fromkeys(("%", "百分点", "倍", "番"), RATIO),
}
"""Units that may count one thing (短视频5条, 短视频3部). 个 counts things and bodies alike, and joins them when it shares their words."""


@dataclass(frozen=True, slots=True)
class Wording:
    """The words round a figure: ``before`` and ``after`` it in its clause, ``earlier`` when its clause has none of its own.

    ``kin`` is the kind of its unit, ``change`` tells figures of growth and share from levels.
    """

    kin: str
    change: bool
    before: Words
    after: Words = ()
    earlier: Words = ()

    @property
    def words(self) -> Words:
        """All words, in the order of the text."""
        return (*self.earlier, "", *self.before, "", *self.after)

    def terms(self, weak: Weak) -> dict[str, bool]:
        """Words and compounds, and whether each is what stands next to the figure: 志愿服务, but not 职工, in 职工…志愿服务活动36场."""
        found: dict[str, bool] = {}
        own = any(_tells(word, weak) for word in (*self.before, *self.after))
        for words, beside in ((self.earlier, not own), (self.before, True)):
            nearest = max((n for n, word in enumerate(words) if _tells(word, weak)), default=0)
            for term, last in terms(words, weak):
                found[term] = found.get(term, False) or (beside and last >= nearest)
        telling = next((n for n, word in enumerate(self.after) if _tells(word, weak)), 0)
        end = next((n for n in range(telling, len(self.after)) if not self.after[n]), len(self.after))
        for term, last in terms(self.after, weak):
            found[term] = found.get(term, False) or last < end
        return found


def _tells(word: str, weak: Weak) -> bool:
    return len(word) > 1 and not weak(word)


@dataclass(frozen=True, slots=True)
class Held:
    """A sentence kept as an example; its figure stands at ``at``, -1 when the sentence does not hold it as it is (tables)."""

    source: str
    line: int
    text: str
    at: int
    surface: str
    value: Decimal
    value_high: Decimal | None
    unit: str


@dataclass(slots=True)
class Count:
    """What is known of a wording: how many records, in which files (by number), in which units, and a few sentences."""

    records: int = 0
    files: array[int] = field(default_factory=lambda: array("L"))
    units: Counter[str] = field(default_factory=Counter)
    held: list[Held] = field(default_factory=list)


class Tally:
    """The wordings of the figures that no pattern claims. ``watch`` takes the figures of one report after the other."""

    def __init__(self, extractor: Extractor) -> None:
        library = extractor.library
        self.reader = Reader(library.vocabulary, frozenset(library.words), extractor.tokenize)
        weak = library.vocabulary.generic | library.vocabulary.light
        self.weak: Weak = weak.__contains__
        self.counts: dict[Wording, Count] = {}
        self.records = 0
        self.wordless = 0
        self._files = 0
        self._source = ""

    def watch(self, trace: Trace) -> None:
        """Counts a figure when it became a record of the metric other."""
        record = trace.record
        if record is None or record.metric != OTHER:
            return
        if record.source != self._source:
            self._source, self._files = record.source, self._files + 1
        self.records += 1
        wording = self._wording(trace, record)
        if wording is None:
            self.wordless += 1
            return
        count = self.counts.setdefault(wording, Count())
        count.records += 1
        count.units[record.unit] += 1
        if not count.files or count.files[-1] != self._files:
            count.files.append(self._files)
        if len(count.held) < KEPT:
            held = _held(trace, record)
            if all(known.text != held.text for known in count.held):
                count.held.append(held)

    def summary(self, shown: int, records: int, taken: int) -> str:
        """``12 proposals take 40 of 61 records of other; 9 are in further proposals, 8 rarer, 4 without telling words``."""
        rest = {"in further proposals": taken - records, "rarer": self.records - self.wordless - taken, "without telling words": self.wordless}
        parts = ", ".join(f"{number:,} {what}" for what, number in rest.items() if number)
        takes = f"{counted(shown, 'proposal')} {'takes' if shown == 1 else 'take'} {records:,} of {counted(self.records, 'record')} of other"
        return takes + (f"; {parts}" if parts else "")

    def _wording(self, trace: Trace, record: MetricRecord) -> Wording | None:
        """The words that tell what a figure counts; None when its sentence has none."""
        kind, change, org = kin(record.unit, trace.figure.mention.units), record.aspect != "level", record.org
        if "table cell" in trace.figure.mention.flags:
            words = self.reader.words(fold(record.sentence))
            return Wording(kind, change, words) if self._telling(words) else None
        around, mention = trace.around, trace.figure.mention
        before = self.reader.words(around.text[around.last_before : mention.start], org)[-_NEAREST:]
        behind = around.text[mention.end : min(around.clause[1], around.next_after)] if not around.closed else ""
        after = self.reader.words(behind, org)[:_NEAREST]
        if self._telling(before) or self._telling(after):
            return Wording(kind, change, before, after)
        earlier = self._earlier(trace, org)
        return Wording(kind, change, before, after, earlier) if earlier else None

    def _earlier(self, trace: Trace, org: str) -> Words:
        """The words of the nearest stretch of the sentence, before the figure, that tell something."""
        around = trace.around
        for first, last in reversed([c for c in around.frame.sentence.clauses if c[0] < around.last_before]):
            words = self.reader.words(around.text[first : min(last, around.last_before)], org)[-_NEAREST:]
            if self._telling(words):
                return words
        return ()

    def _telling(self, words: Words) -> bool:
        return any(_tells(word, self.weak) for word in words)


def kin(unit: str, units: tuple[str, ...] = ()) -> str:
    """The kind of a unit; a measure word of its own (棵, 套) is of the kind of what it may stand for."""
    if unit in _KIN or unit in (EVENTS, PIECES):
        return _KIN.get(unit, unit)
    return next((_KIN.get(name, name) for name in units[1:] if name in _KIN or name == EVENTS), unit)


def _held(trace: Trace, record: MetricRecord) -> Held:
    text, at = record.sentence, _place(trace, record)
    if len(text) > _LONGEST and at >= 0:
        first, last = max(0, at - _SIDE), min(len(text), at + len(record.surface) + _SIDE)
        cut = _CUT.search(text, first, at) if first else None
        first = cut.end() if cut else first
        ends = [m.start() for m in _CUT.finditer(text, at + len(record.surface), last)] if last < len(text) else []
        text, at = text[first : ends[-1] if ends else last], at - first
    return Held(record.source, record.line, text, at, record.surface, record.value, record.value_high, record.unit)


def _place(trace: Trace, record: MetricRecord) -> int:
    """Where the figure stands in the sentence of its record, -1 when it does not stand there as it is."""
    around, (start, end) = trace.around, trace.around.figure
    if "table cell" in trace.figure.mention.flags:
        return -1
    wanted = around.text[start:end]
    place = -1
    folded, at = fold(record.sentence), around.text.find(wanted, around.frame.sentence.start, end)
    while 0 <= at <= start:
        place = folded.find(wanted, place + 1)
        if place < 0:
            return -1
        at = around.text.find(wanted, at + 1, end)
    return place if record.sentence[place : place + len(record.surface)] == record.surface else -1
