"""Every example and counterexample of every metric file, each run through the whole program as a text of its own."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest

from ureport import Extraction, MetricRecord, load_library, shipped_library
from ureport.library import Library, Metric
from ureport.library.types import Example

Extract = Callable[[str], Extraction]
METRICS = tuple(load_library([shipped_library()]).metrics.values())
CASES = [(metric.id, example) for metric in METRICS for example in metric.examples]


def records_at(extraction: Extraction, example: Example) -> list[MetricRecord]:
    """The records that overlap the figure of an example."""
    start = -1
    for _ in range(example.nth):
        start = example.text.find(example.figure, start + 1)
        assert start >= 0, f"the text does not hold the figure {example.figure} {example.nth} times"
    return [r for r in extraction.records if r.start < start + len(example.figure) and start < r.end]


@pytest.mark.parametrize(("metric", "example"), CASES)
def test_example(extract: Extract, metric: str, example: Example) -> None:
    records = records_at(extract(example.text), example)
    if example.counter:
        assert metric not in [r.metric for r in records], example.why
        assert "metric" not in example.expected or [r.metric for r in records] == [example.expected["metric"]]
        return
    assert [r.metric for r in records] == [metric]
    assert "value" in example.expected
    assert "unit" not in example.expected or records[0].unit == example.expected["unit"]
    stated = {k: Decimal(str(v)) if k in ("value", "value_high") else v for k, v in example.expected.items()}
    assert {k: getattr(records[0], k) for k in stated} == stated


def test_the_catalogue_is_complete(library: Library) -> None:
    assert len(library.metrics) >= 121


@pytest.mark.parametrize("metric", METRICS, ids=lambda m: m.id)
def test_every_metric_has_enough_of_both(metric: Metric) -> None:
    counter = [example for example in metric.examples if example.counter]
    assert len(metric.examples) - len(counter) >= 4
    assert len(counter) >= 2
    assert all(example.why for example in counter)


@pytest.mark.parametrize("metric", METRICS, ids=lambda m: m.id)
def test_every_metric_is_described(library: Library, metric: Metric) -> None:
    assert metric.name
    assert metric.definition
    assert metric.patterns
    known = {name for unit in library.vocabulary.units.values() for name in unit.names}
    assert set(metric.units) <= known


@pytest.mark.parametrize("metric", METRICS, ids=lambda m: m.id)
def test_a_counterexample_names_a_metric_that_exists(library: Library, metric: Metric) -> None:
    named = {str(e.expected["metric"]) for e in metric.examples if "metric" in e.expected}
    assert named <= {*library.metrics, "other"}


def test_no_two_metrics_share_a_name(library: Library) -> None:
    names = [metric.name for metric in library.metrics.values()]
    assert sorted(names) == sorted(set(names))
