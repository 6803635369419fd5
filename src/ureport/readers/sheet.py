"""Spreadsheets (XLSX, XLS, ET, ODS): each sheet a heading and its tables, numbers as the cells show them.

Hidden sheets are left out and named in a flag; rows and columns that are filtered or folded away are read.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ureport.errors import InputError
from ureport.model import Document
from ureport.readers.faults import damaged, no_text
from ureport.readers.package import Package, is_encrypted_package
from ureport.readers.rows import to_text
from ureport.readers.sheets import ods, xls, xlsx
from ureport.readers.sheets.table import Sheet, blocks_of
from ureport.readers.sniff import OLE


def read(data: bytes, source: str) -> Iterator[Document]:
    """The one document of a spreadsheet file; raises InputError for what is damaged, encrypted, too large, or holds no cell."""
    flags: dict[str, None] = {}
    sheets = list(_sheets(data, flags))
    hidden = [sheet.name for sheet in sheets if sheet.hidden]
    if hidden:
        flags[f"hidden sheets left out: {', '.join(hidden)}"] = None
    text = to_text(list(blocks_of(sheet for sheet in sheets if not sheet.hidden)))
    if not text.strip():
        raise no_text(pictures=False)
    yield Document(source, text, "utf-8", tuple(flags))


def _sheets(data: bytes, flags: dict[str, None]) -> Iterable[Sheet]:
    if data.startswith(OLE) and not is_encrypted_package(data):
        return xls.sheets(data)
    package = Package(data, "spreadsheet")
    if "content.xml" in package:
        return ods.sheets(package, flags)
    if "xl/workbook.bin" in package:
        raise InputError("this is a binary workbook (XLSB)", remedy="save it as XLSX", kind="unsupported")
    if package.main("") or "xl/workbook.xml" in package:
        return xlsx.sheets(package, flags)
    raise damaged("this is no spreadsheet")
