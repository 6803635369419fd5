"""A page of a PDF → its glyphs and ruled lines with their places, turned upright. PDFium reads; nothing here guesses at text."""

from __future__ import annotations

import ctypes
import math
import unicodedata
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from ureport.readers.faults import too_large

MAX_GLYPHS = 100_000
"""Glyphs of one page; a newspaper page has a tenth of that."""
_MAX_RULES = 20_000
_LINE_TO, _MOVE_TO = 0, 2
_PATH, _IMAGE = 2, 3
_STRAIGHT = 0.5
_SHORTEST = 4.0


@dataclass(frozen=True, slots=True)
class Glyph:
    """A character on its page: left and right edge, baseline, height; in points, from the lower left corner."""

    text: str
    left: float
    right: float
    base: float
    height: float


@dataclass(frozen=True, slots=True)
class Rule:
    """A ruled line: across at height ``at`` from ``start`` to ``end``, or down at ``at`` from left."""

    across: bool
    at: float
    start: float
    end: float


@dataclass(slots=True)
class Page:
    """What a page shows. ``aside`` is text that stands slantwise, ``unknown`` counts glyphs that stand for no known character."""

    glyphs: list[Glyph] = field(default_factory=list)
    rules: list[Rule] = field(default_factory=list)
    aside: list[str] = field(default_factory=list)
    pictured: float = 0.0
    """The part of the page that the largest picture covers, from 0 to 1."""
    unknown: int = 0
    forms: bool = False
    damaged: bool = False


def read_page(pdfium: Any, document: Any, number: int) -> Page:
    """The glyphs, rules and pictures of a page, counted from 0."""
    page, raw = document[number], pdfium.raw
    found = Page()
    try:
        text = page.get_textpage()
        try:
            turns = _glyphs(raw, text, found)
        finally:
            text.close()
        width, height = page.get_size()
        for element in page.get_objects(max_depth=3):
            if element.type == _PATH and len(found.rules) < _MAX_RULES:
                _rules(raw, element.raw, turns, found.rules)
            elif element.type == _IMAGE:
                left, bottom, right, top = element.get_bounds()
                found.pictured = max(found.pictured, (right - left) * (top - bottom) / max(width * height, 1))
        found.forms = any(_is_field(raw, page.raw, index) for index in range(min(raw.FPDFPage_GetAnnotCount(page.raw), 500)))
    finally:
        page.close()
    return found


def _glyphs(raw: Any, text: Any, found: Page) -> int:
    """Fills in the glyphs; returns by how many quarter turns most of them, and so the page, stand."""
    count = text.count_chars()
    if count > MAX_GLYPHS:
        raise too_large(f"a page of {count:,} characters")
    x, y, box = ctypes.c_double(), ctypes.c_double(), raw.FS_RECTF()
    seen: list[tuple[str, float, float, float, float, float, float, int | None]] = []
    for index in range(count):
        if raw.FPDFText_IsGenerated(text, index) == 1:
            continue
        code = raw.FPDFText_GetUnicode(text, index)
        character = _character(code)
        if raw.FPDFText_HasUnicodeMapError(text, index) == 1 or character is None:
            found.unknown += 1
        if not character or not raw.FPDFText_GetCharOrigin(text, index, x, y) or not raw.FPDFText_GetLooseCharBox(text, index, box):
            continue
        turns = -raw.FPDFText_GetCharAngle(text, index) / (math.pi / 2)
        quarter = round(turns) % 4 if abs(turns - round(turns)) < 0.05 else None
        seen.append((character, x.value, y.value, box.left, box.bottom, box.right, box.top, quarter))
    usual = Counter(quarter for *_, quarter in seen if quarter is not None).most_common(1)
    upright = usual[0][0] if usual else 0
    slant: list[str] = []
    for character, origin_x, origin_y, left, bottom, right, top, quarter in seen:
        if quarter != upright:
            slant.append(character)
            continue
        if slant:
            found.aside.append("".join(slant))
            slant.clear()
        _, base = _turned(origin_x, origin_y, upright)
        (a, c), (b, d) = _turned(left, bottom, upright), _turned(right, top, upright)
        found.glyphs.append(Glyph(character, min(a, b), max(a, b), base, max(abs(d - c), 1.0)))
    if slant:
        found.aside.append("".join(slant))
    return upright


def _character(code: int) -> str | None:
    """The character of a code; empty for what is none, None for one that means something in one font only."""
    if code in (0, 0xFFFD, 0xFFFE, 0xFFFF) or 0xE000 <= code <= 0xF8FF or code > 0x10FFFF or 0xD800 <= code < 0xE000:
        return None
    if code == 2:
        return "-"
    character = chr(code)
    # fonts often name 工 by its radical ⼯, or by a character kept for other encodings
    if 0x2E80 <= code < 0x2FE0 or 0xF900 <= code < 0xFB00:
        return unicodedata.normalize("NFKC", character)
    return "" if code < 32 or 0x7F <= code < 0xA0 else character


def _turned(x: float, y: float, quarters: int) -> tuple[float, float]:
    return ((x, y), (y, -x), (-x, -y), (-y, x))[quarters]


def _rules(raw: Any, path: Any, turns: int, rules: list[Rule]) -> None:
    """The straight lines of a path that run across or down; the sides of thin boxes are such lines too."""
    matrix = raw.FS_MATRIX()
    if not raw.FPDFPageObj_GetMatrix(path, matrix):
        return
    x, y = ctypes.c_float(), ctypes.c_float()
    here = first = (0.0, 0.0)
    for index in range(min(raw.FPDFPath_CountSegments(path), _MAX_RULES)):
        segment = raw.FPDFPath_GetPathSegment(path, index)
        if not raw.FPDFPathSegment_GetPoint(segment, x, y):
            continue
        to = _turned(matrix.a * x.value + matrix.c * y.value + matrix.e, matrix.b * x.value + matrix.d * y.value + matrix.f, turns)
        kind = raw.FPDFPathSegment_GetType(segment)
        if kind == _MOVE_TO:
            first = to
        elif kind == _LINE_TO:
            _add_rule(here, to, rules)
        here = to
        if raw.FPDFPathSegment_GetClose(segment):
            _add_rule(here, first, rules)


def _add_rule(a: tuple[float, float], b: tuple[float, float], rules: list[Rule]) -> None:
    (x, y), (z, w) = a, b
    if abs(y - w) <= _STRAIGHT and abs(x - z) >= _SHORTEST:
        rules.append(Rule(True, (y + w) / 2, min(x, z), max(x, z)))
    elif abs(x - z) <= _STRAIGHT and abs(y - w) >= _SHORTEST:
        rules.append(Rule(False, (x + z) / 2, min(y, w), max(y, w)))


def _is_field(raw: Any, page: Any, index: int) -> bool:
    """True for a field of a form or a free note: text that stands over the page and not in it."""
    annotation = raw.FPDFPage_GetAnnot(page, index)
    if not annotation:
        return False
    try:
        return raw.FPDFAnnot_GetSubtype(annotation) in (raw.FPDF_ANNOT_WIDGET, raw.FPDF_ANNOT_FREETEXT)
    finally:
        raw.FPDFPage_CloseAnnot(annotation)
