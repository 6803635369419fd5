"""Glyphs → lines: glyphs of one baseline from left to right, in stretches that wide gaps part.

What a font spaces out is one word or one number (3 5 0 0名 is 3500名); what stands above the line is raised (98%¹).
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import median

from ureport.readers.pages.glyphs import Glyph
from ureport.readers.word.marks import raised

_SAME_LINE = 0.3
_SMALL = 0.8
_MARKS = 40
"""More small glyphs than this beside a line are a line of their own."""
_BLANK = 0.25
"""A gap between letters or digits, in heights of the line, that is a blank; between Chinese characters it takes three times that."""
_WIDE = 1.5
"""A gap this wide parts two stretches: columns, or a heading and its date."""
_LOOSE = 1.0
"""The widest spacing of letters."""
_LATIN = re.compile(r"[A-Za-z0-9.,%+\-]")
_SPACED_DIGITS = re.compile(r"(?<![0-9.,])[0-9.,](?: [0-9.,]){2,}(?![0-9.,])")


@dataclass(frozen=True, slots=True)
class Stretch:
    """A part of a line without wide gaps."""

    left: float
    right: float
    text: str


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text: its stretches from left to right, its baseline and height."""

    stretches: tuple[Stretch, ...]
    base: float
    height: float

    @property
    def left(self) -> float:
        return self.stretches[0].left

    @property
    def right(self) -> float:
        return self.stretches[-1].right

    @property
    def text(self) -> str:
        """The line with its stretches apart as far as a layout may tell them."""
        return "  ".join(stretch.text for stretch in self.stretches)


def to_lines(glyphs: Sequence[Glyph]) -> list[Line]:
    """The lines of glyphs, from top to bottom; blank ones are left out."""
    rows: list[list[Glyph]] = []
    for glyph in sorted(glyphs, key=lambda g: -g.base):
        if rows and rows[-1][0].base - glyph.base <= _SAME_LINE * max(min(glyph.height, rows[-1][0].height), 1):
            rows[-1].append(glyph)
        else:
            rows.append([glyph])
    return [line for row, marks in _with_marks(rows) if (line := _line(row, marks)).stretches]


def _with_marks(rows: list[list[Glyph]]) -> Iterator[tuple[list[Glyph], set[Glyph]]]:
    """The rows, and which of their glyphs are raised or lowered: a row of small glyphs belongs to the line that it touches."""
    taken: dict[int, list[Glyph]] = {}
    marks: set[int] = set()
    for number, row in enumerate(rows):
        for other in (number + 1, number - 1):
            if 0 <= other < len(rows) and other not in marks and _touches(row, rows[other]):
                taken.setdefault(other, []).extend(row)
                marks.add(number)
                break
    for number, row in enumerate(rows):
        if number not in marks:
            small = taken.get(number, [])
            yield [*row, *small], set(small)


def _touches(small: list[Glyph], large: list[Glyph]) -> bool:
    height = max(glyph.height for glyph in large)
    if len(small) > _MARKS or max(glyph.height for glyph in small) > _SMALL * height or not -0.4 * height < small[0].base - large[0].base < 0.9 * height:
        return False
    near = [any(_beside(glyph, other, height / 2) for other in large) for glyph in small]
    return any(near) and all(close or any(_beside(glyph, other, height / 2) for other in small) for close, glyph in zip(near, small, strict=True))


def _beside(a: Glyph, b: Glyph, distance: float) -> bool:
    return a is not b and (abs(b.right - a.left) < distance or abs(a.right - b.left) < distance)


def _line(row: list[Glyph], marks: set[Glyph]) -> Line:
    glyphs = _once(sorted(row, key=lambda g: g.left))
    plain = [glyph for glyph in glyphs if glyph not in marks] or glyphs
    height = median(glyph.height for glyph in plain)
    base = median(glyph.base for glyph in plain)
    spacing = _spacing(glyphs, height)
    stretches: list[Stretch] = []
    for part in _parts(glyphs, spacing + _WIDE * height):
        text = _written(part, marks, spacing, height, base)
        if text:
            stretches.append(Stretch(part[0].left, part[-1].right, text))
    return Line(tuple(stretches), base, height)


def _once(glyphs: list[Glyph]) -> list[Glyph]:
    """The glyphs without those drawn a second time, slightly moved, to look bold."""
    kept: list[Glyph] = []
    for glyph in glyphs:
        if not any(glyph.text == other.text and abs(glyph.left - other.left) < 0.15 * glyph.height and not glyph.text.isspace() for other in kept[-2:]):
            kept.append(glyph)
    return kept


def _spacing(glyphs: list[Glyph], height: float) -> float:
    """The gap that the font of a line leaves between all its characters."""
    gaps = [b.left - a.right for a, b in itertools.pairwise(glyphs) if not a.text.isspace() and not b.text.isspace()]
    return min(max(median(gaps), 0.0), _LOOSE * height) if len(gaps) > 2 else 0.0


def _parts(glyphs: list[Glyph], wide: float) -> Iterator[list[Glyph]]:
    """The glyphs between wide gaps; blanks at the ends are left out."""
    part: list[Glyph] = []
    right = 0.0
    for glyph in glyphs:
        if glyph.text.isspace():
            if part:
                part.append(glyph)
            continue
        if part and glyph.left - right > wide:
            yield _stripped(part)
            part = []
        part.append(glyph)
        right = glyph.right
    if part:
        yield _stripped(part)


def _stripped(part: list[Glyph]) -> list[Glyph]:
    while part[-1].text.isspace():
        part.pop()
    return part


def _written(part: list[Glyph], marks: set[Glyph], spacing: float, height: float, base: float) -> str:
    pieces: list[str] = []
    before: Glyph | None = None
    for glyph in part:
        if before is not None and not glyph.text.isspace() and not before.text.isspace():
            gap = glyph.left - before.right - spacing
            latin = _LATIN.match(glyph.text) and _LATIN.match(before.text)
            if gap > (_BLANK if latin else 3 * _BLANK) * height:
                pieces.append(" ")
        how = "" if glyph not in marks else "superscript" if glyph.base > base else "subscript"
        pieces.append(raised(glyph.text, how))
        before = glyph
    return _SPACED_DIGITS.sub(lambda found: found[0].replace(" ", ""), "".join(pieces))
