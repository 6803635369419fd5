"""What holds for every text and its extraction, as functions that raise AssertionError. The property tests and the fuzz target share them."""

from __future__ import annotations

import re
import unicodedata

from ureport import Document, Extraction, Extractor
from ureport.audit import marked
from ureport.folding import fold, simplify
from ureport.model import AuditEntry, Layout, MetricRecord, Reading
from ureport.pieces import plain_text
from ureport.pipeline import Trace

_UNSEEN = re.compile("[\\s\0\u200b-\u200f\u2060\ufeff\u00ad\x1c-\x1f\u2028\u2029\x85]+")
"""Blanks, line breaks, and characters that take no place: joining may leave these out, and nothing else."""


def check(extractor: Extractor, document: Document) -> Extraction:
    """Extracts a document and checks all that must hold; returns the extraction."""
    tracing = extractor.trace(document)
    extraction = tracing.extraction
    spans_are_of_the_text(extraction)
    every_digit_is_told_once(extraction)
    ids_are_unique(extraction)
    evidence_is_of_the_text(document.text, tracing.reading, tracing.traces)
    reading_loses_nothing(document.text, tracing.reading)
    marks_leave_the_text(extraction)
    assert extractor.extract(document) == extraction, "another result at the second time"
    return extraction


def spans_are_of_the_text(extraction: Extraction) -> None:
    """Records and entries point at their words in the original text, at the right line."""
    text = extraction.document.text
    items: list[MetricRecord | AuditEntry] = [*extraction.records, *extraction.audit]
    for item in items:
        assert 0 <= item.start < item.end <= len(text), item
        assert text[item.start : item.end] == item.surface, item
        assert item.line == text.count("\n", 0, item.start) + 1, item


def every_digit_is_told_once(extraction: Extraction) -> None:
    """Every decimal digit of Unicode stands in one entry of the audit, and entries do not overlap."""
    text, at = extraction.document.text, 0
    for entry in extraction.audit:
        assert entry.start >= at, f"{entry} overlaps the entry before, which ends at {at}"
        lost = [i for i in range(at, entry.start) if text[i].isdecimal()]
        assert not lost, f"digits without an entry: {_around(text, lost)}"
        at = entry.end
    lost = [i for i in range(at, len(text)) if text[i].isdecimal()]
    assert not lost, f"digits without an entry: {_around(text, lost)}"


def _around(text: str, places: list[int]) -> list[str]:
    return [text[max(0, i - 5) : i + 6] for i in places[:5]]


def ids_are_unique(extraction: Extraction) -> None:
    """Each record has an id of its own, and an entry of the audit that leads to it at its place."""
    ids = {record.record_id: (record.start, record.end) for record in extraction.records}
    assert len(ids) == len(extraction.records)
    assert {entry.record_id: (entry.start, entry.end) for entry in extraction.audit if entry.record_id} == ids
    for record in extraction.records:
        assert record.value.is_finite() and (record.value_high is None or record.value_high >= record.value), record


def evidence_is_of_the_text(text: str, reading: Reading, traces: tuple[Trace, ...]) -> None:
    """The words by which a pattern claims a figure stand in the reading, and in the document where the reading says."""
    folded = fold(text)
    for trace in traces:
        for word in trace.figure.match.evidence if trace.figure.match else ():
            assert reading.text[word.start : word.end] == word.word, word
            start, end = reading.origin_span(word.start, word.end)
            assert _UNSEEN.sub("", folded[start:end]) == _UNSEEN.sub("", word.word), (word, text[start:end])


def reading_loses_nothing(text: str, reading: Reading) -> None:
    """Each character of the reading leads to its own in the document, one after the other; what is left out is not to be seen."""
    folded = fold(text)
    at = 0
    for position, character in enumerate(reading.text):
        origin = reading.origin(position)
        if character == "\n":  # where a paragraph or a row ends
            assert at <= origin <= len(text)
            continue
        assert at <= origin < len(text) and folded[origin] == character, (position, character, origin)
        assert not _UNSEEN.sub("", folded[at:origin]), f"lost: {folded[at:origin]!r}"
        at = origin + 1
    assert not _UNSEEN.sub("", folded[at:]), f"lost at the end: {folded[at:]!r}"


def folding_keeps_each_character(text: str) -> None:
    """Folding gives one character for one, of the same meaning, and folding again changes nothing."""
    folded = fold(text)
    assert len(folded) == len(text)
    assert fold(folded) == folded
    for before, after in zip(text, folded, strict=True):
        assert after in _spellings(before), (before, after)


def _spellings(character: str) -> set[str]:
    """What a character may be folded to."""
    alone = fold(character)
    found = {character, alone, simplify(alone)}
    if character.isdecimal():
        assert alone == str(unicodedata.decimal(character))
        return {alone}
    return found


def marks_leave_the_text(extraction: Extraction) -> None:
    """The marked text of the audit is the text itself, when the marks are taken off."""
    text = extraction.document.text
    whole = text if text.endswith("\n") else f"{text}\n"
    title, *plain = marked(extraction, marks=False)
    assert title[0] == f"== {extraction.document.source} ==\n"
    assert plain_text(plain) == whole
    _, *marks = marked(extraction, marks=True)
    assert len(plain) == len(marks)
    for (words, style), (shown, marked_style) in zip(plain, marks, strict=True):
        assert style == marked_style
        assert shown == words if not style else shown.startswith(f"[{words}|") and shown.endswith("]")
    assert sum(bool(style) for _, style in plain) == len(extraction.audit), "an entry without a mark"


def layout_is_in_order(layout: Layout) -> None:
    """Paragraphs follow one another and hold all of the reading; cells lie in their table."""
    at, text = 0, layout.reading.text
    for paragraph in layout.paragraphs:
        assert at <= paragraph.start <= paragraph.end <= len(text)
        assert not text[at : paragraph.start].strip(), "text between paragraphs"
        at = paragraph.end
        for cell in paragraph.table.cells if paragraph.table else ():
            assert paragraph.start <= cell.start < cell.end <= paragraph.end
    assert not text[at:].strip()
