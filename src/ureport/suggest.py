"""Did you mean: the known names nearest to a wrong one."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

from ureport.errors import UsageError


def unknown(kind: str, word: str, known: Iterable[str]) -> UsageError:
    """The error for a name that is none of the known ones.

    >>> print(unknown("status", "actaul", ["actual", "target", "baseline"]))
    unknown status 'actaul'
      remedy: did you mean actual?
    """
    names = list(dict.fromkeys(known))
    near = get_close_matches(word, names, n=3, cutoff=0.5) or [name for name in names if word and word.lower() in name.lower()][:3]
    several = f"use one of: {', '.join(names[:12])}{' …' if len(names) > 12 else ''}"
    remedy = f"did you mean {' or '.join(near)}?" if near else several
    return UsageError(f"unknown {kind} {word!r}", remedy=remedy)
