"""Table cells → mentions: value times the unit of header or row label, and the words that say what is counted."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from ureport.mentions.grammar import grammar
from ureport.mentions.quantity import EXACT, read_quantity
from ureport.model import Cell, Mention, Role, Span, Table
from ureport.numerals import MULTIPLIERS
from ureport.vocabulary import Unit, Vocabulary, alternation

_NUMBER = re.compile(r"[-+]?[0-9][0-9, ]*(?:\.[0-9]+)?$")
_SERIAL = re.compile(r"序号|编号|名次|排名|排序|代码|邮编|电话|年份|年度$|^年$|时间|日期")
_EMPTY = re.compile(r"[-—–/\\.…无]*$")
_YEARISH = re.compile(r"(?:19|20)[0-9]{2}年?(?:度)?$")


class CellFigure(NamedTuple):
    """A number cell: its mention, the spans that label it (row label, column header), and the text of both."""

    mention: Mention
    labels: tuple[Span, ...]
    row_label: str
    header: str
    column: int = 0
    parent: Span | None = None
    """The label of the row that this row is a part of (其中:女性), None for a row of its own."""


@lru_cache(maxsize=4)
def _unit_expression(vocabulary: Vocabulary) -> re.Pattern[str]:
    units = alternation(vocabulary.units)
    return re.compile(rf"(?:[(\[/:]|^)(?:单位:)?(?P<m>万亿|百万|千万|十万|[十百千万亿])?(?P<u>{units})?(?:[)\]]|$|/)")


def read_cells(text: str, table: Table, caption: str, vocabulary: Vocabulary) -> Iterator[CellFigure]:
    """The number cells of a table, row by row; offsets are those of ``text``."""
    words = {cell: text[cell.start : cell.end] for cell in table.cells}
    rows = table.rows()
    first = min(rows, default=0)
    first_data = next(
        (r for r, cells in rows.items() if any(_is_number(words[c]) and c.column for c in cells) and not (r == first and _all_years(cells, words))), None
    )
    if first_data is None:
        return
    headers: dict[int, Cell] = {cell.column: cell for r, cells in rows.items() if r < first_data for cell in cells if not _EMPTY.match(words[cell])}
    above: tuple[Decimal, Unit] | None = None
    parent: Span | None = None
    outer = _unit(caption, vocabulary) or any(_unit(words[c], vocabulary) for c in headers.values() if c.column)
    labelled = not outer and any(_unit(words[c], vocabulary) for r, cells in rows.items() if r >= first_data for c in cells[:1] if not _is_number(words[c]))
    for r, cells in rows.items():
        if r < first_data:
            continue
        label = next((c for c in cells if not _is_number(words[c])), None)
        row_unit = _unit(words[label], vocabulary) if label else None
        part = bool(label and row_unit is None and (labelled or words[label].startswith(("#", "其中", "*"))))
        if part:
            row_unit = above
        elif label:
            parent = (label.start, label.end)
        for cell in cells:
            if cell != label and not _is_number(words[cell]) and len(words[cell]) <= 4 and not row_unit:
                row_unit = _unit(words[cell], vocabulary)
        above = row_unit or above
        for cell in cells:
            if cell is not label and _is_number(words[cell]):
                header = headers.get(cell.column)
                figure = _figure(text, cell, label, header, row_unit, caption, words, vocabulary)
                yield figure._replace(column=cell.column, parent=parent if part else None)


def _figure(
    text: str,
    cell: Cell,
    label: Cell | None,
    header: Cell | None,
    row_unit: tuple[Decimal, Unit] | None,
    caption: str,
    words: dict[Cell, str],
    vocabulary: Vocabulary,
) -> CellFigure:
    head = words[header] if header else ""
    named = words[label] if label else ""
    labels = tuple((c.start, c.end) for c in (label, header) if c is not None)
    if header and _SERIAL.search(head) and not _unit(head, vocabulary):
        return CellFigure(Mention(cell.start, cell.end, Role.ORDER, f"column {head}"), labels, named, head)
    quantity = read_quantity(text, cell.start, grammar(vocabulary), vocabulary)
    number = words[cell].replace(",", "").replace(" ", "").lstrip("+-")
    headed = _unit(head, vocabulary)
    if headed and headed[1].name in ("%", "百分点"):
        row_unit = headed
    factor, unit = row_unit or headed or _unit(caption, vocabulary) or (Decimal(1), Unit(""))
    value: Decimal | None
    if _NUMBER.match(words[cell]):
        value = EXACT.multiply(Decimal(number), factor)
        if "率" in (head + named)[-8:] and not unit.name:
            unit = Unit("%")
        return CellFigure(_cell_mention(cell, value, unit), labels, named, head)
    value = quantity.value if quantity else None
    unit = quantity.unit if quantity and quantity.unit.name else unit
    mention = _cell_mention(cell, value, unit)
    return CellFigure(mention, labels, named, head)


def _cell_mention(cell: Cell, value: Decimal | None, unit: Unit) -> Mention:
    return Mention(cell.start, cell.end, Role.FACT, "cell of a table", value, None, unit.name, unit.names if unit.name else (), "exact", ("table cell",))


def _is_number(word: str) -> bool:
    return bool(_NUMBER.match(word)) or bool(re.fullmatch(r"[0-9][0-9,.]*[万亿]?(?:[%元人家个户件名场份项次]|人次|万元|亿元|万人)", word))


def _all_years(cells: list[Cell], words: dict[Cell, str]) -> bool:
    numbers = [words[c] for c in cells if _is_number(words[c])]
    return bool(numbers) and all(_YEARISH.match(n) for n in numbers)


def _unit(label: str, vocabulary: Vocabulary) -> tuple[Decimal, Unit] | None:
    """The unit that a header or label states: 职工人数(万人) → 10000 and 人."""
    for found in _unit_expression(vocabulary).finditer(label):
        if found["u"] or found["m"]:
            factor = 1
            for c in found["m"] or "":
                factor *= MULTIPLIERS[c]
            return Decimal(factor), vocabulary.units.get(found["u"] or "", Unit(""))
    for ending, unit in (("人次", "人次"), ("人数", "人"), ("户数", "户"), ("件数", "件"), ("场次", "场")):
        if label.endswith(ending) and unit in vocabulary.units:
            return Decimal(1), vocabulary.units[unit]
    return None
