"""What people see: styled text on stdout, a progress bar on stderr."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterable, Iterator
from typing import IO, TypeVar, cast

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.text import Text

from ureport.errors import CONTROL
from ureport.exporters import Target
from ureport.pieces import Piece
from ureport.readers import Skipped

_STYLES = {
    "title": "bold",
    "heading": "bold",
    "name": "cyan",
    "dim": "dim",
    "record": "bold green",
    "other": "bold yellow",
    "fact": "bold red",
    "time": "blue",
    "order": "cyan",
    "id": "magenta",
    "boiler": "dim",
    "threshold": "bright_blue",
    "vague": "red",
    "lost": "bold red",
    "gained": "bold green",
    "changed": "bold yellow",
    "error": "bold red",
    "warning": "bold yellow",
}
_CONTROL = CONTROL | {9: "\t", 10: "\n", 13: None}
FEW_FILES = 5
_REFRESH = 0.1
"""Seconds between two pictures of the bar."""

T = TypeVar("T")


def coloured() -> bool:
    """True when stdout shows colours: a terminal, and NO_COLOR is not set."""
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def printable(text: str) -> str:
    """The text without what a terminal would obey."""
    return text.translate(_CONTROL)


def show(pieces: Iterable[Piece]) -> None:
    """Prints pieces of text as they come, in colour where colours are shown."""
    with Target(None) as target:
        console = Console(file=cast("IO[str]", target), highlight=False) if coloured() else None
        for text, style in pieces:
            clean = printable(text)
            if console is None or style not in _STYLES:
                target.write(clean)
                continue
            with console.capture() as shown:
                console.print(Text(clean, style=_STYLES[style]), end="", soft_wrap=True)
            target.write(shown.get())


def track(items: Iterable[T], total: int) -> Iterator[T]:
    """The items, with a bar on stderr that counts the files; the bar vanishes at the end. It has no thread of its own: worker processes are forked."""
    columns = (TextColumn("reading"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True, redirect_stdout=False, auto_refresh=False) as progress:
        task, shown = progress.add_task("", total=total), 0.0
        for item in items:
            yield item
            if not isinstance(item, Skipped):
                progress.advance(task)
            if time.monotonic() > shown + _REFRESH:
                progress.refresh()
                shown = time.monotonic()
