"""Changes against the golden files for the eye: by metric and pattern, field by field, with what is alike folded."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby

from ureport.checking.formats.wording import one_line
from ureport.diff import Change, Difference
from ureport.pieces import Piece

_SHOWN = 10
"""So many changes that are alike are shown."""
_CONTEXT = 30
"""So many characters of the sentence are shown on either side of the figure."""
_STYLES = {"lost": "error", "gained": "record", "changed": "warning"}
_NOTHING = "(nothing)"

Alike = tuple[str, tuple[Difference, ...]]
"""Kind and fields: changes of a metric that have both in common are alike. Of a lost or gained record the value does not count."""


def tell_changes(found: Sequence[Change]) -> Iterator[Piece]:
    """All changes; one metric after the other, and below it one pattern after the other."""
    for metric, group in groupby(sorted(found, key=_order), key=lambda change: change.metric):
        yield from _metric(metric, list(group))


def _order(change: Change) -> tuple[str, int, str]:
    """By metric and pattern; the shorter name first, so that #2 comes before #10."""
    return change.metric, len(change.pattern), change.pattern


def _metric(metric: str, found: Sequence[Change]) -> Iterator[Piece]:
    kinds: Counter[str] = Counter(change.kind for change in found)
    yield f"{one_line(metric)}: {', '.join(f'{kinds[kind]:,} {kind}' for kind in _STYLES if kind in kinds)}\n", "heading"
    seen: Counter[Alike] = Counter()
    shown = []
    for change in found:
        seen[_alike(change)] += 1
        if seen[_alike(change)] <= _SHOWN:
            shown.append(change)
    for pattern, group in groupby(shown, key=lambda change: change.pattern):
        yield f"  {one_line(pattern) or '(no pattern)'}\n", "name"
        for change in group:
            yield from _change(change)
    for (kind, fields), number in seen.items():
        if number > _SHOWN:
            yield f"  … and {number - _SHOWN:,} more {kind}: {', '.join(_fields(kind, fields))}\n", "dim"
    yield "\n", ""


def _alike(change: Change) -> Alike:
    return change.kind, tuple(d for d in change.fields if change.kind == "changed" or d.field != "value")


def _change(change: Change) -> Iterator[Piece]:
    yield f"    {change.kind:<8} ", _STYLES[change.kind]
    yield f"{one_line(change.source)}:{change.line}", ""
    yield f"  {one_line(change.surface)}\n", "heading"
    fields = _fields(change.kind, change.fields)
    for line in fields if change.kind == "changed" else filter(None, [", ".join(fields)]):
        yield f"      {line}\n", ""
    yield from _sentence(change)


def _fields(kind: str, fields: Sequence[Difference]) -> list[str]:
    """Each field as old → new; of a record that is only lost or gained, its own value."""
    if kind == "changed":
        return [f"{one_line(d.field)} {one_line(d.old) or _NOTHING} → {one_line(d.new) or _NOTHING}" for d in fields]
    return [f"{one_line(d.field)} {one_line(d.old or d.new)}" for d in fields]


def _sentence(change: Change) -> Iterator[Piece]:
    """The sentence round its figure: ``…新建工会7家，新增会员⟨8500名⟩。``"""
    before, figure, after = _round_figure(one_line(change.sentence), one_line(change.surface))
    if before or figure or after:
        yield f"      {before}", "dim"
        yield figure, ""
        yield f"{after}\n", "dim"


def _round_figure(sentence: str, surface: str) -> tuple[str, str, str]:
    """What stands before the figure, the figure in marks, what stands after it; a table cell has only labels before it."""
    before, figure, after = sentence.partition(surface) if surface in sentence and surface else (sentence, "", "")
    if not figure:
        return _beginning(before, 2 * _CONTEXT), "", ""
    return (before if len(before) <= _CONTEXT else f"…{before[-_CONTEXT:]}"), f"⟨{figure}⟩", _beginning(after, _CONTEXT)


def _beginning(text: str, length: int) -> str:
    return text if len(text) <= length else f"{text[:length]}…"
