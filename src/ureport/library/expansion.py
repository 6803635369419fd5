"""Which words of an expression are wanted: every one, or only so many that each piece stands in one."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain, product
from zlib import crc32

Words = frozenset[str] | tuple[str, ...]


class Every:
    """All words of an expression."""

    all = True
    nothing: Words = frozenset({""})

    def joined(self, first: Words, second: Words) -> Words:
        """The words of two pieces that follow each other."""
        return frozenset(a + b for a, b in product(first, second))

    def either(self, options: Sequence[Words]) -> Words:
        """The words of all alternatives."""
        return frozenset(chain.from_iterable(options))

    def listed(self, words: tuple[str, ...]) -> Words:
        """The words of a word list."""
        return frozenset(words)


class Few(Every):
    """Of an expression only so many words that each of its pieces stands in one; ``most`` words of a word list.

    (新增|发展)[工会](会员|职工): 新增工会会员, 发展职工. What is chosen changes little when a piece is added or deleted.
    """

    all = False
    nothing: Words = ("",)

    def __init__(self, most: int = 1) -> None:
        self.most = most

    def joined(self, first: Words, second: Words) -> Words:
        return tuple(dict.fromkeys(a + b for a, b in paired(tuple(first), tuple(second))))

    def either(self, options: Sequence[Words]) -> Words:
        return tuple(dict.fromkeys(chain.from_iterable(options)))

    def listed(self, words: tuple[str, ...]) -> Words:
        return tuple(sorted(words, key=_number)[: self.most])


def paired(first: Sequence[str], second: Sequence[str]) -> list[tuple[str, str]]:
    """Pairs in which each member of both stands. A member keeps its partner when others come or go.

    >>> paired(["新增", "发展"], ["会员"])
    [('新增', '会员'), ('发展', '会员')]
    """
    pairs = [(word, _partner(word, second)) for word in first]
    alone = set(second).difference(other for _, other in pairs)
    return pairs + [(_partner(word, first), word) for word in second if word in alone]


def _partner(word: str, others: Sequence[str]) -> str:
    """The other that goes with a word: that of the lowest number of both together (rendezvous hashing)."""
    return others[0] if len(others) == 1 else min(others, key=lambda other: _number(f"{word}|{other}"))


def _number(text: str) -> int:
    return crc32(text.encode())
