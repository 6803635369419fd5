"""What a check looks at: the library with its files as written, and what its patterns won in examples, reports and wordings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from ureport.checking.wordings import Claim, Wording
from ureport.codes import CODES
from ureport.errors import Fault
from ureport.library import Library
from ureport.library.source import Loc, Source


@dataclass(frozen=True)
class Material:
    """A loaded library and all that is known of it. ``won`` holds the names of the patterns that win a figure of an example
    or a report; ``ties`` the pairs of patterns of which only the name decided, with the text on which they tied."""

    folders: tuple[Path, ...]
    library: Library
    sources: Mapping[str, Source]
    """The metric files by path."""
    claims: Sequence[tuple[Wording, Claim]] = ()
    won: frozenset[str] = frozenset()
    ties: Mapping[tuple[str, str], str] = field(default_factory=dict)

    def source(self, path: str) -> Source:
        """A metric file with its text."""
        known = self._read.get(path)
        if known is None:
            data = self.sources[path].data if path in self.sources else None
            known = self._read[path] = Source.of(Path(path), data)
        return known

    @cached_property
    def _read(self) -> dict[str, Source]:
        return {}

    def fault(
        self, code: str, path: str, loc: Loc, message: str, *, words: str = "", remedy: str = "", detail: tuple[str, ...] = (), metric: str = ""
    ) -> Fault:
        """A diagnostic at a key of a metric file; level and remedy are those of its code when no other is given."""
        known = CODES[code]
        fault = self.source(path).fault(code, message, remedy or known.remedy, loc, words=words, level=known.level)
        return Fault(fault.path, fault.line, fault.column, message, fault.remedy, fault.source_line, fault.width, code, known.level, detail, metric)
