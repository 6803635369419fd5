"""patterns/ → frozen Library: reading, checking and compiling of pattern files, and the cache of what was compiled."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ureport.library.load import Loaded, load_library, read_library
    from ureport.library.schema import json_schema
    from ureport.library.types import Library, Metric, Pattern

__all__ = ["Library", "Loaded", "Metric", "Pattern", "json_schema", "load_library", "read_library"]

_HOMES = {
    **dict.fromkeys(("Library", "Metric", "Pattern"), "types"),
    **dict.fromkeys(("Loaded", "load_library", "read_library"), "load"),
    "json_schema": "schema",
}


def __getattr__(name: str) -> Any:
    """Loads a name when it is first asked for: a library from the cache needs neither the compiler nor the checks of its files."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = globals()[name] = getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
    return value
