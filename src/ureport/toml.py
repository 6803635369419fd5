"""TOML files of a library, read with a bound on what they may cost: a hostile one is a fault with its place, as any other slip is."""

from __future__ import annotations

import re
import stat
import tomllib
from pathlib import Path
from typing import Any

from ureport.errors import Fault, LibraryError

MOST_BYTES = 4 << 20
"""No file of a library may be larger: the shipped ones have a hundredth of it."""
# the TOML reader takes memory by the square of the parts of a key
_DOTTED = re.compile(r"""(?<![\w.-])(?:(?:[A-Za-z0-9_-]+|"[^"\n]*"|'[^'\n]*')[ \t]*\.[ \t]*){20}""")


def read_toml(path: Path) -> dict[str, Any]:
    """The content of a TOML file; raises LibraryError with place and remedy."""
    try:
        text = _read(path)
        return tomllib.loads(text)
    except OSError as error:
        raise LibraryError((Fault(str(path), 1, 1, error.strerror or str(error), "check the path and its rights", code="P001"),)) from None
    except UnicodeDecodeError as error:
        raise LibraryError((Fault(str(path), 1, 1, f"not UTF-8 at byte {error.start}", "save the file as UTF-8", code="P001"),)) from None
    except (ValueError, RecursionError) as error:  # a number without end is a ValueError, brackets without end a RecursionError
        place = re.search(r"line (\d+), column (\d+)", str(error))
        lines = path.read_text(encoding="utf-8-sig").rstrip().split("\n")
        at_end = isinstance(error, tomllib.TOMLDecodeError)
        line, column = (int(place[1]), int(place[2])) if place else (len(lines), len(lines[-1]) + 1) if at_end else (1, 1)
        source = lines[line - 1] if at_end and line <= len(lines) else ""
        message = str(error).split(" (at ")[0]
        fault = Fault(str(path), line, column, message, "mend the TOML: quotes, brackets and commas", source, code="P002")
        raise LibraryError((fault,)) from None


def _read(path: Path) -> str:
    """The text of a library file; raises LibraryError as ``read_text`` does, and for keys that would fill the memory."""
    text = read_text(path)
    key = _DOTTED.search(text)
    if key:
        line, column = text.count("\n", 0, key.start()) + 1, key.start() - text.rfind("\n", 0, key.start())
        raise LibraryError((Fault(str(path), line, column, "a key of more than 20 parts", "no key of a library has more than three", code="P003"),))
    return text


def read_text(path: Path, errors: str = "strict") -> str:
    """The text of a library file; raises LibraryError for what is no file and for one that is too large, OSError for one that cannot be read."""
    status = path.stat()
    if not stat.S_ISREG(status.st_mode):
        raise LibraryError((Fault(str(path), 1, 1, "a pipe or device, no file", "take it out of the library", code="P001"),))
    if status.st_size > MOST_BYTES:
        raise LibraryError((Fault(str(path), 1, 1, f"larger than {MOST_BYTES >> 20} MB", "split the file", code="P001"),))
    return path.read_text(encoding="utf-8-sig", errors=errors)
