"""Third-party modules that only some formats need: imported when the first such file comes, named when they are missing."""

from __future__ import annotations

import importlib
from types import ModuleType

from ureport.errors import InputError


def need(module: str, extra: str) -> ModuleType:
    """The module, or an InputError that names the extra to install: ``need("xlrd", "sheets")``."""
    try:
        return importlib.import_module(module)
    except ImportError as error:
        raise InputError.without_package(module, extra) from error
