"""Lines of all pages → paragraphs: a line that reaches the right margin goes on in the next, also over the end of a page.

The places of lines tell what their words cannot: that a line ends with 。 at the margin and its paragraph goes on, or that it ends
early and the next begins a new one. Where the margin is not certain the lines stay as they are; the layout joins them by their words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ureport.readers.pages.lines import Line
from ureport.readers.rows import Block, Grid
from ureport.readers.word.marks import SET_IN, list_label

_LABEL = re.compile(r"[(（]?[0-9一二三四五六七八九十]{1,3}[.．、)）]$")
_BEGINS = re.compile(
    r"[一二三四五六七八九十]{1,3} ?[、.．]|[(（【\[]|[0-9]{1,2} ?[、.．)）](?![0-9])|[①-⑳●■◆★▲□○→·•—-]"
    r"|第[一二三四五六七八九十]{1,3}[章节部]|[表图附注][0-9一二三四五六七八九十]?[：: ]"
)
_CLOSED = re.compile("[。！？；：!?;:][”’）)]*$")
_ENDED = re.compile("[。！？!?][”’）)]*$")
_CONTENTS = re.compile(r"[….·]{2} ?[0-9]+$")
_MARGIN = 1.5
"""A line that ends so near to the right margin, in heights of a line, is full."""
_NARROW = 20
"""Lines of fewer heights than this may be short by chance."""
_CERTAIN = 3
"""So many full lines show where the margin is."""
_WORD = re.compile("[A-Za-z]")


@dataclass(frozen=True, slots=True)
class _Piece:
    """A line as text; ``begins`` a paragraph for certain, ``full`` up to the right margin, ``at_margin`` on the left."""

    text: str
    height: float
    set_in: bool
    begins: bool
    full: bool
    at_margin: bool


def to_paragraphs(pages: Sequence[Sequence[Line | Grid]], notes: Sequence[Sequence[str]]) -> Iterator[Block]:
    """The paragraphs and tables; the notes of a page stand behind the paragraph that its end breaks."""
    laid = [_pieces(page) for page in pages]
    pieces = [piece for page in laid for piece in page if isinstance(piece, _Piece)]
    certain = sum(piece.full for piece in pieces) >= _CERTAIN
    flowing = sum(piece.set_in for piece in pieces) >= _CERTAIN
    text, last = "", None
    due: list[str] = []
    for page, page_notes in zip(laid, notes, strict=True):
        for piece in page:
            if isinstance(piece, _Piece) and last and certain and _goes_on(last, piece, flowing):
                text += (" " if _WORD.match(text[-1]) and _WORD.match(piece.text) else "") + piece.text
                last = piece
                continue
            if last:
                yield text
            if isinstance(piece, Grid) or piece.begins or not last or _CLOSED.search(last.text):
                yield from due
                due.clear()
            if isinstance(piece, Grid):
                yield piece
                last = None
            else:
                text, last = piece.text, piece
        due += page_notes
    if last:
        yield text
    yield from due


def _goes_on(above: _Piece, below: _Piece, flowing: bool) -> bool:
    """True when ``below`` is in the paragraph of ``above``; ``flowing`` when paragraphs show where they begin."""
    if not above.full or below.begins or not below.at_margin or abs(above.height - below.height) > 0.1 * above.height:
        return False
    return not _CONTENTS.search(above.text) and (flowing or not _ENDED.search(above.text))


def _pieces(page: Sequence[Line | Grid]) -> list[_Piece | Grid]:
    lines = [block for block in page if isinstance(block, Line)]
    left, right = min((line.left for line in lines), default=0.0), max((line.right for line in lines), default=0.0)
    return [block if isinstance(block, Grid) else _piece(block, left, right) for block in page]


def _piece(line: Line, left: float, right: float) -> _Piece:
    text = line.text
    first, *rest = line.stretches
    if rest and _LABEL.match(first.text):
        text = list_label(first.text) + "  ".join(stretch.text for stretch in rest)
    set_in = 1.2 * line.height < line.left - left < 3.2 * line.height
    full = right - line.right < _MARGIN * line.height and right - left > _NARROW * line.height
    return _Piece((SET_IN if set_in else "") + text, line.height, set_in, set_in or bool(_BEGINS.match(text)), full, line.left - left < 0.6 * line.height)
