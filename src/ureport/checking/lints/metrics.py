"""Lints of what a metric file says of the metric: units, kinds, names, and the other metrics it names."""

from __future__ import annotations

from collections.abc import Iterator

from ureport.checking.lints.registry import lint
from ureport.checking.material import Material
from ureport.errors import Fault
from ureport.library import Metric
from ureport.model import OTHER
from ureport.suggest import nearest


@lint("P008")
def unknown_unit(material: Material) -> Iterator[Fault]:
    """A unit of a metric that no measure word gives."""
    known = {name for unit in material.library.vocabulary.units.values() for name in unit.names}
    for metric in material.metrics:
        for unit in metric.units:
            if unit not in known:
                yield material.fault(
                    "P008", material.path_of(metric), ("units",), f"unknown unit {unit!r}", words=unit, remedy=nearest(unit, sorted(known)), metric=metric.id
                )


@lint("P009")
def unknown_metric(material: Material) -> Iterator[Fault]:
    """A sibling, or the metric of a counterexample, that is not in the library."""
    known = {*material.library.metrics, *material.broken, OTHER}
    for metric in material.metrics:
        path = material.path_of(metric)
        for name in metric.siblings:
            if name not in known:
                yield material.fault("P009", path, ("siblings",), f"unknown metric {name!r}", words=name, remedy=nearest(name, sorted(known)), metric=metric.id)
        for example in metric.examples:
            name = str(example.expected.get("metric", OTHER))
            if name not in known:
                loc = ("counterexample", example.index, "metric")
                yield material.fault("P009", example.path, loc, f"unknown metric {name!r}", words=name, remedy=nearest(name, sorted(known)), metric=metric.id)


@lint("P113")
def same_name(material: Material) -> Iterator[Fault]:
    """Two metrics of one name: a reader of the output could not tell them apart. The fault is that of an addition."""
    first: dict[str, Metric] = {}
    for metric in sorted(material.library.metrics.values(), key=lambda metric: material.own(material.path_of(metric))):
        other = first.setdefault(metric.name, metric)
        if other is not metric and metric in material.metrics:
            message = f"{metric.id} has the name of {other.id}: {metric.name}"
            yield material.fault("P113", material.path_of(metric), ("name",), message, words=metric.name, metric=metric.id)


@lint("P114")
def odd_unit(material: Material) -> Iterator[Fault]:
    """A rate that is not in %, money that is not in 元, a count that is in either."""
    for metric in material.metrics:
        wanted = {"rate": "%", "money": "元"}.get(metric.kind)
        odd = [unit for unit in metric.units if (unit != wanted if wanted else unit in ("%", "元"))]
        if odd:
            message = f"a metric of the kind {metric.kind} in {'、'.join(odd)}"
            yield material.fault("P114", material.path_of(metric), ("units",), message, words=odd[0], metric=metric.id)
