"""Where the shipped library of patterns and words lies."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from ureport.errors import UreportError


@lru_cache(maxsize=1)
def shipped_library() -> Path:
    """The folder of the library inside the wheel, or at the top of a checkout."""
    here = Path(__file__).resolve().parent
    for folder in (here / "patterns", here.parent.parent / "patterns"):
        if (folder / "qualifiers.toml").is_file():
            return folder
    raise UreportError("the shipped pattern library is missing", place=str(here), remedy="install ureport again")
