"""Number formats of spreadsheets: the number in a cell → the text that the cell shows (0.98 in ``0%`` → 98%).

Colours, fonts and widths are left out; a number in the notation of powers and one as a fraction is written in full.
"""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation, localcontext
from functools import lru_cache

GENERAL = "General"
BUILT_IN = {
    0: GENERAL, 1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 5: "#,##0", 6: "#,##0", 7: "#,##0.00", 8: "#,##0.00", 9: "0%", 10: "0.00%",
    14: "yyyy/m/d", 15: "yyyy/m/d", 16: "m/d", 17: "yyyy/m", 18: "h:mm", 19: "h:mm:ss", 20: "h:mm", 21: "h:mm:ss", 22: "yyyy/m/d h:mm",
    27: "yyyy年m月", 28: "m月d日", 29: "m月d日", 30: "m-d-yy", 31: "yyyy年m月d日", 32: "h时mm分", 33: "h时mm分ss秒", 34: "h时mm分", 35: "h时mm分ss秒",
    36: "yyyy年m月", 37: "#,##0", 38: "#,##0", 39: "#,##0.00", 40: "#,##0.00", 41: "#,##0", 42: "#,##0", 43: "#,##0.00", 44: "#,##0.00",
    45: "mm:ss", 46: "h:mm:ss", 47: "mm:ss", 49: "@", 50: "yyyy年m月", 51: "m月d日", 52: "yyyy年m月", 53: "m月d日", 54: "m月d日", 55: "yyyy年m月",
    56: "m月d日", 57: "yyyy年m月", 58: "m月d日",
}  # fmt: skip
"""The formats that files name by a number only, as they show in Chinese programs."""

_PART = re.compile(r'"([^"]*)"?|[\\!](.)|_.|\*.|\[([^\]]*)\]|([^"\\!_*\[])', re.DOTALL)
_GENERAL = re.compile("general|@", re.IGNORECASE)
_DATE = re.compile("[ymdhsYMDHS]|a{3,}")
_TIME = re.compile(r"y+|m+|d+|h+|s+(?:\.0+)?|a{3,}|am/pm|a/p|上午/下午", re.IGNORECASE)
_CONDITION = re.compile(r"(<=|>=|<>|<|>|=)\s*(-?[0-9.]+)$")
_CURRENCY = re.compile(r"\$([^-\]]*)")
_PLACES = re.compile("[0#?](?:[0#?,.\ue000]*[0#?])?(,*)")
_DAYS = "一二三四五六日"
_LITERAL = "\ue000"
"""Stands for a literal character while the signs of a format are looked at; never in a format itself."""
_LATEST = 2_957_003


def shown(value: float, code: str, date_1904: bool = False) -> str:
    """The text of a cell: ``shown(0.925, "0.0%") == "92.5%"``, ``shown(43830, "yyyy年m月d日") == "2019年12月31日"``."""
    if value != value or value in (float("inf"), float("-inf")):
        return str(value)
    section, signed, literals = _section(value, code)
    if not section:
        return ""
    if _DATE.search(_GENERAL.sub("", section)) and not re.search("[0#]", section.replace(".0", "")):
        return _fill(_date(value, section, date_1904), literals) if 0 <= value < _LATEST else _plain(value)
    text = _fill(_number(abs(value), section), literals)
    if value >= 0:
        return text.strip()
    # brackets and red say minus, and neither reads so
    text = text.strip().removeprefix("(").removesuffix(")")
    return text if (signed and "-" in text) or not re.search("[1-9]", text) else "-" + text.removeprefix("-")


def _plain(value: float) -> str:
    """A number in full, without the noise of binary fractions: 0.1 + 0.2 is 0.3."""
    if value == int(value):
        return str(int(value))
    return f"{Decimal(f'{value:.12g}'):f}"


@lru_cache(maxsize=512)
def _sections(code: str) -> tuple[tuple[str, str, str, float], ...]:
    """The sections of a format: its signs, its literal characters, its condition; a literal is a place-holder among the signs."""
    sections: list[tuple[str, str, str, float]] = []
    signs, literals, test, limit = "", "", "", 0.0
    for quoted, escaped, bracket, sign in _PART.findall(code[:512].replace("G/通用格式", GENERAL) + ";"):
        if sign == ";":
            sections.append((signs, literals, test, limit))
            signs, literals, test, limit = "", "", "", 0.0
        elif sign:
            plain = sign in "0#?.,%@/+-() :" or (sign.isascii() and sign.isalpha()) or sign in "上下午"
            signs += sign if plain else _LITERAL
            literals += "" if plain else sign
        elif bracket:
            if condition := _CONDITION.match(bracket):
                test, limit = condition[1], float(condition[2])
            elif currency := _CURRENCY.match(bracket):
                signs += _LITERAL * len(currency[1])
                literals += currency[1]
            elif bracket.lower().strip("hms") == "":
                signs += bracket
        else:
            signs += _LITERAL * len(quoted + escaped)
            literals += quoted + escaped
    return tuple(sections) or (("@", "", "", 0.0),)


def _section(value: float, code: str) -> tuple[str, bool, str]:
    """The section of a format that shows a value, whether it was made for negative ones, and its literals."""
    sections = _sections(code)
    if any(test for _, _, test, _ in sections):
        for signs, literals, test, limit in sections:
            if not test or _holds(value, test, limit):
                return signs, False, literals
        return GENERAL, False, ""
    number = 1 if value < 0 and len(sections) > 1 else 2 if value == 0 and len(sections) > 2 else 0
    signs, literals, _, _ = sections[number]
    if not signs and value:
        return GENERAL, False, ""
    return signs, number == 1, literals


def _holds(value: float, test: str, limit: float) -> bool:
    return {"<": value < limit, ">": value > limit, "=": value == limit, "<=": value <= limit, ">=": value >= limit, "<>": value != limit}[test]


def _fill(text: str, literals: str) -> str:
    remaining = iter(literals)
    return "".join(next(remaining, "") if sign == _LITERAL else sign for sign in text)


def _number(value: float, section: str) -> str:
    if _GENERAL.search(section):
        return _GENERAL.sub(_plain(value), section)
    places = _PLACES.search(section)
    if places is None or "/" in section or re.search("[eE][+-]", section):
        return _plain(value) if places else section
    pattern = places[0].rstrip(",")
    whole, _, decimals = pattern.partition(".")
    exact = Decimal(f"{value:.15g}").scaleb(2 * section.count("%") - 3 * len(places[1]))
    try:
        with localcontext() as context:
            context.prec = 400
            exact = exact.quantize(Decimal(1).scaleb(-len(decimals.replace(",", ""))), ROUND_HALF_UP)
    except InvalidOperation:  # more places than any number has
        return _plain(value)
    text = f"{exact:,f}" if "," in whole else f"{exact:f}"
    optional = len(decimals) - len(decimals.rstrip("#?"))
    if optional:
        text = (text[:-optional] + text[-optional:].rstrip("0")).removesuffix(".")
    if text == "0" and "0" not in pattern:
        text = ""
    text = "0" * max(whole.count("0") - len(text.partition(".")[0]), 0) + text
    # literal characters among the places: 0!.0, shows 12345 as 1.2
    for found in re.finditer(_LITERAL, pattern):
        behind = sum(sign in "0#?" for sign in pattern[found.end() :])
        text = text[: max(len(text) - behind, 0)] + _LITERAL + text[max(len(text) - behind, 0) :]
    return section[: places.start()] + text + section[places.end() :]


def _date(value: float, section: str, date_1904: bool) -> str:
    """A day and time, counted in days from 1900 or 1904."""
    moment = datetime(1904, 1, 1) if date_1904 else datetime(1899, 12, 30) if value >= 60 else datetime(1899, 12, 31)
    moment += timedelta(seconds=round(value * 86400))
    codes = list(_TIME.finditer(section))

    def write(number: int) -> str:
        word = codes[number][0].lower()
        before = codes[number - 1][0].lower() if number else ""
        behind = codes[number + 1][0].lower() if number + 1 < len(codes) else ""
        if word[0] == "m" and (before.startswith("h") or behind.startswith("s")):
            return f"{moment.minute:0{min(len(word), 2)}}"
        if word[0] == "a" or word.startswith("上"):
            return f"星期{_DAYS[moment.weekday()]}" if word.startswith("aaa") else ""
        amount = {"y": moment.year, "m": moment.month, "d": moment.day, "h": moment.hour, "s": moment.second}[word[0]]
        if word[0] == "y":
            return f"{amount % 100:02}" if len(word) <= 2 else str(amount)
        return f"{amount:02}" if len(word) == 2 or (word[0] == "s" and len(word) > 2) else str(amount)

    pieces, at = [], 0
    for number, code in enumerate(codes):
        pieces += [section[at : code.start()], write(number)]
        at = code.end()
    return "".join([*pieces, section[at:]])
