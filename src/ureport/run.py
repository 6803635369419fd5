"""One pass over the inputs: every document extracted, every failure told, everything counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import partial

from ureport.catalogue import rows
from ureport.errors import InputError
from ureport.exporters import MENTIONS, METRICS, PROBLEMS, RECORDS, REPORTS, Delivery, Writer
from ureport.model import OTHER, Document, Extraction, Problem, Source
from ureport.outcomes import extracted
from ureport.pieces import counted
from ureport.pipeline import Extractor, Trace
from ureport.readers import Item, Skipped
from ureport.selection import Selection

Tell = Callable[[str], None]


def _silent(_: str) -> None:
    pass


@dataclass(slots=True)
class Summary:
    """What a pass has seen so far."""

    files: int = 0
    failed: int = 0
    records: int = 0
    other: int = 0
    written: int | None = None
    roles: Counter[str] = field(default_factory=Counter)
    skipped: Counter[str] = field(default_factory=Counter)
    flagged: Counter[str] = field(default_factory=Counter)

    def __str__(self) -> str:
        """``3 files read, 0 failed; 41 records, 7 of them other; 52 numbers are none: time 30, order 22; flagged: same as 1``."""
        none = sum(self.roles.values())
        parts = [
            f"{counted(self.files, 'file')} read, {self.failed:,} failed" + _listed(", skipped", self.skipped),
            f"{counted(self.records, 'record')}, {self.other:,} of them other" + ("" if self.written is None else f", {self.written:,} written"),
            f"{counted(none, 'number')} {'is' if none == 1 else 'are'} none" + _listed(":", self.roles),
            _listed("flagged:", self.flagged),
        ]
        return "; ".join(filter(None, parts))


class Run:
    """Extracts documents one after the other and keeps the summary.

    ``tell`` gets the failures, ``warn`` the warnings (by default as ``tell`` does), ``detail`` what one may ask for (each file).
    """

    def __init__(self, extractor: Extractor, *, tell: Tell = _silent, warn: Tell | None = None, detail: Tell | None = None) -> None:
        self.extractor = extractor
        self.watch: Callable[[Trace], None] | None = None
        """Sees each figure as it is decided, when something is to be gathered that no record holds."""
        self.tell = tell
        self.warn = warn or tell
        self.detail = detail
        self.summary = Summary()
        self._note: Callable[[Problem], None] = _unnoted

    def extractions(self, items: Iterable[Item | Extraction]) -> Iterator[Extraction]:
        """The extraction of each document, whether it has been made or is still to be; what is no document, or fails, is told and counted."""
        for item in items:
            outcome = extracted(item, self.extractor, self.watch) if isinstance(item, Document) else item
            if isinstance(outcome, InputError):
                self._fail(outcome)
            elif isinstance(outcome, Skipped):
                self._skip(outcome)
            else:
                self._count(outcome)
                yield outcome

    def deliver(self, items: Iterable[Item | Extraction], selection: Selection, delivery: Delivery) -> None:
        """Writes all that the documents give: every file, number and problem, the metrics, and the records that are wanted."""
        written = 0
        counts: Counter[str] = Counter()
        self._note = partial(_write_problem, delivery)
        for extraction in self.extractions(items):
            delivery.write(REPORTS, _source(extraction))
            unwanted = set()
            for record in extraction.records:
                if selection.keeps(record):
                    delivery.write(RECORDS, record)
                    counts[record.metric] += 1
                    written += 1
                else:
                    unwanted.add(record.record_id)
            for entry in extraction.audit:
                if entry.record_id not in unwanted:
                    delivery.write(MENTIONS, entry)
        for row in rows(self.extractor.library, [*self.extractor.library.metrics, OTHER], counts):
            delivery.write(METRICS, row)
        if selection != Selection():
            self.summary.written = written

    def write_audit(self, items: Iterable[Item | Extraction], writer: Writer) -> None:
        """Writes the fate of every number."""
        for extraction in self.extractions(items):
            for entry in extraction.audit:
                writer.write(entry)

    def _count(self, extraction: Extraction) -> None:
        summary, source = self.summary, extraction.document.source
        summary.files += 1
        summary.records += len(extraction.records)
        summary.other += sum(record.metric == OTHER for record in extraction.records)
        summary.roles.update(entry.role for entry in extraction.audit if not entry.record_id)
        summary.flagged.update(flag.partition(":")[0] for flag in extraction.document.flags)
        for warning in extraction.warnings:
            self.warn(f"warning: {source}: {warning}")
            self._note(Problem("warning", source, warning))
        if self.detail:
            where = f"{extraction.org or 'no organisation'}, {extraction.report_period or 'no period'}"
            self.detail(f"{source}: {where}; {counted(len(extraction.records), 'record')} from {counted(len(extraction.audit), 'number')}")

    def _fail(self, error: InputError) -> None:
        self.summary.failed += 1
        if error.trace and self.detail:
            self.detail(error.trace)
        self.tell(f"error: {error}")
        self._note(Problem("failed", error.place, error.message, error.remedy))

    def _skip(self, skipped: Skipped) -> None:
        self.summary.skipped[skipped.reason] += 1
        if self.detail:
            self.detail(f"skipped: {skipped.place} ({skipped.reason})")
        self._note(Problem("skipped", skipped.place, skipped.reason))


def _unnoted(_: Problem) -> None:
    pass


def _write_problem(delivery: Delivery, problem: Problem) -> None:
    """A file that failed stands among the files too: nobody should miss it there."""
    if problem.kind == "failed":
        delivery.write(REPORTS, Source(problem.source, "failed", warnings=(problem.message,)))
    delivery.write(PROBLEMS, problem)


def _source(extraction: Extraction) -> Source:
    """The row of a file that was read."""
    document = extraction.document
    return Source(
        source=document.source,
        state="read",
        org=extraction.org,
        report_period=extraction.report_period,
        encoding=document.encoding,
        characters=len(document.text),
        numbers=len(extraction.audit),
        records=len(extraction.records),
        other=sum(record.metric == OTHER for record in extraction.records),
        warnings=extraction.warnings,
        sha256=document.sha256,
        path=document.path,
    )


def _listed(lead: str, counts: Counter[str]) -> str:
    return f"{lead} " + ", ".join(f"{name} {number:,}" for name, number in counts.most_common()) if counts else ""
