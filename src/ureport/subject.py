"""The shortest phrase that says what a figure counts."""

from __future__ import annotations

import re

from ureport.model import Evidence, Match, Span
from ureport.tokens import Tokenize

_EDGE = "达到共为有是约近超了的、“”\"'《》()以及和与等其中已 "
_TIME = re.compile(
    r"^(?:[0-9〇一二三四五六七八九十]+(?:年|月|日)(?:度|底|末|初|份|来)*|全年|今年|去年|上半年|下半年|年内|目前|截[至止][^,]{0,8}|[全本]?[省市县区镇](?=[^级]))+"
)
_STOP = frozenset(
    [
        "共",
        "已",
        "先后",
        "累计",
        "其中",
        "并",
        "还",
        "又",
        "另",
        "再",
        "为",
        "对",
        "给",
        "向",
        "使",
        "有",
        "由",
        "在",
        "将",
        "要",
        "各",
        "各级",
        "达",
        "达到",
        "共有",
        "组织",
        "开展",
        "举办",
        "现有",
        "分别",
        "合计",
        "总计",
        "全市",
        "全县",
        "全区",
        "全省",
        "是",
        "了",
        "的",
        "等",
        "名",
        "个",
        "全镇",
        "全校",
        "全厂",
        "涉及",
        "涵盖",
        "覆盖",
        "投入",
        "参加",
        "参与",
        "发放",
        "支出",
        "新增",
        "增加",
    ]
)
_CHANGE = re.compile("上升|提高|增|减|下降|降|升|扩|达|发展到|扩大")
_LONGEST = 24
_NEAR = 40
_WORDS = 5


def subject_of(text: str, match: Match | None, figure: Span, clause: Span, last_before: int, tokenize: Tokenize) -> str:
    """The subject of a figure: the words that the pattern found, else the words beside the figure in its clause."""
    if match and match.evidence:
        return _of_evidence(text, match.evidence, figure, clause, last_before)
    return beside(text, figure, clause, last_before, tokenize)


def _of_evidence(text: str, evidence: tuple[Evidence, ...], figure: Span, clause: Span, last_before: int) -> str:
    own = [e for e in evidence if clause[0] <= e.start and e.end <= clause[1]]
    left = [e for e in own if last_before <= e.start and e.end <= figure[0]] or [e for e in own if e.end <= figure[0]]
    chosen = left or [e for e in own if e.start >= figure[1]] or list(evidence)
    start, end = min(e.start for e in chosen), max(e.end for e in chosen)
    phrase = text[start:end].strip(_EDGE)
    if end - start <= _LONGEST and "\n" not in phrase and phrase not in _STOP:
        return phrase
    return max(evidence if phrase in _STOP else chosen, key=lambda e: e.weight).word


def beside(text: str, figure: Span, clause: Span, last_before: int, tokenize: Tokenize) -> str:
    """The words right behind the figure, or else in front of it, as one phrase without verbs of doing at its edge."""
    behind = re.split(r"[,。;:、!?()0-9]", text[figure[1] : min(clause[1], figure[1] + _NEAR)])[0].strip(_EDGE)
    if len(behind) >= 2 and not _CHANGE.match(behind):
        return "".join(_words(behind, tokenize)[:_WORDS]).strip(_EDGE)[:_LONGEST]
    front = re.split(r"[、()]", text[max(clause[0], last_before, figure[0] - _NEAR) : figure[0]].strip(_EDGE))[-1]
    front = _TIME.sub("", front) or front
    return "".join(_words(front, tokenize)[-_WORDS:]).strip(_EDGE)[-_LONGEST:]


def _words(phrase: str, tokenize: Tokenize) -> list[str]:
    """The words of a phrase without light ones at its ends; all of them when nothing else is left."""
    words = tokenize(phrase)
    first, last = 0, len(words)
    while first < last and words[first] in _STOP:
        first += 1
    while last > first and words[last - 1] in _STOP:
        last -= 1
    return words[first:last] or words
