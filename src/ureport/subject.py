"""The shortest phrase that says what a figure counts."""

from __future__ import annotations

import re

from ureport.model import Match, Span

_EDGE = "达到达共为有是约近超了的、“”\"'《》()以及和与等其中已 "
_LEADING = re.compile(r"^(?:其中|全年|今年|上半年|年内|目前|截[至止][^,]{0,8}|共|已|先后|累计|组织|开展|并|还|又|另|再|为|对|给|向|使|有|由|在|全[省市县区镇])+")
_TIME = re.compile(r"^[0-9〇一二三四五六七八九十]+(?:年|月|日)(?:度|底|末|初|份|来)*")
_LONGEST = 24


def subject_of(text: str, match: Match | None, figure: Span, clause: Span, last_before: int) -> str:
    """The subject of a figure: from the words that the pattern found, else the words beside it in its clause.

    >>> subject_of("新增会员8500名", None, (4, 9), (0, 9), 0)
    '新增会员'
    """
    if match:
        own = [e for e in match.evidence if clause[0] <= e.start and e.end <= clause[1]]
        left = [e for e in own if e.end <= figure[0]]
        chosen = left or [e for e in own if e.start >= figure[1]] or list(match.evidence)
        if chosen is not None and chosen:
            start, end = min(e.start for e in chosen), max(e.end for e in chosen)
            if end - start <= _LONGEST and "\n" not in text[start:end]:
                return text[start:end].strip(_EDGE)
            return max(chosen, key=lambda e: e.weight).word
    return beside(text, figure, clause, last_before)


def beside(text: str, figure: Span, clause: Span, last_before: int) -> str:
    """The words right behind the figure, or else in front of it, as one phrase."""
    behind = re.split(r"[,。;:、!?()]", text[figure[1] : clause[1]])[0].strip(_EDGE)
    if len(behind) >= 2:
        return behind[:_LONGEST]
    front = text[max(clause[0], last_before) : figure[0]]
    front = _TIME.sub("", re.split(r"[、()]", front.strip(_EDGE))[-1])
    shorter = _LEADING.sub("", front)
    return (shorter or front).strip(_EDGE)[-_LONGEST:]
