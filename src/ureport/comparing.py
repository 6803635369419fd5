"""What ``ureport diff`` compares: two result files, or two libraries over the same reports."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from ureport.diff import COMPARED, Comparison, compare
from ureport.errors import LibraryError, UsageError
from ureport.library import Library, load_library
from ureport.library.load import PATTERNS, library_folder, metric_files
from ureport.library.source import metric_id
from ureport.model import OTHER
from ureport.pipeline import Extractor
from ureport.readers import Item
from ureport.resources import shipped_library
from ureport.results import STDIN, Results, is_package
from ureport.revisions import find_revision
from ureport.run import Run

_ONE_KIND = "name two result files, or two libraries and reports: ureport diff main . --on reports"


def are_results(old: str, new: str, *, on: bool) -> bool:
    """True for two result files, False for two libraries; raises UsageError for what is neither, or not told how.

    A file is a result, and so is a folder with a ``datapackage.json``; another folder is a library, and what does not exist may
    be a revision. ``on``: reports were named.
    """
    files = [_is_result(word) for word in (old, new)]
    if old == new == str(STDIN):
        raise UsageError("standard input can be read only once", remedy="name a file for OLD or NEW")
    if any(files) and not all(files):
        other = new if files[0] else old
        if not os.path.exists(other):
            raise UsageError("no such result file", place=other, remedy=f"check the spelling of the path; or {_ONE_KIND}")
        raise UsageError("a result file and a library cannot be compared", place=f"{old}, {new}", remedy=_ONE_KIND)
    if all(files) and on:
        raise UsageError("--on names reports for two libraries, but these are result files", place=f"{old}, {new}", remedy="leave out --on")
    if not any(files) and not on:
        raise UsageError("two libraries are compared by what they say of reports", place=f"{old}, {new}", remedy="name reports: --on PATH")
    return all(files)


def _is_result(word: str) -> bool:
    """True for standard input, a file, and a folder that was written as a result."""
    return word == str(STDIN) or (os.path.exists(word) and (not os.path.isdir(word) or is_package(Path(word))))


def compare_results(old: Results, new: Results, *, metrics: Collection[str] | None = None) -> Comparison:
    """The changes between two result files, in the columns that both have."""
    return compare(old.records, new.records, fields=COMPARED & old.columns & new.columns, metrics=metrics)


def compare_libraries(old: Run, new: Library, items: Iterable[Item], *, metrics: Collection[str] | None = None) -> Iterator[Comparison]:
    """The changes in each report between what two libraries say of it. Only one report is in memory at a time.

    ``old`` reads and counts the reports; what fails, with either library, is told and counted there.
    """
    beside = Run(Extractor(new), tell=_errors_only(old.tell), detail=None)
    for extraction in old.extractions(items):
        for again in beside.extractions([extraction.document]):
            yield compare(extraction.records, again.records, metrics=metrics, same_text=True)
    old.summary.failed += beside.summary.failed


def _errors_only(tell: Callable[[str], None]) -> Callable[[str], None]:
    """The warnings of a report are the same with every library: they are told once."""
    return lambda message: tell(message) if message.startswith("error") else None


def metric_ids(*sides: Results | Library) -> list[str]:
    """The metrics that may be asked for: those of the sides, and for results those of the shipped library too."""
    ids: list[str] = []
    for side in sides:
        if isinstance(side, Library):
            ids += side.metrics
        else:
            ids += sorted({record.metric for record in side.records})
            ids += (metric_id(path) for path in metric_files(shipped_library()))
    return [*dict.fromkeys(ids), OTHER]


def load_side(word: str, other: str) -> Library:
    """The library that a word of the command line names; ``other`` is the word for the one it is compared with.

    Raises UsageError when there is none, and LibraryError for its faults, each with its place in the revision.
    """
    path = Path(word)
    if os.path.exists(path):
        folder = library_folder(path)
        if folder is None:
            raise UsageError(
                "no pattern library in this folder", place=word, remedy=f"name the folder that holds THEME/METRIC.toml, or one with it in {PATTERNS}/"
            )
        return load_library([folder])
    with _at_revision(word, Path(other)) as (name, top, folder):
        try:
            return load_library([folder])
        except LibraryError as error:
            raise LibraryError(tuple(replace(fault, path=fault.path.replace(f"{top}{os.sep}", f"{name}:")) for fault in error.faults)) from None


@contextmanager
def _at_revision(word: str, other: Path) -> Iterator[tuple[str, Path, Path]]:
    """The name of a revision, a temporary folder with its files, and the library folder in that."""
    try:
        revision = find_revision(word, *([other] if other.is_dir() else []), Path())
    except UsageError as error:
        raise UsageError(f"no such file or folder, and as a revision: {error.message}", place=word, remedy=error.remedy) from None
    with revision.unpacked(".toml") as top:
        places = [revision.below] if revision.below is not None else [revision.prefix, ""]
        folder = next(filter(None, (library_folder(top / place) for place in places)), None)
        if folder is None:
            raise UsageError("no pattern library in this revision", place=word, remedy="name its folder: main:path/to/patterns")
        yield revision.name, top, folder
