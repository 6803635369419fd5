"""What is kept between runs: files in a folder of the user's own, known by keys, that may be gone or broken at any time.

Nothing here ever fails: a cache that cannot be read or written is as good as an empty one.
"""

from __future__ import annotations

import os
import re
import stat
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

VARIABLE = "UREPORT_CACHE"
OFF = "off"
NEWEST = 6
"""So many entries are kept, those that were used last."""

_MAGIC = b"ureport cache 1\n"
_DIGEST = 32
_KEY = re.compile("[0-9a-f]{64}")
_ENTRY = re.compile(r"[0-9a-f]{64}\.entry")
_PART = re.compile(r"\.[0-9a-f]{64}\.[0-9]+\.part")
_OTHERS_WRITE = stat.S_IWGRP | stat.S_IWOTH
_HOUR = 3600.0


class _UnusableError(Exception):
    """Why an entry is not used."""


@dataclass(frozen=True, slots=True)
class Cache:
    """The entries of a folder; without a folder nothing is kept. ``detail`` hears what one may ask for.

    An entry is used only when it and its folder belong to the user and nobody else may write to them, when it is whole (by its
    checksum) and of the key that is asked for.
    """

    folder: Path | None
    detail: Callable[[str], None] | None = None

    def read(self, key: str) -> memoryview | None:
        """The bytes kept under a key (64 hexadecimal digits); None when there are none that can be trusted."""
        if self.folder is None:
            return None
        path = self._path(self.folder, key)
        try:
            data = _content(self.folder, path, key)
        except FileNotFoundError:
            return None
        except (OSError, _UnusableError) as error:
            self.tell(f"not used: {path} ({_cause(error)})")
            return None
        with suppress(OSError):  # what was used last is kept longest
            os.utime(path)
        return data

    def write(self, key: str, data: bytes) -> None:
        """Keeps bytes under a key, and forgets the oldest entries. Another process sees the whole entry or none."""
        if self.folder is None:
            return
        path = self._path(self.folder, key)
        part = path.with_name(f".{key}.{os.getpid()}.part")
        try:
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            _check(self.folder.stat(), stat.S_ISDIR)
            with suppress(FileNotFoundError):
                part.unlink()
            try:
                with open(part, "xb", opener=_private) as file:
                    file.write(_MAGIC + bytes.fromhex(key) + sha256(data).digest() + data)
                os.replace(part, path)
            finally:
                part.unlink(missing_ok=True)
            self._prune()
        except (OSError, _UnusableError) as error:
            self.tell(f"not written: {path} ({_cause(error)})")

    def entries(self) -> list[tuple[Path, int]]:
        """The entries with their sizes in bytes, the one used last first."""
        found = sorted(((status.st_mtime, path, status.st_size) for path, status in self._files(_ENTRY)), reverse=True)
        return [(path, size) for _, path, size in found]

    def clear(self) -> int:
        """Removes all entries, and the folder when nothing else is in it; gives their number. Files of others stay."""
        removed = sum(_removed(path) for path, _ in self.entries())
        for path, _ in self._files(_PART):
            _removed(path)
        with suppress(OSError):
            if self.folder is not None:
                self.folder.rmdir()
        return removed

    def tell(self, message: str) -> None:
        """A line about the cache, for those who want to know."""
        if self.detail:
            self.detail(f"cache: {message}")

    def _path(self, folder: Path, key: str) -> Path:
        assert _KEY.fullmatch(key), "a key is a SHA-256 in hexadecimal digits"
        return folder / f"{key}.entry"

    def _files(self, name: re.Pattern[str]) -> Iterator[tuple[Path, os.stat_result]]:
        with suppress(OSError):
            for path in self.folder.iterdir() if self.folder is not None else ():
                if name.fullmatch(path.name):
                    with suppress(OSError):
                        yield path, path.lstat()

    def _prune(self) -> None:
        for path, _ in self.entries()[NEWEST:]:
            _removed(path)
        for path, status in self._files(_PART):  # of a process that was killed while it wrote
            if status.st_mtime < (self.folder or path).stat().st_mtime - _HOUR:
                _removed(path)


def usual_cache(detail: Callable[[str], None] | None = None) -> Cache:
    """The cache of the user: in the folder that ``UREPORT_CACHE`` names (``off``: none), else where the system keeps such files."""
    return Cache(usual_folder(), detail)


def usual_folder() -> Path | None:
    """The folder of the cache; None when it is off, or when the user has no home."""
    named = os.environ.get(VARIABLE, "")
    if named:
        return None if named.lower() == OFF else Path(os.path.expanduser(named))
    if sys.platform == "win32":
        local = os.environ.get("LOCALAPPDATA", "")
        return Path(local, "ureport", "Cache") if os.path.isabs(local) else None
    given = os.environ.get("XDG_CACHE_HOME", "")
    if os.path.isabs(given):
        return Path(given, "ureport")
    home = os.path.expanduser("~")
    if not os.path.isabs(home):
        return None
    return Path(home, "Library/Caches" if sys.platform == "darwin" else ".cache", "ureport")


def _content(folder: Path, path: Path, key: str) -> memoryview:
    """What an entry holds; raises OSError, and _UnusableError with the reason."""
    _check(folder.stat(), stat.S_ISDIR)
    with open(path, "rb", opener=_unlinked) as file:
        _check(os.fstat(file.fileno()), stat.S_ISREG)
        whole = file.read()
    head = _MAGIC + bytes.fromhex(key)
    data = memoryview(whole)[len(head) + _DIGEST :]
    if not whole.startswith(head):
        raise _UnusableError("of another kind or key")
    if sha256(data).digest() != whole[len(head) : len(head) + _DIGEST]:
        raise _UnusableError("broken")
    return data


def _check(status: os.stat_result, is_kind: Callable[[int], bool]) -> None:
    """Raises _UnusableError for what others own or may write to. Windows keeps the folder to the user by its own rights."""
    if not is_kind(status.st_mode):
        raise _UnusableError("no regular file or folder")
    if sys.platform == "win32":
        return
    if status.st_uid != os.geteuid():
        raise _UnusableError("it belongs to another user")
    if status.st_mode & _OTHERS_WRITE:
        raise _UnusableError("others may write to it")


def _unlinked(path: str, flags: int) -> int:
    """Opens a file, a symbolic link or a pipe not; reading never waits."""
    return os.open(path, flags | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0))


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def _removed(path: Path) -> bool:
    try:
        path.unlink()
    except OSError:
        return False
    return True


def _cause(error: Exception) -> str:
    return (error.strerror if isinstance(error, OSError) else None) or str(error)
