"""Files with damage of chance: bytes changed, pieces lost, doubled and moved, words of the format put in; packages also from within."""

from __future__ import annotations

import random
import zipfile
import zlib

from making.files import members, stored

WORDS = {
    "html": rb"<table> </table> <td colspan=99999 rowspan=99999> <tr> <ol start=-1> <pre> <!-- --> <![CDATA[ &#x110000; &#xd800; &amp <script> <p </ <ruby>",
    "xml": rb'<w:tbl> </w:tbl> <w:tc> <w:p> <w:gridSpan w:val="-1"/> w:val="99999999999" <row r="9999999"> r="ZZZZZ9" t="s" <v>1e999</v> &#0; xml:space',
    "rtf": rb"{ } \par \trowd \cell \row \cellx99999999 \u-99999? \uc9 \bin99999999 \'zz \'81 \field \footnote \ansicpg99999 {\* \fonttbl \nesttableprops \~",
    "pdf": rb"BT ET Tj TJ Tf Tm cm q Q << >> [ ] /Kids /Parent /Count -1 99999999999 0 R obj endobj stream endstream /Length 0 xref trailer",
    "text": "９ 一 亿 | 。 \n \r \u2028 \u200b 万 第 % 至 点 \ufeff 𝟚 ② (".encode(),
}
"""What means something to the readers of a format, by its name."""
_KIND = {"html": "html", "mht": "html", "rtf": "rtf", "pdf": "pdf", "txt": "text", "docx": "xml", "xlsx": "xml", "ods": "xml"}


def mutant(data: bytes, suffix: str, chance: random.Random) -> bytes:
    """A damaged copy of a file of a suffix (without its point); of a package mostly one with a damaged member."""
    if data.startswith(b"PK") and chance.random() < 0.85:
        try:
            return _repacked(data, suffix, chance)
        except (zipfile.BadZipFile, OSError, LookupError, ValueError, RuntimeError, zlib.error):
            pass
    return damaged(data, WORDS[_KIND.get(suffix, "text")].split(b" "), chance)


def _repacked(data: bytes, suffix: str, chance: random.Random) -> bytes:
    inside = members(data)
    name = chance.choice(sorted(inside))
    kind = chance.random()
    if kind < 0.05:
        del inside[name]
    elif kind < 0.1:
        inside[chance.choice(sorted(inside))] = inside[name]
    else:
        own = name.rpartition(".")[2]
        inside[name] = mutant(inside[name], own if own in _KIND else suffix, chance)
    return stored(inside)


def damaged(data: bytes, words: list[bytes], chance: random.Random) -> bytes:
    """A copy with one to sixteen changes."""
    copy = bytearray(data)
    for _ in range(chance.choice((1, 1, 2, 4, 16))):
        at = chance.randrange(len(copy) + 1)
        length = chance.choice((1, 2, 8, 64, 512))
        other = chance.randrange(len(copy) + 1)
        match chance.randrange(8):
            case 0 if at < len(copy):
                copy[at] = chance.choice((0, 0xFF, 0x0A, 0x30, chance.randrange(256)))
            case 1 if at < len(copy):
                copy[at] ^= 1 << chance.randrange(8)
            case 2:
                del copy[at : at + length]
            case 3:
                copy[at:at] = copy[other : other + length]
            case 4:
                copy[at:at] = copy[other : other + length] * chance.choice((2, 9, 100))
            case 5:
                copy[at : at + length] = copy[other : other + length]
            case 6:
                del copy[at + length * chance.randrange(9) :]
            case _:
                copy[at:at] = chance.choice(words) * chance.choice((1, 1, 1, 40))
    return bytes(copy)
