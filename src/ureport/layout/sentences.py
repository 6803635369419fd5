"""Paragraph → sentences and clauses.

A sentence ends with 。！？； or with a full stop between Chinese characters. A clause ends with ， or ：, at a dash,
at a wide blank, and at brackets that hold a figure (brackets without one belong to their clause).
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator

from ureport.model import Sentence, Span

_END = re.compile(r"(?:[。!?]|;(?!其中))+[”\"'》)】]*|(?<=[\u4e00-\u9fff%”)])\.(?=[\u4e00-\u9fff “(]|$)")
_BREAK = re.compile(r"(?<![0-9]),|,(?![0-9])|:(?![0-9])|——+|──+| {2,}|(?<=[】])")
_BRACKETS = re.compile(r"\(([^()\n]*)\)")
_FIGURE = re.compile(r"[0-9]|[一二两三四五六七八九十百千万](?:余|多)?[名人家户元次]")
_MARKER = r"[一二三四五六七八九十]{1,3}[、.]|\([一二三四五六七八九十0-9]{1,3}\)|[0-9]{1,2}[、.)]|[一二三四五六七八九十](?:是|要)|[①-⑳]|[-—·●■◆★▲]+"
_LEAD = re.compile(rf"(?:(?:{_MARKER}) ?)?([^,。;:!?0-9]{{2,28}})(?:[。:]|  | (?=[0-9\u4e00-\u9fff]))|【([^】]{{2,16}})】")
# a longer sentence is cut at a clause, or where it has none at this length: the work for a figure stays bounded
_LONGEST = 600


def split_sentences(text: str, start: int, end: int) -> Iterator[Sentence]:
    """The sentences of ``text[start:end]`` with their clauses, blanks at the ends left out."""
    at = start
    for found in _END.finditer(text, start, end):
        yield from _bounded(text, at, found.end())
        at = found.end()
    yield from _bounded(text, at, end)


def _bounded(text: str, start: int, end: int) -> Iterator[Sentence]:
    """The sentence, or its parts when it is too long."""
    while end - start > _LONGEST:
        cuts = [m.end() for m in _BREAK.finditer(text, start, start + _LONGEST)]
        cut = cuts[-1] if cuts else start + _LONGEST
        yield _sentence(text, start, cut)
        start = cut
    if text[start:end].strip():
        yield _sentence(text, start, end)


def _sentence(text: str, start: int, end: int) -> Sentence:
    cuts: list[int] = [m.end() for m in _BREAK.finditer(text, start, end)]
    for bracket in _BRACKETS.finditer(text, start, end):
        if _FIGURE.search(bracket[1]):
            cuts += [bracket.start() + 1, bracket.end()]
        else:
            cuts = [cut for cut in cuts if not bracket.start() < cut < bracket.end()]
    edges = [start, *sorted(set(cuts)), end]
    clauses: list[Span] = [(a, b) for a, b in itertools.pairwise(edges) if b > a]
    return Sentence(start, end, tuple(clauses))


def find_lead(text: str, start: int, end: int) -> Span:
    """The run-in heading of a paragraph (``送温暖：…``, ``1．集体合同。…``), or an empty span."""
    found = _LEAD.match(text, start, end)
    if found is None or found.end() >= end:
        return (start, start)
    group = 1 if found[1] else 2
    long = len(found.group(group)) > 22
    numbered = group == 2 or found.start(1) > start
    if (long and not numbered) or (not numbered and text[found.end() - 1] == " " and len(found.group(group)) > 12):
        return (start, start)
    if not numbered and text[found.end() - 1] == "。":
        return (start, start)
    return found.span(group)
