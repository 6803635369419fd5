"""OLE files: the container of DOC and XLS, and of office packages behind a password."""

from __future__ import annotations

import struct
from collections.abc import Mapping

_SECTOR, _SMALLEST = 512, 4096
_END, _FREE, _FAT = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD


def ole(streams: Mapping[str, bytes]) -> bytes:
    """An OLE file of the streams; short ones are filled up, so that no small sectors are needed."""
    contents = [content.ljust(_SMALLEST, b"\0") for content in streams.values()]
    sizes = [-(-len(content) // _SECTOR) for content in contents]
    starts = [1 + sum(sizes[:n]) for n in range(len(sizes))]
    directory_at = 1 + sum(sizes)
    directory = _entry("Root Entry", 5, _END, 0, child=1)
    for number, (name, content, start) in enumerate(zip(streams, contents, starts, strict=True), 1):
        directory += _entry(name, 2, start, len(content), right=number + 1 if number < len(streams) else _FREE)
    directory = directory.ljust(-(-len(directory) // _SECTOR) * _SECTOR, b"\0")
    fat = [_FAT]
    for size in (*sizes, len(directory) // _SECTOR):
        fat += [len(fat) + step + 1 for step in range(size - 1)] + [_END]
    assert len(fat) <= _SECTOR // 4, "one sector of FAT is enough for a test"
    head = (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
        + bytes(16)
        + struct.pack("<HHHHH6xIIIIIIIII", 0x3E, 3, 0xFFFE, 9, 6, 0, 1, directory_at, 0, _SMALLEST, _END, 0, _END, 0)
    )
    head += struct.pack("<109I", 0, *[_FREE] * 108)
    body = b"".join(content.ljust(size * _SECTOR, b"\0") for content, size in zip(contents, sizes, strict=True))
    return head + struct.pack("<128I", *fat, *[_FREE] * (128 - len(fat))) + body + directory


def _entry(name: str, kind: int, start: int, size: int, right: int = _FREE, child: int = _FREE) -> bytes:
    raw = name.encode("utf-16-le")
    return raw.ljust(64, b"\0") + struct.pack("<HBBIII36xIII", len(raw) + 2, kind, 1, _FREE, right, child, start, size, 0)
