"""Which numbers a double, the number of spreadsheets and databases, holds without loss. No number is ever rounded in silence."""

from __future__ import annotations

from decimal import Decimal

DIGITS = 15
"""So many significant digits every double keeps, and every spreadsheet shows."""
EXACT = "_text"
"""Beside a column of doubles stands one with this ending; it holds the digits of what a double cannot hold, and only then."""
_LARGEST = 300
_FIRST_TOO_LONG = 10**15


def fits(value: Decimal | int) -> bool:
    """True for a number that comes back digit for digit from a double.

    >>> fits(Decimal("0.1")), fits(Decimal("123456789012345678"))
    (True, False)
    """
    if isinstance(value, int):
        return -_FIRST_TOO_LONG < value < _FIRST_TOO_LONG
    digits = value.as_tuple().digits
    needed = len(digits)
    while needed > 1 and not digits[needed - 1]:
        needed -= 1
    return needed <= DIGITS and (value.is_zero() or abs(value.adjusted()) < _LARGEST)
