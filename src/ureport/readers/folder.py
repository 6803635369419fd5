"""Paths → files: what lies in a folder, in a fixed order, one at a time."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ureport.errors import InputError


@dataclass(frozen=True, slots=True)
class Found:
    """A file to read; ``source`` is its path below the folder asked for, with ``/``."""

    path: Path
    source: str


@dataclass(frozen=True, slots=True)
class Skipped:
    """What was passed over, and why."""

    place: str
    reason: str


def walk(folder: Path) -> Iterator[Found | Skipped | InputError]:
    """All files of a folder and the folders in it, by name; what is hidden is left out, links are not followed."""
    yield from _walk(folder, "")


def _walk(folder: Path, prefix: str) -> Iterator[Found | Skipped | InputError]:
    try:
        with os.scandir(folder) as entries:
            ordered = sorted(entries, key=lambda entry: entry.name)
    except OSError as error:
        yield InputError(f"the folder cannot be read: {error.strerror}", place=shown(folder), remedy="check its rights")
        return
    for entry in ordered:
        path = folder / entry.name
        source = prefix + shown(entry.name)
        if entry.name.startswith("."):
            continue
        if entry.is_symlink():
            yield Skipped(shown(path), "link")
        elif entry.is_dir():
            yield from _walk(path, f"{source}/")
        elif entry.is_file():
            yield Found(path, source)
        else:
            yield Skipped(shown(path), "no file")


def shown(path: Path | str) -> str:
    """A path as text that can be written anywhere: bytes of its name that are no UTF-8 are replaced."""
    return os.fsencode(path).decode("utf-8", "replace")
