"""The one module that knows the order of the stages: Document → Extraction."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from ureport.context import Calendar, find_calendar, find_organisation, judge_aspect, judge_period, judge_status
from ureport.context.period import make_period
from ureport.context.section import Section, find_section, kind_of
from ureport.layout import read_layout, split_sentences
from ureport.library import Library
from ureport.matching import Matcher, Surroundings
from ureport.matching.occurrences import Occurrences
from ureport.matching.surroundings import BESIDE, HEADING, PREVIOUS, TITLE, Frame
from ureport.mentions import scan
from ureport.mentions.cells import CellFigure, read_cells
from ureport.model import (
    Aspect,
    AuditEntry,
    Document,
    Extraction,
    Judgement,
    Kind,
    Layout,
    Match,
    Mention,
    MetricRecord,
    Paragraph,
    Period,
    Role,
    Sentence,
    Span,
    Status,
)
from ureport.normalise import Figure, Lines, to_record
from ureport.subject import subject_of
from ureport.tokens import Tokenize, tokenizer

_RATIOS = frozenset({"%", "百分点", "倍", "番"})
_MAIN_TITLE = re.compile("总结|汇报|报告|综述|要点|情况|通报|简报|计划|方案|述职|工会|(?:19|20)[0-9]{2}年")
_DIGITS = re.compile(r"\d+")
_HEADING_FACTOR, _OUTER_HEADING_FACTOR, _PREVIOUS_FACTOR, _TITLE_FACTOR = 0.5, 0.35, 0.35, 0.2
_LEAST_PROMOTED = 4.0


@dataclass(frozen=True, slots=True)
class Trace:
    """One figure with its surroundings, for explain: how each field was decided."""

    figure: Figure
    around: Surroundings
    ratio: bool
    record: MetricRecord | None


@dataclass(frozen=True, slots=True)
class _Report:
    """One report of a file: its paragraphs and what holds for all its figures."""

    first: int
    last: int
    org: str
    org_reason: str
    calendar: Calendar
    plan: bool
    titles: tuple[Occurrences, ...]


class Extractor:
    """Runs the stages over documents with one library."""

    def __init__(self, library: Library) -> None:
        self.library = library
        self.matcher = Matcher(library)
        self._tokenize: Tokenize | None = None
        self.names = {m.id: (m.name, m.theme) for m in library.metrics.values()}

    def tokenize(self, text: str) -> list[str]:
        """The words of a text; the tokenizer is made when the first figure asks for it."""
        if self._tokenize is None:
            self._tokenize = tokenizer(self.library.words)
        return self._tokenize(text)

    def extract(self, document: Document) -> Extraction:
        """All records and the audit of a document. Never raises, whatever the text."""
        run = _Run(self, document)
        figures = run.figures()
        records = tuple(t.record for t in figures if t.record is not None)
        audit = _audit(run, {t.figure.mention: t.record for t in figures if t.record is not None}, {t.figure.mention: t for t in figures})
        first = run.reports[0]
        period = first.calendar.report
        return Extraction(document, first.org, period.name if period else "", records, audit, document.flags)

    def trace(self, document: Document) -> tuple[list[Trace], list[tuple[str, str]]]:
        """Every figure with its surroundings, and the reasons for organisation and period of each report."""
        run = _Run(self, document)
        reasons = [(f"{r.org or '(none)'} — {r.org_reason}", f"{r.calendar.report.name if r.calendar.report else '(none)'} — {r.calendar.reason}") for r in run.reports]
        return run.figures(), reasons


class _Run:
    """One document on its way through the stages."""

    def __init__(self, extractor: Extractor, document: Document) -> None:
        self.extractor = extractor
        self.library = extractor.library
        self.document = document
        self.vocabulary = extractor.library.vocabulary
        self.layout: Layout = read_layout(document, self.vocabulary)
        self.text = self.layout.reading.text
        self.lines = Lines.of(document.text)
        furniture = [(p.start, p.end) for p in self.layout.paragraphs if p.kind is Kind.FURNITURE]
        self.mentions = self._with_cells(scan(self.text, self.vocabulary, furniture))
        self.starts = [m.start for m in self.mentions]
        self.words: dict[Span, Occurrences] = {}
        self.reports = [self._report(a, b) for a, b in zip(self.layout.report_starts, (*self.layout.report_starts[1:], len(self.layout.paragraphs)), strict=True)]

    def _report(self, first: int, last: int) -> _Report:
        org, reason = find_organisation(self.layout, first, last, self.vocabulary)
        titles = [p for p in self.layout.paragraphs[first:last] if p.kind is Kind.TITLE]
        kinds = {kind_of(self.text[p.start : p.end], self.vocabulary) for p in titles}
        plan = "plan" in kinds and "summary" not in kinds and not self._has_plan_section(first, last)
        # captions above the text are no titles: the title names the union, the year or the kind of report
        main = [p for p in titles if _MAIN_TITLE.search(self.text, p.start, p.end)]
        words = tuple(self.occurrences((p.start, p.end)) for p in main)
        return _Report(first, last, org, reason, find_calendar(self.layout, first, last), plan, words)

    def _has_plan_section(self, first: int, last: int) -> bool:
        """True when a heading gives the plan a part of its own (五、2013年要点): the rest of the report tells what was done."""
        headings = [self.text[p.start : p.end] for p in self.layout.paragraphs[first:last] if p.kind is Kind.HEADING]
        return any(kind_of(h, self.vocabulary) == "plan" and re.search("[0-9]{4}年|明年|下一步|下步", h) for h in headings)

    def occurrences(self, span: Span) -> Occurrences:
        known = self.words.get(span)
        if known is None:
            known = self.words[span] = Occurrences(self.library, self.text, *span)
        return known

    def between(self, start: int, end: int) -> list[Mention]:
        return self.mentions[bisect_left(self.starts, start) : bisect_left(self.starts, end)]

    def _with_cells(self, found: list[Mention]) -> list[Mention]:
        """The mentions with those of table cells read as cells."""
        self.cells: dict[Mention, CellFigure] = {}
        for number, paragraph in enumerate(self.layout.paragraphs):
            if paragraph.table is None:
                continue
            caption = "\n".join(self.text[p.start : p.end] for p in self.layout.paragraphs[max(0, number - 2) : number] if p.end - p.start < 60)
            cells = {c.mention: c for c in read_cells(self.text, paragraph.table, caption, self.vocabulary)}
            self.cells.update(cells)
            spans = [(m.start, m.end) for m in cells]
            found = [m for m in found if not any(m.start < e and s < m.end for s, e in spans)]
            found += cells
            found.sort(key=lambda m: m.start)
        return found

    def figures(self) -> list[Trace]:
        """Every mention that is, or may be, a statistic, in the order of the text."""
        result: list[Trace] = []
        for report in self.reports:
            for paragraph in self.layout.paragraphs[report.first : report.last]:
                if paragraph.kind is not Kind.FURNITURE:
                    result += self._paragraph(paragraph, report)
        return result

    def _paragraph(self, paragraph: Paragraph, report: _Report) -> Iterator[Trace]:
        mentions = self.between(paragraph.start, paragraph.end)
        if not any(m.role in (Role.FACT, Role.VAGUE) and m.value is not None for m in mentions):
            return
        section = find_section(self.layout, paragraph, report.calendar, report.plan, self.vocabulary)
        if paragraph.table is not None:
            yield from self._table(paragraph, report, section, mentions)
            return
        headings = self._headings(paragraph, report)
        previous: Sentence | None = None
        carried: list[Trace] = []
        said = ""
        for sentence in split_sentences(self.text, paragraph.start, paragraph.end):
            facts = [m for m in self.between(sentence.start, sentence.end) if m.value is not None and m.role in (Role.FACT, Role.VAGUE)]
            if facts:
                frame = self._frame(sentence, previous, headings, facts)
                here = _Sentence(self, report, section, frame, paragraph, said, carried)
                traces = [here.trace(m) for m in facts]
                yield from traces
                carried = [t for t in traces if t.record] or carried
            said += self.text[sentence.start : sentence.end]
            previous = sentence

    def _headings(self, paragraph: Paragraph, report: _Report) -> list[tuple[str, float, Occurrences]]:
        places: list[tuple[str, float, Occurrences]] = []
        if paragraph.lead[1] > paragraph.lead[0]:
            places.append((HEADING, _HEADING_FACTOR, self.occurrences(paragraph.lead)))
        for depth, number in enumerate(reversed(paragraph.headings)):
            heading = self.layout.paragraphs[number]
            factor = _HEADING_FACTOR if not depth and not places else _OUTER_HEADING_FACTOR
            places.append((HEADING, factor, self.occurrences((heading.start, heading.end))))
        above = self.layout.paragraphs.index(paragraph) - 1 if not paragraph.headings else -1
        if above >= report.first and self._is_lone_title(self.layout.paragraphs[above]):
            heading = self.layout.paragraphs[above]
            places.append((HEADING, _HEADING_FACTOR, self.occurrences((heading.start, heading.end))))
        places += [(TITLE, _TITLE_FACTOR, words) for words in report.titles if paragraph.kind is not Kind.TITLE]
        return [place for place in places if place[2].mask]

    def _is_lone_title(self, paragraph: Paragraph) -> bool:
        """A title line that names neither union nor year nor kind of report heads the text right below it."""
        return paragraph.kind is Kind.TITLE and not _MAIN_TITLE.search(self.text, paragraph.start, paragraph.end)

    def _frame(self, sentence: Sentence, previous: Sentence | None, headings: list[tuple[str, float, Occurrences]], facts: Sequence[Mention]) -> Frame:
        further = list(headings)
        if previous is not None:
            further.append((PREVIOUS, _PREVIOUS_FACTOR, self.occurrences((previous.start, previous.end))))
        own = self.occurrences((sentence.start, sentence.end))
        return Frame(self.library, sentence, own, further, [(m.start, m.end) for m in facts])

    def _table(self, paragraph: Paragraph, report: _Report, section: Section, mentions: list[Mention]) -> Iterator[Trace]:
        headings = self._headings(paragraph, report)
        above: dict[int, Match | None] = {}
        for mention in mentions:
            cell = self.cells.get(mention)
            if cell is None or mention.value is None:
                continue
            own = Occurrences(self.library, "", 0, 0)
            for label in cell.labels:
                own.merge(self.occurrences(label))
            sentence = Sentence(min((a for a, _ in cell.labels), default=mention.start), mention.end, ((0, mention.end),))
            parent = [(HEADING, _HEADING_FACTOR, self.occurrences(cell.parent))] if cell.parent else []
            frame = Frame(self.library, sentence, own, [*headings, *parent], [])
            trace = self._cell(mention, cell, frame, report, section, above.get(cell.column) if cell.parent else None)
            if cell.parent is None:
                above[cell.column] = trace.figure.match
            yield trace

    def _cell(self, mention: Mention, cell: CellFigure, frame: Frame, report: _Report, section: Section, above: Match | None) -> Trace:
        around = _CellSurroundings(frame, self.text, (mention.start, mention.end))
        words = f"{cell.row_label} {cell.header}"
        aspect, why = judge_aspect(mention, re.sub(r"\(.*", "", cell.header), "", self.vocabulary)
        if re.search("增长|增幅|增减|同比|±", cell.header):
            aspect, why = "growth", f"column: {cell.header}"
        ratio = aspect != "level" and mention.unit in _RATIOS
        match = self.extractor.matcher.match(mention, around, ratio=ratio)
        if match is None and above and above.unit in (mention.units or (above.unit,)):
            match = replace(above, unit=above.unit)
        plan = section.plan or bool(re.search("计划|目标|任务", cell.header))
        period, when = judge_period(cell.header, cell.row_label, report.calendar, plan_period=section.period, target=plan)
        judgement = Judgement("target" if plan else "actual", aspect, period, (("aspect", why), ("period", when)))
        label = cell.row_label if match is None or not cell.header or re.match("[0-9]{4}", cell.header) else max(match.evidence, key=lambda e: e.weight).word
        figure = Figure(mention, match, judgement, re.sub(r"[(（].*|[#＃*]", "", label).strip(), words.strip(), section.path)
        return Trace(figure, around, ratio, self.record(figure, report))

    def record(self, figure: Figure, report: _Report) -> MetricRecord:
        period = report.calendar.report
        return to_record(figure, self.document, self.layout.reading, self.lines, report.org, period.name if period else "", self.extractor.names)

    def original(self, start: int, end: int) -> str:
        """The words of the document for a span of the reading, without the line breaks."""
        a, b = self.layout.reading.origin_span(start, end)
        return re.sub(r"\s*[\r\n]+\s*", "", self.document.text[a:b]).strip()


class _CellSurroundings(Surroundings):
    """A table cell: row label and column header are beside it."""

    def place(self, start: int, end: int) -> tuple[str, float] | None:
        return BESIDE, 1.0


class _Sentence:
    """The figures of one sentence, one after the other."""

    def __init__(self, run: _Run, report: _Report, section: Section, frame: Frame, paragraph: Paragraph, said: str, carried: list[Trace]) -> None:
        self.run = run
        self.report = report
        self.section = section
        self.frame = frame
        self.paragraph = paragraph
        self.said = said
        self.carried = carried
        self.done: list[Trace] = []

    def trace(self, mention: Mention) -> Trace:
        run, text = self.run, self.run.text
        around = Surroundings(self.frame, text, (mention.start, mention.end), self._others_of_distribution(mention))
        before = text[around.last_before : mention.start]
        after = text[mention.end : min(around.clause[1], around.next_after)]
        twin = self._coordinated(mention, before)
        if twin:
            aspect, why_aspect = twin.figure.judgement.aspect, "coordinated with the figure before"
        else:
            aspect, why_aspect = judge_aspect(mention, before, after, run.vocabulary)
        ratio = aspect != "level" and mention.unit in _RATIOS
        match, flags = self._match(mention, around, ratio)
        if match and aspect == "share" and run.library.metrics[match.metric].kind == "rate":
            aspect, why_aspect = "level", "a rate of the catalogue"
        status, why_status = self._status(around, mention, after, aspect)
        if status == "actual" and mention.bound == "at_least" and aspect == "level":
            status, why_status = "target", "a least that is asked for"
        period, why_period = self._period(around, mention, status)
        report = self.report.calendar.report
        if status == "actual" and period and report and period.start > report.end and why_period.startswith("clause"):
            status, why_status = "target", f"its period {period.name} is after that of the report"
        judgement = Judgement(status, aspect, period, (("status", why_status), ("aspect", why_aspect), ("period", why_period)))
        sentence = run.original(self.frame.sentence.start, self.frame.sentence.end)
        subject = subject_of(text, match, (mention.start, mention.end), around.clause, around.last_before, run.extractor.tokenize)
        figure = Figure(mention, match, judgement, subject, sentence, self.section.path, flags)
        record = run.record(figure, self.report) if self._is_record(mention, match) else None
        trace = Trace(figure, around, ratio, record)
        if record:
            self.done.append(trace)
        return trace

    def _is_record(self, mention: Mention, match: Match | None) -> bool:
        """A fact with a unit always is; a bare number or a small count in words only when a pattern claims it."""
        if mention.role is Role.FACT and mention.unit:
            return True
        if mention.value is None:
            return False
        if match is None:
            # 200万 is a quantity even without a unit
            return mention.role is Role.FACT and mention.value >= 10_000 and self.run.text[mention.end - 1] in "万亿余多"
        return mention.role is Role.FACT or mention.value >= 2 and match.weight >= _LEAST_PROMOTED and any(e.place == BESIDE for e in match.evidence)

    def _match(self, mention: Mention, around: Surroundings, ratio: bool) -> tuple[Match | None, tuple[str, ...]]:
        matcher = self.run.extractor.matcher
        if ratio:
            before = self._distributed(mention) or (self.done[-1] if self.done and around.bare() else None)
            if before:
                return self._inherit(before, mention), _INHERITED
        match = matcher.match(mention, around, ratio=ratio)
        if match is not None:
            return match, ()
        bare = around.bare()
        compared = bare or ratio or bool(_COMPARED.search(self.run.text[around.last_before : mention.start]))
        per_head = bool(_PER_HEAD.search(self.run.text[around.clause[0] : mention.start]))
        for trace in reversed(self.done or (self.carried[-1:] if compared else [])):
            known = trace.record
            if not known or not trace.figure.match or not per_head and _PER_HEAD.search(known.subject + self._before(trace)):
                continue
            if compared and (ratio or not mention.units and mention.unit or known.unit in mention.units):
                return self._inherit(trace, mention), _INHERITED
            sibling = self._sibling(trace, mention) if around.generic() else None
            if sibling:
                return sibling, _INHERITED
        return None, ()

    def _before(self, trace: Trace) -> str:
        """The clause of an earlier figure, up to the figure."""
        return self.run.text[trace.around.clause[0] : trace.figure.mention.start]

    def _sibling(self, trace: Trace, mention: Mention) -> Match | None:
        """The metric told in one breath with that of an earlier figure, when the unit fits: 助学88名，24.6万元."""
        metrics = self.run.library.metrics
        match = trace.figure.match
        for name in metrics[match.metric].siblings if match and match.metric in metrics else ():
            unit = next((u for u in metrics[name].units if u in mention.units), None)
            if match and unit:
                return replace(match, metric=name, pattern=f"{name}#0", unit=unit, status=None, aspect=None)
        return None

    def _distributed(self, mention: Mention) -> Trace | None:
        """For ``甲10家、乙20人，分别增长5%和6%``: the figure that this one is told of."""
        text, sentence = self.run.text, self.frame.sentence
        at = max(text.rfind(word, sentence.start, mention.start) for word in ("分别", "同比各"))
        if at < 0:
            return None
        later = [f for f in self.frame.figures if f[0] > at]
        place = next((i for i, f in enumerate(later) if f[0] == mention.start), 0)
        levels = [t for t in self.done if t.figure.mention.end <= at and t.figure.judgement.aspect == "level"][-len(later) :]
        return levels[place] if place < len(levels) and len(levels) == len(later) else None

    def _inherit(self, trace: Trace, mention: Mention) -> Match | None:
        match = trace.figure.match
        if match is None:
            return None
        return replace(match, unit=mention.unit or match.unit, status=None, aspect=None)

    def _coordinated(self, mention: Mention, before: str) -> Trace | None:
        """The figure right before, when only 、 or 和 stands between and both have one unit: 17.4%、21%."""
        last = self.done[-1] if self.done else None
        same = last and before.strip() in ("、", "和", "及", "与", "或") and last.figure.mention.unit == mention.unit
        return last if same else None

    def _status(self, around: Surroundings, mention: Mention, after: str, aspect: Aspect) -> tuple[Status, str]:
        text = self.run.text
        before = text[around.clause[0] : mention.start]
        tail = text[around.last_before : mention.start] if around.last_before > around.clause[0] else None
        earlier = re.sub(r"\([^()]*\)", "", text[self.frame.sentence.start : around.clause[0]])
        return judge_status(before, after, earlier, self.run.vocabulary, plan=self.section.plan, tail=tail, aspect=aspect)

    def _period(self, around: Surroundings, mention: Mention, status: Status) -> tuple[Period | None, str]:
        text, calendar = self.run.text, self.report.calendar
        after_baseline = self.done and self.done[-1].figure.judgement.status == "baseline" and around.last_before > around.clause[0]
        before = text[around.last_before if after_baseline else around.clause[0] : mention.start]
        earlier = text[self.frame.sentence.start : around.clause[0]]
        if not _explicit_year(before + earlier) and _explicit_year(self.said):
            earlier = _last_year(self.said) + earlier
        return judge_period(before, earlier, calendar, plan_period=self.section.period, target=status == "target", baseline=status == "baseline")

    def _others_of_distribution(self, mention: Mention) -> list[Span]:
        """For ``甲、乙分别为1件、2件``: the members that belong to the other figures."""
        text, sentence = self.run.text, self.frame.sentence
        at = text.rfind("分别", sentence.start, mention.start)
        if at < 0:
            return []
        following = [f for f in self.frame.figures if f[0] > at]
        mine = next((i for i, f in enumerate(following) if f[0] == mention.start), -1)
        members = [(m.start(), m.end()) for m in re.finditer(r"[^、,和与及;]+", text[sentence.start : at])]
        if mine < 0 or len(following) < 2 or len(members) < len(following):
            return []
        members = members[-len(following) :]
        return [(sentence.start + a, sentence.start + b) for i, (a, b) in enumerate(members) if i != mine]


_PER_HEAD = re.compile("每[人户名生位月个]|[人户]均|各奖|一次性")
_INHERITED = ("subject of the figure before",)
_COMPARED = re.compile(r"比|较|同期|上年|去年|前年|年初|计划|任务|指标|目标|要求|其中|含|包括|余下|剩下|降到|降至|增至|升到|升至|原|增加|减少|达到|累计|合计|共|多出|还有|另有")
_YEAR_WORD = re.compile(r"(?:(?<![^,。;:(、 至到])|(?<=截至)|(?<=截止))(?:(?:19|20)[0-9]{2}|[二一][〇零九][〇零一二三四五六七八九]{2})年(?:底|末|初|[0-9]{1,2}月)?(?!以来|的|起)")


def _explicit_year(text: str) -> bool:
    return bool(_YEAR_WORD.search(text))


def _last_year(text: str) -> str:
    found = None
    for found in _YEAR_WORD.finditer(text):  # noqa: B007 - the last one is wanted
        pass
    return found.group() + "," if found else ""


def _audit(run: _Run, records: dict[Mention, MetricRecord], traces: dict[Mention, Trace]) -> tuple[AuditEntry, ...]:
    """The fate of every number; digits that no mention covers are entered as such."""
    entries: list[AuditEntry] = []
    document, reading = run.document, run.layout.reading
    covered: list[Span] = []
    for mention in run.mentions:
        start, end = reading.origin_span(mention.start, mention.end)
        covered.append((start, end))
        record = records.get(mention)
        role, reason = mention.role.value, mention.reason
        if record:
            role, reason = "fact", f"record by {record.pattern}" if record.pattern else "record: no pattern claims it"
        elif mention in traces and mention.role is Role.FACT:
            role, reason = "vague", "a number without unit that no pattern claims"
        entries.append(AuditEntry(document.source, start, end, run.lines.number(start), document.text[start:end], role, reason, record.record_id if record else ""))
    starts = [span[0] for span in covered]
    for digits in _DIGITS.finditer(document.text):
        i = bisect_left(starts, digits.end()) - 1
        if i < 0 or covered[i][1] < digits.end():
            entries.append(AuditEntry(document.source, *digits.span(), run.lines.number(digits.start()), digits.group(), "vague", "digits that belong to no number", ""))
    return tuple(sorted(entries, key=lambda e: e.start))


__all__ = ["Extractor", "Trace", "make_period"]
