"""ZIP files, opened within bounds."""

from __future__ import annotations

import io
import zipfile

from ureport.errors import InputError

MOST = 50_000
"""More files than this are not even listed: a file of a hundred megabytes can name two million."""
_ENTRY = b"PK\x01\x02"


def open_zip(data: bytes) -> zipfile.ZipFile:
    """The archive; raises InputError for one that lists files without end, and what ``zipfile`` raises for one that is damaged."""
    if data.count(_ENTRY) > MOST:
        raise InputError(f"too many files in it: more than {MOST:,}", remedy="unpack it and name the folder", kind="too-large")
    return zipfile.ZipFile(io.BytesIO(data))
