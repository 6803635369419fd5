"""Which pattern wins a figure, and why: one winner by the rule of docs/pattern-format.md."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from ureport import Document, Extractor
from ureport.model import Match

Tiny = Callable[[dict[str, str]], Extractor]


def match_of(extractor: Extractor, text: str, figure: str) -> Match | None:
    """The match of a figure of a text."""
    start = text.index(figure)
    traces = extractor.trace(Document("report.txt", text)).traces
    (trace,) = [t for t in traces if t.record is not None and t.record.start <= start < t.record.end]
    return trace.figure.match


@pytest.mark.parametrize(
    ("metrics", "text", "winner"),
    [
        # the more characters, the heavier
        ({"a.general": 'template = "案件 ~ {}"', "a.specific": 'template = "争议案件 ~ {}"'}, "受理争议案件35件。", "a.specific#1"),
        ({"a.general": 'template = "案件 ~ {}"', "a.specific": 'template = "争议案件 ~ {}"'}, "受理案件35件。", "a.general#1"),
        ({"a.general": 'template = "案件 ~ {}"', "a.specific": 'template = "受理 ~ 案件 ~ {}"'}, "受理案件35件。", "a.specific#1"),
        # what stands nearer weighs more
        ({"a.near": 'template = "献血 ~ {}"', "a.far": 'template = "植树 ~ {}"'}, "植树12人、献血35人。", "a.near#1"),
        ({"a.far": 'template = "植树 ~ 参与 ~ {}"', "a.near": 'template = "献血 ~ 参与 ~ {}"'}, "植树：献血参与35人。", "a.near#1"),
        # equal weight: the higher priority
        ({"a.one": 'template = "献血 ~ {}"', "b.two": 'template = "植树 ~ {}"\npriority = 1'}, "植树献血志愿者35人。", "b.two#1"),
        # priority does not outweigh evidence
        ({"a.one": 'template = "无偿献血 ~ {}"', "b.two": 'template = "献血 ~ {}"\npriority = 9'}, "无偿献血35人。", "a.one#1"),
        # then the more words
        ({"a.one": 'template = "无偿献血 ~ {}"', "b.two": 'template = "无偿 ~ 献血 ~ {}"'}, "无偿献血35人。", "b.two#1"),
        # then the nearer word
        ({"a.far": 'template = "植树 ~ {}"', "b.near": 'template = "献血 ~ {}"'}, "植树献血35人。", "b.near#1"),
        # then the order of the ids
        ({"b.same": 'template = "献血 ~ {}"', "a.same": 'template = "献血 ~ {}"'}, "献血35人。", "a.same#1"),
        # within one metric its patterns compete in the same way
        ({"a.one": 'template = "献血 ~ {}"\n[[pattern]]\ntemplate = "无偿献血 ~ {}"'}, "无偿献血35人。", "a.one#2"),
        ({"a.one": 'template = "献血 ~ {}"\n[[pattern]]\ntemplate = "无偿献血 ~ {}"'}, "献血35人。", "a.one#1"),
        # a refused pattern leaves the figure to the next
        ({"a.one": 'template = "无偿献血 ~ {}"\nunless.clause = ["团体"]', "b.two": 'template = "献血 ~ {}"'}, "团体无偿献血35人。", "b.two#1"),
        # a unit that does not fit does, too
        ({"a.one": 'template = "无偿献血 ~ {场}"', "b.two": 'template = "献血 ~ {}"'}, "无偿献血35人。", "b.two#1"),
        # a rate takes the percentage, a count the number
        ({"a.count": 'template = "献血 ~ {}"', "rate.share": 'template = "献血率 ~ {}"'}, "献血率35%。", "rate.share#1"),
        ({"a.count": 'template = "献血 ~ {}"', "money.sum": 'template = "献血 ~ {}"'}, "献血补助35元。", "money.sum#1"),
    ],
)
def test_the_winner(tiny: Tiny, metrics: dict[str, str], text: str, winner: str) -> None:
    match = match_of(tiny(metrics), text, "35")
    assert match is not None
    assert match.pattern == winner


def test_a_figure_that_no_pattern_fits_is_other(tiny: Tiny) -> None:
    extractor = tiny({"a.trees": 'template = "植树 ~ {}"'})
    assert match_of(extractor, "献血35人。", "35人") is None
    (record,) = extractor.extract(Document("report.txt", "献血35人。")).records
    assert (record.metric, record.metric_name, record.theme, record.pattern) == ("other", "其他", "other", "")


def test_the_match_says_what_it_rests_on(tiny: Tiny) -> None:
    text = "开展无偿献血，参与职工35人。"
    match = match_of(tiny({"a.blood": 'template = "献血 ~ 参与 ~ {}"', "b.other": 'template = "参与 ~ {}"'}), text, "35人")
    assert match is not None
    assert (match.metric, match.pattern, match.unit) == ("a.blood", "a.blood#1", "人")
    assert {(e.word, e.place) for e in match.evidence} == {("献血", "before"), ("参与", "beside")}
    assert match.weight == pytest.approx(sum(e.weight for e in match.evidence))


@pytest.mark.parametrize(
    ("text", "figure"),
    [("献血35人，增长12%。", "12%"), ("献血人数比上年提高3个百分点。", "3个百分点"), ("献血人数翻一番。", "一番"), ("献血人数是上年的3倍。", "3倍")],
)
def test_growth_and_share_are_matched_whatever_the_unit(tiny: Tiny, text: str, figure: str) -> None:
    match = match_of(tiny({"a.blood": 'template = "献血 ~ {}"'}), text, figure)
    assert match is not None
    assert match.metric == "a.blood"


@pytest.mark.parametrize("text", ["献血覆盖面达35%。", "献血达标为35%。"])
def test_a_level_percentage_is_none_of_a_count(tiny: Tiny, text: str) -> None:
    assert match_of(tiny({"a.blood": 'template = "献血 ~ {人}"'}), text, "35%") is None


@pytest.mark.parametrize(
    ("text", "metric"),
    [("总工会发放35人。", None), ("基层工会发放35人。", "a.union")],
)
def test_an_opaque_word_hides_the_words_inside_it(tiny: Tiny, text: str, metric: str | None) -> None:
    match = match_of(tiny({"a.union": 'template = "工会 ~ 发放 ~ {}"'}), text, "35人")
    assert (match.metric if match else None) == metric


def test_a_word_that_is_of_a_pattern_is_not_hidden_in_a_longer_word_of_a_pattern(tiny: Tiny) -> None:
    extractor = tiny({"a.case": 'template = "争议 ~ 受理 ~ {}"', "b.other": 'template = "劳动争议委员会 ~ {}"'})
    match = match_of(extractor, "劳动争议受理35件。", "35件")
    assert match is not None
    assert match.metric == "a.case"


def test_the_same_text_gives_the_same_winner_whatever_the_order_of_the_files(tiny: Tiny) -> None:
    text = "植树献血志愿服务35人。"
    metrics = {"a.one": 'template = "植树 ~ {}"', "b.two": 'template = "献血 ~ {}"', "c.three": 'template = "服务 ~ 植树 ~ {}"'}
    winners = {(m.pattern if (m := match_of(tiny(dict(order)), text, "35人")) else "") for order in (metrics.items(), reversed(metrics.items()))}
    assert winners == {"c.three#1"}
