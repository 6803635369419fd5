"""What of the results is wanted: metrics, themes and statuses of the records, columns and format of the output."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from fnmatch import fnmatchcase
from pathlib import PurePath
from typing import NamedTuple, get_args

from ureport.errors import UsageError
from ureport.exporters import FORMATS, STDOUT, Column, Format
from ureport.library import Library
from ureport.model import OTHER, MetricRecord, Status
from ureport.suggest import unknown


class Selection(NamedTuple):
    """The records that are wanted; an empty set wants all."""

    metrics: frozenset[str] = frozenset()
    themes: frozenset[str] = frozenset()
    statuses: frozenset[str] = frozenset()

    def keeps(self, record: MetricRecord) -> bool:
        return (
            (not self.metrics or record.metric in self.metrics)
            and (not self.themes or record.theme in self.themes)
            and (not self.statuses or record.status in self.statuses)
        )


def select(library: Library, metrics: Sequence[str], themes: Sequence[str], statuses: Sequence[str]) -> Selection:
    """A selection from words of the command line: ids or ``member.*``; raises UsageError for a wrong name."""
    known_themes = [*dict.fromkeys(metric.theme for metric in library.metrics.values()), OTHER]
    return Selection(
        frozenset(chosen for word in split(metrics) for chosen in choose_metrics(library, word)),
        frozenset(known("theme", word, known_themes) for word in split(themes)),
        frozenset(known("status", word, get_args(Status)) for word in split(statuses)),
    )


def choose_metrics(library: Library, word: str) -> list[str]:
    """The metric ids that a word names: one id, or a pattern with ``*``."""
    return _choose([*library.metrics, OTHER], word)


def choose_ids(ids: Iterable[str], words: Iterable[str]) -> frozenset[str]:
    """Those of some metric ids that the words name; raises UsageError with the nearest ones for a word that names none."""
    known_ids = list(dict.fromkeys(ids))
    return frozenset(chosen for word in split(words) for chosen in _choose(known_ids, word))


def _choose(ids: Sequence[str], word: str) -> list[str]:
    chosen = [name for name in ids if fnmatchcase(name, word)]
    if not chosen:
        raise unknown("metric", word, [*ids, *(f"{name.partition('.')[0]}.*" for name in ids if "." in name)])
    return chosen


def choose_columns(columns: Sequence[Column], words: str | None, *, brief: Sequence[str] = ()) -> tuple[Column, ...]:
    """The columns named, in the order named; when none is, the brief ones, or all."""
    by_name = {column.name: column for column in columns}
    if words is None:
        return tuple(by_name[name] for name in brief) or tuple(columns)
    chosen = tuple(by_name[known("column", word, by_name)] for word in split([words]))
    if not chosen:
        raise UsageError("--columns names no column", remedy=f"name some of: {', '.join(by_name)}")
    return tuple(dict.fromkeys(chosen))


def choose_format(name: str | None, output: str | None, *, usual: str, whole: bool = False) -> str:
    """The format asked for, that of a folder or of the file's suffix, or the usual one. ``whole``: whole runs are written, not one table only."""
    forms = {form.name: form for form in FORMATS.values() if whole or form.rows}
    chosen = usual if name is None and output in (None, STDOUT) else known("format", name, forms) if name else _format_of(output or "", forms)
    if output not in (None, STDOUT):
        if forms[chosen].screen:
            raise UsageError(f"the format {chosen} is for the screen, not for a file", remedy="write csv or jsonl, or leave out -o")
        if _is_folder(output) and not forms[chosen].folder:
            raise UsageError(f"-o {output}: this is a folder, and {chosen} is a file", remedy="name a file in it")
    elif chosen in forms and forms[chosen].folder:
        raise UsageError(f"the format {chosen} is a folder", remedy="name it: -o DIR/")
    return chosen


def _format_of(output: str, forms: Mapping[str, Format]) -> str:
    """The format that the name of an output tells."""
    if _is_folder(output):
        for form in forms.values():
            if form.folder:
                return form.name
        raise UsageError(f"-o {output}: this is a folder", remedy="name a file: this command writes one table")
    suffixes = {suffix: form.name for form in forms.values() for suffix in form.suffixes}
    suffix = PurePath(output).suffix.lower()
    if suffix not in suffixes:
        folder = "name a folder, " if any(form.folder for form in forms.values()) else ""
        raise UsageError(f"-o {output}: no format has the suffix {suffix!r}", remedy=f"end the name in {' or '.join(suffixes)}, {folder}or add --format")
    return suffixes[suffix]


def _is_folder(output: str) -> bool:
    return output.endswith(("/", os.sep)) or os.path.isdir(output)


def split(words: Iterable[str]) -> list[str]:
    """The words of the command line, also those joined by commas."""
    return [word.strip() for several in words for word in several.split(",") if word.strip()]


def known(kind: str, word: str, names: Iterable[str]) -> str:
    """The word, when it is one of the names; raises UsageError with the nearest ones."""
    names = list(names)
    if word not in names:
        raise unknown(kind, word, names)
    return word
