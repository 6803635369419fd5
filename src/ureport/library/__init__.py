"""patterns/ → frozen Library: reading, checking and compiling of pattern files."""

from __future__ import annotations

from ureport.library.load import Loaded, load_library, read_library
from ureport.library.types import Library, Metric, Pattern

__all__ = ["Library", "Loaded", "Metric", "Pattern", "load_library", "read_library"]
