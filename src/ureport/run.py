"""One pass over the inputs: every document extracted, every failure told, everything counted."""

from __future__ import annotations

import traceback
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from ureport.errors import InputError
from ureport.exporters import Writer
from ureport.model import OTHER, Document, Extraction
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

    def __str__(self) -> str:
        """``3 files read, 0 failed; 41 records, 7 of them other; 52 numbers are none: time 30, order 22``."""
        none = sum(self.roles.values())
        parts = [
            f"{counted(self.files, 'file')} read, {self.failed:,} failed" + _listed(", skipped", self.skipped),
            f"{counted(self.records, 'record')}, {self.other:,} of them other" + ("" if self.written is None else f", {self.written:,} written"),
            f"{counted(none, 'number')} {'is' if none == 1 else 'are'} none" + _listed(":", self.roles),
        ]
        return "; ".join(parts)


class Run:
    """Extracts documents one after the other and keeps the summary.

    ``tell`` gets what a user must know (failures, warnings), ``detail`` what one may ask for (each file).
    """

    def __init__(self, extractor: Extractor, *, tell: Tell = _silent, detail: Tell | None = None) -> None:
        self.extractor = extractor
        self.watch: Callable[[Trace], None] | None = None
        """Sees each figure as it is decided, when something is to be gathered that no record holds."""
        self.tell = tell
        self.detail = detail
        self.summary = Summary()

    def extractions(self, items: Iterable[Item]) -> Iterator[Extraction]:
        """The extraction of each document; what is no document, or fails, is told and counted."""
        for item in items:
            if isinstance(item, InputError):
                self._fail(item)
            elif isinstance(item, Skipped):
                self.summary.skipped[item.reason] += 1
                if self.detail:
                    self.detail(f"skipped: {item.place} ({item.reason})")
            else:
                extraction = self._extract(item)
                if extraction is not None:
                    yield extraction

    def write_records(self, items: Iterable[Item], selection: Selection, writer: Writer) -> None:
        """Writes every record that is wanted."""
        written = 0
        for extraction in self.extractions(items):
            for record in extraction.records:
                if selection.keeps(record):
                    writer.write(record)
                    written += 1
        if selection != Selection():
            self.summary.written = written

    def write_audit(self, items: Iterable[Item], writer: Writer) -> None:
        """Writes the fate of every number."""
        for extraction in self.extractions(items):
            for entry in extraction.audit:
                writer.write(entry)

    def _extract(self, document: Document) -> Extraction | None:
        try:
            extraction = self.extractor.extract(document, self.watch) if self.watch else self.extractor.extract(document)
        except Exception as error:  # a fault of ours in one text must not cost the others
            if self.detail:
                self.detail(traceback.format_exc().rstrip())
            cause = f"{type(error).__name__}: {error}"
            self._fail(InputError(f"internal fault ({cause})", place=document.source, remedy="report it with this file; --verbose shows the trace"))
            return None
        self._count(extraction)
        return extraction

    def _count(self, extraction: Extraction) -> None:
        summary, source = self.summary, extraction.document.source
        summary.files += 1
        summary.records += len(extraction.records)
        summary.other += sum(record.metric == OTHER for record in extraction.records)
        summary.roles.update(entry.role for entry in extraction.audit if not entry.record_id)
        for warning in extraction.warnings:
            self.tell(f"warning: {source}: {warning}")
        if self.detail:
            where = f"{extraction.org or 'no organisation'}, {extraction.report_period or 'no period'}"
            self.detail(f"{source}: {where}; {counted(len(extraction.records), 'record')} from {counted(len(extraction.audit), 'number')}")

    def _fail(self, error: InputError) -> None:
        self.summary.failed += 1
        self.tell(f"error: {error}")


def _listed(lead: str, counts: Counter[str]) -> str:
    return f"{lead} " + ", ".join(f"{name} {number:,}" for name, number in counts.most_common()) if counts else ""
