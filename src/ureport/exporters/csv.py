"""CSV for spreadsheets: UTF-8, with a byte order mark in files, and no cell that a spreadsheet would run."""

from __future__ import annotations

import csv
from collections.abc import Sequence

from ureport.exporters.columns import Column, cell
from ureport.exporters.target import Target

_FORMULA = tuple("=+-@\t\r\n＝＋－＠")


class CsvWriter:
    """Writes a header line and one line a row."""

    def __init__(self, target: Target, columns: Sequence[Column], headers: Sequence[str]) -> None:
        self.columns = columns
        self.lines = csv.writer(target)
        if target.is_file:
            target.write("\ufeff")
        self.lines.writerow(headers)

    def write(self, row: object) -> None:
        self.lines.writerow([cell(row, c) if c.numeric else guarded(cell(row, c)) for c in self.columns])

    def close(self) -> None:
        """Nothing is held back."""


def guarded(text: str) -> str:
    """Text that a spreadsheet would take for a formula, with an apostrophe in front.

    Text that begins with apostrophes before such a sign gets one more, so that ``unguarded`` gives back any text as it was.

    >>> guarded("=1+1"), guarded("'=1+1"), guarded("新增会员")
    ("'=1+1", "''=1+1", '新增会员')
    """
    return f"'{text}" if text.lstrip("'").startswith(_FORMULA) else text


def unguarded(text: str) -> str:
    """The text that ``guarded`` was given.

    >>> unguarded("'=1+1"), unguarded("'90年代'")
    ('=1+1', "'90年代'")
    """
    return text[1:] if text.startswith("'") and text.lstrip("'").startswith(_FORMULA) else text
