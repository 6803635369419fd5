"""What is said of a file on which a worker failed."""

from __future__ import annotations

import signal

from ureport.errors import InputError
from ureport.jobs import Limits
from ureport.jobs.protocol import OUT_OF_MEMORY
from ureport.readers.choice import in_words

_ANEW = "open it in the program it comes from and save it anew, or leave it out"


def too_slow(limits: Limits) -> InputError:
    """A file that takes too long."""
    return InputError(f"took longer than {limits.seconds:g} s", remedy="allow more with --timeout, or leave it out", kind="timeout")


def ended(code: int, limits: Limits) -> InputError:
    """A file with which a worker ended; ``code`` is its exit code, or minus the number of the signal."""
    if code == OUT_OF_MEMORY:
        return InputError(f"needed more than {in_words(limits.memory)} of memory", remedy="split it, or save the report as text", kind="memory")
    if code == -_KILL:
        return InputError("its reader was killed (signal 9), as the system does when memory runs out", remedy="try with --jobs 1, or split it", kind="memory")
    how = f"signal {-code}, {_name(-code)}" if code < 0 else f"exit code {code}"
    return InputError(f"its reader died ({how})", remedy=_ANEW, kind="crash")


def given_up(faults: int) -> InputError:
    """An archive in which too many files stopped a worker."""
    return InputError(f"given up: {faults} files in it stopped their reader", remedy="unpack it and name the folder", kind="crash")


_KILL = 9


def _name(number: int) -> str:
    try:
        return signal.Signals(number).name
    except ValueError:
        return "unknown"
