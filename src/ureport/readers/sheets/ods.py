"""ODS → sheets: the file itself holds the text that each cell shows."""

from __future__ import annotations

from collections.abc import Iterator

from ureport.readers.package import Package
from ureport.readers.sheets.formats import shown
from ureport.readers.sheets.table import Bounds, Sheet
from ureport.readers.word.marks import COMMENTS

CHART = "chart left out"
_CELLS = ("table-cell", "covered-table-cell")
_MOST, _DIGITS = 10**8, 12
"""Rows or columns that one element may stand for; more are as many."""
_LONGEST = 1000
"""Blanks that one mark of blanks may stand for."""


def sheets(package: Package, flags: dict[str, None]) -> Iterator[Sheet]:
    """The sheets of a document in their order; what is left out is flagged."""
    table = _Tables(flags)
    package.feed("content.xml", table)
    yield from table.sheets


class _Tables:
    """Takes the events of the content. Rows and cells that are repeated cost nothing while they are empty."""

    def __init__(self, flags: dict[str, None]) -> None:
        self.sheets: list[Sheet] = []
        self._flags = flags
        self._bounds = Bounds()
        self._hidden_styles: set[str] = set()
        self._style = ""
        self._tables = self._notes = self._shapes = 0
        self._row = self._column = 0
        self._rows = self._columns = 1
        self._line: dict[int, str] = {}
        self._spans: list[tuple[int, int, int]] = []
        self._attributes: dict[str, str] = {}
        self._paragraphs: list[str] = []
        self._text: list[str] | None = None

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "style":
            self._style = attributes.get("name", "")
        elif tag == "table-properties" and attributes.get("display") == "false":
            self._hidden_styles.add(self._style)
        elif tag == "table":
            self._tables += 1
            if self._tables == 1:
                self.sheets.append(Sheet(attributes.get("name", ""), attributes.get("style-name", "") in self._hidden_styles))
                self._row = 0
        elif tag == "table-row" and self._tables == 1:
            self._rows, self._column, self._line, self._spans = _count(attributes, "number-rows-repeated"), 0, {}, []
        elif tag in _CELLS and self._tables == 1:
            self._attributes, self._paragraphs = attributes, []
        elif tag == "annotation":
            self._notes += 1
            self._flags[COMMENTS] = None
        elif tag in ("text-box", "custom-shape"):
            self._shapes += 1
        elif tag == "object":
            self._flags[CHART] = None
        elif tag in ("p", "h") and not self._notes:
            self._text = []
        elif self._text is not None and not self._notes:
            self._text.append({"s": " " * min(_count(attributes, "c"), _LONGEST), "tab": " ", "line-break": "\n"}.get(tag, ""))

    def data(self, text: str) -> None:
        if self._text is not None and not self._notes:
            self._text.append(text)

    def end(self, tag: str) -> None:
        if tag == "annotation":
            self._notes -= 1
        elif tag in ("text-box", "custom-shape"):
            self._shapes -= 1
        elif tag in ("p", "h") and self._text is not None and not self._notes:
            (self.sheets[-1].beside if self._shapes and self.sheets else self._paragraphs).append("".join(self._text))
            self._text = None
        elif tag in _CELLS and self._tables == 1:
            self._end_cell()
        elif tag == "table-row" and self._tables == 1:
            self._end_row()
        elif tag == "table":
            self._tables -= 1

    def _end_cell(self) -> None:
        repeated = _count(self._attributes, "number-columns-repeated")
        text = "\n".join(self._paragraphs).strip() or _value(self._attributes)
        if text and not self.sheets[-1].hidden:
            self._bounds.take(repeated * self._rows, text)
            self._line.update((self._column + number, text) for number in range(repeated))
        wide, high = _count(self._attributes, "number-columns-spanned"), _count(self._attributes, "number-rows-spanned")
        if wide > 1 or high > 1:
            self._bounds.take()
            self._spans.append((self._column, wide, high))
        self._column += repeated

    def _end_row(self) -> None:
        sheet = self.sheets[-1]
        for number in range(self._rows if self._line else 0):
            sheet.cells.update(((self._row + number, column), text) for column, text in self._line.items())
        sheet.merged += [(self._row, left, self._row + high - 1, left + wide - 1) for left, wide, high in self._spans]
        self._row += self._rows


def _count(attributes: dict[str, str], name: str) -> int:
    value = attributes.get(name, "1")
    return min(max(int(value[:_DIGITS]), 1), _MOST) if value.isdecimal() else 1


def _value(attributes: dict[str, str]) -> str:
    """The text of a cell whose writer left it out."""
    value = attributes.get("value", "")
    if not value:
        return attributes.get("string-value") or attributes.get("date-value", "")
    try:
        number = float(value)
    except ValueError:
        return value
    return shown(number, "0.######%" if attributes.get("value-type") == "percentage" else "General")
