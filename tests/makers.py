"""Files of every format, made by code."""

from __future__ import annotations

import base64
import html
import io
import quopri
import zipfile

REPORT = "湖州市总工会2016年工作总结\n全年新增会员8500名，发放慰问款物近3500万元。\n"


def zipped(members: dict[str, bytes | str], *, locked: bool = False) -> bytes:
    """A ZIP file; ``locked`` marks its members as encrypted."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    data = buffer.getvalue()
    return _flagged(data, 1) if locked else data


def _flagged(data: bytes, flag: int) -> bytes:
    """Sets a bit of the flags in each local header and each entry of the table of contents."""
    changed = bytearray(data)
    for magic, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = data.find(magic)
        while at >= 0:
            changed[at + offset] |= flag
            at = data.find(magic, at + 1)
    return bytes(changed)


def with_raw_names(data: bytes, encoding: str) -> bytes:
    """A ZIP file as old packers write it: names of hanzi in another encoding, of the same length, and not marked as UTF-8."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        members = {member.filename: archive.read(member) for member in archive.infolist()}
    placeholders = {name: "".join(f"{number:02d}"[-2:] if c > "\x7f" else c for c in name) for number, name in enumerate(members)}
    plain = zipped({placeholders[name]: content for name, content in members.items()})
    for name, placeholder in placeholders.items():
        plain = plain.replace(placeholder.encode(), name.encode(encoding))
    return plain


def docx(text: str) -> bytes:
    """A Word document with a paragraph for each line."""
    body = "".join(f'<w:p><w:r><w:t xml:space="preserve">{html.escape(line)}</w:t></w:r></w:p>' for line in text.splitlines())
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    return zipped(
        {
            "[Content_Types].xml": '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
            '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            f'<Override PartName="/word/document.xml" ContentType="{kind}"/></Types>',
            "_rels/.rels": '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" '
            'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>',
            "word/document.xml": '<?xml version="1.0"?><w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
            f"<w:body>{body}</w:body></w:document>",
        }
    )


def rtf(text: str) -> bytes:
    """An RTF file with a paragraph for each line."""
    signs = "".join("\\par\n" if c == "\n" else c if c.isascii() else f"\\u{ord(c) - (65536 if ord(c) > 32767 else 0)}?" for c in text)
    return f"{{\\rtf1\\ansi\\ansicpg936\\uc1\n{signs}}}".encode("ascii")


def page(text: str, charset: str = "utf-8", *, say: bool = True) -> bytes:
    """A web page with a paragraph for each line."""
    meta = f'<meta http-equiv="Content-Type" content="text/html; charset={charset}">' if say else ""
    body = "".join(f"<p>{html.escape(line)}</p>\n" for line in text.splitlines())
    return f"<!DOCTYPE html><html><head>{meta}<title></title></head><body>{body}</body></html>".encode(charset)


def saved_page(*pages: bytes, coding: str = "quoted-printable", charset: str = "utf-8", start: str = "") -> bytes:
    """A web page saved with its frames."""
    parts = []
    for number, part in enumerate(pages):
        coded = quopri.encodestring(part) if coding == "quoted-printable" else base64.encodebytes(part)
        head = f"Content-Type: text/html; charset={charset}\r\nContent-Transfer-Encoding: {coding}\r\nContent-ID: <p{number}>\r\n\r\n"
        parts.append(b"--=_b\r\n" + head.encode() + coded + b"\r\n")
    first = f'; start="{start}"' if start else ""
    head = f'From: <Saved>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related; type="text/html"; boundary="=_b"{first}\r\n\r\n'
    picture = b"--=_b\r\nContent-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n\r\niVBORw0KGgo=\r\n"
    return head.encode() + b"".join(parts) + picture + b"--=_b--\r\n"


def ole(*streams: str) -> bytes:
    """What an Office file before 2007 shows of itself: its magic and the names of its streams."""
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + b"".join(name.encode("utf-16-le").ljust(128, b"\0") for name in streams)
