"""Raw expressions of a pattern library, held against clauses for a bounded time: one that backtracks without end costs itself only."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING

from ureport.library.expression import Expression
from ureport.library.types import Pattern

if TYPE_CHECKING:
    import regex

SLOW = "slow pattern"
"""The warning of a text for which an expression took too long."""
SECONDS = 1.0
"""Processor time that one expression may take over the slow figures of a file; then it is not tried any more in that file."""
_QUICK = 0.02
"""Seconds for a figure that cost nothing: a sound expression takes some millionths."""
_ALONE = 0.1
"""Seconds for a figure where nobody counts: when a library is checked or explained."""

_spent: ContextVar[dict[str, float] | None] = ContextVar("spent", default=None)


@contextmanager
def limited() -> Iterator[dict[str, float]]:
    """Counts, for one file, the seconds that the slow expressions take, by the name of their pattern."""
    spent: dict[str, float] = {}
    token = _spent.set(spent)
    try:
        yield spent
    finally:
        _spent.reset(token)


def given_up(spent: dict[str, float]) -> tuple[str, ...]:
    """A warning for each pattern that took too long: ``slow pattern: member.new#3 took longer than 1 s and was given up``."""
    return tuple(f"{SLOW}: {name} took longer than {SECONDS:g} s and was given up" for name, seconds in spent.items() if seconds >= SECONDS)


def search(pattern: Pattern, text: str) -> regex.Match[str] | re.Match[str] | None:
    """Where the expression of a pattern finds something; None when it does not, or has no time left in this file."""
    assert pattern.regex is not None
    spent = _spent.get()
    if spent is not None and pattern.name in spent:
        return _slowly(pattern, pattern.regex, text, spent)
    began = time.perf_counter()
    try:
        found = pattern.regex.search(text, timeout=_ALONE if spent is None else _QUICK)
    except TimeoutError:
        return None if spent is None else _slowly(pattern, pattern.regex, text, spent)
    if spent is not None and (took := time.perf_counter() - began) > _QUICK:
        spent[pattern.name] = took  # an expression that is held against texts without a limit
    return found


def _slowly(pattern: Pattern, expression: Expression, text: str, spent: dict[str, float]) -> regex.Match[str] | re.Match[str] | None:
    """As ``search``, for a pattern that was slow in this file before: its time is taken."""
    left = SECONDS - spent.setdefault(pattern.name, 0.0)
    if left <= 0:
        return None
    began = time.process_time()
    try:
        return expression.search(text, timeout=left)
    except TimeoutError:
        spent[pattern.name] = SECONDS
        return None
    finally:
        took = time.process_time() - began
        spent[pattern.name] += took if took > _QUICK else 0.0
