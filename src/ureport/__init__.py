"""Typed, normalised, traceable statistics from the reports of Chinese trade unions.

>>> import ureport
>>> [(r.metric, r.value, r.unit, r.period) for r in ureport.extract("2016年，新增会员8500名。")]
[('member.new', Decimal('8500'), '人', '2016')]

docs/python.md shows every name.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ureport.api import extract
    from ureport.exporters.dataframe import to_dataframe
    from ureport.library import load_library
    from ureport.model import Document, Extraction, MetricRecord
    from ureport.pipeline import Extractor
    from ureport.resources import shipped_library
    from ureport.results import load

__version__ = "0.1.0"
__all__ = [
    "Document",
    "Extraction",
    "Extractor",
    "MetricRecord",
    "__version__",
    "extract",
    "load",
    "load_library",
    "shipped_library",
    "to_dataframe",
]

_HOMES = {
    "Document": "ureport.model",
    "Extraction": "ureport.model",
    "Extractor": "ureport.pipeline",
    "MetricRecord": "ureport.model",
    "extract": "ureport.api",
    "load": "ureport.results",
    "load_library": "ureport.library",
    "shipped_library": "ureport.resources",
    "to_dataframe": "ureport.exporters.dataframe",
}


def __getattr__(name: str) -> Any:
    """Loads a public name when it is first asked for, so that ``import ureport`` costs nothing."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = globals()[name] = getattr(import_module(_HOMES[name]), name)
    return value
