"""What the bytes of a file show of its format, whatever its name says."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cached_property

from ureport.readers.zips import open_zip

_HEAD = 4096
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""So begin the files of Office before 2007, and packages behind a password."""
_LEAD = re.compile(rb"(?:[\s\0]|\xef\xbb\xbf|\xff\xfe|\xfe\xff|<!--.*?-->|<\?xml[^>]*>)*", re.DOTALL)
_PAGE = re.compile(rb"<(?:!doctype\s+html|html)[\s>]", re.IGNORECASE)
_FRAGMENT = re.compile(rb"<(?:head|meta|title|body|script|style|table|div|center|font|span|h1|p|br)[\s/>]", re.IGNORECASE)
_PLAIN = (".txt", ".md")


class Sample:
    """The bytes of a file and the suffix of its name (small letters, with the point); what is costly to see is looked at once."""

    def __init__(self, data: bytes, suffix: str = "") -> None:
        self.data = data
        self.suffix = suffix

    @cached_property
    def head(self) -> bytes:
        """The first bytes."""
        return self.data[:_HEAD]

    @cached_property
    def letters(self) -> bytes:
        """The first bytes without what stands before the text, and without the NUL bytes of UTF-16."""
        bare = self.head.replace(b"\0", b"")
        lead = _LEAD.match(bare)
        return bare[lead.end() if lead else 0 :]

    @cached_property
    def members(self) -> tuple[str, ...]:
        """The names in a ZIP file; none when it is none, or broken."""
        if not self.data.startswith(_ZIP):
            return ()
        try:
            with open_zip(self.data) as archive:
                return tuple(name.replace("\\", "/") for name in archive.namelist())
        except Exception:  # broken in any of many ways: its reader says so
            return ()

    def stream(self, name: str) -> bool:
        """True for an OLE file (that of Office before 2007) that holds a stream of this name."""
        return self.data.startswith(OLE) and name.encode("utf-16-le") + b"\0\0" in self.data


Sniff = Callable[[Sample], bool]


def never(_: Sample) -> bool:
    """The bytes show nothing: the name decides."""
    return False


def starts(*magics: bytes, at: int = 0) -> Sniff:
    """The file has one of these bytes at a place."""
    return lambda sample: sample.head.startswith(magics, at)


def holds(*names: str) -> Sniff:
    """A ZIP file that holds each of these: a member of this path, or a folder (with ``/``)."""

    def sniff(sample: Sample) -> bool:
        return all(any(member == name or (name.endswith("/") and member.startswith(name)) for member in sample.members) for name in names)

    return sniff


def streams(*names: str, suffixes: tuple[str, ...] = ()) -> Sniff:
    """An OLE file with one of these streams. A file within a file can have them too: where several fit, its suffix decides."""
    return lambda sample: any(map(sample.stream, names)) and (not suffixes or sample.suffix in suffixes)


def pdf(sample: Sample) -> bool:
    """A PDF file; a few bytes may stand before it."""
    return sample.head.startswith(b"%PDF-") or (sample.suffix == ".pdf" and b"%PDF-" in sample.head)


def ods(sample: Sample) -> bool:
    """An ODS file; one that was packed anew does not begin with its type."""
    return b"application/vnd.oasis.opendocument.spreadsheet" in sample.head[:200] or (sample.suffix == ".ods" and "content.xml" in sample.members)


def rtf(sample: Sample) -> bool:
    """An RTF file, blanks before it or not."""
    return sample.letters.startswith(b"{\\rtf")


def html(sample: Sample) -> bool:
    """A web page; a piece of one only where the name does not promise plain text (Markdown may begin so)."""
    if _PAGE.match(sample.letters):
        return True
    return sample.suffix not in _PLAIN and bool(_FRAGMENT.match(sample.letters))


def mhtml(sample: Sample) -> bool:
    """A web page saved with its parts, or a mail with a page in it."""
    head = sample.head.lower()
    return b"mime-version:" in head and (b"multipart/related" in head or b"multipart/alternative" in head or b"text/html" in head)


def office_xml(sample: Sample) -> bool:
    """A Word or Excel document in the XML of Office 2003, or in one flat file."""
    return sample.letters.startswith(b"<?mso-application") or b"schemas.microsoft.com/office/2006/xmlPackage" in sample.head


def image(sample: Sample) -> bool:
    """A picture, such as a scan."""
    head = sample.head
    if head.startswith((b"\xff\xd8\xff", b"\x89PNG\r\n", b"GIF87a", b"GIF89a", b"II*\0", b"MM\0*", b"AT&TFORM", b"\0\0\0\x0cjP  ")):
        return True
    return (head[:4] == b"RIFF" and head[8:12] == b"WEBP") or head[4:12] in (b"ftypheic", b"ftypmif1") or (head[:2] == b"BM" and head[6:10] == bytes(4))


def media(sample: Sample) -> bool:
    """Sound or film."""
    head = sample.head
    return head.startswith((b"ID3", b"RIFF", b"OggS", b"fLaC", b"\x1aE\xdf\xa3", b"FLV\x01", b"\0\0\x01\xba")) or head[4:8] == b"ftyp"


def program(sample: Sample) -> bool:
    """A program or library."""
    head = sample.head
    return head.startswith((b"\x7fELF", b"\xcf\xfa\xed\xfe", b"\xca\xfe\xba\xbe")) or (head.startswith(b"MZ") and b"\0\0" in head[:64])


def archive(sample: Sample) -> bool:
    """An archive that is no ZIP file."""
    magics = (b"Rar!\x1a\x07", b"7z\xbc\xaf\x27\x1c", b"\x1f\x8b\x08", b"BZh", b"\xfd7zXZ\0", b"MSCF\0")
    return sample.head.startswith(magics) or sample.head[257:262] == b"ustar"
