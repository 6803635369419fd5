"""Paths → Document. One file a format; a new one is a module with ``read`` and a line in ``READERS``.

Nothing that goes wrong with one file stops the others: its error comes out in the place of its document.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from ureport.errors import InputError, UsageError
from ureport.model import Document
from ureport.readers import text
from ureport.readers.folder import Found, Skipped, shown, walk

__all__ = ["READERS", "STDIN", "Item", "Reader", "Skipped", "check_paths", "count_files", "read_all", "read_one"]

Reader = Callable[[bytes, str], Iterator[Document]]
Item = Document | Skipped | InputError

READERS: dict[str, Reader] = {".txt": text.read, ".md": text.read}
STDIN = "-"
STDIN_SOURCE = "stdin"


def check_paths(paths: Sequence[str], output: str | None = None) -> None:
    """Raises UsageError for a path that does not exist, and for an output that is a report to be read, before anything is read."""
    for path in paths:
        if path != STDIN and not _exists(path):
            raise UsageError("no such file or folder", place=shown(path), remedy="check the spelling of the path")
        if output and _is_input(Path(output), Path(path)):
            raise UsageError("the output is one of the reports to be read", place=shown(output), remedy="write to another file")


def _is_input(output: Path, path: Path) -> bool:
    if output.suffix.lower() not in READERS or not output.is_file():
        return False
    return output.samefile(path) or path.resolve() in output.resolve().parents


def _exists(path: str) -> bool:
    try:
        return os.path.lexists(path) and Path(path).exists()
    except OSError:  # it exists, but not for us: reading it will say so
        return True


def read_all(paths: Sequence[str]) -> Iterator[Item]:
    """The documents of files and folders, one at a time, with the errors and what was skipped."""
    names: set[str] = set()
    seen: set[Path] = set()
    for item in _found(paths):
        if not isinstance(item, Found):
            yield item
        elif len(paths) == 1:
            yield from _read(item, item.source)
        elif (real := item.path.resolve()) in seen:
            yield Skipped(shown(item.path), "named twice")
        else:
            seen.add(real)
            source = item.source if item.source not in names else shown(item.path.as_posix())
            names.add(source)
            yield from _read(item, source)


def read_one(path: str) -> Document:
    """The document of one file; raises the error when it has none."""
    if path != STDIN and Path(path).is_dir():
        raise UsageError("this is a folder", place=shown(path), remedy="name one of its files")
    for item in read_all([path]):
        if isinstance(item, InputError):
            raise item
        if isinstance(item, Document):
            return item
    raise InputError("no report found in this file", place=shown(path))


def count_files(paths: Sequence[str]) -> int:
    """How many files there are to read."""
    return sum(isinstance(item, Found) for item in _found(paths))


def _found(paths: Sequence[str]) -> Iterator[Found | Skipped | InputError]:
    for path in paths:
        if path != STDIN and Path(path).is_dir():
            yield from _in_folder(Path(path))
        else:
            yield Found(Path(path), STDIN_SOURCE if path == STDIN else shown(Path(path).name))


def _in_folder(folder: Path) -> Iterator[Found | Skipped | InputError]:
    silent = True
    for item in walk(folder):
        if isinstance(item, Found) and item.path.suffix.lower() not in READERS:
            item = Skipped(shown(item.path), item.path.suffix.lower() or "no suffix")
        silent = silent and isinstance(item, Skipped)
        yield item
    if silent:
        yield InputError("no report found in this folder", place=shown(folder), remedy=f"name a folder with {_suffixes()} files in it")


def _read(item: Found, source: str) -> Iterator[Item]:
    from_stdin = item.path == Path(STDIN)
    place = "standard input" if from_stdin else shown(item.path)
    suffix = item.path.suffix.lower()
    try:
        reader = READERS.get(suffix) if suffix and item.path.is_file() else text.read
        if reader is None:
            raise InputError(f"no reader for {suffix} files", remedy=f"save the report as one of: {_suffixes()}")
        if from_stdin and sys.stdin is None:
            raise InputError("it is closed", remedy="pipe a report into it")
        yield from reader(sys.stdin.buffer.read() if from_stdin else item.path.read_bytes(), source)
    except InputError as error:
        yield InputError(error.message, place=error.place or place, remedy=error.remedy)
    except OSError as error:
        yield InputError(f"cannot be read: {error.strerror}", place=place, remedy="check the file and its rights")


def _suffixes() -> str:
    return ", ".join(sorted(READERS))
