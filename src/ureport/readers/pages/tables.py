"""Tables of a page: those that ruled lines draw, and those whose columns only gaps show."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from ureport.readers.pages.glyphs import Glyph, Rule
from ureport.readers.pages.lines import Line, Stretch, to_lines
from ureport.readers.rows import Cell, Covered, Grid

_NEAR = 3.0
"""Ruled lines so near to one another are one."""
_RULES = 2_000
"""More ruled lines than this on a page are a drawing."""
_CELLS = 10_000
_COLUMNS = 100
_LONG = 14
"""Columns whose stretches are longer than this are columns of text, not of a table."""


@dataclass(frozen=True, slots=True)
class Box:
    """A table in its place on the page."""

    grid: Grid
    top: float
    bottom: float


def ruled_tables(glyphs: Sequence[Glyph], rules: Sequence[Rule]) -> tuple[list[Box], list[Glyph], list[Rule]]:
    """The tables that rules draw round glyphs, the glyphs that stand in none, and the rules that meet no other."""
    boxes: list[Box] = []
    remaining = list(glyphs)
    groups = _groups(_merged(rules))
    for group in groups:
        xs = _edges([rule.at for rule in group if not rule.across] + [end for rule in group if rule.across for end in (rule.start, rule.end)])
        ys = _edges([rule.at for rule in group if rule.across] + [end for rule in group if not rule.across for end in (rule.start, rule.end)])
        if len(xs) < 3 or len(ys) < 2 or len(xs) * len(ys) > _CELLS:
            continue  # a frame round text, a rule under it, or a drawing
        inside: dict[tuple[int, int], list[Glyph]] = {}
        outside: list[Glyph] = []
        for glyph in remaining:
            column = bisect_right(xs, (glyph.left + glyph.right) / 2) - 1
            row = bisect_right(ys, glyph.base + glyph.height * 0.3) - 1
            if 0 <= column < len(xs) - 1 and 0 <= row < len(ys) - 1:
                inside.setdefault((len(ys) - 2 - row, column), []).append(glyph)
            else:
                outside.append(glyph)
        if inside:
            boxes.append(Box(_grid(inside, group, xs, ys), ys[-1], ys[0]))
            remaining = outside
    return boxes, remaining, [group[0] for group in groups if len(group) == 1]


def _grid(inside: dict[tuple[int, int], list[Glyph]], rules: list[Rule], xs: list[float], ys: list[float]) -> Grid:
    """The cells; places that no rule parts are one, and its words stand in the first."""
    rows, columns = len(ys) - 1, len(xs) - 1
    across = [_along(rules, True, y) for y in ys]
    down = [_along(rules, False, x) for x in xs]
    covered: dict[tuple[int, int], Covered] = {}
    for row in range(rows):
        bottom, top = ys[rows - 1 - row], ys[rows - row]
        for column in range(columns):
            if column and not _drawn(down[column], (bottom + top) / 2):
                covered[row, column] = Covered.LEFT
            elif row and not _drawn(across[rows - row], (xs[column] + xs[column + 1]) / 2):
                covered[row, column] = Covered.ABOVE
    words: dict[tuple[int, int], list[Glyph]] = {}
    for place, glyphs in inside.items():
        while place in covered:
            place = (place[0], place[1] - 1) if covered[place] is Covered.LEFT else (place[0] - 1, place[1])
        words.setdefault(place, []).extend(glyphs)

    def cell(place: tuple[int, int]) -> Cell:
        return covered.get(place) or _paragraphs(to_lines(words.get(place, [])))

    return Grid([[cell((row, column)) for column in range(columns)] for row in range(rows)])


def _paragraphs(lines: list[Line]) -> tuple[str, ...]:
    """The lines of a cell, those joined that only its width broke."""
    paragraphs: list[str] = []
    right = max((line.right for line in lines), default=0.0)
    full = False
    for line in lines:
        if full and paragraphs:
            paragraphs[-1] += line.text
        else:
            paragraphs.append(line.text)
        full = right - line.right < 1.2 * line.height
    return tuple(paragraphs)


def _along(rules: list[Rule], across: bool, at: float) -> list[Rule]:
    """The rules that draw an edge between cells."""
    return [rule for rule in rules if rule.across is across and abs(rule.at - at) <= _NEAR]


def _drawn(edge: list[Rule], through: float) -> bool:
    return any(rule.start - _NEAR <= through <= rule.end + _NEAR for rule in edge)


def _merged(rules: Sequence[Rule]) -> list[Rule]:
    """The rules with those put together that draw one line in pieces, or draw it twice."""
    merged: list[Rule] = []
    for rule in sorted(rules, key=lambda r: (r.across, round(r.at / _NEAR), r.start)):
        last = merged[-1] if merged else None
        if last and last.across is rule.across and abs(last.at - rule.at) <= _NEAR and rule.start <= last.end + _NEAR:
            merged[-1] = Rule(last.across, last.at, last.start, max(last.end, rule.end))
        else:
            merged.append(rule)
    return merged if len(merged) <= _RULES else []


def _groups(rules: list[Rule]) -> list[list[Rule]]:
    """The rules that cross or meet one another."""
    group = list(range(len(rules)))

    def root(number: int) -> int:
        while group[number] != number:
            group[number] = group[group[number]]
            number = group[number]
        return number

    across = [number for number, rule in enumerate(rules) if rule.across]
    down = [number for number, rule in enumerate(rules) if not rule.across]
    for a in across:
        for b in down:
            if rules[b].start - _NEAR <= rules[a].at <= rules[b].end + _NEAR and rules[a].start - _NEAR <= rules[b].at <= rules[a].end + _NEAR:
                group[root(a)] = root(b)
    found: dict[int, list[Rule]] = {}
    for number, rule in enumerate(rules):
        found.setdefault(root(number), []).append(rule)
    return list(found.values())


def _edges(places: list[float]) -> list[float]:
    edges: list[float] = []
    for place in sorted(places):
        if not edges or place - edges[-1] > _NEAR:
            edges.append(place)
    return edges


def by_columns(lines: Sequence[Line]) -> list[Line | Grid]:
    """The lines with those put in tables, or one column after the other, whose stretches stand under one another."""
    found: list[Line | Grid] = []
    at = 0
    while at < len(lines):
        stop = at
        while stop < len(lines) and 1 < len(lines[stop].stretches) <= _COLUMNS:
            stop += 1
        columns = _columns(lines[at:stop]) if stop - at >= 2 else []
        if len(columns) < 2:
            found += lines[at : stop + 1]
            at = stop + 1
            continue
        rows = [[_within(line, left, right) for left, right in columns] for line in lines[at:stop]]
        if median(len(stretch.text) for row in rows for stretch in row if stretch) > _LONG:
            for column in range(len(columns)):
                found += [Line((stretch,), line.base, line.height) for line, row in zip(lines[at:stop], rows, strict=True) if (stretch := row[column])]
        else:
            found.append(Grid([[(stretch.text,) if stretch else () for stretch in row] for row in rows]))
        at = stop
    return found


def _columns(lines: Sequence[Line]) -> list[tuple[float, float]]:
    """The left and right edge of each column; none when in some line two stretches fall in one column."""
    columns: list[tuple[float, float]] = []
    for stretch in sorted((stretch for line in lines for stretch in line.stretches), key=lambda s: s.left):
        if columns and stretch.left < columns[-1][1]:
            columns[-1] = columns[-1][0], max(columns[-1][1], stretch.right)
        else:
            columns.append((stretch.left, stretch.right))
    alone = all(sum(left <= stretch.left <= right for stretch in line.stretches) <= 1 for line in lines for left, right in columns)
    return columns if alone else []


def _within(line: Line, left: float, right: float) -> Stretch | None:
    return next((stretch for stretch in line.stretches if left <= stretch.left <= right), None)
