"""A figure decided, with the surroundings in which it was decided."""

from __future__ import annotations

from dataclasses import dataclass

from ureport.matching import Surroundings
from ureport.model import MetricRecord
from ureport.normalise import Figure

RATIO_UNITS = frozenset({"%", "百分点", "倍", "番"})


@dataclass(frozen=True, slots=True)
class Trace:
    """One figure with its surroundings: how each field was decided (for explain), and the record it became, if any."""

    figure: Figure
    around: Surroundings
    ratio: bool
    record: MetricRecord | None
