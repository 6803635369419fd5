"""The fate of every number, shown in its report."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from ureport.model import OTHER, AuditEntry, Extraction
from ureport.pieces import Piece

FATES = {
    "record": "a record of the catalogue",
    OTHER: "a record that no pattern claims",
    "fact": "a fact without a record",
    "time": "date, year or duration",
    "order": "list number or rank",
    "id": "document number, phone, code",
    "boiler": "page furniture",
    "name": "part of a name or slogan",
    "threshold": "criterion that selects",
    "vague": "too vague to count",
}
"""What a number can be, in the order of the legend; also the names of the styles."""


def view(extractions: Iterable[Extraction], *, marks: bool) -> Iterator[Piece]:
    """The texts of reports with each number in the style of its fate, and a legend at the end."""
    counts: Counter[str] = Counter()
    for extraction in extractions:
        yield from marked(extraction, marks=marks)
        counts += fates(extraction)
    yield from legend(counts)


def marked(extraction: Extraction, *, marks: bool) -> Iterator[Piece]:
    """The text of a report with each number in the style of its fate; ``marks`` writes the fate too: ``[2016年|time]``."""
    text, at = extraction.document.text, 0
    yield f"== {extraction.document.source} ==\n", "title"
    for entry, metric in _with_metrics(extraction):
        if entry.start < at:
            continue
        yield text[at : entry.start], ""
        words = text[entry.start : entry.end]
        yield (f"[{words}|{metric or entry.role}]" if marks else words), fate(entry, metric)
        at = entry.end
    yield text[at:] if text.endswith("\n") else text[at:] + "\n", ""


def fate(entry: AuditEntry, metric: str) -> str:
    """What became of a number; ``metric`` is that of its record, empty when it has none."""
    return (OTHER if metric == OTHER else "record") if metric else entry.role


def legend(counts: Counter[str]) -> Iterator[Piece]:
    """What the styles mean, and how many numbers have each."""
    yield "== legend ==\n", "title"
    for name, meaning in FATES.items():
        if counts[name]:
            yield f"{name:<10}", name
            yield f" {counts[name]:>6,}  {meaning}\n", ""


def fates(extraction: Extraction) -> Counter[str]:
    """How many numbers of a report have each fate."""
    return Counter(fate(entry, metric) for entry, metric in _with_metrics(extraction))


def _with_metrics(extraction: Extraction) -> Iterator[tuple[AuditEntry, str]]:
    """Every entry of the audit with the metric of its record."""
    metrics = {record.record_id: record.metric for record in extraction.records}
    return ((entry, metrics.get(entry.record_id, "")) for entry in extraction.audit)
