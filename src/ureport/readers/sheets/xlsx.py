"""XLSX and XLSM → sheets: values with the formats that show them, merged ranges, text boxes; streamed, so that only cells that exist cost anything.

Read here because python-calamine gives 0.98 for a cell that shows 98%, and openpyxl no more than the name of the format.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element

from ureport.readers.faults import damaged
from ureport.readers.package import Package
from ureport.readers.sheets.formats import BUILT_IN, GENERAL, shown
from ureport.readers.sheets.table import Bounds, Range, Sheet
from ureport.readers.word.marks import COMMENTS

CHART = "chart left out"
_REFERENCE = re.compile(r"\$?([A-Za-z]{1,3})\$?([0-9]{1,7})")
_DAY = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})(?:T00:00:00(?:\.0+)?Z?)?$")
_TEXTS = ("t", "rPh")


def sheets(package: Package, flags: dict[str, None]) -> Iterator[Sheet]:
    """The sheets of a workbook in their order; what is left out is flagged."""
    main = package.main("xl/workbook.xml")
    book = package.tree(main)
    parts = package.relations(main)
    if book.tag != "workbook":
        raise damaged("this is no workbook")
    strings, formats = _Strings(), [GENERAL]
    for kind, path in parts.values():
        if kind == "sharedStrings" and path in package:
            package.feed(path, strings)
        elif kind == "styles" and path in package:
            formats = _formats(package.tree(path))
    properties = book.find("workbookPr")
    date_1904 = properties is not None and properties.get("date1904") in ("1", "true", "on")
    bounds = Bounds()
    for element in book.iterfind("sheets/sheet"):
        kind, path = parts.get(element.get("id", ""), ("", ""))
        if path not in package:
            continue
        sheet = Sheet(element.get("name", ""), element.get("state", "visible") != "visible")
        if kind == "chartsheet":
            flags[CHART] = None
        elif not sheet.hidden:
            package.feed(path, _Cells(sheet, strings.found, formats, date_1904, bounds))
            _beside(package, path, sheet, flags)
        yield sheet


def _formats(styles: Element) -> list[str]:
    """The number format of each style of a cell."""
    own = {element.get("numFmtId", ""): element.get("formatCode", "") for element in styles.iterfind("numFmts/numFmt")}
    formats = []
    for style in styles.iterfind("cellXfs/xf"):
        number = style.get("numFmtId", "0")
        formats.append(own.get(number) or BUILT_IN.get(int(number) if number.isdecimal() and len(number) < 6 else 0, GENERAL))
    return formats or [GENERAL]


def _beside(package: Package, path: str, sheet: Sheet, flags: dict[str, None]) -> None:
    """The text boxes that lie over a sheet."""
    for kind, target in package.relations(path).values():
        if "comments" in kind.lower():
            flags[COMMENTS] = None
        if kind != "drawing" or target not in package:
            continue
        for body in package.tree(target).iter():
            if body.tag == "chart":
                flags[CHART] = None
            elif body.tag == "txBody":
                sheet.beside += ["".join(text.text or "" for text in paragraph.iter("t")) for paragraph in body.iterfind("p")]


class _Strings:
    """Takes the events of the table of shared strings."""

    def __init__(self) -> None:
        self.found: list[str] = []
        self._pieces: list[str] = []
        self._open: list[str] = []

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag in _TEXTS:
            self._open.append(tag)

    def end(self, tag: str) -> None:
        if tag in _TEXTS and self._open:
            self._open.pop()
        elif tag == "si":
            self.found.append("".join(self._pieces))
            self._pieces.clear()

    def data(self, text: str) -> None:
        # what stands above characters as their pronunciation is no text of the cell
        if self._open == ["t"]:
            self._pieces.append(text)


class _Cells:
    """Takes the events of a worksheet."""

    def __init__(self, sheet: Sheet, strings: list[str], formats: list[str], date_1904: bool, bounds: Bounds) -> None:
        self._sheet = sheet
        self._strings = strings
        self._formats = formats
        self._date_1904 = date_1904
        self._bounds = bounds
        self._row = self._column = -1
        self._kind = self._style = ""
        self._value: list[str] = []
        self._reads = False

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "row":
            number = attributes.get("r", "")
            self._row = int(number) - 1 if number.isdecimal() and len(number) < 9 else self._row + 1
            self._column = -1
        elif tag == "c":
            place = _REFERENCE.fullmatch(attributes.get("r", ""))
            self._column = _column(place[1]) if place else self._column + 1
            self._row = int(place[2]) - 1 if place else self._row
            self._kind, self._style = attributes.get("t", "n"), attributes.get("s", "0")
            self._value.clear()
        elif tag == "mergeCell" and (found := _range(attributes.get("ref", ""))) is not None:
            self._bounds.take()
            self._sheet.merged.append(found)
        self._reads = tag in ("v", "t")

    def data(self, text: str) -> None:
        if self._reads:
            self._value.append(text)

    def end(self, tag: str) -> None:
        self._reads = False
        if tag == "c" and self._value:
            text = self._text("".join(self._value))
            if text.strip():
                self._bounds.take(text=text)
                self._sheet.cells[self._row, self._column] = text

    def _text(self, value: str) -> str:
        if self._kind == "s":
            return self._strings[int(value)] if value.isdecimal() and int(value) < len(self._strings) else ""
        if self._kind == "b":
            return "TRUE" if value.strip() == "1" else "FALSE"
        if self._kind == "d":
            day = _DAY.match(value)
            return day[1] if day else value
        if self._kind != "n":
            return value
        try:
            number = float(value)
        except ValueError:
            return value
        style = int(self._style) if self._style.isdecimal() and len(self._style) < 9 else 0
        return shown(number, self._formats[style] if style < len(self._formats) else GENERAL, self._date_1904)


def _column(letters: str) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1


def _range(reference: str) -> Range | None:
    first, _, last = reference.partition(":")
    a, b = _REFERENCE.fullmatch(first), _REFERENCE.fullmatch(last or first)
    return (int(a[2]) - 1, _column(a[1]), int(b[2]) - 1, _column(b[1])) if a and b else None
