"""The period of a figure: by the nearest time expression, read against the report's year.

A date within the report's own period (截至6月底 in a half-year report) means the report's period.
"""

from __future__ import annotations

import re

from ureport.context.dates import CHINESE, FULL, NUMBER, YEAR, YEARS, make_period, months_name, number, part_name, year_number
from ureport.context.report_period import Calendar
from ureport.model import Period

_SINCE = re.compile(rf"(?:自|从)?{YEAR.format('a')}年(?:{NUMBER}月份?)?(?:以来|算起|算下来|起|至今|开始|到现在|到目前)")
_RELATIVE = re.compile(
    r"(?P<last2>前年)|(?P<last>去年|上年|上一年|上年度|往年同期)|(?P<next>明年|来年|翌年|下一年|下年度|下一年度)|(?P<this>今年|本年|本年度|当年|全年|年内|一年来|年底前|一年(?!以|之间|级))"
)
_HALF = re.compile(r"(?P<year>今年|去年|明年|全年)?(?:(?P<first>上半年)|(?P<second>下半年))|(?P<half>半年(?:来|内|里)?)")
_QUARTER = re.compile(r"(?P<front>前)?第?(?P<q>[1-4一二三四])个?季度")
_MONTHS = re.compile(rf"(?<![0-9年])(?P<a>{NUMBER})(?:月份?)?(?:[-—–~─]{{1,2}}|至|到)(?P<b>{NUMBER})月")
_COUNT_YEARS = re.compile(
    rf"(?:(?:过去|近|最近|这|此前|前|今后|未来|用|在)?(?P<n>[0-9]{{1,2}}|[{CHINESE}两几]{{1,2}})(?:多)?年(?P<end>来|间|以来|内|时间|之内|累计|共|总共|中|里)|(?:近|过去|最近|今后|未来)(?P<n2>[0-9]{{1,2}}|[{CHINESE}两]{{1,2}})年|(?P<n3>三|两|五|[235])年之?[内后]|用(?P<n4>[0-9]{{1,2}}|[{CHINESE}两]{{1,2}})年时间)"
)
# 比2018年增长, 较上年: the time that a figure is compared with, not its own
_COMPARED = re.compile(r"(?:比|较|与|同|和|按|在)(?:上年|去年|前年)?$")
_ALWAYS = re.compile(r"历年|历次|开办以来|成立以来|建会以来|有史以来")
# without one of these a text names no period
_HINT = re.compile("[年季历昔今去]|上半|下半|月|以来")


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
    if baseline and calendar_.report and "/" in calendar_.report.name:
        return None, "baseline of a report of several years"
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
    for m in YEARS.finditer(text):
        end = str(year_number(m["b"])) + (f"-{number(m['m']):02}" if m["m"] and 1 <= number(m["m"]) <= 12 else "")
        result.append((m.end(), f"{year_number(m['a'])}/{end}", m.group()))
    return result


def _read_since(text: str, known: Calendar, target: bool) -> list[tuple[int, str, str]]:
    end = known.span_end or known.year
    return [(m.end(), f"{year_number(m['a'])}/{end}", m.group()) for m in _SINCE.finditer(text) if end and year_number(m["a"]) < end]


def _read_full(text: str, known: Calendar, target: bool) -> list[tuple[int, str, str]]:
    result = []
    for m in FULL.finditer(text):
        year = year_number(m["a"])
        if (
            not 1900 <= year <= 2100
            or not re.match("年|[-/.—]", text[m.end("a") : m.end("a") + 1])
            or re.match("年(?:以来|起|至|到|的基础)", text[m.end("a") :])
        ):
            continue
        name = part_name(year, m) or str(year)
        if m["m"] and not m["m1"] and 1 <= number(m["m"]) <= 12:
            name = _within(f"{year}-{number(m['m']):02}", known)
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
        q = number(m["q"])
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
        name = months_name(known.year, number(m["a"]), number(m["b"]))
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
        years = number(word)
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
