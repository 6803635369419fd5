"""Where an output goes: standard output, or a file that appears only when it is whole."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import TracebackType
from typing import BinaryIO

from ureport.errors import OutputError

STDOUT = "-"
CONTROL: dict[int, str | None] = {code: "�" for code in (*range(32), 127, *range(128, 160))}
"""Control characters, which a report must not send to a terminal, with what stands for them."""


class Target:
    """A place to write text to, as UTF-8. A regular file is written beside its name and renamed at the end.

    A failure is an OutputError; a closed pipe stays a BrokenPipeError.
    """

    def __init__(self, output: str | None) -> None:
        self.output = None if output == STDOUT else output
        self.is_file = self.output is not None
        self._stream: BinaryIO
        self._unfinished: Path | None = None

    def __enter__(self) -> Target:
        if self.output is None:
            self._stream = sys.stdout.buffer
            return self
        with self._failing():
            final = Path(os.path.realpath(self.output))
            if final.exists() and not final.is_file():
                self._stream = open(final, "wb")  # a device or pipe; a folder fails here
            else:
                self._final = final
                unfinished = final.with_name(f".{final.name}.{os.getpid()}.part")
                self._stream = open(unfinished, "xb")
                self._unfinished = unfinished
        return self

    def write(self, text: str) -> int:
        with self._failing():
            self._stream.write(text.encode("utf-8", "replace"))
        return len(text)

    def isatty(self) -> bool:
        return not self.is_file and sys.stdout.isatty()

    def flush(self) -> None:
        with self._failing():
            self._stream.flush()

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        try:
            if kind is None:
                self._finish()
        finally:
            if self.is_file:
                with suppress(OSError):
                    self._stream.close()
            if self._unfinished is not None:
                self._unfinished.unlink(missing_ok=True)

    def _finish(self) -> None:
        self.flush()
        if not self.is_file:
            return
        with self._failing():
            self._stream.close()
            if self._unfinished is not None:
                if self._final.exists():
                    shutil.copymode(self._final, self._unfinished)
                os.replace(self._unfinished, self._final)
                self._unfinished = None

    @contextmanager
    def _failing(self) -> Iterator[None]:
        try:
            yield
        except BrokenPipeError:
            raise
        except OSError as error:
            place = self.output or "standard output"
            raise OutputError(f"cannot be written: {error.strerror}", place=place, remedy="check the folder, its rights and the space left") from None
