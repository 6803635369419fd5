"""A row of a result → a record: every value is of the kind that its column has."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any, get_args

from ureport.errors import InputError
from ureport.exporters.columns import RECORD_COLUMNS
from ureport.exporters.exact import EXACT
from ureport.model import Aspect, Bound, MetricRecord, Status

NEEDED = ("source", "start", "end", "value", "metric")
"""Without these columns records cannot be compared."""
NAMES = {header: column.name for column in RECORD_COLUMNS for header in (column.name, column.title)}
"""The field of each header, English or Chinese."""
KINDS = {column.name: column.kind for column in RECORD_COLUMNS}
AS_WRITTEN = "name a file that ureport extract has written"
_NEUTRAL: dict[str, Any] = {column.name: "" for column in RECORD_COLUMNS} | {
    "value_high": None,
    "bound": "exact",
    "status": "actual",
    "aspect": "level",
    "line": 0,
    "flags": (),
}
_CHOICES = {"bound": get_args(Bound), "status": get_args(Status), "aspect": get_args(Aspect)}
_MOST_ZEROS = 100_000
"""A number with an exponent may stand for so many digits; a line of a few letters must not fill the memory."""

Rows = Generator[tuple[str, dict[str, Any]], None, None]
"""The place and the fields of each row: numbers as Digits, lists of texts, None for nothing, all else as text."""


class Digits(str):
    """A number as it is written."""

    __slots__ = ()


def digits(value: float | int | str) -> Digits:
    """A number of a typed format, in digits.

    >>> digits(8500.0), digits(87.5), digits("12345678901234567890")
    ('8500', '87.5', '12345678901234567890')
    """
    return Digits(repr(value).removesuffix(".0") if isinstance(value, float) else str(value))


def typed(name: str, row: Mapping[str, Any], title: str) -> object:
    """The value of a column of a typed format; of a number its exact digits, where they stand in the column beside it."""
    value = row[title]
    if KINDS[name] in ("number", "integer"):
        exact = row.get(f"{title}{EXACT}")
        value = value if exact is None else exact
        return digits(value) if isinstance(value, (int, float, str)) else value
    if KINDS[name] == "date":
        return "" if value is None else str(value)
    return value


def header(found: Iterable[str], place: str) -> list[str | None]:
    """The field of each column; None for a column that is none of ours. Raises InputError for missing and double ones."""
    found = list(found)
    names = [NAMES.get(title) for title in found]
    known = [name for name in names if name is not None]
    twice = [name for name in dict.fromkeys(known) if known.count(name) > 1]
    if twice:
        raise InputError(f"two columns are {twice[0]}", place=place, remedy="delete one of them")
    check_columns(known, found, place)
    return names


def check_columns(known: Iterable[str], found: Iterable[str], place: str) -> None:
    """Raises InputError when a column is missing without which nothing can be done."""
    missing = [name for name in NEEDED if name not in known]
    if missing:
        shown = ", ".join(found)
        shown = shown if len(shown) <= 100 else f"{shown[:99]}…"
        remedy = f"keep {', '.join(NEEDED)} when the result is written"
        raise InputError(f"no column {', '.join(missing)} (found: {shown or 'none'})", place=place, remedy=remedy)


def to_record(row: Mapping[str, Any], place: str, shared: dict[str, str]) -> MetricRecord:
    """The record of a row; ``shared`` holds the texts seen so far, so that each is kept once."""
    values = dict(_NEUTRAL)
    for name, value in row.items():
        try:
            values[name] = _READ.get(name, _string)(value)
        except (ValueError, ArithmeticError):
            shown = "nothing" if value is None else repr(value)
            shown = shown if len(shown) <= 60 else f"{shown[:59]}…"
            raise InputError(f"{name}: {shown} is no {_SHOULD_BE.get(name, 'text')}", place=place, remedy=f"mend the value, or {AS_WRITTEN}") from None
        if name in _CHOICES and value not in _CHOICES[name]:
            raise InputError(f"unknown {name} {value!r}", place=place, remedy=f"use one of: {', '.join(_CHOICES[name])}")
        if isinstance(values[name], str):
            values[name] = shared.setdefault(values[name], values[name])
    return MetricRecord(**values)


def _string(value: object) -> str:
    if not isinstance(value, str) or isinstance(value, Digits):
        raise ValueError
    return value


def _number(value: object) -> Decimal:
    if not isinstance(value, Digits) or not value.isascii() or "_" in value:
        raise ValueError
    number = Decimal(value)
    if not number.is_finite() or abs(number.adjusted()) > len(value) + _MOST_ZEROS:
        raise InvalidOperation
    return number


def _number_or_none(value: object) -> Decimal | None:
    return None if value is None else _number(value)


def _whole(value: object) -> int:
    number = _number(value)
    if number != number.to_integral_value() or number < 0 or number.adjusted() > 18:
        raise ValueError
    return int(number)


def _list(value: object) -> tuple[str, ...]:
    if not isinstance(value, list):
        raise ValueError
    return tuple(map(_string, value))


_READ: dict[str, Callable[[object], object]] = {
    "value": _number,
    "value_high": _number_or_none,
    "start": _whole,
    "end": _whole,
    "line": _whole,
    "flags": _list,
}
_SHOULD_BE = {"value": "number", "value_high": "number", "start": "whole number", "end": "whole number", "line": "whole number", "flags": "list of texts"}
