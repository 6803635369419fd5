"""The metrics of a library: as rows, or one in full."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from ureport import library as libraries
from ureport.exporters import METRIC_COLUMNS
from ureport.library import Library, Metric
from ureport.library.types import Example, Pattern
from ureport.model import OTHER, OTHER_NAME, Extraction
from ureport.pieces import Piece
from ureport.selection import choose_metrics

COLUMNS = METRIC_COLUMNS
BRIEF = ("id", "name", "theme", "kind", "units", "patterns")


class MetricRow(NamedTuple):
    """One metric of the catalogue; ``records`` is None when nothing was counted."""

    id: str
    name: str
    theme: str
    kind: str
    units: tuple[str, ...]
    patterns: int
    definition: str
    records: int | None


def choose(library: Library, word: str | None) -> list[str]:
    """The metric ids that a word names (``member.new``, ``member.*``), or all; raises UsageError for a wrong name."""
    return [*library.metrics, OTHER] if word is None else choose_metrics(library, word)


def rows(library: Library, names: Iterable[str], counts: Counter[str] | None = None) -> Iterator[MetricRow]:
    """The rows of metrics, with the records of each when they were counted."""
    for name in names:
        records = None if counts is None else counts[name]
        if name in library.metrics:
            m = library.metrics[name]
            yield MetricRow(m.id, m.name, m.theme, m.kind, m.units, len(m.patterns), m.definition, records)
        else:
            yield MetricRow(OTHER, OTHER_NAME, OTHER, "", (), 0, "没有规则认领的统计数字", records)


def count_records(extractions: Iterable[Extraction]) -> Counter[str]:
    """How many records fall to each metric."""
    return Counter(record.metric for extraction in extractions for record in extraction.records)


def in_full(library: Library, metric: Metric, records: int | None = None) -> Iterator[Piece]:
    """A metric with its templates, conditions and examples."""
    yield f"{metric.id}  {metric.name}\n", "title"
    yield f"{metric.definition}\n", ""
    yield f"theme {metric.theme} · {metric.kind} in {' or '.join(metric.units)} · patterns/{metric.path}\n", "dim"
    if records is not None:
        yield f"records {records:,}\n", ""
    yield "\npatterns\n", "heading"
    for pattern in metric.patterns:
        yield f"  {pattern.name}", "name"
        yield f"  {pattern.template}\n", ""
        for note in _notes(library, pattern):
            yield f"      {note}\n", "dim"
    yield from _examples("examples", [example for example in metric.examples if not example.counter])
    yield from _examples("counterexamples", [example for example in metric.examples if example.counter])


def _notes(library: Library, pattern: Pattern) -> Iterator[str]:
    """Conditions and overrides of a pattern, as its file states them."""
    for condition in pattern.conditions:
        yield f"{'when' if condition.wanted else 'unless'}.{condition.place}: {'、'.join(library.groups[condition.group])}"
    if pattern.priority:
        yield f"priority {pattern.priority}"
    for name, value in (("status", pattern.status), ("aspect", pattern.aspect)):
        if value:
            yield f"{name} {value}"


def _examples(title: str, examples: Sequence[Example]) -> Iterator[Piece]:
    if not examples:
        return
    yield f"\n{title}\n", "heading"
    for example in examples:
        yield f"  {example.text.strip()}\n", ""
        expected = ", ".join(f"{key} {value}" for key, value in example.expected.items() if key != "why")
        says = " — ".join(part for part in (example.why, expected) if part)
        yield f"      {example.figure}: {says}\n", "dim"


def schema() -> str:
    """The JSON Schema of a metric file, for editors."""
    return json.dumps(libraries.json_schema(), ensure_ascii=False, indent=2) + "\n"
