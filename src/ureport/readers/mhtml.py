"""MHTML, a web page in one file as browsers and Word save it: its pages → one Document."""

from __future__ import annotations

import email
import email.policy
from collections.abc import Iterator
from email.message import Message

from ureport.errors import InputError
from ureport.model import Document
from ureport.readers import html
from ureport.readers.encoding import decode


def read(data: bytes, source: str) -> Iterator[Document]:
    """The one document of a saved page, its frames behind it; raises InputError when no page is in it."""
    documents = [document for part in _pages(email.message_from_bytes(data, policy=email.policy.compat32)) if (document := _document(part, source))]
    if not documents:
        raise InputError("empty: no page with text in this file", remedy="save the page again, as HTML", kind="empty")
    text = "".join(document.text for document in documents)
    flags = dict.fromkeys(flag for document in documents for flag in document.flags)
    yield Document(source, text, documents[0].encoding, tuple(flags))


def _pages(message: Message) -> list[Message]:
    """The parts that are pages, the page itself first; plain text when there are none."""
    parts = [part for part in message.walk() if not part.is_multipart()]
    start = message.get_param("start")
    parts.sort(key=lambda part: start is None or part.get("Content-ID", "") != start)
    for kind in ("text/html", "application/xhtml+xml", "text/plain"):
        found = [part for part in parts if part.get_content_type() == kind]
        if found:
            return found
    return []


def _document(part: Message, source: str) -> Document | None:
    """The document of one part; None for a frame without text."""
    data = part.get_payload(decode=True)
    charset = part.get_param("charset")
    if not isinstance(data, bytes) or not data.strip():
        return None
    known = charset if isinstance(charset, str) else ""
    if part.get_content_type() == "text/plain":
        decoded = decode(data, known)
        return Document(source, decoded.text, decoded.encoding, decoded.flags)
    try:
        return html.page(data, source, known)
    except InputError as error:
        if error.message.startswith("empty"):
            return None
        raise
