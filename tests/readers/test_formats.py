"""Bytes and name → format: what bytes show goes before what the name says."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from types import ModuleType

import pytest

import makers
from ureport.errors import InputError
from ureport.model import Document
from ureport.readers.formats import FORMATS, SUFFIXES, choose, read, suffix_of
from ureport.readers.sniff import Sample

PAGE = "<!DOCTYPE html>\n<html><head><title>总结</title></head><body>新增会员8500名</body></html>"


def format_of(data: bytes, name: str) -> str:
    return choose(Sample(data, suffix_of(name))).name


@pytest.mark.parametrize(
    ("data", "name", "expected"),
    [
        ("新增会员8500名".encode(), "a.txt", "text"),
        ("新增会员8500名".encode(), "a", "text"),
        ("新增会员8500名".encode(), "a.doc", "text"),  # plain text under the name of a Word file
        ("# 总结".encode(), "a.md", "text"),
        (b"%PDF-1.4\n", "a.doc", "pdf"),
        (b"%PDF-1.4\n", "a", "pdf"),
        (b"\r\n\0junk %PDF-1.4\n", "a.pdf", "pdf"),
        ("PDF以%PDF-开头".encode(), "a.txt", "text"),
        (b"{\\rtf1\\ansi 8500}", "a.doc", "rtf"),
        (b"\xef\xbb\xbf \n{\\rtf1\\ansi 8500}", "a.rtf", "rtf"),
        (PAGE.encode(), "a.doc", "html"),
        (PAGE.encode(), "a.xls", "html"),
        (PAGE.encode(), "a.txt", "html"),
        (PAGE.encode("utf-16"), "a", "html"),
        (PAGE.encode("utf-16-be"), "a", "html"),
        (b'<?xml version="1.0"?>\n<!-- x -->\n' + PAGE.encode("gbk"), "a", "html"),
        (b"<table><tr><td>8500", "a.xls", "html"),
        ("<div align=center>\n\n# 总结".encode(), "a.md", "text"),
        ("会员<会员>8500".encode(), "a.html", "html"),  # the suffix decides when the bytes do not
        ("<会员>8500".encode(), "a.txt", "text"),
        (b"From: x\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=x\r\n\r\n", "a.doc", "mhtml"),
        (b"\xff\xd8\xff\xe0\0\x10JFIF", "a.doc", "image"),
        (b"\x89PNG\r\n\x1a\n", "scan.pdf", "image"),
        (b"II*\0\x08\0\0\0", "scan.tif", "image"),
        (b"BM\x36\0\0\0\0\0\0\0\x36", "scan.bmp", "image"),
        ("BM工会总结".encode(), "a.txt", "text"),
        (b"MZ\x90\0\x03\0\0\0\x04\0\0\0", "a.doc", "program"),
        ("MZ工会总结".encode(), "a.txt", "text"),
        (b"\x7fELF\x02\x01", "a", "program"),
        (b"ID3\x03", "a.mp3", "media"),
        (b"\0\0\0\x18ftypmp42", "a.mp4", "media"),
        (b"Rar!\x1a\x07\x01", "a.zip", "archive"),
        (b"7z\xbc\xaf\x27\x1c", "a.7z", "archive"),
        (b"\x1f\x8b\x08\0", "a.txt.gz", "archive"),
        (b'<?xml version="1.0"?>\n<?mso-application progid="Word.Document"?>', "a.doc", "office xml"),
    ],
)
def test_what_bytes_show_goes_before_the_name(data: bytes, name: str, expected: str) -> None:
    assert format_of(data, name) == expected


@pytest.mark.parametrize(
    ("members", "name", "expected"),
    [
        (["[Content_Types].xml", "word/document.xml"], "a.doc", "docx"),
        (["[Content_Types].xml", "word/document2.xml"], "a.wps", "docx"),
        (["[Content_Types].xml", "word\\document.xml"], "a.docx", "docx"),
        (["[Content_Types].xml", "xl/workbook.xml"], "a.xls", "xlsx"),
        (["[Content_Types].xml", "xl/workbook.bin"], "a.xlsb", "xlsx"),
        (["[Content_Types].xml", "ppt/presentation.xml"], "a.docx", "slides"),
        (["OFD.xml", "Doc_0/Document.xml"], "a.ofd", "ofd"),
        (["总结.txt"], "a.zip", "zip"),
        (["总结.txt"], "a", "zip"),
        (["word/总结.doc"], "a.zip", "zip"),  # a folder that somebody packed
        ([], "a.zip", "zip"),
    ],
)
def test_zip_files_by_their_members(members: list[str], name: str, expected: str) -> None:
    assert format_of(makers.zipped(dict.fromkeys(members, "x")), name) == expected


@pytest.mark.parametrize(
    ("streams", "name", "expected"),
    [
        (["WordDocument"], "a.doc", "doc"),
        (["WordDocument"], "a.wps", "doc"),
        (["WordDocument"], "a.xls", "doc"),
        (["Workbook"], "a.xls", "xls"),
        (["Book"], "a.et", "xls"),
        (["Workbook"], "a.doc", "xls"),
        (["WordDocument", "Workbook"], "a.doc", "doc"),  # one embedded in the other
        (["WordDocument", "Workbook"], "a.xls", "xls"),
        (["EncryptedPackage"], "a.docx", "locked"),
        (["PowerPoint Document"], "a.ppt", "ole"),
    ],
)
def test_old_office_files_by_their_streams(streams: list[str], name: str, expected: str) -> None:
    assert format_of(makers.ole(*streams), name) == expected


def test_opendocument_by_its_kind() -> None:
    for kind, expected in (("spreadsheet", "ods"), ("text", "odt")):
        data = makers.zipped({"mimetype": b""}).replace(b"mimetype", b"mimetypeapplication/vnd.oasis.opendocument." + kind.encode(), 1)
        assert format_of(data, "a.ods") == expected


@pytest.mark.parametrize(
    ("data", "name", "message", "remedy"),
    [
        (b"", "a.docx", "empty", "leave it out"),
        (b" \0\r\n", "a.txt", "empty", "leave it out"),
        (b"\xff\xd8\xff\xe0\0\x10JFIF", "scan.jpg", "needs_ocr", "OCR"),
        (b"\x7fELF\x02\x01", "a.txt", "program", "leave it out"),
        (b"Rar!\x1a\x07\x01", "a.rar", "archive", "unpack"),
        (b"OggS", "a.ogg", "film", "leave it out"),
        (b"\x01\x02\x03\x04", "a.docx", "damaged: this is no .docx file", "save it anew"),
        (b"\x01\x02\x03\x04", "a.bin", "binary", "text"),
        (b"PK\x03\x04", "a.docx", "damaged: its table of contents", "sent again"),
    ],
)
def test_refusals_say_what_to_do(data: bytes, name: str, message: str, remedy: str) -> None:
    with pytest.raises(InputError, match=message) as caught:
        list(read(data, name))
    assert remedy in caught.value.remedy


def test_encrypted_office_files_are_refused() -> None:
    with pytest.raises(InputError, match="encrypted"):
        list(read(makers.ole("EncryptedPackage"), "a.docx"))


def stub(monkeypatch: pytest.MonkeyPatch, name: str, result: object) -> None:
    """Puts a reader in the place of that of a format."""

    def read(data: bytes, source: str) -> Iterator[Document]:
        if isinstance(result, Exception):
            raise result
        yield Document(source, str(result))

    module = ModuleType(name)
    module.__dict__["read"] = read
    monkeypatch.setitem(sys.modules, f"ureport.readers.{name}", module)


@pytest.mark.parametrize(
    ("result", "message"), [(RecursionError(), "damaged"), (KeyError("x"), r"docx \(KeyError: 'x'\)"), (MemoryError(), "memory"), (" \n", "empty")]
)
def test_whatever_a_library_raises_is_an_error_of_the_file(monkeypatch: pytest.MonkeyPatch, result: object, message: str) -> None:
    stub(monkeypatch, "docx", result)
    with pytest.raises(InputError, match=message) as caught:
        list(read(makers.docx("x"), "a.docx"))
    assert caught.value.remedy


@pytest.mark.parametrize(
    ("module", "data", "name"),
    [("docx", "docx", "a.wps"), ("rtf", "rtf", "a.doc"), ("doc", "WordDocument", "a.doc"), ("sheet", "Workbook", "a.et"), ("pdf", b"%PDF-1.4", "a.pdf")],
)
def test_each_format_has_its_reader(monkeypatch: pytest.MonkeyPatch, module: str, data: str | bytes, name: str) -> None:
    stub(monkeypatch, module, "read by its own")
    content = data if isinstance(data, bytes) else makers.ole(data) if data[0].isupper() else getattr(makers, data)("8500")
    assert list(read(content, name)) == [Document(name, "read by its own")]


def test_the_table_is_sound() -> None:
    assert len({form.suffixes for form in FORMATS if form.suffixes}) == len([form for form in FORMATS if form.suffixes])
    for suffix in [".txt", ".md", ".html", ".htm", ".mht", ".mhtml", ".docx", ".doc", ".wps", ".rtf", ".xlsx", ".xls", ".et", ".ods", ".pdf", ".zip"]:
        assert suffix in SUFFIXES
    assert ".csv" not in SUFFIXES  # our own output is no report
