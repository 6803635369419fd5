"""Lints of the examples: enough of them, every pattern exercised, no two metrics that tie."""

from __future__ import annotations

from collections.abc import Iterator

from ureport.checking.lints.registry import lint
from ureport.checking.material import Material
from ureport.errors import Fault
from ureport.library.types import COUNTEREXAMPLES, EXAMPLES


@lint("P106")
def few_examples(material: Material) -> Iterator[Fault]:
    """Fewer examples or counterexamples than show what a metric is and is not."""
    for metric in material.metrics:
        counter = sum(example.counter for example in metric.examples)
        for what, number, least in (("example", len(metric.examples) - counter, EXAMPLES), ("counterexample", counter, COUNTEREXAMPLES)):
            if number < least:
                message = f"{number} [[{what}]] of at least {least}"
                yield material.fault("P106", material.path_of(metric), (), message, metric=metric.id)


@lint("P105")
def unexercised(material: Material) -> Iterator[Fault]:
    """A pattern that wins no figure of any example or report: nobody would notice that it broke."""
    for pattern in material.own_patterns:
        if pattern.name not in material.won:
            yield material.at_pattern("P105", pattern, f"{pattern.name} wins no figure of any example or sample")


@lint("P104")
def tie(material: Material) -> Iterator[Fault]:
    """Two patterns of different metrics with evidence as good, so that only the order of their ids decides. The fault is that of an addition."""
    chosen = {metric.id for metric in material.metrics}
    for (first, second), text in sorted(material.ties.items()):
        winner, loser = material.patterns[first], material.patterns[second]
        detail = (f"on: {text}", f"{first}: {winner.template}", f"{second}: {loser.template}")
        pattern = loser if material.own(loser.path) else winner
        if pattern.metric not in chosen:
            continue
        yield material.at_pattern("P104", pattern, f"{second} ties with {first}, which wins by its name only", detail=detail)
