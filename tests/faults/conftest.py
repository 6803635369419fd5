"""Reports and a small library for runs that go wrong: a process that loads it starts at once."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

METRIC = """\
name = "新增会员数"
definition = "for a test"
kind = "count"
units = ["人"]

[[pattern]]
template = "新增会员 … {}"

[[example]]
text = "全年新增会员15名。"
figure = "15名"
value = 15
unit = "人"
"""
LINES = 400


@pytest.fixture(scope="session")
def small_library(words_only: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library of one metric."""
    folder = tmp_path_factory.mktemp("small") / "patterns"
    shutil.copytree(words_only, folder)
    (folder / "member").mkdir()
    (folder / "member/new.toml").write_text(METRIC, encoding="utf-8")
    return folder


@pytest.fixture(scope="session")
def reports(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of two reports whose result is larger than any buffer."""
    folder = tmp_path_factory.mktemp("reports")
    for name, first in (("a.txt", 1), ("b.txt", 10**6)):
        lines = "".join(f"第{number}次全年新增会员{number}名。\n" for number in range(first, first + LINES))
        (folder / name).write_text(f"湖州市总工会2016年工作总结\n\n{lines}", encoding="utf-8")
    return folder
