"""Spellings of numbers → Decimal: 二〇一一, 壹佰, 三千四百, 两万五, 1,100, 3 556.

The value of a Chinese numeral is that of the usual positional reading: digits times 十, 百, 千, grouped by 万 and 亿;
a digit after a multiplier without a 零 counts in the next lower place (两万五 = 25000), and digits in a row may be
multiplied by 万 and 亿 alone (一二〇万 = 1200000).
"""

from __future__ import annotations

import re
from decimal import Decimal

DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {c: i for i, c in enumerate("〇壹贰叁肆伍陆柒捌玖")}
DIGITS |= {"两": 2, "俩": 2, "○": 0, "弌": 1, "弍": 2, "弎": 3, "幺": 1}
SMALL = {"十": 10, "百": 100, "千": 1000, "拾": 10, "佰": 100, "仟": 1000}
LARGE = {"万": 10**4, "亿": 10**8, "兆": 10**12}
TENS = {"廿": 20, "卅": 30}
MULTIPLIERS = SMALL | LARGE
CHARACTERS = "".join([*DIGITS, *SMALL, "万亿", *TENS])

_ZERO = Decimal(0)
_LARGEST_ROW = 10**12
"""Of digits in a row before 万 or 亿; nobody writes more, and the work for a longer row would grow with its square."""
_PART = re.compile(r"([0-9]+(?:\.[0-9]+)?)|([十百千万亿])|零")


def parse_arabic(text: str) -> Decimal:
    """Value of Arabic digits with separators: ``1,100`` → 1100, ``3 556`` → 3556, ``5. 2`` → 5.2.

    Raises ValueError when the text is not such a number.
    """
    if text.isascii() and text.isdigit():
        return Decimal(text)
    bare = text.replace(",", "").replace(" ", "")
    if not bare or not bare.isascii() or not bare.replace(".", "", 1).isdigit():
        raise ValueError(f"not a number: {text[:40]!r}")
    return Decimal(bare)


def parse_chinese(text: str) -> Decimal:
    """Value of a Chinese numeral: ``二〇一一`` → 2011, ``三千四百`` → 3400, ``两万五`` → 25000, ``十`` → 10.

    Raises ValueError when the text is not such a numeral.
    """
    if not text:
        raise ValueError("empty numeral")
    whole, point, fraction = text.partition("点")
    value = _digit_string(whole) if _is_digit_string(whole) else _positional(whole)
    if point:
        if not fraction or any(c not in DIGITS for c in fraction):
            raise ValueError(f"not a numeral: {text[:40]!r}")
        value += Decimal("0." + "".join(str(DIGITS[c]) for c in fraction))
    return value


def _is_digit_string(text: str) -> bool:
    return len(text) > 1 and all(c in DIGITS for c in text)


def _digit_string(text: str) -> Decimal:
    return Decimal("".join(str(DIGITS[c]) for c in text))


def _positional(text: str) -> Decimal:
    total, group, last = 0, 0, 1
    digit: int | None = None
    for c in text:
        if c in DIGITS:
            last = 1 if DIGITS[c] == 0 else last
            digit = (digit or 0) * 10 + DIGITS[c]
            if digit > _LARGEST_ROW:
                raise ValueError(f"not a numeral: {text[:40]!r}")
            continue
        if digit and digit > 9 and (group or c not in LARGE):
            raise ValueError(f"not a numeral: {text[:40]!r}")
        if c in TENS:
            group, digit, last = group + TENS[c], None, 10
        elif c in SMALL:
            group, digit, last = group + (1 if digit is None else digit) * SMALL[c], None, SMALL[c]
        elif c in LARGE:
            group += digit or 0
            # 二十万亿: a larger unit multiplies all that stands before it
            if total and total < LARGE[c] and not group:
                total *= LARGE[c]
            else:
                total += (group or 1) * LARGE[c]
            group, digit, last = 0, None, LARGE[c]
        else:
            raise ValueError(f"not a numeral: {text[:40]!r}")
    if digit and digit > 9:
        raise ValueError(f"not a numeral: {text[:40]!r}")
    if digit:
        group += digit * (last // 10 if last >= 100 else 1)
    return Decimal(total + group)


def parse_mixed(text: str) -> Decimal:
    """Value of digits between multipliers: ``1亿2千3百万`` → 123000000, ``3万4000`` → 34000, ``5万零8`` → 50008.

    Raises ValueError when the text is not such a number.
    """
    total, group, number = _ZERO, _ZERO, None
    for found in _PART.finditer(text):
        digits, multiplier = found.groups()
        if digits:
            number = Decimal(digits)
        elif multiplier in SMALL:
            group, number = group + (number if number is not None else 1) * SMALL[multiplier], None
        elif multiplier in LARGE:
            total, group, number = total + (group + (number or 0) or 1) * LARGE[multiplier], _ZERO, None
    return total + group + (number or 0)


def is_adjacent_pair(text: str) -> bool:
    """True for two neighbouring digits that mean a range: 三四 (百人), 七八, 两三."""
    if len(text) != 2 or any(c not in DIGITS for c in text):
        return False
    low, high = DIGITS[text[0]], DIGITS[text[1]]
    return 1 <= low < high <= 9 and (high == low + 1 or text in ("三五",))


def parse_range(text: str) -> tuple[Decimal, Decimal] | None:
    """Bounds of a numeral that names two neighbours: ``三四百`` → (300, 400), ``十七八`` → (17, 18); None when it does not."""
    for i in range(len(text) - 1):
        if not is_adjacent_pair(text[i : i + 2]):
            continue
        if (i and text[i - 1] in DIGITS) or (text[i + 2 : i + 3] and text[i + 2] in DIGITS):
            return None
        low, high = text[: i + 1] + text[i + 2 :], text[:i] + text[i + 1 :]
        return parse_chinese(low), parse_chinese(high)
    return None
