"""Paths → files: what lies in a folder, in a fixed order, one at a time."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ureport.errors import InputError
from ureport.readers.choice import Choice

INSIDE = "!/"
"""Stands between the name of an archive and that of a file in it."""
_HIDDEN = (".", "~$", "__MACOSX")
"""So begin the names of hidden files, and of those that Office and macOS leave behind."""


@dataclass(frozen=True, slots=True)
class Found:
    """A file to read; ``source`` is its path below the folder asked for, with ``/``. ``member`` is the one file wanted of an archive.

    ``data`` are the bytes of standard input, once they have been read.
    """

    path: Path
    source: str
    member: str = ""
    data: bytes | None = None


@dataclass(frozen=True, slots=True)
class Skipped:
    """What was passed over, and why."""

    place: str
    reason: str


def walk(folder: Path, choice: Choice) -> Iterator[Found | Skipped | InputError]:
    """The files wanted of a folder and the folders in it, by name; what is hidden is left out, links are not followed."""
    pending = [_entries(folder, "")]
    while pending:
        entry = next(pending[-1], None)
        if entry is None:
            pending.pop()
        elif isinstance(entry, InputError):
            yield entry
        else:
            found, source = entry
            path = Path(found.path)
            if found.is_symlink():
                yield Skipped(shown(path), "link")
            elif not found.is_dir():
                reason = choice.skips(path, source) if found.is_file() else "no file"
                yield Skipped(shown(path), reason) if reason else Found(path, source)
            elif choice.excludes(source):
                yield Skipped(shown(path), "excluded")
            else:
                pending.append(_entries(path, f"{source}/"))


def _entries(folder: Path, prefix: str) -> Iterator[tuple[os.DirEntry[str], str] | InputError]:
    """What lies in one folder, each with its path below the folder asked for."""
    try:
        with os.scandir(folder) as entries:
            ordered = sorted(entries, key=lambda entry: entry.name)
    except OSError as error:
        yield InputError(f"the folder cannot be read: {error.strerror}", place=shown(folder), remedy="check its rights")
        return
    for entry in ordered:
        if not is_hidden(entry.name):
            yield entry, prefix + shown(entry.name)


def is_hidden(source: str) -> bool:
    """True for a path of which a part is hidden: ``.git/x``, ``~$report.docx``."""
    return any(part.startswith(_HIDDEN) for part in source.split("/"))


def shown(path: Path | str) -> str:
    """A path as text that can be written anywhere: bytes of its name that are no UTF-8 are replaced."""
    return os.fsencode(path).decode("utf-8", "replace")
