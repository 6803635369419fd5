"""Raw regular expressions of the library, with the engine that can be stopped when one takes too long."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import regex

_WAYS = 100_000
"""In so many ways an expression may be held against a text at one place, and needs no time limit."""
_LETTER = r"[^\\^$*+?{}\[\]()|.]"
_IN_CLASS = r"[^\[\]\\^&|~-]"
_PIECE = re.compile(
    rf"(?:{_LETTER}|\\[^\w\s]|\.|\[\^?(?:{_IN_CLASS}(?:-{_IN_CLASS})?)+\])(?:(?P<maybe>\?)|\{{(?P<least>[0-9]{{1,2}})(?:,(?P<most>[0-9]{{1,2}}))?\}})?"
    r"|(?P<open>\(\?:)|(?P<close>\))(?P<all>\??)|(?P<other>\|)|\^|\$"
)
"""A letter, sign or class, which may come some times; a bracket, which may be left out; alternatives; an end."""


@dataclass(frozen=True, slots=True)
class Expression:
    """A regular expression, compiled when it is first used."""

    pattern: str

    def search(self, text: str, *, timeout: float) -> regex.Match[str] | re.Match[str] | None:
        """The first match; raises TimeoutError after so many seconds."""
        if is_tame(self.pattern):
            return _compiled_tame(self.pattern).search(text)
        return _compiled(self.pattern).search(text, timeout=timeout)

    def fault(self) -> str:
        """Why it is no expression; empty when it is one."""
        import regex

        try:
            _compiled(self.pattern)
        except (regex.error, RecursionError, OverflowError) as error:
            return str(error) or type(error).__name__
        return ""


@lru_cache(maxsize=1000)
def is_tame(pattern: str) -> bool:
    """True for an expression that cannot take long: nothing in it comes any number of times, and the ways to match are counted.

    It holds only what ``re`` and ``regex`` understand alike, so that ``re``, which is loaded anyway, may match it.

    >>> is_tame("(?:累计|共有)(?:达|为)?[0-9]{1,4}家$"), is_tame("(?:会|员)+入")
    (True, False)
    """
    at, ways, alternatives = 0, 1, [1]
    while at < len(pattern):
        piece = _PIECE.match(pattern, at)
        if piece is None or ways > _WAYS:
            return False
        at = piece.end()
        if piece["open"]:
            alternatives.append(1)
        elif piece["other"]:
            alternatives[-1] += 1
        elif piece["close"]:
            if len(alternatives) == 1:
                return False
            ways *= alternatives.pop() + bool(piece["all"])
        elif piece["least"]:
            ways *= int(piece["most"] or piece["least"]) - int(piece["least"]) + 1
        elif piece["maybe"]:
            ways *= 2
    return len(alternatives) == 1 and 0 < ways * alternatives[0] <= _WAYS


@lru_cache(maxsize=1000)
def _compiled_tame(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


@lru_cache(maxsize=1000)
def _compiled(pattern: str) -> regex.Pattern[str]:
    import regex  # takes longer to load than many a report to read

    return regex.compile(pattern)
