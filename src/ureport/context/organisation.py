"""The reporting organisation: from title, page, signature and text, the surest place first."""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache

from ureport.model import Kind, Layout
from ureport.vocabulary import Vocabulary, alternation

_HIDDEN = re.compile(r"(?:(?<![XxＸ×*○])[XxＸ×*○]{2,}|某)[^,。\n]{0,8}工会")
# names that stand at the beginning of a line or after a sign are whole: they tell where longer finds begin
_STANDING = re.compile(r"(?:^|[^\u4e00-\u9fff])([\u4e00-\u9fff]{2,8}?(?:省|市|县|区|旗|镇|乡|街道)总工会)", re.M)
_MARK = re.compile(
    "[省市县区州旗镇乡厂矿局院校所站社班]|街道|公司|集团|学校|学院|大学|中学|小学|系统|中心|幼儿园|银行|铁路|机关|教育|行业|建设|油田|港|电网|烟草|邮政|电信|移动"
)
_KINDS = frozenset(["自治区", "地区", "开发区", "高新区", "两级", "镇两级"])
_PLACE = re.compile(r"([\u4e00-\u9fff]{2,8}?(?:自治区|自治州|省|市|县|区|旗|镇|乡|街道))")


@lru_cache(maxsize=4)
def _expressions(vocabulary: Vocabulary) -> tuple[re.Pattern[str], re.Pattern[str]]:
    endings = alternation(vocabulary.organisation.get("endings", ("总工会", "工会")))
    cut = alternation(vocabulary.organisation.get("not_inside", ()))
    return re.compile(rf"[\u4e00-\u9fff]{{2,22}}?(?:{endings})"), re.compile(cut)


def find_organisation(layout: Layout, first: int, last: int, vocabulary: Vocabulary) -> tuple[str, str]:
    """Name and reason of the organisation that reports in the paragraphs ``first`` to ``last``; empty when the text hides it."""
    paragraphs = layout.paragraphs[first:last]
    text_of = [(p.kind, layout.text_of(p)) for p in paragraphs]
    titles = [text for kind, text in text_of if kind is Kind.TITLE]
    titles = [text for text in titles if not _HIDDEN.search(text)]
    for text in sorted(titles, key=lambda t: not re.search("总结|汇报|报告|要点|情况|综述|通报|计划|数据|述职|年鉴|[0-9]{4}年", t)):
        name = _best(text, vocabulary)
        if name:
            return name, f"title: {text[:30]}"
    if any(_HIDDEN.search(text) for kind, text in text_of if kind is Kind.TITLE):
        return "", "the title hides the name"
    body = [text for kind, text in text_of if kind in (Kind.PROSE, Kind.HEADING)]
    for text in [t for t in body[-4:] if len(t) < 40 and re.search("工会", t)]:
        name = _best(text, vocabulary)
        if name and name.endswith("总工会"):
            return name, f"signature: {text}"
    return _by_frequency(titles, [text for _, text in text_of], vocabulary)


def _by_frequency(titles: list[str], texts: list[str], vocabulary: Vocabulary) -> tuple[str, str]:
    counts: Counter[str] = Counter()
    expression, _ = _expressions(vocabulary)
    whole = "\n".join(texts)
    places = {m[1] for m in _STANDING.finditer(whole)}
    for found in expression.finditer(whole):
        name = _trim(found.group(), vocabulary)
        name = min((p for p in places if name.endswith(p) and _named(p)), key=len, default=name)
        if name and _named(name, vocabulary.organisation.get("provinces", ())):
            counts[name] += 1 + name.endswith("总工会")
    if _HIDDEN.search(whole) and not counts:
        return "", "the text hides the name"
    place = _place([*titles, *texts], vocabulary)
    best = sorted(_by_suffix(counts).items(), key=lambda item: (-item[1], -len(item[0])))[:1]
    national = [name for name in vocabulary.organisation.get("national", ()) if any(name in t for t in (*titles, *texts[:4]))]
    if national and (not best or best[0][1] < 2):
        return ("中华全国总工会", f"text: {national[0]}")
    level = re.search(r"(?:^|[^\u4e00-\u9fff])(市|县|区|省|自治区)总(?:工会)?", whole, re.M)
    if level and (not best or not best[0][0].endswith(level[1] + "总工会") or best[0][1] < 3):
        known = _known(whole, level[1], vocabulary) or place
        if known and known.endswith(level[1]):
            return known + "总工会", f"place in the text: {known}"
    if best:
        return best[0][0], f"most frequent in the text ({best[0][1]})"
    return "", "no name of a union in the text"


def _known(text: str, level: str, vocabulary: Vocabulary) -> str:
    """The city or province of the lists that the text names most often, with 市 or 省."""
    names = vocabulary.organisation.get({"市": "cities", "省": "provinces"}.get(level, ""), ())
    counts = Counter({name: text.count(name + level) * 2 + text.count(name) for name in names if name in text})
    return counts.most_common(1)[0][0] + level if counts else ""


def _place(texts: list[str], vocabulary: Vocabulary) -> str:
    """The place that the texts name most often, the first of equals."""
    _, cut = _expressions(vocabulary)
    places: Counter[str] = Counter()
    for text in texts:
        for found in _PLACE.finditer(text):
            name = found[1]
            if len(name) <= 7 and not cut.search(name) and name[0] not in "全各我本该市县区省两":
                places[name] += 1
    return places.most_common(1)[0][0] if places else ""


def _by_suffix(counts: Counter[str]) -> Counter[str]:
    """Counts of the endings that several finds share: 他收到连云港市总工会 and 由连云港市总工会 → 连云港市总工会."""
    result: Counter[str] = Counter(counts)
    for name, count in counts.items():
        for other in counts:
            if other != name and name.endswith(other):
                result[other] += count
        for shorter in range(1, len(name) - 4):
            ending = name[shorter:]
            shared = sum(n for other, n in counts.items() if other != name and other.endswith(ending))
            if shared and _named(ending):
                result[ending] = max(result[ending], shared + count)
                break
    return result


def _best(text: str, vocabulary: Vocabulary) -> str:
    """The longest name of a union in one line, or an empty string."""
    expression, _ = _expressions(vocabulary)
    national = next((name for name in vocabulary.organisation.get("national", ()) if name in text), "")
    if national:
        return "中华全国总工会" if national != "中国工会" or "大" in text else national
    names = [_trim(found.group(), vocabulary) for found in expression.finditer(text)]
    names = [name for name in names if name and _named(name, vocabulary.organisation.get("provinces", ()))]
    return max(names, key=lambda n: (n.endswith("总工会"), len(n)), default="")


def _trim(name: str, vocabulary: Vocabulary) -> str:
    """The name without the words that run into it from the left (关于印发锦州市总工会 → 锦州市总工会)."""
    _, cut = _expressions(vocabulary)
    ending = max((e for e in vocabulary.organisation.get("endings", ("工会",)) if name.endswith(e)), key=len, default="工会")
    head = name[: -len(ending)]
    for found in reversed(list(cut.finditer(head))):
        if found.end() <= len(head):
            head = head[found.end() :]
            break
    # a known city begins the name, whatever runs into it
    city = _cities(vocabulary).search(head)
    if city:
        head = head[city.start() :]
    elif head.startswith("从") and not head.startswith(("从化", "从江")):
        head = head[1:]
    return head + ending if len(head) >= 2 and head[0] not in "我本该各" else ""


@lru_cache(maxsize=4)
def _cities(vocabulary: Vocabulary) -> re.Pattern[str]:
    return re.compile(rf"(?:{alternation(vocabulary.organisation.get('cities', ()))})市")


def _named(name: str, provinces: tuple[str, ...] = ()) -> bool:
    """True when the name names a place or body (泽国镇总工会), not only a kind (市总工会, 镇工会)."""
    head = re.sub("(?:总工会|工会联合会|工会委员会|工会)$", "", name)
    if head in _KINDS or (not _MARK.search(head) and head not in provinces):
        return False
    return len(head) >= 3 or (
        len(head) == 2
        and head[-1] not in "市县区镇乡省级业层家个直"
        and not head.startswith(("全", "各", "地", "村", "两", "乡", "街", "社", "企", "行", "产", "机", "车"))
    )
