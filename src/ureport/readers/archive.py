"""ZIP archives: every report in them, ``a.zip!/b.docx``, in the order of their names; nothing is written to disk.

An archive in an archive is read, one within that is not. What a broken, locked or huge member costs is that member.
"""

from __future__ import annotations

import io
import re
import stat
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass

from ureport.errors import InputError
from ureport.readers.encoding import decode
from ureport.readers.folder import INSIDE, Skipped, is_hidden
from ureport.readers.formats import SUFFIXES, Item, choose, read_as, suffix_of
from ureport.readers.sniff import Sample

MAX_DEPTH = 2
MAX_MEMBERS = 10_000
MAX_MEMBER = 100 << 20
MAX_TOTAL = 1 << 30
"""Bytes that all members together may have, those of archives in the archive too."""
MAX_RATIO, SMALL = 200, 1 << 20
"""No text shrinks to less than one byte in so many; small members may."""
UNPACK = "unpack it and name the folder"
REPACK = "have it packed and sent again"
_IS_UTF8, _IS_LOCKED = 1 << 11, 1
_DRIVE = re.compile("^[A-Za-z]:")


@dataclass(slots=True)
class _Budget:
    """What may still be unpacked from one archive."""

    members: int = MAX_MEMBERS
    bytes: int = MAX_TOTAL


def read(data: bytes, source: str) -> Iterator[Item]:
    """The documents of an archive, with the errors of its members; raises InputError when there is no report in it."""
    yield from _read(data, source, 1, _Budget())


def _read(data: bytes, source: str, depth: int, budget: _Budget) -> Iterator[Item]:
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except MemoryError as error:
        raise InputError.out_of_memory() from error
    except Exception as error:
        raise InputError(
            f"damaged: its table of contents cannot be read ({error}); ZIP, DOCX and XLSX files have one", remedy=REPACK, kind="damaged"
        ) from error
    silent = True
    with archive:
        for name, member in _members(archive, budget):
            for item in _member(archive, member, f"{source}{INSIDE}{name}", depth, budget):
                silent = silent and isinstance(item, Skipped)
                yield item
    if silent:
        raise InputError("no report found in this archive", remedy="pack reports into it", kind="missing")


def _members(archive: zipfile.ZipFile, budget: _Budget) -> list[tuple[str, zipfile.ZipInfo]]:
    """The files in an archive, each with a name of its own, in the order of the names; what is hidden is left out."""
    files = [member for member in archive.infolist() if not member.is_dir()]
    budget.members -= len(files)
    if budget.members < 0:
        raise InputError(f"too many files in it: more than {MAX_MEMBERS:,}", remedy=UNPACK, kind="too-large")
    named: dict[str, zipfile.ZipInfo] = {}
    for member, name in zip(files, _names(files), strict=True):
        if is_hidden(name):
            continue
        own, count = name, 1
        while own in named:
            count += 1
            own = f"{name.removesuffix(suffix_of(name))} ({count}){suffix_of(name)}"
        named[own] = member
    return sorted(named.items())


def _names(files: list[zipfile.ZipInfo]) -> list[str]:
    """The paths of members: those that are not marked as UTF-8 are in one encoding of their packer, mostly GBK."""
    raw = [b"" if member.flag_bits & _IS_UTF8 else member.orig_filename.encode("cp437", "replace") for member in files]
    try:
        encoding = decode(b"\n".join(filter(None, raw))).encoding
    except InputError:
        encoding = "gb18030"
    return [_safe(name.decode(encoding, "replace") if name else member.filename) for name, member in zip(raw, files, strict=True)]


def _safe(name: str) -> str:
    """A path that leads nowhere but into its archive: no root, drive or ``..``, and nothing that a terminal would obey."""
    parts = [part for part in re.split(r"[/\\]+", _DRIVE.sub("", name)) if part not in ("", ".", "..")]
    return "".join(c if c.isprintable() else "\ufffd" for c in "/".join(parts)) or "unnamed"


def _member(archive: zipfile.ZipFile, member: zipfile.ZipInfo, source: str, depth: int, budget: _Budget) -> Iterator[Item]:
    """What one member holds, or its error."""
    suffix = suffix_of(source)
    if stat.S_ISLNK(member.external_attr >> 16):
        yield Skipped(source, "link")
    elif suffix not in SUFFIXES:
        yield Skipped(source, suffix or "no suffix")
    else:
        try:
            data = _unpacked(archive, member, budget)
            form = choose(Sample(data, suffix))
            if form.name != "zip":
                yield from read_as(form, data, source)
            elif depth < MAX_DEPTH:
                yield from _read(data, source, depth + 1, budget)
            else:
                raise InputError(f"an archive in an archive in an archive: only {MAX_DEPTH} are opened", remedy=UNPACK, kind="unsupported")
        except InputError as error:
            yield error.at(error.place or source)


def _unpacked(archive: zipfile.ZipFile, member: zipfile.ZipInfo, budget: _Budget) -> bytes:
    """The bytes of a member, never more than its size as declared."""
    if member.flag_bits & _IS_LOCKED:
        raise InputError("encrypted: it opens with a password only", remedy="unpack it with its password, and name the folder", kind="encrypted")
    if member.file_size > MAX_MEMBER:
        raise InputError(f"too large: {member.file_size:,} bytes, more than {MAX_MEMBER:,}", remedy=UNPACK, kind="too-large")
    if member.file_size > SMALL and member.file_size > MAX_RATIO * max(member.compress_size, 1):
        raise InputError(f"too large for its {member.compress_size:,} bytes: this may be a ZIP bomb", remedy=UNPACK, kind="too-large")
    budget.bytes -= member.file_size
    if budget.bytes < 0:
        raise InputError(f"too large: all files in the archive together have more than {MAX_TOTAL:,} bytes", remedy=UNPACK, kind="too-large")
    try:
        with archive.open(member) as stream:
            return stream.read(member.file_size + 1)
    except NotImplementedError as error:
        raise InputError(f"packed in a way that is not known here ({error})", remedy=UNPACK, kind="unsupported") from error
    except MemoryError as error:
        raise InputError.out_of_memory() from error
    except Exception as error:  # zlib, lzma and zipfile have errors of their own
        raise InputError(f"damaged in the archive ({error})", remedy=REPACK, kind="damaged") from error
