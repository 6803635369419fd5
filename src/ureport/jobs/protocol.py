"""What goes through the pipe between the supervisor and a worker."""

from __future__ import annotations

import io
import pickle
from collections.abc import Callable
from dataclasses import dataclass, field, fields
from multiprocessing.connection import Connection
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from ureport.errors import InputError
from ureport.model import AuditEntry, MetricRecord
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
    buffer = io.BytesIO(kind)
    buffer.seek(len(kind))
    pickler = pickle.Pickler(buffer, pickle.HIGHEST_PROTOCOL)
    pickler.dispatch_table = _FLAT
    pickler.dump(thing)
    return buffer.getvalue()


def unpack(message: bytes, kind: bytes = b"") -> Any:
    return pickle.loads(memoryview(message)[len(kind) :])


def _flat(row: type) -> Callable[[Any], tuple[type, tuple[object, ...]]]:
    values = attrgetter(*(each.name for each in fields(row)))
    return lambda one: (row, values(one))


_FLAT: dict[type, Callable[[Any], tuple[type, tuple[object, ...]]]] = {row: _flat(row) for row in (MetricRecord, AuditEntry)}
"""What there is much of is sent as its values alone, in half the time."""
