"""One pass over the inputs: every document extracted, every failure told, everything counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial

from ureport.catalogue import rows
from ureport.errors import InputError
from ureport.exporters import MENTIONS, METRICS, PROBLEMS, RECORDS, REPORTS, Delivery, Writer
from ureport.model import OTHER, Document, Extraction, Kept, Problem, Source
from ureport.outcomes import Outcome, extracted, row_of
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
    kept: int | None = None
    """Of a run that goes on from an earlier result, the documents that were taken over from it; they are none of ``files``."""
    roles: Counter[str] = field(default_factory=Counter)
    skipped: Counter[str] = field(default_factory=Counter)
    flagged: Counter[str] = field(default_factory=Counter)

    def __str__(self) -> str:
        """``3 files read, 0 failed; 41 records, 7 of them other; 52 numbers are none: time 30, order 22; flagged: same as 1``."""
        none = sum(self.roles.values())
        parts = [
            f"{counted(self.files, 'file')} read, {'' if self.kept is None else f'{self.kept:,} unchanged, '}{self.failed:,} failed"
            + _listed(", skipped", self.skipped),
            f"{counted(self.records, 'record')}, {self.other:,} of them other" + ("" if self.written is None else f", {self.written:,} written"),
            f"{counted(none, 'number')} {'is' if none == 1 else 'are'} none" + _listed(":", self.roles),
            _listed("flagged:", self.flagged),
        ]
        return "; ".join(filter(None, parts))


class Stopped(InputError):
    """The end of a run at the first file that failed."""


class Run:
    """Extracts documents one after the other and keeps the summary.

    ``tell`` gets the failures, ``warn`` the warnings (by default as ``tell`` does), ``detail`` what one may ask for (each file).
    With ``strict`` the first failure ends the run: it is told, then ``Stopped`` is raised.
    """

    def __init__(self, extractor: Extractor, *, tell: Tell = _silent, warn: Tell | None = None, detail: Tell | None = None, strict: bool = False) -> None:
        self.extractor = extractor
        self.watch: Callable[[Trace], None] | None = None
        """Sees each figure as it is decided, when something is to be gathered that no record holds."""
        self.failures: Writer | None = None
        """Gets a Problem for each file that failed."""
        self.strict = strict
        self.tell = tell
        self.warn = warn or tell
        self.detail = detail
        self.summary = Summary()
        self._note: Callable[[Problem], None] = _unnoted

    def extractions(self, items: Iterable[Item | Outcome]) -> Iterator[Extraction]:
        """The extraction of each document, whether it has been made or is still to be; what is no document, or fails, is told and counted."""
        for outcome in self._told(items):
            assert isinstance(outcome, Extraction), "only deliver takes what is kept"
            yield outcome

    def _told(self, items: Iterable[Item | Outcome]) -> Iterator[Extraction | Kept]:
        for item in items:
            outcome = extracted(item, self.extractor, self.watch) if isinstance(item, Document) else item
            if isinstance(outcome, InputError):
                self._fail(outcome)
            elif isinstance(outcome, Skipped):
                self._skip(outcome)
            elif isinstance(outcome, Kept):
                self.summary.kept = (self.summary.kept or 0) + 1
                self._count(outcome.row, outcome.roles)
                yield outcome
            else:
                self.summary.files += 1
                self._count(row_of(outcome), Counter(entry.role for entry in outcome.audit if not entry.record_id))
                yield outcome

    def deliver(self, items: Iterable[Item | Outcome], selection: Selection, delivery: Delivery) -> None:
        """Writes all that the documents give: every file, number and problem, the metrics, and the records that are wanted."""
        written = 0
        counts: Counter[str] = Counter()
        self._note = partial(_write_problem, delivery)
        for outcome in self._told(items):
            delivery.write(REPORTS, outcome.row if isinstance(outcome, Kept) else row_of(outcome))
            records, audit = outcome.rows() if isinstance(outcome, Kept) else (outcome.records, outcome.audit)
            unwanted = set()
            for record in records:
                if selection.keeps(record):
                    delivery.write(RECORDS, record)
                    counts[record.metric] += 1
                    written += 1
                else:
                    unwanted.add(record.record_id)
            for entry in audit:
                if entry.record_id not in unwanted:
                    delivery.write(MENTIONS, entry)
        for row in rows(self.extractor.library, [*self.extractor.library.metrics, OTHER], counts):
            delivery.write(METRICS, row)
        if selection != Selection():
            self.summary.written = written

    def write_audit(self, items: Iterable[Item | Outcome], writer: Writer) -> None:
        """Writes the fate of every number."""
        for extraction in self.extractions(items):
            for entry in extraction.audit:
                writer.write(entry)

    def _count(self, row: Source, roles: Mapping[str, int]) -> None:
        """Counts and tells a file by its row, and by the roles of its numbers that are no records."""
        summary = self.summary
        summary.records += row.records
        summary.other += row.other
        summary.roles.update(roles)
        summary.flagged.update(warning.partition(":")[0] for warning in row.warnings)
        for warning in row.warnings:
            self.warn(f"warning: {row.source}: {warning}")
            self._note(Problem("warning", warning.partition(":")[0], row.source, warning))
        if self.detail:
            where = f"{row.org or 'no organisation'}, {row.report_period or 'no period'}"
            self.detail(f"{row.source}: {where}; {counted(row.records, 'record')} from {counted(row.numbers, 'number')}")

    def _fail(self, error: InputError) -> None:
        self.summary.failed += 1
        if error.trace and self.detail:
            self.detail(error.trace)
        self.tell(f"error: {error}")
        problem = Problem("failed", error.kind, error.place, error.message, error.remedy)
        self._note(problem)
        if self.failures is not None:
            self.failures.write(problem)
        if self.strict:
            raise Stopped("stopped at the first file that failed, as --strict asks; no output file was written", kind=error.kind)

    def _skip(self, skipped: Skipped) -> None:
        self.summary.skipped[skipped.reason] += 1
        if self.detail:
            self.detail(f"skipped: {skipped.place} ({skipped.reason})")
        self._note(Problem("skipped", skipped.reason, skipped.place, skipped.reason))


def _unnoted(_: Problem) -> None:
    pass


def _write_problem(delivery: Delivery, problem: Problem) -> None:
    """A file that failed stands among the files too: nobody should miss it there."""
    if problem.level == "failed":
        delivery.write(REPORTS, Source(problem.source, "failed", warnings=(problem.message,)))
    delivery.write(PROBLEMS, problem)


def _listed(lead: str, counts: Counter[str]) -> str:
    return f"{lead} " + ", ".join(f"{name} {number:,}" for name, number in counts.most_common()) if counts else ""
