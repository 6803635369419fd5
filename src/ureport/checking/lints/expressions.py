"""Lints of regular expressions."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ureport.checking.lints.registry import lint
from ureport.checking.material import Material
from ureport.errors import Fault
from ureport.library.expression import Expression
from ureport.library.types import FIGURE

_SECONDS = 0.1
_TIMES = (30, 3000)
"""Thirty of a piece are enough for an expression that doubles its work with each; three thousand for one that is cubic."""
_SHOWN = 20
_PIECE = re.compile(r"[\u4e00-\u9fff]+|[0-9A-Za-z]")
_USUAL = ("会", "1", "a", " ", ",")
"""For the classes of an expression, whatever they are: \\w, \\p{Han}, [^,]."""
_NO_MATCH = "\x00"


@lint("P108")
def slow_expression(material: Material) -> Iterator[Fault]:
    """A raw expression that takes longer than a tenth of a second on a text that repeats one of its own pieces."""
    for pattern in material.own_patterns:
        if pattern.regex is None:
            continue
        text = runaway(pattern.regex)
        if text is not None:
            detail = (f"on {len(text):,} characters: {text[:_SHOWN]}…",)
            yield material.at_pattern("P108", pattern, f"{pattern.name} backtracks without bound", detail=detail)


def runaway(expression: Expression) -> str | None:
    """What an expression takes too long on when it stands before or behind the figure; None when nothing was found.

    The texts repeat what the expression itself holds, then break off with a character that it does not: an expression with
    nested repetition tries every way to cut them. All that it holds follows once, for without it no text is searched at all.
    """
    pieces: list[str] = _PIECE.findall(expression.pattern)
    whole = "".join(pieces)
    for piece in dict.fromkeys((*pieces, *(sign for word in pieces for sign in word), *_USUAL)):
        for times in _TIMES:
            text = piece * times
            try:
                expression.search_in_time(f"{FIGURE}{text}{_NO_MATCH}{whole}{FIGURE}", timeout=_SECONDS)
            except TimeoutError:
                return text
    return None
