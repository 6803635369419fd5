"""The shipped library, for tests that take no fixtures: those that hypothesis or the fuzz target runs."""

from __future__ import annotations

from functools import cache

from ureport import Extractor, load_library, shipped_library


@cache
def shipped_extractor() -> Extractor:
    """An extractor with the shipped library, made once."""
    return Extractor(load_library([shipped_library()]))
