"""What a check looks at: the library with its files as written, and what its patterns won in examples, reports and wordings."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path

from ureport.checking.wordings import Claim, Wording
from ureport.codes import CODES
from ureport.errors import Fault
from ureport.library import Library, Metric, Pattern
from ureport.library.source import Loc, Source


@dataclass(frozen=True, eq=False)
class Material:
    """A loaded library and all that is known of it. ``won`` holds the names of the patterns that win a figure of an example
    or a report; ``ties`` the pairs of patterns of which only the name decided, with the text on which they tied. Compared by identity."""

    folders: tuple[Path, ...]
    library: Library
    sources: Mapping[str, Source]
    """The metric files by path."""
    metrics: tuple[Metric, ...] = ()
    """The metrics in question; the others of the library are only their company."""
    claims: Sequence[tuple[Wording, Claim]] = ()
    won: frozenset[str] = frozenset()
    ties: Mapping[tuple[str, str], str] = field(default_factory=dict)

    broken: frozenset[str] = frozenset()
    """The metrics whose files have faults of their own, so that patterns may be missing."""

    @cached_property
    def patterns(self) -> Mapping[str, Pattern]:
        """Every pattern by its name."""
        return {pattern.name: pattern for pattern in self.library.patterns}

    @property
    def own_patterns(self) -> Iterator[Pattern]:
        """The patterns of the metrics in question."""
        return (pattern for metric in self.metrics for pattern in metric.patterns)

    @cached_property
    def lists(self) -> Mapping[str, Source]:
        """The word lists of the library that is checked, each with its file."""
        found: dict[str, Source] = {}
        for path in sorted((self.folders[-1] / "lexicon").glob("words*.toml")):
            source = Source.of(path)
            found.update({name: source for name in self.library.lexicon if name in source.keys})
        return found

    @cached_property
    def _paths(self) -> Mapping[str, str]:
        return {source.metric: path for path, source in self.sources.items()}

    @cached_property
    def _read(self) -> dict[str, Source]:
        return {}

    def path_of(self, metric: Metric) -> str:
        """The file of a metric; of several that add to it, the last."""
        return self._paths[metric.id]

    def own(self, path: str) -> bool:
        """True for a file of the library that is checked, not of one that it is an addition to."""
        return Path(path).is_relative_to(self.folders[-1])

    def source(self, path: str) -> Source:
        """A metric file with its text."""
        known = self._read.get(path)
        if known is None:
            data = self.sources[path].data if path in self.sources else None
            known = self._read[path] = Source.of(Path(path), data)
        return known

    def fault(
        self, code: str, path: str, loc: Loc, message: str, *, words: str = "", remedy: str = "", detail: tuple[str, ...] = (), metric: str = ""
    ) -> Fault:
        """A diagnostic at a key of a metric file; level and remedy are those of its code when no other is given."""
        known = CODES[code]
        fault = self.source(path).fault(code, message, remedy or known.remedy, loc, words=words, level=known.level)
        return replace(fault, detail=detail, metric=metric)

    def at_pattern(self, code: str, pattern: Pattern, message: str, *, words: str = "", detail: tuple[str, ...] = ()) -> Fault:
        """A diagnostic at the template or expression of a pattern, or at words of it."""
        loc = ("pattern", pattern.index, "template" if pattern.regex is None else "regex")
        return self.fault(code, pattern.path, loc, message, words=words or pattern.template, detail=detail, metric=pattern.metric)
