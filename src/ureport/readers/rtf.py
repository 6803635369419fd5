"""Rich Text (RTF; also many a file that is named .doc): control words → text as it shows.

Walked through here: striprtf drops notes, headers and text boxes, keeps deleted text, and stops at Chinese characters
whose second byte is written as a letter.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ureport.model import Document
from ureport.readers.faults import SPARSE, damaged, is_stamp, no_text
from ureport.readers.richtext.reader import Reader
from ureport.readers.rows import to_text

_SURROGATE = re.compile("[\ud800-\udfff]")


def read(data: bytes, source: str) -> Iterator[Document]:
    """The one document of an RTF file; raises InputError for what is none, or holds no text.

    Headers and footers stand once, behind the text. A file that breaks off is read as far as it goes, and flagged.
    """
    if not data[:64].lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{\\rtf"):
        raise damaged("this is no RTF file")
    reader = Reader(data[data.index(b"{") :])
    text = to_text(reader.blocks())
    if _SURROGATE.search(text):
        text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    if not text.strip():
        raise no_text(reader.pictures)
    if reader.pictures and is_stamp(len(text)):
        reader.flags[SPARSE] = None
    yield Document(source, text, "utf-8", tuple(reader.flags))
