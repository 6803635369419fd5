"""HTML source → its pieces: text, starts and ends of elements. One pass, whatever is nested, left open or cut off.

A browser drops text where markup is broken: behind a quote or a comment that nobody closed, and in scripts that never end.
Here such a mark is taken for closed at once, so that the text behind it stays.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

_PARTS = 120
"""A tag has at most half as many attributes; what has more is none, so that no page takes long."""
# a quoted value that holds > before < was never closed: class="a>text</p><p id="b">
_QUOTED = "|".join(f"{q}(?![^{q}<>]*>[^{q}]*<)[^{q}]*+{q}" for q in "\"'")
_TAG = re.compile(rf"<(/?)([A-Za-z][^\s/<>]*)((?:[^>=]++|=\s*+(?:{_QUOTED})?+){{0,{_PARTS}}}+)>")
_ATTRIBUTE = re.compile(rf"([^\s=/>\"']+)\s*=\s*({_QUOTED}|[^\s>]+)")
_CUT_TAG = re.compile(r"<(?:/|/?[A-Za-z!][A-Za-z0-9]*(?:\s[^<]*)?)$")
_COMMENT_END = re.compile("--!?>")
_SHORT_COMMENT = re.compile("<!---?>")
_HIDDEN = ("script", "style")
_LITERAL = ("title", "textarea", "xmp")
"""Elements whose content is text without tags."""
_LONGEST_REFERENCE = re.compile("&#[xX]?[0-9A-Fa-f]{9,};?")

Kind = Literal["text", "start", "end"]


@dataclass(frozen=True, slots=True)
class Piece:
    """Text with its entities resolved, or the name of an element in small letters; of a start also the attributes as written."""

    kind: Kind
    value: str
    attributes: str = ""

    def attribute(self, name: str) -> str:
        """The value of an attribute, empty when there is none."""
        for found in _ATTRIBUTE.finditer(self.attributes):
            if found[1].lower() == name:
                return html.unescape(found[2].strip("\"'"))
        return ""


class Scanner:
    """The pieces of a source; ``cut`` is true when the source ends within a tag, which then is left out."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.cut = False
        self._last = {mark: source.rfind(mark) for mark in (">", "-->", "--!>", "]]>")}
        self._never_closed: set[str] = set()

    def pieces(self) -> Iterator[Piece]:
        source, at = self.source, 0
        while at < len(source):
            begin = source.find("<", at)
            if begin < 0 or begin > self._last[">"]:
                yield from self._rest(at)
                return
            if begin > at:
                yield _text(source[at:begin])
            if source[begin + 1 : begin + 2] in ("!", "?"):
                inner, at = self._declaration(begin)
                if inner:
                    yield _text(inner)
                continue
            tag = _TAG.match(source, begin)
            if tag is None:
                yield Piece("text", "<")
                at = begin + 1
                continue
            at = tag.end()
            name = tag[2].lower()
            yield Piece("end" if tag[1] else "start", name, tag[3])
            if not tag[1] and name in (*_HIDDEN, *_LITERAL) and not tag[3].endswith("/"):
                content, at = self._content(name, at)
                if content and name in _LITERAL:
                    yield _text(content)

    def _rest(self, at: int) -> Iterator[Piece]:
        """What follows the last tag; the beginning of one more is cut off."""
        rest = self.source[at:]
        found = _CUT_TAG.search(rest, rest.rfind("<")) if "<" in rest else None
        self.cut = found is not None
        rest = rest[: found.start()] if found else rest
        if rest:
            yield _text(rest)

    def _declaration(self, begin: int) -> tuple[str, int]:
        """The text in a comment or declaration (that of a CDATA section, else none), and where it ends."""
        source = self.source
        if source.startswith("<![CDATA[", begin) and begin < self._last["]]>"]:
            end = source.index("]]>", begin)
            return source[begin + 9 : end], end + 3
        if source.startswith("<!--", begin):
            short = _SHORT_COMMENT.match(source, begin)
            if short:
                return "", short.end()
            if begin + 4 > max(self._last["-->"], self._last["--!>"]):
                return "", begin + 4
            comment = _COMMENT_END.search(source, begin + 4)
            return "", comment.end() if comment else begin + 4
        return "", source.index(">", begin) + 1

    def _content(self, name: str, begin: int) -> tuple[str, int]:
        """What stands up to the end tag of an element without inner tags, and where that begins; nothing when it has no end tag."""
        if name not in self._never_closed:
            end = re.compile(rf"</{name}(?=[\s/>])", re.IGNORECASE).search(self.source, begin)
            if end:
                return self.source[begin : end.start()], end.start()
            self._never_closed.add(name)
        return "", begin


def _text(source: str) -> Piece:
    if "&" in source:
        source = html.unescape(_LONGEST_REFERENCE.sub("\ufffd", source))
    return Piece("text", source)
