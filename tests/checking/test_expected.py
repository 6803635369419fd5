"""Expected wordings: what is lost, gained and changed, what a number of a pattern means, and what an --accept may touch."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from ureport.checking.expected import changed, renumbered
from ureport.checking.report import CheckReport
from ureport.checking.sayings import FILE as SAYINGS
from ureport.checking.wordings import Claim

Gate = Callable[..., CheckReport]
Sound = dict[str, str]

NEW, TOTAL, WORDS = "member/new.toml", "member/total.toml", "lexicon/words.toml"
FIRST, SECOND = 'template = "新增会员 … {人}"', 'template = "<发展>[工会]会员 … {}"\nunless.clause = ["农民工"]'


def wordings(samples: Path) -> dict[str, str]:
    """The files of the expected wordings by their group, without the sayings."""
    return {path.stem: path.read_text(encoding="utf-8") for path in sorted((samples / "expected/wordings").glob("*.tsv")) if path.name != SAYINGS}


def told(report: CheckReport, code: str) -> list[str]:
    """The wordings that faults of a code tell."""
    return [line for fault in report.faults if fault.code == code for line in fault.detail]


# the files


def test_a_line_is_a_wording_with_what_claims_it_and_what_made_it(accepted: Gate, samples: Path) -> None:
    assert wordings(samples) == {
        "lexicon": "发展会员{370人}\tmember.new#2\t4\tmember.new#2\t4\n吸收会员{370人}\tmember.new#2\t4\tmember.new#2\t4\n",
        "member.new": (
            "新增会员{370人}\tmember.new#1\t4\tmember.new#1\t4\n"
            "发展会员{370人}\tmember.new#2\t4\tmember.new#2\t4\n"
            "发展工会会员{370人}\tmember.new#2\t6\tmember.new#2\t6\n"
            "农民工发展工会会员{370人}\t-\t0\tmember.new#2\t0\n"
        ),
        "member.total": "现有会员{370人}\tmember.total#1\t4\tmember.total#1\t4\n",
    }


def test_what_was_accepted_is_clean(accepted: Gate) -> None:
    report = accepted()
    assert (report.faults, report.accepted, report.counts.wordings) == ((), (), 7)
    assert accepted(accept="*").accepted == ()


def test_without_expected_wordings_none_are_missed(gate: Gate, samples: Path) -> None:
    assert [fault.code for fault in gate().faults] == ["P305"]
    gate(accept="member.new")
    assert not (samples / "expected/wordings").exists(), "one metric alone would make all others gained"
    gate(accept="*", own_samples=False)
    assert not (samples / "expected/wordings").exists(), "reports of one's own hold no wordings of the library"


# what is lost


@pytest.mark.parametrize(
    ("file", "old", "new", "lost"),
    [
        # a word is deleted, or altered
        (NEW, "[工会]", "", ["发展工会会员{370人}  member.new#2 6 → nothing (member.new#2 0)"]),
        (NEW, "[工会]", "[公会]", ["发展工会会员{370人}  member.new#2 6 → nothing (member.new#2 0)"]),
        (WORDS, '"发展", "吸收"', '"发展"', ["吸收会员{370人}  member.new#2 4 → nothing (member.new#2 0)"]),
        (TOTAL, "现有会员 … {人}", "现有 … {人}", ["现有会员{370人}  member.total#1 4 → member.total#1 2"]),
        # a condition is deleted, or refuses more
        (NEW, '["农民工"]', '["农民"]', []),
        (NEW, 'unless.clause = ["农民工"]', "", ["农民工发展工会会员{370人}  nothing (member.new#2 0) → member.new#2 6"]),
        (NEW, '["农民工"]', '["农民工", "工会"]', ["发展工会会员{370人}  member.new#2 6 → nothing (member.new#2 0)"]),
        # another metric takes it
        (
            TOTAL,
            "现有会员 … {人}",
            '(现有|新增)会员 … {人}"\npriority = 1\n#"',
            ["新增会员{370人}  member.new#1 4 → member.total#1 4 (member.new#1 4)"],
        ),
        # a unit is lost
        (NEW, '["人"]', '["户", "人"]', []),
    ],
)
def test_a_wording_that_is_lost(file: str, old: str, new: str, lost: list[str], accepted: Gate, sound: Sound) -> None:
    assert sound[file].count(old) == 1
    report = accepted({file: sound[file].replace(old, new)})
    assert told(report, "P311") == lost
    assert report.exit_code == (1 if report.errors else 0)


def test_a_pattern_that_is_deleted(accepted: Gate, sound: Sound) -> None:
    """The fault stands at the file; the number is that of before, though another pattern may have it now."""
    report = accepted({NEW: sound[NEW].replace(f"[[pattern]]\n{FIRST}\n", "")})
    (fault,) = [fault for fault in report.faults if fault.code == "P311"]
    assert (Path(fault.path).name, fault.metric, fault.level) == ("new.toml", "member.new", "error")
    assert fault.message == "1 wording(s) of member.new#1 lost or changed"
    assert fault.detail == ("新增会员{370人}  member.new#1 4 → nothing (member.new#1 0)",)


def test_a_fault_stands_at_the_pattern(accepted: Gate, sound: Sound) -> None:
    report = accepted({NEW: sound[NEW].replace("[工会]", "")})
    (fault,) = [fault for fault in report.faults if fault.code == "P311"]
    assert (fault.line, fault.column, fault.metric) == (10, 13, "member.new")
    assert fault.source_line[12 : 12 + fault.width] == "<发展>会员 … {}"
    assert (fault.level, fault.remedy) == ("error", "Mend the pattern, or take the new state with --accept.")


def test_of_many_wordings_ten_are_shown(accepted: Gate, sound: Sound) -> None:
    words = [f"新增第{n}批" for n in "一二三四五六七八九十百千"]
    many = {NEW: sound[NEW].replace(FIRST, f'template = "({"|".join(words)})会员 … {{人}}"')}
    report = accepted(many)
    (fault,) = [fault for fault in report.faults if fault.code == "P312"]
    assert (fault.message, len(fault.detail), fault.detail[-1]) == ("12 new wording(s) of member.new#1", 11, "… and 2 more")


# what is gained


def test_a_pattern_that_is_new(accepted: Gate, sound: Sound) -> None:
    report = accepted({NEW: sound[NEW].replace(SECOND, f'{SECOND}\n\n[[pattern]]\ntemplate = "(吸纳|纳新)会员 … {{}}"')})
    assert told(report, "P312") == ["吸纳会员{370人}  member.new#3 4", "纳新会员{370人}  member.new#3 4"]
    assert told(report, "P311") == []
    (fault,) = [fault for fault in report.faults if fault.code == "P312"]
    assert (fault.line, fault.message, fault.level) == (14, "2 new wording(s) of member.new#3", "error")


def test_a_metric_that_is_new(accepted: Gate, sound: Sound) -> None:
    report = accepted({"member/women.toml": sound[TOTAL].replace("现有会员", "现有女会员").replace("会员总数", "女会员总数")})
    assert told(report, "P312") == ["现有女会员{370人}  member.women#1 5"]


def test_a_word_that_is_new(accepted: Gate) -> None:
    report = accepted({WORDS: '"发展" = ["发展", "吸收", "吸纳"]\n'})
    assert told(report, "P312") == ["吸纳会员{370人}  member.new#2 4"]
    assert [fault.metric for fault in report.faults] == ["member.new"]


# numbers of patterns


def test_a_pattern_put_in_above_changes_nothing_of_those_below(accepted: Gate, sound: Sound) -> None:
    report = accepted({NEW: sound[NEW].replace(f"[[pattern]]\n{FIRST}", f'[[pattern]]\ntemplate = "吸纳会员 … {{}}"\n\n[[pattern]]\n{FIRST}')})
    assert told(report, "P311") == []
    assert told(report, "P312") == ["吸纳会员{370人}  member.new#1 4"]


def test_patterns_that_change_places_are_the_same(accepted: Gate, sound: Sound) -> None:
    report = accepted({NEW: sound[NEW].replace(FIRST, "§").replace(SECOND, FIRST).replace("§", SECOND)})
    assert [fault.code for fault in report.faults if fault.code.startswith("P31")] == []


@pytest.mark.parametrize(
    ("pairs", "found"),
    [
        ([], {}),
        ([("#1", "#1")], {"#1": "#1"}),
        ([("#1", "#2"), ("#2", "#3")], {"#1": "#2", "#2": "#3"}),
        ([("#1", "#2"), ("#1", "#2"), ("#1", "#3")], {"#1": "#2"}),
        # as many stay as go: the name is its own
        ([("#1", "#2"), ("#1", "#1")], {"#1": "#1"}),
        ([("#1", ""), ("#1", "#1")], {"#1": "#1"}),
        # a name is that of one pattern only
        ([("#1", "#2"), ("#2", "#2"), ("#2", "#2")], {"#2": "#2"}),
    ],
)
def test_the_new_name_of_a_pattern(pairs: list[tuple[str, str]], found: dict[str, str]) -> None:
    assert renumbered((old, [new]) for old, new in pairs) == found


@pytest.mark.parametrize(
    ("pairs", "found"),
    [
        ([("a", Claim("x.y#1", 4.0), Claim("x.y#2", 4.0)), ("b", Claim("x.y#1", 2.0), Claim("x.y#2", 2.0))], ""),
        # one of three goes to another pattern of the metric
        ([(text, Claim("x.y#1", 4.0), Claim(f"x.y#{number}", 4.0)) for text, number in (("a", 1), ("b", 1), ("c", 2))], "c"),
        ([("a", Claim("x.y#1", 4.0), Claim("x.z#1", 4.0)), ("b", Claim("x.y#1", 4.0), Claim("x.y#1", 4.0))], "a"),
        ([("a", Claim("x.y#1", 4.0), Claim()), ("b", Claim("x.y#1", 4.0), Claim("x.y#1", 4.0))], "a"),
        ([("a", Claim(), Claim("x.y#1", 4.0))], "a"),
        ([("a", Claim(), Claim())], ""),
    ],
)
def test_what_is_claimed_otherwise(pairs: list[tuple[str, Claim, Claim]], found: str) -> None:
    assert "".join(text for text, _, _ in changed(pairs)) == found


# --accept


def both(sound: Sound) -> Sound:
    """A change of both metrics, and of the word list that member.new uses."""
    return {
        NEW: sound[NEW].replace("新增会员 …", "新增[女]会员 …"),
        TOTAL: sound[TOTAL].replace("现有会员 …", "现有[女]会员 …"),
        WORDS: '"发展" = ["发展", "吸纳"]\n',
    }


def test_accept_takes_all(accepted: Gate, sound: Sound, samples: Path) -> None:
    report = accepted(both(sound), accept="*")
    assert [Path(path).name for path in report.accepted] == ["lexicon.tsv", "member.new.tsv", "member.total.tsv"]
    assert {fault.code for fault in report.faults} >= {"P311", "P312"}
    taken = [fault for fault in report.faults if fault.code.startswith("P31")]
    assert [fault for fault in taken if fault.level != "warning" or not fault.message.startswith("accepted: ")] == []
    assert [fault.code for fault in accepted().errors if fault.code.startswith("P31")] == []
    assert "吸收" not in wordings(samples)["lexicon"]


def test_accept_of_one_metric_touches_no_other(accepted: Gate, sound: Sound, samples: Path) -> None:
    before = wordings(samples)
    report = accepted(both(sound), accept="member.total")
    assert [Path(path).name for path in report.accepted] == ["member.total.tsv"]
    now = wordings(samples)
    assert {name: now[name] == before[name] for name in before} == {"lexicon": True, "member.new": True, "member.total": False}
    left = [fault for fault in report.errors if fault.code.startswith("P31")]
    assert {fault.metric for fault in left} == {"member.new"}
    assert all("member.total" not in fault.message for fault in left)
    assert {fault.metric for fault in accepted().errors if fault.code.startswith("P31")} == {"member.new"}


def test_accept_of_a_metric_takes_its_words_of_lists(accepted: Gate, sound: Sound, samples: Path) -> None:
    accepted(both(sound), accept="member.new")
    assert wordings(samples)["lexicon"] == "发展会员{370人}\tmember.new#2\t4\tmember.new#2\t4\n吸纳会员{370人}\tmember.new#2\t4\tmember.new#2\t4\n"


def test_accept_of_a_metric_that_makes_a_wording_which_another_claims(accepted: Gate, sound: Sound, samples: Path) -> None:
    """The fault stands at the maker, so its metric takes it."""
    taking = {TOTAL: sound[TOTAL].replace("现有会员 … {人}", '(现有|吸收)会员 … {人}"\npriority = 1\n#"')}
    report = accepted(taking, accept="member.new")
    assert "吸收会员{370人}\tmember.total#1\t4\tmember.new#2\t4\n" in wordings(samples)["lexicon"]
    assert [fault.metric for fault in report.errors if fault.code.startswith("P31")] == ["member.total"]


def test_an_accept_of_a_wording_that_others_claim_before_and_after(accepted: Gate, sound: Sound, samples: Path) -> None:
    taking = {TOTAL: sound[TOTAL].replace("现有会员 … {人}", '(现有|吸收)会员 … {人}"\npriority = 1\n#"')}
    accepted(taking, accept="*")
    path = samples / "expected/wordings/lexicon.tsv"
    now = path.read_text(encoding="utf-8")
    path.write_text(now.replace("member.total#1\t4", "member.total#1\t9"), encoding="utf-8")
    assert accepted().exit_code == 1
    assert accepted(accept="member.new").exit_code == 0
    assert path.read_text(encoding="utf-8") == now


def test_an_accept_that_settles_a_part_leaves_the_rest_an_error(accepted: Gate, samples: Path) -> None:
    """A fault tells several wordings; what is left of them is told anew."""
    path = samples / "expected/wordings/lexicon.tsv"
    first, second = path.read_text(encoding="utf-8").splitlines()
    lines = first.replace("\tmember.new#2\t4\t", "\tmember.total#1\t9\t"), second.replace("\tmember.new#2\t4\t", "\tmember.old#1\t9\t")
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    report = accepted(accept="member.total")
    assert [(fault.level, fault.message) for fault in report.faults] == [
        ("warning", "accepted: 2 wording(s) of member.new#2 lost or changed"),
        ("error", "1 wording(s) of member.new#2 lost or changed"),
    ]
    assert report.exit_code == 1


# files that cannot be read


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("", "not a wording and two patterns with their weights, parted by tabs"),
        ("新增会员{370人}\tmember.new#1\t4", "not a wording and two patterns with their weights, parted by tabs"),
        ("新增会员370人\tmember.new#1\t4\tmember.new#1\t4", "not a wording and two patterns with their weights, parted by tabs"),
        ("新增会员{370人}\tmember.new#1\tfour\tmember.new#1\t4", "not a wording and two patterns with their weights, parted by tabs"),
        ("<<<<<<< HEAD", "not a wording and two patterns with their weights, parted by tabs"),
    ],
)
def test_a_line_that_is_none_is_told_and_the_others_are_read(line: str, message: str, accepted: Gate, samples: Path) -> None:
    path = samples / "expected/wordings/member.new.tsv"
    first, *rest = path.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text(first + line + "\n" + "".join(rest), encoding="utf-8")
    report = accepted()
    assert [(fault.code, fault.path, fault.line, fault.message) for fault in report.faults] == [("P306", str(path), 2, message)]
    assert report.exit_code == 1


def test_a_file_that_is_no_text(accepted: Gate, samples: Path) -> None:
    path = samples / "expected/wordings/member.new.tsv"
    path.write_bytes("新增会员".encode("gb18030"))
    report = accepted()
    assert [(fault.code, fault.line, fault.message) for fault in report.faults if fault.path == str(path)] == [("P306", 1, "not UTF-8 at byte 0")]
    assert len(told(report, "P312")) == 4
    assert accepted(accept="*").exit_code == 0
    assert accepted().faults == ()


@pytest.mark.parametrize("ends", ["\r\n", "\n"])
def test_marks_and_line_ends_of_editors_are_read_over(ends: str, accepted: Gate, samples: Path) -> None:
    path = samples / "expected/wordings/member.new.tsv"
    path.write_bytes(("\ufeff" + path.read_text(encoding="utf-8").replace("\n", ends)).encode())
    assert accepted().faults == ()


def test_unreadable_lines_of_the_lists_wait_for_all(accepted: Gate, sound: Sound, samples: Path) -> None:
    """To take one metric there would drop what cannot be read."""
    path = samples / "expected/wordings/lexicon.tsv"
    path.write_text(path.read_text(encoding="utf-8") + "=======\n", encoding="utf-8")
    before = path.read_bytes()
    accepted(both(sound), accept="member.new")
    assert path.read_bytes() == before
    report = accepted(both(sound), accept="*")
    assert "=" not in path.read_text(encoding="utf-8")
    assert [fault.code for fault in report.errors if fault.path == str(path)] == []


def test_the_wordings_of_a_metric_that_is_gone(accepted: Gate, samples: Path, sound: Sound) -> None:
    changes = {TOTAL: None, NEW: sound[NEW].replace('metric = "member.total"', 'metric = "other"')}
    report = accepted(changes)
    path = samples / "expected/wordings/member.total.tsv"
    gone = [fault for fault in report.faults if fault.path == str(path)]
    assert [(fault.code, fault.message) for fault in gone] == [("P307", "the library holds no metric 'member.total'")]
    assert told(report, "P311") == ["现有会员{370人}  member.total#1 4 → nothing"]
    assert accepted(accept="member.total").exit_code == 0
    assert not path.exists()


def test_a_metric_that_is_gone_is_told_however_little_is_checked(accepted: Gate, samples: Path) -> None:
    (samples / "expected/wordings/member.gone.tsv").write_text("", encoding="utf-8")
    for metrics in (None, frozenset({"member.new"})):
        assert [fault.code for fault in accepted(metrics=metrics).faults] == ["P307"]
    accepted(accept="*")
    assert accepted().faults == ()


def test_a_broken_metric_file_makes_no_faults_of_its_wordings(accepted: Gate) -> None:
    report = accepted({TOTAL: "[["})
    assert [(Path(fault.path).name, fault.code) for fault in report.faults] == [("total.toml", "P002")]
