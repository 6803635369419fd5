"""The different figures that reports give for one thing, as one cell of a pivot holds them: shown side by side, never summed."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from ureport.exporters.columns import plain


@dataclass(frozen=True, slots=True)
class Figure:
    """A number as a report gives it: its value, or both ends of a range, and its bound."""

    value: Decimal
    high: Decimal | None = None
    bound: str = "exact"

    def __str__(self) -> str:
        return plain(self.value) if self.high is None else f"{plain(self.value)}~{plain(self.high)}"


@dataclass(frozen=True, slots=True)
class Figures:
    """One figure or several that differ, the smallest first.

    >>> str(Figures((Figure(Decimal(12)), Figure(Decimal(15)))))
    '12 | 15'
    """

    each: tuple[Figure, ...]

    def __str__(self) -> str:
        return " | ".join(map(str, self.each))

    @property
    def conflict(self) -> bool:
        """True when the reports do not agree."""
        return len(self.each) > 1

    @property
    def number(self) -> Decimal | None:
        """The figure when it is one number; None for a range and for several."""
        return self.each[0].value if len(self.each) == 1 and self.each[0].high is None else None
