"""The way through the text of a Word document: paragraphs and tables in the order of reading, each run once.

Shown text is read: insertions, content controls, text boxes (behind the paragraph they hang on), results of fields, notes
(behind the paragraph they belong to). Deletions, hidden text and codes of fields are not; a flag says that there were some.
Elements that are not known here are walked through, so that a new wrapper of Word's loses nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from xml.etree.ElementTree import Element

from ureport.readers.bounds import places
from ureport.readers.rows import Block, Cell, Covered, Grid
from ureport.readers.word.elements import MAX_COLUMNS, choice, columns, goes_on, number
from ureport.readers.word.marks import BLANKS, COMMENTS, DELETED, HIDDEN, LEADER, SET_IN, is_private, note_mark, raised, symbols
from ureport.readers.word.numbering import Numbering
from ureport.readers.word.styles import Styles

_DELETED = ("del", "moveFrom")
_NOT_SHOWN = {*_DELETED, "instrText", "delText", "delInstrText", "rPr", "pPr", "sdtPr", "sdtEndPr", "tblPr", "tblGrid", "trPr", "tcPr", "sectPr", "rt"}
_CODE = re.compile("[0-9A-Fa-f]{1,4}")
_WRITTEN = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
# without these signs 1/2 would read 12, and 10² 102
_MATHS = {"den": "/", "sup": "^", "sub": "_"}
_LEFT_OUT = {
    "commentReference": COMMENTS,
    "chart": "chart left out",
    "relIds": "diagram left out",
    "OLEObject": "embedded object left out",
    "altChunk": "embedded document left out",
    "subDoc": "embedded document left out",
}


class Walk:
    """Walks through the parts of one document; gathers flags, and the numbers of its notes."""

    def __init__(self, styles: Styles, numbering: Numbering, notes: Mapping[tuple[str, str], Element]) -> None:
        self.flags: dict[str, None] = {}
        self.pictures = False
        self._styles = styles
        self._numbering = numbering
        self._notes = notes
        self._called: dict[tuple[str, str], None] = {}
        self._due: list[tuple[int, Element]] = []
        self._boxes: list[Element] = []
        self._fields: list[bool] = []
        """The fields that are open, True for one whose code goes on."""
        self._in_tables = 0
        self._places = places()
        self._held = ""
        """The text of a paragraph whose end was deleted: it goes on in the next."""

    def blocks(self, parent: Element) -> Iterator[Block]:
        """The paragraphs and tables of a body, a cell, a note, a text box."""
        for child in parent:
            if child.tag in ("p", "r", "hyperlink"):
                text = self._paragraph(child)
                if not self._held:
                    yield text
                    yield from self._behind()
            elif child.tag == "tbl":
                yield from self._flushed()
                inner: list[Grid] = []
                yield self._grid(child, inner)
                yield from inner
                yield from self._behind()
            elif child.tag == "AlternateContent":
                yield from self.blocks(choice(child))
            elif not self._passed_over(child):
                yield from self.blocks(child)
        yield from self._flushed()

    def _flushed(self) -> Iterator[Block]:
        """The paragraph that waits for one to go on in, when none follows."""
        if self._held:
            text, self._held = self._held, ""
            yield text
            yield from self._behind()

    def _behind(self) -> Iterator[Block]:
        """The text boxes and the notes of what was just read; the notes of a table wait for its end."""
        boxes, self._boxes = self._boxes, []
        for box in boxes:
            yield from self.blocks(box)
        if self._in_tables:
            return
        due, self._due = self._due, []
        for count, note in due:
            for position, block in enumerate(self.blocks(note)):
                if isinstance(block, str) and not position:
                    # set in, a note begins a paragraph for the layout too
                    block = f"{SET_IN}{note_mark(count)} {block.lstrip(BLANKS)}"
                yield block

    def _passed_over(self, element: Element) -> bool:
        if element.tag in _DELETED and len(element):
            self.flags[DELETED] = None
        elif element.tag in _LEFT_OUT:
            self.flags[_LEFT_OUT[element.tag]] = None
        return element.tag in _NOT_SHOWN

    def _paragraph(self, element: Element) -> str:
        properties = element.find("pPr")
        self._fields.clear()
        text = self._held + "".join(self._inline(element))
        self._held = ""
        mark = properties.find("rPr") if properties is not None else None
        if mark is not None and any(mark.find(tag) is not None for tag in _DELETED):
            self._held = text
            return ""
        label = self._numbering.label(properties)
        if self._styles.contents(properties):
            text = text.replace("\t", LEADER)
        if not text.strip(BLANKS):
            return ""
        if label:
            return label + text.lstrip(BLANKS)
        return SET_IN + text if text[0] not in BLANKS and self._styles.indented(properties) else text

    def _inline(self, parent: Element) -> Iterator[str]:
        for child in parent:
            if child.tag == "t":
                if not any(self._fields):
                    yield child.text or ""
            elif child.tag == "r":
                yield from self._run(child)
            elif (sign := _WRITTEN.get(child.tag)) is not None:
                yield sign
            elif (act := _ACTS.get(child.tag)) is not None:
                yield from act(self, child)
            elif not self._passed_over(child):
                yield _MATHS.get(child.tag, "")
                yield from self._inline(child)

    def _run(self, run: Element) -> Iterator[str]:
        properties = run.find("rPr")
        text = "".join(self._inline(run))
        if self._styles.hidden(properties):
            if text.strip():
                self.flags[HIDDEN] = None
            return
        fonts = properties.find("rFonts") if properties is not None else None
        text = symbols(text, fonts.get("ascii", "")) if fonts is not None else text
        yield raised(text, self._styles.raised(properties))

    def _field(self, element: Element) -> Iterator[str]:
        kind = element.get("fldCharType")
        if kind == "begin":
            self._fields.append(True)
            chosen = element.find("ffData/ddList")
            if chosen is not None:
                entries = [entry.get("val", "") for entry in chosen.iterfind("listEntry")]
                picked = number(chosen.find("result"), "val")
                yield entries[picked] if 0 <= picked < len(entries) else ""
        elif self._fields and kind == "separate":
            self._fields[-1] = False
        elif self._fields and kind == "end":
            self._fields.pop()

    def _sign(self, element: Element) -> Iterator[str]:
        """A sign of a symbol font: ≥ of the font Symbol, any other as it is."""
        code = element.get("char", "")
        if _CODE.fullmatch(code):
            sign = chr(int(code, 16))
            yield symbols(sign, element.get("font", "")) if sign.isprintable() or is_private(sign) else ""

    def _note(self, element: Element) -> Iterator[str]:
        """The mark of a note, raised: 98%¹ never reads 98%1. Notes count through the document."""
        key = element.tag.removesuffix("Reference"), element.get("id", "")
        if key in self._called or (note := self._notes.get(key)) is None:
            return
        self._called[key] = None
        self._due.append((len(self._called), note))
        yield note_mark(len(self._called))

    def _box(self, element: Element) -> Iterator[str]:
        self._boxes.append(element)
        yield from ()

    def _shape(self, element: Element) -> Iterator[str]:
        """A paragraph within a drawing that is no text box of Word's."""
        wrapper = Element("box")
        wrapper.append(element)
        return self._box(wrapper)

    def _picture(self, element: Element) -> Iterator[str]:
        self.pictures = True
        yield from ()

    def _chosen(self, element: Element) -> Iterator[str]:
        return self._inline(choice(element))

    def _base(self, element: Element) -> Iterator[str]:
        """Characters with their pronunciation above: the characters."""
        for base in element.iterfind("rubyBase"):
            yield from self._inline(base)

    def _grid(self, table: Element, inner: list[Grid]) -> Grid:
        self._in_tables += 1
        grid = Grid([self._row(row, inner) for row in self._parts(table, "tr")])
        self._in_tables -= 1
        return grid

    def _row(self, row: Element, inner: list[Grid]) -> list[Cell]:
        cells: list[Cell] = []
        properties = row.find("trPr")
        if properties is not None:
            if properties.find("del") is not None:
                self.flags[DELETED] = None
                return []
            before = columns(properties.find("gridBefore"), 0)
            self._places.take(before)
            cells += [()] * before
        for cell in self._parts(row, "tc"):
            properties = cell.find("tcPr")
            down = properties.find("vMerge") if properties is not None else None
            right = properties.find("hMerge") if properties is not None else None
            paragraphs = []
            for block in self.blocks(cell):
                if isinstance(block, Grid):
                    inner.append(block)
                elif block.strip():
                    paragraphs.append(block.strip(BLANKS))
            first: Cell = tuple(paragraphs)
            if not paragraphs and goes_on(down):
                first = Covered.ABOVE
            elif not paragraphs and goes_on(right):
                first = Covered.LEFT
            span = columns(properties.find("gridSpan") if properties is not None else None, 1)
            self._places.take(span)
            cells += [first, *([first if first is Covered.ABOVE else Covered.LEFT] * (span - 1))]
        return cells[:MAX_COLUMNS]

    def _parts(self, parent: Element, tag: str) -> Iterator[Element]:
        """The rows of a table, the cells of a row, within content controls too."""
        for child in parent:
            if child.tag == tag:
                yield child
            elif child.tag == "AlternateContent":
                yield from self._parts(choice(child), tag)
            elif not self._passed_over(child):
                yield from self._parts(child, tag)


_ACTS: dict[str, Callable[[Walk, Element], Iterator[str]]] = {
    "AlternateContent": Walk._chosen,
    "p": Walk._shape,
    "txbxContent": Walk._box,
    "fldChar": Walk._field,
    "sym": Walk._sign,
    "footnoteReference": Walk._note,
    "endnoteReference": Walk._note,
    "ruby": Walk._base,
    "blip": Walk._picture,
    "imagedata": Walk._picture,
}
