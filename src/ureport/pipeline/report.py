"""What holds for a report as a whole, and for the places around its paragraphs."""

from __future__ import annotations

import re
from typing import NamedTuple

from ureport.context import Calendar, find_calendar, find_organisation
from ureport.context.section import kind_of
from ureport.matching import Occurrences
from ureport.matching.surroundings import HEADING, HEADING_WEIGHT, OUTER_HEADING_WEIGHT, TITLE, TITLE_WEIGHT
from ureport.model import Kind, Paragraph
from ureport.pipeline.work import Work

Place = tuple[str, float, Occurrences]

# captions above the text are no titles: a title names the union, the year or the kind of report
_MAIN_TITLE = re.compile("总结|汇报|报告|综述|要点|情况|通报|简报|计划|方案|述职|工会|(?:19|20)[0-9]{2}年")
_OWN_PLAN = re.compile("[0-9]{4}年|明年|下一步|下步")


class Report(NamedTuple):
    """One report of a file: the numbers of its paragraphs, and what holds for all its figures."""

    first: int
    last: int
    org: str
    org_reason: str
    calendar: Calendar
    plan: bool
    titles: tuple[Occurrences, ...]

    @property
    def period(self) -> str:
        return self.calendar.report.name if self.calendar.report else ""


def read_reports(work: Work) -> list[Report]:
    """The reports of a document, in order."""
    starts = work.layout.report_starts
    return [_read_report(work, first, last) for first, last in zip(starts, (*starts[1:], len(work.layout.paragraphs)), strict=True)]


def _read_report(work: Work, first: int, last: int) -> Report:
    org, reason = find_organisation(work.layout, first, last, work.vocabulary)
    titles = [p for p in work.layout.paragraphs[first:last] if p.kind is Kind.TITLE]
    kinds = {kind_of(work.layout.text_of(p), work.vocabulary) for p in titles}
    plan = "plan" in kinds and "summary" not in kinds and not _has_plan_section(work, first, last)
    words = tuple(work.words((p.start, p.end)) for p in titles if is_main_title(work, p))
    return Report(first, last, org, reason, find_calendar(work.layout, first, last), plan, words)


def is_main_title(work: Work, paragraph: Paragraph) -> bool:
    """True for a title line that names the union, the year or the kind of report."""
    return paragraph.kind is Kind.TITLE and bool(_MAIN_TITLE.search(work.text, paragraph.start, paragraph.end))


def _has_plan_section(work: Work, first: int, last: int) -> bool:
    """True when a heading gives the plan a part of its own (五、2013年要点): the rest of the report tells what was done."""
    headings = [work.layout.text_of(p) for p in work.layout.paragraphs[first:last] if p.kind is Kind.HEADING]
    return any(kind_of(h, work.vocabulary) == "plan" and _OWN_PLAN.search(h) for h in headings)


def places_above(work: Work, number: int, report: Report) -> list[Place]:
    """The headings, run-in heading and title over a paragraph, with the weight of a character in each."""
    paragraph = work.layout.paragraphs[number]
    places: list[Place] = []
    if paragraph.lead[1] > paragraph.lead[0]:
        places.append((HEADING, HEADING_WEIGHT, work.words(paragraph.lead)))
    for depth, above in enumerate(reversed(paragraph.headings)):
        heading = work.layout.paragraphs[above]
        weight = HEADING_WEIGHT if not depth and not places else OUTER_HEADING_WEIGHT
        places.append((HEADING, weight, work.words((heading.start, heading.end))))
    if not paragraph.headings and number > report.first:
        above_it = work.layout.paragraphs[number - 1]
        if above_it.kind is Kind.TITLE and not is_main_title(work, above_it):
            places.append((HEADING, HEADING_WEIGHT, work.words((above_it.start, above_it.end))))
    if paragraph.kind is not Kind.TITLE:
        places += [(TITLE, TITLE_WEIGHT, words) for words in report.titles]
    return [place for place in places if place[2].mask]
