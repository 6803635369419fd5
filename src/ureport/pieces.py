"""Text to show, as pieces with a style name; the screen decides what a style looks like."""

from __future__ import annotations

from collections.abc import Iterable

Piece = tuple[str, str]
"""Some text and the name of its style (empty for plain text)."""


def plain_text(pieces: Iterable[Piece]) -> str:
    """The text without its styles."""
    return "".join(text for text, _ in pieces)
