"""Starts and stops worker processes: by fork where that is safe, which shares the library that is loaded, else anew."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import time
from collections.abc import Sequence
from contextlib import suppress
from typing import Protocol

from ureport.errors import UsageError
from ureport.jobs.protocol import Pipe
from ureport.jobs.worker import Job, work
from ureport.pipeline import Extractor

FORKS = sys.platform == "linux"
"""Elsewhere system libraries may hold threads and locks that a fork breaks."""
_GRACE = 1.0
"""Seconds for a worker to end by itself."""
_STEP = 0.005


class Child(Protocol):
    """A process, as ``multiprocessing`` has them."""

    @property
    def exitcode(self) -> int | None: ...

    def join(self, timeout: float | None = None) -> None: ...

    def terminate(self) -> None: ...

    def kill(self) -> None: ...


class Forked:
    """A forked process. Unlike that of ``multiprocessing`` it touches no stream that the two share."""

    def __init__(self, pid: int) -> None:
        self.pid = pid
        self._code: int | None = None

    @property
    def exitcode(self) -> int | None:
        """The exit code, minus the number of the signal that ended it, or None while it runs."""
        if self._code is None:
            try:
                pid, status = os.waitpid(self.pid, os.WNOHANG)
            except ChildProcessError:  # somebody has seen to it already
                self._code = 1
            else:
                self._code = os.waitstatus_to_exitcode(status) if pid else None
        return self._code

    def join(self, timeout: float | None = None) -> None:
        until = None if timeout is None else time.monotonic() + timeout
        while self.exitcode is None and (until is None or time.monotonic() < until):
            time.sleep(_STEP)

    def terminate(self) -> None:
        self._signal(signal.SIGTERM)

    def kill(self) -> None:
        self._signal(signal.SIGKILL)

    def _signal(self, number: int) -> None:
        if self.exitcode is None:
            with suppress(ProcessLookupError):
                os.kill(self.pid, number)


def start(job: Job, extractor: Extractor, others: Sequence[Pipe], *, forks: bool = FORKS) -> tuple[Child, Pipe]:
    """A worker and the pipe to it; ``others`` are the pipes to the other workers, which it must not hold open."""
    ours, theirs = multiprocessing.Pipe()
    try:
        child = _fork(job, extractor, ours, theirs, others) if forks else _spawn(job, theirs)
    except BrokenPipeError:  # standard output, which is flushed before
        raise
    except OSError as error:
        raise UsageError(f"no worker process can be started: {error.strerror}", place="--jobs", remedy="ask for fewer jobs") from None
    theirs.close()
    return child, ours


def _fork(job: Job, extractor: Extractor, ours: Pipe, theirs: Pipe, others: Sequence[Pipe]) -> Child:
    parent = os.getpid()
    before = signal.pthread_sigmask(signal.SIG_BLOCK, (signal.SIGINT, signal.SIGTERM, signal.SIGHUP))
    try:
        pid = os.fork()
        if pid == 0:
            try:
                for pipe in (ours, *others):
                    pipe.close()
            finally:
                work(theirs, job, extractor, parent)
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
    return Forked(pid)


def _spawn(job: Job, theirs: Pipe) -> Child:
    process = multiprocessing.get_context("spawn").Process(target=work, args=(theirs, job, None, os.getpid()), daemon=True)
    process.start()
    return process


def stop(children: Sequence[Child], *, gently: bool = True) -> None:
    """Ends processes, and waits until they are gone: first in good order, so that what they started ends too, then at once."""
    if gently:
        for child in children:
            child.terminate()
    until = time.monotonic() + _GRACE
    for child in children:
        child.join(max(0.0, until - time.monotonic()))
    for child in children:
        if child.exitcode is None:
            child.kill()
            child.join()
