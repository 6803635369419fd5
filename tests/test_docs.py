"""The documents say what the program does."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path

import pytest

from ureport.changes_view import ROW_COLUMNS
from ureport.cli import main
from ureport.diff import Change, Difference
from ureport.exporters import AUDIT_COLUMNS, RECORD_COLUMNS

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


def session() -> Iterator[tuple[str, list[str]]]:
    """The commands of the README's console blocks, each with the lines shown below it."""
    for block in re.findall(r"```console\n(.*?)```", README, re.DOTALL):
        for part in ("\n" + block).split("\n$ ")[1:]:
            command, *shown = part.splitlines()
            yield command, shown


SESSION = list(session())


@pytest.mark.parametrize(("command", "shown"), SESSION, ids=[command for command, _ in SESSION])
def test_the_session_of_the_readme_is_true(
    command: str, shown: list[str], capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each line shown stands in the output; … leaves out the rest of a line, or lines."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "samples").symlink_to(ROOT / "samples")
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
    for command in ("extract", "audit", "explain", "metrics", "diff", "check"):
        assert f"`ureport {command} " in README
        main([command, "--help"])
        for option in re.findall(r"--[a-z-]+", capsys.readouterr().out):
            assert option == "--help" or option in README or option == "--output", f"{command} {option}"


def test_every_field_is_in_the_output_format() -> None:
    text = (ROOT / "docs/output-format.md").read_text(encoding="utf-8")
    for column in (*RECORD_COLUMNS, *AUDIT_COLUMNS):
        assert f"`{column.name}`" in text
        assert column.title in text


def test_every_field_of_a_change_is_in_the_output_format() -> None:
    text = (ROOT / "docs/output-format.md").read_text(encoding="utf-8").split("## Differences")[1]
    for name in (*(field.name for field in fields(Change)), *(field.name for field in fields(Difference)), *(column.name for column in ROW_COLUMNS)):
        assert f"`{name}`" in text, name


@pytest.mark.parametrize("path", [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md"))], ids=lambda path: path.name)
def test_links_between_documents_lead_somewhere(path: Path) -> None:
    for link in re.findall(r"\]\(([^)#]+)[^)]*\)", path.read_text(encoding="utf-8")):
        assert "://" in link or (path.parent / link).exists(), link
