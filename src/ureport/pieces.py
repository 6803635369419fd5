"""Text to show, as pieces with a style name; the screen decides what a style looks like."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

Piece = tuple[str, str]
"""Some text and the name of its style (empty for plain text)."""


def counted(number: int, noun: str) -> str:
    """A number with its noun.

    >>> counted(1, "report"), counted(2007, "pattern")
    ('1 report', '2,007 patterns')
    """
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def padded(text: str, columns: int, *, right: bool = False) -> str:
    """The text with blanks behind it (or before it) to so many columns of a screen.

    >>> padded("会员数", 7), padded("12", 4, right=True)
    ('会员数 ', '  12')
    """
    blanks = " " * (columns - width(text))
    return blanks + text if right else text + blanks


def width(text: str) -> int:
    """The columns that a text takes on a screen: 会员数 takes six."""
    return sum(0 if unicodedata.combining(c) else 1 + (unicodedata.east_asian_width(c) in "WF") for c in text)


def plain_text(pieces: Iterable[Piece]) -> str:
    """The text without its styles."""
    return "".join(text for text, _ in pieces)
