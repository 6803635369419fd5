"""Lints: one small function each, registered with its code. What a code means, its level and its remedy stand in ``ureport.codes``.

A new lint is a function in the module of its theme, with ``@lint("P1xx")``, a line in ``codes`` and one in docs/diagnostics.md.
"""

from __future__ import annotations

from collections.abc import Iterator

from ureport.checking.lints import examples, expressions, metrics, templates, words
from ureport.checking.lints.registry import LINTS, Lint, lint
from ureport.checking.material import Material
from ureport.errors import Fault

__all__ = ["LINTS", "Lint", "examples", "expressions", "lint", "metrics", "run_lints", "templates", "words"]


def run_lints(material: Material) -> Iterator[Fault]:
    """What all lints say of a library. A lint that fails is told as a fault of its own; the others go on."""
    for code, function in LINTS.items():
        try:
            yield from function(material)
        except Exception as error:
            place = str(material.folders[-1])
            yield Fault(place, 1, 1, f"the lint {code} stopped: {type(error).__name__}: {error}", "report it with this library", code="P012")
