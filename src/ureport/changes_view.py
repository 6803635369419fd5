"""Changes as people read them: by metric and pattern, many alike folded into one; and as the rows and objects of files."""

from __future__ import annotations

import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass

from ureport.diff import Change, Difference, Kind, by_metric
from ureport.errors import CONTROL
from ureport.exporters import Column
from ureport.pieces import Piece

KINDS: tuple[Kind, ...] = ("lost", "gained", "changed")
FOLD = 10
"""Of more changes alike only so many are shown."""
_AROUND = 24
"""So many characters of a sentence are shown on either side of the figure."""
_LONGEST = 60
"""A longer value is cut."""
_FOLLOWS = {"metric_name": "metric", "theme": "metric", "period_start": "period", "period_end": "period", "start": "surface", "end": "surface"}
"""Fields that are not told beside the one that they follow from."""
_BLANKS = CONTROL | dict.fromkeys((9, 10, 13), " ")

ROW_COLUMNS = (
    Column("kind", "变化"),
    Column("source", "来源文件"),
    Column("line", "行号", "integer"),
    Column("start", "起始位置", "integer"),
    Column("surface", "原文数字"),
    Column("metric", "指标代码"),
    Column("pattern", "判定规则"),
    Column("field", "字段"),
    Column("old", "旧值"),
    Column("new", "新值"),
    Column("sentence", "原句"),
)


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """One field of one change: a row of the CSV."""

    kind: Kind
    source: str
    line: int
    start: int
    surface: str
    metric: str
    pattern: str
    field: str
    old: str
    new: str
    sentence: str


def change_rows(change: Change) -> Iterator[ChangeRow]:
    """The rows of a change, one for each field."""
    for field in change.fields:
        yield ChangeRow(**{name.name: getattr(field if hasattr(field, name.name) else change, name.name) for name in ROW_COLUMNS})


def change_object(change: Change) -> str:
    """A change as a JSON object in one line."""
    return json.dumps(asdict(change), ensure_ascii=False) + "\n"


def change_lines(changes: Iterable[Change], *, every: bool = False) -> Iterator[Piece]:
    """The changes by metric and pattern. Those of one kind with the same fields stand together, the first ten of them unless ``every``."""
    for metric, patterns in by_metric(changes).items():
        yield f"{_clean(metric)}\n", "title"
        for pattern, several in patterns.items():
            yield f"  {_clean(pattern) or '(no pattern)'}\n", "name"
            for alike in _alike(several):
                yield from _group(alike, every)


def told(counts: Counter[str]) -> str:
    """How many there are of each kind: ``12 lost, 3 gained, 40 changed, 9,321 the same``."""
    return ", ".join(f"{counts[kind]:,} {kind}" for kind in (*KINDS, "the same"))


def _alike(changes: Iterable[Change]) -> list[list[Change]]:
    """What is lost, what is gained, and what is changed in the same fields in the same way; the most frequent change first."""
    groups: defaultdict[tuple[Kind, tuple[Difference, ...]], list[Change]] = defaultdict(list)
    for change in changes:
        groups[change.kind, change.fields if change.kind == "changed" else ()].append(change)
    return sorted(groups.values(), key=lambda group: (KINDS.index(group[0].kind), -len(group)))


def _group(alike: Sequence[Change], every: bool) -> Iterator[Piece]:
    kind = alike[0].kind
    yield f"    {kind}", kind
    yield f" {'; '.join(map(_difference, _leading(alike[0].fields))) if kind == 'changed' else f'{len(alike):,}'}\n", ""
    shown = alike if every else alike[:FOLD]
    for change in shown:
        yield f"      {_place(change)}  ", "dim"
        yield _sentence(change), ""
        yield ("" if kind == "changed" else _own(change)) + "\n", "dim"
    if len(alike) > len(shown):
        yield f"      … and {len(alike) - len(shown):,} more\n", "dim"


def _leading(fields: Sequence[Difference]) -> list[Difference]:
    names = {field.field for field in fields}
    return [field for field in fields if _FOLLOWS.get(field.field) not in names]


def _difference(field: Difference) -> str:
    return f"{field.field} {_short(field.old) or '(none)'} → {_short(field.new) or '(none)'}"


def _own(change: Change) -> str:
    """What a lost or gained record said: ``= 8500 人, actual level``."""
    values = {d.field: _short(d.old or d.new) for d in change.fields}
    parts = [f"{values.get(a, '')} {values.get(b, '')}".strip() for a, b in (("value", "unit"), ("status", "aspect"))]
    said = ", ".join(filter(None, parts))
    return f"  = {said}" if said else ""


def _place(change: Change) -> str:
    return f"{_clean(change.source)}:{change.line}" if change.line else _clean(change.source)


def _sentence(change: Change) -> str:
    """The sentence, cut to what stands round the figure: ``…全年新增会员⟨8500名⟩，发放…``. A table cell is told after its labels."""
    surface, sentence = _clean(change.surface), _clean(change.sentence)
    # where lines were joined the sentence has lost the blanks of its figure
    found = re.search(r"\s*".join(map(re.escape, "".join(surface.split()))), sentence) if 0 < len(surface) <= _LONGEST else None
    marked = f"⟨{_short(surface)}⟩" if surface else ""
    if found is None:
        return f"{_short(sentence)} {marked}".strip()
    before, after = sentence[: found.start()], sentence[found.end() :]
    before = before if len(before) <= _AROUND else f"…{before[1 - _AROUND :]}"
    after = after if len(after) <= _AROUND else f"{after[: _AROUND - 1]}…"
    return f"{before}{marked}{after}"


def _short(text: str) -> str:
    text = _clean(text)
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"


def _clean(text: str) -> str:
    """Text for one line of a screen."""
    return " ".join(text.translate(_BLANKS).split())
