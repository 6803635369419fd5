"""Pages → text: lines and tables in the order of reading; what stands on the edges of the pages behind it.

A page break within a sentence is none for the reader: page numbers, running heads and footnotes would stand in its middle.
"""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from statistics import median

from ureport.readers.pages.glyphs import Page, Rule
from ureport.readers.pages.lines import Line, to_lines
from ureport.readers.pages.paragraphs import to_paragraphs
from ureport.readers.pages.tables import by_columns, ruled_tables
from ureport.readers.rows import Block, Grid
from ureport.readers.word.marks import SET_IN, raised

_NUMBER = re.compile(r"[-—–·•~ ]*(?:第 ?)?[0-9]{1,4}(?: ?页)?(?: ?[/,，共]+ ?[0-9]{1,4} ?页?)?[-—–·•~ ]*$")
_NOTE = re.compile(r"(?:[¹²³⁴-⁹①-⑳*＊※]|\[[0-9]{1,2}\]|[0-9]{1,2} ?(?![0-9.、]))")
_DIGITS = re.compile("[0-9]+")
_SMALLER = 0.93
_SAME_PLACE = 4.0


@dataclass(slots=True)
class _Laid:
    """A page: its lines and tables, and the lines of its edges."""

    blocks: list[Line | Grid] = field(default_factory=list)
    edges: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    aside: list[str] = field(default_factory=list)


def to_blocks(pages: Sequence[Page]) -> Iterator[Block]:
    """The paragraphs and tables of all pages; then running heads and feet and page numbers, each once, and what stands slantwise."""
    laid = [_page(page) for page in pages]
    _take_running(laid)
    yield from to_paragraphs([page.blocks for page in laid], [page.notes for page in laid])
    yield from dict.fromkeys(text for page in laid for text in page.edges)
    yield from dict.fromkeys(text for page in laid for text in page.aside)


def _page(page: Page) -> _Laid:
    boxes, glyphs, alone = ruled_tables(page.glyphs, page.rules)
    lines = to_lines(glyphs)
    laid = _Laid(aside=page.aside)
    start = 0
    for box in sorted(boxes, key=lambda b: -b.top):
        stop = next((number for number, line in enumerate(lines) if line.base < box.top and number >= start), len(lines))
        laid.blocks += by_columns(lines[start:stop])
        laid.blocks.append(box.grid)
        start = stop
    laid.blocks += by_columns(lines[start:])
    for first in (False, True):
        if (line := _edge_line(laid, first)) is not None and _NUMBER.match(line.text):
            _take(laid, line)
    _take_notes(laid, alone)
    return laid


def _edge_line(laid: _Laid, first: bool) -> Line | None:
    """The line at the top or the bottom of a page, when it stands off from the text; above a table it names the table."""
    blocks = laid.blocks if first else laid.blocks[::-1]
    line, other = (*blocks[:2], None, None)[:2]
    if not isinstance(line, Line) or (first and isinstance(other, Grid)):
        return None
    if not isinstance(other, Line):
        return line
    lines = [block for block in laid.blocks if isinstance(block, Line)]
    pitch = median(above.base - below.base for above, below in itertools.pairwise(lines))
    return line if len(lines) < 3 or abs(line.base - other.base) > 1.2 * pitch else None


def _take(laid: _Laid, line: Line) -> None:
    laid.edges.append(line.text)
    laid.blocks.remove(line)


def _take_running(pages: list[_Laid]) -> None:
    """Takes the lines that stand at the same place of several pages, their digits apart: running heads and feet."""
    for first in (True, False, True, False):
        edges = [_edge_line(page, first) for page in pages]
        counts = Counter(_place(line) for line in edges if line)
        for page, line in zip(pages, edges, strict=True):
            if line and counts[_place(line)] > 1:
                _take(page, line)


def _place(line: Line) -> tuple[str, int]:
    return _DIGITS.sub("#", line.text), round(line.base / _SAME_PLACE)


def _take_notes(laid: _Laid, alone: Sequence[Rule]) -> None:
    """Takes the footnotes: at the bottom, from the first line that begins with a mark; smaller than the text, or under a short rule."""
    lines = [block for block in laid.blocks if isinstance(block, Line)]
    if len(lines) < 3:
        return
    usual, margin = median(line.height for line in lines), min(line.left for line in lines)
    ruled = [rule.at for rule in alone if rule.across and abs(rule.start - margin) < usual and not any(0 < line.base - rule.at < usual / 2 for line in lines)]
    top = max((at for at in ruled if sum(line.base < at for line in lines) * 2 < len(lines)), default=-1.0)
    first = len(laid.blocks)
    while first and isinstance(block := laid.blocks[first - 1], Line) and (block.height < _SMALLER * usual or block.base < top):
        first -= 1
    notes = [block for block in laid.blocks[first:] if isinstance(block, Line)]
    while notes and not _NOTE.match(notes[0].text):
        notes.pop(0)
    if not notes or len(notes) * 2 > len(lines):
        return
    del laid.blocks[-len(notes) :]
    for line in notes:
        mark = _NOTE.match(line.text)
        if mark:
            laid.notes.append(f"{SET_IN}{raised(mark[0].strip(), 'superscript')} {line.text[mark.end() :].strip()}")
        else:
            laid.notes[-1] += line.text
