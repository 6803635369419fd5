"""Damaged copies of a file: broken off at every tenth, bytes changed, pieces lost and doubled. The same ones in every run."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator

from ureport.errors import InputError


def broken(data: bytes, count: int = 60) -> Iterator[bytes]:
    """Copies of a file, each damaged in another way."""
    yield b""
    yield from (data[: len(data) * tenth // 10] for tenth in range(1, 10))
    chance = random.Random(len(data))
    for _ in range(count):
        copy = bytearray(data)
        for _ in range(chance.choice((1, 4, 16))):
            at = chance.randrange(len(copy))
            kind = chance.random()
            if kind < 0.6:
                copy[at] = chance.randrange(256)
            elif kind < 0.8:
                del copy[at : at + chance.randrange(1, 30)]
            else:
                copy[at:at] = copy[at : at + chance.randrange(1, 90)]
        yield bytes(copy)


def tried(read: Callable[[bytes, str], Iterator[object]], data: bytes) -> None:
    """Reads a file; only the errors that a user can mend may come out."""
    try:
        list(read(data, "x"))
    except InputError as error:
        assert error.message
