"""Where a file lies, as the servers that read a result know it: from the root of the repository, which is the current folder."""

from __future__ import annotations

import os
from pathlib import Path


def from_root(path: str) -> tuple[str, bool]:
    """The path from the current folder with ``/``, and True; the whole path and False for a file that lies elsewhere.

    Links are not followed: the repository knows a file by the name under which it was given.
    """
    whole, root = Path(os.path.abspath(path)), Path.cwd()
    below = whole.is_relative_to(root)
    return (whole.relative_to(root) if below else whole).as_posix(), below
