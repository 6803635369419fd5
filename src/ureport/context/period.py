"""Periods: of the report, and of each figure by the nearest time expression, read against the report's year.

Names follow ISO 8601 where it has one: 2016, 2016-06, 2016-06-30, 2012/2015-06; half-years and quarters are 2016H1, 2016Q3.
A date within the report's own period (截至6月底 in a half-year report) means the report's period.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from functools import lru_cache

from ureport.model import Layout, Period
from ureport.numerals import parse_chinese

_CN = "一二三四五六七八九十"
_Y = r"(?P<{0}>(?:19|20)[0-9]{{2}}|[〇零○二一][〇零○九][〇零○一二三四五六七八九]{{2}})"
_N = rf"(?:[0-9]{{1,2}}|[{_CN}]{{1,3}})"
_YEARS = re.compile(rf"(?:自|从)?{_Y.format('a')}年?(?:{_N}月)?(?:起|以来|开始)?,?(?:[-—–~─]{{1,2}}|至|到){_Y.format('b')}年?(?:(?P<m>{_N})月)?")
_SINCE = re.compile(rf"(?:自|从)?{_Y.format('a')}年(?:{_N}月份?)?(?:以来|算起|算下来|起|至今|开始|到现在|到目前)")
_FULL = re.compile(
    rf"{_Y.format('a')}年?(?:度)?(?: ?(?P<half>[上下])半年|第?(?P<q>[1-4一二三四])季度"
    rf"|(?: ?(?P<m1>{_N})月?(?:[-—–~]{{1,2}}|至|到))?(?<=[0-9年〇零—至到-]) ?(?P<m>{_N})月(?:(?P<d>{_N})日)?)?"
)
_RELATIVE = re.compile(
    r"(?P<last2>前年)|(?P<last>去年|上年|上一年|上年度|往年同期)|(?P<next>明年|来年|翌年|下一年|下年度|下一年度)|(?P<this>今年|本年|本年度|当年|全年|年内|一年来|年底前|一年(?!以|之间|级))"
)
_HALF = re.compile(r"(?P<year>今年|去年|明年|全年)?(?:(?P<first>上半年)|(?P<second>下半年))|(?P<half>半年(?:来|内|里)?)")
_QUARTER = re.compile(r"(?P<front>前)?第?(?P<q>[1-4一二三四])个?季度")
_MONTHS = re.compile(rf"(?<![0-9年])(?P<a>{_N})(?:月份?)?(?:[-—–~─]{{1,2}}|至|到)(?P<b>{_N})月")
_COUNT_YEARS = re.compile(
    rf"(?:(?:过去|近|最近|这|此前|前|今后|未来|用|在)?(?P<n>[0-9]{{1,2}}|[{_CN}两几]{{1,2}})(?:多)?年(?P<end>来|间|以来|内|时间|之内|累计|共|总共|中|里)|(?:近|过去|最近|今后|未来)(?P<n2>[0-9]{{1,2}}|[{_CN}两]{{1,2}})年|(?P<n3>三|两|五|[235])年之?[内后]|用(?P<n4>[0-9]{{1,2}}|[{_CN}两]{{1,2}})年时间)"
)
_DAY = "[0-9一二三四五六七八九十]{1,3}"
_DATE = re.compile(
    rf"(?:(?:19|20)[0-9]{{2}}|[二一][〇零○九][〇零○一二三四五六七八九]{{2}})(?:年 ?{_DAY}月 ?{_DAY}日|[-/.]{_DAY}[-/.]{_DAY})"
    rf"|\([^()]{{0,6}}(?:19|20)[0-9]{{2}}年{_DAY}月[^()]{{0,8}}\)"
)
# 比2018年增长, 较上年: the time that a figure is compared with, not its own
_CODES = re.compile(r"[〔\[(【](?:19|20)[0-9]{2}[〕\])】]第?[0-9]*[号期]?|年鉴[(〔]?(?:19|20)[0-9]{2}年?[)〕]?|(?:19|20)[0-9]{2}年?[鉴卷版]")
_COMPARED = re.compile(r"(?:比|较|与|同|和|按|在)(?:上年|去年|前年)?$")
_ALWAYS = re.compile(r"历年|历次|开办以来|成立以来|建会以来|有史以来")
# without one of these a text names no period
_HINT = re.compile("[年季历昔今去]|上半|下半|月|以来")
_PUBLISHED = re.compile(
    r"(20[0-9]{2}|19[0-9]{2}|[二一][〇零○九][〇零○一二三四五六七八九]{2})(?:年([0-9]{1,2}|[一二三四五六七八九十]{1,2})月|[-/.]([0-9]{1,2})[-/.][0-9]{1,2})"
)


@dataclass(frozen=True, slots=True)
class Calendar:
    """The report's own period, the year that 今年 means in it, and how long a 五年来 reaches back."""

    report: Period | None
    year: int | None
    reason: str = ""
    span_end: int | None = None


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


def _number(text: str) -> int:
    return int(text) if text.isascii() else int(parse_chinese(text))


def find_calendar(layout: Layout, first: int, last: int) -> Calendar:
    """The calendar of the report in the paragraphs ``first`` to ``last``: the year that title, opening and page speak for most."""
    texts = [(p.kind.value, layout.reading.text[p.start : p.end]) for p in layout.paragraphs[first:last]]
    titles = "\n".join(text for kind, text in texts if kind == "title")
    opening = "\n".join(text[:160] for kind, text in texts if kind in ("prose", "heading"))[:500]
    page = "\n".join(text for kind, text in texts if kind in ("furniture", "title"))[:1500] + "\n" + "\n".join(t for _, t in texts[:4])[:600]
    published = next((m for m in _PUBLISHED.finditer(_CODES.sub("", page)) if 1949 <= _number_year(m[1]) <= 2100), None)
    whole = "\n".join(text for _, text in texts)
    candidates = [*_candidates(_strip(titles), titles, 10.0, published), *_candidates(_strip(opening), titles, 3.0, published)]
    if published:
        candidates.append(_of_page(published, titles, whole))
    if not candidates:
        return Calendar(None, None, "no year in title, opening or page")
    _, name, reason = max(candidates, key=lambda c: c[0])
    return _calendar(make_period(name), reason, published, whole)


def _strip(text: str) -> str:
    """The text without full dates, document numbers and the year of a yearbook: they do not name the report's period."""
    return _DATE.sub("", _CODES.sub("", text))


def _candidates(text: str, titles: str, weight: float, published: re.Match[str] | None) -> list[tuple[float, str, str]]:
    """Periods that a text names, each with a weight: the first weighs more, a mere month or a comparison less."""
    result: list[tuple[float, str, str]] = []
    for found in [*_YEARS.finditer(text), *_FULL.finditer(text)]:
        name = _name_of(found, titles)
        if name is None:
            continue
        score = weight - 1.5 * (len(result) > 0)
        behind, before = text[found.end() : found.end() + 8], text[max(0, found.start() - 2) : found.start()]
        if found.re is _YEARS and weight < 5:
            score += 4 if found.start() < 12 else -8
        score += 4 * bool(re.match(r"度|年度|年?(?:全年|工作|运行|履职|主要|重点|总结|情况|年终)", behind) or "年度" in found.group() or name[4:5] == "H")
        score -= 6 * bool(re.search("[-—–~至到]$", before) and found.re is not _YEARS)
        score -= 4 * bool(re.match("以来|起|的|底的", behind) or re.search("[比较自从]$", before)) + 1 * bool(re.search("月", found.group()))
        score += 2 * bool(published and 0 <= _number_year(published[1]) - int((name.partition("/")[2] or name)[:4]) <= 1)
        result.append((score, name, f"{'title' if weight > 5 else 'opening'}: {found.group()}"))
    return result


def _of_page(published: re.Match[str], titles: str, whole: str) -> tuple[float, str, str]:
    """The period that the date of the page stands for; in January to March 去年 and 全年 mean the year before."""
    year, month = _number_year(published[1]), _number(published[2] or published[3])
    back = month <= 3 and (re.search("去年|全年|年末|岁末|过去的一年", whole) or "今年" not in whole)
    half = re.search("上半年", titles)
    name = f"{year}H1" if half else str(year - 1 if back else year)
    score = 2.0 + 3 * bool(re.search("今年", whole) and not back) + 5 * bool(half) + 2 * bool(back)
    return score, name, f"date of the page: {published.group()}"


def _calendar(period: Period, reason: str, published: re.Match[str] | None, text: str) -> Calendar:
    year = int(period.name.partition("/")[2][:4] or period.name[:4])
    anchor = year
    if published and re.search("记者|本报讯|讯员|本报", text):
        at = _number_year(published[1])
        # a newspaper that looks back in January says 去年 for the year that it reports; one that looks ahead in December, 今年 for its own
        if (at == year + 1 and re.search(f"去年|{year + 1}年", text)) or at == year - 1:
            anchor = at
    return Calendar(period, anchor, reason, year)


def _name_of(found: re.Match[str], titles: str) -> str | None:
    """The name of the period that an expression in title or opening gives the report."""
    if found.re is _YEARS:
        first, last = _number_year(found["a"]), _number_year(found["b"])
        return f"{first}/{last}" if 1900 <= first < last <= 2100 else None
    year = _number_year(found["a"])
    if not re.match(r"年|[-/.—]| ?$|\n| [^0-9]", found.string[found.end("a") :][:2]):
        return None
    if not 1900 <= year <= 2100 or re.match(r"年?[^,。]{0,6}(?:届|生于|出生)", found.string[found.end("a") :][:8]):
        return None
    if found["half"]:
        return f"{year}H{'1' if found['half'] == '上' else '2'}"
    if found["q"]:
        return f"{year}Q{_number(found['q'])}"
    if found["m1"] and found["m"]:
        return _months(year, _number(found["m1"]), _number(found["m"]))
    if re.search("上半年|半年工作|半年来", titles):
        return f"{year}H1"
    return str(year)


def _number_year(text: str) -> int:
    return int(text) if text.isascii() else int("".join(str(int(parse_chinese(c))) if c not in "○" else "0" for c in text))


def _months(year: int, first: int, last: int) -> str:
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


def judge_period(
    before: str, earlier: str, calendar_: Calendar, *, plan_period: str = "", target: bool = False, baseline: bool = False
) -> tuple[Period | None, str]:
    """The period of a figure: by the time words of its clause (``before``), else of the sentence and run-in heading (``earlier``).

    >>> judge_period("截至2012年底,工会", "", Calendar(None, 2013))[0].name
    '2012'
    """
    if target and plan_period and calendar_.year and not re.search("[明来去上]年", before + earlier):
        calendar_ = Calendar(make_period(plan_period), int(plan_period[:4]), f"heading: {plan_period}")
    for place, text in (("clause", before), ("sentence", earlier)):
        found = _explicit(text, calendar_, target, compared=baseline)
        if found is not None:
            name, words = found
            if name == "":
                return None, f"{place}: {words} names no years"
            return make_period(name), f"{place}: {words}"
    if baseline and calendar_.year:
        return make_period(str(calendar_.year - 1)), "baseline: the year before"
    if plan_period:
        return make_period(plan_period), f"heading: {plan_period}"
    report = calendar_.report
    if target and report and report.name[4:] in ("H1", "Q1", "Q2", "Q3"):
        return make_period(report.name[:4]), "a target in the report of a part of the year"
    return calendar_.report, f"report ({calendar_.reason})"


def _explicit(text: str, known: Calendar, target: bool, *, compared: bool = False) -> tuple[str, str] | None:
    """Name and words of the last time expression of a text that says which period is meant."""
    if not _HINT.search(text):
        return None
    best: tuple[int, str, str] | None = None
    for reader in (_read_years, _read_since, _read_full, _read_half, _read_quarter, _read_months, _read_relative, _read_count, _read_always):
        for at, name, words in reader(text, known, target):
            if not compared and _COMPARED.search(text[: at - len(words)]):
                continue
            if best is None or at > best[0] or (at == best[0] and len(words) > len(best[2])):
                best = (at, name, words)
    return (best[1], best[2]) if best else None


def _read_years(text: str, known: Calendar, target: bool) -> list[tuple[int, str, str]]:
    result = []
    for m in _YEARS.finditer(text):
        end = str(_number_year(m["b"])) + (f"-{_number(m['m']):02}" if m["m"] and 1 <= _number(m["m"]) <= 12 else "")
        result.append((m.end(), f"{_number_year(m['a'])}/{end}", m.group()))
    return result


def _read_since(text: str, known: Calendar, target: bool) -> list[tuple[int, str, str]]:
    end = known.span_end or known.year
    return [(m.end(), f"{_number_year(m['a'])}/{end}", m.group()) for m in _SINCE.finditer(text) if end and _number_year(m["a"]) < end]


def _read_full(text: str, known: Calendar, target: bool) -> list[tuple[int, str, str]]:
    result = []
    for m in _FULL.finditer(text):
        year = _number_year(m["a"])
        if (
            not 1900 <= year <= 2100
            or not re.match("年|[-/.—]", text[m.end("a") : m.end("a") + 1])
            or re.match("年(?:以来|起|至|到|的基础)", text[m.end("a") :])
        ):
            continue
        name = str(year)
        if m["half"]:
            name += "H1" if m["half"] == "上" else "H2"
        elif m["q"]:
            name += f"Q{_number(m['q'])}"
        elif m["m1"] and m["m"]:
            name = _months(year, _number(m["m1"]), _number(m["m"]))
        elif m["m"] and 1 <= _number(m["m"]) <= 12:
            name = _within(f"{year}-{_number(m['m']):02}", known)
        result.append((m.end(), name, m.group()))
    return result


def _within(name: str, known: Calendar) -> str:
    """A month inside the report's period stands for that period; of another year, for the year."""
    period = make_period(name)
    if known.report and known.report.start <= period.start and period.end <= known.report.end:
        return known.report.name
    return name[:4]


def _read_half(text: str, known: Calendar, target: bool) -> list[tuple[int, str, str]]:
    result = []
    for m in _HALF.finditer(text):
        if known.year is None:
            continue
        year = known.year + {"去年": -1, "明年": 1}.get(m["year"] or "", 0)
        if m["half"]:
            if known.report and known.report.name.endswith("H1"):
                result.append((m.end(), known.report.name, m.group()))
        else:
            result.append((m.end(), f"{year}H{'1' if m['first'] else '2'}", m.group()))
    return result


def _read_quarter(text: str, known: Calendar, target: bool) -> list[tuple[int, str, str]]:
    if known.year is None:
        return []
    result = []
    for m in _QUARTER.finditer(text):
        q = _number(m["q"])
        result.append(
            (
                m.end(),
                f"{known.year}-01/{known.year}-{q * 3:02}" if m["front"] and q != 2 else f"{known.year}H1" if m["front"] else f"{known.year}Q{q}",
                m.group(),
            )
        )
    return result


def _read_months(text: str, known: Calendar, target: bool) -> list[tuple[int, str, str]]:
    if known.year is None:
        return []
    result = []
    for m in _MONTHS.finditer(text):
        name = _months(known.year, _number(m["a"]), _number(m["b"]))
        period = make_period(name)
        if (known.report and known.report.start <= period.start and period.end <= known.report.end) or (
            known.report and known.report.start == period.start and "-" not in known.report.name
        ):
            name = known.report.name
        result.append((m.end(), name, m.group()))
    return result


def _read_relative(text: str, known: Calendar, target: bool) -> list[tuple[int, str, str]]:
    if known.year is None:
        return []
    result = []
    for m in _RELATIVE.finditer(text):
        year = known.year - 2 * bool(m["last2"]) - bool(m["last"]) + bool(m["next"])
        name = str(year)
        half = known.report and known.report.name.startswith(f"{year}H") and not target
        if m["this"]:
            if known.span_end and known.year != known.span_end and m["this"] not in ("今年",):
                name = str(known.span_end)
            if half and known.report:
                name = known.report.name
        result.append((m.end(), name, m.group()))
    return result


def _read_count(text: str, known: Calendar, target: bool) -> list[tuple[int, str, str]]:
    result = []
    for m in _COUNT_YEARS.finditer(text):
        word = m["n"] or m["n2"] or m["n3"] or m["n4"]
        if known.year is None or word == "几":
            continue
        years = _number(word)
        if not 2 <= years <= 30:
            continue
        if known.report and "/" in known.report.name and not target:
            result.append((m.end(), known.report.name, m.group()))
        elif target:
            start = known.year + bool(re.match("今后|未来", m.group()))
            result.append((m.end(), f"{start}/{start + years - 1}", m.group()))
        else:
            end = known.span_end or known.year
            result.append((m.end(), f"{end - years + 1}/{end}", m.group()))
    return result


def _read_always(text: str, known: Calendar, target: bool) -> list[tuple[int, str, str]]:
    return [(m.end(), "", m.group()) for m in _ALWAYS.finditer(text)]
