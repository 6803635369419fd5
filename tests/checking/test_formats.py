"""The outputs of a check: what each format says of the same report, and that no text of a library or report breaks one."""

from __future__ import annotations

import json
import re
import unicodedata
import xml.etree.ElementTree as ElementTree
from dataclasses import asdict, fields, replace
from email.message import Message
from importlib.metadata import PackageNotFoundError
from pathlib import Path
from typing import Any

import pytest

from ureport.changes_view import FOLD, change_lines
from ureport.checking.formats import FORMATS
from ureport.checking.formats.junit import NO_THEMES
from ureport.checking.formats.wording import one_line
from ureport.checking.report import CheckReport, Counts, Score
from ureport.cli import screen
from ureport.codes import CODES
from ureport.diff import Change, Difference
from ureport.errors import Fault
from ureport.library.load import NOT_THEMES
from ureport.pieces import plain_text

FAULT = Fault(
    "patterns/member/new.toml",
    7,
    13,
    "no word list <新曾>",
    "did you mean <新增>?",
    'template = "<新曾>[工会]会员 … {人}"',
    4,
    "P006",
    detail=("one", "two"),
    metric="member.new",
)
WARNING = Fault("patterns/member/new.toml", 18, 1, "no example", "add one", "[[pattern]]", 11, "P105", "warning", metric="member.new")
EXAMPLE = Fault("patterns/member/total.toml", 12, 1, "value is 9", code="P202", metric="member.total")
LOST = Fault("golden/a.jsonl", 3, 1, "8500名 is lost", code="P301", metric="member.new")
LEXICON = Fault("patterns/lexicon/words.toml", 2, 1, "no pattern uses <新曾>", code="P111", level="warning")
UNIT = Difference("unit", "人", "名")
CHANGE = Change("changed", "a.txt", 7, 30, "8500名", "全年新建工会7家，新增会员8500名。", "member.new", "member.new#2", (UNIT,))
COUNTS = Counts(metrics=3, patterns=2007, examples=1449, reports=2, records=431)

METRICS = ("member.new", "member.total")
SOURCES = ("a.txt", "县/b.txt")

HOSTILE = [
    "%0A%25",
    "]]><failure>&amp;",
    "::error file=a,line=1::b",
    "a\n::error::b\r\nclean",
    "\x1b[31mred\x07\x00\x9b31m",
    "half \ud800 of 会\udfff",
    "\u202eright to left\u2066\u200b\u2028\ufeff",
    "soft\xad hyphen, tag \U000e0041, mark \ufff9\u180e",
    "{0} {人} {}",
    "a: b, c",
    "\ufffe\uffff",
]


def checked(
    *faults: Fault, changes: tuple[Change, ...] = (), scores: tuple[Score, ...] = (), counts: Counts = COUNTS, accepted: tuple[str, ...] = ()
) -> CheckReport:
    return CheckReport("patterns", faults, changes, scores, counts, accepted, METRICS, SOURCES)


def hostile(text: str) -> CheckReport:
    """A report with the text wherever a text of a user can stand."""
    fault = Fault(f"patterns/member/{text}.toml", 7, 1, text, text, text, 3, "P004", detail=(text, text), metric=text, report=text)
    change = Change("lost", text, 1, 0, text, f"新增{text}。", text, text, (Difference(text, text, text),))
    return CheckReport(text, (fault, replace(fault, level="warning", metric="")), (change,), (Score(text, 1, 1, 1),), COUNTS, (text,), (text,), (text,))


def written(name: str, report: CheckReport) -> str:
    return plain_text(FORMATS[name](report))


def lines(name: str, report: CheckReport) -> list[str]:
    return written(name, report).splitlines()


REPORTS = {
    "empty": CheckReport("", (), (), (), Counts()),
    "clean": checked(),
    "all": checked(FAULT, WARNING, EXAMPLE, LOST, LEXICON, changes=(CHANGE,), scores=(Score("member.new", 4, 3, 2),), accepted=("golden/b.jsonl",)),
    **{f"hostile {text!a}": hostile(text) for text in HOSTILE},
}
every_report = pytest.mark.parametrize("report", REPORTS.values(), ids=REPORTS)
every_format = pytest.mark.parametrize("name", FORMATS)


# all formats


def test_the_formats() -> None:
    assert list(FORMATS) == ["text", "json", "junit", "github", "sarif"]


@every_format
@every_report
def test_no_text_breaks_a_format(name: str, report: CheckReport) -> None:
    """What is written can be encoded, steers no terminal, hides nothing and ends with a line end."""
    text = written(name, report)
    assert text.encode("utf-8").decode("utf-8") == text == written(name, report)
    assert text.endswith("\n")
    assert [c for c in text if unicodedata.category(c) in ("Cc", "Cf", "Cs", "Zl", "Zp") and c not in "\n\t"] == []


@every_format
@every_report
def test_the_styles_are_known_to_the_screen(name: str, report: CheckReport) -> None:
    assert {style for _, style in FORMATS[name](report)} <= {"", *screen._STYLES}


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("新增 <会员>", "新增 <会员>"),
        ("a\tb\nc\r", "a b c "),
        ("\x1b[31m\x9b", "�[31m�"),
        ("\u202e\u200b\ufeff", "���"),
        ("\ud800", "�"),
        ("𠮷\u3000\ufffc", "𠮷\u3000\ufffc"),
    ],
)
def test_texts_are_tamed_character_for_character(text: str, shown: str) -> None:
    assert one_line(text) == shown
    assert len(shown) == len(text)


# text


def test_nothing_is_said_of_what_is_fine() -> None:
    assert lines("text", checked()) == [
        "3 metrics, 2,007 patterns, 1,449 examples, 0 wordings, 2 reports, 431 records; 0 errors, 0 warnings",
        "clean",
    ]


def test_a_fault_prints_itself() -> None:
    text = written("text", checked(FAULT, WARNING))
    assert text.startswith(f"{FAULT}\n{WARNING}\n\n")
    assert str(FAULT).startswith("patterns/member/new.toml:7:13: error[P006]: no word list <新曾>\n  template = ")


def test_levels_have_a_style() -> None:
    pieces = dict(FORMATS["text"](checked(FAULT, WARNING)))
    assert (pieces[FAULT.head], pieces[WARNING.head]) == ("error", "warning")


def test_the_faults_of_a_file_stand_together() -> None:
    other = replace(EXAMPLE, path="b.toml")
    text = written("text", checked(FAULT, other, WARNING))
    assert text.index(FAULT.head) < text.index(WARNING.head) < text.index(other.head)


@pytest.mark.parametrize(
    ("counts", "faults", "end"),
    [
        (Counts(1, 1, 1, 1, 1, 1), (WARNING,), ["1 metric, 1 pattern, 1 example, 1 wording, 1 report, 1 record; 0 errors, 1 warning", "clean"]),
        (Counts(), (LOST,), ["0 metrics, 0 patterns, 0 examples, 0 wordings, 0 reports, 0 records; 1 error, 0 warnings", "1 regression"]),
        (
            Counts(1234567),
            (LOST, EXAMPLE),
            ["1,234,567 metrics, 0 patterns, 0 examples, 0 wordings, 0 reports, 0 records; 2 errors, 0 warnings", "2 regressions"],
        ),
        (Counts(1), (FAULT,), ["1 metric, 0 patterns, 0 examples, 0 wordings, 0 reports, 0 records; 1 error, 0 warnings", "library at fault"]),
        (
            Counts(1),
            (FAULT, LOST),
            ["1 metric, 0 patterns, 0 examples, 0 wordings, 0 reports, 0 records; 2 errors, 0 warnings", "library at fault, 1 regression"],
        ),
    ],
)
def test_counts_and_verdict_stand_last(counts: Counts, faults: tuple[Fault, ...], end: list[str]) -> None:
    assert lines("text", checked(*faults, counts=counts))[-2:] == end
    assert lines("github", checked(*faults, counts=counts))[-1] == ": ".join(end)


def test_files_that_were_written_are_named() -> None:
    assert "accepted: golden/b.jsonl" in lines("text", checked(accepted=("golden/b.jsonl",)))


def test_changes_stand_between_the_faults_and_the_counts_as_a_diff_shows_them() -> None:
    lost = replace(CHANGE, kind="lost", metric="aid.visited", pattern="", fields=(Difference("value", "8500", ""), Difference("unit", "人", "")))
    found = written("text", checked(FAULT, changes=(CHANGE, lost)))
    assert found.removeprefix(f"{FAULT}\n\n").split("\n\n")[0].splitlines() == [
        "aid.visited",
        "  (no pattern)",
        "    lost 1",
        "      a.txt:7  全年新建工会7家，新增会员⟨8500名⟩。  = 8500 人",
        "member.new",
        "  member.new#2",
        "    changed unit 人 → 名",
        "      a.txt:7  全年新建工会7家，新增会员⟨8500名⟩。",
    ]
    assert plain_text(change_lines((CHANGE, lost))) in found


def test_of_many_changes_alike_only_some_are_shown() -> None:
    found = lines("text", checked(changes=tuple(replace(CHANGE, line=n) for n in range(1, 1011))))
    assert sum("a.txt:" in line for line in found) == FOLD
    assert "      … and 1,000 more" in found


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ((), True),
        ((CHANGE,), True),
        ((replace(CHANGE, kind="lost"),), False),
    ],
)
def test_a_change_is_not_told_twice(changes: tuple[Change, ...], told: bool) -> None:
    """P301 stands for lost records; where these are shown it is left out of the text, but counts."""
    report = checked(LOST, changes=changes)
    assert (LOST.head in written("text", report)) is told
    assert lines("text", report)[-1] == "1 regression"
    for name in ("json", "junit", "github", "sarif"):
        assert "8500名 is lost" in written(name, report)


def test_scores_are_a_table_with_a_last_row_over_all() -> None:
    scores = (Score("member.new", 12, 11, 10), Score("会员.新增", 1200, 0, 0), Score("aid.none", 0, 0, 0))
    assert lines("text", checked(scores=scores))[:6] == [
        "metric      labelled  said  right      P      R     F1",
        "member.new        12    11     10  0.909  0.833  0.870",
        "会员.新增      1,200     0      0      –  0.000  0.000",
        "aid.none           0     0      0      –      –      –",
        "over all       1,212    11     10  0.909  0.008  0.016",
        "",
    ]


# json


def test_the_object_holds_everything_in_order() -> None:
    report = REPORTS["all"]
    found = json.loads(written("json", report))
    assert list(found) == ["library", "exit_code", "counts", "metrics", "reports", "faults", "changes", "scores", "accepted"]
    assert (found["library"], found["exit_code"], found["accepted"]) == ("patterns", 2, ["golden/b.jsonl"])
    assert found["counts"] == asdict(COUNTS)
    assert (found["metrics"], found["reports"]) == (["member.new", "member.total"], ["a.txt", "县/b.txt"])
    assert found["changes"] == [{**asdict(CHANGE), "fields": [asdict(UNIT)]}]
    assert found["scores"] == [{"metric": "member.new", "labelled": 4, "said": 3, "right": 2, "precision": 0.666667, "recall": 0.5, "f1": 0.571429}]
    for shown, fault in zip(found["faults"], report.faults, strict=True):
        assert shown == {**asdict(fault), "detail": list(fault.detail), "code_name": CODES[fault.code].name}
        assert list(shown)[:5] == ["code", "code_name", "level", "path", "line"]


def test_chinese_stands_as_it_is() -> None:
    assert "no word list <新曾>" in written("json", checked(FAULT))


@pytest.mark.parametrize("text", HOSTILE)
def test_texts_come_back_as_they_were(text: str) -> None:
    whole = re.sub("[\ud800-\udfff]", "�", text)
    found = json.loads(written("json", hostile(text)))
    assert [found["library"], found["faults"][0]["message"], found["changes"][0]["surface"], found["scores"][0]["metric"]] == [whole] * 4


# JUnit


def cases(report: CheckReport) -> dict[tuple[str, str, str], ElementTree.Element]:
    """Suite, class and name → test case; the counts that the document states are those of its cases."""
    root = ElementTree.fromstring(written("junit", report).encode())
    assert root.tag == "testsuites"
    found = {}
    for element in (root, *root):
        assert element.get("tests") == str(len(list(element.iter("testcase"))))
        assert element.get("failures") == str(len(list(element.iter("failure"))))
        assert element.get("errors") == "0"
    assert set(root.attrib) == {"name", "tests", "failures", "errors"}
    for suite in root:
        for case in suite:
            found[str(suite.get("name")), str(case.get("classname")), str(case.get("name"))] = case
    assert len(found) == len(list(root.iter("testcase")))
    return found


NEW, TOTAL = (("metrics", "member", f"member.{name}") for name in ("new", "total"))
REPORT_A, REPORT_B = (("golden", "golden", name) for name in SOURCES)
EVERY = [NEW, TOTAL, REPORT_A, REPORT_B]


@pytest.mark.parametrize(
    ("fault", "failed"),
    [
        (FAULT, NEW),
        (WARNING, None),
        # a golden file is of its report; without one it is a case of its own
        (replace(LOST, report="a.txt"), REPORT_A),
        (replace(LOST, code="P305", report="县/b.txt"), REPORT_B),
        (replace(LOST, code="P304", metric=""), ("golden", "golden", "golden/a.jsonl")),
        # wordings are of a metric, not of a report
        (replace(FAULT, code="P311"), NEW),
        # a fault of loading names no metric, but its file is one
        (replace(FAULT, metric=""), NEW),
        (replace(FAULT, metric="", path="patterns/member/broken.toml"), ("metrics", "member", "member.broken")),
        (replace(FAULT, metric="", path="patterns/units/money.toml"), ("library", "library", "patterns/units/money.toml")),
        (replace(FAULT, metric="", path="patterns/qualifiers.toml"), ("library", "library", "patterns/qualifiers.toml")),
        (replace(FAULT, metric="", path="elsewhere/member/new.toml"), ("library", "library", "elsewhere/member/new.toml")),
    ],
)
def test_a_case_for_each_metric_and_report(fault: Fault, failed: tuple[str, str, str] | None) -> None:
    """Whether anything was found or not: a server that compares runs sees a case turn red, not appear."""
    found = cases(checked(fault))
    assert [key for key, case in found.items() if case.find("failure") is not None] == [failed] * (failed is not None)
    assert sorted(found) == sorted({*EVERY, *([failed] if failed else [])})


def test_several_faults_of_a_metric_are_one_case() -> None:
    found = cases(checked(FAULT, replace(FAULT, line=9), WARNING, EXAMPLE))
    assert list(found) == EVERY
    assert [key for key, case in found.items() if case.find("failure") is not None] == [NEW, TOTAL]


def test_a_warning_is_the_output_of_a_case_that_passes() -> None:
    found = cases(checked(LEXICON))
    assert [*EVERY, ("library", "library", "patterns/lexicon/words.toml")] == list(found)
    assert [case.findtext("system-out") for case in found.values()] == [None, None, None, None, str(LEXICON)]


def test_a_check_that_looked_at_nothing_has_no_case() -> None:
    assert cases(REPORTS["empty"]) == {}


def test_a_failure_tells_all_errors_and_the_output_all_warnings() -> None:
    second = replace(FAULT, line=9, message="no word list <新会>")
    case = cases(checked(FAULT, WARNING, second))[NEW]
    (failure,) = case.iter("failure")
    assert (failure.get("message"), failure.get("type")) == ("no word list <新曾> (and 1 more error)", "P006")
    assert failure.text == f"{FAULT}\n{second}"
    assert case.findtext("system-out") == str(WARNING)


@pytest.mark.parametrize("text", HOSTILE)
def test_the_document_is_well_formed_whatever_it_tells(text: str) -> None:
    (case,) = [case for case in cases(hostile(text)).values() if case.find("failure") is not None]
    assert case.get("name") == one_line(text)
    assert f"\n  remedy: {one_line(text)}" in str(case.findtext("failure"))


def test_the_folders_without_metrics_are_those_of_the_library() -> None:
    assert NO_THEMES == NOT_THEMES


# GitHub


@pytest.mark.parametrize(
    ("fault", "command"),
    [
        (
            FAULT,
            "::error file=patterns/member/new.toml,line=7,col=13,endColumn=17,title=P006 unknown-words"
            "::no word list <新曾>%0Aone%0Atwo%0Aremedy: did you mean <新增>?",
        ),
        (WARNING, "::warning file=patterns/member/new.toml,line=18,col=1,endColumn=12,title=P105 unexercised::no example%0Aremedy: add one"),
        (Fault("a.toml", 1, 1, "m", width=0, code="P999"), "::error file=a.toml,line=1,col=1,endColumn=2,title=P999::m"),
        (Fault("a.toml", 1, 1, "m"), "::error file=a.toml,line=1,col=1,endColumn=2,title=error::m"),
        (Fault("a,b:c%.toml", 1, 1, "50%, a:b::c"), "::error file=a%2Cb%3Ac%25.toml,line=1,col=1,endColumn=2,title=error::50%25, a:b::c"),
        (Fault("a\n::error::.toml", 1, 1, "a\r\n::error::b"), "::error file=a %3A%3Aerror%3A%3A.toml,line=1,col=1,endColumn=2,title=error::a  ::error::b"),
    ],
)
def test_a_fault_is_one_command(fault: Fault, command: str) -> None:
    assert lines("github", checked(fault))[:-1] == [command]


@every_report
def test_no_text_makes_a_command_of_its_own(report: CheckReport) -> None:
    *commands, last = written("github", report).removesuffix("\n").split("\n")
    assert len(commands) == len(report.faults)
    assert all(command.startswith(("::error file=", "::warning file=")) for command in commands)
    assert not last.startswith("::") and last.endswith(("clean", "library at fault", "regression", "regressions"))


def test_the_gravest_stand_first() -> None:
    report = checked(WARNING, LOST, FAULT, LEXICON, EXAMPLE)
    titles = re.findall("title=(P...)", written("github", report))
    assert titles == ["P006", "P301", "P202", "P105", "P111"]


# SARIF


def run_of(report: CheckReport) -> dict[str, Any]:
    document = json.loads(written("sarif", report))
    assert list(document) == ["$schema", "version", "runs"]
    assert document["version"] == "2.1.0"
    (run,) = document["runs"]
    assert set(run) == {"tool", "originalUriBaseIds", "columnKind", "results"}
    assert run["columnKind"] == "unicodeCodePoints"
    assert isinstance(run["results"], list)
    return dict(run)


def result_of(fault: Fault) -> dict[str, Any]:
    (result,) = run_of(checked(fault))["results"]
    return dict(result)


def test_the_rules_are_the_codes() -> None:
    driver = run_of(checked())["tool"]["driver"]
    assert driver["name"] == "ureport"
    assert [(rule["id"], rule["name"], rule["defaultConfiguration"]["level"]) for rule in driver["rules"]] == [(c.id, c.name, c.level) for c in CODES.values()]
    for rule, code in zip(driver["rules"], CODES.values(), strict=True):
        assert rule["shortDescription"]["text"] == code.what
        assert code.remedy in rule["help"]["text"] and f"docs/diagnostics.md#{code.id.lower()}" in rule["help"]["text"]


def test_a_fault_is_a_result() -> None:
    result = result_of(FAULT)
    rules = run_of(checked())["tool"]["driver"]["rules"]
    assert rules[result["ruleIndex"]]["id"] == result["ruleId"] == "P006"
    assert result["level"] == "error"
    assert result["message"]["text"] == "no word list <新曾>\none\ntwo\nremedy: did you mean <新增>?"
    assert result["locations"] == [
        {
            "physicalLocation": {
                "artifactLocation": {"uri": "patterns/member/new.toml", "uriBaseId": "%SRCROOT%"},
                "region": {"startLine": 7, "startColumn": 13, "endColumn": 17},
            }
        }
    ]


def test_a_fault_without_a_known_code_is_a_result_without_a_rule() -> None:
    result = result_of(Fault("a.toml", 1, 1, "m", code="P999", level="warning", width=0))
    assert "ruleId" not in result and "ruleIndex" not in result
    assert result["level"] == "warning"
    assert result["locations"][0]["physicalLocation"]["region"]["endColumn"] == 2


@pytest.mark.parametrize(
    ("message", "text"),
    [("no slot: add {} or {人}", "no slot: add {{}} or {{人}}"), ("{0}", "{{0}}"), ("}{", "}}{{")],
)
def test_braces_are_no_placeholders(message: str, text: str) -> None:
    assert result_of(Fault("a.toml", 1, 1, message))["message"]["text"] == text


@pytest.mark.parametrize(
    ("path", "uri"),
    [
        ("patterns/member/new.toml", "patterns/member/new.toml"),
        ("./patterns/../patterns/a.toml", "patterns/a.toml"),
        ("样本/01 市.txt", "%E6%A0%B7%E6%9C%AC/01%20%E5%B8%82.txt"),
        ("100%.toml", "100%25.toml"),
        ("c:a.toml", "c%3Aa.toml"),
        ("a#b?c.toml", "a%23b%3Fc.toml"),
        ("a\n\x1b.toml", "a%0A%1B.toml"),
        ("half\ud800.toml", "half%EF%BF%BD.toml"),
    ],
)
def test_a_path_is_an_address_below_the_root(path: str, uri: str) -> None:
    assert result_of(replace(FAULT, path=path))["locations"][0]["physicalLocation"]["artifactLocation"] == {"uri": uri, "uriBaseId": "%SRCROOT%"}


def test_paths_are_seen_from_the_current_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = tmp_path / "repository"
    root.mkdir()
    monkeypatch.chdir(root)
    for path, seen in ((str(root / "patterns/a.toml"), "patterns/a.toml"), (str(tmp_path / "other/新.toml"), (tmp_path / "other/新.toml").as_posix())):
        fault = replace(FAULT, path=path)
        assert f" file={seen.replace(':', '%3A')}," in written("github", checked(fault))
    outside = result_of(fault)["locations"][0]["physicalLocation"]["artifactLocation"]
    assert outside == {"uri": (tmp_path / "other/新.toml").as_uri()}


def fingerprints(*faults: Fault) -> list[str]:
    return [result["partialFingerprints"]["faultHash/v1"] for result in run_of(checked(*faults))["results"]]


@pytest.mark.parametrize(
    ("other", "same"),
    [
        (replace(FAULT, line=70), True),
        (replace(FAULT, column=14, source_line=f"  {FAULT.source_line}"), True),
        (replace(FAULT, message="no such list"), True),
        (replace(FAULT, code="P005"), False),
        (replace(FAULT, path="patterns/member/total.toml"), False),
        (replace(FAULT, metric="member.total"), False),
        (replace(FAULT, source_line='template = "<新曾>会员 … {人}"'), False),
        (replace(FAULT, source_line="", message="no such list"), False),
    ],
)
def test_fingerprints_survive_what_moves_lines(other: Fault, same: bool) -> None:
    assert (fingerprints(other) == fingerprints(FAULT)) is same


def test_equal_faults_are_told_apart_by_their_order() -> None:
    first, second = fingerprints(FAULT, replace(FAULT, line=9))
    assert first != second
    assert [first] == fingerprints(FAULT)


@pytest.mark.parametrize(
    ("urls", "help_uri"),
    [
        (["Documentation, https://example.org/docs/"], "https://example.org/docs/diagnostics.md#p001"),
        (["Source, https://example.org/src"], None),
        ([], None),
        (None, None),
    ],
)
def test_rules_link_to_the_documents_when_the_package_says_where(urls: list[str] | None, help_uri: str | None, monkeypatch: pytest.MonkeyPatch) -> None:
    def metadata(name: str) -> Message:
        if urls is None:
            raise PackageNotFoundError(name)
        message = Message()
        for url in urls:
            message["Project-URL"] = url
        return message

    monkeypatch.setattr("ureport.checking.formats.sarif.metadata", metadata)
    assert run_of(checked())["tool"]["driver"]["rules"][0].get("helpUri") == help_uri


def test_a_new_field_of_a_fault_is_not_forgotten() -> None:
    """A field that a report gains must be told by json, and be tamed when it is a text."""
    assert {field.name for field in fields(Fault)} | {"code_name"} == set(json.loads(written("json", checked(FAULT)))["faults"][0])
    told = {"metric_ids": "metrics", "sources": "reports"}
    assert {told.get(field.name, field.name) for field in fields(CheckReport)} | {"exit_code"} == set(json.loads(written("json", checked())))
