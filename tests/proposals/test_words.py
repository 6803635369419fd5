"""The words beside a figure: what is kept, what is left out, and which of them may lead a group."""

from __future__ import annotations

import pytest

from ureport.proposals.words import Reader, parts, terms
from ureport.vocabulary import default_vocabulary

WORDS = (
    *("志愿服务", "活动", "夜校", "开课", "社区", "园区", "云溪市", "云溪", "南湖县", "杭州", "开展", "累计", "录入", "比上", "总工会", "送温暖", "小时"),
    *("营业", "收入", "充电桩", "安装", "职工", "满意率", "上半年", "每月", "扩大到", "扩至", "同时", "歌咏", "科技有限公司", "公众号", "粉丝", "注册", "用户"),
)


def tokenize(text: str) -> list[str]:
    """The longest known word from the left, else a character."""
    found = []
    while text:
        word = max((word for word in WORDS if text.startswith(word)), key=len, default=text[0])
        found.append(word)
        text = text[len(word) :]
    return found


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader(default_vocabulary(), frozenset(), tokenize)


@pytest.mark.parametrize(
    ("text", "org", "words"),
    [
        ("开展志愿服务活动", "", "志愿服务 活动"),
        ("累计志愿服务", "", "志愿服务"),
        ("同时志愿服务", "", "志愿服务"),
        # signs, digits, light and function words part what is left
        ("“夜校”开课", "", "夜校 | 开课"),
        ("夜校累计开课", "", "夜校 | 开课"),
        ("夜校的活动", "", "夜校 | 活动"),
        ("夜校3活动", "", "夜校 | 活动"),
        # places and organisations, the one that reports too
        ("云溪市志愿服务", "云溪市总工会", "志愿服务"),
        ("云溪志愿服务", "云溪市总工会", "志愿服务"),
        ("南湖县志愿服务", "", "志愿服务"),
        ("杭州志愿服务", "", "志愿服务"),
        ("科技有限公司志愿服务", "", "志愿服务"),
        ("社区志愿服务", "", "社区 志愿服务"),
        ("园区志愿服务", "", "园区 志愿服务"),
        # times, what is compared with, and what a figure reaches
        ("上半年志愿服务", "", "志愿服务"),
        ("每月志愿服务", "", "志愿服务"),
        ("志愿服务比上年增", "", "志愿服务 | 增"),
        ("志愿服务较去年同期", "", "志愿服务"),
        ("夜校扩大到", "", "夜校"),
        ("夜校扩至", "", "夜校"),
        ("满意率达", "", "满意率"),
        # measure words that stand in labels
        ("志愿服务(小时)", "", "志愿服务"),
        ("累计开展", "", ""),
        ("", "", ""),
    ],
)
def test_the_words_of_a_text(reader: Reader, text: str, org: str, words: str) -> None:
    assert reader.words(text, org) == tuple("" if word == "|" else word for word in words.split())


@pytest.mark.parametrize(
    ("words", "found"),
    [
        (("营业", "收入"), ["营业", "营业收入", "收入"]),
        (("营业", "", "收入"), ["营业", "收入"]),
        # weak words lead nothing, but may follow
        (("职工", "志愿服务", "活动"), ["志愿服务", "志愿服务活动"]),
        (("职工", "活动"), []),
        # a word that a single character goes on is not whole
        (("录入", "率"), ["录入率"]),
        (("歌咏", "会"), ["歌咏会"]),
        (("录入", "率", "营业"), ["录入率", "录入率营业", "率营业", "营业"]),
        # no more than three words, no more than eight characters
        (("甲乙", "丙丁", "戊己", "庚辛"), ["甲乙", "甲乙丙丁", "甲乙丙丁戊己", "丙丁", "丙丁戊己", "丙丁戊己庚辛", "戊己", "戊己庚辛", "庚辛"]),
        (("甲乙丙丁戊", "庚辛壬癸"), ["甲乙丙丁戊", "庚辛壬癸"]),
    ],
)
def test_terms_are_words_and_their_compounds(words: tuple[str, ...], found: list[str]) -> None:
    assert [term for term, _ in terms(words, {"职工", "活动"}.__contains__)] == found


@pytest.mark.parametrize(
    ("word", "held", "not_held"),
    [("义务植树", ["植树", "义务"], ["义务植树", "树"]), ("满意率", ["意率"], ["满意"]), ("植树", [], ["植", "树"])],
)
def test_what_a_word_holds(word: str, held: list[str], not_held: list[str]) -> None:
    found = list(parts(word))
    assert [part for part in held if part not in found] == []
    assert [part for part in not_held if part in found] == []
