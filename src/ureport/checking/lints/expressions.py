"""Lints of regular expressions."""

from __future__ import annotations

import re
from collections.abc import Iterator

import regex

from ureport.checking.lints.registry import lint
from ureport.checking.material import Material
from ureport.errors import Fault

_SECONDS = 0.1
_TIMES = (30, 3000)
"""Thirty of a piece are enough for an expression that doubles its work with each; three thousand for one that is cubic."""
_PIECE = re.compile(r"[\u4e00-\u9fff]+|[0-9A-Za-z]")
_CLASSES = {r"\d": "1", r"\w": "a", r"\s": " ", ".": "会"}
_NO_MATCH = "\x00"


@lint("P108")
def slow_expression(material: Material) -> Iterator[Fault]:
    """A raw expression that takes longer than a tenth of a second on a text that repeats one of its own pieces."""
    for pattern in material.library.raw:
        assert pattern.regex is not None
        text = runaway(pattern.regex)
        if text is not None:
            message = f"{pattern.name} backtracks without bound"
            detail = (f"on {len(text) - 1} characters: {text[:20]}…",)
            loc = ("pattern", pattern.index, "regex")
            yield material.fault("P108", pattern.path, loc, message, words=pattern.template, detail=detail, metric=pattern.metric)


def runaway(expression: regex.Pattern[str]) -> str | None:
    """A text on which an expression takes too long, None when none was found.

    The texts repeat what the expression itself holds and end in a character that it does not: an expression with nested
    repetition then tries every way to cut them.
    """
    pieces = [*_PIECE.findall(expression.pattern), *(sign for name, sign in _CLASSES.items() if name in expression.pattern)]
    for piece in dict.fromkeys((*pieces, *(p[0] for p in pieces))):
        for times in _TIMES:
            text = f"{piece * times}{_NO_MATCH}"
            try:
                expression.search(text, timeout=_SECONDS)
            except TimeoutError:
                return text
    return None
