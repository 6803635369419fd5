"""What the system itself sees: who opens a file, and who calls at a port. Libraries in C, and programs that are started, cannot hide from it."""

from __future__ import annotations

import ctypes
import os
import socket
import threading
from pathlib import Path
from types import TracebackType

import pytest

_OPENED = 0x20 | 0x01  # IN_OPEN, IN_ACCESS


class Guarded:
    """Counts every opening of a file, by whatever process (Linux: inotify)."""

    def __init__(self, path: Path) -> None:
        self.path = path

    @staticmethod
    def possible() -> bool:
        return os.name == "posix" and hasattr(ctypes.CDLL(None), "inotify_init1")

    def __enter__(self) -> Guarded:
        system = ctypes.CDLL(None, use_errno=True)
        self._descriptor = system.inotify_init1(os.O_NONBLOCK)
        assert self._descriptor >= 0
        assert system.inotify_add_watch(self._descriptor, os.fsencode(self.path), _OPENED) >= 0
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        os.close(self._descriptor)

    @property
    def opened(self) -> bool:
        """Whether it was opened or read since this was asked last."""
        try:
            return bool(os.read(self._descriptor, 1 << 16))
        except BlockingIOError:
            return False


class Port:
    """A port of this machine at which nobody should call."""

    def __init__(self) -> None:
        self.calls = 0
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.number = self._socket.getsockname()[1]
        threading.Thread(target=self._answer, daemon=True).start()

    def _answer(self) -> None:
        while True:
            try:
                caller, _ = self._socket.accept()
            except OSError:
                return
            self.calls += 1
            caller.close()

    def close(self) -> None:
        self._socket.close()


on_linux = pytest.mark.skipif(not Guarded.possible(), reason="needs inotify")
