"""The text of a TOML file of the library, and where its tables, keys and words stand in it.

The TOML reader gives no positions; a fault must show them, so they are looked up when one is told.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from ureport.errors import Fault

Loc = Sequence[str | int]
"""The way to a key: ``("pattern", 2, "unless", "clause")``; numbers count from 0."""

_TABLE = re.compile(r"\s*\[\[?\s*([^\[\]]+?)\s*\]\]?\s*(?:#.*)?$")


@dataclass(frozen=True)
class Source:
    """A TOML file as read; ``data`` is empty when it could not be."""

    path: str
    text: str
    data: dict[str, Any]

    @classmethod
    def of(cls, path: Path, data: dict[str, Any] | None = None) -> Source:
        """The source of a file on the disk; one that cannot be read has no text."""
        try:
            return cls(str(path), path.read_text(encoding="utf-8", errors="replace"), data or {})
        except OSError:
            return cls(str(path), "", data or {})

    def fault(self, code: str, message: str, remedy: str, loc: Loc = (), *, words: str = "", at: int = 0, level: str = "error") -> Fault:
        """A fault at a key, or at the words in its value (``at`` characters into them)."""
        line, column, width = self.place(loc, words)
        source = self.lines[line - 1] if self.lines else ""
        if words and at:
            column, width = column + at, 1
        return Fault(self.path, line, column, message, remedy, source, width, code, level)

    @cached_property
    def keys(self) -> frozenset[str]:
        """The keys at the top of the file; those of a file that was read for its text only are read now, none when it is no TOML."""
        try:
            return frozenset(self.data or tomllib.loads(self.text))
        except tomllib.TOMLDecodeError:
            return frozenset()

    @cached_property
    def lines(self) -> list[str]:
        return self.text.split("\n")

    @cached_property
    def _tables(self) -> dict[str, list[int]]:
        """The lines (from 0) of the heads ``[[pattern]]`` by name."""
        found: dict[str, list[int]] = {}
        for number, line in enumerate(self.lines):
            head = _TABLE.match(line) if "[" in line else None
            if head:
                found.setdefault(head[1], []).append(number)
        return found

    def place(self, loc: Loc, words: str = "") -> tuple[int, int, int]:
        """Line and column (from 1) of a key, or of words in its value, and the width to underline."""
        first, last = 0, len(self.lines)
        names = [key for key in loc if isinstance(key, str)]
        if names and names[0] in self._tables:
            heads = self._tables[names.pop(0)]
            number = loc[1] if len(loc) > 1 and isinstance(loc[1], int) else 0
            first = heads[number] if number < len(heads) else 0
            last = min((n for heads in self._tables.values() for n in heads if n > first), default=last)
        line, column, width = self._key(names, first, last)
        if words:
            for number in range(line - 1, last):
                at = self.lines[number].find(words, column - 1 if number == line - 1 else 0)
                if at >= 0:
                    return number + 1, at + 1, len(words)
        return line, column, width

    def _key(self, names: list[str], first: int, last: int) -> tuple[int, int, int]:
        """The line on which the longest written part of a dotted key stands."""
        for length in range(len(names), 0, -1):
            dotted = r"\s*\.\s*".join(rf'"?{re.escape(name)}"?' for name in names[:length])
            for number in range(first, last):
                found = re.match(rf"\s*({dotted})\s*[=.]", self.lines[number])
                if found:
                    return number + 1, found.start(1) + 1, len(found[1])
        return first + 1, 1, len(self.lines[first].rstrip()) if self.lines else 1
