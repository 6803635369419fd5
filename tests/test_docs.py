"""The documents say what the program does."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path
from typing import get_args

import pytest

from ureport.changes_view import ROW_COLUMNS as CHANGE_COLUMNS
from ureport.cli import main
from ureport.diff import Change, Difference
from ureport.errors import Kind
from ureport.exporters import FORMATS, TABLES
from ureport.exporters.pivot import ROW_COLUMNS
from ureport.readers import SAME
from ureport.readers.archive import MAX_DEPTH, MAX_MEMBER, MAX_MEMBERS, MAX_RATIO, MAX_TOTAL
from ureport.readers.choice import Choice, in_words
from ureport.readers.encoding import BAD_BYTES, NUL_BYTES, TRUNCATED
from ureport.readers.formats import SUFFIXES

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


def session() -> Iterator[tuple[str, list[str]]]:
    """The commands of the README's console blocks, each with the lines shown below it."""
    for block in re.findall(r"```console\n(.*?)```", README, re.DOTALL):
        for part in ("\n" + block).split("\n$ ")[1:]:
            command, *shown = part.splitlines()
            yield command, shown


SESSION = list(session())


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder in which the session takes place: later commands read what earlier ones wrote."""
    folder = tmp_path_factory.mktemp("desk")
    (folder / "samples").symlink_to(ROOT / "samples")
    return folder


@pytest.mark.parametrize(("command", "shown"), SESSION, ids=[command for command, _ in SESSION])
def test_the_session_of_the_readme_is_true(
    command: str, shown: list[str], capsys: pytest.CaptureFixture[str], desk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each line shown stands in the output; … leaves out the rest of a line, or lines."""
    monkeypatch.chdir(desk)
    program, *arguments = shlex.split(command)
    assert (program, main(arguments)) == ("ureport", 0)
    captured = capsys.readouterr()
    lines = [*captured.out.splitlines(), *captured.err.splitlines()]
    for line in shown:
        beginning = line.split("…")[0]
        assert any(actual.startswith(beginning) if "…" in line else actual == line for actual in lines), line


def test_the_session_was_found() -> None:
    assert len(SESSION) >= 5


def test_every_command_and_option_is_in_the_readme(capsys: pytest.CaptureFixture[str]) -> None:
    for command in ("extract", "pivot", "audit", "explain", "text", "metrics", "diff", "check"):
        assert f"`ureport {command} " in README
        main([command, "--help"])
        for option in re.findall(r"--[a-z-]+", capsys.readouterr().out):
            assert option == "--help" or option in README or option == "--output", f"{command} {option}"


def test_every_field_is_in_the_output_format() -> None:
    text = (ROOT / "docs/output-format.md").read_text(encoding="utf-8")
    for column in (*(column for table in TABLES for column in table.columns), *ROW_COLUMNS):
        assert f"`{column.name}`" in text, column
        assert column.title in text, column


def test_every_kind_of_failure_is_in_the_output_format() -> None:
    text = (ROOT / "docs/output-format.md").read_text(encoding="utf-8").split("## Failed files")[1].split("## ")[0]
    assert set(re.findall(r"`([a-z-]+)`", text.split("| --- | --- |")[1])) - {"ureport", "--max-file-size", "--timeout"} == set(get_args(Kind))


def test_every_format_and_sheet_is_in_the_documents() -> None:
    text = (ROOT / "docs/output-format.md").read_text(encoding="utf-8")
    for form in FORMATS.values():
        for suffix in form.suffixes:
            assert f"`{suffix}`" in text, suffix
    for title in ("说明", "透视", *(table.title for table in TABLES)):
        assert title in text, title
    for view in ("pivot_long", "latest"):
        assert f"`{view}`" in text and f"`{view}`" in README
    for name in ("xlsx", "csv", "jsonl", "parquet", "sqlite"):
        assert f"`x.{name}`" in README


def test_every_field_of_a_change_is_in_the_output_format() -> None:
    text = (ROOT / "docs/output-format.md").read_text(encoding="utf-8").split("## Differences")[1]
    for name in (*(field.name for field in fields(Change)), *(field.name for field in fields(Difference)), *(column.name for column in CHANGE_COLUMNS)):
        assert f"`{name}`" in text, name


def test_every_suffix_flag_and_limit_is_in_the_input_formats() -> None:
    text = (ROOT / "docs/input-formats.md").read_text(encoding="utf-8")
    assert set(re.findall(r"`(\.[a-z]+)`", text)) - {".part"} == set(SUFFIXES)
    for flag in (BAD_BYTES, NUL_BYTES, TRUNCATED, SAME):
        assert re.search(rf"^\| `{flag}[:`]", text, re.MULTILINE), flag
    for limit in (in_words(Choice().max_size), MAX_DEPTH, f"{MAX_MEMBERS:,}", in_words(MAX_MEMBER), in_words(MAX_TOTAL), f"{MAX_RATIO} times"):
        assert re.search(rf"^\| .* \|.*\b{limit}\b", text, re.MULTILINE), limit


@pytest.mark.parametrize("path", [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md"))], ids=lambda path: path.name)
def test_links_between_documents_lead_somewhere(path: Path) -> None:
    for link in re.findall(r"\]\(([^)#]+)[^)]*\)", path.read_text(encoding="utf-8")):
        assert "://" in link or (path.parent / link).exists(), link
