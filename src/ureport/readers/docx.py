"""Word documents (DOCX, DOCM; WPS writes the same): XML → text as it shows.

Walked through with the parser of the standard library: of mammoth, docx2python and python-docx each loses some of list
numbers, text boxes, notes, headers or insertions (docs/input-office.md has the table).
"""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree.ElementTree import Element

from ureport.model import Document
from ureport.readers.faults import SPARSE, damaged, is_stamp, no_text
from ureport.readers.package import Package
from ureport.readers.rows import Block, to_text
from ureport.readers.word.numbering import Numbering
from ureport.readers.word.styles import Styles
from ureport.readers.word.walk import Walk

_SEPARATORS = ("separator", "continuationSeparator", "continuationNotice")


def read(data: bytes, source: str) -> Iterator[Document]:
    """The one document of a DOCX file; raises InputError for what is damaged, encrypted, or holds no text.

    Headers and footers stand once, behind the text.
    """
    package = Package(data, "DOCX")
    main = package.main("word/document.xml")
    root = package.tree(main)
    body = root.find("body")
    if root.tag != "document" or body is None:
        raise damaged("this is no Word document")
    parts = package.relations(main)

    def part(kind: str) -> Element | None:
        return next((package.tree(path) for name, path in parts.values() if name == kind and path in package), None)

    styles = Styles(part("styles"))
    notes = {(kind, note.get("id", "")): note for kind in ("footnote", "endnote") for note in (part(f"{kind}s") or ()) if note.get("type") not in _SEPARATORS}
    walk = Walk(styles, Numbering(part("numbering"), styles), notes)
    blocks = list(walk.blocks(body))
    blocks += _edges(package, sorted({path for name, path in parts.values() if name in ("header", "footer")}), walk)
    text = to_text(blocks)
    if not text.strip():
        raise no_text(walk.pictures)
    if walk.pictures and is_stamp(len(text)):
        walk.flags[SPARSE] = None
    yield Document(source, text, "utf-8", tuple(walk.flags))


def _edges(package: Package, paths: list[str], walk: Walk) -> Iterator[Block]:
    """The headers and footers of all sections, each text once."""
    seen: set[str] = set()
    for path in paths:
        if path in package:
            text = to_text(list(walk.blocks(package.tree(path)))).strip("\n")
            if text and text not in seen:
                seen.add(text)
                yield text
