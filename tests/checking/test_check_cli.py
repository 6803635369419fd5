"""``ureport check`` as a user meets it: options, exit codes, what is written where."""

from __future__ import annotations

import gc
import json
import os
import pty
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

import pytest

from making.commands import Command, Result, runner
from ureport import shipped_library
from ureport.checking.formats import FORMATS

SOURCE = Path(__file__).parent.parent.parent / "src"
NEW, TOTAL, WORDS = "member/new.toml", "member/total.toml", "lexicon/words.toml"
FIRST = 'template = "新增会员 … {人}"'

needs_git = pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")


Patterns = Callable[..., Path]
Write = Callable[..., Path]
Sound = dict[str, str]


@pytest.fixture
def ureport(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Command:
    """The command line, in the folder that holds patterns/ and samples/."""
    monkeypatch.chdir(tmp_path)
    return runner(capsys)


@pytest.fixture
def here(patterns: Patterns, samples: Path, ureport: Command) -> Command:
    """The same, with the sound library and its samples, accepted."""
    patterns()
    result = ureport("check", "--accept")
    assert (result.code, result.lines[-1]) == (0, "clean")
    return ureport


@pytest.fixture
def target(sound: Sound) -> Sound:
    """A change: the new members are planned."""
    return {NEW: sound[NEW].replace(FIRST, f'{FIRST}\nstatus = "target"').replace("value = 370", 'value = 370\nstatus = "target"')}


def process(*arguments: object, cwd: Path, **options: object) -> subprocess.CompletedProcess[bytes]:
    environment = os.environ | {"PYTHONPATH": str(SOURCE)}
    command = [sys.executable, "-m", "ureport", "check", *map(str, arguments)]
    return subprocess.run(command, env=environment, cwd=cwd, **({"capture_output": True, "check": False} | options))  # type: ignore[call-overload,no-any-return]


# folders


def test_a_clean_library(here: Command) -> None:
    result = here("check")
    assert (result.code, result.err) == (0, "")
    assert result.lines == ["2 metrics, 3 patterns, 12 examples, 7 wordings, 1 report, 3 records; 0 errors, 0 warnings", "clean"]


@pytest.mark.parametrize("folder", ["patterns", ".", "patterns/", "{tmp}/patterns", "{tmp}"])
def test_the_folder_may_be_the_library_or_what_holds_it(folder: str, here: Command, tmp_path: Path) -> None:
    result = here("check", folder.replace("{tmp}", str(tmp_path)))
    assert (result.code, result.lines[0].split(",")[0], "1 report" in result.out) == (0, "2 metrics", True)


def test_from_within_the_library(here: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path / "patterns")
    assert "1 report, 3 records" in here("check", ".").out


@pytest.mark.parametrize("folder", ["nowhere", "patterns/member/new.toml"])
def test_a_folder_that_is_none(folder: str, here: Command) -> None:
    result = here("check", folder)
    assert (result.code, result.out) == (2, "")
    assert result.err == f"error: {folder}: no such folder\n  remedy: name the folder that holds THEME/METRIC.toml\n"


def test_a_folder_without_a_metric(here: Command, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    result = here("check", "empty")
    assert (result.code, result.codes, result.lines[-1]) == (2, ["P011"], "library at fault")


def test_zero_examples_are_no_pass(here: Command, patterns: Patterns, sound: Sound) -> None:
    patterns({name: sound[name].split("[[example]]")[0] for name in (NEW, TOTAL)})
    for options in ([], ["--select", "P2"], ["--ignore", "P1,P3"], ["--ignore", "few-examples"]):
        result = here("check", *options)
        assert result.code == 2, options
        assert "P011" in result.codes


# exit codes


def test_a_regression_ends_with_1(here: Command, patterns: Patterns, target: Sound) -> None:
    patterns(target)
    result = here("check")
    assert (result.code, result.lines[-1]) == (1, "1 regression")
    assert result.lines[:4] == [
        "member.new",
        "  member.new#1",
        "    changed status actual → target",
        "      a.txt:3  全年新增会员⟨8500名⟩，现有会员3万人。",
    ]


def test_a_library_at_fault_ends_with_2(here: Command, patterns: Patterns, sound: Sound, target: Sound) -> None:
    patterns({**target, TOTAL: sound[TOTAL].replace('["member.new"]', '["member.nwe"]')})
    result = here("check")
    assert (result.code, result.codes, result.lines[-1]) == (2, ["P009"], "library at fault, 1 regression")


def test_a_broken_file_among_good_ones(here: Command, patterns: Patterns, target: Sound) -> None:
    patterns({**target, TOTAL: "[["})
    result = here("check")
    assert (result.code, result.codes, result.lines[-1]) == (2, ["P002"], "library at fault, 1 regression")
    assert "changed status actual → target" in result.out


def test_an_output_that_cannot_be_written_ends_with_3(here: Command, tmp_path: Path) -> None:
    result = here("check", "-o", "nowhere/result.txt")
    assert (result.code, result.out) == (3, "")
    assert result.err.startswith("error: nowhere/result.txt: cannot be written: ")


def test_golden_files_that_cannot_be_written_end_with_3(here: Command, patterns: Patterns, target: Sound, tmp_path: Path) -> None:
    patterns(target)
    shutil.rmtree(tmp_path / "samples/expected/wordings")
    shutil.move(tmp_path / "samples/expected/a.jsonl", tmp_path / "a.jsonl")
    shutil.rmtree(tmp_path / "samples/expected")
    (tmp_path / "samples/expected").write_text("", encoding="utf-8")
    result = here("check", "--accept")
    assert result.code == 3
    assert "Traceback" not in result.err


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (["--format", "yaml"], "unknown format 'yaml'"),
        (["--select", "P9"], "unknown code 'P9'"),
        (["--ignore", "few-exampels"], "unknown code 'few-exampels'\n  remedy: did you mean few-examples"),
        (["--samples", "nowhere"], "--samples nowhere: no such folder"),
        (["--gold", "nowhere"], "--gold nowhere: no such folder"),
        (["--accept", "member.nwe"], "unknown metric 'member.nwe'\n  remedy: did you mean member.new"),
        (["--with-shipped", str(shipped_library())], "the shipped library is no addition to itself"),
        (["--changed", "--since", "v9"], ""),
        (["--nonsense"], ""),
    ],
)
def test_wrong_usage_ends_with_2_and_writes_nothing(options: list[str], says: str, here: Command, tmp_path: Path) -> None:
    result = here("check", *options)
    assert (result.code, result.out) == (2, "")
    assert says in result.err
    assert "Traceback" not in result.err


# options


def test_samples_of_ones_own(here: Command, tmp_path: Path, write_files: Write, report_text: str) -> None:
    """A folder of reports with its own golden files; the wordings stay with the library."""
    write_files(tmp_path / "mine", {"b.txt": report_text.replace("8500名", "8600名")})
    assert here("check", "--samples", "mine").codes == ["P305"]
    result = here("check", "--samples", "mine", "--accept")
    assert (result.code, [line for line in result.lines if line.startswith("accepted")]) == (0, ["accepted: mine/expected/b.jsonl"])
    assert here("check", "--samples", "mine").lines == [
        "2 metrics, 3 patterns, 12 examples, 7 wordings, 1 report, 3 records; 0 errors, 0 warnings",
        "clean",
    ]
    assert sorted(path.name for path in (tmp_path / "mine/expected").iterdir()) == ["b.jsonl"]


@pytest.mark.parametrize("name", ["samples", "./samples/", "{tmp}/samples"])
def test_the_samples_beside_the_library_however_they_are_named(name: str, here: Command, tmp_path: Path) -> None:
    shutil.rmtree(tmp_path / "samples/expected")
    here("check", "--samples", name.replace("{tmp}", str(tmp_path)), "--accept")
    assert (tmp_path / "samples/expected/wordings/member.new.tsv").is_file()


def test_scores_where_gold_is_given(here: Command, tmp_path: Path, write_files: Write) -> None:
    rows = [json.loads(line) for line in (tmp_path / "samples/expected/a.jsonl").read_text(encoding="utf-8").splitlines()]
    labels = [{"start": row["start"], "end": row["end"], "role": "fact", "metric": "member.new"} for row in rows]
    write_files(tmp_path / "gold", {"a.gold.jsonl": "\n".join(map(json.dumps, labels))})
    result = here("check", "--gold", "gold")
    assert result.code == 0
    assert result.lines[:4] == [
        "metric        labelled  said  right      P      R     F1",
        "member.new           3     1      1  1.000  0.333  0.500",
        "member.total         0     1      0  0.000      –  0.000",
        "over all             3     2      1  0.500  0.333  0.400",
    ]


@pytest.mark.parametrize(
    ("options", "codes"),
    [
        ([], ["P202", "P105", "P113"]),
        (["--select", "P1"], ["P105", "P113"]),
        (["--select", "p202,same-name"], ["P202", "P113"]),
        (["--ignore", "P105"], ["P202", "P113"]),
        (["--ignore", "unexercised, P2"], ["P113"]),
        (["--select", "P1", "--ignore", "P113"], ["P105"]),
        (["--ignore", "P"], []),
        (["--select", ""], ["P202", "P105", "P113"]),
    ],
)
def test_select_and_ignore(options: list[str], codes: list[str], here: Command, patterns: Patterns, sound: Sound, tmp_path: Path) -> None:
    (tmp_path / "samples").rename(tmp_path / "other")
    wrong = sound[NEW].replace("value = 370", "value = 371").replace(FIRST, f'{FIRST}\n\n[[pattern]]\ntemplate = "吸纳会员 … {{}}"')
    patterns({NEW: wrong, TOTAL: sound[TOTAL].replace("会员总数", "新增会员数")})
    assert sorted(here("check", *options).codes) == sorted(codes)


def test_faults_of_the_library_itself_cannot_be_ignored(here: Command, patterns: Patterns) -> None:
    patterns({TOTAL: "[["})
    result = here("check", "--ignore", "P0,P2,P3", "--select", "P105")
    assert (result.code, result.codes) == (2, ["P002"])


def test_strict_makes_errors_of_warnings(here: Command, patterns: Patterns) -> None:
    patterns({WORDS: '"发展" = ["发展", "吸收"]\n"骑手" = ["骑手"]\n'})
    result = here("check")
    assert (result.code, result.lines[-2].split("; ")[1]) == (0, "0 errors, 1 warning")
    result = here("check", "--strict")
    assert (result.code, result.codes, result.lines[-1]) == (2, ["P111"], "library at fault")
    assert here("check", "--strict", "--ignore", "P111").code == 0


def test_strict_does_not_fail_what_it_accepts(here: Command, patterns: Patterns, target: Sound) -> None:
    patterns(target)
    assert here("check", "--strict", "--accept").code == 0


# --accept


@pytest.mark.parametrize(
    ("arguments", "changed"),
    [
        (["--accept"], "new total"),
        (["patterns", "--accept"], "new total"),
        (["--accept", "patterns"], "new total"),
        (["--accept", "./patterns"], "new total"),
        (["--accept", "--quiet"], "new total"),
        (["--accept=*"], "new total"),
        (["--accept", "*"], "new total"),
        (["--accept", "member.new"], "new"),
        (["--accept=member.new"], "new"),
        (["patterns", "--accept", "member.new"], "new"),
        (["--accept", "member.new", "patterns"], "new"),
        (["--accept", "member.total", "--samples", "samples", "patterns"], "total"),
        (["--accept", "other"], ""),
        ([], ""),
    ],
)
def test_accept_with_and_without_a_metric(
    arguments: list[str], changed: str, here: Command, patterns: Patterns, target: Sound, sound: Sound, tmp_path: Path
) -> None:
    patterns({**target, TOTAL: sound[TOTAL].replace("template =", 'status = "target"\ntemplate =').replace("value =", 'status = "target"\nvalue =')})
    result = here("check", *arguments)
    rows = [json.loads(line) for line in (tmp_path / "samples/expected/a.jsonl").read_text(encoding="utf-8").splitlines()]
    assert [row["status"] for row in rows] == ["target" if "new" in changed else "actual", "target" if "total" in changed else "actual", "actual"]
    assert result.code == (0 if changed == "new total" else 1)
    assert ("accepted: samples/expected/a.jsonl" in result.lines) is bool(changed)


def test_the_new_state_is_taken_after_it_was_shown(here: Command, patterns: Patterns, target: Sound) -> None:
    patterns(target)
    result = here("check", "--accept")
    assert "    changed status actual → target" in result.lines
    assert result.lines[-3:] == [
        "accepted: samples/expected/a.jsonl",
        "2 metrics, 3 patterns, 12 examples, 7 wordings, 1 report, 3 records; 0 errors, 1 warning",
        "clean",
    ]
    assert here("check").lines[-1] == "clean"


def test_without_samples_nothing_can_be_accepted(here: Command, tmp_path: Path) -> None:
    shutil.rmtree(tmp_path / "samples")
    result = here("check", "--accept")
    assert (result.code, result.out) == (2, "")
    assert result.err == "error: there are no samples to accept\n  remedy: name their folder with --samples DIR\n"


def test_nothing_is_accepted_from_a_library_that_cannot_be_used(here: Command, patterns: Patterns, target: Sound, tmp_path: Path) -> None:
    before = (tmp_path / "samples/expected/a.jsonl").read_bytes()
    patterns({**target, TOTAL: "[["})
    result = here("check", "--accept")
    assert (result.code, (tmp_path / "samples/expected/a.jsonl").read_bytes()) == (2, before)
    assert result.err == "nothing was accepted: mend the faults of the library (P0xx) first\n"
    assert "accepted" not in result.out


# --with-shipped


def test_an_addition_to_the_shipped_library(ureport: Command, sound: Sound, tmp_path: Path, write_files: Write) -> None:
    """Its own metrics and what it adds to others are checked, the rest of the shipped library is its company."""
    tree = sound[TOTAL].replace("会员总数", "植树棵数").replace("现有会员", "植树").replace('["人"]', '["棵"]').replace("{人}", "{棵}")
    tree = tree.replace('siblings = ["member.new"]', 'siblings = ["org.homes"]').replace("人", "棵").replace("名", "棵").replace("member.new", "member.nwe")
    write_files(tmp_path / "mine/patterns", {"local/trees.toml": tree.replace("棵棵", "棵").replace("植树棵数", "植树数")})
    result = ureport("check", "mine", "--with-shipped")
    assert set(re.findall(r"^(\S+?):\d+:\d+: ", result.out, re.MULTILINE)) == {"mine/patterns/local/trees.toml"}
    assert result.lines[-2].startswith("1 metric, 1 pattern, 6 examples, 1 wording, 0 reports")
    assert "P009" in result.codes, "member.nwe"
    assert "P105" not in result.codes


def test_the_wordings_of_the_shipped_library_stay_with_it(ureport: Command, sound: Sound, tmp_path: Path, write_files: Write, report_text: str) -> None:
    pattern = 'name = "飞行次数"\ndefinition = "d"\nkind = "count"\nunits = ["次"]\n[[pattern]]\ntemplate = "放飞 … {}"\n'
    examples = "".join(f'[[example]]\ntext = "放飞{n}次。"\nfigure = "{n}次"\nvalue = {n}\n' for n in range(3, 7))
    counter = '[[counterexample]]\ntext = "参观的有37人。"\nfigure = "37人"\nwhy = "无关"\n' * 2
    write_files(tmp_path / "mine", {"patterns/local/flights.toml": pattern + examples + counter, "samples/a.txt": report_text})
    result = ureport("check", "mine", "--with-shipped", "--accept")
    assert (result.code, result.codes) == (0, ["P312", "P305"])
    assert sorted(path.name for path in (tmp_path / "mine/samples/expected").rglob("*.*")) == ["a.jsonl", "local.flights.tsv"]
    assert ureport("check", "mine", "--with-shipped").lines[-1] == "clean"


# the nursery


def test_drafts_are_linted_and_never_fatal(here: Command, patterns: Patterns, sound: Sound) -> None:
    draft = sound[TOTAL].replace("会员总数", "新增会员数").replace("value = 30000", "value = 3").split("[[counterexample]]")[0]
    patterns({"nursery/member/draft.toml": draft, "nursery/member/broken.toml": "[[", "nursery/stray.toml": "[[pattern]]\n"})
    for options in ([], ["--strict"]):
        result = here("check", *options)
        assert result.code == 0, result.out
        heads = [line for line in result.lines if line.startswith("patterns/")]
        assert {(head.split(":")[0].removeprefix("patterns/nursery/"), head.split("[")[1][:4]) for head in heads} == {
            ("member/broken.toml", "P002"),
            ("member/draft.toml", "P104"),
            ("member/draft.toml", "P106"),
            ("member/draft.toml", "P113"),
            ("member/draft.toml", "P202"),
            ("stray.toml", "P010"),
        }
        assert all(" warning[" in head and "]: draft: " in head for head in heads)
        assert result.lines[-2].startswith("2 metrics, 3 patterns, 12 examples"), "drafts are no part of the library"


def test_an_empty_nursery_is_none(here: Command, patterns: Patterns) -> None:
    patterns({"nursery/.gitkeep": "", "nursery/member/notes.md": "x"})
    assert here("check").lines[-2].endswith("0 errors, 0 warnings")


def test_a_draft_claims_nothing(here: Command, patterns: Patterns, sound: Sound) -> None:
    patterns({"nursery/member/draft.toml": sound[TOTAL].replace("现有会员", "新增会员").replace("{人}", '{人}"\npriority = 9\n#"')})
    result = here("check", "--ignore", "P1,P2")
    assert (result.code, result.lines[-1]) == (0, "clean")
    assert "changed" not in result.out


# --changed


@pytest.fixture
def repository(here: Command, tmp_path: Path) -> Command:
    """The library and its samples in a repository, all committed."""
    for command in (
        ["init", "-q"],
        ["config", "user.name", "A"],
        ["config", "user.email", "a@example.org"],
        ["config", "commit.gpgsign", "false"],
        ["add", "."],
        ["commit", "-qm", "first"],
    ):
        subprocess.run(["git", *command], cwd=tmp_path, check=True, capture_output=True)
    return here


def counts(result: Result) -> str:
    return result.lines[-2].split(" wording")[0]


@needs_git
@pytest.mark.parametrize(
    ("changes", "checked"),
    [
        ({}, "0 metrics, 0 patterns, 0 examples, 0"),
        ({NEW: "{new}# more\n"}, "1 metric, 2 patterns, 6 examples, 4"),
        ({"member/women.toml": "{women}"}, "1 metric, 1 pattern, 6 examples, 1"),
        ({"nursery/member/draft.toml": "[[", "member/notes.md": "x", "notes.toml": "x = 1"}, "0 metrics, 0 patterns, 0 examples, 0"),
        ({"member/more/notes.toml": "x = 1"}, "0 metrics, 0 patterns, 0 examples, 0"),
        # what all share
        ({WORDS: '"发展" = ["吸收", "发展"]\n'}, "2 metrics, 3 patterns, 12 examples, 7"),
        ({"units/own.toml": ""}, "2 metrics, 3 patterns, 12 examples, 7"),
        ({"member/gone.toml": None}, "2 metrics, 3 patterns, 12 examples, 7"),
    ],
    ids=lambda value: str(value)[:40],
)
def test_only_what_differs_from_a_revision(
    changes: dict[str, str | None], checked: str, repository: Command, patterns: Patterns, sound: Sound, tmp_path: Path
) -> None:
    if "member/gone.toml" in changes:
        patterns({"member/gone.toml": sound[TOTAL].replace("会员总数", "别的").replace("现有会员", "现有车辆")})
        subprocess.run(["git", "add", "."], cwd=tmp_path, check=True)
        subprocess.run(["git", "commit", "-qm", "second"], cwd=tmp_path, check=True)
    texts = {"{new}# more\n": sound[NEW] + "# more\n", "{women}": sound[TOTAL].replace("会员总数", "女会员数").replace("现有会员", "现有女会员")}
    patterns({name: texts.get(str(content), content) for name, content in changes.items()})
    result = repository("check", "--changed", "--ignore", "P3")
    assert (counts(result), result.code) == (checked, 0), result.out + result.err


@needs_git
def test_reports_are_compared_however_little_has_changed(repository: Command, patterns: Patterns, target: Sound) -> None:
    patterns(target)
    result = repository("check", "--changed")
    assert (result.code, counts(result)) == (1, "1 metric, 2 patterns, 6 examples, 4")
    assert "changed status actual → target" in result.out
    assert repository("check", "--changed", "--accept").code == 0
    assert repository("check").code == 0


@needs_git
def test_another_revision_to_compare_with(repository: Command, patterns: Patterns, sound: Sound, tmp_path: Path) -> None:
    patterns({NEW: sound[NEW] + "# more\n"})
    subprocess.run(["git", "commit", "-qam", "second"], cwd=tmp_path, check=True)
    assert counts(repository("check", "--changed")).startswith("0 metrics")
    assert counts(repository("check", "--changed", "--since", "HEAD~1")).startswith("1 metric,")
    result = repository("check", "--changed", "--since", "nowhere")
    assert (result.code, result.out) == (2, "")
    assert "no such revision" in result.err


@needs_git
def test_a_changed_file_that_is_broken_or_empty_of_examples_is_no_pass(repository: Command, patterns: Patterns, sound: Sound) -> None:
    patterns({NEW: "[["})
    assert repository("check", "--changed").code == 2
    patterns({NEW: sound[NEW].split("[[example]]")[0]})
    result = repository("check", "--changed", "--select", "P2")
    assert (result.code, result.codes) == (2, ["P011"])


def test_outside_a_repository(here: Command, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    result = here("check", "--changed")
    assert (result.code, result.out) == (2, "")
    assert result.err.startswith("error: ")


# formats and streams


@pytest.mark.parametrize("name", FORMATS)
def test_each_format(name: str, here: Command, patterns: Patterns, sound: Sound, tmp_path: Path) -> None:
    patterns({NEW: sound[NEW].replace("value = 370", "value = 371"), TOTAL: sound[TOTAL].replace('["member.new"]', '["member.nwe"]')})
    result = here("check", "--format", name)
    assert (result.code, result.err) == (2, "")
    for word in ("P202", "P009", "member/total.toml" if name != "junit" else "member.total"):
        assert word in result.out
    if name in ("json", "sarif"):
        json.loads(result.out)
    if name == "junit":
        cases = list(ElementTree.fromstring(result.out.encode()).iter("testcase"))
        assert [case.get("name") for case in cases] == ["member.new", "member.total", "a.txt"]
        assert [len(case.findall("failure")) for case in cases] == [1, 1, 0]
    assert here("check", "-f", name, "-o", "result").out == ""
    assert (tmp_path / "result").read_text(encoding="utf-8") == result.out
    assert here("check", "-f", name, "-o", "-").out == result.out


def test_the_object_names_what_was_checked(here: Command) -> None:
    found = json.loads(here("check", "--format", "json").out)
    assert (found["metrics"], found["reports"], found["exit_code"]) == (["member.new", "member.total"], ["a.txt"], 0)


def test_a_pipe_gets_plain_text(here: Command, tmp_path: Path, patterns: Patterns) -> None:
    patterns({TOTAL: "[["})
    done = process(cwd=tmp_path)
    assert (done.returncode, done.stderr) == (2, b"")
    assert b"\x1b" not in done.stdout
    assert done.stdout.decode("utf-8").startswith("patterns/member/total.toml:1:3: error[P002]: ")


def test_a_reader_that_stops_does_not_make_a_pass(here: Command, tmp_path: Path, patterns: Patterns, sound: Sound) -> None:
    """ureport check | head: the exit code stays, whoever looks at it."""
    patterns({NEW: sound[NEW] + "".join(f'[[example]]\ntext = "新增会员{n}人。"\nfigure = "{n}人"\nvalue = 1\n' for n in range(10, 600))})
    read, write = os.pipe()
    environment = os.environ | {"PYTHONPATH": str(SOURCE)}
    with subprocess.Popen([sys.executable, "-m", "ureport", "check"], cwd=tmp_path, env=environment, stdout=write, stderr=subprocess.PIPE) as running:
        os.close(write)
        os.read(read, 10)
        os.close(read)
        _, err = running.communicate(timeout=60)
    assert (running.returncode, err) == (1, b"")


@pytest.mark.parametrize(("settings", "coloured"), [({}, True), ({"NO_COLOR": "1"}, False), ({"TERM": "dumb"}, False)])
def test_colours_on_a_terminal_unless_they_are_unwanted(settings: dict[str, str], coloured: bool, here: Command, tmp_path: Path, patterns: Patterns) -> None:
    patterns({TOTAL: "[["})
    leader, follower = pty.openpty()
    environment = {key: value for key, value in os.environ.items() if key != "NO_COLOR"} | {"PYTHONPATH": str(SOURCE), "TERM": "xterm"} | settings
    command = [sys.executable, "-m", "ureport", "check"]
    with subprocess.Popen(command, cwd=tmp_path, env=environment, stdin=follower, stdout=follower, stderr=follower) as running:
        os.close(follower)
        shown = b""
        while True:
            try:
                part = os.read(leader, 65536)
            except OSError:
                break
            if not part:
                break
            shown += part
        running.wait(timeout=60)
    os.close(leader)
    text = shown.decode("utf-8")
    assert running.returncode == 2
    assert ("\x1b[1;31mpatterns/member/total.toml:1:3: error" in text) is coloured
    assert ("\x1b" in text) is coloured
    assert ("checked in " in text) is coloured


def test_nothing_of_a_file_reaches_the_terminal_but_its_text(here: Command, patterns: Patterns, sound: Sound) -> None:
    patterns({NEW: sound[NEW].replace("value = 370", '"colour\\u001b[31m" = 3\nvalue = 370').replace("全年新增会员370人", "全年\\u0007新增会员370人")})
    result = here("check")
    assert result.code == 2
    assert not {"\x1b", "\x07"} & set(result.out + result.err)


def test_quiet(here: Command) -> None:
    assert here("check", "--quiet").err == ""


def test_the_collector_runs_on(here: Command) -> None:
    here("check")
    assert gc.isenabled()


def test_help_names_every_option(ureport: Command) -> None:
    text = ureport("check", "--help").out
    for option in ("samples", "gold", "with-shipped", "changed", "since", "select", "ignore", "accept", "strict", "format", "output", "quiet"):
        assert f"--{option}" in text


def test_no_network_and_no_other_program_is_asked(here: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    def forbidden(*_: object, **__: object) -> None:
        raise AssertionError("a check needs neither")

    monkeypatch.setattr("socket.socket", forbidden)
    monkeypatch.setattr("subprocess.Popen", forbidden)
    assert here("check").code == 0
