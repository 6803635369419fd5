"""Paragraphs and tables of an RTF file while they are gathered: of its text, of a note, of a header, of a text box."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, field

from ureport.readers.bounds import Budget
from ureport.readers.rows import Block, Cell, Covered, Grid

_NEAR = 30
"""Edges of cells so near to one another (twentieths of a point) are the same edge."""
_COLUMNS = 1024


@dataclass(slots=True)
class Row:
    """A row of a table: the paragraphs of its cells, and what its definition says of each: right edge, merged left, merged up."""

    cells: list[list[str]] = field(default_factory=list)
    edges: list[tuple[int, bool, bool]] = field(default_factory=list)


@dataclass(slots=True)
class _Table:
    rows: list[Row] = field(default_factory=list)
    row: Row = field(default_factory=Row)
    cell: list[str] = field(default_factory=list)
    edges: list[tuple[int, bool, bool]] = field(default_factory=list)

    def end_cell(self) -> None:
        self.row.cells.append(self.cell)
        self.cell = []

    def end_row(self) -> None:
        self.row.edges = list(self.edges)
        if len(self.row.cells) <= _COLUMNS:
            self.rows.append(self.row)
        self.row = Row()


@dataclass(slots=True)
class Flow:
    """One flow of text: ``note`` is the number of a note, ``edge`` marks a header or footer.

    ``behind`` holds what follows the paragraph or table at hand: notes and text boxes.
    """

    places: Budget
    note: int = 0
    edge: bool = False
    blocks: list[Block] = field(default_factory=list)
    pieces: list[str] = field(default_factory=list)
    behind: list[Block] = field(default_factory=list)
    tables: tuple[_Table, _Table] = field(default_factory=lambda: (_Table(), _Table()))
    """The table, and the one within a cell of it."""

    def end_paragraph(self, level: int, before: str = "") -> None:
        """Ends a paragraph in the text (level 0), in a cell, in a cell of a nested table."""
        text = "".join(self.pieces)
        self.pieces.clear()
        if level:
            self.tables[min(level, 2) - 1].cell.append(text)
            return
        self.end_table()
        self.blocks.append(before + text if text.strip() else "")
        self._follow()

    def end_cell(self, level: int) -> None:
        self.end_paragraph(level)
        self.tables[level - 1].end_cell()

    def end_row(self, level: int) -> None:
        self.tables[level - 1].end_row()

    def begin_row(self, level: int) -> None:
        """A definition of the row's cells begins."""
        self.tables[level - 1].edges.clear()

    def add_edge(self, level: int, edge: int, left: bool, up: bool) -> None:
        """A cell of the row ends at ``edge``; it may belong to the one on its left or above."""
        if len(edges := self.tables[level - 1].edges) < _COLUMNS:
            edges.append((edge, left, up))

    def end_table(self) -> None:
        """Ends the table, if there is one; what stands in a row that was never ended is text."""
        for table in self.tables:
            if table.cell or table.row.cells:
                table.end_cell()
                table.end_row()
            if table.rows:
                self.blocks.append(_grid(table.rows, self.places))
        if any(table.rows for table in self.tables):
            self._follow()
        self.tables = (_Table(), _Table())

    def close(self) -> list[Block]:
        """Everything in the flow, the last paragraph with it."""
        if self.pieces:
            self.end_paragraph(0)
        self.end_table()
        self._follow()
        return self.blocks

    def _follow(self) -> None:
        self.blocks += self.behind
        self.behind = []


def _grid(rows: list[Row], places: Budget) -> Grid:
    """The cells of all rows in common columns, which the right edges of the cells tell."""
    edges: list[int] = []
    for edge in sorted({edge for row in rows for edge, _, _ in row.edges[: len(row.cells)]}):
        if not edges or edge - edges[-1] > _NEAR:
            edges.append(edge)
    places.take(len(rows) * min(len(edges), _COLUMNS))
    return Grid([_cells(row, edges[:_COLUMNS]) for row in rows])


def _cells(row: Row, edges: list[int]) -> list[Cell]:
    cells: list[Cell] = []
    for number, paragraphs in enumerate(row.cells):
        edge, left, up = row.edges[number] if number < len(row.edges) else (0, False, False)
        empty = not any(map(str.strip, paragraphs))
        first: Cell = Covered.LEFT if empty and left else Covered.ABOVE if empty and up else tuple(text.strip(" \t\u3000") for text in paragraphs)
        last = bisect_left(edges, edge - _NEAR) if edge else 0
        span = max(1, last + 1 - len(cells))
        cells += [first, *([first if first is Covered.ABOVE else Covered.LEFT] * (span - 1))]
    return cells
