"""The control words of RTF that matter for the text, and what each changes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

SIGNS = {
    "tab": "\t", "line": "\n", "page": "\n", "column": "\n", "emdash": "—", "endash": "–", "lquote": "‘", "rquote": "’",
    "ldblquote": "“", "rdblquote": "”", "bullet": "●", "emspace": " ", "enspace": " ", "qmspace": " ", "~": "\u00a0", "_": "-",
}  # fmt: skip
NOT_SHOWN = {
    "annotation", "aftncn", "aftnsep", "aftnsepc", "colortbl", "comment", "datastore", "filetbl", "fldinst", "ftncn", "ftnsep", "ftnsepc",
    "generator", "info", "listoverridetable", "listtable", "nonesttables", "nonshppict", "objdata", "pict", "pn", "pnseclvl", "revtbl", "rsidtbl",
    "rxe", "shprslt", "sp", "stylesheet", "tc", "template", "txe", "xe",
}  # fmt: skip
OPTIONAL = {"footnote", "nesttableprops", "shpinst", "shptxt", "shppict", "do", "dptxbxtext", "ud"}
"""Destinations that an old program may pass over, and that yet hold text."""
EDGES = {"header", "headerl", "headerr", "headerf", "footer", "footerl", "footerr", "footerf"}
LEADERS = {"tldot", "tlmdot", "tlhyph", "tlul", "tlth", "tleq"}
_FALLBACK = 16


@dataclass(frozen=True, slots=True)
class State:
    """What a group hands on to the groups within it."""

    skipped: bool = False
    hidden: bool = False
    deleted: bool = False
    raised: str = ""
    codec: str = ""
    fallback: int = 1
    """So many characters behind a ``\\u`` say the same to old programs."""
    fonts: bool = False
    nested: bool = False
    doubled: bool = False
    """The next group is said again in Unicode."""


PROPERTIES: dict[str, Callable[[State, int | None], State]] = {
    "uc": lambda state, value: replace(state, fallback=min(max(value or 0, 0), _FALLBACK)),
    "plain": lambda state, _: replace(state, hidden=False, deleted=False, raised="", codec=""),
    "v": lambda state, value: replace(state, hidden=value != 0),
    "deleted": lambda state, value: replace(state, deleted=value != 0),
    "super": lambda state, value: replace(state, raised="superscript" if value != 0 else ""),
    "sub": lambda state, value: replace(state, raised="subscript" if value != 0 else ""),
    "nosupersub": lambda state, _: replace(state, raised=""),
    "upr": lambda state, _: replace(state, doubled=True),
    "nesttableprops": lambda state, _: replace(state, nested=True),
}
