"""Any of many expressions, looked for only where one of them can begin.

``re`` tries each branch of an alternation at each character. Most branches of a word list begin with a plain character,
and few characters of a text are one of those; so a list of seventy is looked for several times as fast.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

_SPECIAL = frozenset(r"\^$.|?*+()[]{}")
_REPEATS = frozenset("?*{")


class Alternatives:
    """The branches of an expression by the character they begin with.

    >>> Alternatives(re.compile("版权|[Cc]opyright")).found_in("(c) copyright 2016")
    True
    """

    __slots__ = ("_by_first", "_firsts", "_others")

    def __init__(self, pattern: re.Pattern[str]) -> None:
        by_first: dict[str, list[str]] = {}
        others: list[str] = []
        # a branch alone knows neither the flags of the whole nor its groups
        alone = not pattern.groups and pattern.flags == re.UNICODE
        for branch in branches(pattern.pattern) if alone else [pattern.pattern]:
            plain = alone and branch and branch[0] not in _SPECIAL and branch[1:2] not in _REPEATS
            (by_first.setdefault(branch[0], []) if plain else others).append(branch)
        self._by_first = {first: re.compile("|".join(found)) for first, found in by_first.items()}
        self._firsts = re.compile(f"[{''.join(map(re.escape, by_first))}]" if by_first else "(?!)")
        self._others = re.compile("|".join(others) if others else "(?!)")

    def found_in(self, text: str) -> bool:
        """True when one of the branches stands anywhere in the text."""
        return any(self._by_first[m.group()].match(text, m.start()) for m in self._firsts.finditer(text)) or bool(self._others.search(text))


@lru_cache(maxsize=8)
def alternatives(pattern: re.Pattern[str]) -> Alternatives:
    """The alternatives of an expression, made once."""
    return Alternatives(pattern)


def branches(expression: str) -> Iterator[str]:
    """The branches of an expression: split at each ``|`` outside of groups, classes and escapes."""
    depth, in_class, start, at = 0, False, 0, 0
    while at < len(expression):
        sign = expression[at]
        if sign == "\\":
            at += 1
        elif in_class:
            in_class = sign != "]"
        elif sign == "[":
            in_class = True
            # a ] right behind the bracket is a character of the class
            at += expression[at + 1 : at + 2] == "^"
            at += expression[at + 1 : at + 2] == "]"
        elif sign in "()":
            depth += 1 if sign == "(" else -1
        elif sign == "|" and not depth:
            yield expression[start:at]
            start = at + 1
        at += 1
    yield expression[start:]
