"""Two sets of records → what was lost, gained and changed, record by record and field by field."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal["lost", "gained", "changed"]


@dataclass(frozen=True, slots=True)
class Difference:
    """A field whose values differ, both as they stand in a cell of an output."""

    field: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Change:
    """One record that is in one set only, or in both with different fields.

    ``metric`` and ``pattern`` are those of the old record, or of the new one when it was gained. The fields of a
    lost or gained record are its own: metric, value, unit, status and aspect against nothing.
    """

    kind: Kind
    source: str
    line: int
    start: int
    surface: str
    sentence: str
    metric: str
    pattern: str
    fields: tuple[Difference, ...] = ()

    @property
    def metrics(self) -> frozenset[str]:
        """The metrics that the change touches: the old and the new."""
        return frozenset({self.metric, *(value for d in self.fields if d.field == "metric" for value in (d.old, d.new) if value)})
