"""From the options of a command to a run over its inputs."""

from __future__ import annotations

import gc
import sys
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import get_args

from ureport.cache import Cache, usual_cache
from ureport.cli.guard import FAILED, tell
from ureport.cli.options import Language
from ureport.errors import UsageError
from ureport.exporters import BRIEF, FORMATS, RECORD_COLUMNS, STDOUT, Column, Delivery, Style, Writer, open_delivery, open_writer
from ureport.library import stored
from ureport.library.types import Library
from ureport.pipeline import Extractor
from ureport.readers import Choice, Item, count_files, parse_size, read_all
from ureport.resources import shipped_library
from ureport.run import Run
from ureport.selection import choose_columns, choose_format, known

_CSV = ("csv", "package")


def library_folders(patterns: str | None, extra: Sequence[str] | None) -> list[Path]:
    """The folder of the shipped library or the one named, and those that are added to it."""
    return [Path(patterns) if patterns else shipped_library(), *map(Path, extra or ())]


def open_library(patterns: str | None, extra: Sequence[str] | None, *, verbose: bool = False, cached: bool = True) -> Library:
    """The shipped library or the one named, with those added to it; from the cache, unless a file has changed or it is not wanted."""
    cache = usual_cache(tell if verbose else None) if cached else Cache(None)
    library = stored.open_library(library_folders(patterns, extra), cache, load_library)
    # the library lives as long as the process: the collector need not walk it again and again
    gc.freeze()
    return library


def load_library(folders: Sequence[Path]) -> Library:
    """The library, loaded from its files."""
    from ureport.library import load_library as load

    return load(folders)


@dataclass(frozen=True, slots=True)
class Shape:
    """What the options say of the output of a command."""

    format: str | None = None
    output: str | None = None
    columns: str | None = None
    headers: str | None = None
    no_bom: bool = False
    raw: bool = False


def open_output(every: Sequence[Column], brief: Sequence[str], shape: Shape, *, title: str = "数据") -> AbstractContextManager[Writer]:
    """The writer of one table that the options ask for; it opens its file when it is entered."""
    name, style = _style(every, brief, shape, whole=False)
    return open_writer(name, shape.output, style.columns, style, title=title)


def open_whole(shape: Shape) -> AbstractContextManager[Delivery]:
    """The delivery of a whole run that the options ask for."""
    name, style = _style(RECORD_COLUMNS, BRIEF, shape, whole=True)
    return open_delivery(name, shape.output, style)


def _style(every: Sequence[Column], brief: Sequence[str], shape: Shape, *, whole: bool) -> tuple[str, Style]:
    """The name of the format and the style that the options ask for; raises UsageError for what does not go together."""
    on_terminal = shape.output in (None, STDOUT) and sys.stdout.isatty()
    name = choose_format(shape.format, shape.output, usual="table" if on_terminal else "csv", whole=whole)
    form = FORMATS[name]
    chinese = None if shape.headers is None else known("language of headers", shape.headers, get_args(Language)) == "zh"
    if form.binary and on_terminal:
        raise UsageError(f"{name} is no text for a terminal", remedy="name a file: -o FILE")
    if form.fixed and (shape.columns is not None or shape.headers is not None):
        raise UsageError(f"{name} always has all columns, with English names", remedy="leave out --columns and --headers, or write csv or xlsx")
    if (shape.no_bom or shape.raw) and name not in _CSV:
        raise UsageError(f"--no-bom and --raw are for CSV, not for {name}", remedy="leave them out")
    columns = choose_columns(every, shape.columns, brief=brief if name == "table" else ())
    return name, Style(chinese, not shape.no_bom, not shape.raw, columns)


def choose_files(include: Sequence[str] | None, exclude: Sequence[str] | None, max_size: str, output: str | None) -> Choice:
    """The files that the options choose; the output is none of them."""
    return Choice(tuple(include or ()), tuple(exclude or ()), parse_size(max_size), None if output == STDOUT else output)


class Session:
    """One run of one command: told on stderr, counted for its exit code."""

    def __init__(
        self, paths: Sequence[str], library: Library, choice: Choice | None = None, *, quiet: bool = False, verbose: bool = False, to_file: bool = False
    ) -> None:
        self.paths = paths
        self.choice = choice or Choice()
        self.quiet = quiet
        self.to_file = to_file
        self.run = Run(Extractor(library), tell=tell, warn=_unheard if quiet else tell, detail=tell if verbose else None)

    def items(self) -> Iterator[Item]:
        """What the paths hold, with a progress bar when it is long and somebody looks."""
        if not self.quiet and sys.stderr.isatty() and (self.to_file or not sys.stdout.isatty()):
            from ureport.cli.screen import FEW_FILES, track

            total = count_files(self.paths, self.choice)
            if total > FEW_FILES:
                return track(read_all(self.paths, self.choice), total)
        return read_all(self.paths, self.choice)

    def finish(self) -> int:
        """Tells the summary and gives the exit code."""
        if not self.quiet:
            tell(str(self.run.summary))
        return FAILED if self.run.summary.failed else 0


def _unheard(_: str) -> None:
    """Where warnings go when only errors are wanted."""
