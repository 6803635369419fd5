"""Small files that want to become large, point elsewhere, nest without end or open with a password only: each is refused by name, within time and memory."""

from __future__ import annotations

import struct
import zipfile
import zlib
from collections.abc import Callable
from functools import lru_cache
from io import BytesIO
from pathlib import Path

import pytest

from making.folders import FIGURES, SOUND, Outcome, extracted, fill
from making.ole import ole
from making.packages import HEAD, relations, zipped
from making.pdf import pdf, show
from making.sheets import letters, ods, xls, xlsx
from making.word import docx, item, paragraph, part

FIGURE = "2016年新增会员8500名"
PAGE = show(90, 700, f"{FIGURE}。")
LAUGHS = '<!DOCTYPE x [<!ENTITY l0 "会员8500名">' + "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10)) + "]>"
BLOWUP = f'<!DOCTYPE x [<!ENTITY a "{"会" * 100_000}">]>'
PASSWD = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
NET = '<!DOCTYPE x [<!ENTITY % d SYSTEM "http://127.0.0.1:9/x.dtd"> %d;]>'


def altered(package: bytes, name: str, content: str | Callable[[str], str]) -> bytes:
    """A package with one part replaced; a spreadsheet gets the list of contents by which its bytes are known."""
    with zipfile.ZipFile(BytesIO(package)) as archive:
        parts = {member: archive.read(member) for member in archive.namelist()}
    parts.setdefault("[Content_Types].xml", b"<Types/>")
    old = parts.get(name, b"").decode()
    parts[name] = (content if isinstance(content, str) else content(old)).encode()
    return zipped(parts)


def word(body: str, doctype: str = "") -> bytes:
    return altered(docx(paragraph("x")), "word/document.xml", part("document", f"<w:body>{body}</w:body>").replace(HEAD, HEAD + doctype))


def book(rows: str, doctype: str = "", strings: str = "<sst/>", merged: str = "") -> bytes:
    page = f"{HEAD}{doctype}<worksheet><sheetData>{rows}</sheetData><mergeCells>{merged}</mergeCells></worksheet>"
    return altered(altered(xlsx({"表": [["x"]]}), "xl/worksheets/sheet1.xml", page), "xl/sharedStrings.xml", strings)


def drawings() -> bytes:
    """A workbook that names one sheet a thousand times, and in it one drawing a thousand times."""
    data = altered(xlsx({"表": [["x"]]}), "xl/workbook.xml", lambda old: old.replace("<sheets>", "<sheets>" + '<sheet name="x" r:id="rId1"/>' * 1000))
    data = altered(data, "xl/worksheets/_rels/sheet1.xml.rels", relations(*[(f"d{n}", "drawing", "../d.xml") for n in range(1000)]))
    return altered(data, "xl/d.xml", "<wsDr>" + "<txBody><p><t>会员</t></p></txBody>" * 1000 + "</wsDr>")


def cells(row: str) -> bytes:
    return ods({}, body=f'<table:table table:name="表">{row}</table:table>')


def row(cell: str = "", properties: str = "") -> str:
    return f"<table:table-row {properties}>{cell}</table:table-row>"


def repeated(text: str, columns: int, rows: int) -> bytes:
    cell = f'<table:table-cell table:number-columns-repeated="{columns}"><text:p>{text}</text:p></table:table-cell>'
    return cells(row(cell, f'table:number-rows-repeated="{rows}"'))


def locked(data: bytes) -> bytes:
    """A ZIP file whose members say that they are encrypted."""
    for signature, at in ((b"PK\1\2", 8), (b"PK\3\4", 6)):
        place = -1
        while (place := data.find(signature, place + 1)) >= 0:
            data = data[: place + at] + bytes([data[place + at] | 1]) + data[place + at + 1 :]
    return data


def overlapping(count: int) -> bytes:
    """A ZIP file of many members that are one and the same piece of it."""
    text = (SOUND * 1000).encode()
    packed = zlib.compress(text, 9, wbits=-15)
    fields = (8, 0, 0, zlib.crc32(text), len(packed), len(text), 5)
    member = struct.pack("<4sHHHHHIIIHH", b"PK\3\4", 20, 0, *fields, 0) + b"a.txt" + packed
    listed = struct.pack("<4sHHHHHHIIIHHHHHII", b"PK\1\2", 20, 20, 0, *fields, 0, 0, 0, 0, 0, 0) + b"a.txt"
    return member + listed * count + struct.pack("<4sHHHHIIH", b"PK\5\6", 0, 0, count, count, len(listed) * count, len(member), 0)


def nested(depth: int) -> bytes:
    data, name = SOUND.encode(), "a.txt"
    for _ in range(depth):
        data, name = zipped({name: data}), "b.zip"
    return data


@lru_cache(maxsize=1)
def bomb() -> bytes:
    """A hundred megabytes in a hundred kilobytes."""
    return zlib.compress(bytes(100 << 20), 6)


def parts_within_parts(depth: int) -> bytes:
    head = "MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=b0\r\n\r\n"
    inner = "".join(f"--b{n}\r\nContent-Type: multipart/related; boundary=b{n + 1}\r\n\r\n" for n in range(depth))
    return f"{head}{inner}--b{depth}\r\nContent-Type: text/html\r\n\r\n<p>{FIGURE}</p>".encode()


LEVEL = '<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="29000"/><w:numFmt w:val="upperLetter"/>'
LETTERS = f'{LEVEL}<w:lvlText w:val="{"%1" * 5000}"/></w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'

REFUSED: dict[str, tuple[Callable[[], bytes], str, str, str]] = {
    "ratio.zip": (lambda: zipped({"a.txt": bytes(30 << 20)}), "a.txt", "this may be a ZIP bomb", "unpack it"),
    "of-zips.zip": (lambda: zipped({f"{n}.zip": zipped({"a.txt": b"0" * (30 << 20)}) for n in range(1)}), "a.txt", "this may be a ZIP bomb", "unpack it"),
    "overlapping.zip": (lambda: overlapping(9000), "", "its files lie over one another: this may be a ZIP bomb", "packed and sent again"),
    "many.zip": (lambda: zipped(dict.fromkeys(map(str, range(10_001)), "")), "", "too many files in it: more than 10,000", "unpack it"),
    "listed.zip": (lambda: overlapping(50_001), "", "too many files in it: more than 50,000", "unpack it"),
    "deep.zip": (lambda: nested(3), "b.zip", "only 2 are opened", "unpack it"),
    "locked.zip": (lambda: locked(zipped({"a.txt": SOUND})), "a.txt", "encrypted", "its password"),
    "laughs.docx": (lambda: word(paragraph("&l9;"), LAUGHS), "", "a document type declaration", "save it again"),
    "blowup.docx": (lambda: word(paragraph("&a;" * 1000), BLOWUP), "", "a document type declaration", "save it again"),
    "passwd.docx": (lambda: word(paragraph("&a;"), PASSWD), "", "a document type declaration", "save it again"),
    "net.docx": (lambda: word(paragraph("x"), NET), "", "a document type declaration", "save it again"),
    "laughs.xlsx": (lambda: book('<row><c t="str"><v>&l9;</v></c></row>', LAUGHS), "", "a document type declaration", "save it again"),
    "passwd.xlsx": (
        lambda: book('<row><c t="s"><v>0</v></c></row>', strings=f"{PASSWD}<sst><si><t>&a;</t></si></sst>"),
        "",
        "a document type",
        "save it again",
    ),
    "laughs.ods": (lambda: altered(ods({}), "content.xml", f"{LAUGHS}<x>&l9;</x>"), "", "a document type declaration", "save it again"),
    "passwd.ods": (lambda: altered(ods({}), "content.xml", f"{PASSWD}<x>&a;</x>"), "", "a document type declaration", "save it again"),
    "tables.docx": (
        lambda: word("<w:tbl><w:tr><w:tc>" * 1000 + paragraph("x") + "</w:tc></w:tr></w:tbl>" * 1000),
        "",
        "nested more than 200 deep",
        "save it again",
    ),
    "ratio.docx": (lambda: word(paragraph("会" * 20_000_000)), "", "unpacks to 60,", "split it"),
    "spans.docx": (
        lambda: word("<w:tbl>" + '<w:tr><w:trPr><w:gridBefore w:val="1024"/></w:trPr><w:tc/></w:tr>' * 9000 + "</w:tbl>"),
        "",
        "4,000,000 places",
        "split it",
    ),
    "locked.docx": (lambda: ole({"EncryptionInfo": b"\4\0\4\0\x40\0\0\0<encryption/>", "EncryptedPackage": bytes(5000)}), "", "encrypted", "without"),
    "locked.xlsx": (lambda: ole({"EncryptionInfo": b"\4\0\4\0\x40\0\0\0<encryption/>", "EncryptedPackage": bytes(5000)}), "", "encrypted", "without"),
    "locked.xls": (lambda: xls({"表": [["x"]]}, password=True), "", "encrypted", "without"),
    "locked.pdf": (lambda: pdf(PAGE, password="x"), "", "encrypted", "without"),
    "strings.xlsx": (
        lambda: book("<row>" + '<c t="s"><v>0</v></c>' * 1000 + "</row>", strings=f"<sst><si><t>{FIGURE * 2000}</t></si></sst>"),
        "",
        "more than 10,000,000 characters in its cells",
        "split it",
    ),
    "cells.xlsx": (lambda: book(f"<row>{'<c><v>1</v></c>' * 60_000}</row>" * 10), "", "unpacks to", "split it"),
    "diagonal.xlsx": (
        lambda: book("".join(f'<row r="{n}"><c r="{letters(n)}{n}"><v>1</v></c></row>' for n in range(1, 3000))),
        "",
        "2,999 columns",
        "split it",
    ),
    "drawings.xlsx": (lambda: drawings(), "", "more than 2,000,000 elements", "split it"),
    "repeated.ods": (lambda: repeated(FIGURE, 10**9, 10**9), "", "more than 500,000 cells", "split it"),
    "long.ods": (lambda: repeated(FIGURE * 1000, 600, 600), "", "more than 10,000,000 characters", "split it"),
    "pages.pdf": (lambda: pdf(PAGE, kids="6 0 R " * 50_000, count=50_000), "", "50,000 pages", "split it"),
    "stream.pdf": (lambda: pdf(bomb(), filters="/Filter/FlateDecode"), "", "unpacks to more than", "split it"),
    "twice.pdf": (lambda: pdf(zlib.compress(bomb(), 9), filters="/Filter[/FlateDecode/FlateDecode]"), "", "unpacks to more than", "split it"),
    "hex.pdf": (lambda: pdf(bomb().hex().encode() + b">", filters="/Filter[/ASCIIHexDecode/FlateDecode]"), "", "unpacks to more than", "split it"),
    "braces.rtf": (lambda: b"{\\rtf1 " + b"{" * 100_000 + b"12" + b"}" * 100_000 + b"}", "", "nested more than 20,000 deep", "save it again"),
    "cells.rtf": (lambda: b"{\\rtf1 " + b"".join(b"\\trowd\\cellx%d a\\cell\\row " % (n * 40) for n in range(9000)) + b"}", "", "4,000,000 places", "split it"),
    "deep.mht": (lambda: parts_within_parts(5000), "", "parts within parts without end", "save it again"),
}
READ: dict[str, tuple[Callable[[], bytes], list[str]]] = {
    "nested.zip!/b.zip!/a.txt": (lambda: nested(2), FIGURES),
    "merged.xlsx": (lambda: book(f'<row><c t="str"><v>{FIGURE}</v></c></row>', merged='<mergeCell ref="A1:XFD1048576"/>' * 1000), ["8500"]),
    "spanned.ods": (
        lambda: cells(row(f'<table:table-cell table:number-columns-spanned="999999999"><text:p>{FIGURE}</text:p></table:table-cell>')),
        ["8500"],
    ),
    "empty-repeated.ods": (
        lambda: cells(row(properties='table:number-rows-repeated="99999999"') + row(f"<table:table-cell><text:p>{FIGURE}</text:p></table:table-cell>")),
        ["8500"],
    ),
    "tables-60.docx": (lambda: word("<w:tbl><w:tr><w:tc>" * 60 + paragraph(FIGURE) + "</w:tc></w:tr></w:tbl>" * 60), ["8500"]),
    "letters.docx": (lambda: docx(*[item("", 1)] * 999, item(FIGURE, 1), lists=LETTERS), ["8500"]),
    "loop.pdf": (lambda: pdf(PAGE, kids="2 0 R 6 0 R", count=2), ["8500"]),
    "count.pdf": (lambda: pdf(PAGE, count=2_000_000_000), ["8500"]),
    "divs.html": (lambda: ("<html>" + "<div>" * 50_000 + FIGURE + "</div>" * 50_000).encode(), ["8500"]),
    "tables.html": (lambda: ("<html>" + "<table><tr><td>" * 50_000 + FIGURE).encode(), ["8500"]),
    "spans.html": (lambda: f"<html><table>{'<tr><td rowspan=99999 colspan=99999>a<td>b' * 2000}</table><p>{FIGURE}".encode(), ["8500"]),
    "open.html": (lambda: ("<html>" + "<a b='" * 20_000 + "<!--" * 20_000 + f"><p>{FIGURE}").encode(), ["8500"]),
    "braces-9k.rtf": (lambda: b"{\\rtf1 " + b"{" * 9000 + b"\\u20250?8500\\u21517?" + b"}" * 9000 + b"}", ["8500"]),
    "edges.rtf": (lambda: b"{\\rtf1 \\trowd" + b"\\cellx40" * 50_000 + b"a\\cell\\row " * 2000 + b"\\pard\\u20250?8500\\u21517?\\par}", ["8500"]),
    "parts.mht": (lambda: parts_within_parts(100), ["8500"]),
}


@pytest.fixture(scope="module")
def outcome(tmp_path_factory: pytest.TempPathFactory) -> Outcome:
    """All of them in one folder."""
    files = {name.partition("!")[0]: case[0]() for name, case in (REFUSED | READ).items()}
    return extracted(fill(tmp_path_factory.mktemp("bombs"), files))


def test_the_sound_report_is_unharmed_and_nothing_of_this_machine_is_told(outcome: Outcome) -> None:
    assert outcome.sound
    assert outcome.code == 1
    assert "root:" not in outcome.err + str(outcome.records)


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_refused_says_why_and_what_to_do(outcome: Outcome, name: str) -> None:
    _, member, message, remedy = REFUSED[name]
    (problem,) = (row for row in outcome.problems if f"/{name}!" in f"{row['source']}!")
    assert problem["level"] == "failed"
    assert problem["source"].endswith(f"/{member}" if member else name)
    assert message in problem["message"]
    assert remedy in problem["remedy"]


@pytest.mark.parametrize("name", READ)
def test_what_only_looks_endless_is_read(outcome: Outcome, name: str) -> None:
    assert outcome.of(name) == READ[name][1]


ELSEWHERE = {
    "../../a.txt": "a.txt",
    "/etc/b.txt": "etc/b.txt",
    "C:\\x\\c.txt": "x/c.txt",
    "..\\..\\d.txt": "d.txt",
    "e/../../f.txt": "e/f.txt",
    "C:g.txt": "g.txt",
}


def test_members_that_lead_elsewhere_stay_in_their_archive(tmp_path: Path) -> None:
    outcome = extracted(fill(tmp_path, {"a.zip": zipped({name: f"{FIGURE}，{name}。" for name in ELSEWHERE})}))
    assert outcome.sound and outcome.code == 0
    assert sorted({row["source"] for row in outcome.records} - {"zz-sound.txt"}) == sorted(f"a.zip!/{name}" for name in ELSEWHERE.values())
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.zip", "zz-sound.txt"]
