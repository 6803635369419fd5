"""The one home of jieba: clauses → words, with a private tokenizer that knows the words of the library.

jieba's own dictionary takes over a second to load. The library's words and jieba's model for unknown words
(its HMM) are enough to find the edges of a phrase, in a few thousandths of a second.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable, Collection, Mapping
from importlib import import_module
from typing import Any

Tokenize = Callable[[str], list[str]]
_SHORTEST, _LONGEST = 2, 5
"""Longer words are phrases, and their parts serve better."""


def tokenizer(words: Collection[str]) -> Tokenize:
    """A function that cuts a text into words; ``"".join(tokenize(text)) == text``. The words are all different.

    >>> tokenizer(("境内外记者",))("境内外记者")
    ['境内外记者']
    """
    private = _jieba().Tokenizer()
    total = sum(number * 10**length for length, number in Counter(map(len, words)).items() if _is_short(length))
    private.FREQ, private.total = _Frequencies(words), max(total, 1)
    private.initialized = True
    return private.lcut  # type: ignore[no-any-return]


class _Frequencies:
    """What jieba asks of its dictionary: how often a word is met, 0 for what may be the beginning of one.

    jieba keeps every beginning of every word; to make all these takes longer than to look up some more.
    """

    def __init__(self, words: Collection[str]) -> None:
        self._words = words if isinstance(words, Mapping) else frozenset(words)

    def __contains__(self, text: str) -> bool:
        return len(text) <= _LONGEST

    def __getitem__(self, text: str) -> int:
        return 10 ** len(text) if _is_short(len(text)) and text in self._words else 0

    get = __getitem__


def _is_short(length: int) -> bool:
    return _SHORTEST <= length <= _LONGEST


def _jieba() -> Any:
    """jieba, loaded without pkg_resources: it takes longer to load than all of jieba, and jieba does without."""
    name = "pkg_resources"
    if name in sys.modules:
        return import_module("jieba")
    sys.modules[name] = None  # type: ignore[assignment]
    try:
        return import_module("jieba")
    finally:
        del sys.modules[name]
