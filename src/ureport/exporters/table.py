"""A table for the eye: one for each source, so that the first shows while the next is read."""

from __future__ import annotations

import os
from typing import IO, TYPE_CHECKING, Literal, cast

from ureport.errors import CONTROL
from ureport.exporters.columns import Column, cell
from ureport.exporters.tables import Style
from ureport.exporters.tables import Table as Rows
from ureport.exporters.target import Target

if TYPE_CHECKING:
    from rich.console import Console

_SOURCE = "source"
_CONTROL = CONTROL | dict.fromkeys((9, 10, 13), " ")


class TableWriter:
    """Gathers the rows of one source and prints them as a table."""

    def __init__(self, target: Target, table: Rows, style: Style) -> None:
        self.target = target
        self.columns = list(zip(table.columns, style.headers(table.columns), strict=True))
        self.source: str | None = None
        self.rows: list[list[str]] = []
        self.console = _console(target)

    def write(self, row: object) -> None:
        source = getattr(row, _SOURCE, None)
        if source != self.source:
            self.close()
            self.source = source
        self.rows.append([cell(row, column).translate(_CONTROL) for column, _ in self._shown()])

    def close(self) -> None:
        """Prints the table that was gathered."""
        if not self.rows:
            return
        from rich.measure import Measurement
        from rich.table import Table
        from rich.text import Text

        title = Text(self.source.translate(_CONTROL)) if self.source else None
        table = Table(title=title, title_justify="left", title_style="bold", header_style="bold")
        for column, header in self._shown():
            table.add_column(Text(header), justify="right" if column.numeric else "left", overflow="fold", no_wrap=column.numeric)
        for row in self.rows:
            table.add_row(*map(Text, row))
        if not self.console.is_terminal:  # a pipe has no width: nothing is cut or folded
            self.console.width = Measurement.get(self.console, self.console.options.update(max_width=1 << 20), table).maximum
        with self.console.capture() as shown:
            self.console.print(table)
        self.target.write(shown.get())
        self.rows = []

    def _shown(self) -> list[tuple[Column, str]]:
        """The source stands above the table when there is another column to show."""
        others = [pair for pair in self.columns if pair[0].name != _SOURCE]
        return others or self.columns


def _console(target: Target) -> Console:
    from rich.console import Console

    colours: Literal["auto"] | None = None if os.environ.get("NO_COLOR") else "auto"
    return Console(file=cast("IO[str]", target), color_system=colours, highlight=False, emoji=False, markup=False)
