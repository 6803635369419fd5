"""From the options of a command to a run over its inputs."""

from __future__ import annotations

import gc
import sys
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import get_args

from ureport.cli.guard import FAILED, tell
from ureport.cli.options import Language
from ureport.exporters import Column, Writer, open_writer
from ureport.library import Library, load_library
from ureport.pipeline import Extractor
from ureport.readers import Item, count_files, read_all
from ureport.resources import shipped_library
from ureport.run import Run
from ureport.selection import choose_columns, choose_format, known


def library_folders(patterns: str | None, extra: Sequence[str] | None) -> list[Path]:
    """The folder of the shipped library or the one named, and those that are added to it."""
    return [Path(patterns) if patterns else shipped_library(), *map(Path, extra or ())]


def open_library(patterns: str | None, extra: Sequence[str] | None) -> Library:
    """The shipped library or the one named, with those added to it."""
    library = load_library(library_folders(patterns, extra))
    # the library lives as long as the process: the collector need not walk it again and again
    gc.freeze()
    return library


def open_output(
    every: Sequence[Column], brief: Sequence[str], format: str | None, output: str | None, columns: str | None, headers: str
) -> AbstractContextManager[Writer]:
    """The writer that the options ask for; it opens its file when it is entered."""
    chosen = choose_format(format, output, usual="table" if sys.stdout.isatty() else "csv")
    language = known("language of headers", headers, get_args(Language))
    wanted = choose_columns(every, columns, brief=brief if chosen == "table" else ())
    return open_writer(chosen, output, wanted, chinese=language == "zh")


class Session:
    """One run of one command: told on stderr, counted for its exit code."""

    def __init__(self, paths: Sequence[str], library: Library, *, quiet: bool = False, verbose: bool = False, to_file: bool = False) -> None:
        self.paths = paths
        self.quiet = quiet
        self.to_file = to_file
        self.run = Run(Extractor(library), tell=tell, detail=tell if verbose else None)

    def items(self) -> Iterator[Item]:
        """What the paths hold, with a progress bar when it is long and somebody looks."""
        if not self.quiet and sys.stderr.isatty() and (self.to_file or not sys.stdout.isatty()):
            from ureport.cli.screen import FEW_FILES, track

            total = count_files(self.paths)
            if total > FEW_FILES:
                return track(read_all(self.paths), total)
        return read_all(self.paths)

    def finish(self) -> int:
        """Tells the summary and gives the exit code."""
        if not self.quiet:
            tell(str(self.run.summary))
        return FAILED if self.run.summary.failed else 0
