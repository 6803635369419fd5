"""Words found by a dictionary are those that the automaton finds, in its order."""

from __future__ import annotations

from pathlib import Path

import pytest
from ahocorasick_rs import AhoCorasick, MatchKind
from hypothesis import given, settings
from hypothesis import strategies as st

from ureport.folding import fold
from ureport.library import Library
from ureport.library.words import _AT_FIRST, WordAutomaton

SAMPLES = sorted((Path(__file__).parent.parent.parent / "samples").glob("*.txt"))


def automaton(words: tuple[str, ...]) -> WordAutomaton:
    return WordAutomaton.of(words)


@pytest.mark.parametrize(
    ("words", "text", "found"),
    [
        (("会员", "新增会员", "员"), "新增会员名", [(1, 0, 4), (0, 2, 4), (2, 3, 4)]),
        (("会", "会员"), "会员会", [(0, 0, 1), (1, 0, 2), (0, 2, 3)]),
        (("会员",), "会", []),
        (("会员",), "", []),
        ((), "会员", []),
        (("员工", "会员工"), "员工会员工", [(0, 0, 2), (1, 2, 5), (0, 3, 5)]),
        (("a", "aa", "aaa"), "aaa", [(0, 0, 1), (1, 0, 2), (0, 1, 2), (2, 0, 3), (1, 1, 3), (0, 2, 3)]),
    ],
)
def test_words_in_the_order_of_their_ends(words: tuple[str, ...], text: str, found: list[tuple[int, int, int]]) -> None:
    assert automaton(words).find_matches_as_indexes(text) == found


@given(st.lists(st.text("会员工a", min_size=1, max_size=5), unique=True, max_size=12), st.text("会员工a", max_size=40))
@settings(max_examples=300)
def test_both_ways_find_the_same(words: list[str], text: str) -> None:
    known = AhoCorasick(words, matchkind=MatchKind.Standard).find_matches_as_indexes(text, overlapping=True) if words else []
    assert automaton(tuple(words)).find_matches_as_indexes(text) == known


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_both_ways_find_the_same_in_reports(path: Path, library: Library) -> None:
    text = fold(path.read_text(encoding="utf-8"))
    fresh = WordAutomaton.of(library.words)
    first = fresh.find_matches_as_indexes(text)
    assert fresh._automaton is None
    fresh._read = _AT_FIRST
    assert fresh.find_matches_as_indexes(text) == first
    assert fresh._automaton is not None
    assert first
