"""JSON Lines: one object a line, keys in the order of the columns, UTF-8."""

from __future__ import annotations

from decimal import Decimal
from json.encoder import encode_basestring
from typing import Protocol

from ureport.exporters.columns import plain
from ureport.exporters.figures import Figure, Figures
from ureport.exporters.tables import Style, Table

# many JSON readers refuse integers with more digits; a number with a point they take
_LONGEST_INTEGER = 4300


class _Lines(Protocol):
    """What takes the lines."""

    def write(self, text: str) -> int: ...


class JsonlWriter:
    """Writes one JSON object a row."""

    def __init__(self, target: _Lines, table: Table, style: Style) -> None:
        self.target = target
        headers = style.headers(table.columns)
        self.keys = [(column.name, f"{encode_basestring(header)}: ") for column, header in zip(table.columns, headers, strict=True)]

    def write(self, row: object) -> None:
        self.target.write("{" + ", ".join([key + literal(getattr(row, name)) for name, key in self.keys]) + "}\n")

    def close(self) -> None:
        """Nothing is held back."""


def literal(value: object) -> str:
    """A value in JSON; numbers in full, never with an exponent.

    >>> literal(Decimal("1E+3")), literal(None), literal(("table cell",))
    ('1000', 'null', '["table cell"]')
    """
    if isinstance(value, str):
        return encode_basestring(value)
    if value is None:
        return "null"
    if isinstance(value, (Decimal, int)):
        digits = plain(value)
        return f"{digits}.0" if len(digits) > _LONGEST_INTEGER and "." not in digits else digits
    if isinstance(value, tuple):
        return "[" + ", ".join(map(literal, value)) + "]"
    if isinstance(value, Figures):
        return literal(value.each if value.conflict else value.each[0])
    if isinstance(value, Figure):  # the two ends of a range are no two figures
        return literal(value.value if value.high is None else str(value))
    raise TypeError(f"no JSON for {value!r}")
