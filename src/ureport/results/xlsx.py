"""The rows of workbooks: those that were written, also after Excel or WPS has saved them."""

from __future__ import annotations

import io
import re
from typing import Any

from ureport.errors import InputError
from ureport.exporters.extras import need
from ureport.exporters.tables import RECORDS
from ureport.results.record import AS_WRITTEN, KINDS, Digits, Rows, digits, header

_SHEET = re.compile(rf"{RECORDS.title}([0-9]*)")


def xlsx_rows(data: bytes, place: str) -> Rows:
    """The rows of the sheet of records and of those that go on with it."""
    calamine = need("python_calamine", "xlsx")
    try:
        book = calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
        titles = sorted((int(found[1] or 1), name) for name in book.sheet_names if (found := _SHEET.fullmatch(name)))
        if not titles:
            raise InputError(f"no sheet {RECORDS.title}", place=place, remedy=AS_WRITTEN)
        for _, title in titles:
            yield from _sheet_rows(book.get_sheet_by_name(title), f"{place}: {title}")
    except calamine.CalamineError as error:
        raise InputError(f"this is no whole workbook: {error}", place=place, remedy=AS_WRITTEN) from None


def _sheet_rows(sheet: Any, place: str) -> Rows:
    rows = sheet.iter_rows()
    names = header(map(str, next(rows, [])), place)
    for number, cells in enumerate(rows, 2):
        if any(cell != "" for cell in cells):
            yield f"{place}, row {number}", {name: _value(name, cell) for name, cell in zip(names, cells, strict=False) if name is not None}


def _value(name: str, cell: object) -> object:
    if KINDS[name] in ("number", "integer"):
        # a number that is too long for a cell stands there as text
        return digits(cell) if isinstance(cell, (int, float)) else Digits(cell) if cell else None
    if KINDS[name] == "list" and isinstance(cell, str):
        return cell.split("; ") if cell else []
    return cell
