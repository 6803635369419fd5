"""Plain data → frozen dataclasses. No constructor is called, and nothing that the data names but dataclasses of ureport.

The fields of the objects come back when they are first asked for, those of all objects of a class together: a run that matches
patterns never reads their examples.
"""

from __future__ import annotations

import re
import sys
from array import array
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from dataclasses import MISSING, Field, fields, is_dataclass
from decimal import Decimal
from itertools import islice
from types import MappingProxyType
from typing import Any

from ureport.library.packing import (
    BETWEEN,
    DECIMALS,
    DICTS,
    EXPRESSIONS,
    HOME,
    LONG_TEXTS,
    MAPPINGS,
    MASKS,
    MIXED,
    NUMBERS,
    OBJECTS,
    REPEATED,
    SCALARS,
    SETS,
    TEXTS,
    TUPLES,
    Packed,
    UnknownKindError,
    kept,
    name_of,
)

Column = Sequence[Any]


def unpack(packed: Packed) -> Any:
    """The value that was packed. Its modules must be loaded. Raises UnknownKindError (or what wrong data causes) when it is none."""
    texts, objects, root = packed
    unpacker = _Unpacker(*texts)
    for name, number, names, columns in objects:
        unpacker.add(name, number, names, columns)
    return unpacker.column(root)[0]


class _Unpacker:
    def __init__(self, words: bytes, texts: bytes) -> None:
        self._tables: dict[int, list[str]] = {}
        self._joined = {TEXTS: words, LONG_TEXTS: texts}
        self._objects: dict[str, list[Any]] = {}
        self._kept: dict[str, type[Any]] = {}
        self._waiting: dict[type[Any], dict[str, list[tuple[list[Any], Packed]]]] = {}
        self._known: dict[tuple[int, bytes], Column] = {}
        self._unpack: dict[int, Callable[..., Column]] = {
            SCALARS: lambda values: values,
            TEXTS: lambda code, data: self._of_table(TEXTS, code, data),
            LONG_TEXTS: lambda code, data: self._of_table(LONG_TEXTS, code, data),
            NUMBERS: _numbers,
            MASKS: lambda lengths, places: _cut(_mask, lengths, _numbers(*places)),
            REPEATED: lambda distinct, places: list(map(self.column(distinct).__getitem__, _numbers(*places))),
            TUPLES: lambda lengths, members: _cut(tuple, lengths, self.column(members)),
            SETS: lambda lengths, members: _cut(frozenset, lengths, self.column(members)),
            DICTS: self._dicts,
            MAPPINGS: lambda values: list(map(MappingProxyType, self.column(values))),
            DECIMALS: lambda values: list(map(Decimal, self.column(values))),
            EXPRESSIONS: lambda patterns, flags: list(map(re.compile, self.column(patterns), self.column(flags))),
            OBJECTS: lambda name, places: list(map(self._objects[name].__getitem__, _numbers(*places))),
            MIXED: self._mixed,
        }

    def add(self, name: str, number: int, names: Sequence[str], columns: Sequence[Packed]) -> None:
        """Makes objects of a class, whose fields wait in the columns."""
        cls = self._kept.get(name) or self._kept.setdefault(name, self._lazy(_class(name)))
        if tuple(names) != kept(cls):
            raise UnknownKindError(f"other fields than {name} has")
        batch = [object.__new__(cls) for _ in range(number)]
        self._objects.setdefault(name, []).extend(batch)
        for field, packed in zip(names, columns, strict=True):
            self._waiting[cls].setdefault(field, []).append((batch, packed))
        for each in fields(cls):
            if not each.init:
                _fill(cls, each.name, batch, [_default(each) for _ in batch])

    def _lazy(self, cls: type[Any]) -> type[Any]:
        """The class, with objects that get a field when it is first asked for."""
        waiting: dict[str, list[tuple[list[Any], Packed]]] = {}

        def __getattr__(self_: Any, name: str) -> Any:
            if name not in waiting:
                raise AttributeError(f"{cls.__name__!r} object has no attribute {name!r}")
            for batch, packed in waiting[name]:
                _fill(cls, name, batch, self.column(packed))
            return object.__getattribute__(self_, name)

        lazy = type(cls.__name__, (cls,), {"__slots__": (), "__getattr__": __getattr__, "__module__": cls.__module__, "__doc__": cls.__doc__})
        self._waiting[lazy] = waiting
        return lazy

    def column(self, packed: Packed) -> Column:
        """The values of a column."""
        return self._unpack[packed[0]](*packed[1:])

    def _of_table(self, table: int, code: str, data: bytes) -> Column:
        # the words of an index are those of a list elsewhere
        known = self._known.get((table, data))
        if known is None:
            if table not in self._tables:
                self._tables[table] = self._joined[table].decode("utf-8", "surrogatepass").split(BETWEEN)
            known = self._known[table, data] = list(map(self._tables[table].__getitem__, _numbers(code, data)))
        return known

    def _dicts(self, lengths: Packed, keys: Packed, values: Packed) -> Column:
        firsts, seconds = iter(self.column(keys)), iter(self.column(values))
        return [dict(zip(islice(firsts, length), islice(seconds, length), strict=True)) for length in _numbers(*lengths)]

    def _mixed(self, length: int, parts: Iterable[tuple[Packed, Packed]]) -> Column:
        values: list[Any] = [None] * length
        for places, packed in parts:
            for place, value in zip(_numbers(*places), self.column(packed), strict=True):
                values[place] = value
        return values


def _numbers(code: str, data: bytes) -> list[int]:
    return array(code, data).tolist()


def _mask(places: Iterable[int]) -> int:
    mask = 0
    for place in places:
        mask |= 1 << place
    return mask


def _cut(make: Callable[[Iterable[Any]], Any], lengths: Packed, members: Column) -> Column:
    """Members cut into pieces of these lengths."""
    rest = iter(members)
    return [make(islice(rest, length)) for length in _numbers(*lengths)]


def _class(name: str) -> type[Any]:
    """A dataclass of ureport by its name; raises UnknownKindError for any other class, and for what is not loaded."""
    module, _, qualname = name.partition(":")
    cls = getattr(sys.modules.get(module), qualname, None) if module.startswith(HOME) else None
    if isinstance(cls, type) and is_dataclass(cls) and name_of(cls) == name:
        return cls
    raise UnknownKindError(f"no dataclass {name!r}")


def _default(field: Field[Any]) -> Any:
    """What a field that is not kept begins with."""
    return field.default_factory() if field.default_factory is not MISSING else field.default


def _fill(cls: type[Any], name: str, objects: Sequence[Any], values: Column) -> None:
    """Sets a field of frozen objects, by the slot where there is one: that is the fastest way."""
    if len(objects) != len(values):
        raise UnknownKindError(f"{len(values)} values of {name} for {len(objects)} objects")
    slot = next((vars(each)[name] for each in cls.__mro__ if name in vars(each)), None)
    put: Callable[[Any, Any], None] | None = getattr(slot, "__set__", None)
    if put is None:

        def put(each: Any, value: Any) -> None:
            object.__setattr__(each, name, value)

    deque(map(put, objects, values), maxlen=0)
