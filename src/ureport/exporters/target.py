"""Where an output goes: standard output, or a file or folder that appears only when it is whole."""

from __future__ import annotations

import errno
import os
import re
import shutil
import stat
import sys
import tempfile
from collections.abc import Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager, suppress
from pathlib import Path
from types import TracebackType
from typing import BinaryIO

from ureport.errors import OutputError, UsageError
from ureport.exporters.stage import Stage, alone, stage_file, stage_folder

STDOUT = "-"
LAST = "datapackage.json"
"""The file of a folder that says what the others are."""
_REMEDY = "check the folder, its rights and the space left"
_REMEDIES = {
    errno.ENOENT: "make the folder first, or check the spelling",
    errno.ENOTDIR: "a part of the path is a file: name a folder",
    errno.EISDIR: "this is a folder: name a file in it",
    errno.EACCES: "check the rights of the folder and of the file",
    errno.EPERM: "check the rights of the folder and of the file",
    errno.EROFS: "write to another folder: nothing can be written there",
    errno.ENOSPC: "make room there, or write to another folder",
    errno.EDQUOT: "make room there, or write to another folder",
    errno.EFBIG: "write to a place that takes larger files, or less: fewer reports, --metric, --columns",
    errno.EBADF: "it is closed: name a file with -o FILE",
}
"""What to do about the commonest causes."""


def standard_stream(output: str) -> int | None:
    """The number of the open file that a name such as ``/dev/stdout`` or ``/dev/fd/63`` stands for, None for other names."""
    named = re.fullmatch(r"/dev/(?:std(?P<name>out|err)|fd/(?P<a>[0-9]{1,9}))|/proc/self/fd/(?P<b>[0-9]{1,9})", output)
    return None if named is None else {"out": 1, "err": 2}[named["name"]] if named["name"] else int(named["a"] or named["b"])


class Target:
    """A place to write text to, as UTF-8, or bytes. A regular file is written beside its name and renamed at the end.

    A failure is an OutputError; a closed pipe stays a BrokenPipeError. A ``new`` file takes no place that is taken: UsageError.
    """

    stream: BinaryIO
    """For libraries that write bytes; to be used inside of ``failing``."""

    def __init__(self, output: str | None, *, new: bool = False, place: str = "") -> None:
        self.output = None if output == STDOUT else output
        self.place = place or ("standard output" if self.output is None else self.output or "''")
        """Its name in messages."""
        self.is_file = self.output is not None
        self.new = new
        self.obsolete: tuple[str, ...] = ()
        """Endings of files beside the old output that must go with it."""
        self.resources = ExitStack()
        """What a writer holds open: it is closed at the end, also when the output is given up."""
        self._stage: Stage | None = None
        self._beside: Path | None = None

    def __enter__(self) -> Target:
        if self.output is None:
            self.stream = sys.stdout.buffer
            return self
        with self.failing():
            number = standard_stream(self.output)
            if number is not None:
                self.stream = os.fdopen(os.dup(number), "wb")  # to open its file anew would empty it
                return self
            old = _status(self.output)
            if old is not None and not stat.S_ISREG(old.st_mode):
                self.stream = open(self.output, "wb")  # a device or pipe; a folder fails here
                return self
            self._final = Path(os.path.realpath(self.output))
            if old is not None and not os.access(self._final, os.W_OK):
                raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
            self._stage, self.stream = stage_file(self._final)
            _take_rights(self._final, self._stage.path)
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
        if self._stage is not None:
            return self._stage.path
        with self.failing(tempfile.gettempdir()):
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
            if self._stage is not None:
                with suppress(OSError):
                    self._stage.path.unlink(missing_ok=True)
                self._stage.release()
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
            if self._stage is not None:
                # without this a loss of power soon after could leave an empty file under the name
                os.fsync(self.stream.fileno())
            self.stream.close()
            if self._stage is not None and not self.new:
                for ending in self.obsolete:
                    Path(f"{self._final}{ending}").unlink(missing_ok=True)
                os.replace(self._stage.path, self._final)
            elif self._stage is not None:
                _put_new(self._stage.path, self._final)

    def failing(self, place: str = "", remedy: str = "") -> AbstractContextManager[None]:
        """Where something is written, here or at another place: what the system says against it becomes an OutputError."""
        return _failing(place or self.place, remedy)


class Folder:
    """A folder to write files to: they are written into a hidden folder first, and come to their place when all are whole.

    Files of other names that lie in the folder already stay there.
    """

    def __init__(self, output: str) -> None:
        self.output = output

    def __enter__(self) -> Folder:
        with self.failing():
            self._final = Path(os.path.realpath(self.output))
            if _status(self.output) is not None and not self._final.is_dir():
                raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR))
            self._held = stage_folder(self._final if self._final.exists() else self._final.parent, self._final.name)
        self.stage = self._held.path
        self._files = ExitStack()
        return self

    def open(self, name: str) -> Target:
        """A file of the folder, to be written to until ``close_files``."""
        return self._files.enter_context(Target(str(self.stage / name), place=os.path.join(self.output, name)))

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
            self._held.release()

    def _finish(self) -> None:
        if not self._final.exists():
            try:
                self.stage.rename(self._final)
                return
            except OSError:
                if not self._final.is_dir():  # else another run has just made it
                    raise
        with alone(self._final):
            try:
                self._move()
            except (KeyboardInterrupt, SystemExit):  # it takes a moment, in which the folder is neither the old nor the new
                self._move()
                raise

    def _move(self) -> None:
        """A file that stands there already gives way; the one by which the folder is known as whole comes last."""
        files = sorted(self.stage.iterdir(), key=lambda path: (path.name == LAST, path.name))
        for path in files:
            _take_rights(self._final / path.name, path)
        if files:
            (self._final / LAST).unlink(missing_ok=True)
        for path in files:
            path.replace(self._final / path.name)

    def failing(self) -> AbstractContextManager[None]:
        """As for a Target."""
        return _failing(self.output)


def _status(path: str) -> os.stat_result | None:
    """What lies at a path, at the end of its links; None when nothing does."""
    try:
        return os.stat(path)
    except FileNotFoundError:
        return None


def _take_rights(old: Path, new: Path) -> None:
    """Gives a new file owner and rights of the one that it replaces, as far as this is allowed."""
    with suppress(OSError):
        status = old.stat()
        if os.name == "posix" and (status.st_uid, status.st_gid) != (new.stat().st_uid, new.stat().st_gid):
            with suppress(OSError):
                os.chown(new, status.st_uid, status.st_gid)
        shutil.copymode(old, new)


def _put_new(stage: Path, final: Path) -> None:
    """Gives a file its name, unless another has it."""
    try:
        os.link(stage, final)
    except OSError:
        if os.path.lexists(final):
            raise UsageError("the file is there already", place=str(final), remedy="name another with -o, or move it away") from None
        os.replace(stage, final)  # no hard links there


@contextmanager
def _failing(place: str, remedy: str = "") -> Iterator[None]:
    try:
        yield
    except BrokenPipeError:
        raise
    except OSError as error:
        cause = error.strerror or str(error)
        raise OutputError(f"cannot be written: {cause}", place=place, remedy=remedy or _REMEDIES.get(error.errno or 0, _REMEDY)) from None
