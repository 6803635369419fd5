"""Third-party modules that only some formats need: imported when such a file is written, named when they are missing."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from ureport.errors import UsageError


def need(module: str, extra: str) -> Any:
    """The module; raises UsageError that names the extra to install: ``need("pyarrow", "parquet")``."""
    try:
        return import_module(module)
    except ImportError as error:
        raise UsageError.without_package(module, extra) from error
