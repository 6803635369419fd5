"""What goes through the pipe between the supervisor and a worker."""

from __future__ import annotations

import pickle
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from typing import TYPE_CHECKING, Any

from ureport.errors import InputError
from ureport.outcomes import Outcome
from ureport.readers import Found

if TYPE_CHECKING:
    Pipe = Connection[Any, Any]
else:
    Pipe = Connection

READING, OUTCOME, DONE, LEAVING = b"r", b"o", b"d", b"l"
"""The first byte of a message of a worker: the name of what it reads now in an archive; an outcome; the end of a file; that, and its own end."""
OUT_OF_MEMORY = 77
"""The exit code of a worker that was refused memory."""


@dataclass(frozen=True, slots=True)
class Task:
    """A file to be read. After a worker died of it, ``after`` outcomes are known already, and ``faults`` answers for what in it did that, by name."""

    found: Found
    after: int = 0
    faults: dict[str, InputError] = field(default_factory=dict)


def pack(thing: Task | Outcome, kind: bytes = b"") -> bytes:
    return kind + pickle.dumps(thing, pickle.HIGHEST_PROTOCOL)


def unpack(message: bytes, kind: bytes = b"") -> Any:
    return pickle.loads(memoryview(message)[len(kind) :])
