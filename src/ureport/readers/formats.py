"""The formats: what their files are called, how their bytes show them, and who reads them.

A new one is a module with ``read`` and a line in ``FORMATS``. A module is loaded when the first file of its format comes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextvars import ContextVar
from importlib import import_module
from pathlib import PurePosixPath
from typing import NamedTuple

from ureport.errors import InputError, Kind
from ureport.model import Document
from ureport.readers import sniff, text
from ureport.readers.faults import damaged, no_text
from ureport.readers.folder import Skipped
from ureport.readers.sniff import OLE, Sample, Sniff, holds, never, starts, streams

Item = Document | Skipped | InputError
Reader = Callable[[bytes, str], Iterator[Item]]
READING: ContextVar[Callable[[str], None]] = ContextVar("READING", default=lambda source: None)
"""Is told the name of each file, and of each file in an archive, before it is read. An InputError that it raises stands for the file."""

_ANEW = "open it in the program it comes from and save it anew"


class Format(NamedTuple):
    """A format: ``sniff`` knows its files by their bytes; ``suffixes`` are those by which a folder's files are taken for it.

    ``plain`` files may begin with anything, so that the suffix decides when no bytes do.
    """

    name: str
    suffixes: tuple[str, ...]
    sniff: Sniff
    read: Reader
    plain: bool = False


def _in_module(module: str) -> Reader:
    """The reader of a module of this package, loaded when it is first used."""

    def read(data: bytes, source: str) -> Iterator[Item]:
        items: Iterator[Item] = import_module(f"ureport.readers.{module}").read(data, source)
        return items

    return read


def _refuse(message: str, remedy: str, kind: Kind = "unsupported") -> Reader:
    """A reader that says why it reads nothing."""

    def read(data: bytes, source: str) -> Iterator[Item]:
        raise InputError(message, remedy=remedy, kind=kind)

    return read


_PARTS = "[Content_Types].xml"
"""A member of every Office file since 2007."""
_AS_DOCX = "save it as DOCX, PDF or text"

TEXT = Format("text", (".txt", ".md"), never, text.read, plain=True)
FORMATS = (
    Format("pdf", (".pdf",), sniff.pdf, _in_module("pdf")),
    Format("rtf", (".rtf",), sniff.rtf, _in_module("rtf")),
    Format("docx", (".docx", ".docm", ".dotx"), holds(_PARTS, "word/"), _in_module("docx")),
    Format("xlsx", (".xlsx", ".xlsm", ".xltx"), holds(_PARTS, "xl/"), _in_module("sheet")),
    Format("ods", (".ods",), sniff.ods, _in_module("sheet")),
    Format("slides", (), holds(_PARTS, "ppt/"), _refuse("slides: no reader for PowerPoint files", _AS_DOCX)),
    Format("odt", (), lambda sample: b"application/vnd.oasis.opendocument." in sample.head[:200], _refuse("no reader for OpenDocument text", _AS_DOCX)),
    Format("ofd", (), holds("OFD.xml"), _refuse("no reader for OFD files", "save it as PDF with its text")),
    Format("zip", (".zip",), starts(b"PK\x03\x04", b"PK\x05\x06"), _in_module("archive")),
    Format("locked", (), streams("EncryptedPackage"), _refuse("encrypted: it opens with a password only", "save it without a password", "encrypted")),
    Format("xls", (".xls", ".xlt", ".et", ".ett"), streams("Workbook", "Book", suffixes=(".xls", ".xlt", ".et", ".ett")), _in_module("sheet")),
    Format("doc", (".doc", ".dot", ".wps", ".wpt"), streams("WordDocument"), _in_module("doc")),
    Format("xls", (), streams("Workbook", "Book"), _in_module("sheet")),
    Format("ole", (), starts(OLE), _refuse("no reader for this Office file: it is neither Word nor Excel", _AS_DOCX)),
    Format("office xml", (), sniff.office_xml, _refuse("no reader for Word and Excel files as XML", "save it as DOCX or XLSX")),
    Format(
        "image",
        (),
        sniff.image,
        _refuse("needs_ocr: this is an image", "let a program for text recognition (OCR) read it, and save what it read as text", "needs-ocr"),
    ),
    Format("archive", (), sniff.archive, _refuse("no reader for this kind of archive", "unpack it and name the folder, or pack it as ZIP")),
    Format("media", (), sniff.media, _refuse("sound or film: there is no text in it", "leave it out")),
    Format("program", (), sniff.program, _refuse("a program: there is no text in it", "leave it out")),
    Format("mhtml", (".mht", ".mhtml"), sniff.mhtml, _in_module("mhtml")),
    Format("html", (".html", ".htm", ".xhtml", ".shtml"), sniff.html, _in_module("html"), plain=True),
    TEXT,
)
"""In the order in which they are asked; those without suffixes are known, but not read."""

SUFFIXES = {suffix: form for form in reversed(FORMATS) for suffix in form.suffixes}
"""The format that each suffix promises."""


def choose(sample: Sample) -> Format:
    """The format of a file: that of its bytes, else of its suffix, else text.

    A binary format that only the suffix promises is no such file; many a ``.doc`` is plain text.
    """
    promised = SUFFIXES.get(sample.suffix)
    shown = next((form for form in FORMATS if form.sniff(sample)), None)
    if shown is not None:
        return shown
    if promised is not None and promised.plain:
        return promised
    return Format("text", (), never, _text_or_damaged(sample.suffix) if promised else text.read)


def read(data: bytes, source: str) -> Iterator[Item]:
    """What a file holds; ``source`` is its name. Raises InputError when it holds no text, whatever is wrong with it."""
    yield from read_as(choose(Sample(data, suffix_of(source))), data, source)


def read_as(form: Format, data: bytes, source: str) -> Iterator[Item]:
    """What a file of a format holds. A fault in a reader, or in a library behind it, is an InputError too."""
    READING.get()(source)
    if not data.strip(b"\0 \t\r\n"):
        raise no_text(pictures=False)
    try:
        for item in form.read(data, source):
            if isinstance(item, Document) and not item.text.strip():
                raise no_text(pictures=False)
            yield item
    except InputError:
        raise
    except RecursionError as error:
        raise damaged("parts within parts without end") from error
    except MemoryError as error:
        raise InputError.out_of_memory() from error
    except Exception as error:  # what libraries raise on broken files has no end
        cause = f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
        raise InputError(f"damaged: it cannot be read as {form.name} ({cause})", remedy=_ANEW, kind="damaged") from error


def suffix_of(source: str) -> str:
    """The suffix of a name in small letters, with its point: ``suffix_of("2016/总结.DOCX") == ".docx"``."""
    return PurePosixPath(source).suffix.lower()


def _text_or_damaged(suffix: str) -> Reader:
    def read(data: bytes, source: str) -> Iterator[Item]:
        try:
            yield from text.read(data, source)
        except InputError as error:
            raise InputError(f"damaged: this is no {suffix} file, whatever its name says ({error.message})", remedy=_ANEW, kind="damaged") from error

    return read
