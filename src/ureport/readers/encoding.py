"""Bytes → characters: which encoding a Chinese text is in, and what of its bytes is damaged.

In this order: a byte order mark; UTF-8 that no other encoding gives; else the encoding in which the text looks most like
Chinese, of UTF-8, GB18030, Big5 and UTF-16, when it looks enough like it. What cannot be decoded is replaced and counted,
and no character is changed otherwise, line ends included, so that offsets are those of the text.
"""

from __future__ import annotations

import codecs
import re
from functools import lru_cache
from itertools import islice
from typing import NamedTuple

from ureport.errors import InputError
from ureport.readers.common_characters import COMMON

BAD_BYTES, NUL_BYTES, TRUNCATED = "bad bytes", "nul bytes", "truncated"
REMEDY = "save the report as text in UTF-8"

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_NAMED = {"utf8": "utf-8", "gb2312": "gb18030", "gbk": "gb18030", "gb18030": "gb18030", "big5": "cp950", "big5hkscs": "cp950", "utf16": "utf-16-le"}
"""The encodings that are tried, by the names that pages give them."""
_SLIP, _FEW = 10, 4
"""One bad byte among this many characters that are not ASCII is a slip, and so are a few in a short text; more is another encoding."""
_SAMPLE = 2000
"""So many characters that are not ASCII are looked at."""
_FLOOR, _SHORT = 0.25, 16
"""What looks less like Chinese is none; a shorter text is given the benefit of the doubt."""
_HINTED = 0.3
"""What the word of the file itself for an encoding counts."""
_TELLING = re.compile(r"[^\t\n\r\x1a\x1b -\x7e]")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x19\x1c-\x1f]")
_SIGN = re.compile("[\u00b0-\u00bf\u00d7\u2010-\u27bf\u3000-\u3020\u3200-\u33ff\uff00-\uffef]")
"""Bullets, frames of tables, units, signs: they stand in texts of all kinds and tell nothing."""
_THREE_BYTES = re.compile("[\u0800-\U0010ffff]")


class Decoded(NamedTuple):
    """A text, the codec that reads it, and the flags that say what was damaged: ``bad bytes: 2``."""

    text: str
    encoding: str
    flags: tuple[str, ...] = ()


class _Attempt(NamedTuple):
    """The bytes read in one encoding: how many were bad, whether the last character is cut off, how Chinese it looks (1 at most)."""

    text: str
    encoding: str
    bad: int
    cut: bool
    score: float
    telling: int

    @property
    def sound(self) -> bool:
        """True when it looks like Chinese, and so few bytes are bad that they are slips."""
        other = len(self.text) - len(self.text.encode("ascii", "ignore"))
        slips = self.bad <= _FEW or self.bad * _SLIP <= other - self.bad
        return slips and (self.score >= _FLOOR or (self.telling < _SHORT and self.score > 0))


def decode(data: bytes, hint: str = "") -> Decoded:
    """The text of some bytes; ``hint`` is the encoding that the file says it has. Raises InputError for what is no text.

    >>> decode("会员８５００名\\r\\n".encode("gb18030"))
    Decoded(text='会员８５００名\\r\\n', encoding='gb18030', flags=())
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            attempt = _attempt(data[len(mark) :], encoding)
            if attempt.bad * _SLIP > len(attempt.text):
                raise InputError(f"mis-encoded: not the {encoding.upper()} that its byte order mark promises", remedy=REMEDY, kind="encoding")
            return _decoded(attempt)
    attempt = _plain(data) or _best(data, _NAMED.get(re.sub("[^a-z0-9]", "", hint.lower()), ""))
    if not attempt.sound and hint:
        attempt = _as_promised(data, hint) or attempt
    if _binary(attempt.text) or (not attempt.sound and _binary(data.decode("latin-1"))):
        raise InputError("binary: this is no text file", remedy=REMEDY, kind="binary")
    if not attempt.sound:
        raise InputError("mis-encoded: none of UTF-8, GB18030, Big5 and UTF-16", remedy=REMEDY, kind="encoding")
    return _decoded(attempt)


def _plain(data: bytes) -> _Attempt | None:
    """ASCII, or UTF-8 with a character of three bytes: hardly any other text can be read so."""
    try:
        text = data.decode()
    except UnicodeDecodeError:
        return None
    if "\0" in text or not (text.isascii() or _THREE_BYTES.search(text)):
        return None
    return _Attempt(text, "utf-8", 0, False, 1.0, 0)


def _best(data: bytes, hinted: str) -> _Attempt:
    """The encoding in which the bytes look most like Chinese; NUL bytes speak for UTF-16."""
    narrow = data.replace(b"\0", b"")
    nuls = min(0.5, 2 * (len(data) - len(narrow)) / max(len(data), 1))
    tried: list[tuple[float, _Attempt]] = []
    for encoding in ("utf-8", "gb18030", "cp950", "utf-16-le", "utf-16-be"):
        wide = encoding.startswith("utf-16")
        attempt = _attempt(data, encoding, judged=data if wide else narrow)
        tried.append((attempt.score - (0.0 if wide else nuls) + (_HINTED if encoding == hinted else 0.0), attempt))
    best = max(tried, key=lambda pair: pair[0])[1]
    if best.encoding == "cp950" and best.bad:  # the characters of Hong Kong
        other = _attempt(data, "big5hkscs", judged=narrow)
        best = other if other.bad < best.bad else best
    return best


def _as_promised(data: bytes, hint: str) -> _Attempt | None:
    """The bytes in the encoding that the file names, when every one fits."""
    try:
        return _Attempt(data.decode(hint), codecs.lookup(hint).name, 0, False, 1.0, 0)
    except (UnicodeError, LookupError):
        return None


def _attempt(data: bytes, encoding: str, judged: bytes | None = None) -> _Attempt:
    text, cut = _replaced(data, encoding)
    bad = text.count("\ufffd") - cut
    if encoding == "utf-8" and bad:
        bad -= data.count("\ufffd".encode())  # those that the file itself holds
    sample = text if judged is None or judged is data else _replaced(judged, encoding)[0]
    score, telling = _score(sample[:-1] if cut else sample)
    return _Attempt(text, encoding, bad, cut, score, telling)


def _replaced(data: bytes, encoding: str) -> tuple[str, bool]:
    """The text with bad bytes replaced, and whether the last character is cut off."""
    decoder = codecs.getincrementaldecoder(encoding)("replace")
    text = decoder.decode(data)
    cut = bool(decoder.getstate()[0])
    return (text + "\ufffd" if cut else text), cut


def _score(text: str) -> tuple[float, int]:
    """How Chinese the characters look that are not ASCII, and how many there were: 1 all common, 0.2 uncommon, -1.5 none of Chinese."""
    found = [match.group() for match in islice(_TELLING.finditer(text), _SAMPLE)]
    characters = [c for c in found if c in COMMON or not _SIGN.match(c)]
    if not characters:
        return (_FLOOR if found else 1.0), 0
    return sum(map(_weight, characters)) / len(characters), len(characters)


@lru_cache(maxsize=8192)
def _weight(character: str) -> float:
    if character in COMMON:
        return 1.0
    if character in _usual():
        return 0.2
    return -0.5 if "\u4e00" <= character <= "\u9fff" else -1.5


@lru_cache(maxsize=1)
def _usual() -> frozenset[str]:
    """The characters of the standards for everyday use: all of GB 2312, the first level of Big5."""
    simplified = bytes(byte for high in range(0xB0, 0xF8) for low in range(0xA1, 0xFF) for byte in (high, low))
    lows = (*range(0x40, 0x7F), *range(0xA1, 0xFF))
    traditional = bytes(byte for high in range(0xA4, 0xC6) for low in lows for byte in (high, low))
    return frozenset(simplified.decode("gb2312", "ignore") + traditional.decode("big5", "ignore"))


def _binary(text: str) -> bool:
    """True when control characters, NUL apart, are more than slips."""
    nuls = text.count("\0")
    controls = len(_CONTROL.findall(text)) - nuls
    return controls * (10 if controls <= _FEW else 100) > len(text) - nuls


def _decoded(attempt: _Attempt) -> Decoded:
    """The text as it is passed on: each NUL a blank, so that numbers beside it are read and offsets stay."""
    nuls = attempt.text.count("\0")
    damage = ((BAD_BYTES, attempt.bad), (NUL_BYTES, nuls))
    flags = (*(f"{name}: {count:,}" for name, count in damage if count), *((TRUNCATED,) if attempt.cut else ()))
    return Decoded(attempt.text.replace("\0", " "), attempt.encoding, flags)
