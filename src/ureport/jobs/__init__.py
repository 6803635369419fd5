"""Many files at once: worker processes read and extract, the process that started them puts in order what they send.

A reader that hangs, dies or eats memory costs its file and no other: the worker is stopped, the file reported, a new worker goes on.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import NamedTuple

from ureport.errors import InputError
from ureport.model import Kept
from ureport.readers import Choice, Found, Skipped, is_small_text, taken

File = Found | Kept | Skipped | InputError
"""What is found where files are looked for, and what is known of one already."""
USUAL_SECONDS = 120
_FEW = 50
_SMALL = 128 << 10
"""So many files, and bytes of plain text in all of them, are read sooner than workers are started."""


class Limits(NamedTuple):
    """How many workers there are, how long one may take for a document (seconds), and how many bytes of memory it may need for that."""

    jobs: int
    seconds: float = USUAL_SECONDS
    memory: int = 2 << 30


def cores() -> int:
    """The processor cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


class Plan(NamedTuple):
    """The files, and whether they are so few and plain that this process reads them itself."""

    files: Iterator[File]
    few: bool


def plan(files: Iterable[File], choice: Choice) -> Plan:
    """Looks at the first files, as many as it takes; ``files`` of the plan gives all of them."""
    coming, seen = iter(files), list[File]()
    room = _SMALL
    for file in coming:
        if isinstance(file, Found):
            file = taken(file, choice)
        if isinstance(file, Found):
            size = is_small_text(file, room)
            room = -1 if size is None else room - size
        seen.append(file)
        if room < 0 or len(seen) > _FEW:
            return Plan(chain(seen, coming), few=False)
    return Plan(iter(seen), few=True)
