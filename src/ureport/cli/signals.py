"""Signals that end a run → an interruption, so that what is half written is taken away."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

_ENDING = ("SIGTERM", "SIGHUP")
"""The wish of another program that this one should end; the terminal that is gone."""


class Ended(KeyboardInterrupt):
    """An interruption by a signal that is not Ctrl-C."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.number = number


@contextmanager
def heeding_signals() -> Iterator[None]:
    """SIGTERM and SIGHUP interrupt what runs inside as Ctrl-C does; one that is ignored (``nohup``) stays so."""
    numbers = [getattr(signal, name) for name in _ENDING if hasattr(signal, name)] if threading.current_thread() is threading.main_thread() else []
    heeded = [number for number in numbers if signal.getsignal(number) == signal.SIG_DFL]
    for number in heeded:
        signal.signal(number, _end)
    try:
        yield
    finally:
        for number in heeded:
            signal.signal(number, signal.SIG_DFL)


def exit_code(interruption: KeyboardInterrupt) -> int:
    """128 and the number of the signal, as shells have it: 130 for Ctrl-C, 143 for SIGTERM, 129 for SIGHUP."""
    return 128 + (interruption.number if isinstance(interruption, Ended) else signal.SIGINT)


def _end(number: int, _: FrameType | None) -> None:
    raise Ended(number)
