"""Cells of a spreadsheet → heading, captions and tables."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from ureport.readers.bounds import MAX_PLACES, Budget
from ureport.readers.faults import too_large
from ureport.readers.rows import Block, Cell, Covered, Grid, is_figure, one_line

MAX_CELLS = 500_000
"""Cells that all sheets of a file together may fill."""
MAX_CHARACTERS = 10_000_000
"""Characters that all cells together may hold."""

Place = tuple[int, int]
Range = tuple[int, int, int, int]
"""First row, first column, last row, last column."""


@dataclass(slots=True)
class Sheet:
    """A sheet: the shown text of its cells that hold any, and its merged ranges; rows and columns count from 0."""

    name: str
    hidden: bool = False
    cells: dict[Place, str] = field(default_factory=dict)
    merged: list[Range] = field(default_factory=list)
    beside: list[str] = field(default_factory=list)
    """The text of what lies over the cells: text boxes."""


class Bounds:
    """Counts the cells of all sheets of a file, and their characters: the same text may stand in any number of cells."""

    def __init__(self) -> None:
        self._cells = Budget(MAX_CELLS, "cells")
        self._characters = Budget(MAX_CHARACTERS, "characters in its cells")

    def take(self, count: int = 1, text: str = "") -> None:
        """Counts cells that each hold the text; raises InputError when the file holds too much."""
        self._cells.take(count)
        self._characters.take(count * len(text))


def blocks_of(sheets: Iterable[Sheet]) -> Iterator[Block]:
    """The name of each sheet as a heading, then its tables; sheets without anything are left out."""
    for sheet in sheets:
        if sheet.cells or sheet.beside:
            yield one_line((sheet.name,))
            yield from _grids(sheet)
            yield from sheet.beside


def _grids(sheet: Sheet) -> Iterator[Grid]:
    """The tables of a sheet: one ends at an empty row when what follows begins with words, which is a header of its own."""
    rows: dict[int, list[int]] = {}
    for row, column in sorted(sheet.cells):
        rows.setdefault(row, []).append(column)
    covered = _covered(sheet, rows)
    table: list[int] = []
    for row, columns in rows.items():
        gap = table and row > table[-1] + 1 and not any(covered.get((row, column)) for column in columns)
        if gap and not any(is_figure(sheet.cells[row, column]) for column in columns):
            yield _grid(sheet, table, rows, covered)
            table = []
        table.append(row)
    if table:
        yield _grid(sheet, table, rows, covered)


def _grid(sheet: Sheet, table: Sequence[int], rows: dict[int, list[int]], covered: dict[Place, Covered]) -> Grid:
    used = sorted({column for row in table for column in rows[row]})
    if len(used) * len(table) > MAX_PLACES:
        raise too_large(f"a table of {len(table):,} rows and {len(used):,} columns")

    def cell(place: Place) -> Cell:
        text = sheet.cells.get(place)
        return (text,) if text is not None else covered.get(place, ())

    return Grid([[cell((row, column)) for column in used] for row in table])


def _covered(sheet: Sheet, rows: dict[int, list[int]]) -> dict[Place, Covered]:
    """The places that merged ranges cover, as far as there are rows and columns that hold anything."""
    numbers = sorted(rows)
    used = sorted({column for columns in rows.values() for column in columns})
    covers = [
        (
            place,
            numbers[bisect_left(numbers, place[0]) : bisect_left(numbers, place[2] + 1)],
            used[bisect_left(used, place[1]) : bisect_left(used, place[3] + 1)],
        )
        for place in sheet.merged
    ]
    if sum(len(below) * len(beside) for _, below, beside in covers) > MAX_PLACES:
        raise too_large("merged cells without end")
    return {
        (row, column): Covered.LEFT if row == top else Covered.ABOVE
        for (top, left, _, _), below, beside in covers
        for row in below
        for column in beside
        if (row, column) != (top, left)
    }
