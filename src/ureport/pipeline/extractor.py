"""Runs the stages over documents with one library."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from ureport.context.section import find_section
from ureport.library import Library
from ureport.matching import Matcher
from ureport.matching.timed import given_up, limited
from ureport.model import Document, Extraction, Kind, MetricRecord, Paragraph, Role
from ureport.normalise import Figure, to_record
from ureport.pipeline.cells import Table
from ureport.pipeline.fates import audit
from ureport.pipeline.figures import Setting, Trace, Tracing
from ureport.pipeline.prose import Prose
from ureport.pipeline.report import Report, places_above, read_reports
from ureport.pipeline.work import Work
from ureport.tokens import Tokenize, tokenizer

_LABEL = 14
"""A longer cell of a table is no label."""


class Extractor:
    """Extracts the records of documents; one extractor serves any number of them.

    >>> extractor = Extractor(load_library([shipped_library()]))
    >>> [(r.metric, r.value) for r in extractor.extract(Document("a.txt", "全年新增会员8500名。")).records]
    [('member.new', Decimal('8500'))]
    """

    def __init__(self, library: Library) -> None:
        self.library = library
        self.matcher = Matcher(library)
        self._tokenize: Tokenize | None = None
        self._names = {m.id: (m.name, m.theme) for m in library.metrics.values()}

    def extract(self, document: Document, watch: Callable[[Trace], None] | None = None) -> Extraction:
        """All records and the audit of a document. Never raises, whatever the text. ``watch`` sees each figure as it is decided."""
        work = Work(self.library, document)
        reports = read_reports(work)
        records: dict[int, MetricRecord | None] = {}
        with limited() as spent:
            for trace in self._traces(work, reports):
                # of each figure only its record is kept: the surroundings of all would be many times the text
                records[trace.figure.mention.start] = trace.record
                if watch is not None:
                    watch(trace)
        return _extraction(work, reports, records, given_up(spent))

    def trace(self, document: Document) -> Tracing:
        """The extraction of a document with every figure's surroundings (for explain). Never raises, whatever the text."""
        work = Work(self.library, document)
        reports = read_reports(work)
        with limited() as spent:
            traces = tuple(self._traces(work, reports))
        reasons = tuple((f"{r.org or '(none)'} — {r.org_reason}", f"{r.period or '(none)'} — {r.calendar.reason}") for r in reports)
        extraction = _extraction(work, reports, {t.figure.mention.start: t.record for t in traces}, given_up(spent))
        return Tracing(extraction, traces, reasons, work.layout.reading)

    def tokenize(self, text: str) -> list[str]:
        """The words of a text; the tokenizer is made when the first figure asks for it."""
        if self._tokenize is None:
            self._tokenize = tokenizer(self.library.numbers)
        return self._tokenize(text)

    def _traces(self, work: Work, reports: list[Report]) -> Iterator[Trace]:
        for report in reports:
            for number in range(report.first, report.last):
                yield from self._paragraph(work, report, number)

    def _paragraph(self, work: Work, report: Report, number: int) -> Iterator[Trace]:
        """Every mention of a paragraph that is, or may be, a statistic."""
        paragraph = work.layout.paragraphs[number]
        mentions = work.between(paragraph.start, paragraph.end)
        if paragraph.kind is Kind.FURNITURE or not any(m.role in (Role.FACT, Role.VAGUE) and m.value is not None for m in mentions):
            return

        def record(figure: Figure) -> MetricRecord:
            return to_record(figure, work.document, work.layout.reading, work.lines, report.org, report.period, self._names)

        section = find_section(work.layout, paragraph, report.calendar, report.plan, work.vocabulary)
        places = places_above(work, number, report)
        setting = Setting(work, report, section, places, self.matcher, self.tokenize, record)
        prose = Prose(setting)
        if paragraph.table is None:
            yield from prose.traces(paragraph)
            return
        traces = list(Table(setting).traces(mentions))
        for cell in paragraph.table.cells:
            # a cell of running text is read like any other
            if cell.end - cell.start > _LABEL:
                traces += prose.traces(Paragraph(cell.start, cell.end, Kind.PROSE, (cell.start, cell.start), paragraph.headings))
        yield from sorted(traces, key=lambda t: t.figure.mention.start)


def _extraction(work: Work, reports: list[Report], records: Mapping[int, MetricRecord | None], warnings: tuple[str, ...]) -> Extraction:
    """The extraction of a document; ``records`` holds the mentions that were judged, by their start."""
    found = tuple(record for record in records.values() if record is not None)
    return Extraction(work.document, reports[0].org, reports[0].period, found, audit(work, records), (*work.document.flags, *warnings))
