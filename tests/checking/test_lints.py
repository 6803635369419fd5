"""Every fault that a library can have by itself (P0xx, P1xx): the smallest change that makes it, and a near one that does not.

All rows begin with a library that has no fault at all.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from ureport.checking.check import Plan, check
from ureport.checking.lints import LINTS
from ureport.checking.lints.expressions import runaway
from ureport.checking.report import CheckReport
from ureport.codes import CODES
from ureport.library.expression import Expression
from ureport.library.types import FIGURE

Patterns = Callable[..., Path]
Checked = Callable[..., CheckReport]
Sound = dict[str, str]

NEW, TOTAL, WORDS = "member/new.toml", "member/total.toml", "lexicon/words.toml"


@dataclass(frozen=True)
class Row:
    """In a file ``old`` is replaced by the fault, or by its near twin; without ``old`` it is the whole file.

    ``at`` is line and column, ``marked`` what stands above the caret. ``beside`` are other codes that the fault brings with it,
    ``twin_has`` those that the twin has.
    """

    code: str
    file: str
    old: str
    fault: str | bytes
    twin: str | bytes
    at: tuple[int, int]
    marked: str
    says: str
    remedy: str = ""
    detail: tuple[str, ...] = ()
    beside: str = ""
    twin_has: str = ""
    twin_file: str = ""


TEMPLATE = 'template = "新增会员 … {人}"'
EXAMPLE_OF_NEW = '[[example]]\ntext = "全年新增会员370人。"'
EXAMPLE_OF_TOTAL = '[[example]]\ntext = "现有会员3万人。"'
SHOWN = '[[example]]\ntext = "吸纳会员5人"\nfigure = "5人"\nvalue = 5\n'


def new(pattern: str, example: str = "") -> str:
    """One more pattern of member.new, the third, in line 14."""
    return f"[[pattern]]\n{pattern}\n\n{example}\n{EXAMPLE_OF_NEW}"


def total(pattern: str) -> str:
    """One more pattern of member.total, the second, in line 11."""
    return f"[[pattern]]\n{pattern}\n\n{EXAMPLE_OF_TOTAL}"


# what cannot be loaded

LOADING = [
    Row("P001", NEW, "", "name = 新增".encode("gb18030"), "\ufeff", (1, 1), "", "not UTF-8 at byte 7", "save the file as UTF-8", twin_has="P004"),
    Row("P002", NEW, '"count"', '"count', "'count'", (3, 14), "", "Illegal character '\\n'", "mend the TOML: quotes, brackets and commas"),
    Row("P002", NEW, '["人"]', "[" * 3000, '["人",]', (1, 1), "", "maximum recursion depth exceeded", "mend the TOML: quotes, brackets and commas"),
    Row("P003", NEW, "unless.", "unles.", '"unless".', (11, 1), "unles", "unknown key 'pattern.unles'", "did you mean unless?"),
    Row("P003", NEW, "clause", "clauze", "sentence", (11, 1), "unless.clauze", "unknown key 'pattern.unless.clauze'", "did you mean clause?"),
    Row(
        "P003", NEW, "unless.clause", "[pattern.unless]\nclauze", "[pattern.unless]\nclause", (12, 1), "clauze", "unknown key 'pattern.unless.clauze'",
        "did you mean clause?",
    ),
    Row("P003", "qualifiers.toml", "[after]", "[aftre]", "[ after ]", (0, 2), "aftre", "unknown key 'aftre'", "did you mean after?"),
    Row(
        "P003", "units/own.toml", "", '[[unit]]\nsurfaces = ["筐"]\nfacto = 3\n', '[[unit]]\nsurfaces = ["筐"]\nfactor = 3\n', (3, 1), "facto",
        "unknown key 'facto'", "did you mean factor?",
    ),
    Row("P004", NEW, '"count"', '"sum"', "'count'", (3, 1), "kind", "kind: Input should be 'count', 'rate' or 'money'"),
    Row("P004", NEW, "value = 370", "value = true", "value = 370.0", (16, 1), "value", "example.value: Input should be a valid number"),
    Row("P004", NEW, "value = 370", "value = nan", "value = 37e1", (16, 1), "value", "example.value: Input should be a finite number"),
    Row("P004", NEW, 'figure = "370人"', 'figure = ""', 'figure = "370"', (15, 1), "figure", "example.figure: String should have at least 1 character"),
    Row("P004", NEW, TEMPLATE, "priority = 1", f"{TEMPLATE}\npriority = 1", (6, 1), "[[pattern]]", "pattern: Value error, give either template or regex"),
    Row("P004", WORDS, '["发展", "吸收"]', "[]", '[ "发展", "吸收" ]', (1, 1), '"发展"', "发展: not a list of words", 'write ["word", "word"]'),
    Row(
        "P004", "units/own.toml", "", '[[unit]]\nsurfaces = ["筐"]\nfactor = "three"\n', '[[unit]]\nsurfaces = ["筐"]\nfactor = "3"\n', (3, 1), "factor",
        "factor: not a number", 'write factor = "10000"',
    ),
    Row("P004", "lexicon/names.toml", "", "names = 3", 'names = ["三江源"]', (1, 1), "names", "names: not a list of words", 'write ["word", "word"]'),
    Row(
        "P004", "lexicon/opaque.toml", "", 'opaque = [""]', "opaque = []", (1, 1), "opaque", "not a list of opaque words", 'write opaque = ["word", "word"]'
    ),
    Row(
        "P005", NEW, "新增会员 … {人}", "(新增会员 … {人}", "(新增)会员 … {人}", (7, 19), "…", "')' is missing",
        "close every bracket; no gap or slot inside one",
    ),
    Row("P005", NEW, "新增会员 … {人}", "新增会员", "新增会员 {人}", (7, 17), '"', "no slot for the figure", "add {} or {unit}, e.g. … {人}"),
    Row(
        "P005", NEW, "新增会员 …", f"{'(' * 21}新增会员{')' * 21} …", f"{'(' * 20}新增会员{')' * 20} …", (7, 33), "(",
        "more than 20 brackets within one another", "write a word list, or several templates",
    ),
    Row(
        "P005", NEW, '["农民工"]', '["农民工 … {}"]', '["农民[工]"]', (11, 23), "…", "a condition holds words only, no slot and no gap",
        "move the slot or gap to the template",
    ),
    Row("P005", WORDS, '"吸收"', '"(吸收"', '"(吸收)"', (1, 19), '"', "发展: ')' is missing", "close every bracket; no gap or slot inside one"),
    Row(
        "P006", NEW, "<发展>", "<发站>", "[已]<发展>", (10, 13), "<发站>[工会]会员 … {}", "no word list <发站>",
        "did you mean <发展>? Or define it in lexicon/words.toml",
    ),
    Row(
        "P007", NEW, TEMPLATE, "regex = '(新增会员{}'", "regex = '(新增会员){}'", (7, 10), "(新增会员{}",
        "not a regular expression: missing ) at position 6", "mend it, or use a template",
    ),
    Row(
        "P007", "lexicon/furniture.toml", "", "lines = ['[点击']", "lines = ['点击']", (1, 11), "[点击",
        "not a regular expression: unterminated character set at position 0", "mend it; special signs need a backslash",
    ),
    Row("P008", NEW, "{人}", "{户}", "{}", (7, 20), "{", "unit '户' is none of the file's units", "use {} or add it to units = ['人']"),
    Row(
        "P010", NEW, "name =", 'id = "member.total"\nname =', 'id = "member.new"\nname =', (1, 1), "id",
        "the file states the id 'member.total', its path says 'member.new'", 'write id = "member.new", or move the file',
    ),
    Row("P010", "member/New.toml", "", "#", "=", (1, 1), "#", "'member.New' is no id", "name folder and file in small letters, digits and _",
        beside="P004", twin_has="P002", twin_file="member/new2.toml"),
]  # fmt: skip

# what can be loaded

LINTED = [
    Row("P008", NEW, '["人"]', '["人", "入"]', '["人", "户"]', (4, 16), "入", "unknown unit '入'"),
    Row("P009", TOTAL, '["member.new"]', '["member.nwe"]', '["other"]', (5, 14), "member.nwe", "unknown metric 'member.nwe'", "did you mean member.new?"),
    Row(
        "P009", NEW, 'metric = "member.total"', 'metric = "member.totl"', "", (38, 11), "member.totl", "unknown metric 'member.totl'",
        "did you mean member.total?", beside="P203",
    ),
    Row(
        "P010", "more.toml", "", "[[pattern]]\n", "[pattern]\n", (1, 1), "", "a metric file is read only as THEME/METRIC.toml", "move it to THEME/more.toml"
    ),
    Row(
        "P010", "member/old/new.toml", "", "\n[[ example ]]\n", "\n[[ example ]]\n", (1, 1), "", "a metric file is read only as THEME/METRIC.toml",
        "move it to member/new.toml", twin_file="member/.old/new.toml",
    ),
    Row(
        "P010", "lexicon/word.toml", "", '"x" = ["x"]', '"x" = ["x"]', (1, 1), "", "no file of this name is read in lexicon",
        "name it words-word.toml when it holds word lists; the other names are opaque, names, idioms, furniture, cues, roles, context, places",
        twin_file="lexicon/words-x.toml", twin_has="P111",
    ),
    Row("P010", "units/a/own.toml", "", "", "", (1, 1), "", "no file is read in units/a", "move it to units/own.toml", twin_file="units/own.toml"),
    Row(
        "P101", NEW, TEMPLATE, f'{TEMPLATE}\nunless.clause = ["会员"]', f'{TEMPLATE}\nunless.clause = ["会员卡"]', (7, 13), "新增会员 … {人}",
        "member.new#1 fits none of 2 texts made from it", detail=("in: 新增会员{370人}", "it lacks condition: unless.clause 会员"),
        beside="P105 P202 P203",
    ),
    Row(
        "P102", TOTAL, EXAMPLE_OF_TOTAL,
        total('template = "会员 … {人}"\nwhen.clause = ["新增会员"]'), total('template = "会员 … {人}"\nwhen.clause = ["实有"]'),
        (11, 13), "会员 … {人}", "member.total#2 is outweighed by member.new#1 in every text made from it", detail=("in: 新增会员会员{370人}",),
        beside="P105", twin_has="P105",
    ),
    Row(  # one text is lost to its own metric, the other to another one
        "P102", TOTAL, EXAMPLE_OF_TOTAL,
        total('template = "(新增|现有)会员 … {人}"\npriority = -1'), total('template = "(全部|实有)会员 … {人}"\npriority = -1'),
        (11, 13), "(新增|现有)会员 … {人}", "member.total#2 is outweighed by member.new#1、member.total#1 in every text made from it",
        detail=("in: 新增会员{370人}",), beside="P105", twin_has="P105",
    ),
    Row(
        "P103", NEW, EXAMPLE_OF_NEW, new('template = "新增会员 … {}"\nunless.clause = ["女"]'), new('template = "新增女会员 … {}"'), (14, 13), "新增会员 … {}",
        "member.new#3: member.new#1 claims every text made from it", detail=("in: 新增会员{370人}",), beside="P105", twin_has="P105",
    ),
    Row(
        "P104", TOTAL, EXAMPLE_OF_TOTAL, total('template = "新增会员 … {}"'), total('template = "新增会员 … {}"\npriority = -1'), (11, 13), "新增会员 … {}",
        "member.total#2 ties with member.new#1, which wins by its name only",
        detail=("on: 全年新增会员370人。", "member.new#1: 新增会员 … {人}", "member.total#2: 新增会员 … {}"), beside="P102 P105", twin_has="P102 P105",
    ),
    Row(
        "P105", NEW, EXAMPLE_OF_NEW, new('template = "吸纳会员 … {}"'), new('template = "吸纳会员 … {}"', SHOWN), (14, 13), "吸纳会员 … {}",
        "member.new#3 wins no figure of any example or sample",
    ),
    Row(
        "P105", NEW, EXAMPLE_OF_NEW, new("regex = '吸纳会员{}'"), new("regex = '吸纳会员{}'", SHOWN), (14, 10), "吸纳会员{}",
        "member.new#3 wins no figure of any example or sample",
    ),
    Row(
        "P106", TOTAL, '[[counterexample]]\ntext = "参观的有37人。"\nfigure = "37人"\nwhy = "与会员无关"\nmetric = "other"\n', "",
        '[[counterexample]]\ntext = "参观的有38人。"\nfigure = "38人"\nwhy = "与会员无关"\n', (1, 1), 'name = "会员总数"', "1 [[counterexample]] of at least 2",
    ),
    Row(
        "P106", TOTAL, '[[example]]\ntext = "现有会员3万人。"\nfigure = "3万人"\nvalue = 30000\n', "", SHOWN.replace("吸纳", "现有"),
        (1, 1), 'name = "会员总数"', "3 [[example]] of at least 4",
    ),
    Row(
        "P107", WORDS, '"吸收"]', '"吸收", "扶贫助困"]', '"吸收", "扶贫"]', (1, 22), "扶贫助困", "the tokenizer splits '扶贫助困' of <发展>: 扶 / 贫助困"
    ),
    Row(
        "P108", NEW, EXAMPLE_OF_NEW, new("regex = '{}(?:会|会员|员)+入'"), new("regex = '{}(?:会员)+入'"), (14, 10), "{}(?:会|会员|员)+入",
        "member.new#3 backtracks without bound", detail=("on 60 characters: 会员会员会员会员会员会员会员会员会员会员…",), beside="P105", twin_has="P105",
    ),
    Row("P109", NEW, '["农民工"]', '["農民工"]', '["农民"]', (11, 19), "農民工", "'農民工' stands in no text as it is compared", "write '农民工'"),
    Row(
        "P109", NEW, EXAMPLE_OF_NEW, new('template = "“吸纳”会员 … {}"'), new('template = "吸纳会员 … {}"'), (14, 13), "“吸纳”会员",
        "'“吸纳”会员' stands in no text as it is compared", "write '吸纳会员'", beside="P101 P105", twin_has="P105",
    ),
    Row(
        "P109", WORDS, '"吸收"]', '"吸收", "發展"]', '"吸收", "开发"]', (1, 22), "發展", "'發展' of <发展> stands in no text as it is compared",
        "write '发展'",
    ),
    Row(
        "P110", NEW, EXAMPLE_OF_NEW, new(TEMPLATE), new(f'{TEMPLATE}\nunless.clause = ["女"]'), (14, 13), "新增会员 … {人}",
        "member.new#3 is the same as member.new#1", beside="P103 P105", twin_has="P103 P105",
    ),
    Row("P111", WORDS, '"吸收"]', '"吸收"]\n"骑手" = ["骑手"]', '"吸收"] # "骑手"', (2, 2), "骑手", "no pattern uses <骑手>"),
    Row(
        "P112", NEW, '["农民工"]', '["农民工", "新农民工"]', '["农民工", "骑手"]', (11, 25), '"新农民工"',
        "member.new#2 does not need 新农民工 in unless.clause: 农民工 stands in it",
    ),
    Row(
        "P112", NEW, '["农民工"]', "['农民工', '新农民工']", "['农民工', '骑手']", (11, 25), "'新农民工'",
        "member.new#2 does not need 新农民工 in unless.clause: 农民工 stands in it",
    ),
    Row(
        "P112", NEW, EXAMPLE_OF_NEW, new('template = "(新增会员|纳新会员) … {人}"'), new('template = "(新招会员|纳新会员) … {人}"'), (14, 14), "新增会员",
        "member.new#3 does not need 新增会员: member.new#1 claims as much", beside="P105", twin_has="P105",
    ),
    Row("P113", TOTAL, '"会员总数"', '"新增会员数"', '"会员数"', (1, 9), "新增会员数", "member.total has the name of member.new: 新增会员数"),
    Row("P114", NEW, '["人"]', '["人", "%"]', '["人", "户"]', (4, 16), "%", "a metric of the kind count in %"),
    Row("P114", NEW, '["人"]', '["元", "人"]', '["件", "人"]', (4, 11), "元", "a metric of the kind count in 元"),
]  # fmt: skip
every_row = pytest.mark.parametrize("row", [*LOADING, *LINTED], ids=lambda row: f"{row.code} {row.says}")


def changed(sound: Sound, patterns: Patterns, file: str, old: str, new: str | bytes) -> Path:
    """The folder of the library with one change."""
    if not old:
        return patterns({file: new})
    before = sound[file] if file in sound else (patterns() / file).read_text(encoding="utf-8")
    assert before.count(old) == 1 or file == "qualifiers.toml"
    return patterns({file: before.replace(old, str(new), 1)})


def codes(report: CheckReport) -> set[str]:
    return {fault.code for fault in report.faults}


def test_the_library_that_the_rows_change_has_no_fault(checked: Checked) -> None:
    report = checked()
    assert report.faults == ()
    assert (report.counts.metrics, report.counts.patterns, report.counts.examples, report.exit_code) == (2, 3, 12, 0)


@every_row
def test_a_fault_is_told_with_place_and_remedy(row: Row, sound: Sound, patterns: Patterns) -> None:
    folder = changed(sound, patterns, row.file, row.old, row.fault)
    report = check(Plan((folder,)))
    (fault,) = [fault for fault in report.faults if fault.code == row.code]
    assert (fault.path, fault.message, fault.detail) == (str(folder / row.file), row.says, row.detail)
    assert (fault.line, fault.column) == row.at or not row.at[0]
    assert fault.source_line[fault.column - 1 : fault.column - 1 + fault.width] == row.marked or not row.marked
    assert fault.level == CODES[row.code].level
    assert fault.remedy.lower().rstrip(".") == (row.remedy or CODES[row.code].remedy).lower().rstrip(".")
    assert codes(report) == {row.code, *row.beside.split()}
    assert report.exit_code == (2 if fault.level == "error" else 0)


@every_row
def test_its_near_twin_has_it_not(row: Row, sound: Sound, patterns: Patterns) -> None:
    report = check(Plan((changed(sound, patterns, row.twin_file or row.file, row.old, row.twin),)))
    assert codes(report) == set(row.twin_has.split())


def test_every_code_has_its_row() -> None:
    """P011 and P012 are told of no file; they have tests of their own."""
    wanted = {code for code in CODES if code < "P2"}
    assert {row.code for row in (*LOADING, *LINTED)} == wanted - {"P011", "P012"}
    assert {row.code for row in LINTED} == set(LINTS)


def test_a_fault_shows_its_line_with_a_caret(patterns: Patterns, sound: Sound) -> None:
    folder = patterns({NEW: sound[NEW].replace("<发展>", "<发站>")})
    (fault,) = check(Plan((folder,))).faults
    assert str(fault).splitlines() == [
        f"{folder}/member/new.toml:10:13: error[P006]: no word list <发站>",
        '  template = "<发站>[工会]会员 … {}"',
        "              ^^^^^^^^^^^^^^^^^^^^^",
        "  remedy: did you mean <发展>? Or define it in lexicon/words.toml",
    ]


def test_of_a_long_line_what_stands_round_the_place_is_shown(sound: Sound, checked: Checked) -> None:
    words = "|".join(f"新增{n}" for n in range(100, 300))
    (fault,) = [f for f in checked({NEW: sound[NEW].replace("新增会员 …", f"(新增会员|{words}) …").replace("{人}", "{户}", 1)}).faults if f.code == "P008"]
    line, caret = fault.picture
    assert "{户}" in line and len(line) <= 122
    (fault,) = [f for f in checked({NEW: sound[NEW].replace("新增会员 …", f"(新增会员|{words}|<无>) …")}).faults if f.code == "P006"]
    line, caret = fault.picture
    assert len(line) <= 122
    assert caret.count("^") <= 2 * len(line)


# nothing to check, and checks that fail


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({NEW: None, TOTAL: None}, "no metric file"),
        ({NEW: TEMPLATE.join(('name = "a"\ndefinition = "a"\nkind = "count"\nunits = ["人"]\n[[pattern]]\n', "\n")), TOTAL: None}, "no example was found"),
    ],
)
def test_zero_examples_are_an_error_and_no_pass(changes: dict[str, str | None], says: str, checked: Checked) -> None:
    for plan in ({}, {"ignore": ("P",)}, {"select": ("P2",)}):
        report = checked({name: content for name, content in changes.items() if content or plan == {}}, **plan)
        assert [(fault.message, fault.level) for fault in report.faults if fault.code == "P011"] == [(says, "error")]
        assert report.exit_code == 2


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    (fault,) = check(Plan((tmp_path / "nowhere",))).faults
    assert (fault.code, fault.message, fault.path) == ("P001", "no such folder", str(tmp_path / "nowhere"))


def test_a_lint_that_fails_is_told_and_the_others_go_on(checked: Checked, sound: Sound, monkeypatch: pytest.MonkeyPatch) -> None:
    def failing(_: object) -> None:
        raise ZeroDivisionError("division by zero")

    monkeypatch.setitem(LINTS, "P109", failing)
    report = checked({TOTAL: sound[TOTAL].replace("会员总数", "新增会员数")})
    assert [(fault.code, fault.message) for fault in report.faults] == [
        ("P012", "the lint P109 stopped: ZeroDivisionError: division by zero"),
        ("P113", "member.total has the name of member.new: 新增会员数"),
    ]
    assert report.exit_code == 2


# one broken file does not hide the others, nor does it make faults of them

HEAD = 'name = "会员总数"\ndefinition = "期末的会员人数"\nkind = "count"\nunits = ["人"]\n'
BROKEN = {
    "no TOML": ("[[pattern", "P002"),
    "an unknown key": (f"{HEAD}colour = 3\n", "P003"),
    "a template": (f'{HEAD}[[pattern]]\ntemplate = "(现有会员 … {{}}"\n', "P005"),
    "patterns that are no tables": (f"{HEAD}pattern = 3\n", "P004"),
    "conditions that are no words": (f'{HEAD}[[pattern]]\ntemplate = "现有会员 … {{}}"\nunless.clause = [3]\n', "P004"),
}


@pytest.mark.parametrize(("content", "code"), BROKEN.values(), ids=BROKEN)
def test_a_broken_metric_file_hides_no_other(content: str, code: str, sound: Sound, patterns: Patterns) -> None:
    """member.new names the broken member.total in a counterexample: that is no fault of member.new. Its own faults are told."""
    folder = patterns({TOTAL: content, NEW: sound[NEW].replace("value = 370", "value = 371"), "member/other.toml": "name"})
    report = check(Plan((folder,)))
    found = [(Path(fault.path).name, fault.code) for fault in report.faults if fault.code != "P106"]
    assert found == [("new.toml", "P202"), ("other.toml", "P002"), ("total.toml", code)]
    assert report.exit_code == 2


def test_a_metric_whose_name_begins_like_a_broken_one_is_not_hidden(sound: Sound, checked: Checked) -> None:
    other = sound[NEW].replace("新增会员数", "新增会员户数").replace("新增会员 …", "新增会员家庭 …").replace("发展", "招收")
    report = checked({NEW: "[[", "member/new_2.toml": other.replace("<招收>", "吸收")})
    assert {(Path(fault.path).name, fault.code) for fault in report.faults if fault.code in ("P002", "P202")} == {("new.toml", "P002"), ("new_2.toml", "P202")}


@pytest.mark.parametrize(
    "file", ["units/people.toml", "qualifiers.toml", "lexicon/cues.toml", "lexicon/opaque.toml", "lexicon/names.toml", "lexicon/words.toml"]
)
def test_without_sound_units_and_words_only_the_files_are_looked_at(file: str, sound: Sound, patterns: Patterns) -> None:
    """Every example would fail for the one cause, and with what is missing no text may be read at all."""
    folder = patterns({TOTAL: sound[TOTAL].replace("会员总数", "新增会员数")})
    text = (folder / file).read_text(encoding="utf-8")
    report = check(Plan((patterns({file: f"{text}\n[x\n"}),)))
    assert {(Path(fault.path).name, fault.code) for fault in report.faults} == {(Path(file).name, "P002"), ("total.toml", "P113")}
    assert (report.counts.examples, report.counts.metrics) == (0, 2)
    assert report.exit_code == 2


def test_an_unknown_word_list_is_told_beside_a_broken_lexicon_unless_it_may_stand_there(sound: Sound, checked: Checked) -> None:
    report = checked({WORDS: '"发展" = ["发展"\n', TOTAL: sound[TOTAL].replace("现有会员 …", "<现有>会员 …")})
    assert [(fault.code, fault.message) for fault in report.faults if fault.code != "P106"] == [
        ("P002", "Unclosed array"),
        ("P006", "no word list <现有>"),
    ]


def test_faults_stand_once_and_in_the_order_of_files_and_lines(sound: Sound, checked: Checked) -> None:
    report = checked(
        {
            TOTAL: sound[TOTAL].replace("会员总数", "新增会员数").replace("现有会员 …", "現有會員現有會員 …"),
            NEW: sound[NEW].replace("{人}", "{户}").replace("<发展>", "<发站>"),
        }
    )
    places = [(fault.path, fault.line, fault.column, fault.code) for fault in report.faults]
    assert places == sorted(places)
    assert len(set(report.faults)) == len(report.faults)
    assert {fault.code for fault in report.faults} >= {"P006", "P008", "P109", "P113"}


# which files a fault is looked for in


def test_places_in_strings_of_several_lines_and_in_tables_of_their_own(sound: Sound, checked: Checked) -> None:
    text = '"""\n[[pattern]]\ntemplate = "x"\n新增会员370人。\n"""'
    changed = sound[NEW].replace('"全年新增会员370人。"', text).replace("value = 370", "value = 371").replace("value = 150", "value = 151")
    assert [(fault.line, fault.column, fault.message) for fault in checked({NEW: changed}).faults] == [
        (19, 11, "370人: value differs"),
        (35, 11, "150人: value differs"),
    ]


def test_a_word_that_is_written_with_escapes_is_told_at_its_key(sound: Sound, checked: Checked) -> None:
    (fault,) = checked({NEW: sound[NEW].replace("新增会员 … {人}", "\\u65b0增会员 … {户}")}).faults
    assert (fault.code, fault.line, fault.column, fault.width) == ("P008", 7, 1, len("template"))


def test_lists_and_units_of_the_shipped_library_are_none_of_a_library_of_metrics_alone(tmp_path: Path, sound: Sound, write_files: Callable[..., Path]) -> None:
    """Without qualifiers.toml it speaks with the shipped words; what these lack is not its fault."""
    folder = write_files(tmp_path / "own", {NEW: sound[NEW].replace("<发展>", "(发展|吸收)"), TOTAL: sound[TOTAL]})
    assert check(Plan((folder,))).faults == ()


def test_what_an_addition_has_in_common_with_the_library_is_its_fault(words_only: Path, tmp_path: Path, sound: Sound, write_files: Callable[..., Path]) -> None:
    """Whichever id stands first: the library itself was sound before."""
    first = write_files(tmp_path / "first", {NEW: sound[NEW].replace("<发展>", "(发展|吸收)"), TOTAL: sound[TOTAL]})
    for theme in ("aaa", "zzz"):
        second = write_files(tmp_path / theme, {f"{theme}/total.toml": sound[TOTAL]})
        report = check(Plan((words_only, first, second)))
        assert {(fault.code, fault.path) for fault in report.faults} >= {(code, str(second / theme / "total.toml")) for code in ("P104", "P113")}
        assert [fault for fault in report.faults if not Path(fault.path).is_relative_to(second)] == []


def test_word_lists_of_the_company_are_not_its_fault(words_only: Path, tmp_path: Path, sound: Sound, write_files: Callable[..., Path]) -> None:
    first = write_files(tmp_path / "first", {NEW: sound[NEW], WORDS: f'{sound[WORDS]}"骑手" = ["骑手"]\n'})
    second = write_files(tmp_path / "second", {TOTAL: sound[TOTAL], WORDS: '"司机" = ["司机"]\n'})
    report = check(Plan((words_only, first, second)))
    assert [(fault.path, fault.message) for fault in report.faults] == [(str(second / WORDS), "no pattern uses <司机>")]


# expressions that backtrack


@pytest.mark.parametrize(
    ("expression", "slow"),
    [
        (r"(?:会|会)+{}", True),
        (r"(?:会|会)+入会{}", True),
        (r"{}(?:会|会员|员)+入", True),
        (r"(?:\p{Han}+)+{}", True),
        (r"(?:[\u4e00-\u9fff]+)+{}", True),
        (r"(?:a|a)+{}", True),
        (r"会员.*{}", False),
        (r".*会员.*入会.*{}", False),
        (r"每(?:人|户)(?:每月)?(?:补助|发放)?{}", False),
        (r"(?:职工|会员)(?:代表)?大会(?:制度)?[^,;。0-9]{0,16}(?:率|面){}", False),
        (r"{}", False),
    ],
)
def test_runaway_expressions(expression: str, slow: bool) -> None:
    assert (runaway(Expression(expression.replace("{}", FIGURE))) is not None) is slow
