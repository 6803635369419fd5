"""What figures are decided with (Setting), and a figure decided, with its surroundings (Trace)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from ureport.context.section import Section
from ureport.matching import Matcher, Surroundings
from ureport.model import Extraction, MetricRecord, Reading
from ureport.normalise import Figure
from ureport.pipeline.report import Place, Report
from ureport.pipeline.work import Work
from ureport.tokens import Tokenize


class Setting(NamedTuple):
    """All that holds for the figures of one paragraph, and what decides them."""

    work: Work
    report: Report
    section: Section
    places: Sequence[Place]
    matcher: Matcher
    tokenize: Tokenize
    to_record: Callable[[Figure], MetricRecord]


class Trace(NamedTuple):
    """One figure with its surroundings: how each field was decided (for explain), and the record it became, if any."""

    figure: Figure
    around: Surroundings
    ratio: bool
    record: MetricRecord | None


class Tracing(NamedTuple):
    """An extraction with every figure's trace, and the reasons for organisation and period of each report."""

    extraction: Extraction
    traces: tuple[Trace, ...]
    reasons: tuple[tuple[str, str], ...]
    reading: Reading
    """The reading that the spans of the traces point into."""
