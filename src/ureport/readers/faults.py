"""What can be wrong with a file of any format, in the same words for all."""

from __future__ import annotations

from ureport.errors import InputError

RESAVE = "open it in the program that made it and save it again"
SPARSE = "needs_ocr: pictures, and hardly any text"
_STAMP = 40
"""Fewer characters than this beside pictures are a stamp or a page number on a scan."""


def is_stamp(characters: int) -> bool:
    """True for so little text that the report stands in the pictures beside it."""
    return characters < _STAMP


def damaged(what: str) -> InputError:
    """A file that breaks off, contradicts itself, or is no file of the kind."""
    return InputError(f"damaged: {what}", remedy=RESAVE, kind="damaged")


def too_large(what: str) -> InputError:
    """A file beyond the bounds."""
    return InputError(f"too large: {what}", remedy="split it, or save the report as text", kind="too-large")


def encrypted() -> InputError:
    """A file behind a password."""
    return InputError("encrypted: it opens with a password only", remedy="save it without the password", kind="encrypted")


def no_text(pictures: bool) -> InputError:
    """A file without text: of pictures only, which is a scan, or empty."""
    if pictures:
        return InputError("needs_ocr: pictures, but no text", remedy="recognise the text (OCR), and save the result", kind="needs-ocr")
    return InputError("empty: no text in this file", remedy="leave it out, or put the report's text in it", kind="empty")
