"""Match → MetricRecord: base units, canonical names, stable ids."""

from __future__ import annotations

import hashlib
from bisect import bisect_right
from typing import NamedTuple

from ureport.model import OTHER, OTHER_NAME, Bound, Document, Judgement, Match, Mention, MetricRecord, Reading, Status


class Lines(NamedTuple):
    """Offsets of the line breaks of a document, to tell line numbers (from 1)."""

    breaks: tuple[int, ...]

    @classmethod
    def of(cls, text: str) -> Lines:
        found, at = [], text.find("\n")
        while at >= 0:
            found.append(at)
            at = text.find("\n", at + 1)
        return cls(tuple(found))

    def number(self, offset: int) -> int:
        return bisect_right(self.breaks, offset - 1) + 1


class Figure(NamedTuple):
    """A mention with all that the stages found out about it, and where it stands."""

    mention: Mention
    match: Match | None
    judgement: Judgement
    subject: str
    sentence: str
    section: str
    flags: tuple[str, ...] = ()


def record_id(source: str, start: int, surface: str) -> str:
    """A letter and hex digits, the same on every run on the same input."""
    key = f"{source}\0{start}\0{surface}".encode("utf-8", "surrogatepass")
    return "r" + hashlib.sha1(key, usedforsecurity=False).hexdigest()[:12]


def to_record(
    figure: Figure, document: Document, reading: Reading, lines: Lines, org: str, report_period: str, names: dict[str, tuple[str, str]]
) -> MetricRecord:
    """The record of a figure. ``names``: Chinese name and theme by metric id."""
    mention, match, judgement = figure.mention, figure.match, figure.judgement
    assert mention.value is not None
    start, end = reading.origin_span(mention.start, mention.end)
    surface = document.text[start:end]
    metric = match.metric if match else OTHER
    name, theme = names.get(metric, (OTHER_NAME, OTHER))
    status = match.status if match and match.status else judgement.status
    period = judgement.period
    return MetricRecord(
        record_id=record_id(document.source, start, surface),
        source=document.source,
        org=org,
        report_period=report_period,
        metric=metric,
        metric_name=name,
        theme=theme,
        subject=figure.subject,
        value=mention.value,
        value_high=mention.value_high,
        unit=match.unit if match and match.unit else mention.unit,
        bound=_bound(mention, surface, status),
        status=status,
        aspect=match.aspect if match and match.aspect else judgement.aspect,
        period=period.name if period else "",
        period_start=period.start if period else "",
        period_end=period.end if period else "",
        surface=surface,
        start=start,
        end=end,
        line=lines.number(start),
        sentence=figure.sentence,
        section=figure.section,
        pattern=match.pattern if match else "",
        flags=(*mention.flags, *figure.flags),
    )


def _bound(mention: Mention, surface: str, status: Status) -> Bound:
    """以上 behind a figure that is to be reached sets the least, behind an achieved one it means more."""
    if mention.bound == "over" and status == "target" and surface.endswith("以上"):
        return "at_least"
    return mention.bound
