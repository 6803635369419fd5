"""patterns/ → frozen Library: reading, checking and compiling of pattern files."""

from __future__ import annotations

from ureport.library.load import load_library
from ureport.library.types import Library, Metric, Pattern

__all__ = ["Library", "Metric", "Pattern", "load_library"]
