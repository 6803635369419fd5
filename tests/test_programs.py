"""The programs of expressions: what ``re`` gets back is what it would have made, and nothing depends on getting it."""

from __future__ import annotations

import marshal
import re
import sys
from pathlib import Path

import pytest

from ureport import programs
from ureport.cache import Cache

TEXT = "2019年，全市新增会员8500余名，同比增长12.5%；AB ab\n建会率达98%。"
PATTERNS: tuple[tuple[str | bytes, int], ...] = (
    ("会员", 0),
    ("(?P<n>[0-9]+(?:\\.[0-9]+)?)(?P<u>[名%])", 0),
    ("(a)(?P<b>b)?", re.IGNORECASE),
    ("^建.*?率(?=达)", re.MULTILINE),
    ("(?<![0-9])[^，；]{2,6}(?:增|长)+", 0),
    ("(?i:AB) | 会", re.VERBOSE),
    ("[\u4e00-\u9fff\U00020000-\U0002a6df]{3,}", 0),
    (r"\w+\b", re.ASCII),
    (b"[0-9]+", 0),
)


def compiled() -> list[re.Pattern[str]]:
    return [re.compile(pattern, flags) for pattern, flags in PATTERNS]  # type: ignore[type-var]


def found(pattern: re.Pattern[str]) -> list[object]:
    text = TEXT.encode() if isinstance(pattern.pattern, bytes) else TEXT
    return [(m.span(), m.groups(), m.groupdict(), m.lastgroup) for m in pattern.finditer(text)]  # type: ignore[arg-type]


@pytest.fixture
def empty(monkeypatch: pytest.MonkeyPatch) -> None:
    """``re`` as it is at the start of a process: it remembers nothing."""
    for name in ("_cache", "_cache2"):
        if hasattr(re, name):
            monkeypatch.setattr(re, name, {})
    monkeypatch.setattr(programs, "_NEW", len(PATTERNS))


def forget() -> None:
    for name in ("_cache", "_cache2"):
        getattr(re, name, {}).clear()


@pytest.fixture
def cache(tmp_path: Path) -> Cache:
    return Cache(tmp_path / "cache", lambda line: told.append(line))


told: list[str] = []


@pytest.mark.usefixtures("empty")
def test_what_comes_back_is_what_re_would_have_made(cache: Cache, monkeypatch: pytest.MonkeyPatch) -> None:
    before = compiled()
    expected = [(p.pattern, p.flags, p.groups, dict(p.groupindex), found(p)) for p in before]
    programs.keep(cache, frozenset())
    forget()
    assert programs.recall(cache)
    monkeypatch.setattr(sys.modules["re._compiler"], "compile", lambda *_: pytest.fail("it was compiled"))
    after = compiled()
    assert [(p.pattern, p.flags, p.groups, dict(p.groupindex), found(p)) for p in after] == expected
    assert all(one is not other for one, other in zip(before, after, strict=True))


@pytest.mark.usefixtures("empty")
def test_they_are_written_when_many_are_new_and_only_then(cache: Cache) -> None:
    re.compile("会员")
    programs.keep(cache, frozenset())
    assert cache.entries() == []
    compiled()
    programs.keep(cache, frozenset())
    assert len(cache.entries()) == 1
    given = programs.recall(cache)
    path = cache.entries()[0][0]
    path.write_bytes(b"untouched")
    programs.keep(cache, given)
    assert path.read_bytes() == b"untouched"


@pytest.mark.usefixtures("empty")
@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"no marshal",
        marshal.dumps(None),
        marshal.dumps((1, 2)),
        marshal.dumps((("会员", 0, 32, b"\x01\x00", 0, {}, (None,)),)),
        marshal.dumps((("会员", 0, 32, b"\xff" * 400, 0, {}, (None,)),)),
        marshal.dumps((("会员", 0, 32, b"", -1, {}, ()),)),
    ],
)
def test_wrong_programs_are_refused(data: bytes, cache: Cache) -> None:
    cache.write(programs._key(), data)
    assert programs.recall(cache) == frozenset()
    assert found(re.compile("会员")) == [((10, 12), (), {}, None)]


@pytest.mark.usefixtures("empty")
def test_another_python_makes_its_own(cache: Cache, monkeypatch: pytest.MonkeyPatch) -> None:
    compiled()
    programs.keep(cache, frozenset())
    monkeypatch.setattr(sys, "version", "4.0")
    assert programs.recall(cache) == frozenset()


def test_a_python_without_these_parts_compiles_as_ever(cache: Cache, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(re, "_cache")
    programs.keep(cache, frozenset())
    assert cache.entries() == []
    cache.write(programs._key(), marshal.dumps(()))
    assert programs.recall(cache) == frozenset()


def test_without_a_cache_nothing_happens() -> None:
    programs.keep(Cache(None), frozenset())
    assert programs.recall(Cache(None)) == frozenset()
