"""Where the words of a pattern may stand: the places, what they weigh, order, conditions, and subjects told elsewhere."""

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
    found = [t for t in traces if t.record is not None and t.record.start <= start < t.record.end]
    assert len(found) == 1, f"{figure} is no record"
    return found[0].figure.match


def metric_of(extractor: Extractor, text: str, figure: str) -> str:
    """The metric of the figure's record."""
    match = match_of(extractor, text, figure)
    return match.metric if match else "other"


# places and weights


@pytest.mark.parametrize(
    ("text", "place", "weight"),
    [
        ("植树35棵。", "beside", 2),
        ("植树活动累计种下35棵。", "beside", 2),
        ("35棵植树任务完成。", "beside", 2),
        ("植树12场35棵。", "across", 1.4),
        ("开展植树，累计35棵。", "before", 1.2),
        ("开展植树，效果很好，累计35棵。", "before", 1.2),
        ("1．植树。累计35棵。", "heading", 1.0),
        ("开展植树。累计35棵。", "previous", 0.7),
    ],
)
def test_each_place_has_its_weight(tiny: Tiny, text: str, place: str, weight: float) -> None:
    match = match_of(tiny({"a.trees": 'template = "植树 ~ {}"'}), text, "35棵")
    assert match is not None
    (evidence,) = match.evidence
    assert (evidence.word, evidence.place) == ("植树", place)
    if place != "before":  # the nearer the more
        assert evidence.weight == pytest.approx(weight)
    else:
        assert evidence.weight <= weight


def test_of_several_clauses_before_the_nearer_weighs_more(tiny: Tiny) -> None:
    extractor = tiny({"a.trees": 'template = "植树 ~ {}"'})
    near = match_of(extractor, "开展植树，累计35棵。", "35棵")
    far = match_of(extractor, "开展植树，大家很忙，天气很好，累计35棵。", "35棵")
    assert near is not None
    assert far is not None
    assert near.weight > far.weight


def test_the_next_clause_adds_to_words_beside_the_figure(tiny: Tiny) -> None:
    match = match_of(tiny({"a.trees": 'template = "植树 ~ 种下 ~ {}"'}), "种下35棵，完成植树。", "35棵")
    assert match is not None
    assert {(e.word, e.place, e.weight) for e in match.evidence} == {("种下", "beside", 2.0), ("植树", "after", 0.7)}


def test_the_next_clause_explains_no_figure_when_it_has_one_of_its_own(tiny: Tiny) -> None:
    assert match_of(tiny({"a.trees": 'template = "植树 ~ 种下 ~ {}"'}), "种下35棵，植树职工12人。", "35棵") is None


def test_a_heading_is_a_place(tiny: Tiny) -> None:
    text = "工作情况良好，成效明显。\n（三）植树\n全年累计35棵，超额完成任务。"
    match = match_of(tiny({"a.trees": 'template = "植树 ~ {}"'}), text, "35棵")
    assert match is not None
    assert [(e.word, e.place) for e in match.evidence] == [("植树", "heading")]


def test_the_nearest_place_is_taken_first(tiny: Tiny) -> None:
    match = match_of(tiny({"a.trees": 'template = "植树 ~ {}"'}), "开展植树，义务植树35棵。", "35棵")
    assert match is not None
    assert [e.place for e in match.evidence] == ["beside"]


def test_the_title_adds_to_words_beside_the_figure(tiny: Tiny) -> None:
    extractor = tiny({"a.trees": 'template = "植树 ~ 种下 ~ {}"'})
    match = match_of(extractor, "植树工作总结\n\n春季种下35棵，成活良好。", "35棵")
    assert match is not None
    assert {(e.word, e.place) for e in match.evidence} == {("种下", "beside"), ("植树", "title")}


# words of its own


@pytest.mark.parametrize(
    ("text", "metric"),
    [
        # the clause says nothing of its own: the subject is carried
        ("开展植树，累计达到35棵。", "a.trees"),
        ("开展植树。合计35棵。", "a.trees"),
        # it speaks of something else that a pattern knows
        ("开展植树，捐书35人。", "a.books"),
        ("开展植树。献血35人。", "a.blood"),
        # another sentence lies between
        ("开展植树。天气很好。累计35棵。", "other"),
        # another paragraph
        ("开展植树，效果很好。\n　　大家表示满意，累计35棵。", "other"),
    ],
)
def test_carried_subject(tiny: Tiny, text: str, metric: str) -> None:
    extractor = tiny({"a.trees": 'template = "植树 ~ {}"', "a.books": 'template = "捐书 ~ {}"', "a.blood": 'template = "献血 ~ {}"'})
    assert metric_of(extractor, text, "35") == metric


# order


@pytest.mark.parametrize(
    ("template", "text", "fits"),
    [
        ("植树 … {}", "植树35棵。", True),
        ("植树 … {}", "植树活动中共种下35棵。", True),
        ("植树 … {}", "35棵植树苗。", False),
        ("{} … 植树", "35棵植树苗。", True),
        ("{} … 植树", "植树35棵。", False),
        ("义务 … 植树 … {}", "义务开展植树35棵。", True),
        ("义务 … 植树 … {}", "植树属于义务35棵。", False),
        ("义务 ~ 植树 ~ {}", "植树属于义务35棵。", True),
        ("义务 ~ 植树 ~ {}", "义务种下35棵植树苗。", True),
        ("义务 … {} … 植树", "义务种下35棵植树苗。", True),
        ("义务 … {} … 植树", "植树义务种下35棵。", False),
        # one part is one word, directly together
        ("义务[开展]植树 … {}", "义务植树35棵。", True),
        ("义务[开展]植树 … {}", "义务开展植树35棵。", True),
        ("义务[开展]植树 … {}", "义务春季植树35棵。", False),
        # all the words must be there
        ("义务 ~ 植树 ~ {}", "植树35棵。", False),
        # one place in the text is evidence for one part only
        ("植树 ~ 植树 ~ {}", "植树35棵。", False),
        # directly before the slot
        ("植树{}", "植树35棵。", True),
        ("植树{}", "植树近35棵。", True),
        ("植树{}", "植树活动十分热烈共种下35棵。", False),
    ],
)
def test_order(tiny: Tiny, template: str, text: str, fits: bool) -> None:
    assert (metric_of(tiny({"a.trees": f'template = "{template}"'}), text, "35棵") == "a.trees") is fits


@pytest.mark.parametrize("text", ["开展“植树”35棵。", "开展「植树」35棵。", "开展植“树”35棵。", "開展植樹３５棵。"])
def test_quotation_marks_and_spelling_do_not_matter(tiny: Tiny, text: str) -> None:
    record = tiny({"a.trees": 'template = "植树 ~ {}"'}).extract(Document("report.txt", text)).records[0]
    assert record.metric == "a.trees"
    assert text[record.start : record.end] == record.surface


# units


@pytest.mark.parametrize(
    ("template", "text", "fits"),
    [
        ("植树 … {棵}", "植树35棵。", True),
        ("植树 … {棵}", "植树35人。", False),
        ("植树 … {}", "植树35人。", True),
        ("植树 … {}", "植树35元。", False),
        # a measure word may stand for several units
        ("植树 … {家}", "植树35个。", True),
        ("植树 … {户}", "植树35个。", True),
        ("植树 … {人}", "植树35名。", True),
    ],
)
def test_units(tiny: Tiny, template: str, text: str, fits: bool) -> None:
    assert (metric_of(tiny({"a.trees": f'template = "{template}"'}), text, "35") == "a.trees") is fits


def test_the_unit_of_the_pattern_is_that_of_the_record(tiny: Tiny) -> None:
    (record,) = tiny({"a.trees": 'template = "植树 … {家}"'}).extract(Document("report.txt", "植树35个。")).records
    assert record.unit == "家"


# conditions


@pytest.mark.parametrize(
    ("condition", "text", "fits"),
    [
        ('when.clause = ["义务"]', "义务植树35棵。", True),
        ('when.clause = ["义务"]', "植树35棵。", False),
        ('when.clause = ["义务"]', "尽义务，植树35棵。", False),
        ('when.sentence = ["义务"]', "尽义务，植树35棵。", True),
        ('when.sentence = ["义务"]', "尽义务。植树35棵。", False),
        ('when.heading = ["义务"]', "一、义务劳动\n春季植树35棵，成活良好。", True),
        ('when.heading = ["义务"]', "义务劳动：植树35棵。", True),
        ('when.heading = ["义务"]', "义务植树35棵。", False),
        ('when.title = ["义务"]', "义务劳动工作总结\n\n春季植树35棵，成活良好。", True),
        ('when.title = ["义务"]', "义务植树35棵。", False),
        ('when.any = ["义务"]', "义务劳动工作总结\n\n春季植树35棵，成活良好。", True),
        ('when.any = ["义务"]', "尽义务，植树35棵。", True),
        ('when.any = ["义务"]', "植树35棵。", False),
        ('when.clause = ["义务", "自愿"]', "自愿植树35棵。", True),
        ('when.clause = ["(义务|自愿)劳动"]', "自愿劳动植树35棵。", True),
        ('unless.clause = ["计划"]', "植树35棵。", True),
        ('unless.clause = ["计划"]', "计划植树35棵。", False),
        ('unless.clause = ["计划"]', "按照计划，植树35棵。", True),
        ('unless.sentence = ["计划"]', "按照计划，植树35棵。", False),
        ('unless.any = ["计划"]', "植树计划工作总结\n\n春季植树35棵，成活良好。", False),
        ('when.clause = ["义务"]\nunless.clause = ["计划"]', "义务植树35棵。", True),
        ('when.clause = ["义务"]\nunless.clause = ["计划"]', "计划义务植树35棵。", False),
    ],
)
def test_conditions(tiny: Tiny, condition: str, text: str, fits: bool) -> None:
    extractor = tiny({"a.trees": f'template = "植树 ~ {{}}"\n{condition}'})
    assert (metric_of(extractor, text, "35棵") == "a.trees") is fits


def test_words_of_when_add_no_weight(tiny: Tiny) -> None:
    match = match_of(tiny({"a.trees": 'template = "植树 ~ {}"\nwhen.clause = ["义务"]'}), "义务植树35棵。", "35棵")
    assert match is not None
    assert match.weight == 2
    assert [e.word for e in match.evidence] == ["植树"]


# overrides


def test_overrides(tiny: Tiny) -> None:
    extractor = tiny({"a.trees": 'template = "植树 ~ {}"\nstatus = "target"\naspect = "growth"'})
    (record,) = extractor.extract(Document("report.txt", "植树35棵。")).records
    assert (record.status, record.aspect) == ("target", "growth")


# raw expressions


@pytest.mark.parametrize(
    ("regex", "text", "fits"),
    [
        ("植(?:树|草){}", "植树35棵。", True),
        ("植(?:树|草){}", "植草35棵。", True),
        ("植(?:树|草){}", "植花35棵。", False),
        ("植树.{0,3}{棵}", "植树共计35棵。", True),
        ("植树.{0,3}{棵}", "植树35人。", False),
        ("植树{}", "植树，35棵。", False),
        ("{}树苗", "35棵树苗。", True),
    ],
)
def test_raw_expressions_are_held_against_the_clause(tiny: Tiny, regex: str, text: str, fits: bool) -> None:
    assert (metric_of(tiny({"a.trees": f"regex = '{regex}'"}), text, "35") == "a.trees") is fits


# several figures


def test_members_of_an_enumeration_have_their_own_words(tiny: Tiny) -> None:
    extractor = tiny({"a.trees": 'template = "植树 ~ {}"', "a.books": 'template = "捐书 ~ {}"', "a.blood": 'template = "献血 ~ {}"'})
    text = "植树、捐书、献血分别为35人、42人和58人。"
    assert [metric_of(extractor, text, f) for f in ("35人", "42人", "58人")] == ["a.trees", "a.books", "a.blood"]


def test_growth_of_several_figures_goes_to_each_its_own(tiny: Tiny) -> None:
    extractor = tiny({"a.trees": 'template = "植树 ~ {}"', "a.books": 'template = "捐书 ~ {}"'})
    text = "植树35人、捐书42人，分别增长5%和6%。"
    assert [metric_of(extractor, text, f) for f in ("35人", "42人", "5%", "6%")] == ["a.trees", "a.books", "a.trees", "a.books"]


@pytest.mark.parametrize(
    ("text", "figure"),
    [
        ("植树35人，比上年增长12%。", "12%"),
        ("植树35人，比上年增加5人。", "5人"),
        ("植树35人，去年同期为30人。", "30人"),
        ("植树由30人增加到35人。", "35人"),
        ("植树35人，翻了一番。", "一番"),
        ("植树35人，其中党员12人。", "12人"),
    ],
)
def test_the_subject_of_the_figure_before_is_inherited(tiny: Tiny, text: str, figure: str) -> None:
    extractor = tiny({"a.trees": 'template = "植树 ~ {}"', "a.books": 'template = "捐书 ~ {}"'})
    assert metric_of(extractor, text, figure) == "a.trees"


@pytest.mark.parametrize(("text", "figure"), [("植树35人，天气很好，晚会来了600人。", "600人"), ("植树35人，比上年增长12%。演出很好，观众5000人。", "5000人")])
def test_a_figure_of_another_thing_inherits_nothing(tiny: Tiny, text: str, figure: str) -> None:
    extractor = tiny({"a.trees": 'template = "植树 … {}"', "b.show": 'template = "(晚会|演出|观众) ~ 露天剧场 ~ {}"'})
    assert metric_of(extractor, text, figure) == "other"
