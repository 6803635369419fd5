"""Examples: each ``[[example]]`` and ``[[counterexample]]`` runs alone through the whole program."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from ureport.checking.guard import guarded
from ureport.checking.material import Material
from ureport.errors import Fault
from ureport.explain import why_not
from ureport.exporters.columns import plain
from ureport.library import Metric
from ureport.library.types import Example
from ureport.model import OTHER, Document, MetricRecord
from ureport.pieces import padded, width
from ureport.pipeline import Extractor, Tracing

_NUMBERS = frozenset({"value", "value_high"})


@dataclass(slots=True)
class Won:
    """What the patterns win, gathered over examples and reports: the winners by name, and the pairs of two metrics that tie, with a text."""

    patterns: set[str] = field(default_factory=set)
    ties: dict[tuple[str, str], str] = field(default_factory=dict)

    def add(self, tracing: Tracing) -> None:
        """Adds the figures of a document."""
        for trace in tracing.traces:
            match = trace.figure.match
            if trace.record is not None and match is not None:
                self.patterns.add(match.pattern)
                self.tie(match.pattern, match.tied, trace.figure.sentence)

    def tie(self, winner: str, tied: Iterable[str], text: str) -> None:
        """Notes the patterns of other metrics that tie with a winner on a text."""
        metric = winner.partition("#")[0]
        for name in tied:
            if name.partition("#")[0] != metric:
                self.ties.setdefault((winner, name), text)


def run_examples(material: Material, extractor: Extractor, metrics: Iterable[Metric], won: Won) -> Iterator[Fault]:
    """The examples that fail, in the order of the metrics; what wins the others is added to ``won``."""
    for metric in metrics:
        for example in metric.examples:
            yield from guarded(f"the example {_line(example.text)}", example.path, _run, material, extractor, metric, example, won)


def _run(material: Material, extractor: Extractor, metric: Metric, example: Example, won: Won) -> Iterator[Fault]:
    span = example.find()
    if span is None:
        message = f"the text does not hold {example.figure}" + (f" {example.nth} times" if example.nth > 1 else "")
        yield _fault(material, "P204", metric, example, message, (f"text: {_line(example.text)}",))
        return
    tracing = extractor.trace(Document("example", example.text))
    won.add(tracing)
    found = [record for record in tracing.extraction.records if record.start < span[1] and span[0] < record.end]
    fault = (_counter if example.counter else _positive)(material, extractor, metric, example, tracing, found)
    if fault is not None:
        yield fault


def _positive(material: Material, extractor: Extractor, metric: Metric, example: Example, tracing: Tracing, found: list[MetricRecord]) -> Fault | None:
    stated = {"metric": metric.id, **example.expected}
    got = found[0] if len(found) == 1 else None
    wrong = [name for name, value in stated.items() if got is None or _shown(getattr(got, name)) != _shown(value, name)]
    if not wrong:
        return None
    if got is not None and got.metric not in (metric.id, OTHER):
        code, message = "P201", f"{example.figure} is claimed by {got.metric}"
    else:
        code, message = "P202", f"{example.figure}: {_differs(wrong, found)}"
    lines = (f"text: {_line(example.text)}", *_side_by_side(stated, found), *why_not(extractor, tracing, found[:1], metric.id))
    return _fault(material, code, metric, example, message, lines)


def _counter(material: Material, extractor: Extractor, metric: Metric, example: Example, tracing: Tracing, found: list[MetricRecord]) -> Fault | None:
    metrics = [record.metric for record in found]
    claimed = metric.id in metrics
    if not claimed and ("metric" not in example.expected or metrics == [example.expected["metric"]]):
        return None
    wanted = {"metric": example.expected.get("metric", f"not {metric.id}")}
    message = f"{example.figure} is claimed by {metric.id}" if claimed else f"{example.figure} is {', '.join(metrics) or 'no record'}"
    lines = (
        f"text: {_line(example.text)}",
        *_side_by_side(wanted, found),
        f"it is none because: {example.why}",
        *why_not(extractor, tracing, found[:1], str(example.expected.get("metric", ""))),
    )
    return _fault(material, "P203", metric, example, message, lines)


def _fault(material: Material, code: str, metric: Metric, example: Example, message: str, detail: tuple[str, ...]) -> Fault:
    table = "counterexample" if example.counter else "example"
    return material.fault(code, example.path, (table, example.index, "figure"), message, words=example.figure, detail=detail, metric=metric.id)


def _differs(wrong: list[str], found: list[MetricRecord]) -> str:
    if not found:
        return "no record"
    if found[0].metric == OTHER:
        return "no pattern claims it"
    return f"{len(found)} records" if len(found) > 1 else f"{', '.join(wrong)} {'differs' if len(wrong) == 1 else 'differ'}"


def _side_by_side(stated: dict[str, object], found: list[MetricRecord]) -> list[str]:
    """The stated fields with what came out, those that differ marked."""
    names = list(dict.fromkeys((*stated, "metric")))
    got = found[0] if found else None
    rows = [(name, _shown(stated[name], name) if name in stated else "", _shown(getattr(got, name)) if got else "(no record)") for name in names]
    wide = max(width(expected) for _, expected, _ in rows)
    return [f"{name:<10} expected {padded(expected, wide)}  got {value}{'' if expected == value else '  ←'}" for name, expected, value in rows]


def _shown(value: object, name: str = "") -> str:
    """A value as an output shows it; numbers of a TOML file are decimals."""
    if value is None:
        return ""
    if name in _NUMBERS:
        value = Decimal(str(value))
    return plain(value) if isinstance(value, Decimal) else str(value)


def _line(text: str) -> str:
    return text.strip().replace("\n", "⏎")
