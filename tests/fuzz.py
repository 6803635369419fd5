"""Looks for a report that breaks a promise: makes texts and damaged files without end, reads and extracts them, and checks tests/invariants.py.

    python tests/fuzz.py --seconds 600 [--seed N]      until the time is over; each case has the number seed + n
    python tests/fuzz.py --replay FILE                 one file, with the trace of what is wrong

A case that fails is made smaller as long as it fails in the same way, saved in fuzz-failures/, and shown with the command that
replays it. Ends with 1 when any was found.
"""

from __future__ import annotations

import argparse
import hashlib
import random
import signal
import sys
import time
import traceback
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import FrameType

import invariants
from making.files import FILES
from making.library import shipped_extractor
from making.mutants import mutant
from making.reports import Maker
from ureport import Document, Extractor
from ureport.errors import InputError
from ureport.readers.formats import read

SAMPLES = Path(__file__).parent.parent / "samples"
FAILURES = Path("fuzz-failures")
SLOW = 20
"""Seconds after which a case counts as one that never ends."""
_SHRINKING = 30
_LONGEST = 200_000


class Hang(BaseException):
    """A case that does not end in time; no reader may take it for a fault of the file."""


@dataclass(frozen=True)
class Case:
    """A file to be read: its name, by whose suffix it may be known, and its bytes."""

    name: str
    data: bytes


@dataclass(frozen=True)
class Failure:
    """What is wrong with a case: ``kind`` is the error and the line of code that raised it, by which failures are told apart."""

    kind: str
    trace: str


def case(number: int) -> Case:
    """The case of a number, always the same."""
    chance = random.Random(number)
    text = _sample(chance) if chance.random() < 0.2 else Maker(chance.randrange).report()
    if chance.random() < 0.4:
        return Case("text.txt", text.encode("utf-8", "surrogatepass"))
    name = chance.choice(sorted(FILES))
    data = FILES[name](text or "新增会员8500名。")
    for _ in range(chance.choice((0, 1, 1, 2, 3))):
        data = mutant(data, name.rpartition(".")[2], chance)
    return Case(name, data[:_LONGEST])


def _sample(chance: random.Random) -> str:
    """A part of a sample report, with lines exchanged and characters changed."""
    lines = chance.choice(sorted(SAMPLES.glob("*.txt"))).read_text(encoding="utf-8").splitlines(keepends=True)
    start = chance.randrange(len(lines))
    text = list("".join(lines[start : start + chance.randrange(1, 30)]))
    for _ in range(chance.choice((0, 1, 8, 64))):
        at = chance.randrange(len(text) + 1)
        text[at : at + chance.randrange(3)] = Maker(chance.randrange).noise()
    return "".join(text)


def failure(one: Case, extractor: Extractor) -> Failure | None:
    """What is wrong with a case; None when all promises are kept. Only an InputError may come out of a reader."""
    try:
        with _in_time(SLOW):
            for document in _documents(one):
                invariants.check(extractor, document)
                invariants.folding_keeps_each_character(document.text)
    except InputError:
        return None
    except (Exception, Hang) as error:
        return _failure(error)
    return None


def _documents(one: Case) -> Iterator[Document]:
    if one.name == "text.txt":  # as it is: the reader of text files would take away what no file may hold
        yield Document(one.name, one.data.decode("utf-8", "surrogatepass"))
        return
    for item in read(one.data, one.name):
        if isinstance(item, Document):
            yield item


def _failure(error: BaseException) -> Failure:
    last = traceback.extract_tb(error.__traceback__)[-1]
    kind = f"{type(error).__name__} in {last.name} ({Path(last.filename).name}:{last.lineno})" if not isinstance(error, Hang) else "Hang"
    return Failure(kind, "".join(traceback.format_exception(error)))


@contextmanager
def _in_time(seconds: int) -> Iterator[None]:
    if not hasattr(signal, "setitimer"):
        yield
        return

    def stop(_: int, __: FrameType | None) -> None:
        raise Hang(f"more than {seconds} s")

    before = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def smaller(one: Case, fails: Callable[[Case], bool], seconds: float = _SHRINKING) -> Case:
    """The case without whatever it need not hold to fail: pieces are taken away, the largest first, until none can be."""
    until = time.monotonic() + seconds
    text = one.name == "text.txt"
    pieces: Sequence[object] = list(one.data.decode("utf-8", "surrogatepass")) if text else list(one.data)

    def joined(kept: Sequence[object]) -> Case:
        return Case(one.name, "".join(map(str, kept)).encode("utf-8", "surrogatepass") if text else bytes(kept))  # type: ignore[arg-type]

    size = len(pieces) // 2
    while size and time.monotonic() < until:
        at, found = 0, False
        while at < len(pieces) and time.monotonic() < until:
            kept = [*pieces[:at], *pieces[at + size :]]
            if fails(joined(kept)):
                pieces, found = kept, True
            else:
                at += size
        size = size if found and size == 1 else size // 2
    return joined(pieces)


def saved(one: Case, folder: Path) -> Path:
    """The case as a file, named by its content; the name of the format stands behind."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{hashlib.sha1(one.data, usedforsecurity=False).hexdigest()[:8]}-{one.name}"
    path.write_bytes(one.data)
    return path


def loaded(path: Path) -> Case:
    """The case of a saved file, or of any other."""
    name = path.name.partition("-")[2] or path.name
    return Case(name if name in FILES or name == "text.txt" else path.name, path.read_bytes())


def fuzz(numbers: Iterator[int], until: float, extractor: Extractor, folder: Path = FAILURES) -> list[str]:
    """Tries cases until none is left or the time is over; tells each new kind of failure, and returns the kinds."""
    found: list[str] = []
    count = 0
    for number in numbers:
        if time.monotonic() > until:
            break
        one, count = case(number), count + 1
        wrong = failure(one, extractor)
        if wrong is None or wrong.kind in found:
            continue
        found.append(wrong.kind)
        least = smaller(one, lambda smaller_case, kind=wrong.kind: (again := failure(smaller_case, extractor)) is not None and again.kind == kind)  # type: ignore[misc]
        print(f"case {number}: {wrong.kind}\n{wrong.trace}\n  {len(one.data)} bytes, made {len(least.data)}: {least.data[:200]!r}")
        print(f"  replay: python tests/fuzz.py --replay {saved(least, folder)}", flush=True)
    print(f"{count:,} cases, {len(found)} kinds of failure")
    return found


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=60, help="how long")
    parser.add_argument("--seed", type=int, default=None, help="the number of the first case; else one of chance")
    parser.add_argument("--replay", type=Path, help="a file to be tried alone")
    options = parser.parse_args()
    extractor = shipped_extractor()
    if options.replay:
        wrong = failure(loaded(options.replay), extractor)
        print(wrong.trace if wrong else "all promises kept")
        return int(wrong is not None)
    seed = random.SystemRandom().randrange(2**40) if options.seed is None else options.seed
    print(f"--seed {seed}", flush=True)
    return int(bool(fuzz(iter(range(seed, 2**62)), time.monotonic() + options.seconds, extractor)))


if __name__ == "__main__":
    sys.exit(main())
