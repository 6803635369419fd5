"""Names of periods and the spellings of years and months that both the report's period and a figure's are read from.

Names follow ISO 8601 where it has one: 2016, 2016-06, 2016-06-30, 2012/2015-06; half-years and quarters are 2016H1, 2016Q3.
"""

from __future__ import annotations

import calendar
import re
from functools import lru_cache

from ureport.model import Period
from ureport.numerals import parse_chinese

CHINESE = "一二三四五六七八九十"
YEAR = r"(?P<{0}>(?:19|20)[0-9]{{2}}|[〇零○二一][〇零○九][〇零○一二三四五六七八九]{{2}})"
NUMBER = rf"(?:[0-9]{{1,2}}|[{CHINESE}]{{1,3}})"
YEARS = re.compile(rf"(?:自|从)?{YEAR.format('a')}年?(?:{NUMBER}月)?(?:起|以来|开始)?,?(?:[-—–~─]{{1,2}}|至|到){YEAR.format('b')}年?(?:(?P<m>{NUMBER})月)?")
FULL = re.compile(
    rf"{YEAR.format('a')}年?(?:度)?(?: ?(?P<half>[上下])半年|第?(?P<q>[1-4一二三四])季度"
    rf"|(?: ?(?P<m1>{NUMBER})月?(?:[-—–~]{{1,2}}|至|到))?(?<=[0-9年〇零—至到-]) ?(?P<m>{NUMBER})月(?:(?P<d>{NUMBER})日)?)?"
)


@lru_cache(maxsize=4096)
def make_period(name: str) -> Period:
    """The period of a name: 2016, 2016H1, 2016Q3, 2016-06, 2016-06-30, or two of those with a slash."""
    first, _, last = name.partition("/")
    start, end = _bounds(first)
    return Period(name, start, _bounds(last)[1] if last else end)


def _bounds(name: str) -> tuple[str, str]:
    year, rest = name[:4], name[4:]
    if not rest:
        return f"{year}-01-01", f"{year}-12-31"
    if rest[0] == "H":
        return (f"{year}-01-01", f"{year}-06-30") if rest[1] == "1" else (f"{year}-07-01", f"{year}-12-31")
    if rest[0] == "Q":
        first = 3 * int(rest[1]) - 2
        return f"{year}-{first:02}-01", _last_day(year, first + 2)
    parts = rest[1:].split("-")
    if len(parts) == 2:
        return f"{year}{rest}", f"{year}{rest}"
    return f"{year}-{parts[0]}-01", _last_day(year, int(parts[0]))


def _last_day(year: str, month: int) -> str:
    return f"{year}-{month:02}-{calendar.monthrange(int(year), month)[1]:02}"


def number(text: str) -> int:
    return int(text) if text.isascii() else int(parse_chinese(text))


def year_number(text: str) -> int:
    return int(text) if text.isascii() else int("".join(str(int(parse_chinese(c))) if c not in "○" else "0" for c in text))


def part_name(year: int, found: re.Match[str]) -> str:
    """The name of the half-year, quarter or months that a match of FULL tells of; empty for a year or one month."""
    if found["half"]:
        return f"{year}H{'1' if found['half'] == '上' else '2'}"
    if found["q"]:
        return f"{year}Q{number(found['q'])}"
    if found["m1"] and found["m"]:
        return months_name(year, number(found["m1"]), number(found["m"]))
    return ""


def months_name(year: int, first: int, last: int) -> str:
    if not (1 <= first <= 12 and 1 <= last <= 12):
        return str(year)
    if (first, last) == (1, 6):
        return f"{year}H1"
    if (first, last) == (7, 12):
        return f"{year}H2"
    if (first, last) == (1, 12):
        return str(year)
    if last == first + 2 and first % 3 == 1:
        return f"{year}Q{(first + 2) // 3}"
    return f"{year}-{first:02}/{year}-{last:02}" if first < last else f"{year}-{last:02}"
