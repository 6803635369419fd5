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

from ureport.errors import Fault, LibraryError
from ureport.toml import read_text

Loc = Sequence[str | int]
"""The way to a key: ``("pattern", 2, "unless", "clause")``; numbers count from 0."""

_LONG = re.compile("\"{3}|'{3}")
_TABLE = re.compile(r"\s*\[\[?\s*([^\[\]]+?)\s*\]\]?\s*(?:#.*)?$")


def metric_id(path: Path) -> str:
    """The id of the metric of a file: ``member/new.toml`` is member.new."""
    return f"{path.parent.name}.{path.stem}"


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
            return cls(str(path), read_text(path, errors="replace"), data or {})
        except (OSError, LibraryError):
            return cls(str(path), "", data or {})

    @property
    def metric(self) -> str:
        """The id that the path of a metric file says."""
        return metric_id(Path(self.path))

    def fault(self, code: str, message: str, remedy: str, loc: Loc = (), *, words: str = "", at: int = 0, level: str = "error") -> Fault:
        """A fault at a key, or at the words in its value (``at`` characters into them)."""
        line, column, width = self.place(loc, words)
        source = self.lines[line - 1] if self.lines else ""
        if words and at and source[column - 1 :].startswith(words):
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
    def _bare(self) -> list[str]:
        """The lines; those that begin inside a string of several lines are empty: no head and no key stands in them."""
        found: list[str] = []
        inside = ""
        for line in self.lines:
            found.append("" if inside else line)
            for mark in _LONG.findall(line):
                inside = "" if mark == inside else inside or mark
        return found

    @cached_property
    def _tables(self) -> dict[str, list[int]]:
        """The lines (from 0) of the heads ``[[pattern]]`` by name."""
        found: dict[str, list[int]] = {}
        for number, line in enumerate(self._bare):
            head = _TABLE.match(line) if "[" in line else None
            if head:
                found.setdefault(head[1], []).append(number)
        return found

    def place(self, loc: Loc, words: str = "") -> tuple[int, int, int]:
        """Line and column (from 1) of a key, or of words in its value, and the width to underline."""
        names = [key for key in loc if isinstance(key, str)]
        number = next((key for key in loc if isinstance(key, int)), 0)
        first, last, names = self._table(names, number)
        line, column, width = self._key(names, first, last)
        if words:
            for number in range(line - 1, last):
                at = self.lines[number].find(words, column - 1 if number == line - 1 else 0)
                if at >= 0:
                    return number + 1, at + 1, len(words)
        return line, column, width

    def _table(self, names: list[str], number: int) -> tuple[int, int, list[str]]:
        """The lines of the innermost table on the way to a key, from its head to the next one, and the names still to go."""
        first, last, name = 0, len(self.lines), ""
        while names:
            heads = [n for n in self._tables.get(f"{name}{names[0]}", ()) if first <= n < last]
            if number >= len(heads):
                break
            first, name, number, names = heads[number], f"{name}{names[0]}.", 0, names[1:]
            last = min((n for table, lines in self._tables.items() for n in lines if first < n < last and not table.startswith(name)), default=last)
        return first, last, names

    def _key(self, names: list[str], first: int, last: int) -> tuple[int, int, int]:
        """The line on which the longest written part of a dotted key stands."""
        for length in range(len(names), 0, -1):
            dotted = r"\s*\.\s*".join(rf'"?{re.escape(name)}"?' for name in names[:length])
            for number in range(first, last):
                found = re.match(rf"\s*({dotted})\s*[=.]", self._bare[number])
                if found:
                    return number + 1, found.start(1) + 1, len(found[1])
        return first + 1, 1, len(self.lines[first].rstrip()) if self.lines else 1
