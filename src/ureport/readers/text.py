"""Plain text and Markdown: bytes → Document, in the encoding that the bytes show.

In this order: a byte order mark, UTF-8, GB18030. A few bytes that fit nowhere are replaced and flagged;
no character is changed otherwise, line ends included.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator

from ureport.errors import InputError
from ureport.model import Document

BAD_BYTES = "bad bytes"
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_CONTROL = bytes(code for code in range(32) if code not in b"\t\n\v\f\r\x1a\x1b")
# one bad byte among this many characters that are not ASCII is a slip, more is another encoding
_SLIP = 20
# what other encodings look like when they are read as GB18030: private characters, kana, Greek, Cyrillic, box drawing
_STRANGE = re.compile("[\ue000-\uf8ff\u3040-\u312f\u0370-\u04ff\u2500-\u259f\u0080-\u009f]")
_HANZI = re.compile("[\u4e00-\u9fff]")


def read(data: bytes, source: str) -> Iterator[Document]:
    """The one document of a text file; raises InputError for what is no text."""
    text, encoding, flags = decode(data)
    if not text.strip():
        raise InputError("empty: no text in this file", remedy="leave it out, or put the report's text in it")
    yield Document(source, text, encoding, flags)


def decode(data: bytes) -> tuple[str, str, tuple[str, ...]]:
    """Text, encoding and flags of the bytes of a text file.

    >>> decode("会员８５００名\\r\\n".encode("gb18030"))
    ('会员８５００名\\r\\n', 'gb18030', ())
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _decode_as(data[len(mark) :], encoding)
    if b"\0" in data or len(data) - len(data.translate(None, _CONTROL)) > len(data) // 100:
        raise InputError("binary: this is no text file", remedy="save the report as text in UTF-8")
    for encoding in ("utf-8", "gb18030"):
        text, bad = _replaced(data, encoding)
        other = 0 if text.isascii() else len(text) - len(text.encode("ascii", "ignore"))
        if bad * _SLIP <= other - bad and (encoding == "utf-8" or _chinese(text, other)):
            return text, encoding, (BAD_BYTES,) if bad else ()
    raise InputError("mis-encoded: neither UTF-8 nor GB18030", remedy="save the report as UTF-8")


def _chinese(text: str, other: int) -> bool:
    """True when the characters are such as Chinese texts hold, Traditional ones too; not those of a wrong guess."""
    hanzi = "".join(_HANZI.findall(text))
    common = len(hanzi.encode("gb2312", "ignore")) // 2
    return len(_STRANGE.findall(text)) * _SLIP <= other and common * 5 >= len(hanzi) * 2


def _decode_as(data: bytes, encoding: str) -> tuple[str, str, tuple[str, ...]]:
    text, bad = _replaced(data, encoding)
    if bad * _SLIP > len(text):
        raise InputError(f"mis-encoded: not the {encoding.upper()} that its byte order mark promises", remedy="save the report as UTF-8")
    if "\0" in text:
        raise InputError("binary: this is no text file", remedy="save the report as text in UTF-8")
    return text, encoding, (BAD_BYTES,) if bad else ()


def _replaced(data: bytes, encoding: str) -> tuple[str, int]:
    """The text, bad bytes replaced, and how many were."""
    try:
        return data.decode(encoding), 0
    except UnicodeDecodeError:
        text = data.decode(encoding, "replace")
        return text, text.count("\ufffd")
