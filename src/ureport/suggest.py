"""Did you mean: the known names nearest to a wrong one."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

from ureport.errors import UsageError

_NEAR = 0.5
"""So much alike are words of which one may be meant for the other."""


def nearest(word: str, known: Iterable[str]) -> str:
    """``did you mean member.new?``, empty when no known name is near."""
    near = get_close_matches(word, list(known), n=1, cutoff=_NEAR)
    return f"did you mean {near[0]}?" if near else ""


def unknown(kind: str, word: str, known: Iterable[str]) -> UsageError:
    """The error for a name that is none of the known ones.

    >>> print(unknown("status", "actaul", ["actual", "target", "baseline"]))
    unknown status 'actaul'
      remedy: did you mean actual?
    """
    names = list(dict.fromkeys(known))
    near = get_close_matches(word, names, n=3, cutoff=_NEAR) or [name for name in names if word and word.lower() in name.lower()][:3]
    several = f"use one of: {', '.join(names[:12])}{' …' if len(names) > 12 else ''}"
    remedy = f"did you mean {' or '.join(near)}?" if near else several
    return UsageError(f"unknown {kind} {word!r}", remedy=remedy)
