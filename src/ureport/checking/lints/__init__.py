"""Lints: one small function each, registered with its code. What a code means, its level and its remedy stand in ``ureport.codes``.

A new lint is a function in the module of its theme, with ``@lint("P1xx")``, a line in ``codes`` and one in docs/diagnostics.md.
"""

from __future__ import annotations

from collections.abc import Iterator

from ureport.checking.guard import guarded
from ureport.checking.lints import examples, expressions, files, metrics, needless, templates, words
from ureport.checking.lints.registry import LINTS, Lint, lint
from ureport.checking.material import Material
from ureport.errors import Fault

__all__ = ["LINTS", "Lint", "examples", "expressions", "files", "lint", "metrics", "needless", "run_lints", "templates", "words"]


def run_lints(material: Material) -> Iterator[Fault]:
    """What all lints say of a library. A lint that fails is told as a fault of its own; the others go on."""
    for code, function in LINTS.items():
        yield from guarded(f"the lint {code}", str(material.folders[-1]), function, material)
