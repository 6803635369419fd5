"""Tables → lines: pipe rows as the layout reads them, captions and notes as lines of their own.

The words of a header that spans columns or rows are repeated for each cell it covers. Everything else stands once, in
the first cell: a figure that is repeated would be counted twice, and a label that is repeated would hide the one beside it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum


class Covered(Enum):
    """A place of a table that belongs to the cell on its left, or to the one above."""

    LEFT = 1
    ABOVE = 2


Cell = tuple[str, ...] | Covered
"""The paragraphs of a cell, none for an empty one."""


@dataclass(frozen=True, slots=True)
class Grid:
    """A table: a list of rows, each with a cell for every place."""

    rows: Sequence[Sequence[Cell]]


Block = str | Grid
"""A paragraph or a table, in the order of reading."""

RULE = "———"
_FIGURE = re.compile(r"[-+±]?[0-9][0-9,. ]*[万亿]?[^0-9年月季度日]{0,3}$")
_YEAR = re.compile(r"(?:19|20)[0-9]{2}(?:年度?)?$")
_HEADER = 20
"""A longer cell is no header."""
_LABEL = 14
"""Parts up to this length are one label that was broken to fit its cell."""
_FOLDED = str.maketrans("０１２３４５６７８９，．％－＋", "0123456789,.%-+")
_SAFE = str.maketrans({"|": "¦", "｜": "¦", "\t": " "})
_NOTE = re.compile(r"\s*(?:备?注|说明|数据来源|资料来源|[*＊※])")
_BREAK = re.compile("[\r\n\v\f\x1c-\x1e\x85\u2028\u2029]+")
_STOP = re.compile("[。！？；：，、.!?;:,（(]$")
_LATIN = re.compile("[A-Za-z0-9.,%+-]")


def to_text(blocks: Sequence[Block]) -> str:
    """The text of paragraphs and tables; an empty line stands before and behind each table.

    Two tables with nothing between are parted by a rule, or the headers of the first would be read over the second.
    One that begins without headers goes on the table above: it was broken by a page.
    """
    lines: list[str] = []
    below_table = False
    for block in blocks:
        if isinstance(block, Grid):
            table = list(table_lines(block))
            parted = below_table and table and table[0].startswith("|") and header_rows(_laid(block)) > 0
            lines += [*([RULE] if parted else []), "", *table, ""]
            below_table = table[-1].startswith("|") if table else below_table
        else:
            lines.append(block)
            below_table = below_table and not block.strip()
    return re.sub("\n{3,}", "\n\n", "\n".join(lines)).strip("\n") + "\n"


def table_lines(grid: Grid) -> Iterator[str]:
    """The lines of a table: ``| 单位 | 会员(人) |``. A table of one column is a frame: its paragraphs are lines.

    Rows at the top with a single cell are captions (表1 …, 单位：万元), those at the bottom notes: lines without pipes.
    """
    kept = _columns(grid)
    if len(kept) <= 1:
        yield from (paragraph for row in grid.rows for cell in row if isinstance(cell, tuple) for paragraph in cell if paragraph.strip())
        return
    rows = [(row, cells) for row, cells in zip(_laid(grid), grid.rows, strict=True) if any(row)]
    first, last = 0, len(rows)
    while first < last and _is_caption(rows[first][1]):
        first += 1
    while last > first and _is_note(rows[last - 1][1]):
        last -= 1
    yield from (line for _, cells in rows[:first] for line in _own(cells)[0])
    yield from (f"| {' | '.join(row[column] if column < len(row) else '' for column in kept)} |" for row, _ in rows[first:last])
    yield from (line for _, cells in rows[last:] for line in _own(cells)[0])


def _is_caption(cells: Sequence[Cell]) -> bool:
    """True for a row with a single cell that is no header: it begins the row, or names the unit of all."""
    own = _own(cells)
    return len(own) == 1 and (cells[0] == own[0] or "单位" in own[0][0])


def _is_note(cells: Sequence[Cell]) -> bool:
    """True for a row with a single cell that is no label: it takes the whole row, or says so, or is long."""
    own = _own(cells)
    if len(own) != 1 or cells[0] != own[0]:
        return False
    return (len(cells) > 1 and all(cell is Covered.LEFT for cell in cells[1:])) or bool(_NOTE.match(own[0][0])) or len(own[0][0]) > _LABEL


def _own(cells: Sequence[Cell]) -> list[tuple[str, ...]]:
    """The cells of a row that hold anything, those that are only covered left out."""
    return [cell for cell in cells if isinstance(cell, tuple) and any(map(str.strip, cell))]


def is_figure(word: str) -> bool:
    """True for a cell that holds a number and no more than its unit; a year is none: it stands in headers."""
    folded = word.translate(_FOLDED).strip()
    return bool(_FIGURE.match(folded)) and not _YEAR.match(folded)


def header_rows(words: Sequence[Sequence[str]]) -> int:
    """How many rows stand above the first that holds a figure beside its label; none when there is no figure."""
    return next((number for number, row in enumerate(words) if any(map(is_figure, row[1:]))), 0)


def one_line(paragraphs: Sequence[str]) -> str:
    """The paragraphs of a cell in one line, without the sign that parts cells.

    >>> one_line(("会员人数", "（万人）")), one_line(("12", "15"))
    ('会员人数（万人）', '12；15')
    """
    whole, last = "", ""
    for part in (stripped for paragraph in paragraphs for part in _BREAK.split(paragraph) if (stripped := part.strip())):
        whole += _joint(last, part) + part
        last = part
    return whole.translate(_SAFE)


def _joint(above: str, below: str) -> str:
    """What stands between two lines of a cell: nothing within a label, a sign between statements and between figures."""
    if not above or _STOP.search(above):
        return ""
    a, b = above[-1].translate(_FOLDED), below[0].translate(_FOLDED)
    if _LATIN.match(a) and _LATIN.match(b):
        return " " if (a + b).isalpha() else "；"
    return "；" if max(len(above), len(below)) > _LABEL else ""


def _columns(grid: Grid) -> list[int]:
    """The columns in which some cell begins that is not empty."""
    return sorted({column for row in grid.rows for column, cell in enumerate(row) if isinstance(cell, tuple) and any(map(str.strip, cell))})


def _laid(grid: Grid) -> list[list[str]]:
    """The words at every place, those of headers repeated where they cover more than one."""
    laid = [["" if isinstance(cell, Covered) else one_line(cell) for cell in row] for row in grid.rows]
    for number in range(header_rows(laid)):
        for column, cell in enumerate(grid.rows[number]):
            word = ""
            if cell is Covered.LEFT and column:
                word = laid[number][column - 1]
            elif cell is Covered.ABOVE and number and column < len(laid[number - 1]):
                word = laid[number - 1][column]
            if word and len(word) <= _HEADER:
                laid[number][column] = word
    return laid
