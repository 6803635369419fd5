"""One table as a sheet: a frozen header with a filter, then the rows; a second sheet goes on where the first is full."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from ureport.exporters.columns import Column, clean, plain
from ureport.exporters.csv import is_risky
from ureport.exporters.exact import fits
from ureport.exporters.figures import Figures
from ureport.exporters.tables import MENTIONS, METRICS, RECORDS, REPORTS
from ureport.exporters.xlsx.styles import CENTRED, WRAPPED, height_of_figures, width_of
from ureport.exporters.xlsx.workbook import Workbook, sheet_title

ROWS = 1_048_576
"""So many rows a sheet holds, its header included."""
LINKS = 65_530
"""So many links a sheet holds; the cells after them are plain text."""
WIDE = 12
"""A sheet of more columns is printed on two pages side by side."""
_FROZEN = {RECORDS.title: 3, REPORTS.title: 1, METRICS.title: 2, MENTIONS.title: 1}
"""So many columns of a sheet stay in sight."""
CELL = 32_767
"""So many units of UTF-16 a cell holds."""
_NONCHARACTERS = str.maketrans("\ufffe\uffff", "��")


class Sheet:
    """Writes rows; ``link`` is where the column of sources leads for the rows to come, empty for nowhere."""

    def __init__(self, book: Workbook, title: str, columns: Sequence[Column], headers: Sequence[str], *, sheet: Any = None) -> None:
        self.book = book
        self.title = title
        self.columns = list(columns)
        self.headers = headers
        self.is_pivot = any(column.name == "sources" for column in columns)
        self.frozen = _FROZEN.get(title, 2 if self.is_pivot else 0)
        styles = book.styles
        self._looks = [styles.wrapped if c.name in WRAPPED else styles.centred if c.name in CENTRED else styles.text for c in columns]
        self.link = ""
        self.rows = 0
        self._part = 0
        self._next_part(sheet)

    def write(self, row: Any) -> None:
        if self._at == ROWS:
            self._end_part()
            self._next_part()
        with self.book.failing():
            if self.is_pivot:
                longest = max((str(cell) for cell in row.cells.values() if cell.conflict), key=len, default="")
                self.sheet.set_row(self._at, height_of_figures(longest))
            for number, column in enumerate(self.columns):
                self._put(number, column, getattr(row, column.name), row)
        self._at += 1
        self.rows += 1

    def close(self) -> None:
        self._end_part()

    def _next_part(self, sheet: Any = None) -> None:
        self._part += 1
        self._at, self._links = 1, 0
        styles = self.book.styles
        self.sheet = sheet = sheet or self.book.add_sheet(sheet_title(self.title, self._part))
        for number, column in enumerate(self.columns):
            sheet.set_column(number, number, width_of(column.name, column.kind))
        sheet.freeze_panes(1, self.frozen)
        sheet.set_row(0, 48 if self.is_pivot else 32)
        for number, header in enumerate(self.headers):
            _write_string(sheet, 0, number, _whole(header), styles.header)
        self._set_up_print()

    def _set_up_print(self) -> None:
        sheet = self.sheet
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.repeat_rows(0)
        if self.is_pivot:
            sheet.set_print_scale(70)
            sheet.repeat_columns(0, self.frozen - 1)
            sheet.print_across()
        else:
            sheet.fit_to_pages(2 if len(self.columns) > WIDE else 1, 0)

    def _end_part(self) -> None:
        last = max(self._at - 1, 1)
        self.sheet.autofilter(0, 0, last, len(self.columns) - 1)
        for number, column in enumerate(self.columns):
            if column.name == "status":
                for value, style in (("target", self.book.styles.target), ("baseline", self.book.styles.baseline)):
                    self.sheet.conditional_format(1, number, last, number, {"type": "cell", "criteria": "==", "value": f'"{value}"', "format": style})

    def _put(self, number: int, column: Column, value: Any, row: Any) -> None:
        styles = self.book.styles
        if isinstance(value, Figures):
            if value.number is not None and fits(value.number):
                self._number(number, value.number, styles.of(value.number, bound=value.each[0].bound))
            else:
                self._text(number, str(value), styles.conflict if value.conflict else styles.range)
        elif isinstance(value, (Decimal, int)):
            if fits(value):
                self._number(number, value, styles.of(value, name=column.name, unit=getattr(row, "unit", "") if column.name.startswith("value") else ""))
            else:
                self.book.exact += 1
                self._text(number, plain(value), styles.exact)
        elif value:
            text = "; ".join(value) if isinstance(value, tuple) else str(value)
            if column.name == "source" and self.link and self._links < LINKS and not is_risky(text) and not text.startswith("<"):
                self._links += 1
                self.sheet.write_url(self._at, number, self.link, styles.link, _whole(text))
            else:
                self._text(number, text, self._looks[number])

    def _number(self, number: int, value: Decimal | int, style: Any) -> None:
        self.sheet.write_number(self._at, number, float(value) + 0.0, style)  # no minus zero

    def _text(self, number: int, text: str, style: Any) -> None:
        text = _whole(text)
        if len(text) > CELL // 2 and len(text.encode("utf-16-le")) > 2 * CELL:
            self.book.cut += 1
            text, style = _cut(text), self.book.styles.cut
        elif is_risky(text):
            style = self.book.styles.risky
        _write_string(self.sheet, self._at, number, text, style)


def _write_string(sheet: Any, row: int, column: int, text: str, style: Any) -> None:
    if text.startswith("<r>") and text.endswith("</r>"):  # XlsxWriter would take it for its own marks
        sheet.write_rich_string(row, column, text[:1], style, text[1:], style)
    else:
        sheet.write_string(row, column, text, style)


def _whole(text: str) -> str:
    """Text as XML can hold it; control characters have an escape of their own."""
    return clean(text).translate(_NONCHARACTERS)


def _cut(text: str) -> str:
    """The beginning of a text that is too long for a cell, and how long it was."""
    mark = f"…〔截断，全文 {len(text):,} 字〕"
    room = 2 * (CELL - len(mark))
    return text.encode("utf-16-le")[:room].decode("utf-16-le", "ignore") + mark
