"""Each example and counterexample runs alone through the whole program; one that fails says what was expected, what came out, and why."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from ureport import Extractor
from ureport.checking.check import Plan, check
from ureport.checking.examples import Won, run_examples
from ureport.checking.material import Material
from ureport.checking.report import CheckReport
from ureport.errors import Fault
from ureport.library import read_library
from ureport.library.types import Metric

Patterns = Callable[..., Path]
Checked = Callable[..., CheckReport]
Sound = dict[str, str]

NEW, TOTAL = "member/new.toml", "member/total.toml"
FIRST = 'text = "全年新增会员370人。"\nfigure = "370人"\nvalue = 370\nunit = "人"\n'
COUNTER = 'text = "现有会员3万人。"\nfigure = "3万人"\nwhy = "现有总数，不是新增"\nmetric = "member.total"\n'


def faults_with(patterns: Patterns, sound: Sound, old: str, new: str) -> list[Fault]:
    """The faults of the library whose member.new has another first example, or counterexample."""
    assert sound[NEW].count(old) == 1
    return list(check(Plan((patterns({NEW: sound[NEW].replace(old, new)}),))).faults)


# what holds


@pytest.mark.parametrize(
    "example",
    [
        'text = "全年新增会员370人。"\nfigure = "370人"\nvalue = 370\n',
        'text = "全年新增会员370人。"\nfigure = "370"\nvalue = 370.0\n',
        'text = "新增会员37人，发展会员38人。"\nfigure = "38人"\nvalue = 38\n',
        'text = "新增会员37人，其后发展会员37人。"\nfigure = "37人"\nnth = 2\nvalue = 37\n',
        'text = "２０１６年，新增會員３７０人。"\nfigure = "３７０人"\nvalue = 370\nperiod = "2016"\n',
        'text = "新增会员近370人。"\nfigure = "370人"\nvalue = 370\nbound = "nearly"\n',
        'text = "新增会员370至380人。"\nfigure = "370至380人"\nvalue = 370\nvalue_high = 380\nbound = "range"\n',
        'text = "2017年计划新增会员370人。"\nfigure = "370人"\nvalue = 370\nstatus = "target"\naspect = "level"\n',
        'text = "全年新增会员1.5万人。"\nfigure = "1.5万人"\nvalue = 1.5e4\n',
        'text = """\n湖州市总工会2016年工作总结\n\n全年新增会员370人。\n"""\nfigure = "370人"\nvalue = 370\nperiod = "2016"\n',
    ],
)
def test_an_example_that_holds(example: str, patterns: Patterns, sound: Sound) -> None:
    assert faults_with(patterns, sound, FIRST, example) == []


@pytest.mark.parametrize(
    "example",
    [
        'text = "现有会员3万人。"\nfigure = "3万人"\nwhy = "总数"\n',
        'text = "现有会员3万人。"\nfigure = "3万人"\nwhy = "总数"\nmetric = "member.total"\n',
        'text = "参观的有3万人。"\nfigure = "3万人"\nwhy = "无关"\nmetric = "other"\n',
        # no record at all is not of the metric either
        'text = "新增会员若干人，第3批。"\nfigure = "3"\nwhy = "序数"\n',
    ],
)
def test_a_counterexample_that_holds(example: str, patterns: Patterns, sound: Sound) -> None:
    assert faults_with(patterns, sound, COUNTER, example) == []


# what fails


def test_expected_and_got_stand_side_by_side(patterns: Patterns, sound: Sound) -> None:
    wrong = 'text = "2017年计划新增会员近1.5万人。"\nfigure = "1.5万人"\nvalue = 15\nunit = "户"\nbound = "nearly"\nstatus = "actual"\nperiod = "2016"\n'
    (fault,) = faults_with(patterns, sound, FIRST, wrong)
    assert str(fault).split("member/new.toml:", 1)[1].splitlines() == [
        "15:11: error[P202]: 1.5万人: value, unit, status, period differ",
        '  figure = "1.5万人"',
        "            ^^^^^^^",
        "  text: 2017年计划新增会员近1.5万人。",
        "  metric     expected member.new  got member.new",
        "  value      expected 15          got 15000  ←",
        "  unit       expected 户          got 人  ←",
        "  bound      expected nearly      got nearly",
        "  status     expected actual      got target  ←",
        "  period     expected 2016        got 2017  ←",
        "  won by member.new#1  新增会员 … {人}  (weight 4: 新增会员@beside 4)",
        "  remedy: Mend the pattern, or the example.",
    ]


@pytest.mark.parametrize(
    ("example", "code", "message", "why"),
    [
        (
            'text = "现有会员3万人。"\nfigure = "3万人"\nvalue = 30000\n',
            "P201",
            "3万人 is claimed by member.total",
            ("won by member.total#1  现有会员 … {人}  (weight 4: 现有会员@beside 4)", "no word of any pattern of member.new stands near"),
        ),
        (
            'text = "现有会员3万人，农民工新发展会员。"\nfigure = "3万人"\nvalue = 30000\n',
            "P201",
            "3万人 is claimed by member.total",
            (
                "won by member.total#1  现有会员 … {人}  (weight 4: 现有会员@beside 4)",
                "not by member.new#2  <发展>[工会]会员 … {}  (lacks order: the words do not stand in the order of the template)",
            ),
        ),
        (
            'text = "农民工发展会员370人。"\nfigure = "370人"\nvalue = 370\n',
            "P202",
            "370人: no pattern claims it",
            ("won by no pattern", "not by member.new#2  <发展>[工会]会员 … {}  (lacks condition: unless.clause 农民工: 发展会员@beside 4)"),
        ),
        ('text = "第370次会议。"\nfigure = "370"\nvalue = 370\n', "P202", "370: no record", ()),
        ('text = "新增会员37人、38人。"\nfigure = "37人、38人"\nvalue = 37\n', "P202", "37人、38人: 2 records", None),
    ],
)
def test_a_failure_says_who_won_and_why_not_the_metric(
    example: str, code: str, message: str, why: tuple[str, ...] | None, patterns: Patterns, sound: Sound
) -> None:
    (fault,) = faults_with(patterns, sound, FIRST, example)
    assert (fault.code, fault.message, fault.metric) == (code, message, "member.new")
    assert (fault.line, fault.column) == (15, 11)
    assert why is None or tuple(line for line in fault.detail if line.startswith(("won by", "not by", "no word"))) == why


@pytest.mark.parametrize(
    ("example", "message", "expected", "got"),
    [
        ('text = "新增会员37人。"\nfigure = "37人"\nwhy = "试验"\n', "37人 is claimed by member.new", "not member.new", "member.new  ←"),
        ('text = "新增会员37人。"\nfigure = "37人"\nwhy = "试验"\nmetric = "member.total"\n', "37人 is claimed by member.new", "member.total", "member.new  ←"),
        ('text = "现有会员37人。"\nfigure = "37人"\nwhy = "试验"\nmetric = "other"\n', "37人 is member.total", "other", "member.total  ←"),
        ('text = "第37次会议。"\nfigure = "37"\nwhy = "试验"\nmetric = "other"\n', "37 is no record", "other", "(no record)  ←"),
    ],
)
def test_a_counterexample_that_fails(example: str, message: str, expected: str, got: str, patterns: Patterns, sound: Sound) -> None:
    (fault,) = faults_with(patterns, sound, COUNTER, example)
    assert (fault.code, fault.message) == ("P203", message)
    assert fault.source_line[fault.column - 1 : fault.column - 1 + fault.width] == example.split('"')[3]
    assert f"metric     expected {expected}  got {got}" in fault.detail
    assert "it is none because: 试验" in fault.detail


@pytest.mark.parametrize(
    ("example", "message"),
    [
        ('text = "新增会员37人。"\nfigure = "38人"\nvalue = 38\n', "the text does not hold 38人"),
        ('text = "新增会员37人。"\nfigure = "37人"\nnth = 2\nvalue = 37\n', "the text does not hold 37人 2 times"),
        ('text = "新增会员\\n37人。"\nfigure = "会员37人"\nvalue = 37\n', "the text does not hold 会员37人"),
    ],
)
def test_a_figure_that_the_text_does_not_hold(example: str, message: str, patterns: Patterns, sound: Sound) -> None:
    (fault,) = faults_with(patterns, sound, FIRST, example)
    assert (fault.code, fault.message, fault.level) == ("P204", message, "error")
    assert fault.detail[0].startswith("text: 新增会员")
    assert "\n" not in fault.detail[0]


def test_every_example_that_fails_is_told(patterns: Patterns, sound: Sound) -> None:
    folder = patterns({NEW: sound[NEW].replace("value = ", "value = 1"), TOTAL: sound[TOTAL].replace("value = ", "value = 2")})
    report = check(Plan((folder,)))
    assert [(Path(fault.path).name, fault.code) for fault in report.faults] == [("new.toml", "P202")] * 4 + [("total.toml", "P202")] * 4
    assert report.exit_code == 1


def test_an_example_of_an_added_folder_is_told_at_its_own_file(words_only: Path, sound: Sound, tmp_path: Path, write_files: Callable[..., Path]) -> None:
    first = write_files(tmp_path / "first", {NEW: sound[NEW].replace("<发展>", "(发展|吸收)"), TOTAL: sound[TOTAL]})
    added = '[[example]]\ntext = "新增会员5人。"\nfigure = "5人"\nvalue = 6\n'
    second = write_files(tmp_path / "second", {NEW: sound[NEW].split("[[pattern]]")[0] + added})
    (fault,) = check(Plan((words_only, first, second))).faults
    assert (fault.path, fault.line, fault.code) == (str(second / NEW), 8, "P202")


# an example alone


def test_an_example_that_stops_is_told_and_the_others_run(patterns: Patterns, sound: Sound, monkeypatch: pytest.MonkeyPatch) -> None:
    trace = Extractor.trace

    def failing(self: Extractor, document: object) -> object:
        if "，新增会员150人" in document.text:  # type: ignore[attr-defined]
            raise KeyError("会")
        return trace(self, document)  # type: ignore[arg-type]

    monkeypatch.setattr(Extractor, "trace", failing)
    faults = faults_with(patterns, sound, "value = 88\n", "value = 89\n")
    assert [(fault.code, fault.message) for fault in faults] == [
        ("P012", "the example 新建工会7家，新增会员150人。 stopped: KeyError: '会'"),
        ("P202", "88名: value differs"),
    ]


def test_what_the_examples_win_is_gathered(patterns: Patterns, sound: Sound) -> None:
    tie = '[[pattern]]\ntemplate = "新增会员 … {}"\n\n[[example]]\ntext = "现有会员3万人。"'
    folder = patterns({TOTAL: sound[TOTAL].replace('[[example]]\ntext = "现有会员3万人。"', tie)})
    loaded = read_library([folder])
    assert loaded.library is not None
    won = Won()
    material = Material((folder,), loaded.library, {source.path: source for source in loaded.sources})
    metrics: list[Metric] = list(loaded.library.metrics.values())
    assert list(run_examples(material, Extractor(loaded.library), metrics, won)) == []
    assert won.patterns == {"member.new#1", "member.new#2", "member.total#1"}
    assert set(won.ties) == {("member.new#1", "member.total#2")}
