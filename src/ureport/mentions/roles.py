"""Fact, threshold, vague or no number at all: what a quantity is, judged by the words beside it."""

from __future__ import annotations

import re

from ureport.mentions.grammar import Grammar
from ureport.mentions.quantity import Quantity
from ureport.model import Mention, Role
from ureport.vocabulary import Unit, Vocabulary, last_match

# before 8个点: a change in percentage points, not places
_CHANGED = re.compile("[高升降长增落减]了?$")
_BOUNDARY = frozenset(',。;、:!?)(\n”"】》 ') | {""}


def fact_or_not(text: str, quantity: Quantity, grammar: Grammar, vocabulary: Vocabulary) -> Mention | None:
    """The mention of a quantity; None when a Chinese numeral stands without unit or noun (统一, 三亚)."""
    unit = quantity.unit
    flags = ("repaired OCR",) if quantity.misread else ()
    if not unit.name:
        noun = grammar.nouns.match(text, quantity.end)
        implied = _implied(text, quantity, grammar, vocabulary) if quantity.scaled else ""
        if implied:
            unit, flags = Unit(implied), (*flags, "unit from context")
        elif noun and (quantity.scaled or not quantity.chinese):
            unit, flags = Unit(vocabulary.nouns[noun.group()]), (*flags, "unit from noun")
        elif quantity.chinese and not _stands_alone(text, quantity):
            return None
        else:
            flags = (*flags, "no unit")
    if unit.name == "个" and text[quantity.end : quantity.end + 1] == "点" and _CHANGED.search(text[max(0, quantity.start - 5) : quantity.start]):
        quantity, unit = quantity._replace(end=quantity.end + 1), vocabulary.units["百分点"]
    if unit.name == "户" and text[max(0, quantity.start - 2) : quantity.start] in ("企业", "单位", "公司"):
        unit = vocabulary.units["家"]
    if unit.name in ("个", "户") and (noun := grammar.nouns.match(text, quantity.end)) and (unit.name == "个" or vocabulary.nouns[noun.group()] == "家"):
        name = vocabulary.nouns[noun.group()]
        unit = Unit(name, tuple(dict.fromkeys(("个", *unit.also))))
    if _is_threshold(text, quantity, unit, vocabulary):
        return _mention(quantity, unit, Role.THRESHOLD, "criterion that selects a population", flags)
    if _is_header_unit(text, quantity):
        return None
    if quantity.bound == "exact" and text[quantity.start : quantity.end] != unit.name and text[quantity.start : quantity.number_end] in ("百", "千", "万"):
        return _mention(quantity, unit, Role.NAME, "round number in a name (百名劳模进企业)", flags)
    if quantity.chinese and not quantity.scaled and _is_trivial(text, quantity, vocabulary):
        return _mention(quantity, unit, Role.VAGUE, "small count in words", flags)
    return _mention(quantity, unit, Role.FACT, "number with a unit" if unit.name else "number without a unit", flags)


def _implied(text: str, quantity: Quantity, grammar: Grammar, vocabulary: Vocabulary) -> str:
    """The unit that a verb before a bare 万 or 亿 implies: 兑付412万 is money; empty when none does."""
    if text[quantity.end : quantity.end + 1] not in _BOUNDARY | {"和", "及"}:
        return ""
    clause = re.split("[,。;:!?]", text[max(0, quantity.start - 24) : quantity.start])[-1]
    found = last_match(grammar.implied, clause)
    return vocabulary.implied[found.group()] if found else ""


def _mention(quantity: Quantity, unit: Unit, role: Role, reason: str, flags: tuple[str, ...]) -> Mention:
    units = unit.names if unit.name else ()
    return Mention(quantity.start, quantity.end, role, reason, quantity.value, quantity.high, unit.name, units, quantity.bound, flags)


def _stands_alone(text: str, quantity: Quantity) -> bool:
    """A Chinese numeral without unit is a number when it is large and ends a phrase (会员总数跨过千万), or is qualified."""
    long = quantity.number_end - quantity.start >= 3 and quantity.scaled
    qualified = quantity.scaled and quantity.bound != "exact"
    return (long or qualified) and text[quantity.end : quantity.end + 1] in _BOUNDARY | {"和", "及"}


def _is_threshold(text: str, quantity: Quantity, unit: Unit, vocabulary: Vocabulary) -> bool:
    if unit.name in ("%", "百分点", "倍"):
        return False
    following = text[quantity.end : quantity.end + 16]
    if quantity.after in vocabulary.words["threshold.limits"] or following.startswith(("及以上", "或以上", "(含)以上", "(不含)以下")):
        if following.startswith(("及以上", "或以上")):
            following = following[3:]
        if following[:1] == ")" and text[quantity.start - 1 : quantity.start] == "(":
            return True
        if following[:1] == "、" and unit.name in ("人", "元"):
            return True
        return bool(following) and following[0] not in _BOUNDARY and _selects(following, unit, vocabulary)
    if text[quantity.start : quantity.start + 2] in ("不足", "不到", "超过", "高于", "低于") or text[max(0, quantity.start - 2) : quantity.start] in (
        "年满",
        "未满",
        "不满",
        "低于",
    ):
        return following[:1] == "的" and _selects(following, unit, vocabulary)
    return False


def _selects(following: str, unit: Unit, vocabulary: Vocabulary) -> bool:
    """True when the words behind a limit are selected by it; 五万名以上会员 counts members, 50人以上企业 selects firms."""
    found = vocabulary.cues["threshold.selects"].match(following)
    people = tuple(vocabulary.words["threshold.people"])
    return found is not None and not (unit.name in ("人", "人次") and found.group().endswith(people))


def _is_header_unit(text: str, quantity: Quantity) -> bool:
    """The 万 of a header (万人) or 单位:万元 multiplies the column and is no number."""
    alone = text[quantity.start : quantity.number_end] in ("十", "百", "千", "万", "亿", "百万", "千万", "万亿")
    return (
        alone
        and text[quantity.start - 1 : quantity.start] in ("(", "|", ":", "/", "[")
        and text[quantity.end : quantity.end + 1] in _BOUNDARY | {"|", "/", "]"}
    )


def _is_trivial(text: str, quantity: Quantity, vocabulary: Vocabulary) -> bool:
    value, surface = quantity.value, text[quantity.number_end : quantity.end].strip()
    if text[quantity.start] == "几":
        return True
    if value > 10 or quantity.high is not None:
        return False
    if quantity.unit.name == "番":
        return False
    ends = text[quantity.end : quantity.end + 1] in _BOUNDARY
    if surface in vocabulary.words["vague.always"]:
        return True
    if value == 1:
        return not (ends and surface in ("家", "名", "户", "项", "件", "份", "人", "个", "支", "所"))
    return (
        surface in vocabulary.words["vague.units"]
        and not (ends and surface not in ("次", "遍", "点", "批", "个", "项", "条", "件"))
        and not (ends and surface in ("件", "项", "个", "条") and text[quantity.start - 1 : quantity.start] not in "这那以下列述,。;、的")
    )
