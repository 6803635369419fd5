"""What a check found: faults, changes against the golden files, scores, and how much was looked at."""

from __future__ import annotations

from dataclasses import dataclass

from ureport.diff import Change
from ureport.errors import Fault

CLEAN, REGRESSIONS, LIBRARY_AT_FAULT = 0, 1, 2


@dataclass(frozen=True, slots=True)
class Counts:
    """How much was checked. A check that looked at nothing is no pass."""

    metrics: int = 0
    patterns: int = 0
    examples: int = 0
    wordings: int = 0
    reports: int = 0
    records: int = 0


@dataclass(frozen=True, slots=True)
class Score:
    """Of one metric in labelled reports: how many figures are labelled, how many were said, how many of these rightly."""

    metric: str
    labelled: int
    said: int
    right: int

    @property
    def precision(self) -> float:
        return self.right / self.said if self.said else 0.0

    @property
    def recall(self) -> float:
        return self.right / self.labelled if self.labelled else 0.0

    @property
    def f1(self) -> float:
        return 2 * self.right / (self.said + self.labelled) if self.right else 0.0


@dataclass(frozen=True, slots=True)
class CheckReport:
    """The result of one check. ``faults`` holds all diagnostics in the order of files and lines, those of changes too,
    ``accepted`` the golden files that were written, ``metric_ids`` and ``sources`` the metrics and reports that were checked."""

    library: str
    faults: tuple[Fault, ...]
    changes: tuple[Change, ...]
    scores: tuple[Score, ...]
    counts: Counts
    accepted: tuple[str, ...] = ()
    metric_ids: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()

    @property
    def errors(self) -> tuple[Fault, ...]:
        return tuple(fault for fault in self.faults if fault.level == "error")

    @property
    def exit_code(self) -> int:
        """0 clean, 1 regressions (examples and golden files), 2 the library itself is at fault."""
        if any(not is_regression(fault) for fault in self.errors):
            return LIBRARY_AT_FAULT
        return REGRESSIONS if self.errors else CLEAN


def is_regression(fault: Fault) -> bool:
    """True for what examples (P2xx) and golden files (P3xx) tell, False for faults of the library and its lint."""
    return fault.code.startswith(("P2", "P3"))
