"""Where an output goes: standard output, or a file or folder that appears only when it is whole."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager, suppress
from pathlib import Path
from types import TracebackType
from typing import BinaryIO

from ureport.errors import OutputError

STDOUT = "-"
LAST = "datapackage.json"
"""The file of a folder that says what the others are."""
CONTROL: dict[int, str | None] = {code: "�" for code in (*range(32), 127, *range(128, 160))}
"""Control characters, which a report must not send to a terminal, with what stands for them."""


class Target:
    """A place to write text to, as UTF-8, or bytes. A regular file is written beside its name and renamed at the end.

    A failure is an OutputError; a closed pipe stays a BrokenPipeError.
    """

    stream: BinaryIO
    """For libraries that write bytes; to be used inside of ``failing``."""

    def __init__(self, output: str | None) -> None:
        self.output = None if output == STDOUT else output
        self.is_file = self.output is not None
        self.resources = ExitStack()
        """What a writer holds open: it is closed at the end, also when the output is given up."""
        self._unfinished: Path | None = None
        self._beside: Path | None = None

    def __enter__(self) -> Target:
        if self.output is None:
            self.stream = sys.stdout.buffer
            return self
        with self.failing():
            final = Path(os.path.realpath(self.output))
            if final.exists() and not final.is_file():
                self.stream = open(final, "wb")  # a device or pipe; a folder fails here
            else:
                self._final = final
                unfinished = final.with_name(f".{final.name}.{os.getpid()}.part")
                self.stream = open(unfinished, "xb")
                self._unfinished = unfinished
        return self

    def write(self, text: str) -> int:
        with self.failing():
            self.stream.write(text.encode("utf-8", "replace"))
        return len(text)

    def isatty(self) -> bool:
        return not self.is_file and sys.stdout.isatty()

    def flush(self) -> None:
        with self.failing():
            self.stream.flush()

    def staged(self) -> Path:
        """A file for a library that opens its files itself; what stands there at the end is the output."""
        if self._unfinished is not None:
            return self._unfinished
        with self.failing():
            self._beside = Path(tempfile.mkdtemp(prefix="ureport-"))
        return self._beside / "output"

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        try:
            if kind is None:
                self._finish()
        finally:
            with suppress(Exception):
                self.resources.close()
            if self.is_file:
                with suppress(OSError):
                    self.stream.close()
            if self._unfinished is not None:
                self._unfinished.unlink(missing_ok=True)
            if self._beside is not None:
                shutil.rmtree(self._beside, ignore_errors=True)

    def _finish(self) -> None:
        if self._beside is not None:
            with self.failing(), (self._beside / "output").open("rb") as whole:
                shutil.copyfileobj(whole, self.stream)
        self.flush()
        if not self.is_file:
            return
        with self.failing():
            self.stream.close()
            if self._unfinished is not None:
                if self._final.exists():
                    shutil.copymode(self._final, self._unfinished)
                os.replace(self._unfinished, self._final)
                self._unfinished = None

    def failing(self) -> AbstractContextManager[None]:
        """Where something is written: what the system says against it becomes an OutputError."""
        return _failing(self.output or "standard output")


class Folder:
    """A folder to write files to: they are written into a hidden folder first, and come to their place when all are whole.

    Files of other names that lie in the folder already stay there.
    """

    def __init__(self, output: str) -> None:
        self.output = output

    def __enter__(self) -> Folder:
        with self.failing():
            self._final = Path(os.path.realpath(self.output))
            beside = self._final if self._final.exists() else self._final.parent
            self.stage = beside / f".{self._final.name}.{os.getpid()}.part"
            self.stage.mkdir()
        self._files = ExitStack()
        return self

    def open(self, name: str) -> Target:
        """A file of the folder, to be written to until ``close_files``."""
        return self._files.enter_context(Target(str(self.stage / name)))

    def close_files(self) -> None:
        """Ends the files that are open."""
        self._files.close()

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        try:
            self._files.__exit__(kind, error, trace)
            if kind is None:
                with self.failing():
                    self._finish()
        finally:
            shutil.rmtree(self.stage, ignore_errors=True)

    def _finish(self) -> None:
        if not self._final.exists():
            self.stage.rename(self._final)
            return
        # a file that stands there already gives way; the one by which the folder is known as whole comes last
        files = sorted(self.stage.iterdir(), key=lambda path: (path.name == LAST, path.name))
        (self._final / LAST).unlink(missing_ok=True)
        for path in files:
            path.replace(self._final / path.name)

    def failing(self) -> AbstractContextManager[None]:
        """As for a Target."""
        return _failing(self.output)


@contextmanager
def _failing(place: str) -> Iterator[None]:
    try:
        yield
    except BrokenPipeError:
        raise
    except OSError as error:
        cause = error.strerror or str(error)
        raise OutputError(f"cannot be written: {cause}", place=place, remedy="check the folder, its rights and the space left") from None
