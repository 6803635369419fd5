"""Spreadsheets: XLSX, ODS and XLS of one or more sheets."""

from __future__ import annotations

import struct
from collections.abc import Mapping, Sequence

from making.ole import ole
from making.packages import HEAD, relations, zipped

Value = str | float | tuple[float, str] | None
"""The value of a cell: a text, a number, a number with its format, or nothing."""
Rows = Sequence[Sequence[Value]]
_MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'


def letters(column: int) -> str:
    """The name of a column counted from 0."""
    name = ""
    while column >= 0:
        name = chr(ord("A") + column % 26) + name
        column = column // 26 - 1
    return name


def xlsx(sheets: Mapping[str, Rows], merged: Sequence[str] = (), hidden: Sequence[str] = (), cells: str = "", extra: Mapping[str, str] | None = None) -> bytes:
    """An XLSX file; ``merged`` ranges and further ``cells`` are those of the first sheet."""
    formats: list[str] = ["General"]
    strings: list[str] = []
    pages = []
    for number, rows in enumerate(sheets.values()):
        written = "".join(f'<row r="{r}">{"".join(_xlsx_cell(r, c, v, formats, strings) for c, v in enumerate(row))}</row>' for r, row in enumerate(rows, 1))
        merges = "".join(f'<mergeCell ref="{reference}"/>' for reference in merged) if not number else ""
        pages.append(f"{HEAD}<worksheet {_MAIN}><sheetData>{written}{cells if not number else ''}</sheetData><mergeCells>{merges}</mergeCells></worksheet>")
    listed = "".join(
        f'<sheet name="{name}" sheetId="{n}" r:id="rId{n}"{" state=" + chr(34) + "hidden" + chr(34) if name in hidden else ""}/>'
        for n, name in enumerate(sheets, 1)
    )
    own = "".join(f'<numFmt numFmtId="{164 + n}" formatCode="{code.replace(chr(34), "&quot;")}"/>' for n, code in enumerate(formats))
    styles = "".join(f'<xf numFmtId="{164 + n}"/>' for n in range(len(formats)))
    others = '<cellStyleXfs><xf numFmtId="9"/></cellStyleXfs>'
    links = [(f"rId{n}", "worksheet", f"worksheets/sheet{n}.xml") for n in range(1, len(pages) + 1)]
    return zipped(
        {
            "_rels/.rels": relations(("rId1", "officeDocument", "xl/workbook.xml")),
            "xl/workbook.xml": f"{HEAD}<workbook {_MAIN}><sheets>{listed}</sheets></workbook>",
            "xl/_rels/workbook.xml.rels": relations(*links, ("s", "sharedStrings", "sharedStrings.xml"), ("f", "styles", "styles.xml")),
            "xl/styles.xml": f"{HEAD}<styleSheet {_MAIN}><numFmts>{own}</numFmts>{others}<cellXfs>{styles}</cellXfs></styleSheet>",
            "xl/sharedStrings.xml": f"{HEAD}<sst {_MAIN}>{''.join(strings)}</sst>",
            **{f"xl/worksheets/sheet{n}.xml": page for n, page in enumerate(pages, 1)},
            **(extra or {}),
        }
    )


def _xlsx_cell(row: int, column: int, value: Value, formats: list[str], strings: list[str]) -> str:
    place = f"{letters(column)}{row}"
    if value is None:
        return f'<c r="{place}"/>'
    if isinstance(value, str):
        strings.append(f"<si><t>{value}</t></si>")
        return f'<c r="{place}" t="s"><v>{len(strings) - 1}</v></c>'
    number, code = value if isinstance(value, tuple) else (value, "General")
    if code not in formats:
        formats.append(code)
    return f'<c r="{place}" s="{formats.index(code)}"><v>{number!r}</v></c>'


def ods(sheets: Mapping[str, Rows], hidden: Sequence[str] = (), body: str = "") -> bytes:
    """An ODS file; a number with a format is written as the text that it shows."""
    names = ("office", "table", "text", "style", "draw", "dc")
    spaces = " ".join(f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in names)
    styles = '<style:style style:name="away" style:family="table"><style:table-properties table:display="false"/></style:style>'
    pages = "".join(
        f'<table:table table:name="{name}" table:style-name="{"away" if name in hidden else "usual"}">'
        + "".join(f"<table:table-row>{''.join(map(_ods_cell, row))}</table:table-row>" for row in rows)
        + "</table:table>"
        for name, rows in sheets.items()
    )
    head = f"{HEAD}<office:document-content {spaces}><office:automatic-styles>{styles}</office:automatic-styles>"
    content = f"<office:body><office:spreadsheet>{pages}{body}</office:spreadsheet></office:body>"
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    return zipped({"mimetype": kind, "content.xml": f"{head}{content}</office:document-content>"})


def _ods_cell(value: Value) -> str:
    if value is None:
        return "<table:table-cell/>"
    if isinstance(value, str):
        return f'<table:table-cell office:value-type="string"><text:p>{value}</text:p></table:table-cell>'
    if isinstance(value, tuple):
        number, code = value
        places = len(code.rstrip("%").partition(".")[2])
        shown = f"{number:{',' if ',' in code else ''}.{places}{'%' if '%' in code else 'f'}}"
        return f'<table:table-cell office:value-type="float" office:value="{value[0]!r}"><text:p>{shown}</text:p></table:table-cell>'
    return f'<table:table-cell office:value-type="float" office:value="{value!r}"/>'


def xls(sheets: Mapping[str, Rows], merged: Sequence[tuple[int, int, int, int]] = (), hidden: Sequence[str] = (), password: bool = False) -> bytes:
    """An XLS file (BIFF8 in an OLE file); ``merged`` are first and last row, first and last column of the first sheet."""
    formats: list[str] = ["General"]
    for rows in sheets.values():
        formats += [value[1] for row in rows for value in row if isinstance(value, tuple) and value[1] not in formats]
    globals_ = _record(0x809, struct.pack("<HHHHII", 0x600, 5, 0, 0, 0, 0))
    globals_ += _record(0x2F, bytes(6)) if password else b""
    globals_ += b"".join(_record(0x41E, struct.pack("<H", 164 + n) + _string(code, 2)) for n, code in enumerate(formats))
    globals_ += b"".join(_record(0xE0, struct.pack("<HHH", 0, 164 + n, 0) + bytes(14)) for n in range(len(formats)))
    pages = [_xls_sheet(rows, formats, merged if not number else ()) for number, rows in enumerate(sheets.values())]
    at = len(globals_) + sum(12 + 2 * len(name) for name in sheets) + 4
    for name, page in zip(sheets, pages, strict=True):
        globals_ += _record(0x85, struct.pack("<IBB", at, name in hidden, 0) + _string(name, 1))
        at += len(page)
    return ole({"Workbook": globals_ + _record(0x0A, b"") + b"".join(pages)})


def _xls_sheet(rows: Rows, formats: list[str], merged: Sequence[tuple[int, int, int, int]]) -> bytes:
    page = _record(0x809, struct.pack("<HHHHII", 0x600, 0x10, 0, 0, 0, 0))
    for r, row in enumerate(rows):
        for c, value in enumerate(row):
            if isinstance(value, str):
                page += _record(0x204, struct.pack("<HHH", r, c, 0) + _string(value, 2))
            elif value is not None:
                number, code = value if isinstance(value, tuple) else (value, "General")
                page += _record(0x203, struct.pack("<HHHd", r, c, formats.index(code), number))
    ranges = b"".join(struct.pack("<HHHH", *area) for area in merged)
    return page + _record(0xE5, struct.pack("<H", len(merged)) + ranges) + _record(0x0A, b"")


def _record(kind: int, content: bytes) -> bytes:
    return struct.pack("<HH", kind, len(content)) + content


def _string(text: str, width: int) -> bytes:
    return len(text).to_bytes(width, "little") + b"\x01" + text.encode("utf-16-le")
