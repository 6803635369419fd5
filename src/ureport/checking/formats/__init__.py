"""CheckReport → text, JSON, JUnit XML, workflow commands of GitHub, SARIF. One file a format; a new one is a writer and a line in ``FORMATS``.

A writer gives pieces, as they are shown; ``plain_text`` makes the content of a file of them. Machine formats are one piece without a style.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType

from ureport.checking.formats import github, json, junit, sarif, text
from ureport.checking.report import CheckReport
from ureport.pieces import Piece

__all__ = ["FORMATS", "Writer"]

Writer = Callable[[CheckReport], Iterable[Piece]]

FORMATS: Mapping[str, Writer] = MappingProxyType({"text": text.write, "json": json.write, "junit": junit.write, "github": github.write, "sarif": sarif.write})
"""Every format by its name; the first is the usual one."""
