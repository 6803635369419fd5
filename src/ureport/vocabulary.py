"""The words outside the metrics: units, qualifiers, fixed names, idioms, furniture and cue words, as data.

Read from ``units/*.toml``, ``qualifiers.toml`` and ``lexicon/*.toml`` of a library folder into one frozen value.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from itertools import islice
from pathlib import Path
from types import MappingProxyType
from typing import Any, get_args

from ureport.errors import Fault, LibraryError
from ureport.model import Bound
from ureport.resources import shipped_library
from ureport.shapes import Problem, shape_of_units, shape_of_words
from ureport.toml import read_toml


@dataclass(frozen=True, slots=True)
class Unit:
    """A measure word: canonical ``name``, what else it may stand for, and what one is worth in base units."""

    name: str
    also: tuple[str, ...] = ()
    factor: Decimal = Decimal(1)
    plus: Decimal = Decimal(0)

    @property
    def names(self) -> tuple[str, ...]:
        return (self.name, *self.also)


@dataclass(frozen=True, slots=True, eq=False, weakref_slot=True)
class Vocabulary:
    """All word lists that are not patterns. Regular expressions are for folded text. Compared by identity."""

    units: Mapping[str, Unit]
    nouns: Mapping[str, str]
    implied: Mapping[str, str]
    before: Mapping[str, Bound]
    after: Mapping[str, Bound]
    near: Mapping[str, Bound]
    power: Mapping[str, Bound]
    names: tuple[str, ...]
    name_patterns: re.Pattern[str]
    idioms: tuple[str, ...]
    furniture: re.Pattern[str]
    furniture_longest: int
    cues: Mapping[str, re.Pattern[str]]
    """Cue words by ``group.kind``: ``status.target``, ``aspect.growth`` …"""
    words: Mapping[str, frozenset[str]]
    """Plain word lists by ``group.kind``: ``threshold.limits``, ``vague.units`` …"""
    light: frozenset[str]
    generic: frozenset[str]
    organisation: Mapping[str, tuple[str, ...]]


_MOST_FAULTS = 100
_LONGEST = 2_000
"""More characters than any expression needs."""


def alternation(words: Iterable[str]) -> str:
    """A regular expression for any of the words, the longest first; without any, one that never matches."""
    return "|".join(re.escape(word) for word in sorted(set(words), key=lambda w: (-len(w), w))) or "(?!)"


def last_match(pattern: re.Pattern[str], text: str) -> re.Match[str] | None:
    """The last place where an expression is found."""
    found = None
    for found in pattern.finditer(text):  # noqa: B007 - the last one is wanted
        pass
    return found


def load_vocabulary(folders: Iterable[Path]) -> Vocabulary:
    """The vocabulary of library folders; a later folder adds to an earlier one. Raises LibraryError with every fault."""
    vocabulary, faults = read_vocabulary(folders)
    if faults:
        raise LibraryError(faults)
    return vocabulary


def read_vocabulary(folders: Iterable[Path]) -> tuple[Vocabulary, tuple[Fault, ...]]:
    """The vocabulary of the files that are sound, and the faults of the others."""
    folders = tuple(folders)
    faults: list[Fault] = []
    units: dict[str, Unit] = {}
    nouns: dict[str, str] = {}
    implied: dict[str, str] = {}
    merged: dict[str, Any] = {}
    for folder in folders:
        for path in sorted((folder / "units").glob("*.toml")):
            with gathering(faults):
                data = read_toml(path)
                _raise(path, shape_of_units(data))
                _add_units(data, units, nouns, implied)
        files = [folder / "qualifiers.toml", *(folder / "lexicon" / f"{name}.toml" for name in LEXICON_FILES)]
        for path in filter(Path.is_file, files):
            with gathering(faults):
                data = read_toml(path)
                _raise(path, shape_of_words(data, _KINDS))
                _check(path, data)
                _merge(merged, data)
    return _freeze(units, nouns, implied, merged), tuple(faults)


@contextmanager
def gathering(faults: list[Fault]) -> Iterator[None]:
    """Adds the faults of a file to the others, so that one broken file hides nothing."""
    try:
        yield
    except LibraryError as error:
        faults += error.faults


_CUES = (
    *("status.target", "status.actual", "status.baseline", "status.compared", "aspect.growth", "aspect.level", "aspect.share", "aspect.share_after"),
    *("section.plan", "section.summary", "continuation.words", "carry.words", "threshold.selects"),
)
_WORDS = ("threshold.limits", "threshold.people", "vague.units", "vague.always")
_KINDS: dict[str, Sequence[str]] = {
    **dict.fromkeys(("light", "generic"), ("words",)),
    **dict.fromkeys(("before", "after", "near", "power"), get_args(Bound)),
    "organisation": ("endings", "national", "places", "not_inside"),
    "places": ("cities", "provinces"),
}
for _table, _kind in (key.split(".") for key in (*_CUES, *_WORDS)):
    _KINDS[_table] = (*_KINDS.get(_table, ()), _kind)
"""The tables of qualifiers.toml and lexicon/, with the lists that each may hold."""
LEXICON_FILES = ("names", "idioms", "furniture", "cues", "roles", "context", "places")


def _add_units(data: dict[str, Any], units: dict[str, Unit], nouns: dict[str, str], implied: dict[str, str]) -> None:
    for entry in data.get("unit", ()):
        for surface in entry["surfaces"]:
            units[surface] = Unit(
                entry.get("name", surface),
                tuple(entry.get("also", ())),
                Decimal(str(entry.get("factor", "1"))),
                Decimal(str(entry.get("plus", "0"))),
            )
    for name, words in data.get("nouns", {}).items():
        nouns.update(dict.fromkeys(words, name))
    for name, words in data.get("implied", {}).items():
        implied.update(dict.fromkeys(words, name))


def _merge(into: dict[str, Any], data: Mapping[str, Any]) -> None:
    for key, value in data.items():
        if isinstance(value, dict):
            _merge(into.setdefault(key, {}), value)
        elif isinstance(value, list):
            into[key] = [*into.get(key, []), *value]
        else:
            into[key] = value


def _check(path: Path, data: Mapping[str, Any]) -> None:
    """Raises LibraryError for expressions that are none and bounds that are unknown, with the line of each."""
    faults: list[Fault] = []
    expressions = [*data.get("patterns", ()), *data.get("lines", ())]
    for key in _CUES:
        expressions += _listed(data, key)
    for expression in expressions:
        if len(faults) == _MOST_FAULTS:
            break
        try:
            if len(expression) > _LONGEST:
                raise re.error(f"more than {_LONGEST} characters")
            re.compile(expression)
        except (re.error, TypeError, RecursionError, OverflowError) as error:
            faults.append(_fault(path, str(expression), f"not a regular expression: {error}", "mend it; special signs need a backslash", "P007"))
    if faults:
        raise LibraryError(tuple(faults))


def _raise(path: Path, problems: Iterable[Problem]) -> None:
    """Raises LibraryError for problems, each at the first line of the file that holds its words."""
    faults = tuple(_fault(path, words, message, remedy, code) for code, words, message, remedy in islice(problems, _MOST_FAULTS))
    if faults:
        raise LibraryError(faults)


def _listed(data: Mapping[str, Any], key: str) -> list[str]:
    """The list at ``table.kind`` of a lexicon file, empty when it has none."""
    table, _, kind = key.partition(".")
    entries = data.get(table)
    return list(entries.get(kind, ())) if isinstance(entries, dict) else []


def _fault(path: Path, words: str, message: str, remedy: str, code: str) -> Fault:
    """A fault at the first line of the file that holds the words."""
    for number, line in enumerate(path.read_text(encoding="utf-8-sig").split("\n"), 1):
        if words in line:
            return Fault(str(path), number, line.index(words) + 1, message, remedy, line, len(words), code)
    return Fault(str(path), 1, 1, message, remedy, code=code)


def _compile(expressions: Iterable[str]) -> re.Pattern[str]:
    """One expression for any of several; without any, one that never matches."""
    return re.compile("|".join(expressions) or "(?!)")


def _freeze(units: dict[str, Unit], nouns: dict[str, str], implied: dict[str, str], data: dict[str, Any]) -> Vocabulary:
    def bounds(table: str) -> Mapping[str, Bound]:
        return MappingProxyType({word: bound for bound, words in data.get(table, {}).items() for word in words})

    cues = {key: _compile(_listed(data, key)) for key in _CUES}
    words = {key: frozenset(_listed(data, key)) for key in _WORDS}
    return Vocabulary(
        units=MappingProxyType(units),
        nouns=MappingProxyType(nouns),
        implied=MappingProxyType(implied),
        before=bounds("before"),
        after=bounds("after"),
        near=bounds("near"),
        power=bounds("power"),
        names=tuple(data.get("names", ())),
        name_patterns=_compile(data.get("patterns", ())),
        idioms=tuple(data.get("idioms", ())),
        furniture=_compile(data.get("lines", ())),
        furniture_longest=int(data.get("longest", 100)),
        cues=MappingProxyType(cues),
        words=MappingProxyType(words),
        light=frozenset(data.get("light", {}).get("words", ())),
        generic=frozenset(data.get("generic", {}).get("words", ())),
        organisation=MappingProxyType({k: tuple(v) for k, v in {**data.get("organisation", {}), **data.get("places", {})}.items()}),
    )


@lru_cache(maxsize=1)
def default_vocabulary() -> Vocabulary:
    """The vocabulary of the shipped library."""
    return load_vocabulary([shipped_library()])
