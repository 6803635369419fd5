"""A worker process: takes files from its pipe, sends back what they give, and ends when the pipe does."""

from __future__ import annotations

import gc
import os
import signal
import sys
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

from ureport.errors import InputError
from ureport.jobs import Limits
from ureport.jobs.protocol import DONE, LEAVING, OUT_OF_MEMORY, OUTCOME, READING, Pipe, Task, pack, unpack
from ureport.library import load_library
from ureport.outcomes import outcomes
from ureport.pipeline import Extractor
from ureport.readers import READING as TOLD
from ureport.readers import Choice

_REFUSED = InputError.out_of_memory().message
_DEATH_OF_PARENT = 1
"""PR_SET_PDEATHSIG of Linux."""


@dataclass(frozen=True, slots=True)
class Job:
    """What a worker needs to know: where the library lies, which files are wanted of an archive, its limits."""

    folders: tuple[Path, ...]
    choice: Choice
    limits: Limits


def work(pipe: Pipe, job: Job, extractor: Extractor | None, parent: int) -> NoReturn:
    """The life of a worker. ``extractor`` is that of the parent where the memory is shared, else the library is loaded again."""
    code = 1
    try:
        _settle(parent)
        extractor = extractor or Extractor(load_library(list(job.folders)))
        gc.freeze()
        base = _limit_memory(job.limits.memory)
        while True:
            _do(unpack(pipe.recv_bytes()), pipe, job.choice, extractor)
            if _memory() > base + job.limits.memory // 2:  # what libraries have kept must not count against the next file
                pipe.send_bytes(LEAVING)
                break
            pipe.send_bytes(DONE)
        code = 0
    except MemoryError:
        code = OUT_OF_MEMORY
    except (EOFError, OSError, SystemExit):  # nobody listens any more
        code = 0
    finally:
        os._exit(code)  # nothing of the parent is to be flushed, closed or removed here


def _do(task: Task, pipe: Pipe, choice: Choice, extractor: Extractor) -> None:
    """Reads and extracts one file."""
    TOLD.set(_teller(task, pipe))
    for outcome in outcomes(task.found, choice, extractor, after=task.after):
        if isinstance(outcome, InputError) and outcome.message == _REFUSED:
            raise MemoryError  # this process is full: a new one goes on
        pipe.send_bytes(pack(outcome, OUTCOME))


def _teller(task: Task, pipe: Pipe) -> Callable[[str], None]:
    """What is told of each file of an archive before it is read, so that it is known who was at fault."""

    def tell(name: str) -> None:
        if name in task.faults:
            raise task.faults[name]
        if name != task.found.source:
            pipe.send_bytes(READING + name.encode("utf-8", "surrogatepass"))

    return tell


def _settle(parent: int) -> None:
    """Leaves the terminal to the parent, and arranges to die with it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    for number in (signal.SIGTERM, getattr(signal, "SIGHUP", signal.SIGTERM)):
        signal.signal(number, _end)
    nowhere = os.open(os.devnull, os.O_RDWR)
    for descriptor in range(3):  # a library that prints must not print into the data
        os.dup2(nowhere, descriptor)
    sys.stdout = sys.stderr = os.fdopen(nowhere, "w")
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_SETMASK, ())
    if sys.platform == "linux":
        import ctypes

        with suppress(OSError, AttributeError):
            ctypes.CDLL(None).prctl(_DEATH_OF_PARENT, signal.SIGKILL)
        if os.getppid() != parent:
            sys.exit()


def _end(*_: object) -> NoReturn:
    """Ends in good order, so that a converter is stopped and temporary files go."""
    sys.exit()


def _limit_memory(most: int) -> int:
    """Allows so many bytes above those that are used now, and gives these; where the system knows no such limit, there is none."""
    base = _memory()
    try:
        import resource

        if base:
            resource.setrlimit(resource.RLIMIT_AS, (base + most, resource.getrlimit(resource.RLIMIT_AS)[1]))
    except (ImportError, OSError, ValueError):
        pass
    return base


def _memory() -> int:
    """The bytes of address space in use, 0 where the system does not tell."""
    try:
        with open("/proc/self/statm", "rb") as file:
            return int(file.read().split()[0]) * os.sysconf("SC_PAGE_SIZE")
    except OSError:
        return 0
