"""Tables of web pages: the cells of the markup → a grid, or lines where a table only arranges the page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from ureport.readers.rows import Cell, Covered, Grid, table_lines

_WIDEST = 50
"""No cell spans more columns; pages with more mean all there are."""
MOST_PLACES = 1_000_000
"""A table of more places, merged ones counted, is read as the lines of its cells."""
_LONG_CELL, _MANY_LINES = 600, 8
"""A cell with more characters or lines is a part of a page, not of a table."""


@dataclass(slots=True)
class PageCell:
    """The lines of one cell, and how many columns and rows it spans; ``nested`` when there is a table in it."""

    lines: list[str] = field(default_factory=list)
    columns: int = 1
    rows: int = 1
    nested: bool = False

    def __post_init__(self) -> None:
        self.columns, self.rows = min(max(self.columns, 1), _WIDEST), max(self.rows, 1)


Rows = Sequence[Sequence[PageCell]]


def page_table_lines(rows: Rows) -> list[str]:
    """A table as pipe rows; one that only arranges a page, or has no end, as the lines of its cells."""
    grid = None if _arranges(rows) or _places(rows) > MOST_PLACES else _grid(rows)
    if grid is None:
        return [line for row in rows for cell in row for line in cell.lines]
    return list(table_lines(grid))


def _arranges(rows: Rows) -> bool:
    """True for a table that holds parts of a page, or has no two rows of several cells."""
    cells = [cell for row in rows for cell in row]
    if any(cell.nested or len(cell.lines) > _MANY_LINES or sum(map(len, cell.lines)) > _LONG_CELL for cell in cells):
        return True
    return sum(sum(bool(cell.lines) for cell in row) > 1 for row in rows) < 2


def _places(rows: Rows) -> int:
    """How many places the cells take, or the rows would have if each were as long as the longest."""
    taken = sum(cell.columns * min(cell.rows, len(rows) - number) for number, row in enumerate(rows) for cell in row)
    return max(taken, len(rows) * max(sum(cell.columns for cell in row) for row in rows))


def _grid(rows: Rows) -> Grid | None:
    """The cells at their places; None for a table with too many."""
    placed: list[dict[int, Cell]] = []
    held: dict[int, int] = {}
    widest = 0
    for row in rows:
        places: dict[int, Cell] = dict.fromkeys(held, Covered.ABOVE)
        held = {column: left - 1 for column, left in held.items() if left > 1}
        column = 0
        for cell in row:
            while column in places:
                column += 1
            for place in range(column, column + cell.columns):
                places[place] = tuple(cell.lines) if place == column else Covered.LEFT
                if cell.rows > 1:
                    held[place] = cell.rows - 1
        placed.append(places)
        widest = max(widest, *places, 0)
    if (widest + 1) * len(rows) > MOST_PLACES:
        return None
    return Grid([[places.get(column, ()) for column in range(widest + 1)] for places in placed])
