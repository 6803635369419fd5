"""Hidden places beside an output, in which it is written until it is whole; held while their run lives, swept away when it is gone.

A run that is killed cannot clean up. Its lock ends with it, and so the next run to the same output knows what it may delete:
the number of a process would not tell, since another container or computer that writes to the same folder counts its own.
"""

from __future__ import annotations

import os
import re
import secrets
import shutil
import stat
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO

if sys.platform != "win32":
    import fcntl

_SUFFIX = ".part"
_TOKEN = 8
"""So many bytes make a name that no other run has."""
_LONGEST = 200
"""Bytes of the name of an output that its hidden name repeats: with more, it might be longer than a name may be."""
_LOCKS: set[int] = set()
"""The descriptors that hold the places of this process."""


def _let_go() -> None:
    """A child process has the descriptors of its parent, and would hold its places when that is gone."""
    while _LOCKS:
        with suppress(OSError):
            os.close(_LOCKS.pop())


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_let_go)


@dataclass(slots=True)
class Stage:
    """A hidden file or folder. ``lock`` is a descriptor that holds it, None where there are no locks."""

    path: Path
    lock: int | None

    def release(self) -> None:
        """Ends the hold: after the place was renamed, or given up."""
        if self.lock in _LOCKS:
            _LOCKS.discard(self.lock)
            with suppress(OSError):
                os.close(self.lock)


def stage_file(final: Path) -> tuple[Stage, BinaryIO]:
    """A hidden file beside the place of an output, open for writing. Raises OSError."""
    sweep(final.parent, final.name)
    while True:
        path = _hidden(final.parent, final.name)
        stream = open(path, "xb")  # noqa: SIM115 - who asked for it ends it
        with _or_gone(path):
            return Stage(path, _hold(path, os.O_RDWR)), stream
        stream.close()


def stage_folder(folder: Path, name: str) -> Stage:
    """A hidden folder in a folder, for an output of this name. Raises OSError."""
    sweep(folder, name)
    while True:
        path = _hidden(folder, name)
        path.mkdir()
        with _or_gone(path):
            return Stage(path, _hold(path, os.O_RDONLY))


def sweep(folder: Path, name: str) -> None:
    """Removes what runs that are gone have left for an output of this name; what cannot be removed stays."""
    if sys.platform == "win32":
        return
    known = re.compile(rf"\.{re.escape(_shortened(name))}\.[0-9a-f]{{{2 * _TOKEN}}}{re.escape(_SUFFIX)}")
    with suppress(OSError), os.scandir(folder) as entries:
        for path in [Path(entry.path) for entry in entries if known.fullmatch(entry.name)]:
            with suppress(OSError):
                _remove_unheld(path)


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Holds a folder: of several runs that ask for it, one goes on at a time. Where there are no locks, all do."""
    if sys.platform == "win32":
        yield
        return
    with ExitStack() as held:
        with suppress(OSError):
            descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
            held.callback(os.close, descriptor)
            fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield


def _remove_unheld(path: Path) -> None:
    mode = path.lstat().st_mode
    if not (stat.S_ISREG(mode) or stat.S_ISDIR(mode)):
        return
    descriptor = os.open(path, (os.O_RDONLY if stat.S_ISDIR(mode) else os.O_RDWR) | os.O_NOFOLLOW | os.O_NONBLOCK)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)  # raises OSError when a living run holds it, and where there are no locks
        if stat.S_ISDIR(mode):
            shutil.rmtree(path)
        else:
            path.unlink()
    finally:
        os.close(descriptor)


def _hidden(folder: Path, name: str) -> Path:
    return folder / f".{_shortened(name)}.{secrets.token_hex(_TOKEN)}{_SUFFIX}"


def _shortened(name: str) -> str:
    data = os.fsencode(name)
    return name if len(data) <= _LONGEST else sha256(data).hexdigest()


def _hold(path: Path, mode: int) -> int | None:
    """Takes hold of a place; None where there are no locks, FileNotFoundError when another run, which was sweeping, has been faster."""
    if sys.platform == "win32":
        return None
    descriptor = os.open(path, mode)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        if os.path.samestat(os.stat(path), os.fstat(descriptor)):
            _LOCKS.add(descriptor)
            return descriptor
        raise FileNotFoundError
    except OSError as error:
        os.close(descriptor)
        if isinstance(error, (BlockingIOError, FileNotFoundError)):
            raise FileNotFoundError from None
        return None  # no locks in this file system: nobody sweeps there either


@contextmanager
def _or_gone(path: Path) -> Iterator[None]:
    """An interruption before the place has an owner leaves nothing; that it is gone already is no error."""
    try:
        yield
    except FileNotFoundError:
        pass
    except BaseException:
        if path.is_dir():
            path.rmdir()
        else:
            path.unlink(missing_ok=True)
        raise
