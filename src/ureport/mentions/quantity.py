"""One quantity read at a place of the folded text: number, unit, bound and span."""

from __future__ import annotations

import re
from collections import defaultdict
from decimal import Context, Decimal
from typing import NamedTuple

from ureport.mentions.grammar import Grammar
from ureport.model import Bound
from ureport.numerals import MULTIPLIERS, parse_arabic, parse_chinese, parse_mixed, parse_range
from ureport.vocabulary import Unit, Vocabulary

# exact arithmetic for numbers of any length: nothing is rounded
EXACT = Context(prec=20_000, Emax=999_999, Emin=-999_999)
_RATIO = Context(prec=1_000)
_ONE = Decimal(1)
_CENT = Decimal("0.01")
_NO_UNIT = Unit("")
_PERCENT = Unit("%")
# characters that make another word with a qualifier: 节约, 最近, 赶超
_WORDS_WITH = defaultdict(tuple, {"约": tuple("节合契预公制特签违条"), "近": tuple("最附亲就靠临"), "超": tuple("赶高反")})
_POWERS = frozenset("十百千万亿")
_SOUND = re.compile(r"[0-9,]+(?:\.[0-9]+)?|[0-9]{1,3}(?: [0-9]{3})+")
"""Digits as they should be: in any other spelling that is read they were misread (5. 2, l2)."""
_PARTS = ("q2", "m", "q", "xa", "xc", "xx")
_MISREAD = {ord("O"): "0", ord("o"): "0", ord("l"): "1", ord("I"): "1"}


class Quantity(NamedTuple):
    """A number with all that belongs to it; ``start`` and ``end`` are offsets of the folded text."""

    start: int
    end: int
    value: Decimal
    high: Decimal | None
    unit: Unit
    bound: Bound
    number_end: int
    chinese: bool
    after: str = ""
    scaled: bool = False
    misread: bool = False


def read_quantity(text: str, at: int, grammar: Grammar, vocabulary: Vocabulary) -> Quantity | None:
    """The quantity whose number begins at ``at``, or None when no number can be read there."""
    found = grammar.ratio.match(text, at)
    if found:
        return _ratio(text, found, grammar, vocabulary)
    found = grammar.quantity.match(text, at)
    if found is None:
        return None
    low, high, over = _value(found)
    if low is None:
        return None
    unit = vocabulary.units.get(found["u"] or "", _NO_UNIT)
    end, after, last, multiplier = found.end(), found["after"] or "", found, found["m"]
    tail = _tail(text, found, grammar)
    if tail is not None:
        second, _, more = _value(tail)
        other = vocabulary.units.get(tail["u"] or "", _NO_UNIT)
        if second is not None and (unit is _NO_UNIT or other is _NO_UNIT or other.name == unit.name):
            if multiplier is None and tail["m"] and unit is _NO_UNIT and low * _scale(tail["m"]) < second:
                low = EXACT.multiply(low, Decimal(_scale(tail["m"])))
            if low < second:
                high, over, unit, end, after, last = second, more, other if unit is _NO_UNIT else unit, tail.end(), tail["after"] or "", tail
    bound: Bound = "over" if over else "about" if found["q"] == "来" else "exact"
    if after:
        bound = vocabulary.after[after]
    if found["xc"] and found["xc"][0] in "几数":
        bound = "over"
    start, front = _front(text, at, found, grammar, vocabulary)
    if front:
        bound = front
    if high is not None:
        bound = "range"
    if unit.factor != 1 or unit.plus:
        low, high = _in_base(low, unit), None if high is None else _in_base(high, unit)
    return Quantity(
        start,
        end,
        low,
        high,
        unit,
        bound,
        _number_end(last),
        bool(found["xc"]),
        after,
        bool(found["m"] or found["q"] or found["xx"] or (found["xc"] and set(found["xc"]) & _POWERS)),
        bool(found["xa"] and not _SOUND.fullmatch(found["xa"])),
    )


def _in_base(value: Decimal, unit: Unit) -> Decimal:
    return EXACT.add(EXACT.multiply(value, unit.factor), unit.plus)


def _number_end(found: re.Match[str]) -> int:
    # the parts in the order of the text: the last one that is there
    for group in _PARTS:
        if (end := found.end(group)) >= 0:
            return end
    return found.end()


def _scale(multiplier: str | None) -> int:
    scale = 1
    for c in multiplier or "":
        scale *= MULTIPLIERS[c]
    return scale


def _value(found: re.Match[str]) -> tuple[Decimal | None, Decimal | None, bool]:
    """Lower end, upper end and whether 余 or 多 stands with the number."""
    over = bool((found["q"] and found["q"] != "来") or found["q2"])
    scale = Decimal(_scale(found["m"])) if found["m"] else _ONE
    high = None
    try:
        if found["xx"]:
            low = parse_mixed(found["xx"])
        elif found["xa"]:
            low = parse_arabic(found["xa"].translate(_MISREAD))
        else:
            word = found["xc"]
            if word[0] in "几数":
                low, over = (parse_chinese(word[1:]) if word[1:] else Decimal(1)), True
            else:
                pair = parse_range(word)
                low, high = pair if pair else (parse_chinese(word), None)
    except (ValueError, ArithmeticError):
        return None, None, False
    if scale is not _ONE:
        low, high = EXACT.multiply(low, scale), None if high is None else EXACT.multiply(high, scale)
    return low, high, over


def _tail(text: str, found: re.Match[str], grammar: Grammar) -> re.Match[str] | None:
    """The upper end of a range; 从3家到5家 and 由3家至5家 tell two figures, no range."""
    if found["after"] or (found["q"] and found["q"] != "几" and not found["u"]):
        return None
    tail = grammar.tail.match(text, found.end())
    if tail is None or (text[tail.start()] in "至到" and re.search(r"[从由自][^,;。]{0,12}$", text[max(0, found.start() - 14) : found.start()])):
        return None
    return tail


def _front(text: str, at: int, found: re.Match[str], grammar: Grammar, vocabulary: Vocabulary) -> tuple[int, Bound | None]:
    """Where the span begins and the bound that stands in front of the number (近, 约, 超过, 上千)."""
    if found["xc"] and set(found["xc"]) <= _POWERS:
        power = grammar.power.search(text, max(0, at - 1), at)
        if power and text[at - 2 : at] not in ("以上", "最近", "附近", "达成", "马上", "会上", "线上", "网上", "路上", "加上"):
            return power.start(), vocabulary.power[power.group()]
    before = _qualifier(text, at, grammar, vocabulary)
    if before:
        return before
    near = grammar.near.search(text, max(0, at - 16), at)
    if near:
        word = max((w for w in vocabulary.near if near.group().startswith(w)), key=len)
        return at, vocabulary.near[word]
    return at, None


def _qualifier(text: str, at: int, grammar: Grammar, vocabulary: Vocabulary) -> tuple[int, Bound] | None:
    """The qualifier directly in front of ``at``: 近, 约, 超过. Not the 约 of 节约 nor the 近 of 最近."""
    before = grammar.before.search(text, max(0, at - 6), at)
    if before is None:
        return None
    word = before.group().strip()
    if len(word) == 1 and text[before.start() - 1 : before.start()] in _WORDS_WITH[word]:
        return None
    return before.start(), vocabulary.before[word]


def _ratio(text: str, found: re.Match[str], grammar: Grammar, vocabulary: Vocabulary) -> Quantity | None:
    bound: Bound = "exact"
    try:
        if found["den"]:
            below = {"百": Decimal(100), "千": Decimal(1000), "万": Decimal(10000)}.get(found["den"]) or _any(found["den"])
            above = parse_arabic(found["na"]) if found["na"] else parse_chinese(found["nc"])
            value = _RATIO.divide(EXACT.multiply(above, Decimal(100)), below) if below else above
        elif found["ten"]:
            value = _any(found["ten"]) * 10
            if found["ten2"]:
                value += 5 if found["ten2"] == "半" else _any(found["ten2"])
        elif found["cut"]:
            value = Decimal(found["cut"]) * 100 / Decimal(found["by"])
        elif found["point"]:
            value = Decimal("0.5")
        else:
            value, bound = Decimal(50), "over" if found["half"][0] in "过超大多" else "exact"
    except (ValueError, ArithmeticError):
        return None
    if found["den"] and found["q"]:
        bound = "over"
    after = found["after"] or ""
    if after:
        bound = vocabulary.after[after]
    start = found.start()
    front = _qualifier(text, start, grammar, vocabulary)
    if front:
        start, bound = front
    if (found["den"] and found["den"] not in "百千万") or found["by"]:
        value = EXACT.quantize(value, _CENT)
    value = EXACT.normalize(value)
    if value == value.to_integral_value():
        value = value.to_integral_value()
    unit = vocabulary.units["百分点"] if found["point"] else _PERCENT
    return Quantity(start, found.end(), value, None, unit, bound, found.end(), not (found["na"] or (found["ten"] and found["ten"][0].isdigit())), after, True)


def _any(text: str) -> Decimal:
    return parse_arabic(text) if text[0].isascii() else parse_chinese(text)
