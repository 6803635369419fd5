"""Lines of the folded text and what each looks like by itself."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from ureport.alternatives import alternatives
from ureport.vocabulary import Vocabulary

_LINE = re.compile("[^\n\r\u2028\u2029\x0b\x0c\x85]+")
_NUMBERING = (
    (1, re.compile(r"第[一二三四五六七八九十]{1,2}(?:部分|章)")),
    (2, re.compile(r"[一二三四五六七八九十]{1,3} ?[、.]|[0-9]{1,2} (?=[\u4e00-\u9fff])")),
    (3, re.compile(r"[(\[【][一二三四五六七八九十]{1,3}[)\]】]|第[一二三四五六七八九十]{1,2}节|[【].{2,16}[】]")),
    (4, re.compile(r"[0-9]{1,2} ?[、.](?![0-9])|[①-⑳]")),
    (5, re.compile(r"\([0-9]{1,2}\)|[0-9]{1,2}\)")),
    (6, re.compile(r"[一二三四五六七八九十](?:是|要(?!点))")),
)
_NUMBERS = frozenset("第一二三四五六七八九十([【①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳0123456789")
"""With one of these a numbering begins."""
UNNUMBERED = 7
_BULLET = re.compile(r"[-—·●■◆★▲□※*○◇→]{1,3} ?(?=[^-—=*\s])")
_RULE = re.compile(r"[-=*_—~#+.]{3,}$")
_SECTION = re.compile(r"20[0-9]{2}年|今年|明年|上半年|下半年|工作(?:任务|打算|思路|回顾|总结|情况|安排|计划|要点)")
_INNER = re.compile(r"[,。;!?]")
_ENDS = frozenset("。!?;:")
_CLOSING = "”\"')】"


class Line(NamedTuple):
    """A line without its outer blanks; ``level`` is that of its numbering, 0 without one."""

    start: int
    end: int
    text: str
    indented: bool
    furniture: bool
    cells: int
    level: int

    @property
    def prose(self) -> bool:
        """True for running text: it has inner punctuation, or is long."""
        return len(self.text) > 36 or self.text[-1] in ",;" or bool(_INNER.search(self.text[:-1]))

    @property
    def closed(self) -> bool:
        """True when the line ends a sentence."""
        return self.text.rstrip(_CLOSING)[-1:] in _ENDS

    @property
    def rule(self) -> bool:
        return bool(_RULE.match(self.text))

    @property
    def begins(self) -> bool:
        """True when the line certainly begins a paragraph."""
        return self.indented or self.level > 0 or self.furniture or self.cells > 1 or bool(_BULLET.match(self.text)) or self.text[0] in "【◎"

    @property
    def heading_level(self) -> int:
        """Level of the line as a heading, 1 the outermost; unnumbered ones are inner, or outer when they name a section."""
        if self.level:
            return self.level
        return 0 if _SECTION.search(self.text) else UNNUMBERED


def read_lines(text: str, vocabulary: Vocabulary) -> Iterator[Line]:
    """The lines that hold anything, in order; offsets are those of the folded text."""
    furniture_in = alternatives(vocabulary.furniture)
    for found in _LINE.finditer(text):
        raw = found.group()
        stripped = raw.strip(" \t\ufeff\0")
        if not stripped:
            continue
        start = found.start() + raw.index(stripped)
        furniture = len(stripped) <= vocabulary.furniture_longest and furniture_in.found_in(stripped)
        yield Line(
            start,
            start + len(stripped),
            stripped,
            raw[:2] == "  ",
            furniture,
            _cells(stripped),
            _level(stripped),
        )


def _cells(line: str) -> int:
    if "|" not in line:
        return line.count("\t") + 1
    if line.startswith("|") and line.endswith("|") and len(line) > 1:
        return line.count("|") - 1
    if line.count("|") >= 2 or ("\t" not in line and len(line) < 60):
        return line.strip("|").count("|") + 1
    return line.count("\t") + 1


def _level(line: str) -> int:
    if line[0] not in _NUMBERS:
        return 0
    for level, pattern in _NUMBERING:
        if pattern.match(line):
            return level
    return 0
