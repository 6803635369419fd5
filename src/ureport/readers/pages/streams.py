"""What the packed parts of a PDF file come to, before PDFium unpacks them all at once."""

from __future__ import annotations

import base64
import re
import zlib
from collections.abc import Iterator
from contextlib import suppress

from ureport.readers.faults import too_large

MAX_STREAM = 64 * 2**20
"""Bytes that the text of a page, a font, or another part that is no picture may unpack to."""
_WHOLE = 512 * 2**20
_CHUNK = 1 << 16
_HEAD = 1024
_PICTURE = re.compile(rb"/Image(?![A-Za-z])")
_STREAM = re.compile(rb"(?<!end)stream\r?\n")
_FILTER = re.compile(rb"/(Fl|A85|ASCII85|AHx|ASCIIHex)(?:ate)?(?:Decode)?(?![A-Za-z0-9])")
_MOST_FILTERS = 4


def check_streams(data: bytes) -> None:
    """Raises InputError for what unpacks to more than any report holds; pictures are not unpacked."""
    whole = 0
    for found in _STREAM.finditer(data):
        head = data[max(found.start() - _HEAD, 0) : found.start()]
        head = head[head.rfind(b"obj") + 1 :]
        filters = [name[:2] for name in _FILTER.findall(head)]
        if b"Fl" not in filters or _PICTURE.search(head):
            continue
        size = _size(data, found.end(), filters)
        whole += size
        if size > MAX_STREAM or whole > _WHOLE:
            raise too_large(f"a part of it unpacks to more than {MAX_STREAM:,} bytes")


def _size(data: bytes, at: int, filters: list[bytes]) -> int:
    """How many bytes a stream unpacks to, a few more than ``MAX_STREAM`` at most. One that is packed twice is unpacked for the look within."""
    if filters == [b"Fl"]:
        return sum(map(len, _inflated(data, at)))
    size = 0
    with suppress(ValueError):
        for name in filters[:_MOST_FILTERS]:
            data = b"".join(_inflated(data, at)) if name == b"Fl" else _from_text(data, at, name)
            size, at = max(size, len(data)), 0
    return size


def _inflated(data: bytes, at: int) -> Iterator[bytes]:
    """The pieces of what is packed from an offset on, as far as it is sound, until there are too many."""
    unpacker, size = zlib.decompressobj(), 0
    with suppress(zlib.error):
        while not unpacker.eof and at < len(data) and size <= MAX_STREAM:
            piece = unpacker.decompress(unpacker.unconsumed_tail or data[at : at + _CHUNK], _CHUNK)
            size += len(piece)
            yield piece
            at += 0 if unpacker.unconsumed_tail else _CHUNK


def _from_text(data: bytes, at: int, name: bytes) -> bytes:
    """The bytes that a stream writes as letters, from an offset on."""
    if name == b"A8":
        return base64.a85decode(data[at : data.index(b"~>", at)])
    return bytes.fromhex(data[at : data.index(b">", at)].decode("ascii"))
