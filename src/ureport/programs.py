"""The programs of the regular expressions of ureport itself, kept between runs: to compile 350 of them takes longer than to read a report.

``re`` makes of an expression a program for its engine, a list of numbers, and remembers it as long as the process lives. Here the
programs are kept, and given back to the memory of ``re`` before the modules that hold the expressions are loaded; an expression that
was not kept is compiled as ever. No code runs from what was kept: the engine checks each program before it takes it.

Only CPython has these inner parts, and it may change them: where they are not as they were, nothing is kept.
"""

from __future__ import annotations

import marshal
import re
import sys
from array import array
from collections.abc import Iterable
from contextlib import suppress
from hashlib import sha256
from importlib import import_module
from typing import Any

from ureport import __version__
from ureport.cache import Cache

Key = tuple[type, Any, int]
"""Under what ``re`` remembers an expression: the type of its text, the text, its flags."""

_MOST = 480
"""``re`` remembers 512 expressions."""
_NEW = 40
"""So many new ones are worth to be written."""
_CODE = "I"


def recall(cache: Cache) -> frozenset[Key]:
    """Gives the programs that were kept to ``re``; the expressions whose programs it got."""
    data = cache.read(_key()) if cache.folder else None
    if data is None:
        return frozenset()
    try:
        engine, known = import_module("_sre"), _remembered()
        for text, flags, whole, code, groups, names, numbers in marshal.loads(data):
            known[type(text), text, flags] = engine.compile(text, whole, array(_CODE, code).tolist(), groups, names, numbers)
        return frozenset(known)
    except Exception as error:  # whatever has changed: re compiles what is missing
        cache.tell(f"programs of expressions not used ({type(error).__name__}: {error})")
        return frozenset()


def keep(cache: Cache, given: frozenset[Key]) -> None:
    """Keeps the programs of the expressions that ``re`` remembers, when many of them are new."""
    if cache.folder is None:
        return
    with suppress(Exception):  # as above
        wanted = [key for key in list(_remembered()) if key[0] in (str, bytes)][-_MOST:]
        if len(set(wanted) - given) >= _NEW:
            cache.write(_key(), marshal.dumps(tuple(_programs(wanted))))


def _programs(keys: Iterable[Key]) -> Iterable[tuple[Any, ...]]:
    parser, compiler = import_module("re._parser"), import_module("re._compiler")
    for _, text, flags in keys:
        tree = parser.parse(text, flags)
        state = tree.state
        names = state.groupdict
        numbers: list[str | None] = [None] * state.groups
        for name, number in names.items():
            numbers[number] = name
        code = array(_CODE, compiler._code(tree, flags)).tobytes()
        yield text, flags, flags | state.flags, code, state.groups - 1, dict(names), tuple(numbers)


def _remembered() -> dict[Key, re.Pattern[Any]]:
    known = re._cache  # type: ignore[attr-defined]
    if sys.implementation.name != "cpython" or not isinstance(known, dict):
        raise TypeError("another kind of Python")
    return known


def _key() -> str:
    return sha256("\0".join(("expressions", __version__, sys.version, sys.platform, sys.byteorder)).encode()).hexdigest()
