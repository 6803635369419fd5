"""The registry of the lints."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from ureport.checking.material import Material
from ureport.codes import CODES
from ureport.errors import Fault

Lint = Callable[[Material], Iterator[Fault]]

LINTS: dict[str, Lint] = {}
"""Every lint by its code."""


def lint(code: str) -> Callable[[Lint], Lint]:
    """Registers a function as the lint of a code."""

    def register(function: Lint) -> Lint:
        assert code in CODES and code not in LINTS
        LINTS[code] = function
        return function

    return register
