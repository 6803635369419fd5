"""Changes as people and programs read them."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import replace

import pytest

from ureport.changes_view import ROW_COLUMNS, change_lines, change_object, change_rows, told
from ureport.diff import Change, Difference
from ureport.pieces import plain_text

CHANGE = Change("changed", "a.txt", 3, 12, "8500名", "全年新增会员8500名。", "member.new", "member.new#2", (Difference("status", "actual", "target"),))
LOST = replace(
    CHANGE,
    kind="lost",
    fields=tuple(Difference(*d, "") for d in (("metric", "member.new"), ("value", "8500"), ("unit", "人"), ("status", "actual"), ("aspect", "level"))),
)
GAINED = replace(LOST, kind="gained", fields=tuple(Difference(d.field, "", d.old) for d in LOST.fields))


def shown(*changes: Change, every: bool = False) -> list[str]:
    return plain_text(change_lines(changes, every=every)).splitlines()


def test_changes_stand_by_metric_and_pattern_with_what_was_lost_first() -> None:
    other = replace(LOST, metric="other", pattern="", fields=())
    assert shown(CHANGE, other, GAINED, LOST, replace(CHANGE, pattern="member.new#10"), replace(LOST, metric="aid.visited", pattern="aid.visited#1")) == [
        "aid.visited",
        "  aid.visited#1",
        "    lost 1",
        "      a.txt:3  全年新增会员⟨8500名⟩。  = 8500 人, actual level",
        "member.new",
        "  member.new#2",
        "    lost 1",
        "      a.txt:3  全年新增会员⟨8500名⟩。  = 8500 人, actual level",
        "    gained 1",
        "      a.txt:3  全年新增会员⟨8500名⟩。  = 8500 人, actual level",
        "    changed status actual → target",
        "      a.txt:3  全年新增会员⟨8500名⟩。",
        "  member.new#10",
        "    changed status actual → target",
        "      a.txt:3  全年新增会员⟨8500名⟩。",
        "other",
        "  (no pattern)",
        "    lost 1",
        "      a.txt:3  全年新增会员⟨8500名⟩。",
    ]


def test_no_changes() -> None:
    assert shown() == []


def test_fields_that_follow_from_others_are_not_told_beside_them() -> None:
    fields = tuple(Difference(name, "a", "b") for name in ("metric", "metric_name", "theme", "period", "period_start", "period_end"))
    assert "    changed metric a → b; period a → b" in shown(replace(CHANGE, fields=fields))
    assert "    changed metric_name a → b" in shown(replace(CHANGE, fields=(Difference("metric_name", "a", "b"),)))
    assert "    changed value_high (none) → 9" in shown(replace(CHANGE, fields=(Difference("value_high", "", "9"),)))


def test_of_many_alike_ten_are_shown() -> None:
    alike = [replace(CHANGE, line=n) for n in range(1, 13)]
    different = replace(CHANGE, line=99, fields=(Difference("unit", "人", "户"),))
    lines = shown(different, *alike)
    assert lines[2] == "    changed status actual → target"
    assert [line for line in lines if line.startswith("      ")] == [
        *(f"      a.txt:{n}  全年新增会员⟨8500名⟩。" for n in range(1, 11)),
        "      … and 2 more",
        "      a.txt:99  全年新增会员⟨8500名⟩。",
    ]
    assert len([line for line in shown(*alike, every=True) if "a.txt" in line]) == 12
    assert not any("more" in line for line in shown(*alike[:10]))
    lost = [replace(LOST, line=n, fields=(Difference("value", str(n), ""),)) for n in range(2000)]
    assert shown(*lost)[2] == "    lost 2,000"
    assert shown(*lost)[-1] == "      … and 1,990 more"


@pytest.mark.parametrize(
    ("surface", "sentence", "expected"),
    [
        ("8名", "新增会员8名。", "新增会员⟨8名⟩。"),
        ("8名", "前" * 100 + "8名" + "后" * 100, "…" + "前" * 23 + "⟨8名⟩" + "后" * 23 + "…"),
        ("8名", "前" * 24 + "8名" + "后" * 24, "前" * 24 + "⟨8名⟩" + "后" * 24),
        # where lines were joined
        ("198万 元", "慰问款198万元。", "慰问款⟨198万 元⟩。"),
        ("1\n98万", "慰问款198万元。", "慰问款⟨1 98万⟩元。"),
        # a table cell
        ("3.2", "会员 人数(万人)", "会员 人数(万人) ⟨3.2⟩"),
        ("", "会员", "会员"),
        ("8名", "", "⟨8名⟩"),
        (".*", "新增8名", "新增8名 ⟨.*⟩"),
        ("9" * 5000, "新增" + "9" * 5000, "新增" + "9" * 57 + "… ⟨" + "9" * 59 + "…⟩"),
        ("8\x1b[31m名", "新增\n8\x1b[31m名\t\x9b", "新增 ⟨8�[31m名⟩ �"),
    ],
)
def test_the_sentence_is_cut_to_what_stands_round_the_figure(surface: str, sentence: str, expected: str) -> None:
    assert shown(replace(CHANGE, surface=surface, sentence=sentence))[3] == f"      a.txt:3  {expected}"


def test_no_value_can_break_a_line_or_reach_the_terminal() -> None:
    evil = "x\n\x1b]0;y\x07"
    change = Change("changed", evil, 1, 0, evil, evil, evil, evil, (Difference("subject", evil, evil * 9000),))
    lines = shown(change, replace(change, kind="lost"))
    assert len(lines) == 6
    assert max(map(len, lines)) < 300
    assert not {"\x1b", "\x07"} & set("".join(lines))


def test_a_place_without_a_line() -> None:
    assert shown(replace(CHANGE, line=0))[3].startswith("      a.txt  全年")


def test_each_kind_has_its_style() -> None:
    styles = {text.strip(): style for text, style in change_lines([CHANGE, LOST, GAINED])}
    assert {kind: styles[kind] for kind in ("lost", "gained", "changed")} == {"lost": "lost", "gained": "gained", "changed": "changed"}


def test_the_summary() -> None:
    counts = Counter({"lost": 12, "gained": 3, "changed": 40, "the same": 9321})
    assert told(counts) == "12 lost, 3 gained, 40 changed, 9,321 the same"
    assert told(Counter()) == "0 lost, 0 gained, 0 changed, 0 the same"


def test_an_object_a_change() -> None:
    line = change_object(replace(CHANGE, sentence='甲\n"乙"'))
    assert line.endswith("}\n")
    assert line.count("\n") == 1
    assert json.loads(line) == {
        "kind": "changed",
        "source": "a.txt",
        "line": 3,
        "start": 12,
        "surface": "8500名",
        "sentence": '甲\n"乙"',
        "metric": "member.new",
        "pattern": "member.new#2",
        "fields": [{"field": "status", "old": "actual", "new": "target"}],
    }


def test_a_row_a_field() -> None:
    rows = list(change_rows(LOST))
    assert [(row.kind, row.line, row.field, row.old, row.new) for row in rows][:2] == [
        ("lost", 3, "metric", "member.new", ""),
        ("lost", 3, "value", "8500", ""),
    ]
    assert len(rows) == 5
    assert all(hasattr(rows[0], column.name) for column in ROW_COLUMNS)
