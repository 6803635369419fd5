"""Libraries that try to cost all time or memory: each is a fault with its place, found at once, or loads for as little as any other."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from ureport import Document, Extractor, load_library
from ureport.errors import LibraryError
from ureport.library.compiler import MOST_LIBRARY_WORDS
from ureport.library.template import MOST_WORDS
from ureport.toml import MOST_BYTES

Write = Callable[[dict[str, str]], Path]
Files = dict[str, str]
SECONDS = 10
MEMORY = 1_500 << 20
HEAD = 'name = "x"\ndefinition = "x"\nkind = "count"\nunits = ["人"]\n'
TEMPLATE, REGEX = '[[pattern]]\ntemplate = "{}"\n', "[[pattern]]\nregex = '{}'\n"


def template(text: str) -> Files:
    return {"m/x.toml": HEAD + TEMPLATE.replace("{}", text)}


def regex(text: str) -> Files:
    return {"m/x.toml": HEAD + REGEX.replace("{}", text, 1)}


def beside(name: str, content: str, text: str = "甲 … {}") -> Files:
    return {**template(text), name: content}


def words(number: int, of: str = "词") -> str:
    return ", ".join(f'"{of}{n}"' for n in range(number))


def alternatives(number: int) -> str:
    return "|".join(f"丙{n}" for n in range(number))


HOSTILE: dict[str, tuple[Callable[[], Files], str, int, int, str]] = {
    # name: the files, then file, line, column and words of the first fault
    "a template that doubles its words thirty times": (lambda: template("(a|b)" * 30 + " … {}"), "m/x.toml", 6, 78, f"more than {MOST_WORDS} words"),
    "options that do": (
        lambda: template("".join(f"[{c}]" for c in "甲乙丙丁戊己庚辛壬癸子丑寅卯") + "会员 … {}"),
        "m/x.toml",
        6,
        52,
        f"more than {MOST_WORDS} words",
    ),
    "a hundred thousand alternatives": (lambda: template(f"({'|'.join(f'w{n}' for n in range(100_000))}) … {{}}"), "m/x.toml", 6, 58_910, "words"),
    "long words that do": (lambda: template(f"({'甲' * 50_000}|b)" * 13 + " … {}"), "m/x.toml", 6, 14, "more than 200 characters"),
    "words that grow piece by piece": (lambda: template("(甲乙丙丁)" * 60 + " … {}"), "m/x.toml", 6, 313, "more than 200 characters"),
    "brackets within brackets": (lambda: template("(" * 5_000 + "a" + ")" * 5_000 + " … {}"), "m/x.toml", 6, 33, "brackets within one another"),
    "a list times itself": (lambda: beside("lexicon/words-x.toml", f'"L" = [{words(9_000)}]\n', "<L><L> … {}"), "m/x.toml", 6, 16, "more than"),
    "a word list of a megabyte": (lambda: beside("lexicon/words-x.toml", f'"L" = [{words(90_000)}]\n'), "lexicon/words-x.toml", 1, 1, "L: more than"),
    "a list whose words double": (lambda: beside("lexicon/words-x.toml", f'"L" = ["{"(a|b)" * 30}"]\n'), "lexicon/words-x.toml", 1, 74, "L: more than"),
    "lists that hold one another": (
        lambda: beside("lexicon/words-x.toml", '"A" = ["<B>"]\n"B" = ["<A>"]\n'),
        "lexicon/words-x.toml",
        1,
        9,
        "A: no word list <B>",
    ),
    "a list that holds itself": (lambda: beside("lexicon/words-x.toml", '"A" = ["<A>"]\n', "<A> … {}"), "lexicon/words-x.toml", 1, 9, "A: no word list <A>"),
    "a condition of millions": (
        lambda: {"m/x.toml": f"{HEAD}{TEMPLATE.replace('{}', '甲 … {}')}unless.clause = [{words(2_000, '(a|b)' * 12)}]\n"},
        *("m/x.toml", 7, 1, "words in a condition"),
    ),
    "a library of a million words": (
        lambda: {
            "m/x.toml": HEAD + "".join(TEMPLATE.replace("{}", f"({'|'.join(f'甲{n}乙{i}' for i in range(95))})({alternatives(95)}) … {{}}") for n in range(60))
        },
        *("m/x.toml", 116, 13, f"more than {MOST_LIBRARY_WORDS:,} words in the library"),
    ),
    "an expression of half a megabyte": (lambda: regex("a" * 500_000 + "{}"), "m/x.toml", 6, 10, "a regex of more than"),
    "an expression of brackets": (lambda: regex("(" * 900 + "a" + ")" * 900 + "{}"), "m/x.toml", 6, 10, "not a regular expression"),
    "an expression that is none": (lambda: regex("(a{}"), "m/x.toml", 6, 10, "not a regular expression"),
    "a repetition without end": (lambda: regex("a{99999999999999}{}"), "m/x.toml", 6, 10, "not a regular expression"),
    "a name pattern of half a megabyte": (
        lambda: beside("lexicon/names.toml", f'patterns = ["{"a" * 500_000}"]\n'),
        "lexicon/names.toml",
        1,
        14,
        "more than 2000",
    ),
    "a name pattern of brackets": (
        lambda: beside("lexicon/names.toml", f'patterns = ["{"(" * 900}a{")" * 900}"]\n'),
        "lexicon/names.toml",
        1,
        14,
        "not a regular",
    ),
    "a name pattern without end": (lambda: beside("lexicon/names.toml", 'patterns = ["a{99999999999999}"]\n'), "lexicon/names.toml", 1, 14, "not a regular"),
    "a factor of a milliard zeros": (
        lambda: beside("units/x.toml", '[[unit]]\nname = "x"\nsurfaces = ["x"]\nfactor = "1e999999999"\n'),
        *("units/x.toml", 4, 1, "factor: not a number"),
    ),
    "a key of a hundred thousand parts": (lambda: {"m/x.toml": HEAD + "a." * 100_000 + "a = 1\n"}, "m/x.toml", 5, 1, "a key of more than 20 parts"),
    "a quoted key of as many": (lambda: {"m/x.toml": HEAD + '"a" . ' * 100_000 + "a = 1\n"}, "m/x.toml", 5, 1, "a key of more than 20 parts"),
    "a table of as many": (lambda: {"m/x.toml": f"{HEAD}[{'a.' * 100_000}a]\n"}, "m/x.toml", 5, 2, "a key of more than 20 parts"),
    "lists within lists": (lambda: {"m/x.toml": f"a = {'[' * 50_000}{']' * 50_000}\n"}, "m/x.toml", 1, 1, "recursion"),
    "a number of a million digits": (lambda: {"m/x.toml": f"a = {'9' * 1_000_000}\n"}, "m/x.toml", 1, 1, "4300 digits"),
    "a file of five megabytes": (lambda: {"m/x.toml": HEAD + "#" * (MOST_BYTES + 1)}, "m/x.toml", 1, 1, "larger than 4 MB"),
    "a string without end": (lambda: {"m/x.toml": 'name = "' + "a" * 1_000_000}, "m/x.toml", 1, 1_000_009, "Unterminated string"),
    "nothing but wrong patterns": (
        lambda: {"m/x.toml": HEAD + "".join(TEMPLATE.replace("{}", f"<no{n}> … {{}}") for n in range(20_000))},
        "m/x.toml",
        6,
        13,
        "no0",
    ),
    "nothing but unknown keys": (lambda: {"m/x.toml": HEAD + "".join(f"k{n} = 1\n" for n in range(20_000))}, "m/x.toml", 5, 1, "unknown key 'k0'"),
    "nothing but wrong lists": (
        lambda: beside("lexicon/words-x.toml", "".join(f'"L{n}" = ["<x>"]\n' for n in range(20_000))),
        "lexicon/words-x.toml",
        1,
        10,
        "L0",
    ),
    "nothing but wrong expressions": (
        lambda: beside("lexicon/names.toml", f"patterns = [{words(20_000, '(')}]\n"),
        "lexicon/names.toml",
        1,
        14,
        "not a regular",
    ),
    "nothing but unknown words": (
        lambda: beside("lexicon/names.toml", "".join(f"k{n} = 1\n" for n in range(20_000))),
        "lexicon/names.toml",
        1,
        1,
        "unknown key 'k0'",
    ),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_library_is_a_fault_with_its_place(words_only: Path, write_library: Write, name: str) -> None:
    files, file, line, column, message = HOSTILE[name]
    folder = write_library(files())
    before = time.process_time()
    with pytest.raises(LibraryError) as raised:
        load_library([words_only, folder])
    assert time.process_time() - before < SECONDS
    first = next(fault for fault in raised.value.faults if fault.path == str(folder / file))
    assert (first.line, first.column) == (line, column)
    assert message in first.message
    assert first.remedy and first.code
    assert len(first.message) < 500 and all(len(line) < 500 for line in first.picture)
    assert len(raised.value.faults) <= 202


def test_of_many_faults_the_first_are_told_and_that_there_are_more(words_only: Path, write_library: Write) -> None:
    folder = write_library({"m/x.toml": HEAD + "".join(f"k{n} = 1\n" for n in range(500))})
    with pytest.raises(LibraryError) as raised:
        load_library([words_only, folder])
    assert [fault.message for fault in raised.value.faults[-2:]] == ["unknown key 'k99'", "more faults follow in this file"]


LARGE: dict[str, Callable[[], Files]] = {
    # large, and no fault: each must still be read and used in bounded time
    "nine thousand alternatives": lambda: template(f"({'|'.join(f'词{n}' for n in range(9_000))}) … {{}}"),
    "twenty thousand gaps": lambda: template("甲 … " * 20_000 + "{}"),
    "fifty thousand units": lambda: beside("units/x.toml", f'[[unit]]\nname = "x"\nsurfaces = [{words(50_000, "位")}]\n'),
    "sixty thousand idioms": lambda: beside("lexicon/idioms.toml", f"idioms = [{words(60_000, '语')}]\n"),
    "repetitions within repetitions": lambda: regex("甲((a{1,1000}){1,1000}){1,1000}{}"),
    "a comment of a megabyte": lambda: {"m/x.toml": f"{HEAD}{TEMPLATE.replace('{}', '甲 … {}')}#{'x' * 1_000_000}"},
    "points and dots in texts": lambda: {
        "m/x.toml": f"""{HEAD}{TEMPLATE.replace("{}", "甲 … {}")}[[example]]\nfigure = "3人"\nvalue = 3\ntext = '''
目录{"." * 500}12\n1.2.3.4.5.6.7.8.9，甲3人。'''\n"""
    },
}


@pytest.mark.parametrize("name", LARGE)
def test_a_large_library_is_used_in_bounded_time(words_only: Path, write_library: Write, name: str) -> None:
    folder = write_library(LARGE[name]())
    before = time.process_time()
    extractor = Extractor(load_library([words_only, folder]))
    records = extractor.extract(Document("a.txt", "全年甲乙丙8500人，词77共35人。" * 20)).records
    assert time.process_time() - before < 2 * SECONDS
    assert len(records) == 40


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes and devices in folders")
def test_a_pipe_or_device_in_a_library_is_a_fault(words_only: Path, write_library: Write) -> None:
    folder = write_library(template("甲 … {}"))
    os.mkfifo(folder / "m/pipe.toml")
    (folder / "m/zero.toml").symlink_to("/dev/zero")
    with pytest.raises(LibraryError) as raised:
        load_library([words_only, folder])
    assert [(Path(fault.path).name, fault.message) for fault in raised.value.faults] == [
        ("pipe.toml", "a pipe or device, no file"),
        ("zero.toml", "a pipe or device, no file"),
    ]


SCRIPT = """
import resource, sys
resource.setrlimit(resource.RLIMIT_AS, ({memory}, {memory}))
from pathlib import Path
from ureport import load_library
from ureport.errors import LibraryError
for folder in sys.argv[2:]:
    try:
        load_library([Path(sys.argv[1]), Path(folder)])
        print("loaded")
    except LibraryError:
        print("fault")
"""


@pytest.mark.skipif(sys.platform != "linux", reason="the memory of a process cannot be bounded")
def test_no_hostile_library_takes_all_memory(words_only: Path, tmp_path: Path) -> None:
    made: dict[str, Callable[[], Files]] = {**{name: files for name, (files, *_) in HOSTILE.items()}, **LARGE}
    for number, files in enumerate(made.values()):
        for name, content in files().items():
            path = tmp_path / f"{number:02d}" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(content, encoding="utf-8")
    command = [sys.executable, "-c", SCRIPT.format(memory=MEMORY), str(words_only), *map(str, sorted(tmp_path.glob("[0-9][0-9]")))]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.stdout.split() == ["fault"] * len(HOSTILE) + ["loaded"] * len(LARGE), done.stderr[-500:]
