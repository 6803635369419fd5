"""The section a paragraph stands in: its heading path, whether it tells plans, and the period it names."""

from __future__ import annotations

import re
from typing import NamedTuple

from ureport.context.report_period import Calendar
from ureport.model import Kind, Layout, Paragraph
from ureport.vocabulary import Vocabulary

_YEAR = re.compile(r"((?:19|20)[0-9]{2})(?:年(?:度)?(?:([上下])半年)?|(?=工作|计划|打算))")
_YEARS_BACK = re.compile(r"([2-5二三四五两])年(?:来|工作|的?(?:工作)?回顾)")
_COUNT = {c: n for n, cs in ((2, "2二两"), (3, "3三"), (4, "4四"), (5, "5五")) for c in cs}
_NEXT = re.compile(r"^[^,。]{0,4}(?:明年|来年|下一步|下一阶段|今后|接下来|下步|新的一年|展望)")
_FAULTS = re.compile("不足|问题|困难与|体会|经验|做法")
_SECOND_HALF = re.compile(r"^[^,。]{0,3}下半年")


class Section(NamedTuple):
    """What the headings say: ``path`` is their text, ``plan`` whether they tell of plans, ``period`` the period they name."""

    path: str = ""
    plan: bool = False
    period: str = ""
    reason: str = ""


def find_section(layout: Layout, paragraph: Paragraph, known: Calendar, plan_document: bool, vocabulary: Vocabulary) -> Section:
    """The section of a paragraph, from its headings, its run-in heading and its first words."""
    text = layout.reading.text
    headings = [layout.text_of(layout.paragraphs[n]) for n in paragraph.headings]
    lead = text[paragraph.lead[0] : paragraph.lead[1]]
    chain = [*headings, *([lead] if lead else [])]
    if paragraph.kind is Kind.HEADING:
        chain.append(layout.text_of(paragraph))
    plan, reason, period = plan_document, "the title names a plan" if plan_document else "", ""
    for heading in chain:
        year = _YEAR.search(heading)
        if year:
            period = year[1] + {"上": "H1", "下": "H2"}.get(year[2] or "", "")
        years = _YEARS_BACK.search(heading)
        if years and not year and known.report and "/" not in known.report.name:
            end = int(known.report.name[:4])
            period = f"{end - _COUNT[years[1]] + 1}/{end}"
        later = bool(year and known.year and int(year[1]) > known.year)
        said = kind_of(heading, vocabulary)
        if (later and said != "summary") or said == "plan":
            plan, reason = True, f"heading: {heading[:30]}"
        elif (said == "summary" or _FAULTS.search(heading)) and not later:
            plan, reason = False, f"heading: {heading[:30]}"
        if known.year and plan and not period:
            period = _next_period(heading, known)
    opening = text[paragraph.start : paragraph.start + 24]
    if _NEXT.match(opening) or (_SECOND_HALF.match(opening) and known.report and not known.report.name.endswith("H2")):
        plan, reason = True, f"paragraph begins: {opening[:8]}"
        period = period or _next_period(opening, known)
    if period and known.report and period[:4] == known.report.name[:4] and len(known.report.name) > 4 and len(period) == 4 and not plan:
        period = ""
    return Section(" / ".join(chain if paragraph.kind is not Kind.HEADING else chain[:-1]), plan, period, reason)


def kind_of(heading: str, vocabulary: Vocabulary) -> str:
    """``plan``, ``summary`` or an empty string for what a heading says."""
    if vocabulary.cues["section.summary"].search(heading):
        return "summary"
    return "plan" if vocabulary.cues["section.plan"].search(heading) and len(heading) < 40 else ""


def _next_period(text: str, known: Calendar) -> str:
    if known.year is None:
        return ""
    if "下半年" in text:
        return f"{known.year}H2"
    return str(known.year + 1) if re.search("明年|来年", text) else ""
