"""What the tests of workers share: a format with faults, and a pool over files."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from making.faulty import FORMAT
from ureport.jobs import Limits
from ureport.jobs.pool import Pool
from ureport.jobs.process import start
from ureport.jobs.worker import Job
from ureport.model import Extraction
from ureport.outcomes import Outcome, flagged
from ureport.pipeline import Extractor
from ureport.readers import Choice, Skipped, find, formats
from ureport.resources import shipped_library

LIMITS = Limits(2, 20, 256 << 20)


@pytest.fixture
def faulty(monkeypatch: pytest.MonkeyPatch) -> None:
    """Files named ``.bad`` are what they say."""
    monkeypatch.setattr(formats, "FORMATS", (FORMAT, *formats.FORMATS))
    monkeypatch.setitem(formats.SUFFIXES, ".bad", FORMAT)
    monkeypatch.setattr("ureport.jobs.process._GRACE", 0.2)


@contextmanager
def pooled(extractor: Extractor, limits: Limits = LIMITS, *, forks: bool = True) -> Iterator[Pool]:
    """A pool of workers."""
    job = Job((shipped_library(),), Choice(), limits)
    with Pool(lambda others: start(job, extractor, others, forks=forks), Choice(), limits) as pool:
        yield pool


def all_of(extractor: Extractor, *paths: Path, limits: Limits = LIMITS, forks: bool = True) -> list[Outcome]:
    """What workers give of files."""
    with pooled(extractor, limits, forks=forks) as pool:
        return list(flagged(pool.outcomes(find([str(path) for path in paths]))))


def short(outcome: Outcome) -> str:
    """An outcome in short: the source of an extraction, the place, kind and message of an error."""
    if isinstance(outcome, Extraction):
        return outcome.document.source
    return f"skipped {outcome.reason}" if isinstance(outcome, Skipped) else f"{Path(outcome.place).name} {outcome.kind}: {outcome.message}"


def children(parent: int = 0) -> set[int]:
    """The processes that a process, or this one, has started and that are not gone, zombies too."""
    found = set()
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = path.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[1]) == (parent or os.getpid()):
            found.add(int(path.parent.name))
    return found
