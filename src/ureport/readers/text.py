"""Plain text and Markdown: bytes → Document. No character is changed, line ends included."""

from __future__ import annotations

from collections.abc import Iterator

from ureport.model import Document
from ureport.readers.encoding import Decoded, decode
from ureport.readers.faults import no_text


def read(data: bytes, source: str) -> Iterator[Document]:
    """The one document of a text file; raises InputError for what is no text."""
    decoded = decode(data) if data.strip(b"\0 \t\r\n") else Decoded("", "utf-8")
    if not decoded.text.strip():
        raise no_text(pictures=False)
    yield Document(source, decoded.text, decoded.encoding, decoded.flags)
