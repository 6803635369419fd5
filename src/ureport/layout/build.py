"""Lines → paragraphs: joins broken lines, finds title, headings, tables and the reports of the file."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from ureport.folding import fold
from ureport.layout.lines import UNNUMBERED, Line, read_lines
from ureport.layout.sentences import find_lead
from ureport.layout.tables import is_table, read_table
from ureport.model import Document, Kind, Layout, Paragraph, Reading
from ureport.vocabulary import Vocabulary

_REPORT_TITLE = re.compile(
    r"^[《“]?(?P<org>[\u4e00-\u9fff]{2,16}?(?:[省市县区旗镇乡]|街道|公司|学校|医院|集团|局|厂|矿|学院|大学|中学|小学|开发区|系统|教育)(?:总工会|工会(?:委员会|联合会)?))(?!主席|干部|工作站).{0,24}(?:总结|汇报|综述|报告|要点|情况|通报|简报|计划|纪实|数据|方案|述职)"
)
_OPEN_FIGURE = re.compile(r"[\u4e00-\u9fff][0-9.]+[万亿千百]?[余多]?$")
# zero-width and soft characters of web pages stand within words and numbers
_SEEN = re.compile("[^\u200b-\u200f\u2060\ufeff\u00ad]+")
_TERMINAL = re.compile(r"[。!?;:,、][”\"')】]*$")


@dataclass(slots=True)
class _Builder:
    """What is gathered while the lines go by."""

    pieces: list[str] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)
    origins: list[int] = field(default_factory=list)
    length: int = 0

    def add_line(self, text: str, origin: int) -> int:
        """Appends a line without the characters that nobody sees; returns where it stands in the reading."""
        at = self.length
        for part in _SEEN.finditer(text):
            self.add(part.group(), origin + part.start())
        return at

    def add(self, text: str, origin: int) -> int:
        """Appends a piece of the document; returns where it stands in the reading."""
        at = self.length
        self.pieces.append(text)
        self.starts.append(at)
        self.origins.append(origin)
        self.length += len(text)
        return at


def read_layout(document: Document, vocabulary: Vocabulary) -> Layout:
    """The layout of a document: its reading and its paragraphs, in the order of the text."""
    folded = fold(document.text)
    builder = _Builder()
    drafts: list[tuple[list[Line], list[int], bool]] = []
    for lines, table in _groups(list(read_lines(folded, vocabulary))):
        places = []
        for number, line in enumerate(lines):
            if table and number:
                builder.add("\n", lines[number - 1].end)
            places.append((builder.add if table else builder.add_line)(line.text, line.start))
        places.append(builder.length)
        builder.add("\n", lines[-1].end)
        drafts.append((lines, places, table))
    if not builder.pieces:
        builder.add("", 0)
    reading = Reading("".join(builder.pieces), tuple(builder.starts), tuple(builder.origins))
    return _with_headings(reading, [_paragraph(reading, *draft) for draft in drafts])


def _groups(lines: list[Line]) -> Iterator[tuple[list[Line], bool]]:
    """Lines that make one paragraph, or one table."""
    at = 0
    while at < len(lines):
        stop = at
        while stop < len(lines) and lines[stop].cells > 1 and (stop == at or _same_table(lines[stop - 1], lines[stop])):
            stop += 1
        if is_table(lines[at:stop]):
            yield lines[at:stop], True
            at = stop
            continue
        stop = at + 1
        while stop < len(lines) and _continues(lines[stop - 1], lines[stop], first=stop - 1 == at):
            stop += 1
        yield lines[at:stop], False
        at = stop


def _same_table(above: Line, below: Line) -> bool:
    return ("|" in above.text) == ("|" in below.text)


def _continues(above: Line, below: Line, first: bool) -> bool:
    """True when ``below`` goes on in the middle of the sentence of ``above``."""
    if above.furniture or below.begins or above.rule or below.rule or above.closed:
        return False
    if first and not above.prose:
        # a heading does not break off at a sign or in a figure (咨询1.24万 | 人次,其中…)
        return bool(below.prose and (above.text[-1] in ",、" or (_OPEN_FIGURE.search(above.text) and below.text[0] not in "(0123456789")))
    return True


def _paragraph(reading: Reading, lines: list[Line], places: list[int], table: bool) -> Paragraph:
    start, end = places[0], places[-1]
    if table:
        return Paragraph(start, end, Kind.TABLE, table=read_table(list(zip(lines, places[:-1], strict=True))))
    first = lines[0]
    if first.furniture or first.rule:
        return Paragraph(start, end, Kind.FURNITURE)
    heading = (len(lines) == 1 and not first.prose and not first.closed) or (
        len(lines) == 1 and first.level in (1, 2, 3) and len(first.text) < 44 and not _TERMINAL.search(first.text)
    )
    if heading:
        return Paragraph(start, end, Kind.HEADING, (start, start), level=first.heading_level)
    return Paragraph(start, end, Kind.PROSE, find_lead(reading.text, start, end), level=first.level)


def _with_headings(reading: Reading, paragraphs: list[Paragraph]) -> Layout:
    """Marks the title lines, gives each paragraph the headings above it, finds where reports begin."""
    result: list[Paragraph] = []
    stack: list[int] = []
    starts, orgs = [0], set[str]()
    seen_prose = False
    for number, paragraph in enumerate(paragraphs):
        if paragraph.kind is Kind.HEADING:
            title = _REPORT_TITLE.match(reading.text[paragraph.start : paragraph.end])
            if title and seen_prose and title["org"] not in orgs:
                starts.append(number)
                seen_prose, stack = False, []
            if title:
                orgs.add(title["org"])
            if not seen_prose and paragraph.level in (0, UNNUMBERED):
                paragraph = paragraph._replace(kind=Kind.TITLE)
        seen_prose = seen_prose or paragraph.kind in (Kind.PROSE, Kind.TABLE) or paragraph.kind is Kind.HEADING
        if paragraph.kind is Kind.HEADING:
            while stack and (result[stack[-1]].level >= paragraph.level):
                stack.pop()
        result.append(paragraph._replace(headings=tuple(stack)) if stack else paragraph)
        if paragraph.kind is Kind.HEADING:
            stack.append(number)
    return Layout(reading, tuple(result), tuple(starts))
