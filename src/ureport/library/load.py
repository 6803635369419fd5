"""Folders → Library. All faults of all files are gathered and told at once, each with its place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from ureport.errors import Fault, LibraryError, first_of
from ureport.library.compiler import Compiler
from ureport.library.fingerprint import word_folders
from ureport.library.source import Source
from ureport.library.template import MOST_WORDS, TemplateFault, expand_words
from ureport.library.types import Library
from ureport.toml import read_toml
from ureport.vocabulary import gathering, read_vocabulary

PATTERNS = "patterns"
"""The library folder of a checkout."""
NURSERY = "nursery"
NOT_THEMES = frozenset({"units", "lexicon", NURSERY})


@dataclass(frozen=True, slots=True)
class Loaded:
    """What could be loaded of library folders: the library of the sound files, the metric files as read, the faults of the others."""

    library: Library | None
    sources: tuple[Source, ...]
    faults: tuple[Fault, ...]


def load_library(folders: Sequence[Path]) -> Library:
    """The library of one or more folders; a metric of a later folder adds its patterns to one of the same id.

    Raises LibraryError with every fault of every file.
    """
    loaded = read_library(folders)
    if loaded.faults or loaded.library is None:
        raise LibraryError(loaded.faults)
    return loaded.library


def read_library(folders: Sequence[Path]) -> Loaded:
    """The same with all faults in hand, and with what is sound in spite of them."""
    missing = [Fault(str(f), 1, 1, "no such folder", "name the folder that holds THEME/METRIC.toml", code="P001") for f in folders if not f.is_dir()]
    if missing:
        return Loaded(None, (), tuple(missing))
    worded = word_folders(folders)
    vocabulary, faults = read_vocabulary(worded)
    lists, opaque, wrong = _read_words(worded)
    compiler = Compiler(lists)
    compiler.faults += (*faults, *wrong)
    sources = tuple(compiler.add(folder, path) for folder in folders for path in metric_files(folder))
    if not sources:
        compiler.faults.append(Fault(str(folders[0]), 1, 1, "no metric file", "put THEME/METRIC.toml files there", code="P011"))
    return Loaded(compiler.finish(vocabulary, opaque) if compiler.metrics else None, sources, tuple(compiler.faults))


def metric_files(folder: Path) -> Iterator[Path]:
    """The metric files of a library folder, in the order of their ids."""
    for path in sorted(folder.glob("*/*.toml")):
        if path.parent.name not in NOT_THEMES:
            yield path


def holds_metrics(folder: Path) -> bool:
    """True for a folder with metric files in it."""
    return folder.is_dir() and any(metric_files(folder))


def library_folder(path: Path) -> Path | None:
    """The folder of metric files that a path means: its ``patterns``, or itself; None when neither holds any."""
    return next(filter(holds_metrics, (path / PATTERNS, path)), None)


def _read_words(folders: Iterable[Path]) -> tuple[dict[str, tuple[str, ...]], tuple[str, ...], list[Fault]]:
    lists: dict[str, tuple[str, ...]] = {}
    opaque: list[str] = []
    faults: list[Fault] = []
    for folder in folders:
        for path in sorted((folder / "lexicon").glob("words*.toml")):
            with gathering(faults):
                faults += first_of(_lists(path, lists))
        for path in sorted((folder / "lexicon").glob("opaque*.toml")):
            with gathering(faults):
                opaque += _opaque(path)
    return lists, tuple(dict.fromkeys(opaque)), faults


def _lists(path: Path, into: dict[str, tuple[str, ...]]) -> Iterator[Fault]:
    """Adds the lists of a file to the others; what comes out are the faults of those that are wrong."""
    source: Source | None = None
    for name, words in read_toml(path).items():
        try:
            into[name] = _expanded(words)
        except TemplateFault as fault:
            source = source or Source.of(path)
            yield source.fault(fault.code, f"{name}: {fault}", fault.remedy, (name,), words=fault.words, at=fault.at)


def _opaque(path: Path) -> list[str]:
    data = read_toml(path)
    found = data.get("opaque", [])
    if set(data) <= {"opaque"} and isinstance(found, list) and all(isinstance(word, str) and word for word in found):
        return found
    raise LibraryError((Source.of(path).fault("P004", "not a list of opaque words", 'write opaque = ["word", "word"]', tuple(data)[:1]),))


def _expanded(words: object) -> tuple[str, ...]:
    """The words of a list, brackets expanded."""
    if not words or not isinstance(words, list) or not all(isinstance(word, str) for word in words):
        raise TemplateFault("not a list of words", 0, 'write ["word", "word"]', code="P004")
    found: list[str] = []
    for word in words:
        try:
            found += expand_words(word, {})
        except TemplateFault as fault:
            fault.words = word
            raise
        if len(found) > MOST_WORDS:
            raise TemplateFault(f"more than {MOST_WORDS} words", 0, "split the list in two")
    return tuple(found)
