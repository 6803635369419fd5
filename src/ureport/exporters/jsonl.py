"""JSON Lines: one object a line, keys in the order of the columns, UTF-8."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from json.encoder import encode_basestring

from ureport.exporters.columns import Column, plain
from ureport.exporters.target import Target

# many JSON readers refuse integers with more digits; a number with a point they take
_LONGEST_INTEGER = 4300


class JsonlWriter:
    """Writes one JSON object a row."""

    def __init__(self, target: Target, columns: Sequence[Column], headers: Sequence[str]) -> None:
        self.target = target
        self.keys = [(column.name, f"{encode_basestring(header)}: ") for column, header in zip(columns, headers, strict=True)]

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
    raise TypeError(f"no JSON for {value!r}")
