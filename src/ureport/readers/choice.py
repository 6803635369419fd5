"""Which files are wanted: globs, the largest size, and the output that is none of them."""

from __future__ import annotations

import re
from fnmatch import fnmatchcase
from pathlib import Path, PurePath
from typing import NamedTuple

from ureport.errors import UsageError

_SIZE = re.compile(r"([0-9]+(?:\.[0-9]+)?)\s*([kmg]?)i?b?", re.IGNORECASE)
_FACTORS = {"": 1, "k": 1 << 10, "m": 1 << 20, "g": 1 << 30}


class Choice(NamedTuple):
    """The files wanted of those that the paths hold: all that match an ``include`` glob (all formats known, when there is none)
    and no ``exclude`` glob, up to ``max_size`` bytes, but not what the run writes: its ``output`` and the list of ``errors``.

    A glob is compared with the name and with the path below the folder, whatever the case: ``*.docx``, ``2015/*``.
    """

    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    max_size: int = 100 << 20
    output: str | None = None
    errors: str | None = None

    def skips(self, path: Path, source: str) -> str:
        """The reason to pass a file over, empty when it is wanted."""
        own = (self.output, self.errors, f"{self.output}.state")  # the last one is what --incremental writes beside JSON Lines
        if any(name is not None and path.name == PurePath(name).name and _same(path, Path(name)) for name in own):
            return "output"
        if path.suffix == ".part":
            return ".part"
        if self.excludes(source):
            return "excluded"
        return "not included" if self.include and not _matches(source, self.include) else ""

    def excludes(self, source: str) -> bool:
        """True for a file or folder that an ``exclude`` glob names."""
        return _matches(source, self.exclude)


def _matches(source: str, globs: tuple[str, ...]) -> bool:
    path = source.lower()
    name = path.rsplit("/", 1)[-1]
    return any(fnmatchcase(text, glob.lower().rstrip("/")) for glob in globs for text in (name, path))


def _same(path: Path, other: Path) -> bool:
    try:
        return path.samefile(other)
    except OSError:
        return False


def parse_size(words: str) -> int:
    """Bytes: ``parse_size("100 MB") == 104857600``; raises UsageError for what is no size."""
    found = _SIZE.fullmatch(words.strip())
    if found is None:
        raise UsageError(f"{words!r} is no size", place="--max-file-size", remedy="write a number of bytes, or 500K, 100M, 2G")
    return int(float(found[1]) * _FACTORS[found[2].lower()])


def in_words(size: int) -> str:
    """A size for people: ``in_words(104857600) == "100 MB"``."""
    for letter, factor in (("G", 1 << 30), ("M", 1 << 20), ("K", 1 << 10)):
        if size >= factor:
            return f"{size / factor:.4g} {letter}B"
    return f"{size} bytes"
