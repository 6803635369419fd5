"""The grammar of templates: what each sign means, and the fault, its offset and its remedy when a template is wrong."""

from __future__ import annotations

import pytest

from ureport.library.template import TemplateFault, expand_words, parse_template

LISTS = {"新增": ("新增", "新发展"), "会员": ("会员", "工会会员")}


@pytest.mark.parametrize(
    ("template", "groups"),
    [
        # words
        ("会员{}", [{"会员"}]),
        ("会员 … {}", [{"会员"}]),
        ("受理 … 劳动争议 … {}", [{"受理"}, {"劳动争议"}]),
        ("会员 ... {}", [{"会员"}]),
        # alternatives and options
        ("(新增|发展)会员 … {}", [{"新增会员", "发展会员"}]),
        ("[工会]会员 … {}", [{"工会会员", "会员"}]),
        ("会员[(人数|总数)]{}", [{"会员", "会员人数", "会员总数"}]),
        ("[工会|基层工会]会员 … {}", [{"会员", "工会会员", "基层工会会员"}]),
        ("新(建|[组]建)工会{}", [{"新建工会", "新组建工会"}]),
        # word lists
        ("<新增> … {}", [{"新增", "新发展"}]),
        ("<新增>[工会]会员 … {}", [{"新增会员", "新增工会会员", "新发展会员", "新发展工会会员"}]),
        ("(<新增>|吸收)会员 … {}", [{"新增会员", "新发展会员", "吸收会员"}]),
        # blanks mean nothing
        (" 会 员…{ }".replace("{ }", "{}"), [{"会员"}]),
        ("( 新增 | 发展 ) 会员 … {}", [{"新增会员", "发展会员"}]),
        # any order
        ("受理 ~ 劳动争议 ~ {}", [{"受理"}, {"劳动争议"}]),
    ],
)
def test_words(template: str, groups: list[set[str]]) -> None:
    assert [set(group) for group in parse_template(template, LISTS).groups] == groups


@pytest.mark.parametrize(
    ("template", "before", "unit", "ordered", "tight"),
    [
        ("会员 … {}", 1, "", True, False),
        ("会员 … {人}", 1, "人", True, False),
        ("会员{人}", 1, "人", True, True),
        ("{家} … 工作室", 0, "家", True, False),
        ("新增 … {} … 会员", 1, "", True, False),
        ("新增 ~ {} ~ 会员", 1, "", False, False),
        ("新增 ~ 会员 ~ {%}", 2, "%", False, False),
    ],
)
def test_slot_and_order(template: str, before: int, unit: str, ordered: bool, tight: bool) -> None:
    parsed = parse_template(template, LISTS)
    assert (parsed.before, parsed.unit, parsed.ordered, parsed.tight) == (before, unit, ordered, tight)


@pytest.mark.parametrize(
    ("template", "at", "message", "remedy"),
    [
        # the slot
        ("会员", 2, "no slot", "add {}"),
        ("", 0, "no slot", "add {}"),
        ("{} … 会员 … {}", 10, "a second slot", "one slot"),
        ("{}", 0, "no word", "name the words"),
        ("… {}", 0, "no word", "name the words"),
        # gaps
        ("新增 … 会员 ~ {}", 0, "… and ~", "not both"),
        # brackets
        ("(新增|发展会员 … {}", 9, "')' is missing", "close every bracket"),
        ("[工会会员 … {}", 6, "']' is missing", "close every bracket"),
        ("(新增 … 发展)会员 … {}", 4, "')' is missing", "no gap or slot inside"),
        ("会员) … {}", 2, None, None),
        ("会员 … {", 5, "no partner", "close every bracket"),
        ("会员 … {人", 5, "no partner", "close every bracket"),
        ("<新增会员 … {}", 0, "no partner", "close every bracket"),
        ("新增|发展 … {}", 2, None, None),
        # word lists
        ("<新曾> … {}", 0, "no word list <新曾>", "新增"),
        ("受理 … <没有的> … {}", 5, "no word list <没有的>", "lexicon/words.toml"),
        # a part that may be empty altogether
        ("[工会] … {}", 0, "without any word", "not optional"),
        ("() … {}", 0, "without any word", "not optional"),
    ],
)
def test_faults(template: str, at: int, message: str | None, remedy: str | None) -> None:
    with pytest.raises(TemplateFault) as raised:
        parse_template(template, LISTS)
    fault = raised.value
    assert message is None or message in str(fault)
    assert remedy is None or remedy in fault.remedy
    assert fault.at == at
    assert fault.remedy


def test_too_many_words_are_a_fault_and_no_flood() -> None:
    part = "(一|二|三|四|五|六|七|八|九|十)"
    with pytest.raises(TemplateFault, match="more than"):
        parse_template(part * 12 + "{}", {})


@pytest.mark.parametrize(
    ("expression", "words"),
    [
        ("会员卡", {"会员卡"}),
        ("[女]职工", {"女职工", "职工"}),
        ("(互助|联谊)会", {"互助会", "联谊会"}),
        ("<新增>", {"新增", "新发展"}),
        ("<新增><会员>", {"新增会员", "新增工会会员", "新发展会员", "新发展工会会员"}),
    ],
)
def test_words_of_conditions(expression: str, words: set[str]) -> None:
    assert set(expand_words(expression, LISTS)) == words


@pytest.mark.parametrize("expression", ["会员 … 工会", "会员{}", "会员~工会", "[会员]", "(会员", "<没有>"])
def test_faults_of_conditions(expression: str) -> None:
    with pytest.raises(TemplateFault) as raised:
        expand_words(expression, LISTS)
    assert 0 <= raised.value.at <= len(expression)
    assert raised.value.remedy
