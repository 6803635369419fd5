"""Subjects handed on from one figure to the next, where the next says nothing of what it counts."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ureport.library import Library
from ureport.matching import Surroundings
from ureport.matching.surroundings import Frame
from ureport.model import Match, Mention, Span
from ureport.pipeline.figures import Trace

FLAG = "subject of the figure before"
_COMPARED = re.compile(
    "比|较|同期|上年|去年|前年|年初|计划|任务|指标|目标|要求|其中|含|包括|余下|剩下|降到|降至|增至|升到|升至|原|增加|减少|达到|累计|合计|共|多出|还有|另有"
)
# what a clause that tells a change may hold beside the topic; more than a few other characters are a topic of their own
_OF_GROWTH = re.compile(
    "同比|环比|比[上去]年(?:同期)?|较[上去]年(?:同期)?|比年初|较年初|上年|去年|同期|分别|平均|增长|增加|提高|上升|下降|降低|减少|增幅|降幅|净增|递增|上调|下调|升|降|增|"
    "达到|达|超过|近|约|了|的|比|较|为|率|和|与|相|年均|每年|又|再|还|共|总量|总数|总额|人数|数量|金额|[0-9〇一二三四五六七八九十]+年|[,、;:() ]"
)
_NO_TOPIC = 3
_PER_HEAD = re.compile("每[人户名生位月个]|[人户]均|各奖|一次性")
_COORDINATED = frozenset("、和及与或")
_MEMBER = re.compile(r"[^、,和与及;]+")


def carried_match(
    library: Library, text: str, mention: Mention, around: Surroundings, ratio: bool, done: Sequence[Trace], earlier: Sequence[Trace], *, grows: bool
) -> Match | None:
    """The match of an earlier figure that an unclaimed one takes over, or that of a sibling metric.

    ``done`` are the figures of the sentence so far, ``earlier`` those of the sentence before.
    """
    beside = text[around.last_before : mention.start]
    if ratio and grows and len(_OF_GROWTH.sub("", beside)) > _NO_TOPIC:
        return None
    goes_on = bool(done) and FLAG in done[-1].figure.flags and around.generic()
    compared = goes_on or around.bare() or ratio or bool(_COMPARED.search(beside))
    per_head = bool(_PER_HEAD.search(text[around.clause[0] : mention.start]))
    for trace in reversed(done or (earlier[-1:] if compared else [])):
        known, match = trace.record, trace.figure.match
        if not known or not match:
            continue
        # a total does not continue an amount per head
        if not per_head and _PER_HEAD.search(known.subject + text[trace.around.clause[0] : trace.figure.mention.start]):
            continue
        if compared and (ratio or (not mention.units and mention.unit) or known.unit in mention.units):
            return inherit(match, mention)
        sibling = _sibling(library, match, mention) if around.generic() else None
        if sibling:
            return sibling
    return None


def inherit(match: Match, mention: Mention) -> Match:
    """The match of an earlier figure for this one."""
    return match._replace(unit=mention.unit or match.unit, status=None, aspect=None)


def _sibling(library: Library, match: Match, mention: Mention) -> Match | None:
    """The metric told in one breath with that of an earlier figure, when the unit fits: 助学88名，24.6万元."""
    known = library.metrics.get(match.metric)
    for name in known.siblings if known else ():
        if name in library.metrics:
            unit = next((u for u in library.metrics[name].units if u in mention.units), None)
            if unit:
                return match._replace(metric=name, unit=unit, status=None, aspect=None)
    return None


def coordinated(text: str, mention: Mention, around: Surroundings, done: Sequence[Trace]) -> Trace | None:
    """The figure right before, when only 、 or 和 stands between and both have one unit: 17.4%、21%."""
    last = done[-1] if done else None
    between = text[around.last_before : mention.start].strip()
    return last if last and between in _COORDINATED and last.figure.mention.unit == mention.unit else None


def distributed(text: str, mention: Mention, frame: Frame, done: Sequence[Trace]) -> Trace | None:
    """For ``甲10家、乙20人，分别增长5%和6%``: the earlier figure that this one is told of."""
    start = frame.sentence.start
    at = max(text.rfind(word, start, mention.start) for word in ("分别", "同比各"))
    if at < 0:
        return None
    later = [f for f in frame.figures if f[0] > at]
    place = next((i for i, f in enumerate(later) if f[0] == mention.start), 0)
    levels = [t for t in done if t.figure.mention.end <= at and t.figure.judgement.aspect == "level"][-len(later) :]
    return levels[place] if place < len(levels) == len(later) else None


def members_of_others(text: str, mention: Mention, frame: Frame) -> list[Span]:
    """For ``甲、乙分别为1件、2件``: the members before 分别 that belong to the other figures."""
    start = frame.sentence.start
    at = text.rfind("分别", start, mention.start)
    if at < 0:
        return []
    following = [f for f in frame.figures if f[0] > at]
    mine = next((i for i, f in enumerate(following) if f[0] == mention.start), -1)
    members = [(start + m.start(), start + m.end()) for m in _MEMBER.finditer(text[start:at])]
    if mine < 0 or len(following) < 2 or len(members) < len(following):
        return []
    return [span for i, span in enumerate(members[-len(following) :]) if i != mine]
