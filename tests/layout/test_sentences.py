"""Sentences and clauses of a paragraph."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from ureport import Extraction
from ureport.layout.sentences import split_sentences


def sentences(text: str) -> list[str]:
    return [text[s.start : s.end] for s in split_sentences(text, 0, len(text))]


def clauses(text: str) -> list[str]:
    (sentence,) = split_sentences(text, 0, len(text))
    return [text[a:b] for a, b in sentence.clauses]


@pytest.mark.parametrize(
    "marked",
    [
        "新建工会12家。|新增会员8500名。",
        "新建工会12家;|新增会员8500名。",
        "成绩如何?|新增会员8500名!",
        "他说:“新增会员8500名。”|记者点头。",
        "新建工会12家.|新增会员8500名",
        "建会率达96%.|新增会员8500名",
        # no end
        "筹款1.5万元,新增会员8500名。",
        "会费1,100万元、会员3.2万名。",
        "2016.6.30发布",
        "新增会员8500名",
    ],
)
def test_sentences(marked: str) -> None:
    assert sentences(marked.replace("|", "")) == marked.split("|")


@pytest.mark.parametrize(
    "marked",
    [
        "新建工会12家,|新增会员8500名。",
        "全年:|新增会员8500名。",
        "新增会员8500名——|创历史新高。",
        # brackets that hold a figure are clauses of their own
        "会员8500名(|其中女会员3200名|),|建会率96%。",
        # others belong to their clause
        "机关(含直属,派驻)会员8500名。",
        # a comma within a number, a colon within a score
        "筹款1,100万元。",
        "比分3:2取胜。",
        # 、 does not end a clause
        "新建工会12家、新增会员8500名。",
    ],
)
def test_clauses(marked: str) -> None:
    assert "".join(clauses(marked.replace("|", ""))) == marked.replace("|", "")
    assert [c.strip("()") for c in clauses(marked.replace("|", ""))] == [c.strip("()") for c in marked.split("|")]


@pytest.mark.parametrize("text", ["", " ", "。", "。。。", ",,,", "()", "(" * 50, "。”。”", "a.b.c", "12.34.56"])
def test_odd_texts_are_covered_too(text: str) -> None:
    for sentence in split_sentences(text, 0, len(text)):
        assert sentence.clauses[0][0] == sentence.start
        assert sentence.clauses[-1][1] == sentence.end
        assert all(a[1] == b[0] for a, b in zip(sentence.clauses, sentence.clauses[1:], strict=False))


def test_the_sentence_of_a_record_is_that_of_the_document(extract: Callable[[str], Extraction]) -> None:
    extraction = extract("２０１６年，新建工會１２家。發展會員８５００名，超額\n完成。")
    assert [r.sentence for r in extraction.records] == ["２０１６年，新建工會１２家。", "發展會員８５００名，超額完成。"]
