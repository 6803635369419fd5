"""Frozen dataclasses → plain data: what ``marshal`` can keep, and no more. ``unpacking`` is the way back.

Values are packed by columns: of all objects of a class one field after the other, of all tuples first their lengths, then their
members. Each text is kept once, in the table of words or in that of long texts; a column of texts or of numbers is an array of bytes;
of tuples that come again and again each is kept once. So there is little to do when they come back, and a field that nobody asks for
need not come back at all.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Callable, Iterable, Sequence
from dataclasses import fields, is_dataclass
from decimal import Decimal
from itertools import chain
from types import MappingProxyType
from typing import Any

Packed = tuple[Any, ...]
"""The kind of a column, and what it needs to come back."""

SCALARS, TEXTS, LONG_TEXTS, NUMBERS, MASKS, REPEATED, TUPLES, SETS, DICTS, MAPPINGS, DECIMALS, EXPRESSIONS, OBJECTS, MIXED = range(14)
"""The kinds of columns. Scalars are None, truth values, fractions, bytes, and negative numbers; masks are numbers of many bits, few of them set."""
BETWEEN = "\0"
"""Stands between the texts of a table."""
HOME = "ureport."
"""Only dataclasses of ureport are packed."""

_KINDS: dict[type, int] = {
    **dict.fromkeys((type(None), bool, float, bytes), SCALARS),
    str: TEXTS,
    int: NUMBERS,
    tuple: TUPLES,
    frozenset: SETS,
    dict: DICTS,
    MappingProxyType: MAPPINGS,
    Decimal: DECIMALS,
    re.Pattern: EXPRESSIONS,
}
_LONG = 12
"""A column with longer texts on the average is none of words."""
_WIDTHS = (("B", 1 << 8), ("H", 1 << 16), ("I", 1 << 32))


class UnknownKindError(TypeError):
    """A value that nobody taught this module to keep, or data that it did not make."""


def pack(value: object) -> Packed:
    """A value as plain data: the tables of texts, the objects, the value. Raises UnknownKindError for what cannot be kept."""
    packer = _Packer()
    root = packer.column([value])
    objects = packer.objects()
    return tuple(BETWEEN.join(table).encode("utf-8", "surrogatepass") for table in packer.texts.values()), objects, root


def kept(cls: type[Any]) -> tuple[str, ...]:
    """The fields of a dataclass that are kept; those that its constructor does not take begin anew."""
    return tuple(field.name for field in fields(cls) if field.init)


def name_of(cls: type[Any]) -> str:
    """The name under which the objects of a class are kept: ``ureport.library.types:Pattern``."""
    return f"{cls.__module__}:{cls.__qualname__}"


class _Packer:
    def __init__(self) -> None:
        self.texts: dict[int, dict[str, int]] = {TEXTS: {}, LONG_TEXTS: {}}
        """The tables of texts, with the place of each."""
        self._found: dict[type, list[Any]] = {}
        self._places: dict[int, int] = {}
        """The place of each object among those of its class, by id."""
        self._pack: dict[int, Callable[[Sequence[Any]], Packed]] = {
            SCALARS: lambda values: (tuple(values),),
            TEXTS: lambda values: _array([self._text(TEXTS, value) for value in values]),
            LONG_TEXTS: lambda values: _array([self._text(LONG_TEXTS, value) for value in values]),
            NUMBERS: lambda values: _array(values),
            MASKS: lambda values: (_array(map(int.bit_count, values)), _array(_joined(map(_bits, values)))),
            TUPLES: lambda values: (_array(map(len, values)), self.column(_joined(values))),
            SETS: lambda values: (_array(map(len, values)), self.column(_joined(values))),
            DICTS: lambda values: (_array(map(len, values)), self.column(_joined(values)), self.column(_joined(map(dict.values, values)))),
            MAPPINGS: lambda values: (self.column(list(map(dict, values))),),
            DECIMALS: lambda values: (self.column(list(map(str, values))),),
            EXPRESSIONS: lambda values: (self.column([each.pattern for each in values]), self.column([_flags(each) for each in values])),
            OBJECTS: self._objects,
        }

    def column(self, values: Sequence[Any]) -> Packed:
        """A column of values of one kind, or of several."""
        kinds = list(map(_kind, values))
        several = sorted(set(kinds))
        if len(several) > 1:
            places = [[place for place, each in enumerate(kinds) if each == kind] for kind in several]
            return MIXED, len(values), tuple((_array(found), self.column([values[place] for place in found])) for found in places)
        kind = _narrowed(kinds[0], values) if values else SCALARS
        if kind in (MASKS, TUPLES):
            distinct: dict[object, Any] = {}
            identities = [_identity(value) for value in values]
            for identity, value in zip(identities, values, strict=True):
                distinct.setdefault(identity, value)
            if 2 * len(distinct) < len(values):
                order = {identity: place for place, identity in enumerate(distinct)}
                return REPEATED, (kind, *self._pack[kind](list(distinct.values()))), _array(map(order.__getitem__, identities))
        return kind, *self._pack[kind](values)

    def _text(self, kind: int, text: str) -> int:
        if BETWEEN in text:
            raise UnknownKindError("a text with a NUL in it")
        return self.texts[kind].setdefault(text, len(self.texts[kind]))

    def _objects(self, values: Sequence[Any]) -> Packed:
        cls = type(values[0])
        if any(type(value) is not cls for value in values):
            raise UnknownKindError(f"objects of several classes in one place: {cls.__name__} and others")
        return name_of(cls), _array(map(self._place, values))

    def _place(self, value: Any) -> int:
        place = self._places.get(id(value))
        if place is None:
            known = self._found.setdefault(type(value), [])
            place = self._places[id(value)] = len(known)
            known.append(value)
        return place

    def objects(self) -> Packed:
        """All objects that were met, in batches: (name of the class, number, names of the fields, a column for each)."""
        batches = []
        done: dict[type, int] = {}
        while waiting := [cls for cls, found in self._found.items() if done.get(cls, 0) < len(found)]:
            for cls in waiting:
                batch = self._found[cls][done.get(cls, 0) :]
                done[cls] = len(self._found[cls])
                columns = tuple(self.column([getattr(each, name) for each in batch]) for name in kept(cls))
                batches.append((name_of(cls), len(batch), kept(cls), columns))
        return tuple(batches)


def _kind(value: object) -> int:
    """The kind of a value; raises UnknownKindError for one that cannot be kept."""
    kind = _KINDS.get(type(value))
    if kind is not None:
        return kind
    if is_dataclass(value) and type(value).__module__.startswith(HOME):
        return OBJECTS
    raise UnknownKindError(f"nobody knows how to keep a {type(value).__module__}.{type(value).__qualname__}")


def _narrowed(kind: int, values: Sequence[Any]) -> int:
    """The kind of a column, once its values are seen together."""
    if kind == TEXTS and sum(map(len, values)) > _LONG * len(values):
        return LONG_TEXTS
    if kind == NUMBERS and min(values) < 0:
        return SCALARS
    return MASKS if kind == NUMBERS and max(values) >= _WIDTHS[-1][1] else kind


def _identity(value: Any) -> object:
    """Equal for values that may stand for each other: 1 is not True, and no object is another."""
    if type(value) is tuple:
        return tuple(map(_identity, value))
    return (type(value), value) if type(value) in (str, int, bool, float, type(None)) else id(value)


def _bits(mask: int) -> list[int]:
    """The places of the bits that are set."""
    digits = f"{mask:b}"[::-1]
    return [place for place, digit in enumerate(digits) if digit == "1"]


def _flags(expression: re.Pattern[Any]) -> int:
    """The flags with which an expression was made: that a text is one in Unicode goes without saying, and ``re`` knows it by these."""
    return expression.flags & ~int(re.UNICODE) if isinstance(expression.pattern, str) else expression.flags


def _joined(values: Iterable[Iterable[Any]]) -> list[Any]:
    return list(chain.from_iterable(values))


def _array(numbers: Iterable[int]) -> Packed:
    """Numbers from 0 to 2³² as an array of bytes: (type code, bytes)."""
    found = list(numbers)
    code = next(code for code, limit in _WIDTHS if max(found, default=0) < limit)
    return code, array(code, found).tobytes()
