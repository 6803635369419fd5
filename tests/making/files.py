"""A small report as a file of every format that is read in this process, from which the fuzz target and the property tests start."""

from __future__ import annotations

import html
import io
import zipfile
from collections.abc import Callable, Mapping

import makers
from making.pdf import pdf, ruled_table, show
from making.sheets import ods, xls, xlsx
from making.word import cell, docx, field, item, note_mark, paragraph, run, table, text_box

_ROWS = (("县（区）", "职工人数(万人)", "建会率"), ("城东区", "1,578", "92.6%"), ("合计", "2394", "90.0%"))


def _lines(text: str) -> list[str]:
    """The lines without what XML 1.0 cannot hold."""
    kept = "".join(c if c in "\t\n" or (c >= "\x20" and not "\ud800" <= c <= "\udfff" and c not in "\ufffe\uffff") else "?" for c in text)
    return kept.split("\n")


def as_docx(text: str) -> bytes:
    escaped = [html.escape(line) for line in _lines(text)]
    body = [paragraph(run(line)) for line in escaped] + [item("组织建设", 1), paragraph(run("新增会员") + note_mark(1) + field("PAGE", "3"))]
    return docx(*body, table(*_ROWS), table((cell("一"), cell(table(("二", "35家"))))), paragraph(text_box("框内35家")), notes=["注1"], header="内部")


def as_html(text: str) -> bytes:
    rows = "".join(f"<tr>{''.join(f'<td colspan=1>{word}</td>' for word in row)}</tr>" for row in _ROWS)
    body = "".join(f"<p>{html.escape(line)}<br/></p>" for line in text.split("\n"))
    head = "<!DOCTYPE html><html><head><title>总结</title><style>p{}</style></head>"
    return f"{head}<body>{body}<table>{rows}</table><ol><li>新增8500名&amp;&#x4e00;</ol></body></html>".encode("utf-8", "replace")


def as_pdf(text: str) -> bytes:
    lines = "".join(show(72, 780 - 16 * n, line[:40].encode("utf-16-be", "replace").decode("utf-16-be")) for n, line in enumerate(text.split("\n")[:30]))
    return pdf(lines, ruled_table(list(_ROWS)))


def as_sheet(make: Callable[..., bytes]) -> Callable[[str], bytes]:
    def made(text: str) -> bytes:
        rows = [[html.escape(word) for word in line.split("|")] for line in _lines(text)]
        return make({"表1": [*rows, ["县（区）", "职工（人）"], ["城东区", 1578.0], ["率", (0.926, "0.0%")], ["", None]], "二": [["合计", 35.0]]})

    return made


def as_xlsx(text: str) -> bytes:
    types = '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
    return stored({"[Content_Types].xml": types.encode(), **members(as_sheet(xlsx)(text))})


def members(data: bytes) -> dict[str, bytes]:
    """The members of a ZIP file."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def stored(contents: Mapping[str, bytes]) -> bytes:
    """A ZIP file whose members are not compressed, as the first one of an ODS file must not be."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in contents.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def as_zip(text: str) -> bytes:
    inner = makers.zipped({"c.txt": text.encode("utf-8", "replace")})
    return makers.zipped({"a.txt": text.encode("gb18030", "replace"), "县/b.html": as_html(text), "d.docx": as_docx(text), "e.zip": inner})


def _rtf(text: str) -> bytes:
    made = makers.rtf(
        "".join(c if c <= "\uffff" and not "\ud800" <= c <= "\udfff" else "?" for c in text).replace("\\", "/").replace("{", "(").replace("}", ")")
    )
    return made[:-1] + rb"\trowd\cellx1000\cellx2000\pard\intbl 35\cell \'d2\'bb\cell\row{\field{\*\fldinst PAGE}{\fldrslt 3}}{\footnote 12}}"


FILES: dict[str, Callable[[str], bytes]] = {
    "utf-8.txt": lambda text: text.encode("utf-8", "surrogatepass"),
    "gb18030.txt": lambda text: text.encode("gb18030", "replace"),
    "big5.txt": lambda text: text.encode("big5", "replace"),
    "utf-16.txt": lambda text: text.encode("utf-16", "surrogatepass"),
    "page.html": as_html,
    "page.mht": lambda text: makers.saved_page(as_html(text)),
    "report.rtf": _rtf,
    "report.docx": as_docx,
    "table.xlsx": as_xlsx,
    "table.ods": lambda text: stored(members(as_sheet(ods)(text))),
    "table.xls": as_sheet(xls),
    "report.pdf": as_pdf,
    "reports.zip": as_zip,
}
"""By the name of the file: what makes it of a text. Old Word files are not among them: other programs read them."""
