"""The documents of the check, and the files for servers and for pre-commit, say what the program does."""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import yaml

from ureport.changes_view import change_lines
from ureport.checking.formats import FORMATS
from ureport.checking.formats.wording import verdict
from ureport.checking.report import CheckReport, Counts, Score
from ureport.codes import CODES
from ureport.diff import Change, Difference
from ureport.errors import Fault
from ureport.pieces import plain_text

ROOT = Path(__file__).parent.parent.parent
DIAGNOSTICS = (ROOT / "docs/diagnostics.md").read_text(encoding="utf-8")
INTEGRATION = (ROOT / "docs/continuous-integration.md").read_text(encoding="utf-8")
WORKFLOW = yaml.safe_load((ROOT / "examples/workflows/ureport-check.yml").read_text(encoding="utf-8"))
HOOKS = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))

OPTIONS = ("--samples", "--gold", "--changed", "--select", "--ignore", "--accept", "--strict", "--format", "-o")
"""The options of ``ureport check``."""

SECTIONS = re.findall(r'<a id="([^"]+)"></a>\n### (\S+) (\S+)\n(.*?)(?=\n<a id=|\n## )', DIAGNOSTICS, re.DOTALL)
BODIES = {code: " ".join(body.split()) for _, code, _, body in SECTIONS}
EXAMPLES = {code: example for _, code, _, body in SECTIONS for example in re.findall(r"```text\n(.*?)\n```", body, re.DOTALL)}


# docs/diagnostics.md


def test_every_code_has_its_section_and_anchor() -> None:
    assert [(code, name) for _, code, name, _ in SECTIONS] == [(code.id, code.name) for code in CODES.values()]
    assert [anchor for anchor, *_ in SECTIONS] == [code.lower() for code in CODES]


@pytest.mark.parametrize("code", CODES.values(), ids=CODES)
def test_a_section_states_level_meaning_and_remedy(code: Any) -> None:
    assert BODIES[code.id].startswith(f"Level: **{code.level}**. {code.what}")
    assert f" Remedy: {code.remedy} ```text" in BODIES[code.id]


RECORD = (("value", "214000"), ("unit", "人"), ("status", "actual"), ("aspect", "level"))
CHANGES = {
    "P301": ("lost", tuple(Difference(field, value, "") for field, value in RECORD)),
    "P302": ("gained", tuple(Difference(field, "", value) for field, value in RECORD)),
    "P303": ("changed", (Difference("metric", "member.new", "member.total"), Difference("pattern", "member.new#1", "member.total#4"))),
}


@pytest.mark.parametrize("code", [code for code in CODES if code not in CHANGES])
def test_an_example_is_a_fault_as_it_prints_itself(code: str) -> None:
    """The fault is read back from the example; its place, mark and indents are those of the program."""
    head, *rest = EXAMPLES[code].split("\n")
    found = re.fullmatch(r"(.+?):(\d+):(\d+): (error|warning)\[(P\d{3})\]: (.+)", head)
    assert found is not None
    assert (found[5], found[4]) == (code, CODES[code].level)
    marked = len(rest) > 1 and set(rest[1].strip()) == {"^"}
    source, further = (rest[0][2:], rest[2:]) if marked else ("", rest)
    assert further[-1].startswith("  remedy: ")
    remedy, detail = further[-1].removeprefix("  remedy: "), tuple(line[2:] for line in further[:-1])
    printed = {
        str(Fault(found[1], int(found[2]), int(found[3]), found[6], remedy, source, width, code, found[4], detail)) for width in range(1, len(source) + 2)
    }
    assert EXAMPLES[code] in printed


@pytest.mark.parametrize("code", CHANGES)
def test_an_example_of_a_change_is_what_the_text_shows(code: str) -> None:
    kind, fields = CHANGES[code]
    sentence = "全市新建基层工会412家，新发展会员21.4万名，入会率达到91.2%。"
    change = Change(kind, "01-city-year.txt", 9, 140, "21.4万名", sentence, "member.new", "member.new#1", fields)  # type: ignore[arg-type]
    assert plain_text(change_lines([change])).rstrip("\n") == EXAMPLES[code]


def test_the_exit_codes_have_their_verdicts() -> None:
    rows = dict(re.findall(r"^\| (\d) \| `(.+?)` \|", DIAGNOSTICS, re.MULTILINE))
    for codes in ((), ("P105",), ("P301",), ("P202", "P301"), ("P006",)):
        faults = tuple(Fault("a", 1, 1, "m", code=code, level=CODES[code].level) for code in codes)
        report = CheckReport("patterns", faults, (), (), Counts())
        assert verdict(report).rstrip("s") == rows[str(report.exit_code)].replace("N", str(len(faults))).rstrip("s")


def test_every_format_has_its_row() -> None:
    assert re.findall(r"^\| `([a-z]+)` \|", DIAGNOSTICS, re.MULTILINE) == list(FORMATS)


def test_the_schema_is_that_of_the_object() -> None:
    """Every key of the object is described, in its order, and every description is of a key that is there; nothing is optional."""
    (schema,) = map(json.loads, re.findall(r"```json\n(.*?)```", DIAGNOSTICS, re.DOTALL))
    change = Change("changed", "a.txt", 1, 0, "8名", "新增8名。", "member.new", "member.new#1", (Difference("unit", "人", "名"),))
    report = CheckReport(
        "patterns", (Fault("a.toml", 1, 1, "m", code="P001", detail=("d",)),), (change,), (Score("m", 2, 1, 1),), Counts(), ("b",), ("m",), ("a.txt",)
    )
    kinds = {"string": str, "integer": int, "number": (int, float), "array": list, "object": dict}
    described = 0

    def compare(value: Any, schema: dict[str, Any]) -> None:
        nonlocal described
        described += 1
        assert value in schema["enum"] if "enum" in schema else isinstance(value, kinds[schema["type"]])
        if isinstance(value, dict):
            assert list(value) == list(schema["properties"]) == schema["required"]
            for key, inner in value.items():
                compare(inner, schema["properties"][key])
        if isinstance(value, list):
            assert value, "an empty list shows nothing"
            compare(value[0], schema["items"])

    compare(json.loads(plain_text(FORMATS["json"](report))), schema)
    assert described > 40


# files for others


def steps(job: str) -> list[dict[str, Any]]:
    return list(WORKFLOW["jobs"][job]["steps"])


def commands() -> Iterator[list[str]]:
    """The words of every call of ``ureport check``: in the workflow, the hook with the arguments of the document, and the blocks of the document."""
    for job in WORKFLOW["jobs"]:
        for step in steps(job):
            yield from (shlex.split(line) for line in step.get("run", "").splitlines() if line.startswith("ureport "))
    for hook in HOOKS:
        yield [*shlex.split(hook["entry"]), *snippet()["args"]]
    yield from (shlex.split(line.strip(" -")) for line in INTEGRATION.splitlines() if line.strip(" -").startswith("ureport check"))


def snippet() -> dict[str, Any]:
    """The hook as the document asks for it."""
    (config,) = (found for found in map(yaml.safe_load, re.findall(r"```yaml\n(.*?)```", INTEGRATION, re.DOTALL)) if "repos" in found)
    (hook,) = config["repos"][0]["hooks"]
    return dict(hook)


@pytest.mark.parametrize("command", list(commands()), ids=" ".join)
def test_the_commands_use_options_that_there_are(command: list[str]) -> None:
    assert command[:2] == ["ureport", "check"]
    assert [word for word in command if word.startswith("-") and word not in OPTIONS] == []
    assert [name for option, name in pairwise(command) if option == "--format" and name not in FORMATS] == []


def test_commands_were_found_in_every_file() -> None:
    formats = {command[command.index("--format") + 1] for command in commands() if "--format" in command}
    assert formats == {"github", "junit", "sarif"}
    assert len(list(commands())) >= 8
    assert any("--changed" in command for command in commands())


def test_options_and_codes_named_in_the_documents_are_there() -> None:
    for text in (DIAGNOSTICS, INTEGRATION):
        assert set(re.findall(r"(?<![\w-])--[a-z]+", text)) <= set(OPTIONS)
        assert {code for code in re.findall(r"\bP\d{3}\b", text) if code not in CODES} == set()


def test_what_is_uploaded_was_written_before() -> None:
    uploads = 0
    for job in WORKFLOW["jobs"]:
        written: set[str] = set()
        for step in steps(job):
            words = shlex.split(step.get("run", ""))
            written |= {name for option, name in pairwise(words) if option == "-o"}
            if "upload" in step.get("uses", ""):
                uploads += 1
                assert {step["with"].get("sarif_file"), step["with"].get("path")} & written
                assert "!cancelled()" in step["if"], "a check that failed is uploaded all the same"
    assert uploads == 2


def test_the_workflow_may_write_nothing_but_alerts() -> None:
    assert WORKFLOW["permissions"] == {"contents": "read"}
    for job, content in WORKFLOW["jobs"].items():
        uploads = any("upload-sarif" in step.get("uses", "") for step in steps(job))
        assert content.get("permissions", {}).get("security-events") == ("write" if uploads else None)


def test_the_hook_that_the_document_names_is_offered() -> None:
    (hook,) = HOOKS
    assert hook["id"] == snippet()["id"] == "ureport-check"
    assert (hook["language"], hook["entry"], hook["pass_filenames"]) == ("python", "ureport check --changed", False)
    assert [name for name in ("patterns/member/new.toml", "a.txt", "toml", "a.toml.bak") if re.search(hook["files"], name)] == ["patterns/member/new.toml"]
