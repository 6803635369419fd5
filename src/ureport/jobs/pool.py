"""The supervisor: gives files to workers, watches them, and puts in order what they send.

One thread of ours does it all, so that a fork at any time is safe (pyarrow has threads of its own once a Parquet file is open; workers
use none of it). A result waits in its pipe until there is room for it here.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from multiprocessing.connection import wait

from ureport.errors import InputError
from ureport.jobs import File, Limits, faults
from ureport.jobs.process import Child, stop
from ureport.jobs.protocol import DONE, LEAVING, OUTCOME, READING, Pipe, Task, pack, unpack
from ureport.model import Kept
from ureport.outcomes import Outcome
from ureport.readers import Choice, Found, Skipped, place_of, taken

Start = Callable[[list[Pipe]], tuple[Child, Pipe]]
"""Starts a worker; the pipes are those to the others."""

_AHEAD = 2
"""So many files a worker has: the next one waits in the pipe while it does the first."""
_WINDOW = 500
"""So many files may be under way or wait for their turn."""
_HELD = 32 << 20
"""So many bytes may wait for their turn before nothing more is taken from workers that are ahead."""
_TICK = 1.0
_MOST_FAULTS = 10
"""After so many files of one archive that stopped a worker the rest is given up."""


@dataclass(eq=False, slots=True)
class _Turn:
    """A file and what has come of it: ``ready`` are the outcomes that wait, ``given`` counts those that have come."""

    found: Found
    ready: deque[bytes] = field(default_factory=deque)
    given: int = 0
    done: bool = False
    faults: dict[str, InputError] = field(default_factory=dict)


@dataclass(eq=False, slots=True)
class _Worker:
    """A worker with its files; ``reading`` is what it reads of an archive, ``since`` when it was heard for the last time, or was given its file."""

    child: Child
    pipe: Pipe
    turns: deque[_Turn] = field(default_factory=deque)
    reading: str = ""
    since: float = 0.0
    leaving: bool = False

    def give(self, turn: _Turn, now: float) -> None:
        if not self.turns:
            self.since = now
        self.turns.append(turn)
        with suppress(OSError):  # that it is dead is seen when it is listened to
            self.pipe.send_bytes(pack(Task(turn.found, turn.given, turn.faults)))


class Pool:
    """Workers that read and extract files. To be closed at the end, whatever happens."""

    def __init__(self, start: Start, choice: Choice, limits: Limits) -> None:
        self._start = start
        self._choice = choice
        self._limits = limits
        self._workers: list[_Worker] = []
        self._turns: deque[_Turn | Kept | Skipped | InputError] = deque()
        self._held = 0
        self._next: File | None = None
        self._looked = time.monotonic()
        self._passed = 0.0

    def __enter__(self) -> Pool:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def outcomes(self, files: Iterator[File]) -> Iterator[Outcome]:
        """What the files give, in their order. Files are looked for as they are wanted."""
        while True:
            self._fill(files)
            if not self._turns:
                return
            turn = self._turns[0]
            if not isinstance(turn, _Turn):
                yield self._turns.popleft()  # type: ignore[misc]
            elif turn.ready:
                message = turn.ready.popleft()
                self._held -= len(message)
                yield unpack(message, OUTCOME)
            elif turn.done:
                self._turns.popleft()
            else:
                self._listen(turn)

    def close(self) -> None:
        """Ends the workers."""
        workers, self._workers = self._workers, []
        for worker in workers:
            worker.pipe.close()
        stop([worker.child for worker in workers], gently=any(worker.turns for worker in workers))

    # giving

    def _fill(self, files: Iterator[File]) -> None:
        """Gives out files as long as somebody has room for one."""
        while len(self._turns) < _WINDOW:
            if self._next is None:
                self._next = next(files, None)
            file = self._next
            if file is None:
                return
            if isinstance(file, Found):
                file = taken(file, self._choice)
            if isinstance(file, Found):
                worker = self._free(ahead=1 if file.data else _AHEAD)
                if worker is None:
                    self._next = file
                    return
                turn = _Turn(file)
                worker.give(turn, self._clock())
                self._turns.append(turn)
            else:
                self._turns.append(file)
            self._next = None

    def _free(self, ahead: int) -> _Worker | None:
        """A worker with room for a file: one that has none, else a new one, else the one that has the fewest."""
        worker = min(self._workers, key=lambda worker: len(worker.turns), default=None)
        if (worker is None or worker.turns) and len(self._workers) < self._limits.jobs:
            return self._new()
        return worker if worker and len(worker.turns) < ahead else None

    def _new(self) -> _Worker:
        worker = _Worker(*self._start([worker.pipe for worker in self._workers]))
        self._workers.append(worker)
        return worker

    # listening

    def _listen(self, head: _Turn) -> None:
        """Takes what workers have sent, first of all the one that has the file whose turn it is; stops those that take too long."""
        heard = {worker.pipe: worker for worker in self._workers if self._held < _HELD or head in worker.turns}
        now = self._clock()
        left = min((worker.since + self._limits.seconds - now for worker in heard.values() if worker.turns), default=_TICK)
        for pipe in wait(list(heard), max(0.0, min(left, _TICK))):
            self._hear(heard[pipe])  # type: ignore[index]
        self._stop_late()

    def _hear(self, worker: _Worker) -> None:
        try:
            message = worker.pipe.recv_bytes()
        except (EOFError, OSError):
            stop([worker.child], gently=False)
            code = worker.child.exitcode or 0
            self._replace(worker, None if worker.leaving else faults.ended(code, self._limits))
            return
        worker.since = self._clock()
        kind = message[:1]
        if kind == READING:
            worker.reading = message[1:].decode("utf-8", "surrogatepass")
        elif kind == OUTCOME:
            turn = worker.turns[0]
            turn.ready.append(message)
            turn.given += 1
            self._held += len(message)
        elif kind in (DONE, LEAVING):
            worker.turns.popleft().done = True
            worker.reading = ""
            worker.leaving = kind == LEAVING

    def _stop_late(self) -> None:
        """Stops the workers that take too long for a document, and have sent nothing that waits to be heard."""
        now = self._clock()
        for worker in [worker for worker in self._workers if worker.turns and now - worker.since >= self._limits.seconds]:
            if not worker.pipe.poll():
                stop([worker.child])
                self._replace(worker, faults.too_slow(self._limits))

    def _clock(self) -> float:
        """Seconds, without those in which this process was stopped (Ctrl-Z): then its workers were too."""
        now = time.monotonic()
        self._passed += min(now - self._looked, 2 * _TICK)
        self._looked = now
        return self._passed

    def _replace(self, worker: _Worker, fault: InputError | None) -> None:
        """Another worker takes the files of one that is gone; the one it had begun is blamed for a fault."""
        self._workers.remove(worker)
        worker.pipe.close()
        if fault is not None and worker.turns:
            self._blame(worker.turns[0], worker.reading, fault)
            if worker.turns[0].done:
                worker.turns.popleft()
        if worker.turns:
            new = self._new()
            for turn in worker.turns:
                new.give(turn, self._clock())

    def _blame(self, turn: _Turn, name: str, fault: InputError) -> None:
        """The file fails, or only the file in it that was being read: then it is read again, without that."""
        if name and name not in turn.faults and len(turn.faults) < _MOST_FAULTS:
            turn.faults[name] = fault
            return
        error = faults.given_up(len(turn.faults)) if name and turn.faults else fault
        message = pack(error.at(place_of(turn.found)), OUTCOME)
        turn.ready.append(message)
        self._held += len(message)
        turn.done = True
