"""From the options of a command to a run over its inputs."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, TypeVar, get_args

from ureport.cache import Cache, usual_cache
from ureport.cli.guard import FAILED, tell
from ureport.cli.options import Language
from ureport.errors import UsageError
from ureport.exporters import (
    BRIEF,
    ERROR_COLUMNS,
    FORMATS,
    RECORD_COLUMNS,
    SIDE,
    STDOUT,
    Column,
    Delivery,
    Style,
    Writer,
    open_delivery,
    open_writer,
    standard_stream,
)
from ureport.jobs import USUAL_SECONDS, Limits, cores, plan
from ureport.library import stored
from ureport.library.types import Library
from ureport.outcomes import Outcome, flagged, outcomes
from ureport.pipeline import Extractor
from ureport.readers import Choice, Found, Item, count_files, find, parse_size, read_all
from ureport.resources import shipped_library
from ureport.run import Run, Stopped
from ureport.selection import Selection, choose_columns, choose_format, known

if TYPE_CHECKING:
    from ureport.incremental import Increment

_CSV = ("csv", "package")

T = TypeVar("T")


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


class Shape(NamedTuple):
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


def open_whole(shape: Shape, *, keeps: bool = False) -> AbstractContextManager[Delivery]:
    """The delivery of a whole run that the options ask for; ``keeps``: a later run can go on from it."""
    name, style = _style(RECORD_COLUMNS, BRIEF, shape, whole=True)
    if keeps:
        _check_keeps(name, shape)
    return open_delivery(name, shape.output, style, keeps=keeps)


def _check_keeps(name: str, shape: Shape) -> None:
    if FORMATS[name].keeps is None or shape.output in (None, STDOUT) or (os.path.exists(shape.output or "") and not os.path.isfile(shape.output or "")):
        raise UsageError("--incremental goes on from the result of the last run, a file of SQLite or JSON Lines", remedy="add -o FILE.sqlite or -o FILE.jsonl")
    if shape.columns is not None or shape.headers is not None:
        raise UsageError("--incremental takes all columns, with English names", remedy="leave out --columns and --headers")


@contextmanager
def going_on(output: str, folders: Sequence[Path], selection: Selection, choice: Choice, *, quiet: bool) -> Iterator[Increment]:
    """A run that goes on from the result in a file, when there is one that fits; else a line says why there is none."""
    from ureport.incremental import Increment, earlier_result, made_from

    made = made_from(folders, selection, choice)
    earlier = earlier_result(output, made, _unheard if quiet else tell)
    try:
        yield Increment(earlier, selection, choice, made)
    finally:
        if earlier is not None:
            earlier.close()


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


def choose_files(include: Sequence[str] | None, exclude: Sequence[str] | None, max_size: str, output: str | None, errors: str | None = None) -> Choice:
    """The files that the options choose; the output and the list of errors are none of them."""
    if errors == "":
        raise UsageError("no file is named", place="--errors", remedy="name a file")
    if errors is not None and _place(errors) in (_place(output), _place(f"{output}{SIDE}")):
        raise UsageError("the output and the list of errors are the same", place="--errors", remedy="name another file")
    written = (None if name == STDOUT else name for name in (output, errors))
    return Choice(tuple(include or ()), tuple(exclude or ()), parse_size(max_size), *written)


def _place(output: str | None) -> str | int:
    """Where an output goes, by whatever name: a path, or the number of an open file."""
    number = 1 if output in (None, STDOUT) else standard_stream(str(output))
    return os.path.realpath(str(output)) if number is None else number


class Session:
    """One run of one command: told on stderr, counted for its exit code."""

    def __init__(
        self,
        paths: Sequence[str],
        library: Library,
        choice: Choice | None = None,
        *,
        quiet: bool = False,
        verbose: bool = False,
        to_file: bool = False,
        strict: bool = False,
    ) -> None:
        self.paths = paths
        self.choice = choice or Choice()
        self.quiet = quiet
        self.to_file = to_file
        self.run = Run(Extractor(library), tell=tell, warn=_unheard if quiet else tell, detail=tell if verbose else None, strict=strict)

    def items(self) -> Iterator[Item]:
        """What the paths hold, with a progress bar when it is long and somebody looks."""
        return self._tracked(read_all(self.paths, self.choice))

    @contextmanager
    def outcomes(self, folders: Sequence[Path], jobs: int | None, seconds: float | None, increment: Increment | None = None) -> Iterator[Iterator[Outcome]]:
        """What the paths give, in their order: from worker processes, but from this one when the files are few and plain and no time limit is asked for.

        ``folders`` hold the library. There are as many workers as cores unless ``jobs`` says otherwise. ``increment`` knows what need not be read.
        """
        found = find(self.paths, self.choice)
        noted = increment.noted if increment else iter
        planned = plan(increment.files(found) if increment else found, self.choice)
        if planned.few and seconds is None:
            each = (outcomes(file, self.choice, self.run.extractor) if isinstance(file, Found) else [file] for file in planned.files)
            yield self._tracked(flagged(noted(outcome for several in each for outcome in several)))
            return
        from ureport.jobs.pool import Pool
        from ureport.jobs.process import start
        from ureport.jobs.worker import Job

        limits = Limits(jobs or cores(), USUAL_SECONDS if seconds is None else seconds)
        job = Job(tuple(folders), self.choice, limits)
        with Pool(lambda others: start(job, self.run.extractor, others), self.choice, limits) as pool:
            yield self._tracked(flagged(noted(pool.outcomes(planned.files))))

    def _tracked(self, items: Iterator[T]) -> Iterator[T]:
        if not self.quiet and sys.stderr.isatty() and (self.to_file or not sys.stdout.isatty()):
            from ureport.cli.screen import FEW_FILES, track

            total = count_files(self.paths, self.choice)
            if total > FEW_FILES:
                return track(items, total)
        return items

    @contextmanager
    def listed(self, errors: str | None) -> Iterator[None]:
        """Writes a JSON line for each file that fails to a file, also when the first one ends the run."""
        if errors is None:
            yield
            return
        stopped = None
        with open_writer("jsonl", errors, ERROR_COLUMNS) as self.run.failures:
            try:
                yield
            except Stopped as error:
                stopped = error
        if stopped is not None:
            raise stopped

    def finish(self) -> int:
        """Tells the summary and gives the exit code."""
        if not self.quiet:
            tell(str(self.run.summary))
        return FAILED if self.run.summary.failed else 0


def _unheard(_: str) -> None:
    """Where warnings go when only errors are wanted."""
