"""HTML: pages → their text in the order of reading, blocks as lines, tables as pipe rows.

All text is kept, menus and counters too (the layout knows them for furniture); only scripts, styles, comments and
attributes are none. Nothing is loaded from anywhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from ureport.errors import InputError
from ureport.model import Document
from ureport.readers.encoding import TRUNCATED, decode
from ureport.readers.markup import Piece, Scanner
from ureport.readers.page_tables import PageCell, page_table_lines

_INLINE = re.compile(
    "a|abbr|acronym|b|bdi|bdo|big|cite|code|data|del|dfn|em|font|i|img|ins|kbd|label|map|mark|nobr|q|rp|rt|ruby|s|samp|small|span|strike|strong|sub|sup|time"
    "|tt|u|var|wbr|button|input|select|script|style|link|meta|.+:.+"
)
"""Elements within a line, those of Word (o:p) too; all others, unknown ones too, begin and end lines."""
_APART = ("button", "input", "select")
"""Elements within a line that stand apart from their neighbours."""
_LITERAL = ("pre", "textarea", "xmp", "listing", "plaintext")
"""Elements whose line breaks and blanks count."""
_TABLE = ("table", "tr", "td", "th")
_DEEPEST = 50
"""Tables nested deeper are read as lines."""
_BLANK = re.compile(r"[ \t\n\r\f]+")
_LINE_END = re.compile(r"\r\n?|\n")
_WIDE = "[\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\ufe30-\ufe4f\uff01-\uff60]"
_BROKEN_LINE = re.compile(rf"(?<={_WIDE})[ \t]*[\r\n][ \t\r\n\f]*(?={_WIDE})")
_NUMBERED = re.compile(r"[0-9０-９(（【\[①-⑳一二三四五六七八九十]")
_NOTE = re.compile(r"\s*[0-9]{1,3}\s*")
_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_CHARSET = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?\s*([A-Za-z0-9_-]+)""")
_HEAD = 4096


def read(data: bytes, source: str) -> Iterator[Document]:
    """The one document of a page; raises InputError for a page without text."""
    yield page(data, source)


def page(data: bytes, source: str, charset: str = "") -> Document:
    """The document of a page; ``charset`` is what is known of it from outside. Raises InputError for a page without text."""
    named = _CHARSET.search(data[:_HEAD].replace(b"\0", b""))
    decoded = decode(data, charset or (named[1].decode() if named else ""))
    text, cut = to_text(decoded.text)
    if not text.strip():
        raise InputError("empty: no text in this page", remedy="save the page with its text; scripts are not run", kind="empty")
    flags = (*decoded.flags, TRUNCATED) if cut and TRUNCATED not in decoded.flags else decoded.flags
    return Document(source, text, decoded.encoding, flags)


def to_text(source: str) -> tuple[str, bool]:
    """The text of a page, one block a line, and whether the source breaks off within a tag.

    >>> to_text("<h1>总结</h1><p>新增会员<b>8500</b>名<br>完")
    ('总结\\n新增会员8500名\\n完\\n', False)
    """
    scanner, writer = Scanner(source), _Writer()
    for piece in scanner.pieces():
        writer.take(piece)
    lines = writer.finish()
    return "".join(f"{line}\n" for line in lines), scanner.cut


@dataclass(slots=True)
class _Open:
    """A table that is being read: what stands above it, its rows, and the last cell."""

    above: list[str] = field(default_factory=list)
    rows: list[list[PageCell]] = field(default_factory=list)
    last: PageCell | None = None


class _Writer:
    """Takes the pieces of a page and gathers its lines."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.tables: list[_Open] = []
        self.too_deep = 0
        self.words: list[str] = []
        self.title = ""
        self.in_title = False
        self.literal = 0
        self.counters: list[int | None] = []
        self.number = ""
        self.raised: int | None = None
        self.after_link = False

    def take(self, piece: Piece) -> None:
        if piece.kind == "text":
            self._text(piece.value)
        elif piece.kind == "start":
            self._start(piece)
        else:
            self._end(piece.value)

    def finish(self) -> list[str]:
        """All lines; the title of the page is the first, unless the page itself says it."""
        self._break()
        while self.tables:
            self._close_table()
        title = _BLANK.sub(" ", self.title).strip()
        return self.lines if not title or _said(title, self.lines) else [title, *self.lines]

    def _text(self, text: str) -> None:
        if self.in_title:
            self.title += text
            return
        self.after_link = False
        if not self.literal:
            self.words.append(text)
            return
        first, *more = _LINE_END.split(text)
        self.words.append(first)
        for line in more:
            self._break()
            self.words.append(line)

    def _start(self, piece: Piece) -> None:
        name = piece.value
        self.in_title = name == "title" and not self.title
        if self.in_title:
            return
        if name == "a" and self.after_link:
            self.words.append(" ")
        if name == "sup":
            self.raised = len(self.words)
        if not _inline(name):
            self._break()
        if name in _APART:
            self.words.append(" ")
        if name in _TABLE:
            self._start_table(piece)
        elif name in ("ol", "ul"):
            self.counters.append(_number(piece.attribute("start"), 1) if name == "ol" else None)
        elif name == "li" and self.counters and self.counters[-1] is not None:
            self.number = f"{self.counters[-1]}. "
            self.counters[-1] += 1
        elif name in _LITERAL:
            self.literal += 1

    def _end(self, name: str) -> None:
        if self.in_title:
            self.in_title = False
            return
        self.after_link = self.after_link or name == "a"
        if name == "sup" and self.raised is not None:
            self._raise()
        if not _inline(name):
            self._break()
        if name in _APART:
            self.words.append(" ")
        if name == "table":
            self._end_table()
        elif name in ("ol", "ul") and self.counters:
            self.counters.pop()
        elif name == "li":
            self.number = ""
        elif name in _LITERAL:
            self.literal = max(0, self.literal - 1)

    def _raise(self) -> None:
        """A number in the air is a mark or an exponent, no part of the number before it: 8500¹名, 30m²."""
        words = "".join(self.words[self.raised :])
        if _NOTE.fullmatch(words):
            self.words[self.raised :] = [words.strip().translate(_RAISED)]
        self.raised = None

    def _break(self) -> None:
        """Ends the line."""
        words = "".join(self.words)
        self.words, self.raised, self.after_link = [], None, False
        line = words.rstrip() if self.literal else _BLANK.sub(" ", _BROKEN_LINE.sub("", words)).strip(" ")
        if not line.strip():
            return
        if self.number and not _NUMBERED.match(line):
            line = self.number + line
        self.number = ""
        self._sink().append(line)

    def _sink(self) -> list[str]:
        """Where lines go: the last cell of the table, or above it; without a table the page."""
        if not self.tables:
            return self.lines
        table = self.tables[-1]
        return table.last.lines if table.last else table.above

    def _start_table(self, piece: Piece) -> None:
        name = piece.value
        if name == "table" and len(self.tables) == _DEEPEST:
            self.too_deep += 1
        if self.too_deep:
            return
        if name == "table":
            self.tables.append(_Open())
        elif self.tables and name == "tr":
            self.tables[-1].rows.append([])
        elif self.tables:
            table = self.tables[-1]
            table.last = PageCell([], _number(piece.attribute("colspan"), 1), _number(piece.attribute("rowspan"), 1))
            if not table.rows:
                table.rows.append([])
            table.rows[-1].append(table.last)

    def _end_table(self) -> None:
        if self.too_deep:
            self.too_deep -= 1
        elif self.tables:
            self._close_table()

    def _close_table(self) -> None:
        table = self.tables.pop()
        lines = [*table.above, *page_table_lines(table.rows)]
        if lines and self.tables and (cell := self.tables[-1].last):
            cell.nested = True
        self._sink().extend(lines)


def _inline(name: str) -> bool:
    return _INLINE.fullmatch(name) is not None


def _number(value: str, usual: int) -> int:
    return int(value) if value.isascii() and value.isdecimal() and len(value) < 6 else usual


def _said(title: str, lines: list[str]) -> bool:
    """True when the lines hold the title: in one, or the heading that it begins with and the rest (the name of the site) in another."""
    if any(title in line for line in lines):
        return True
    heading = max((line for line in lines if len(line) >= 4 and title.startswith(line)), key=len, default="")
    rest = title[len(heading) :].strip(" -_—–|·>»:：")
    return bool(heading) and any(rest in line for line in lines)
