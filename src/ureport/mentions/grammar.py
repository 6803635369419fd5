"""The grammar of a quantity: number, multiplier, qualifier, unit, range, as compiled expressions.

quantity = [before] number [余|多|几] [万|亿 …] [余|多] [unit] [after]
range    = number [unit] (— | 至 | 到) quantity
ratio    = 百分之 number | number 分之 number | digit 成 [digit] | 一半 | 过半
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from ureport.numerals import CHARACTERS
from ureport.vocabulary import Vocabulary, alternation

_DIGITS = r"[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?|[0-9]{1,3}(?: [0-9]{3})+(?= ?[^\W0-9A-Za-z_])|[0-9]+(?:\.[0-9]+|(?:\. | \.)[0-9]+(?=[万亿%]))?"
_MISREAD = r"[0-9]+[OolI][0-9OolI]*(?=[^\W0-9A-Za-z_])|[OolI][0-9]+(?=[万亿余多]|[名家户件场人元次个]|$)"
_CHINESE = rf"[{CHARACTERS}]+(?:点[零〇一二三四五六七八九]+)?"
_LARGE = "万亿|百万|千万|十万|[十百千万亿]"


class Grammar(NamedTuple):
    """The compiled expressions for one vocabulary."""

    runs: re.Pattern[str]
    """Runs of characters that numbers are made of: with one class of characters they are found several times as fast as ``core``."""
    core: re.Pattern[str]
    quantity: re.Pattern[str]
    tail: re.Pattern[str]
    ratio: re.Pattern[str]
    before: re.Pattern[str]
    near: re.Pattern[str]
    power: re.Pattern[str]
    nouns: re.Pattern[str]
    implied: re.Pattern[str]


def _number(prefix: str) -> str:
    mixed = rf"(?P<{prefix}x>[0-9]+(?:\.[0-9]+)?[亿万千百]+(?:零?[0-9]{{1,8}}[十百千万亿]+|零?[0-9]{{1,8}}(?![0-9.:%年月日]))+)"
    return rf"{mixed}|(?P<{prefix}a>{_MISREAD}|{_DIGITS})|(?P<{prefix}c>[数几][十百千万亿]+|[几数]|{_CHINESE})"


@lru_cache(maxsize=4)
def grammar(vocabulary: Vocabulary) -> Grammar:
    """The grammar with the units and qualifiers of a vocabulary."""
    units = alternation(vocabulary.units)
    # 30个多出7个: the 多 of another word is no qualifier
    after = alternation(vocabulary.after).replace("|多", "|多(?![出于少样方媒])").replace("|余", "|余(?![下额款])")
    short_after = "余|多|几|来(?=[万亿千百个名人家户件场次元条位份])"
    quantity = (
        rf"(?:{_number('x')})(?P<q>{short_after})?(?: ?(?P<m>{_LARGE}))?(?P<q2>余|多)?"
        rf"(?: ?(?P<u>{units}))?"
        rf"(?P<after>{after})?"
    )
    tail = rf" ?(?:[-—–~─]{{1,2}}|至|到) ?(?:{_number('x')})(?P<q>{short_after})?(?: ?(?P<m>{_LARGE}))?(?P<q2>余|多)?(?: ?(?P<u>{units}))?(?P<after>{after})?"
    ratio = (
        rf"(?P<den>百|千|万|[{CHARACTERS}]+|[0-9]+)分之(?:(?P<na>[0-9]+(?:\.[0-9]+)?)|(?P<nc>百|[{CHARACTERS}]+(?:点[零一二三四五六七八九]+)?))(?P<q>余|多)?"
        r"|(?P<ten>[一二三四五六七八九两]|[0-9](?:\.[0-9])?)成(?!立|员|为|功|果|绩|效|熟|长|本|都|了|人|品|交|套|就|千|百|份|年|才|材|器|型|形)(?P<ten2>[一二三四五六七八九半](?!户|名|家|个|人|是))?"
        r"|(?P<cut>[0-9])/(?P<by>[2-9]|10)(?![0-9/])|(?P<point>半)个百分点"
        r"|(?P<half>一半|半数|过半数?|超半数?|对半|大半|多半)(?!天|年|个|月|夜|是因|成品|路|导|径)"
    )
    before = rf"(?:{alternation(vocabulary.before)}) ?$"
    return Grammar(
        runs=re.compile(rf"[0-9OolI{CHARACTERS}数几过超一半对]+"),
        core=re.compile(rf"[0-9]+|[OolI](?=[0-9])|[{CHARACTERS}]+|[数几](?=[十百千万亿])|几|过半|超半|一半|半数|对半|半"),
        quantity=re.compile(quantity),
        tail=re.compile(tail),
        ratio=re.compile(rf"(?:{ratio})(?P<after>{after})?"),
        before=re.compile(before),
        near=re.compile(rf"(?:{alternation(vocabulary.near)})(?!的)[^,.;:。0-9]{{0,6}}$"),
        power=re.compile(rf"(?:{alternation(vocabulary.power)})$"),
        nouns=re.compile(alternation(vocabulary.nouns)),
        implied=re.compile(alternation(vocabulary.implied)),
    )
