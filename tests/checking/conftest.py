"""What the tests of the check share: a small library without any fault, and short ways to write and to check it."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from ureport.checking.check import Plan, check
from ureport.checking.report import CheckReport

NEW = """name = "新增会员数"
definition = "报告期内新增的会员人数"
kind = "count"
units = ["人"]

[[pattern]]
template = "新增会员 … {人}"

[[pattern]]
template = "<发展>[工会]会员 … {}"
unless.clause = ["农民工"]

[[example]]
text = "全年新增会员370人。"
figure = "370人"
value = 370
unit = "人"

[[example]]
text = "本月发展会员88名。"
figure = "88名"
value = 88

[[example]]
text = "吸收工会会员1.2万人。"
figure = "1.2万人"
value = 12000

[[example]]
text = "新建工会7家，新增会员150人。"
figure = "150人"
value = 150

[[counterexample]]
text = "现有会员3万人。"
figure = "3万人"
why = "现有总数，不是新增"
metric = "member.total"

[[counterexample]]
text = "参观的有37人。"
figure = "37人"
why = "与会员无关"
"""

TOTAL = """name = "会员总数"
definition = "期末的会员人数"
kind = "count"
units = ["人"]
siblings = ["member.new"]

[[pattern]]
template = "现有会员 … {人}"

[[example]]
text = "现有会员3万人。"
figure = "3万人"
value = 30000

[[example]]
text = "全市现有会员21.4万人。"
figure = "21.4万人"
value = 214000

[[example]]
text = "目前现有会员8500名。"
figure = "8500名"
value = 8500

[[example]]
text = "该县现有会员2150人。"
figure = "2150人"
value = 2150

[[counterexample]]
text = "全年新增会员370人。"
figure = "370人"
why = "新增，不是总数"
metric = "member.new"

[[counterexample]]
text = "参观的有37人。"
figure = "37人"
why = "与会员无关"
metric = "other"
"""

SOUND = {"member/new.toml": NEW, "member/total.toml": TOTAL, "lexicon/words.toml": '"发展" = ["发展", "吸收"]\n'}
REPORT = "湖州市总工会2016年工作总结\n\n全年新增会员8500名，现有会员3万人。\n参观的有37人。\n"

Files = Mapping[str, str | bytes | None]


def write(folder: Path, files: Files) -> Path:
    """Writes files by their path below a folder; None deletes one."""
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if content is None:
            path.unlink()
        elif isinstance(content, bytes):
            path.write_bytes(content)
        else:
            path.write_text(content, encoding="utf-8")
    return folder


@pytest.fixture
def write_files() -> Callable[[Path, Files], Path]:
    """Folder and files by their path below it → the folder with these files; None deletes one."""
    return write


@pytest.fixture
def sound() -> dict[str, str]:
    """The files of a library without any fault, beside units and lexicon: what is new, and what there is."""
    return dict(SOUND)


@pytest.fixture
def report_text() -> str:
    """A report whose figures the sound library knows: 8500名 member.new, 3万人 member.total, 37人 other."""
    return REPORT


@pytest.fixture
def patterns(tmp_path: Path, words_only: Path) -> Callable[..., Path]:
    """Changes of files → the folder ``patterns`` that holds units, lexicon and the sound library with these changes."""

    def make(changes: Files | None = None, *, base: Files = SOUND) -> Path:
        folder = tmp_path / "patterns"
        if not folder.exists():
            shutil.copytree(words_only, folder)
            write(folder, base)
        return write(folder, changes or {})

    return make


@pytest.fixture
def checked(patterns: Callable[..., Path]) -> Callable[..., CheckReport]:
    """Changes of files and parts of a plan → the report of the check."""

    def run(changes: Files | None = None, **plan: Any) -> CheckReport:
        return check(Plan((patterns(changes),), **plan))

    return run


@pytest.fixture
def samples(tmp_path: Path) -> Path:
    """A folder of samples with one report, beside the library."""
    return write(tmp_path / "samples", {"a.txt": REPORT})


@pytest.fixture
def gate(patterns: Callable[..., Path], samples: Path) -> Callable[..., CheckReport]:
    """Changes of files and parts of a plan → the report of the check with the samples beside the library."""

    def run(changes: Files | None = None, **plan: Any) -> CheckReport:
        return check(Plan((patterns(changes),), **{"samples": samples, "own_samples": True, **plan}))

    return run


@pytest.fixture
def accepted(gate: Callable[..., CheckReport]) -> Callable[..., CheckReport]:
    """The same, when the sound library has already been taken as expected."""
    report = gate(accept="*")
    assert (report.exit_code, len(report.accepted)) == (0, 5)
    return gate
