"""Paths → files: what lies in a folder, in a fixed order, one at a time."""

from __future__ import annotations

import fnmatch
import glob
import os
import re
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from ureport.errors import InputError
from ureport.readers.choice import Choice

INSIDE = "!/"
"""Stands between the name of an archive and that of a file in it."""
_HIDDEN = (".", "~$", "__MACOSX")
"""So begin the names of hidden files, and of those that Office and macOS leave behind."""
_UNFIT = re.compile("[\x00-\x1f\x7f-\x9f\xad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ufffe\uffff\ud800-\udfff]")
"""What steers a terminal, turns the direction of a line, hides from the eye or breaks a cell: no name of a file is shown with it."""


class Found(NamedTuple):
    """A file to read; ``source`` is its path below the folder asked for, with ``/``. ``member`` is the one file wanted of an archive.

    ``data`` are the bytes of standard input, once they have been read.
    """

    path: Path
    source: str
    member: str = ""
    data: bytes | None = None


class Skipped(NamedTuple):
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
            path, kind = Path(found.path), _kind(found)
            if kind in ("link", "no file"):
                yield Skipped(shown(path), kind)
            elif kind == "file":
                reason = choice.skips(path, source)
                yield Skipped(shown(path), reason) if reason else Found(path, source)
            elif choice.excludes(source):
                yield Skipped(shown(path), "excluded")
            else:
                pending.append(_entries(path, f"{source}/"))


def _kind(entry: os.DirEntry[str]) -> str:
    try:
        return "link" if entry.is_symlink() else "folder" if entry.is_dir() else "file" if entry.is_file() else "no file"
    except OSError:  # reading it will say why
        return "file"


def expanded(pattern: str) -> list[str]:
    """The paths that a glob names, by name. ``**`` stands for any folders, hidden ones and links left out: links may go in circles.

    A folder that cannot be read is among them, so that reading it says so.
    """
    anchor, *parts = (*Path(pattern).parts,) if os.path.isabs(pattern) else ("", *Path(pattern).parts)
    places, unread = [anchor], set[str]()
    for number, part in enumerate(parts):
        if part == "**" and number + 1 < len(parts):
            places = [deeper for place in places for deeper in _folders(place, unread)]
        elif glob.has_magic(part) and part != "**":
            places = [
                os.path.join(place, name) for place in places for name in fnmatch.filter(_names(place, unread), part) if part[0] == "." or not is_hidden(name)
            ]
        elif part != "**":
            places = [path for place in places if os.path.lexists(path := os.path.join(place, part))]
    return sorted({*places, *unread} - {""})


def _folders(top: str, unread: set[str]) -> Iterator[str]:
    """A folder and all folders in it."""
    pending = [top]
    while pending:
        yield (place := pending.pop())
        below = (os.path.join(place, name) for name in _names(place, unread) if not is_hidden(name))
        pending += [path for path in below if os.path.isdir(path) and not os.path.islink(path)]


def _names(folder: str, unread: set[str]) -> list[str]:
    """What lies in a folder; nothing when it is none. One that cannot be read goes to ``unread``."""
    try:
        return os.listdir(folder or ".")
    except (FileNotFoundError, NotADirectoryError):
        pass
    except OSError:
        unread.add(folder)
    return []


def _entries(folder: Path, prefix: str) -> Iterator[tuple[os.DirEntry[str], str] | InputError]:
    """What lies in one folder, each with its path below the folder asked for."""
    try:
        with os.scandir(folder) as entries:
            ordered = sorted(entries, key=lambda entry: entry.name)
    except OSError as error:
        yield InputError(f"the folder cannot be read: {error.strerror}", place=shown(folder), remedy="check its rights")
        return
    taken: dict[str, int] = {}
    for entry in ordered:
        if not is_hidden(entry.name):
            yield entry, prefix + own_name(shown(entry.name), taken)


def is_hidden(source: str) -> bool:
    """True for a path of which a part is hidden: ``.git/x``, ``~$report.docx``."""
    return any(part.startswith(_HIDDEN) for part in source.split("/"))


def shown(path: Path | str) -> str:
    """A path as text that can be written anywhere: bytes that are no UTF-8, line ends and what a terminal would obey are replaced.

    >>> shown("总结\\n2016\\x1b[2J.txt")
    '总结�2016�[2J.txt'
    """
    return _UNFIT.sub("\ufffd", os.fsencode(path).decode("utf-8", "replace"))


def numbered(name: str, number: int) -> str:
    """A name with a number: ``numbered("县/a.txt", 2) == "县/a (2).txt"``."""
    path = PurePosixPath(name)
    return path.with_name(f"{path.stem} ({number}){path.suffix}").as_posix()


def own_name(name: str, taken: dict[str, int]) -> str:
    """The name, with a number when another file of the same place has it already: ``a (2).txt``; it is taken from then on."""
    own, count = name, taken.get(name, 0)
    while own in taken:
        count += 1
        own = numbered(name, count)
    taken[name] = max(count, 1)
    taken.setdefault(own, 1)
    return own
