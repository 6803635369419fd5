"""Raw regular expressions of the library, with the engine that can be stopped when one takes too long."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import regex

_WAYS, _REACH = 3_000, 100
"""In so many ways an expression may be held against a text at one place, and so many characters may its repeats take, that it needs
no time limit: some hundredths of a second on the longest clause."""
_ANY = "any"
"""In place of the first letter of an alternative that may begin with several, or with none."""
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
        """The first match; raises TimeoutError after so many seconds, when it could take as long."""
        if is_tame(self.pattern):
            return _compiled_tame(self.pattern).search(text)
        return self.search_in_time(text, timeout=timeout)

    def search_in_time(self, text: str, *, timeout: float) -> regex.Match[str] | None:
        """The first match by the engine that can be stopped, however tame the expression; raises TimeoutError after so many seconds."""
        return _compiled(self.pattern).search(text, timeout=timeout)

    def fault(self) -> str:
        """Why it is no expression; empty when it is one."""
        import regex

        try:
            _compiled(self.pattern)
        except (regex.error, RecursionError, OverflowError) as error:
            return str(error) or type(error).__name__
        return ""


@cache
def is_tame(pattern: str) -> bool:
    """True for an expression that cannot take long: nothing in it comes any number of times, and the ways to match are counted.

    It holds only what ``re`` and ``regex`` understand alike, so that ``re``, which is loaded anyway, may match it.

    >>> is_tame("(?:累计|共有)(?:达|为)?[0-9]{1,4}家$"), is_tame("(?:会|员)+入")
    (True, False)
    """
    at, ways, reach, begins = 0, 1, 0, True
    firsts: list[list[str]] = [[]]
    while at < len(pattern):
        piece = _PIECE.match(pattern, at)
        if piece is None or ways > _WAYS or reach > _REACH:
            return False
        at = piece.end()
        if begins:
            firsts[-1].append(piece[0] if len(piece[0]) == 1 and piece[0] not in ".|)^$" else _ANY)
        begins = bool(piece["open"] or piece["other"])
        if piece["open"]:
            firsts.append([])
        elif piece["close"]:
            if len(firsts) == 1:
                return False
            ways *= _rivals(firsts.pop()) + bool(piece["all"])
        elif piece["least"]:
            ways *= int(piece["most"] or piece["least"]) - int(piece["least"]) + 1
            reach += int(piece["most"] or piece["least"])
        elif piece["maybe"]:
            ways *= 2
    return len(firsts) == 1 and 0 < ways * _rivals(firsts[0]) <= _WAYS and reach <= _REACH


def _rivals(firsts: list[str]) -> int:
    """How many of the alternatives that begin so can match at one place: those with another first letter cannot."""
    letters = Counter(first for first in firsts if first != _ANY)
    return max(1, firsts.count(_ANY) + max(letters.values(), default=0))


@cache
def _compiled_tame(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


@cache
def _compiled(pattern: str) -> regex.Pattern[str]:
    import regex  # takes longer to load than many a report to read

    return regex.compile(pattern)
