"""The fate of every number: its role and reason, and the record it became. No digit of a text is outside it."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Mapping

from ureport.model import AuditEntry, MetricRecord, Role, Span
from ureport.pipeline.work import Work

_DIGITS = re.compile(r"\d+")


def audit(work: Work, records: Mapping[int, MetricRecord | None]) -> tuple[AuditEntry, ...]:
    """An entry for each mention, and for digits that no mention covers, in the order of the text.

    ``records`` holds the mentions that were judged, by their start in the reading, with the record each became.
    """
    document, reading = work.document, work.layout.reading
    entries: list[AuditEntry] = []
    covered: list[Span] = []
    for mention in work.mentions:
        start, end = reading.origin_span(mention.start, mention.end)
        covered.append((start, end))
        record = records.get(mention.start)
        role, reason, record_id = mention.role.value, mention.reason, ""
        if record:
            role, record_id = Role.FACT.value, record.record_id
            reason = f"record by {record.pattern}" if record.pattern else "record: no pattern claims it"
        elif mention.start not in records and mention.role is Role.FACT:
            role, reason = Role.NAME.value, "part of a label of a table"
        elif mention.role is Role.FACT:
            role, reason = Role.VAGUE.value, "a number without unit that no pattern claims"
        entries.append(AuditEntry(document.source, start, end, work.lines.number(start), document.text[start:end], role, reason, record_id))
    entries += _uncovered(work, covered)
    return tuple(sorted(entries, key=lambda e: e.start))


def _uncovered(work: Work, covered: list[Span]) -> list[AuditEntry]:
    starts = [start for start, _ in covered]
    entries = []
    for digits in _DIGITS.finditer(work.document.text):
        start, end = digits.span()
        before = bisect_left(starts, end) - 1
        if before < 0 or covered[before][1] < end:
            line = work.lines.number(start)
            reason = "digits that belong to no number"
            entries.append(AuditEntry(work.document.source, start, end, line, digits.group(), Role.VAGUE.value, reason, ""))
    return entries
