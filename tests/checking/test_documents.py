"""The documents of the check, and the files for servers and for pre-commit, say what the program does."""

from __future__ import annotations

import json
import re
import shlex
import shutil
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import yaml

from ureport.changes_view import change_lines
from ureport.checking.check import Plan, check
from ureport.checking.formats import FORMATS
from ureport.checking.formats.wording import verdict
from ureport.checking.lints import LINTS
from ureport.checking.report import CheckReport, Counts, Score
from ureport.checking.wordings import Claims
from ureport.cli import main
from ureport.codes import CODES
from ureport.diff import Change, Difference
from ureport.errors import Fault
from ureport.library import read_library
from ureport.pieces import plain_text

ROOT = Path(__file__).parent.parent.parent
DIAGNOSTICS = (ROOT / "docs/diagnostics.md").read_text(encoding="utf-8")
SAMPLES = (ROOT / "docs/samples.md").read_text(encoding="utf-8")
INTEGRATION = (ROOT / "docs/continuous-integration.md").read_text(encoding="utf-8")
WORKFLOW = yaml.safe_load((ROOT / "examples/workflows/ureport-check.yml").read_text(encoding="utf-8"))
HOOKS = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))

OPTIONS = (
    *("--samples", "--gold", "--with-shipped", "--changed", "--since", "--select", "--ignore", "--accept"),
    *("--strict", "--format", "--output", "-o", "--quiet"),
)
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


NEW, TOTAL, WORDS, GOLDEN = "patterns/member/new.toml", "patterns/member/total.toml", "patterns/lexicon/words.toml", "samples/expected/a.jsonl"
TEMPLATE = 'template = "新增会员 … {人}"'
EXAMPLE = '[[example]]\ntext = "全年新增会员370人。"'
TAKEN = 'template = "(现有|新增)会员 … {人}"\npriority = 1'

MAKING: dict[str, tuple[str, str, str | bytes | None]] = {
    "P001": (NEW, "", "name = 新增".encode("gb18030")),
    "P002": (NEW, 'kind = "count"', 'kind = "count'),
    "P003": (NEW, "unless.", "unles."),
    "P004": (NEW, '"count"', '"sum"'),
    "P005": (NEW, "新增会员 …", "(新增|净增会员 …"),
    "P006": (NEW, "<发展>", "<发站>"),
    "P007": (NEW, TEMPLATE, "regex = '(新增会员{}'"),
    "P008": (NEW, "{人}", "{户}"),
    "P009": (TOTAL, '["member.new"]', '["member.nwe"]'),
    "P010": (NEW, "name =", 'id = "member.total"\nname ='),
    "P011": ("patterns/member", "", None),
    "P012": (NEW, "", ""),
    "P101": (NEW, TEMPLATE, f'{TEMPLATE}\nunless.clause = ["会员"]'),
    "P102": (NEW, EXAMPLE, f'[[pattern]]\ntemplate = "会员 … {{}}"\nwhen.clause = ["现有会员"]\n\n{EXAMPLE}'),
    "P103": (NEW, EXAMPLE, f'[[pattern]]\ntemplate = "新增会员 … {{}}"\nunless.clause = ["女"]\n\n{EXAMPLE}'),
    "P104": (NEW, EXAMPLE, f'[[pattern]]\ntemplate = "现有会员 … {{}}"\n\n{EXAMPLE}'),
    "P105": (NEW, EXAMPLE, f'[[pattern]]\ntemplate = "吸纳会员 … {{}}"\n\n{EXAMPLE}'),
    "P106": (NEW, '[[example]]\ntext = "新建工会7家，新增会员150人。"\nfigure = "150人"\nvalue = 150\n\n', ""),
    "P107": (WORDS, '"吸收"', '"吸收", "扶贫助困"'),
    "P108": (NEW, EXAMPLE, f"[[pattern]]\nregex = '{{}}(?:会|会员|员)+入会'\n\n{EXAMPLE}"),
    "P109": (NEW, '["农民工"]', '["農民工"]'),
    "P110": (NEW, EXAMPLE, f"[[pattern]]\n{TEMPLATE}\n\n{EXAMPLE}"),
    "P111": (WORDS, '"吸收"]', '"吸收"]\n"骑手" = ["外卖骑手", "送餐员"]'),
    "P112": (NEW, '["农民工"]', '["农民工", "新农民工"]'),
    "P113": (TOTAL, "会员总数", "新增会员数"),
    "P114": (NEW, '["人"]', '["人", "%"]'),
    "P201": (NEW, "全年新增会员370人。", "现有会员370人。"),
    "P202": (NEW, "value = 370", 'value = 380\nstatus = "target"'),
    "P203": (NEW, '["农民工"]', '["骑手"]'),
    "P204": (NEW, '"370人"', '"370名"'),
    "P301": ("samples/a.txt", "参观的有37人。\n", ""),
    "P302": ("samples/a.txt", "参观的有37人。\n", "参观的有37人。\n新增会员15名。\n"),
    "P303": (TOTAL, 'template = "现有会员 … {人}"', TAKEN),
    "P304": ("samples/a.txt", "", None),
    "P305": (GOLDEN, "", None),
    "P306": (GOLDEN, '"member.total"', '"member.total'),
    "P307": (GOLDEN, '"member.total"', '"member.all"'),
    "P311": (NEW, "[工会]", ""),
    "P312": (NEW, "新增会员 …", "(新增|净增)会员 …"),
}
"""What is done to a library without a fault, and to its samples, that it has each fault: file, words, and what stands in their place; None deletes."""
SHOWN_AS_CHANGES = ("P301", "P302", "P303")


@pytest.fixture
def outcome(accepted: Callable[..., CheckReport], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], CheckReport]:
    """Code → the report of the check of a library that has this fault, in the folder that holds it."""

    def run(code: str) -> CheckReport:
        monkeypatch.chdir(tmp_path)
        counter = '[[counterexample]]\ntext = "农民工发展会员45人。"\nfigure = "45人"\nwhy = "农民工另有指标"\n'
        Path(NEW).write_text(Path(NEW).read_text(encoding="utf-8") + counter, encoding="utf-8")
        name, old, new = MAKING[code]
        if new is None:
            shutil.rmtree(name) if Path(name).is_dir() else Path(name).unlink()
        elif isinstance(new, bytes):
            Path(name).write_bytes(new)
        elif old:
            text = Path(name).read_text(encoding="utf-8")
            assert text.count(old) == 1
            Path(name).write_text(text.replace(old, new), encoding="utf-8")
        if code == "P012":
            monkeypatch.setitem(LINTS, "P102", lambda material: 1 / 0)
        samples = Path("samples") if code.startswith("P3") else None
        return check(Plan((Path("patterns"),), samples=samples, own_samples=True))

    return run


def shown(report: CheckReport, code: str) -> str:
    """What the text shows of the first fault of a code."""
    if code in SHOWN_AS_CHANGES:
        return plain_text(change_lines(report.changes)).rstrip("\n")
    return str(next(fault for fault in report.faults if fault.code == code))


@pytest.mark.parametrize("code", CODES)
def test_an_example_is_what_a_check_shows(code: str, outcome: Callable[[str], CheckReport]) -> None:
    assert shown(outcome(code), code) == EXAMPLES[code]


def test_the_lines_of_wordings_are_such(words_only: Path, patterns: Callable[..., Path]) -> None:
    library = read_library([patterns()]).library
    assert library is not None
    (block,) = re.findall(r"```text\n(.*?)```", SAMPLES, re.DOTALL)
    for line in block.splitlines():
        text, winner, weight, maker, own = line.split("\t")
        assert Claims(library).figure(text)
        assert all(re.fullmatch(r"-|member\.[a-z]+#\d", name) for name in (winner, maker))
        assert float(weight) >= float(own) >= 0


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
        "patterns", (Fault("a.toml", 1, 1, "m", code="P001", detail=("d",)),), (change,), (Score("m", 2, 1, 1),), Counts(), ("b",), ("member.new",), ("a.txt",)
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


def test_the_options_are_those_of_the_command(capsys: pytest.CaptureFixture[str]) -> None:
    main(["check", "--help"])
    assert set(re.findall(r"(?<![\w-])--[a-z-]+", capsys.readouterr().out)) - {"--help"} == {option for option in OPTIONS if option != "-o"}


def test_commands_were_found_in_every_file() -> None:
    formats = {command[command.index("--format") + 1] for command in commands() if "--format" in command}
    assert formats == {"github", "junit", "sarif"}
    assert len(list(commands())) >= 8
    assert any("--changed" in command for command in commands())


def test_options_and_codes_named_in_the_documents_are_there() -> None:
    for text in (DIAGNOSTICS, INTEGRATION):
        assert set(re.findall(r"(?<![\w-])--[a-z][a-z-]+", text)) <= set(OPTIONS)
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
