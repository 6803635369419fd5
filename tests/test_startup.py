"""What each command loads: no module that it does not need. How long that takes is for benchmarks/startup.py to say."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
SAMPLE = str(ROOT / "samples/01-city-year.txt")
TRADITIONAL = str(ROOT / "samples/08-traditional.txt")
HEAVY = {"pandas", "numpy", "pydantic", "rich", "opencc", "jieba", "regex", "pkg_resources", "xlsxwriter", "pyarrow", "sqlite3", "email", "typer.rich_utils"}
"""Packages that take longer to load than all the rest of a command."""
CODE = """
import sys
from ureport.__main__ import run
code = run()
print(code, *sys.modules, sep="\\n", file=sys.stderr)
"""


def modules(*arguments: str, cache: object = "off") -> set[str]:
    """The modules that a process has loaded at the end of a command."""
    environment = os.environ | {"PYTHONPATH": str(ROOT / "src"), "UREPORT_CACHE": str(cache)}
    done = subprocess.run([sys.executable, "-c", CODE, *arguments], env=environment, capture_output=True, text=True, encoding="utf-8")
    lines = done.stderr.splitlines()
    code = lines.index("0")
    return set(lines[code + 1 :])


def test_the_test_sees_modules() -> None:
    assert {"typer", "ureport.cli"} <= modules("--version")
    assert {"regex", "pydantic", "ureport.library.compiler"} <= modules("metrics", "member.new")


@pytest.mark.parametrize("arguments", [["--version"], ["--help"], ["extract", "--help"], ["check", "--help"], ["patterns", "--help"], ["cache", "info"]])
def test_what_loads_nothing_heavy(arguments: list[str]) -> None:
    assert not HEAVY & modules(*arguments)


def test_version_loads_no_command() -> None:
    assert {name for name in modules("--version") if name.startswith("ureport")} == {
        *("ureport", "ureport.__main__", "ureport.cli", "ureport.cli.command", "ureport.cli.guard", "ureport.cli.signals"),
        *("ureport.cache", "ureport.errors", "ureport.programs"),
    }


def test_a_command_loads_no_other() -> None:
    loaded = modules("extract", "--help")
    assert "ureport.cli.extract" in loaded
    assert not {"ureport.cli.audit", "ureport.cli.check", "ureport.cli.diff", "ureport.pipeline", "ureport.readers"} & loaded


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A cache in which the shipped library is kept."""
    folder = tmp_path_factory.mktemp("warm") / "cache"
    modules("metrics", "member.new", cache=folder)
    return folder


def test_extract_loads_what_it_needs(cache: Path) -> None:
    loaded = modules("extract", SAMPLE, "--format", "csv", cache=cache)
    assert not (HEAVY - {"jieba"}) & loaded
    assert not {"ureport.library.compiler", "ureport.library.load", "ureport.library.schema", "ureport.exporters.xlsx", "ureport.exporters.sqlite"} & loaded
    assert "ureport.exporters.csv" in loaded


@pytest.mark.parametrize("arguments", [["audit", SAMPLE, "--format", "csv"], ["metrics", "--format", "csv"]])
def test_other_commands_need_no_compiler_either(arguments: list[str], cache: Path) -> None:
    loaded = modules(*arguments, cache=cache)
    assert not {"pydantic", "regex", "pandas", "ureport.library.compiler"} & loaded


def test_the_tokenizer_is_loaded_for_figures_without_a_pattern(tmp_path: Path, cache: Path) -> None:
    (tmp_path / "known.txt").write_text("全年新增会员8500名。", encoding="utf-8")
    (tmp_path / "other.txt").write_text("全年种植苹果树苗8500棵。", encoding="utf-8")
    assert "jieba" not in modules("extract", str(tmp_path / "known.txt"), cache=cache)
    loaded = modules("extract", str(tmp_path / "other.txt"), cache=cache)
    assert "jieba" in loaded
    assert "pkg_resources" not in loaded


def test_opencc_is_loaded_for_traditional_characters(cache: Path) -> None:
    assert "opencc" in modules("extract", TRADITIONAL, cache=cache)
