"""Office packages (DOCX, XLSX, ODS): XML parts in a ZIP file, read within bounds by the parser of the standard library.

What XML allows and office files never hold is refused: document type declarations (and with them entities), elements
nested without end. What is declared to unpack to more than a report can hold is refused before it is unpacked.
"""

from __future__ import annotations

import posixpath
import zipfile
import zlib
from collections.abc import Mapping
from typing import Any, Protocol
from xml.etree.ElementTree import Element, ParseError, TreeBuilder, XMLParser

from ureport.readers.bounds import Budget
from ureport.readers.faults import damaged, encrypted, too_large
from ureport.readers.sniff import OLE
from ureport.readers.zips import open_zip

_MEMBERS = 20_000
_PART = 96 * 2**20
"""Bytes that one part may unpack to; the text of a report of a thousand pages is a tenth of it."""
_WHOLE = 256 * 2**20
"""Bytes that all parts together may unpack to."""
_RATIO = 400
"""A part of more than a megabyte that unpacks to more times its size is a bomb; XML of office files shrinks to a tenth or a fiftieth."""
_DEPTH = 200
_ELEMENTS = 2_000_000
"""Elements that all parts together may hold, those that are read twice counted twice."""
_CHUNK = 1 << 16
# what zipfile and zlib raise for damaged archives: wrong sums and lengths, unknown methods, offsets out of range
_DAMAGE = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, ValueError, OverflowError)


class Target(Protocol):
    """What takes the events of an XML part; names of elements and attributes come without their namespace."""

    def start(self, tag: str, attributes: dict[str, str]) -> object: ...

    def end(self, tag: str) -> object: ...

    def data(self, text: str) -> object: ...


def is_encrypted_package(data: bytes) -> bool:
    """True for an office package behind a password: it lies as a stream of a name of its own in an OLE file."""
    return data.startswith(OLE) and "EncryptedPackage".encode("utf-16-le") in data


class Package:
    """The parts of an office package by their path; raises InputError for what cannot be unpacked."""

    def __init__(self, data: bytes, kind: str) -> None:
        if is_encrypted_package(data):
            raise encrypted()
        try:
            self._zip = open_zip(data)
            members = self._zip.infolist()
        except _DAMAGE as error:
            raise damaged(f"this is no whole {kind} file") from error
        if len(members) > _MEMBERS:
            raise too_large(f"{len(members):,} parts")
        # Windows programs take any case, and some write backslashes
        self._members = {_key(member.filename): member for member in members}
        self._unpacked = 0
        self._elements = Budget(_ELEMENTS, "elements")

    def __contains__(self, path: str) -> bool:
        return _key(path) in self._members

    def names(self) -> list[str]:
        """The paths of the parts, in small letters."""
        return list(self._members)

    def feed(self, path: str, target: Target) -> None:
        """Sends the events of an XML part to a target."""
        member = self._members.get(_key(path))
        if member is None:
            raise damaged(f"its part {path} is missing")
        if member.flag_bits & 1:
            raise encrypted()
        self._unpacked += member.file_size
        if self._unpacked > _WHOLE or member.file_size > _PART or (member.file_size > 2**20 and member.file_size > _RATIO * member.compress_size):
            raise too_large(f"its part {path} unpacks to {member.file_size:,} bytes")
        parser = XMLParser(target=_Guard(target, self._elements))
        try:
            with self._zip.open(member) as part:
                while chunk := part.read(_CHUNK):
                    parser.feed(chunk)
            parser.close()
        except (ParseError, LookupError, *_DAMAGE) as error:
            raise damaged(f"its part {path} cannot be read") from error

    def tree(self, path: str) -> Element:
        """The root element of an XML part."""
        builder = TreeBuilder()
        self.feed(path, builder)
        root: Element = builder.close()
        return root

    def relations(self, path: str) -> dict[str, tuple[str, str]]:
        """The parts that a part refers to: id → (kind, path); kind is the last word of the relation's type."""
        folder, name = posixpath.split(path)
        rels = posixpath.join(folder, "_rels", f"{name}.rels")
        if rels not in self:
            return {}
        found: dict[str, tuple[str, str]] = {}
        for relation in self.tree(rels):
            target = relation.get("Target", "")
            if relation.get("TargetMode") != "External" and target:
                kind = relation.get("Type", "").rpartition("/")[2]
                found[relation.get("Id", "")] = kind, posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
        return found

    def main(self, usual: str) -> str:
        """The path of the part that holds the document."""
        return next((target for kind, target in self.relations("").values() if kind == "officeDocument"), usual)


class _Guard:
    """Passes events on, without namespaces; refuses document types, endless nesting and endless lists of elements."""

    def __init__(self, target: Target, elements: Budget) -> None:
        self._target = target
        self._depth = 0
        self._elements = elements
        self._names: dict[str, str] = {}
        self.data = target.data

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        self._depth += 1
        if self._depth > _DEPTH:
            raise damaged(f"elements nested more than {_DEPTH} deep")
        self._elements.take()
        self._target.start(self._local(tag), {self._local(name): value for name, value in attributes.items()})

    def end(self, tag: str) -> None:
        self._depth -= 1
        self._target.end(self._local(tag))

    def doctype(self, *_: Any) -> None:
        raise damaged("a document type declaration, which no office file holds")

    def close(self) -> None:
        pass

    def _local(self, name: str) -> str:
        local = self._names.get(name)
        if local is None:
            local = self._names[name] = name.rpartition("}")[2]
        return local


def _key(path: str) -> str:
    return path.replace("\\", "/").lstrip("/").lower()
