"""Pipe and tab tables: lines → cells."""

from __future__ import annotations

import re

from ureport.layout.lines import Line
from ureport.model import Cell, Table

_SEPARATOR = re.compile(r"^[\s|:+-]+$")


def is_table(lines: list[Line]) -> bool:
    """True for at least two lines of which every one has cells and one holds a digit."""
    return len(lines) >= 2 and any(re.search("[0-9]", line.text) for line in lines)


def read_table(lines: list[tuple[Line, int]]) -> Table:
    """The table of lines that begin at the given reading offsets; separator lines and empty cells are left out."""
    cells: list[Cell] = []
    row = columns = 0
    for line, start in lines:
        if _SEPARATOR.match(line.text) and "-" in line.text:
            continue
        separator = "|" if "|" in line.text else "\t"
        at, column = 0, 0
        body = line.text
        if separator == "|" and body.startswith("|"):
            at = 1
        for part in body[at:].rstrip("|" if separator == "|" else "\0").split(separator):
            inner = part.strip()
            if inner:
                begin = start + at + part.index(inner)
                cells.append(Cell(begin, begin + len(inner), row, column))
            at += len(part) + 1
            column += 1
        columns = max(columns, column)
        row += 1
    return Table(tuple(cells), columns)
