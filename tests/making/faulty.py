"""A format whose files do to their reader what broken files do to real ones: ``!hang`` hangs it, ``!crash`` kills it …

As a program it is ``ureport`` with this format: ``python faulty.py extract …``.
"""

from __future__ import annotations

import faulthandler
import os
import signal
import sys
import time
from collections.abc import Iterator
from contextlib import suppress

from ureport.model import Document
from ureport.readers import formats
from ureport.readers.formats import Format

KEPT: list[bytearray] = []
"""What a leaky library has kept."""


def act(word: str) -> None:
    """What a file says is to be done."""
    if word == "hang":
        while True:
            time.sleep(0.01)
    if word == "deaf":  # as a library does that holds the interpreter
        signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGTERM])
        while True:
            time.sleep(0.01)
    if word == "bare":  # as a library does that catches all
        while True:
            with suppress(BaseException):
                time.sleep(0.01)
    if word == "sleep":
        time.sleep(0.3)
    if word == "exit":
        os._exit(3)
    if word == "leave":
        os._exit(0)
    faulthandler.disable()  # which the tests switch on
    if word in ("SIGSEGV", "SIGABRT", "SIGKILL"):
        os.kill(os.getpid(), getattr(signal, word))
    if word == "memory":
        hoard = []
        while True:
            hoard.append(bytearray(1 << 24))
    if word == "leak":
        KEPT.append(bytearray(40 << 20))
    if word == "print":
        print("noise", flush=True)
        os.write(1, b"noise")
        os.write(2, b"noise")
    if word == "raise":
        raise RuntimeError("a fault of a library")


def read(data: bytes, source: str) -> Iterator[Document]:
    """Does what the first line says, and gives the rest as text; ``{pid}`` in it is the number of the process."""
    line, _, rest = data.decode().partition("\n")
    act(line[1:])
    yield Document(source, (rest or "全年新增会员8500名。").replace("{pid}", str(os.getpid())))


FORMAT = Format("faulty", (".bad",), lambda sample: sample.data.startswith(b"!"), read)

if __name__ == "__main__":
    from ureport.cli import main

    formats.FORMATS = (FORMAT, *formats.FORMATS)
    formats.SUFFIXES[".bad"] = FORMAT
    sys.exit(main())
