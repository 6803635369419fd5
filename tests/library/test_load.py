"""Folders → library: the ids, what a further folder adds, and every fault of every file at once with its place and caret."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest

from ureport import Document, Extractor, load_library, shipped_library
from ureport.errors import Fault, LibraryError
from ureport.library import Library

Write = Callable[[dict[str, str]], Path]

GOOD = """name = "新增会员数"
definition = "发展的会员"
kind = "count"
units = ["人"]

[[pattern]]
template = "新增会员 … {}"

[[example]]
text = "新增会员8500名。"
figure = "8500名"
value = 8500

[[counterexample]]
text = "现有会员3万名。"
figure = "3万名"
why = "现有"
"""


def faults_of(*folders: Path) -> tuple[Fault, ...]:
    with pytest.raises(LibraryError) as raised:
        load_library(folders)
    return raised.value.faults


def the_fault(*folders: Path) -> Fault:
    (fault,) = faults_of(*folders)
    return fault


# what a library holds


def test_the_path_is_the_id(words_only: Path, write_library: Write) -> None:
    folder = write_library({"member/new.toml": GOOD, "finance/dues.toml": GOOD})
    library = load_library([words_only, folder])
    assert list(library.metrics) == ["finance.dues", "member.new"]
    metric = library.metrics["member.new"]
    assert (metric.name, metric.theme, metric.kind, metric.units) == ("新增会员数", "member", "count", ("人",))
    assert [p.name for p in metric.patterns] == ["member.new#1"]
    assert [(e.figure, e.counter) for e in metric.examples] == [("8500名", False), ("3万名", True)]


@pytest.mark.parametrize("folder", ["nursery", "units", "lexicon"])
def test_folders_that_hold_no_metrics(words_only: Path, write_library: Write, folder: str) -> None:
    unit = '[[unit]]\nname = "人"\nsurfaces = ["人"]\n'
    other = write_library({"member/new.toml": GOOD, f"{folder}/draft.toml": unit if folder == "units" else GOOD})
    assert list(load_library([words_only, other]).metrics) == ["member.new"]


def test_the_shipped_library_loads(library: Library) -> None:
    assert all(metric.path == f"{metric.id.replace('.', '/')}.toml" for metric in library.metrics.values())
    assert all((shipped_library() / metric.path).is_file() for metric in library.metrics.values())


# a further folder adds


def test_an_extra_folder_adds_a_metric(write_library: Write) -> None:
    extra = write_library(
        {"local/trees.toml": GOOD.replace("新增会员 … {}", "植树 … {棵}").replace('["人"]', '["棵"]').replace("8500名", "300棵").replace("8500", "300")}
    )
    library = load_library([shipped_library(), extra])
    assert "local.trees" in library.metrics
    assert "member.new" in library.metrics
    (record,) = Extractor(library).extract(Document("a.txt", "春季植树300棵。")).records
    assert (record.metric, record.value, record.unit, record.theme) == ("local.trees", Decimal(300), "棵", "local")


def test_an_extra_folder_adds_patterns_to_a_metric(words_only: Path, tmp_path: Path) -> None:
    folders = [words_only]
    for name, template in (("one", "新增会员 … {}"), ("two", "吸收会员 … {}")):
        path = tmp_path / name / "member" / "new.toml"
        path.parent.mkdir(parents=True)
        path.write_text(GOOD.replace("新增会员 … {}", template), encoding="utf-8")
        folders.append(tmp_path / name)
    patterns = load_library(folders).metrics["member.new"].patterns
    assert [(p.name, p.template) for p in patterns] == [("member.new#1", "新增会员 … {}"), ("member.new#2", "吸收会员 … {}")]


def test_an_extra_folder_adds_units_and_words(words_only: Path, write_library: Write) -> None:
    folder = write_library(
        {
            "member/new.toml": GOOD.replace("新增会员 … {}", "<发展词>会员 … {}").replace('["人"]', '["筐"]'),
            "lexicon/words-local.toml": '"发展词" = ["纳新"]\n',
            "units/local.toml": '[[unit]]\nname = "筐"\nsurfaces = ["大筐"]\nfactor = "3"\n',
        }
    )
    (record,) = Extractor(load_library([words_only, folder])).extract(Document("a.txt", "纳新会员12大筐。")).records
    assert (record.metric, record.value, record.unit, record.surface) == ("member.new", Decimal(36), "筐", "12大筐")


# faults


@pytest.mark.parametrize(
    ("old", "new", "message", "line"),
    [
        # templates
        ('"新增会员 … {}"', '"新增会员"', "no slot", 7),
        ('"新增会员 … {}"', '"{}"', "no word", 7),
        ('"新增会员 … {}"', '"<没有的词>会员 … {}"', "no word list <没有的词>", 7),
        ('"新增会员 … {}"', '"新增会员 … {户}"', "unit '户'", 7),
        ('"新增会员 … {}"', '"新增 … 会员 ~ {}"', "… and ~", 7),
        ('"新增会员 … {}"', '"(新增|发展会员 … {}"', "is missing", 7),
        # keys
        ('template = "新增会员 … {}"', 'template = "新增会员 … {}"\nweight = 3', "weight", 8),
        ('template = "新增会员 … {}"', 'template = "新增会员 … {}"\nunless.paragraph = ["女"]', "paragraph", 8),
        ('template = "新增会员 … {}"', 'template = "新增会员 … {}"\nstatus = "planned"', "status", 8),
        ('template = "新增会员 … {}"', 'template = "新增会员 … {}"\npriority = "high"', "priority", 8),
        ('template = "新增会员 … {}"', 'regexp = "x"', "regexp", 7),
        ('template = "新增会员 … {}"', "priority = 1", "either template or regex", 6),
        ('template = "新增会员 … {}"', 'template = "新增会员 … {}"\nregex = "会员{}"', "either template or regex", 6),
        # raw expressions
        ('template = "新增会员 … {}"', "regex = '会员'", "slots", 7),
        ('template = "新增会员 … {}"', "regex = '(会员{}'", ")", 7),
        ('template = "新增会员 … {}"', "regex = '会员{户}'", "unit '户'", 7),
        ('kind = "count"', 'kind = "sum"', "kind", 3),
        ('units = ["人"]', "units = []", "units", 4),
        ('units = ["人"]', 'units = "人"', "units", 4),
        ('name = "新增会员数"', 'title = "新增会员数"', "name", 1),
        ("value = 8500", 'value = "many"', "value", 12),
        ('why = "现有"', 'reason = "现有"', "why", 14),
        # conditions
        ('template = "新增会员 … {}"', 'template = "新增会员 … {}"\nunless.clause = ["<没有的词>"]', "no word list <没有的词>", 8),
    ],
)
def test_a_fault_tells_file_line_and_remedy(words_only: Path, write_library: Write, old: str, new: str, message: str, line: int) -> None:
    assert old in GOOD
    folder = write_library({"member/new.toml": GOOD.replace(old, new)})
    found = faults_of(words_only, folder)
    assert any(message in f.message for f in found), [f.message for f in found]
    fault = next(f for f in found if message in f.message)
    assert Path(fault.path) == folder / "member" / "new.toml"
    assert fault.line == line
    assert fault.remedy


def test_the_caret_points_at_the_fault(words_only: Path, write_library: Write) -> None:
    folder = write_library({"member/new.toml": GOOD.replace("新增会员 … {}", "受理 … <没有的词> … {}")})
    fault = the_fault(words_only, folder)
    line = 'template = "受理 … <没有的词> … {}"'
    assert fault.source_line == line
    assert fault.column == line.index("<") + 1
    shown = str(fault).splitlines()
    assert shown[0].startswith(f"{folder / 'member' / 'new.toml'}:7:{fault.column}: error[P006]: ")
    assert shown[1] == f"  {line}"
    wide = {c: "　" for c in "受理"}
    assert shown[2] == "  " + "".join(wide.get(c, " ") for c in line[: line.index("<")]) + "^"
    assert shown[3].startswith("  remedy: ")


@pytest.mark.parametrize(
    ("content", "line", "column"),
    [
        ('name = "新增\n', 1, None),
        ('name = "新增会员数"\nkind = count\n', 2, 8),
        ("name = 'a'\nname = 'b'\n", 2, None),
        ("[[pattern]\n", 1, None),
        ("= 3\n", 1, 1),
    ],
)
def test_faults_of_the_toml_itself(words_only: Path, write_library: Write, content: str, line: int, column: int | None) -> None:
    folder = write_library({"member/new.toml": content})
    fault = the_fault(words_only, folder)
    assert fault.line == line
    assert column is None or fault.column == column
    assert fault.source_line == content.splitlines()[line - 1]
    assert "TOML" in fault.remedy


def test_a_file_that_is_no_utf8(words_only: Path, write_library: Write) -> None:
    folder = write_library({"member/new.toml": GOOD})
    (folder / "member" / "old.toml").write_bytes(GOOD.encode("gb18030"))
    fault = the_fault(words_only, folder)
    assert "UTF-8" in fault.message
    assert fault.path.endswith("old.toml")


def test_all_faults_of_all_files_at_once(words_only: Path, write_library: Write) -> None:
    folder = write_library(
        {
            "member/new.toml": GOOD.replace('kind = "count"', 'kind = "sum"'),
            "member/total.toml": GOOD.replace("新增会员 … {}", "<没有的词> … {}") + '\n[[pattern]]\ntemplate = "会员"\n',
            "finance/dues.toml": 'name = "\n',
            "finance/good.toml": GOOD,
        }
    )
    found = faults_of(words_only, folder)
    assert [(Path(f.path).name, f.line) for f in found] == [("dues.toml", 1), ("new.toml", 3), ("total.toml", 7), ("total.toml", 20)]
    text = str(LibraryError(found))
    assert "4 fault(s)" in text
    assert text.count(": error[P0") == 4


def test_several_faults_of_one_file(words_only: Path, write_library: Write) -> None:
    broken = GOOD.replace('kind = "count"', 'kind = "sum"').replace('units = ["人"]', 'units = []\ncolour = "red"')
    found = faults_of(words_only, write_library({"member/new.toml": broken}))
    assert sorted((f.line, f.column) for f in found) == [(3, 1), (4, 1), (5, 1)]


@pytest.mark.parametrize(
    ("file", "content"),
    [
        ("units/local.toml", '[[unit]]\nname = "筐"\n'),
        ("units/local.toml", '[[unit]]\nsurfaces = ["筐"]\nfactor = "three"\n'),
        ("units/local.toml", "[[unit]\n"),
        ("qualifiers.toml", "[before\n"),
        ("lexicon/words.toml", '"新增" = ["(新增|发展"]\n'),
        ("lexicon/words.toml", '"新增" = "新增"\n'),
        ("lexicon/words.toml", '"新增" = [3]\n'),
        ("lexicon/cues.toml", "[status]\ntarget = ['(力争']\n"),
        ("lexicon/furniture.toml", "lines = ['[点击']\n"),
        ("qualifiers.toml", '[before]\nmostly = ["多半"]\n'),
    ],
)
def test_faults_of_units_and_words(words_only: Path, write_library: Write, file: str, content: str) -> None:
    folder = write_library({"member/new.toml": GOOD, file: content})
    found = faults_of(words_only, folder)
    assert [Path(f.path) for f in found] == [folder / file]
    assert all(f.line >= 1 and f.column >= 1 and f.remedy for f in found)


def test_a_folder_that_is_missing_or_empty(words_only: Path, tmp_path: Path) -> None:
    assert "no such folder" in the_fault(tmp_path / "nowhere").message
    assert "no metric file" in the_fault(words_only).message
