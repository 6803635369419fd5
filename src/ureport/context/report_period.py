"""The report's own period: the year that title, opening and page speak for most, and the year that 今年 means in it."""

from __future__ import annotations

import re
from typing import NamedTuple

from ureport.context.dates import FULL, YEARS, make_period, number, part_name, year_number
from ureport.model import Layout, Period

_DAY = "[0-9一二三四五六七八九十]{1,3}"
_DATE = re.compile(
    rf"(?:(?:19|20)[0-9]{{2}}|[二一][〇零○九][〇零○一二三四五六七八九]{{2}})(?:年 ?{_DAY}月 ?{_DAY}日|[-/.]{_DAY}[-/.]{_DAY})"
    rf"|\([^()]{{0,6}}(?:19|20)[0-9]{{2}}年{_DAY}月[^()]{{0,8}}\)"
)
# document numbers and yearbooks: their year is not that of the report
_CODES = re.compile(r"[〔\[(【](?:19|20)[0-9]{2}[〕\])】]第?[0-9]*[号期]?|年鉴[(〔]?(?:19|20)[0-9]{2}年?[)〕]?|(?:19|20)[0-9]{2}年?[鉴卷版]")
_PUBLISHED = re.compile(
    r"(20[0-9]{2}|19[0-9]{2}|[二一][〇零○九][〇零○一二三四五六七八九]{2})(?:年([0-9]{1,2}|[一二三四五六七八九十]{1,2})月|[-/.]([0-9]{1,2})[-/.][0-9]{1,2})"
)


class Calendar(NamedTuple):
    """The report's own period, the year that 今年 means in it, and how long a 五年来 reaches back."""

    report: Period | None
    year: int | None
    reason: str = ""
    span_end: int | None = None


def find_calendar(layout: Layout, first: int, last: int) -> Calendar:
    """The calendar of the report in the paragraphs ``first`` to ``last``: the year that title, opening and page speak for most."""
    texts = [(p.kind.value, layout.text_of(p)) for p in layout.paragraphs[first:last]]
    titles = "\n".join(text for kind, text in texts if kind == "title")
    opening = "\n".join(text[:160] for kind, text in texts if kind in ("prose", "heading"))[:500]
    page = "\n".join(text for kind, text in texts if kind in ("furniture", "title"))[:1500] + "\n" + "\n".join(t for _, t in texts[:4])[:600]
    published = next((m for m in _PUBLISHED.finditer(_CODES.sub("", page)) if 1949 <= year_number(m[1]) <= 2100), None)
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
    for found in [*YEARS.finditer(text), *FULL.finditer(text)]:
        name = _name_of(found, titles)
        if name is None:
            continue
        score = weight - 1.5 * (len(result) > 0)
        behind, before = text[found.end() : found.end() + 8], text[max(0, found.start() - 2) : found.start()]
        if found.re is YEARS and weight < 5:
            score += 4 if found.start() < 12 else -8
        score += 4 * bool(re.match(r"度|年度|年?(?:全年|工作|运行|履职|主要|重点|总结|情况|年终)", behind) or "年度" in found.group() or name[4:5] == "H")
        score -= 6 * bool(re.search("[-—–~至到]$", before) and found.re is not YEARS)
        score -= 4 * bool(re.match("以来|起|的|底的", behind) or re.search("[比较自从]$", before)) + 1 * bool(re.search("月", found.group()))
        score += 2 * bool(published and 0 <= year_number(published[1]) - int((name.partition("/")[2] or name)[:4]) <= 1)
        result.append((score, name, f"{'title' if weight > 5 else 'opening'}: {found.group()}"))
    return result


def _of_page(published: re.Match[str], titles: str, whole: str) -> tuple[float, str, str]:
    """The period that the date of the page stands for; in January to March 去年 and 全年 mean the year before."""
    year, month = year_number(published[1]), number(published[2] or published[3])
    back = month <= 3 and (re.search("去年|全年|年末|岁末|过去的一年", whole) or "今年" not in whole)
    half = re.search("上半年", titles)
    name = f"{year}H1" if half else str(year - 1 if back else year)
    score = 2.0 + 3 * bool(re.search("今年", whole) and not back) + 5 * bool(half) + 2 * bool(back)
    return score, name, f"date of the page: {published.group()}"


def _calendar(period: Period, reason: str, published: re.Match[str] | None, text: str) -> Calendar:
    year = int(period.name.partition("/")[2][:4] or period.name[:4])
    anchor = year
    if published and re.search("记者|本报讯|讯员|本报", text):
        at = year_number(published[1])
        # a newspaper that looks back in January says 去年 for the year that it reports; one that looks ahead in December, 今年 for its own
        if (at == year + 1 and re.search(f"去年|{year + 1}年", text)) or at == year - 1:
            anchor = at
    return Calendar(period, anchor, reason, year)


def _name_of(found: re.Match[str], titles: str) -> str | None:
    """The name of the period that an expression in title or opening gives the report."""
    if found.re is YEARS:
        first, last = year_number(found["a"]), year_number(found["b"])
        return f"{first}/{last}" if 1900 <= first < last <= 2100 else None
    year = year_number(found["a"])
    if not re.match(r"年|[-/.—]| ?$|\n| [^0-9]", found.string[found.end("a") :][:2]):
        return None
    if not 1900 <= year <= 2100 or re.match(r"年?[^,。]{0,6}(?:届|生于|出生)", found.string[found.end("a") :][:8]):
        return None
    part = part_name(year, found)
    if part:
        return part
    if re.search("上半年|半年工作|半年来", titles):
        return f"{year}H1"
    return str(year)
