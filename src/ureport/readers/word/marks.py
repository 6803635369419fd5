"""Signs that stand for something else in Word and RTF files: raised digits, symbol fonts, bullets; and the flags of what is left out."""

from __future__ import annotations

import re

HIDDEN = "hidden text left out"
DELETED = "tracked changes: deleted text left out"
COMMENTS = "comments left out"
BLANKS = " \t\u3000\u00a0"
SET_IN = "\u3000\u3000"
"""What stands before a paragraph whose first line is set in, so that it begins a paragraph for the layout too."""
LEADER = " …… "
"""What stands for the row of dots between a heading and its page in a table of contents."""

_RAISED = {
    "superscript": str.maketrans("0123456789+-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻"),
    "subscript": str.maketrans("0123456789+-", "₀₁₂₃₄₅₆₇₈₉₊₋"),
}
_MARK = 5
"""A raised stretch up to this length is a mark or a power; a longer one is text."""
_OPEN_END = re.compile(r"[0-9A-Za-z.．)\]]$")
_SYMBOLS = dict(zip("\uf0b3\uf0a3\uf0b1\uf0b4\uf0b8\uf0b0\uf0b7\uf0b9\uf0bb\uf025", "≥≤±×÷°•≠≈%", strict=True))
_BULLETS = dict(zip("\uf06c\uf06e\uf075\uf0a7\uf0d8\uf0fco\uf071\uf0b2\uf0e8", "●■◆■→√○□□→", strict=True))


def raised(text: str, how: str) -> str:
    """The digits of a mark above or below the line: ``raised("1", "superscript") == "¹"``, so that 98%¹ never reads 98%1."""
    return text.translate(_RAISED[how]) if how in _RAISED and len(text.strip()) <= _MARK else text


def note_mark(count: int) -> str:
    """The mark of a note: ``¹²``."""
    return str(count).translate(_RAISED["superscript"])


def symbols(text: str, font: str) -> str:
    """The characters of a symbol font: ≥ of the font Symbol; any other as they are."""
    return "".join(_SYMBOLS.get(sign, sign) for sign in text) if font.lower() == "symbol" else text


def bullet(sign: str) -> str:
    """The sign before an item of a list, a dot for one of a symbol font that is not known."""
    return _BULLETS.get(sign, sign if sign and not is_private(sign) else "●")


def is_private(sign: str) -> bool:
    """True for a character that has a shape in one font only."""
    return "\ue000" <= sign <= "\uf8ff"


def list_label(text: str) -> str:
    """A list number, kept apart from the digits that may follow: ``1. `` before 1560份, 一、 as it is."""
    text = text.strip()
    return f"{text} " if _OPEN_END.search(text) else text
