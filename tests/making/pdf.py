"""PDF files with Chinese text in a font that every reader knows, ruled lines and pictures."""

from __future__ import annotations

import hashlib

_FONT = (
    b"<</Type/Font/Subtype/Type0/BaseFont/STSong-Light/Encoding/UniGB-UCS2-H/DescendantFonts[4 0 R]>>",
    b"<</Type/Font/Subtype/CIDFontType0/BaseFont/STSong-Light/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 2>>"
    b"/DW 1000/W[1 95 500 814 939 500]/FontDescriptor 5 0 R>>",
    b"<</Type/FontDescriptor/FontName/STSong-Light/Flags 6/FontBBox[-25 -254 1000 880]/ItalicAngle 0/Ascent 880/Descent -120/CapHeight 880/StemV 93>>",
)
_PICTURE = b"<</Type/XObject/Subtype/Image/Width 1/Height 1/ColorSpace/DeviceGray/BitsPerComponent 8/Length 1>>stream\n\x80\nendstream"
_PADDING = bytes.fromhex("28bf4e5e4e758a4164004e56fffa01082e2e00b6d0683e802f0ca9fe6453697a")


def show(x: float, y: float, text: str, size: float = 12, spacing: float = 0, matrix: str = "") -> str:
    """Text at a place of the page, in points from the lower left corner."""
    return f"BT /F {size} Tf {spacing} Tc {matrix or f'1 0 0 1 {x} {y}'} Tm <{text.encode('utf-16-be').hex()}> Tj ET\n"


def rule(x: float, y: float, to_x: float, to_y: float) -> str:
    """A ruled line."""
    return f"{x} {y} m {to_x} {to_y} l S\n"


def picture(width: float = 595, height: float = 842) -> str:
    """A picture, as large as the page unless told otherwise."""
    return f"q {width} 0 0 {height} 0 0 cm /I Do Q\n"


def ruled_table(rows: list[tuple[str, ...]], left: float = 90, top: float = 700, width: float = 100, height: float = 30) -> str:
    """A table with all its lines."""
    right, bottom = left + width * len(rows[0]), top - height * len(rows)
    across = "".join(rule(left, top - height * n, right, top - height * n) for n in range(len(rows) + 1))
    down = "".join(rule(left + width * n, bottom, left + width * n, top) for n in range(len(rows[0]) + 1))
    words = "".join(show(left + 5 + width * c, top - 20 - height * r, word) for r, row in enumerate(rows) for c, word in enumerate(row) if word)
    return across + down + words


def pdf(*pages: str | bytes, rotate: int = 0, kids: str = "", count: int | None = None, password: str | None = None, filters: str = "") -> bytes:
    """A PDF file; ``kids`` and ``count`` replace the list and the number of the pages."""
    objects = [b"<</Type/Catalog/Pages 2 0 R>>", b"", *_FONT]
    picture_at = 6 + 2 * len(pages)
    numbers = [6 + 2 * n for n in range(len(pages))]
    objects[1] = f"<</Type/Pages/Kids[{kids or ' '.join(f'{n} 0 R' for n in numbers)}]/Count {len(pages) if count is None else count}>>".encode()
    for number, page in zip(numbers, pages, strict=True):
        content = page.encode() if isinstance(page, str) else page
        resources = f"/Resources<</Font<</F 3 0 R>>/XObject<</I {picture_at} 0 R>>>>"
        objects.append(f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Rotate {rotate}{resources}/Contents {number + 1} 0 R>>".encode())
        if password is not None:
            content = _rc4(hashlib.md5(_key(password) + (number + 1).to_bytes(3, "little") + bytes(2)).digest()[:10], content)
        objects.append(f"<</Length {len(content)}{filters}>>stream\n".encode() + content + b"\nendstream")
    objects.append(_PICTURE)
    out, places = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%b\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    lock = (
        b""
        if password is None
        else b"/Encrypt<</Filter/Standard/V 1/R 2/P -4/O<%b>/U<%b>>>/ID[<00><00>]" % (bytes(32).hex().encode(), _user(password).hex().encode())
    )
    return out + b"xref\n0 %d\n0000000000 65535 f \n%btrailer<</Size %d/Root 1 0 R%b>>\nstartxref\n%d\n%%%%EOF\n" % (
        len(objects) + 1,
        table,
        len(objects) + 1,
        lock,
        len(out),
    )


def _key(password: str) -> bytes:
    """The key of the oldest way to lock a PDF: 40 bits."""
    return hashlib.md5((password.encode() + _PADDING)[:32] + bytes(32) + (0xFFFFFFFC).to_bytes(4, "little") + b"\0").digest()[:5]


def _user(password: str) -> bytes:
    return _rc4(_key(password), _PADDING)


def _rc4(key: bytes, data: bytes) -> bytes:
    box, j, out = list(range(256)), 0, bytearray()
    for i in range(256):
        j = (j + box[i] + key[i % len(key)]) % 256
        box[i], box[j] = box[j], box[i]
    i = j = 0
    for byte in data:
        i = (i + 1) % 256
        j = (j + box[i]) % 256
        box[i], box[j] = box[j], box[i]
        out.append(byte ^ box[(box[i] + box[j]) % 256])
    return bytes(out)
