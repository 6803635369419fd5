"""What a library is known by: the content of its files."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator, Sequence
from hashlib import sha256
from pathlib import Path

from ureport import __version__
from ureport.resources import shipped_library
from ureport.toml import MOST_BYTES

_SUFFIX = ".toml"


def fingerprint(folders: Sequence[Path]) -> str:
    """The SHA-256, as 64 hexadecimal digits, of the version of ureport and of every TOML file (path and bytes) that the library
    of these folders may be made of. Where the folders lie does not matter, their order does. Never raises: what cannot be read
    counts as such.
    """
    digest = sha256(__version__.encode())
    for folder in word_folders(folders):
        digest.update(b"\0folder\0")
        for name in sorted(_files(folder)):
            data = _bytes(os.path.join(folder, name))
            digest.update(b"%s\0%d\0" % (os.fsencode(name.replace(os.sep, "/")), -1 if data is None else len(data)))
            digest.update(data or b"")
    return digest.hexdigest()


def word_folders(folders: Sequence[Path]) -> list[Path]:
    """Where words and units are read: a folder of metrics alone speaks with the shipped ones."""
    return list(folders) if (folders[0] / "qualifiers.toml").is_file() else [shipped_library(), *folders]


def _files(folder: Path) -> Iterator[str]:
    """The TOML files of a folder and of the folders in it, by their paths below it: ``qualifiers.toml``, ``member/new.toml``."""
    for entry in _entries(folder):
        if entry.name.lower().endswith(_SUFFIX):
            yield entry.name
        if _is_folder(entry):
            yield from (os.path.join(entry.name, inner.name) for inner in _entries(entry.path) if inner.name.lower().endswith(_SUFFIX))


def _entries(folder: str | Path) -> list[os.DirEntry[str]]:
    try:
        with os.scandir(folder) as found:
            return list(found)
    except OSError:
        return []


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:  # a link in a circle
        return False


def _bytes(path: str) -> bytes | None:
    """What a file holds; None for what no library can be made of: a pipe, a device, a file beyond the bounds."""
    try:
        with open(path, "rb", opener=_unwaiting) as file:
            status = os.fstat(file.fileno())
            return file.read() if stat.S_ISREG(status.st_mode) and status.st_size <= MOST_BYTES else None
    except OSError:
        return None


def _unwaiting(path: str, flags: int) -> int:
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0))
