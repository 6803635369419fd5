"""RTF bytes → tokens: groups, control words, and text in the encoding of its font."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass

_TOKEN = re.compile(rb"\\([A-Za-z]{1,40})(-?[0-9]{1,10})? ?|\\'([0-9A-Fa-f]{2})|\\([^A-Za-z])|([{}])|([^\\{}\r\n]+)|[\r\n]+|\\", re.DOTALL)
_CHARSETS = {0: "cp1252", 2: "symbol", 128: "cp932", 129: "cp949", 134: "gb18030", 136: "cp950", 161: "cp1253", 162: "cp1254", 204: "cp1251", 238: "cp1250"}
_PAGES = {936: "gb18030", 54936: "gb18030", 950: "cp950", 932: "cp932", 949: "cp949", 65001: "utf-8"}
_WIDE = ("gb18030", "cp950", "cp932", "cp949", "utf-8")


@dataclass(frozen=True, slots=True)
class Token:
    """``{``, ``}``, a control word with its number (None without one), or a stretch of characters as bytes."""

    kind: str
    word: str = ""
    number: int | None = None
    text: bytes = b""


def tokens(data: bytes) -> Iterator[Token]:
    """The tokens of an RTF file; what ``\\bin`` announces is passed over."""
    at = 0
    while (found := _TOKEN.match(data, at)) is not None:
        at = found.end()
        word, count, escaped, sign, brace, text = found.groups()
        if word is not None:
            name, value = word.decode("ascii"), int(count) if count else None
            if name == "bin" and value and value > 0:
                at += value
            else:
                yield Token("word", name, value)
        elif escaped is not None:
            yield Token("text", text=bytes.fromhex(escaped.decode("ascii")))
        elif brace is not None:
            yield Token(brace.decode("ascii"))
        elif text is not None:
            yield Token("text", text=text)
        elif sign in (b"\\", b"{", b"}"):
            yield Token("text", text=sign)
        elif sign is not None:
            yield Token("word", sign.decode("latin-1"))


def codec_of_page(page: int) -> str:
    """The encoding of ``\\ansicpg``; the one of Western Europe when it is unknown."""
    known = _PAGES.get(page, f"cp{page}")
    try:
        codecs.lookup(known)
    except LookupError:
        return "cp1252"
    return known


def codec_of_charset(charset: int, usual: str) -> str:
    """The encoding of a font's ``\\fcharset``."""
    return _CHARSETS.get(charset, usual)


def decoded(raw: bytes, codec: str, usual: str, unescaped_utf8: bool) -> str:
    """The text of bytes in the encoding of their font.

    Chinese text is often put in a font that claims to be Western: it is read in the encoding of the file when it fits.
    """
    if raw.isascii() and codec != "symbol":
        return raw.decode("ascii")
    if codec == "symbol":
        return "".join(chr(0xF000 + byte) if byte > 32 else " " for byte in raw)
    tries = (*(("utf-8",) if unescaped_utf8 else ()), *((usual,) if codec not in _WIDE and usual in _WIDE else ()), codec)
    for known in tries:
        try:
            return raw.decode(known)
        except UnicodeDecodeError:
            continue
    return raw.decode(codec, "replace")
