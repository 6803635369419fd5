"""The frozen types that every stage passes on. Imports nothing of ureport.

Spans are half-open character offsets. A span of a :class:`Document` points into the decoded text
(``document.text[start:end]``); a span of a :class:`Reading` points into the folded and joined text
in which the stages look for things, and ``Reading.origin`` leads back to the document.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import Literal, NamedTuple

Span = tuple[int, int]


class Role(StrEnum):
    """What a number of the text is."""

    FACT = "fact"
    TIME = "time"
    ORDER = "order"
    ID = "id"
    BOILER = "boiler"
    NAME = "name"
    THRESHOLD = "threshold"
    VAGUE = "vague"


Bound = Literal["exact", "over", "nearly", "about", "at_least", "at_most", "range"]
Status = Literal["actual", "target", "baseline"]
Aspect = Literal["level", "growth", "share"]

OTHER = "other"
"""Metric and theme of a record that no pattern claims."""
OTHER_NAME = "其他"


@dataclass(frozen=True, slots=True)
class Document:
    """One text as decoded from its file; ``source`` is the path below the folder asked for, ``a.zip!/b.docx`` for a file in an archive.

    A flag is a name, and what it says of this text behind a colon: ``truncated``, ``bad bytes: 2``, ``same as: 2016/a.txt``.

    ``path`` is where the file lies and ``sha256`` the hash of its bytes, both empty when there is no file.
    """

    source: str
    text: str
    encoding: str = "utf-8"
    flags: tuple[str, ...] = ()
    path: str = ""
    sha256: str = ""


class Reading(NamedTuple):
    """The text as it is read: folded to one spelling, broken lines joined, one paragraph a line.

    ``starts[i]`` is where piece ``i`` begins in ``text``, ``origins[i]`` where it begins in the document.
    """

    text: str
    starts: tuple[int, ...]
    origins: tuple[int, ...]

    def origin(self, position: int) -> int:
        """The document offset of the character at ``position``."""
        piece = bisect_right(self.starts, position) - 1
        return self.origins[piece] + position - self.starts[piece]

    def origin_span(self, start: int, end: int) -> Span:
        """The document span of a reading span (an empty one stays empty)."""
        first = self.origin(start)
        return (first, self.origin(end - 1) + 1 if end > start else first)


class Sentence(NamedTuple):
    """A sentence of a paragraph with its clauses, all as spans of the reading."""

    start: int
    end: int
    clauses: tuple[Span, ...]


class Kind(StrEnum):
    """What a paragraph of the layout is."""

    TITLE = "title"
    HEADING = "heading"
    PROSE = "prose"
    FURNITURE = "furniture"
    TABLE = "table"


class Cell(NamedTuple):
    """One cell of a table; ``row`` and ``column`` count from 0."""

    start: int
    end: int
    row: int
    column: int


class Table(NamedTuple):
    """A pipe or tab table: its cells row by row, and the heading or caption above it."""

    cells: tuple[Cell, ...]
    columns: int

    def rows(self) -> dict[int, list[Cell]]:
        """The cells of each row, by its number, in order."""
        rows: dict[int, list[Cell]] = {}
        for cell in self.cells:
            rows.setdefault(cell.row, []).append(cell)
        return rows


class Paragraph(NamedTuple):
    """A joined paragraph: a span of the reading; ``kind`` says what it is. Its sentences are split where they are needed.

    ``lead`` is the run-in heading (送温暖：… or 1．集体合同。…), empty when there is none.
    ``headings`` are the numbers of the heading paragraphs above it, outermost first.
    """

    start: int
    end: int
    kind: Kind
    lead: Span = (0, 0)
    headings: tuple[int, ...] = ()
    level: int = 0
    table: Table | None = None


class Layout(NamedTuple):
    """A document laid out: the reading and its paragraphs in the order of the text."""

    reading: Reading
    paragraphs: tuple[Paragraph, ...]
    report_starts: tuple[int, ...] = (0,)
    """Numbers of the paragraphs at which a report of its own begins (several reports in one file)."""

    def text_of(self, paragraph: Paragraph) -> str:
        """The folded text of a paragraph."""
        return self.reading.text[paragraph.start : paragraph.end]


class Mention(NamedTuple):
    """A number of the text with its qualifiers and unit; offsets are those of the text it was found in.

    ``unit`` is canonical, ``units`` what the measure word may stand for (个: 个, 家, 处 …), the usual first.
    """

    start: int
    end: int
    role: Role
    reason: str
    value: Decimal | None = None
    value_high: Decimal | None = None
    unit: str = ""
    units: tuple[str, ...] = ()
    bound: Bound = "exact"
    flags: tuple[str, ...] = ()
    surface: str = ""


class Period(NamedTuple):
    """A stretch of whole days from ``start`` to ``end`` (ISO dates), and its name (2016, 2016H1, 2012/2015-06)."""

    name: str
    start: str
    end: str


class Evidence(NamedTuple):
    """One word that a pattern found: the word, its span in the reading, the place and the weight it adds."""

    word: str
    start: int
    end: int
    place: str
    weight: float


class Match(NamedTuple):
    """The pattern that claims a mention, the words it rests on, and its weight."""

    metric: str
    pattern: str
    weight: float
    evidence: tuple[Evidence, ...]
    unit: str
    status: Status | None = None
    aspect: Aspect | None = None
    tied: tuple[str, ...] = ()
    """The patterns whose evidence is as good, so that only the order of ids and numbers decided."""


class Judgement(NamedTuple):
    """What the context says of a figure, each with the reason."""

    status: Status
    aspect: Aspect
    period: Period | None
    reasons: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class MetricRecord:
    """One statistic of one report. The fields are the columns of every output."""

    record_id: str
    source: str
    org: str
    report_period: str
    metric: str
    metric_name: str
    theme: str
    subject: str
    value: Decimal
    value_high: Decimal | None
    unit: str
    bound: Bound
    status: Status
    aspect: Aspect
    period: str
    period_start: str
    period_end: str
    surface: str
    start: int
    end: int
    line: int
    sentence: str
    section: str
    pattern: str
    flags: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """The fate of one number: its role, the reason, and the record it became (empty when none)."""

    source: str
    start: int
    end: int
    line: int
    surface: str
    role: str
    reason: str
    record_id: str


@dataclass(frozen=True, slots=True)
class Source:
    """One file of a run: what it is, and how much came of it. ``state`` is failed for one that could not be read.

    ``numbers`` counts all numbers, ``records`` those that are statistics, ``other`` those of them that no pattern claims.
    """

    source: str
    state: Literal["read", "failed"]
    org: str = ""
    report_period: str = ""
    encoding: str = ""
    characters: int = 0
    numbers: int = 0
    records: int = 0
    other: int = 0
    warnings: tuple[str, ...] = ()
    sha256: str = ""
    path: str = ""
    """Where it lies; no column of an output, since that is no property of the report."""


@dataclass(frozen=True, slots=True)
class Problem:
    """What a user should know of a run: a file that failed, was skipped, or was read with a warning.

    ``kind`` says in a word that stays the same what is the matter: that of the error, the name of the flag, the reason to skip it.
    """

    level: Literal["failed", "warning", "skipped"]
    kind: str
    source: str
    message: str
    remedy: str = ""


@dataclass(frozen=True, slots=True)
class Extraction:
    """All that one document gave."""

    document: Document
    org: str
    report_period: str
    records: tuple[MetricRecord, ...]
    audit: tuple[AuditEntry, ...]
    warnings: tuple[str, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class Kept:
    """What a document gave in an earlier run, after which its file has not changed: its row among the files, the hash of its text,
    how many of its numbers that are no records have each role, and what reads its records and the entries of its audit."""

    row: Source
    text: str
    roles: Mapping[str, int]
    rows: Callable[[], tuple[tuple[MetricRecord, ...], tuple[AuditEntry, ...]]]
