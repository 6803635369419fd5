"""One document on its way: layout, numbers, and the words of the library found so far."""

from __future__ import annotations

import re
from bisect import bisect_left

from ureport.layout import read_layout
from ureport.library import Library
from ureport.matching import Occurrences
from ureport.mentions import scan
from ureport.mentions.cells import CellFigure, read_cells
from ureport.model import Document, Kind, Mention, Span
from ureport.normalise import Lines

_BREAK = re.compile(r"\s*[\r\n]+\s*")
_CAPTION = 60


class Work:
    """The document laid out and scanned; words are looked up where a stage asks for them."""

    def __init__(self, library: Library, document: Document) -> None:
        self.library = library
        self.vocabulary = library.vocabulary
        self.document = document
        self.layout = read_layout(document, self.vocabulary)
        self.text = self.layout.reading.text
        self.lines = Lines.of(document.text)
        furniture = [(p.start, p.end) for p in self.layout.paragraphs if p.kind is Kind.FURNITURE]
        self.cells: dict[int, CellFigure] = {}
        """Cells that hold a figure, by the start of their mention."""
        self.mentions = self._with_cells(scan(self.text, self.vocabulary, furniture))
        self._starts = [m.start for m in self.mentions]
        self._words: dict[Span, Occurrences] = {}

    def find_words(self, span: Span) -> Occurrences:
        """The library's words in a span of the reading."""
        return Occurrences(self.library, self.text, *span)

    def words(self, span: Span) -> Occurrences:
        """The library's words in a heading or label, remembered for all that stands under it."""
        known = self._words.get(span)
        if known is None:
            known = self._words[span] = self.find_words(span)
        return known

    def between(self, start: int, end: int) -> list[Mention]:
        """The mentions that begin between two offsets of the reading."""
        return self.mentions[bisect_left(self._starts, start) : bisect_left(self._starts, end)]

    def original(self, start: int, end: int) -> str:
        """The words of the document for a span of the reading, without the line breaks."""
        a, b = self.layout.reading.origin_span(start, end)
        return _BREAK.sub("", self.document.text[a:b]).strip()

    def _with_cells(self, found: list[Mention]) -> list[Mention]:
        """The mentions, those of table cells read as cells."""
        tables = [(number, p) for number, p in enumerate(self.layout.paragraphs) if p.table is not None]
        if not tables:
            return found
        for number, paragraph in tables:
            above = self.layout.paragraphs[max(0, number - 2) : number]
            caption = "\n".join(self.layout.text_of(p) for p in above if p.end - p.start < _CAPTION)
            if paragraph.table is not None:
                self.cells.update((c.mention.start, c) for c in read_cells(self.text, paragraph.table, caption, self.vocabulary))
        cells = sorted((c.mention for c in self.cells.values()), key=lambda m: m.start)
        ends = [m.end for m in cells]
        # a scanned mention that meets a cell gives way to it
        free = [m for m in found if not _meets(m, cells, ends)]
        return sorted([*free, *cells], key=lambda m: m.start)


def _meets(mention: Mention, cells: list[Mention], ends: list[int]) -> bool:
    first = bisect_left(ends, mention.start + 1)
    return first < len(cells) and cells[first].start < mention.end
