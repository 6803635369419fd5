"""Actual, target or baseline: by the words before the figure, then by the section and the kind of the document."""

from __future__ import annotations

import re

from ureport.model import Aspect, Status
from ureport.vocabulary import Vocabulary, last_match

# 由45家增加到50家: what stands behind the first figure
_TO = re.compile(
    r"^ ?(?:人|家|户|个|的)?,?[^,;。:]{0,6}?"
    r"(?:(?<![坐送收来请得看听赶做])到(?![位场岗账会期])|至(?!今)|为(?![了主期])|(?<![组构完形达])成(?![员立功果绩效长])|达(?!成))"
)
_FROM = re.compile(r"[由从][^,;。由从]{0,24}$")
_FIGURE = re.compile("[0-9]|[一二三四五六七八九十百千万两][余多]?[名人家户件元次]")
_REACHED = re.compile(r"(?:到|至|达|为|成|了)(?:近|约|了)?$")
_DONE = re.compile(r"去年|上年|已(?!建)|前年|目前|现有|年末|上一年|现已|截[至止]")
_PLANNED_PART = re.compile("任务|计划|指标|目标|下达")


def judge_status(
    before: str, after: str, earlier: str, vocabulary: Vocabulary, *, plan: bool, tail: str | None = None, aspect: Aspect = "level"
) -> tuple[Status, str]:
    """Status of a figure and the reason.

    ``before`` and ``after`` are the rest of its clause, ``tail`` the part of ``before`` behind the figure that stands
    before it in the clause (None: there is none), ``earlier`` the clauses of the sentence before; ``plan``: the section tells plans.

    >>> judge_status("今年还要再建", "", "", default_vocabulary(), plan=False)[0]
    'target'
    """
    cues = vocabulary.cues
    own = before if tail is None else tail
    base = None if _REACHED.search(own) and tail is not None else cues["status.baseline"].search(own)
    if base is None and _FIGURE.search(earlier):
        base = cues["status.compared"].search(own)
    if base:
        return "baseline", f"words before the figure: {base.group()}"
    if _TO.match(after) and _FROM.search(own):
        return "baseline", "from … to …: the first figure"
    if "当时" in earlier[-40:]:
        return "baseline", "当时 in the sentence"
    target, actual = last_match(cues["status.target"], before), last_match(cues["status.actual"], before)
    if target and aspect == "share" and _PLANNED_PART.search(target.group()):
        return ("target", "section of a plan") if plan and not actual else ("actual", "the part of a plan that is done")
    if target and (not actual or target.end() >= actual.end()):
        return "target", f"words before the figure: {target.group()}"
    if actual and not plan:
        return "actual", f"words before the figure: {actual.group()}"
    carried = last_match(cues["carry.words"], earlier) if earlier and not plan else None
    if carried:
        done = last_match(cues["status.actual"], earlier)
        if not done or carried.end() > done.end():
            return "target", f"words of the sentence: {carried.group()}"
    if plan:
        past = _DONE.search(earlier + before)
        return ("actual", f"words of the past in a plan: {past.group()}") if past and not target else ("target", "section of a plan")
    return "actual", "nothing speaks of a plan"
