"""Frozen dataclasses ↔ plain data: what comes back is what was kept, and nothing else can be kept or made."""

from __future__ import annotations

import marshal
import re
import sys
from collections import Counter
from dataclasses import dataclass, field, fields, is_dataclass
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pytest

from ureport.library import Library
from ureport.library.expression import Expression
from ureport.library.packing import UnknownKindError, pack
from ureport.library.types import Condition, Example, Metric, Pattern
from ureport.library.unpacking import unpack
from ureport.library.words import WordAutomaton
from ureport.vocabulary import Unit


def there_and_back(value: Any) -> Any:
    return unpack(marshal.loads(marshal.dumps(pack(value))))


MASK = 1 << 3000 | 1 << 7


@pytest.mark.parametrize(
    "value",
    [
        *(None, True, False, 0, 1, -5, 2**31, 2**32, -(2**70), MASK, 1.5, float("inf"), "", "会员", "行\n行", "\ud800", b"\x00\xff"),
        *((), ("会员",), (1, 2), (1, None, "人", 2.5), ((), ((),)), (1, True, 1.0), (MASK, MASK, 3), frozenset(), frozenset({"人", "户"})),
        *({}, {"a": 1, "b": "c"}, {1: ("x",), 2: ()}, {("a", 1): {"b": None}}),
        *(Decimal("0.10"), (Decimal("1E+4"), None), tuple(f"{n}万" for n in range(300)), tuple(range(70_000))),
        (("人", "户"),) * 5 + (("件",),),
        "超过十二个字的长文本，放在另一张表里",
    ],
)
def test_a_value_comes_back_as_it_was(value: object) -> None:
    back = there_and_back(value)
    assert (back, repr(back), type(back)) == (value, repr(value), type(value))


def test_a_mapping_comes_back_read_only_and_in_its_order() -> None:
    back = there_and_back(MappingProxyType({"户": 1, "人": 2}))
    assert type(back) is MappingProxyType
    assert list(back.items()) == [("户", 1), ("人", 2)]


@pytest.mark.parametrize("flags", [0, re.IGNORECASE | re.MULTILINE, re.ASCII])
def test_an_expression_comes_back_with_its_flags(flags: int) -> None:
    expression = re.compile("(?P<n>a+)|^会", flags)
    assert there_and_back((expression,))[0] is expression  # re knows it by text and flags


def test_objects_come_back_equal_and_shared_as_they_were() -> None:
    condition = Condition("clause", 3, True)
    pattern = Pattern("m#1", "m", "会员 {人}", True, (1, 2), 1, False, ("人",), (condition, condition), regex=Expression("会员"))
    metric, units, again = there_and_back((pattern, (Unit("人", ("名",), Decimal("1.0")),), pattern))
    assert repr(metric) == repr(pattern)
    assert metric is again
    assert metric.conditions[0] is metric.conditions[1]
    assert units[0].factor == Decimal("1.0")
    assert isinstance(metric, Pattern)


def test_a_field_that_the_constructor_does_not_take_begins_anew() -> None:
    automaton = WordAutomaton.of(("会员",))
    automaton._read = 10**6
    automaton.find_matches_as_indexes("会员")
    back = there_and_back(automaton)
    assert (back.words, dict(back.numbers), back._automaton, back._read) == (("会员",), {"会员": 0}, None, 0)
    assert back.find_matches_as_indexes("新会员") == [(0, 1, 3)]


class Weird:
    pass


@dataclass(frozen=True)
class Foreign:
    """A dataclass, but none of ureport."""

    name: str


@pytest.mark.parametrize(
    ("value", "named"),
    [
        *((Weird(), "Weird"), ((1, Weird()), "Weird"), ({"a": Weird()}, "Weird"), (Foreign("a"), "Foreign"), (Path("a"), "Path"), (print, "builtin")),
        *((Fraction(1, 2), "Fraction"), (Counter("a"), "Counter"), ([1], "list"), ({1}, "set"), (Weird, "type"), (("a\0b",), "NUL")),
        (Unit("人", plus=Weird()), "Weird"),  # type: ignore[arg-type]
        ((Unit("人"), Condition("clause", 1, True)), "several classes"),
    ],
)
def test_what_nobody_taught_it_is_refused_by_name(value: object, named: str) -> None:
    with pytest.raises(UnknownKindError, match=named):
        pack(value)


@pytest.mark.parametrize(
    "name",
    [
        "ureport.vocabulary:Vocabulary",  # another dataclass, with other fields
        "ureport.vocabulary:read_toml",
        "ureport.vocabulary:re",
        "ureport.vocabulary:Nobody",
        "ureport.not_loaded:Unit",
        "os:system",
        "builtins:eval",
        "subprocess:Popen",
        "pathlib:Path",
        "",
    ],
)
def test_nothing_but_the_dataclass_that_was_kept_is_made(name: str) -> None:
    packed = pack((Unit("人"),))
    with pytest.raises(UnknownKindError):
        unpack((packed[0], ((name, *packed[1][0][1:]),), packed[2]))


def test_no_module_is_loaded_by_name() -> None:
    packed = pack((Unit("人"),))
    name = "ureport.checking.formats.junit:Anything"
    sys.modules.pop("ureport.checking.formats.junit", None)
    with pytest.raises(UnknownKindError):
        unpack((packed[0], ((name, *packed[1][0][1:]),), packed[2]))
    assert "ureport.checking.formats.junit" not in sys.modules


def test_no_constructor_is_called(monkeypatch: pytest.MonkeyPatch) -> None:
    packed = pack((Unit("人"),))
    monkeypatch.setattr(Unit, "__init__", lambda *_: pytest.fail("called"))
    assert unpack(packed)[0].name == "人"


def same(one: Any, other: Any, done: set[tuple[int, int]]) -> None:
    """Compares values field by field, whatever their classes think of being equal."""
    if (id(one), id(other)) in done:
        return
    done.add((id(one), id(other)))
    if is_dataclass(one):
        assert type(one).__name__ == type(other).__name__
        for each in fields(one):
            if each.init:
                same(getattr(one, each.name), getattr(other, each.name), done)
    elif isinstance(one, (tuple, list)):
        assert type(one) is type(other) and len(one) == len(other)
        for a, b in zip(one, other, strict=True):
            same(a, b, done)
    elif isinstance(one, (dict, MappingProxyType)):
        assert type(one) is type(other) and list(one) == list(other)
        for key in one:
            same(one[key], other[key], done)
    else:
        assert type(one) is type(other) and one == other


def test_every_field_of_the_shipped_library_comes_back(library: Library) -> None:
    """A new field of a kind that nobody taught the packing fails here: teach it, or keep the field out (``init=False``)."""
    same(library, there_and_back(library), set())


def test_a_pattern_is_the_same_object_wherever_it_stands(library: Library) -> None:
    back: Library = there_and_back(library)
    by_name = {pattern.name: pattern for pattern in back.patterns}
    assert all(pattern is by_name[pattern.name] for metric in back.metrics.values() for pattern in metric.patterns)
    assert all(pattern is by_name[pattern.name] for found in back.by_group.values() for pattern in found)


def test_fields_come_back_when_they_are_asked_for(library: Library) -> None:
    back: Library = there_and_back(library)
    metric = back.metrics["member.new"]
    slot = Metric.__dict__["examples"]
    with pytest.raises(AttributeError):
        slot.__get__(metric)
    assert isinstance(metric.examples[0], Example)
    assert slot.__get__(metric) is metric.examples
    with pytest.raises(AttributeError, match="nothing"):
        metric.nothing  # type: ignore[attr-defined]  # noqa: B018


@dataclass(frozen=True, slots=True)
class Loose:
    """As a class of the library that got a field of an unknown kind."""

    name: str
    thing: object = field(default_factory=Weird)


def test_an_unknown_kind_deep_inside_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Loose, "__module__", "ureport.library.types")
    with pytest.raises(UnknownKindError, match="Weird"):
        pack({"a": (Loose("x"),)})
