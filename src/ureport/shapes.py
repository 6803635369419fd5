"""What the files of units and words may hold: a key that nobody reads, or a value of the wrong kind, is a fault and no word less.

A problem is a code, the words by which its line is found, a message and a remedy.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from difflib import get_close_matches
from typing import Any

Problem = tuple[str, str, str, str]

_LISTS = ("names", "patterns", "idioms", "lines")
_NUMBERS = ("longest",)
_UNIT = ("name", "surfaces", "also", "factor", "plus")
_UNITS = ("unit", "nouns", "implied")
_LARGEST = 30
"""A factor of more zeros measures nothing, and its multiples would have no end."""
_WORDS = 'write ["word", "word"]'


def shape_of_words(data: Mapping[str, Any], tables: Mapping[str, Sequence[str]]) -> Iterator[Problem]:
    """What is wrong with qualifiers.toml or a file of lexicon/; ``tables``: the lists that each table may hold."""
    for key, value in data.items():
        if key in tables:
            yield from _table(key, value, tables[key])
        elif key in _LISTS:
            yield from _list(key, value)
        elif key not in _NUMBERS:
            yield _unknown(key, [*tables, *_LISTS, *_NUMBERS])
        elif not isinstance(value, int):
            yield "P004", key, f"{key}: not a number", "write a number"


def shape_of_units(data: Mapping[str, Any]) -> Iterator[Problem]:
    """What is wrong with a file of units/."""
    for key, value in data.items():
        if key not in _UNITS:
            yield _unknown(key, _UNITS)
        elif key != "unit":
            yield from _table(key, value, None)
        elif not isinstance(value, list) or not all(isinstance(entry, dict) for entry in value):
            yield "P004", key, "unit: not a table", "write [[unit]] and its keys below"
        else:
            for entry in value:
                yield from _unit(entry)


def _unit(entry: Mapping[str, Any]) -> Iterator[Problem]:
    name = str(entry.get("name", "")) or "[[unit]]"
    if "surfaces" not in entry:
        yield "P004", name, f"{name}: a unit without surfaces", 'write surfaces = ["word", "word"]'
    for key, value in entry.items():
        if key not in _UNIT:
            yield _unknown(key, _UNIT)
        elif key in ("surfaces", "also"):
            yield from _list(key, value)
        elif key == "name" and not isinstance(value, str):
            yield "P004", key, "name: not a word", 'write name = "word"'
        elif key in ("factor", "plus") and not _is_number(value):
            yield "P004", key, f"{key}: not a number", f'write {key} = "10000"'


def _table(key: str, value: object, kinds: Sequence[str] | None) -> Iterator[Problem]:
    """A table of word lists; ``kinds`` are the keys that it may hold, None for any."""
    if not isinstance(value, dict):
        yield "P004", key, f"{key}: not a table", f"write [{key}] and its lists below"
        return
    for kind, words in value.items():
        if kinds is not None and kind not in kinds:
            yield _unknown(kind, kinds)
        else:
            yield from _list(kind, words)


def _list(key: str, value: object) -> Iterator[Problem]:
    if not isinstance(value, list) or not all(isinstance(word, str) and word for word in value):
        yield "P004", key, f"{key}: not a list of words", _WORDS


def _unknown(key: str, known: Sequence[str]) -> Problem:
    near = get_close_matches(key, known, n=1, cutoff=0.5)
    return "P003", key, f"unknown key {key!r}", f"did you mean {near[0]}?" if near else f"use one of: {', '.join(known)}"


def _is_number(value: object) -> bool:
    if isinstance(value, bool) or not isinstance(value, (str, int, float)):
        return False
    try:
        number = Decimal(str(value))
        return number.is_finite() and abs(number.adjusted()) <= _LARGEST
    except InvalidOperation:
        return False
