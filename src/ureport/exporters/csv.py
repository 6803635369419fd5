"""CSV for spreadsheets: UTF-8, with a byte order mark in files, and no cell that a spreadsheet would run."""

from __future__ import annotations

import csv
from decimal import Decimal

from ureport.exporters.columns import as_text
from ureport.exporters.figures import Figures
from ureport.exporters.tables import Style, Table
from ureport.exporters.target import Target

_FORMULA = tuple("=+-@\t\r\n＝＋－＠")
_SIGNS = frozenset([*_FORMULA, "'"])
"""What a text begins with that needs a second look."""


class CsvWriter:
    """Writes a header line and one line a row."""

    def __init__(self, target: Target, table: Table, style: Style) -> None:
        self.names = [column.name for column in table.columns]
        self.lines = csv.writer(target)
        self.cell = _cell if style.guard else as_text
        if target.is_file and style.mark:
            target.write("\ufeff")
        self.lines.writerow(map(self.cell, style.headers(table.columns)))

    def write(self, row: object) -> None:
        cell = self.cell
        # most cells are text that is as harmless as it looks
        self.lines.writerow([value if (value := getattr(row, name)).__class__ is str and value[:1] not in _SIGNS else cell(value) for name in self.names])

    def close(self) -> None:
        """Nothing is held back."""


def _cell(value: object) -> str:
    """A value that no spreadsheet runs: a number may begin with a minus sign, a text may not."""
    text = as_text(value)
    return text if isinstance(value, (Decimal, int)) or (isinstance(value, Figures) and value.number is not None) else guarded(text)


def is_risky(text: str) -> bool:
    """True for text that a spreadsheet would take for a formula."""
    return text.startswith(_FORMULA)


def guarded(text: str) -> str:
    """Text that a spreadsheet would take for a formula, with an apostrophe in front.

    Text that begins with apostrophes before such a sign gets one more, so that ``unguarded`` gives back any text as it was.

    >>> guarded("=1+1"), guarded("'=1+1"), guarded("新增会员")
    ("'=1+1", "''=1+1", '新增会员')
    """
    return f"'{text}" if is_risky(text.lstrip("'")) else text


def unguarded(text: str) -> str:
    """The text that ``guarded`` was given.

    >>> unguarded("'=1+1"), unguarded("'90年代'")
    ('=1+1', "'90年代'")
    """
    return text[1:] if text.startswith("'") and is_risky(text.lstrip("'")) else text
