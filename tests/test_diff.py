"""Two sets of records → what was lost, gained and changed.

Texts with marked figures stand for what two extractions found: ``新增会员[8500名|member.new]`` is a record of this metric,
``[37人]`` one of ``other``. What follows the metric are fields: ``[8500名|member.new status=target]``.
"""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import making.records as making
from ureport.diff import COMPARED, Change, Comparison, Difference, by_metric, compare
from ureport.exporters import RECORD_COLUMNS
from ureport.model import MetricRecord
from ureport.normalise import record_id
from ureport.pairing import pair

MARK = re.compile(r"\[([^|\]]+)\|?([^\] ]*) ?([^\]]*)\]")
RECORD = replace(
    making.RECORD,
    **{"record_id": "r0", "source": "a.txt", "metric": "other", "metric_name": "其他", "theme": "other"},
    **dict.fromkeys(("org", "subject", "surface", "sentence", "pattern"), ""),
    **{"value": Decimal(0), "start": 0, "end": 0, "flags": ()},
)


def records(marked: str, source: str = "a.txt") -> list[MetricRecord]:
    """The records of a marked text."""
    text = MARK.sub(r"\1", marked)
    found, removed = [], 0
    for mark in MARK.finditer(marked):
        surface, metric, fields = mark.groups()
        start = mark.start() - removed
        removed += len(mark[0]) - len(surface)
        first = max(text.rfind(sign, 0, start) for sign in "。\n") + 1
        last = min(at if at >= 0 else len(text) for at in (text.find(sign, start) for sign in "。\n"))
        found.append(
            replace(
                RECORD,
                record_id=record_id(source, start, surface),
                source=source,
                metric=metric or "other",
                pattern=f"{metric}#1" if metric else "",
                value=Decimal(re.sub(r"\D", "", surface) or 0),
                surface=surface,
                start=start,
                end=start + len(surface),
                line=text.count("\n", 0, start) + 1,
                sentence=text[first:last],
                **dict(field.split("=") for field in fields.split()),  # type: ignore[arg-type]
            )
        )
    return found


def told(comparison: Comparison) -> list[str]:
    """Changes in a few words: ``lost 37人``, ``changed 8500名 status``."""
    return [" ".join([change.kind, change.surface, *(d.field for d in change.fields if change.kind == "changed")]) for change in comparison.changes]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("", "", []),
        ("新增会员[8名]。", "新增会员[8名]。", []),
        ("新增会员[8名]。", "新增会员8名。", ["lost 8名"]),
        ("新增会员8名。", "新增会员[8名]。", ["gained 8名"]),
        ("新增会员[8名|member.new]。", "新增会员[8名|member.new status=target]。", ["changed 8名 status"]),
        ("新增会员[8名|member.new]。", "新增会员[8名]。", ["changed 8名 metric pattern"]),
        # another span of the same figure
        ("新增会员近[8名]。", "新增会员[近8名]。", ["changed 近8名 surface start"]),
        ("新增[会员8名]。", "新增会员[8名]。", ["changed 8名 surface start"]),
        # a span that became two: the larger overlap is the same figure, the other is gained
        ("签订[合同18份、9份]。", "签订[合同18份]、[9份]。", ["changed 合同18份 value surface end", "gained 9份"]),
        ("签订[合同18份]、[9份]。", "签订[合同18份、9份]。", ["changed 合同18份、9份 value surface end", "lost 9份"]),
        # neighbours that only touch are two figures
        ("[8名]9人。", "8名[9人]。", ["lost 8名", "gained 9人"]),
        # in the same text an equal figure elsewhere is another figure
        ("男[8名]，女8名，共[16名]。", "男8名，女[8名]，共[16名]。", ["lost 8名", "gained 8名"]),
        ("会议[8次]。\n会议8次。\n共[16次]。", "会议8次。\n会议[8次]。\n共[16次]。", ["lost 8次", "gained 8次"]),
    ],
)
def test_one_report(old: str, new: str, expected: list[str]) -> None:
    assert told(compare(records(old), records(new))) == expected


BODY = "一、组织。\n新增会员[8500名|member.new]，其中女[37人]。\n签订合同[23份]。新建[23家]。\n慰问[37人]。\n"


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (BODY, "某市总工会\n" + BODY, []),
        ("某市总工会\n" + BODY, BODY, []),
        (BODY, "某市总工会举办[3场]活动。\n" + BODY, ["gained 3场"]),
        # from the middle on, and in two places
        (BODY, BODY.replace("签订", "其中：签订"), ["changed 23份 sentence"]),
        (BODY, BODY.replace("签订", "另外有一行。\n签订"), []),
        (BODY, "甲\n" + BODY.replace("签订", "乙。\n签订"), []),
        # only the last line moved
        (BODY, BODY.replace("慰问", "另外有一行。\n慰问"), []),
        # a paragraph that changed its place
        (BODY, BODY.replace("签订合同[23份]。新建[23家]。\n", "") + "签订合同[23份]。新建[23家]。\n", []),
        # moved, and changed besides
        (BODY, "甲\n" + BODY.replace("[37人]。\n签", "[37人|women.total]。\n签"), ["changed 37人 metric pattern"]),
        (BODY, "甲\n" + BODY.replace("会员[8500名|member.new]", "[会员8500名|member.new]"), ["changed 会员8500名 surface"]),
        (BODY, "甲\n" + BODY.replace("[23家]", "23家"), ["lost 23家"]),
        (BODY.replace("[23家]", "23家"), "甲\n" + BODY, ["gained 23家"]),
        # the one sentence there is, twice the same, once more the same
        ("慰问[37人]。", "某市总工会\n慰问[37人]。", []),
        ("慰问[37人]。慰问[37人]。", "某市\n慰问[37人]。慰问[37人]。", []),
        ("慰问[37人]。慰问[37人]。", "某市\n慰问[37人]。慰问[37人]。慰问[37人]。", ["gained 37人"]),
        # rows of equal length, one put in before them: each stands now where another stood
        ("甲[10人]\n乙[20人]\n丙[10人]\n", "丁[30人]\n甲[10人]\n乙[20人]\n丙[10人]\n", ["gained 30人"]),
        ("甲[10人]\n乙[20人]\n丙[10人]\n", "乙[20人]\n丙[10人]\n", ["lost 10人"]),
    ],
)
def test_text_that_was_put_in_does_not_make_everything_lost_and_gained(old: str, new: str, expected: list[str]) -> None:
    assert told(compare(records(old), records(new))) == expected


def test_in_one_text_nothing_moves() -> None:
    old, new = records("男[8名]，\n女8名。"), records("男8名，\n女[8名]。")
    assert told(compare(old, new, same_text=True)) == ["lost 8名", "gained 8名"]


def test_records_are_paired_within_their_source() -> None:
    old = records("[8名]。", "a.txt") + records("[9名]。", "b.txt")
    new = records("[9名]。", "b.txt") + records("[8名]。", "c.txt")
    comparison = compare(old, new)
    assert [(change.kind, change.source) for change in comparison.changes] == [("lost", "a.txt"), ("gained", "c.txt")]
    assert (comparison.old, comparison.new, comparison.same) == (2, 2, 1)


def test_several_records_at_one_span_pair_with_their_likes() -> None:
    (first,) = records("[8名|member.new]。")
    second, third = replace(first, metric="member.total"), replace(first, metric="women.total")
    assert told(compare([first, second, third], [third, first, second])) == []
    assert told(compare([first, second], [replace(second, unit="名"), first])) == ["changed 8名 unit"]
    assert told(compare([first, first], [first])) == ["lost 8名"]
    assert told(compare([first], [first, first])) == ["gained 8名"]
    changed = compare([first, second], [third])
    assert told(changed) == ["changed 8名 metric", "lost 8名"]
    assert changed.changes[0].fields == (Difference("metric", "member.new", "women.total"),)


def test_every_field_is_compared_but_the_id_and_the_line() -> None:
    (old,) = records("新增会员[8名]。")
    others = {"value": Decimal(9), "value_high": Decimal(9), "flags": ("table cell",), "start": 3, "end": 9, "line": 7}
    seen = set()
    for column in RECORD_COLUMNS:
        if column.name == "source":
            continue
        new = replace(old, **{column.name: others.get(column.name, "x")})  # type: ignore[arg-type]
        seen |= {d.field for change in compare([old], [new], same_text=True).changes for d in change.fields}
    assert seen == COMPARED == {column.name for column in RECORD_COLUMNS} - {"record_id", "source", "line"}


def test_values_are_told_as_they_stand_in_a_cell() -> None:
    (old,) = records("[8名]。")
    new = replace(old, value=Decimal("3.50E+3"), value_high=Decimal("87.50"), flags=("table cell", "no unit"))
    (change,) = compare([old], [new]).changes
    assert change.fields == (Difference("value", "8", "3500"), Difference("value_high", "", "87.5"), Difference("flags", "", "table cell; no unit"))
    assert compare([old], [replace(old, value=Decimal("8.00"))]).changes == ()


def test_a_change_names_the_old_metric_and_the_new_place() -> None:
    (old,), (new,) = records("[8名|member.new]。"), records("甲\n[8名|member.total]。")
    (change,) = compare([old], [new]).changes
    assert (change.metric, change.pattern, change.line, change.start) == ("member.new", "member.new#1", 2, 2)
    assert change.metrics == {"member.new", "member.total"}
    (lost,) = compare([old], []).changes
    assert lost == Change(
        "lost",
        "a.txt",
        1,
        0,
        "8名",
        "8名",
        "member.new",
        "member.new#1",
        (
            Difference("metric", "member.new", ""),
            Difference("value", "8", ""),
            Difference("unit", "人", ""),
            Difference("status", "actual", ""),
            Difference("aspect", "level", ""),
        ),
    )
    assert lost.metrics == {"member.new"}
    (gained,) = compare([], [new]).changes
    assert gained.fields[0] == Difference("metric", "", "member.total")
    assert gained.metrics == {"member.total"}


def test_only_the_fields_named_are_compared() -> None:
    (old,) = records("[8名|member.new]。")
    new = replace(old, metric="other", unit="户", sentence="", status="target")
    assert told(compare([old], [new], fields={"metric", "value", "start", "end"})) == ["changed 8名 metric"]
    assert [d.field for d in compare([old], [], fields={"metric", "value"}).changes[0].fields] == ["metric", "value"]
    # without words nothing can be known to have moved
    assert told(compare(records("慰问[37人]。"), records("某市\n某县\n慰问[37人]。"), fields={"metric", "value"})) == ["lost 37人", "gained 37人"]


def test_only_the_metrics_named_are_compared_and_counted() -> None:
    old = records("[1名|member.new]，[2名|member.new]，[3名|aid.visited]，[4名|aid.visited]，[5名]。")
    new = records("[1名|member.new]，[2名|aid.visited]，[3名|member.new]，4名，[5名]。")
    chosen = compare(old, new, metrics={"member.new"})
    assert told(chosen) == ["changed 2名 metric pattern", "changed 3名 metric pattern"]
    assert (chosen.old, chosen.new, chosen.same) == (3, 3, 1)
    assert told(compare(old, new, metrics={"other"})) == []
    assert told(compare(old, new, metrics={"aid.visited"}))[-1] == "lost 4名"


def test_changes_come_by_source_and_start_whatever_the_order_given() -> None:
    old = [*records("[1名]，[2名]，[3名]。", "b.txt"), *records("[1名]，[2名]。", "a.txt")]
    comparison = compare(reversed(old), [])
    assert [(c.source, c.surface) for c in comparison.changes] == [("a.txt", "1名"), ("a.txt", "2名"), ("b.txt", "1名"), ("b.txt", "2名"), ("b.txt", "3名")]
    assert comparison == compare(iter(old), iter([]))


def test_changes_by_metric_and_pattern() -> None:
    changes = compare(records("[1名|b.x]，[2名]，[3名|a.x]，[4名|a.x]。"), []).changes
    changes = tuple(replace(c, pattern="a.x#10") if c.surface == "3名" else replace(c, pattern="a.x#2") if c.surface == "4名" else c for c in changes)
    grouped = by_metric(changes)
    assert [(metric, list(patterns)) for metric, patterns in grouped.items()] == [("a.x", ["a.x#2", "a.x#10"]), ("b.x", ["b.x#1"]), ("other", [""])]


spans = st.tuples(st.integers(0, 30), st.integers(1, 9), st.sampled_from(["甲", "乙"]), st.sampled_from(["member.new", "other"]))


@settings(max_examples=300, deadline=None, derandomize=True, database=None)
@given(st.lists(spans, max_size=12), st.lists(spans, max_size=12), st.booleans(), st.booleans())
def test_every_record_is_paired_once_or_is_left(
    old: list[tuple[int, int, str, str]], new: list[tuple[int, int, str, str]], worded: bool, same_text: bool
) -> None:
    def made(items: list[tuple[int, int, str, str]]) -> Iterator[MetricRecord]:
        for number, (start, length, words, metric) in enumerate(items):
            yield replace(RECORD, record_id=str(number), start=start, end=start + length, surface=words, sentence=words, metric=metric, line=start // 9)

    before, now = list(made(old)), list(made(new))
    found = pair(before, now, worded=worded, same_text=same_text)
    assert sorted([*(p.old.record_id for p in found.pairs), *(r.record_id for r in found.old)]) == sorted(r.record_id for r in before)
    assert sorted([*(p.new.record_id for p in found.pairs), *(r.record_id for r in found.new)]) == sorted(r.record_id for r in now)
    same = {(r.start, r.end, r.surface) for r in found.old} & {(r.start, r.end, r.surface) for r in found.new}
    assert not same, "records at the same place with the same words are left over"
    assert compare(before, before).changes == ()


@pytest.mark.parametrize("same_place", [False, True])
def test_a_long_report_takes_no_quadratic_time(same_place: bool) -> None:
    def made(number: int, shift: int) -> list[MetricRecord]:
        starts = [0 if same_place else 5 * n for n in range(number)]
        return [replace(RECORD, start=s + shift, end=s + shift + 90, surface=f"{n % 7}人", sentence=f"{shift % 2}") for n, s in enumerate(starts)]

    began = time.perf_counter()
    compare(made(20_000, 0), made(20_000, 7))
    assert time.perf_counter() - began < 20
