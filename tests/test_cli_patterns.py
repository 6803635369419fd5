"""``ureport patterns`` as a user meets it: drafts and proposals, where they go, and what is refused."""

from __future__ import annotations

import functools
import json
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest

from ureport import load_library, shipped_library
from ureport.cli import main
from ureport.library.load import metric_files
from ureport.library.schema import problems

ROOT = Path(__file__).parent.parent
REPORT = "云溪市总工会2019年工作总结\n\n全年开展志愿服务活动36场，植树300棵。\n"
METRIC = """name = "轮船"
definition = "轮船"
kind = "count"
units = ["棵"]

[[pattern]]
template = "轮船 … {}"
unless.clause = ["志愿服务", "植树", "活动", "开展"]
"""

Result = tuple[int, str, str]
Command = Callable[..., Result]
load_once = functools.cache(load_library)


@pytest.fixture
def ureport(capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Command:
    """Runs ``ureport patterns`` in an empty folder: exit code, data, messages."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("ureport.cli.session.load_library", lambda folders: load_once(tuple(folders)))

    def run(*arguments: object) -> Result:
        code = main(["patterns", *map(str, arguments)])
        captured = capsys.readouterr()
        return code, captured.out, captured.err

    return run


@pytest.fixture
def suggest(ureport: Command, words_only: Path, tmp_path: Path) -> Command:
    """Runs ``suggest`` on three reports with a library of one metric."""
    for number in range(3):
        (tmp_path / "in").mkdir(exist_ok=True)
        text = REPORT if number < 2 else REPORT.replace("植树", "义务植树")
        (tmp_path / f"in/{number}.txt").write_text(text + "\n" * number, encoding="utf-8")
    (tmp_path / "lib/things").mkdir(parents=True)
    (tmp_path / "lib/things/boats.toml").write_text(METRIC, encoding="utf-8")
    return lambda *arguments: ureport("suggest", tmp_path / "in", "--patterns", words_only, "--extra-patterns", tmp_path / "lib", *arguments)


# new


@pytest.mark.parametrize(("folder", "path"), [("patterns", "patterns/nursery/social/volunteers.toml"), ("elsewhere", "nursery/social/volunteers.toml")])
def test_new_writes_a_draft_into_the_nursery(ureport: Command, tmp_path: Path, folder: str, path: str) -> None:
    (tmp_path / folder).mkdir()
    code, out, err = ureport("new", "social.volunteers", "--name", "志愿者人数", "--unit", "人", "--kind", "count", "--definition", "志愿者的人数")
    assert (code, out) == (0, "")
    place = path.removesuffix("/social/volunteers.toml")
    for words in ("the library has no theme social yet", f"written: {path}", f"ureport check {place} --with-shipped", f"--extra-patterns {place}"):
        assert words in err
    data = tomllib.loads((tmp_path / path).read_text(encoding="utf-8"))
    assert (data["id"], data["name"], data["definition"]) == ("social.volunteers", "志愿者人数", "志愿者的人数")


def test_a_draft_in_the_nursery_is_no_part_of_the_library_around_it(ureport: Command, tmp_path: Path) -> None:
    for name in ("qualifiers.toml", "units", "lexicon", "member"):
        (tmp_path / "patterns").mkdir(exist_ok=True)
        (tmp_path / "patterns" / name).symlink_to(shipped_library() / name)
    assert ureport("new", "member.volunteers", "--patterns", tmp_path / "patterns")[0] == 0
    assert (tmp_path / "patterns/nursery/member/volunteers.toml").is_file()
    assert "member.volunteers" not in load_library([tmp_path / "patterns"]).metrics
    assert not any("nursery" in path.parts for path in metric_files(tmp_path / "patterns"))
    assert "member.volunteers" in load_library([tmp_path / "patterns", tmp_path / "patterns/nursery"]).metrics


def test_the_nursery_is_not_in_the_wheel() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    wheel = project["tool"]["hatch"]["build"]["targets"]["wheel"]
    assert "patterns" in wheel["only-include"]
    assert "/patterns/nursery" in wheel["exclude"]


def test_new_prints(ureport: Command, tmp_path: Path) -> None:
    code, out, err = ureport("new", "aid.bakers", "-o", "-", "--quiet")
    assert (code, err) == (0, "")
    assert list(problems(tomllib.loads(out))) == []
    assert list(tmp_path.iterdir()) == []


def test_new_to_a_path_that_says_another_id(ureport: Command, tmp_path: Path) -> None:
    code, _, err = ureport("new", "aid.bakers", "-o", "draft.toml")
    assert (code, (tmp_path / "draft.toml").is_file()) == (0, True)
    assert "it is read as aid.bakers when its path ends in aid/bakers.toml" in err
    assert "no theme" not in err


def test_new_writes_nothing_over(ureport: Command, tmp_path: Path) -> None:
    assert ureport("new", "social.volunteers")[0] == 0
    path = tmp_path / "nursery/social/volunteers.toml"
    path.write_text("mine", encoding="utf-8")
    code, _, err = ureport("new", "social.volunteers")
    assert (code, path.read_text(encoding="utf-8")) == (2, "mine")
    assert "nursery/social/volunteers.toml: the file is there already" in err


def test_new_extends(ureport: Command) -> None:
    code, out, _ = ureport("new", "member.new", "--extend", "-o", "-")
    data = tomllib.loads(out)
    assert (code, data["name"], data["kind"], data["units"], len(data["example"])) == (0, "新增会员数", "count", ["人"], 2)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["Social.Volunteers"], "did you mean social.volunteers?"),
        (["member.new"], "--extend"),
        (["member.nwe", "--extend"], "did you mean member.new"),
        (["member.new", "--extend", "--unit", "人"], "leave out"),
        (["aid.bakers", "--unit", "名"], "did you mean 人?"),
        (["aid.bakers", "--kind", "counts"], "did you mean count?"),
        (["aid.bakers", "--patterns", "nowhere"], "no such folder"),
        ([], "Missing argument"),
    ],
)
def test_what_new_refuses(ureport: Command, tmp_path: Path, arguments: list[str], message: str) -> None:
    code, out, err = ureport("new", *arguments)
    assert (code, out) == (2, "")
    assert message in err
    assert "Traceback" not in err
    assert list(tmp_path.iterdir()) == []


# suggest


def test_suggest_shows_proposals_and_sums_up(suggest: Command) -> None:
    code, out, err = suggest()
    assert code == 0
    assert "  1  志愿服务 … {场}  3 records in 3 files\n" in out
    assert "  2  植树 … {棵}  3 records in 3 files\n" in out
    assert "     2.txt:3  全年开展志愿服务活动36场，义务植树⟨300棵⟩。\n" in out
    assert err.splitlines()[0].startswith("3 files read, 0 failed; 6 records, 6 of them other")
    assert err.splitlines()[1:] == ["2 proposals take 6 of 6 records of other"]


def test_suggest_top_min_and_quiet(suggest: Command) -> None:
    code, out, err = suggest("--top", 1, "--quiet")
    assert (code, out.count(" records in "), err) == (0, 1, "")
    code, out, err = suggest("--min", 4)
    assert (code, out) == (0, "")
    assert "0 proposals take 0 of 6 records of other; 6 rarer" in err


def test_suggest_as_json(suggest: Command, tmp_path: Path) -> None:
    code, out, _ = suggest("--format", "jsonl")
    assert (code, [json.loads(line)["template"] for line in out.splitlines()]) == (0, ["志愿服务 … {场}", "植树 … {棵}"])
    assert suggest("--format", "jsonl", "-o", tmp_path / "out.jsonl")[:2] == (0, "")
    assert (tmp_path / "out.jsonl").read_text(encoding="utf-8") == out


def test_suggest_as_drafts(suggest: Command, words_only: Path, tmp_path: Path) -> None:
    code, out, err = suggest("--format", "toml", "-o", "nursery")
    assert (code, out) == (0, "")
    assert sorted(path.name for path in (tmp_path / "nursery/draft").iterdir()) == ["w01_chang.toml", "w02_ke.toml"]
    assert "ureport check nursery --with-shipped" in err
    assert set(load_library([words_only, tmp_path / "nursery"]).metrics) == {"draft.w01_chang", "draft.w02_ke"}
    code, _, err = suggest("--format", "toml", "-o", "nursery")
    assert (code, "the file is there already" in err) == (2, True)


def test_the_same_run_gives_the_same_bytes(suggest: Command) -> None:
    assert suggest() == suggest()


def test_suggest_goes_on_after_a_bad_file(suggest: Command, tmp_path: Path) -> None:
    (tmp_path / "in/bad.txt").write_bytes(b"\x00\x01\x02" * 50)
    code, out, err = suggest()
    assert (code, "3 records in 3 files" in out) == (1, True)
    assert "bad.txt" in err


def test_control_characters_reach_no_terminal(suggest: Command, tmp_path: Path) -> None:
    (tmp_path / "in/0.txt").write_text("\x1b[31m志愿服务36场。\n", encoding="utf-8")
    assert "\x1b" not in suggest()[1]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--format", "tom"], "did you mean toml?"),
        (["--format", "toml"], "name a folder with -o DIR"),
        (["--top", "0"], "--top"),
        (["--min", "0"], "--min"),
        (["nowhere"], "no such file or folder"),
        (["--extra-patterns", "nowhere"], "no such folder"),
    ],
)
def test_what_suggest_refuses(suggest: Command, arguments: list[str], message: str) -> None:
    code, out, err = suggest(*arguments)
    assert (code, out) == (2, "")
    assert message in err


def test_commands_and_options_are_in_the_readme(ureport: Command) -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    for command in ("new", "suggest"):
        assert f"`ureport patterns {command} " in readme
        code, out, _ = ureport(command, "--help")
        options = {word.strip(",") for word in out.split() if word.startswith("--")} - {"--help", "--output"}
        assert (code, len(options) > 3) == (0, True)
        assert [option for option in options if f"`{option}" not in readme] == []
