"""The public names: as few as promised, and as the document says."""

from __future__ import annotations

import contextlib
import io
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

import ureport
from ureport import Extractor, MetricRecord
from ureport.errors import InputError, UsageError

ROOT = Path(__file__).parent.parent
DOCUMENT = (ROOT / "docs/python.md").read_text(encoding="utf-8")
TEXT = "2016年，新增会员8500名。"


def test_at_most_ten_names_and_all_documented() -> None:
    assert len(ureport.__all__) <= 10
    for name in ureport.__all__:
        assert getattr(ureport, name) is not None
        assert f"`{name}`" in DOCUMENT, name
    with pytest.raises(AttributeError):
        ureport.nothing  # noqa: B018


def test_importing_loads_nothing_heavy() -> None:
    code = "import sys, ureport; print(sorted({m.split('.')[0] for m in sys.modules} & {'pandas', 'jieba', 'regex', 'opencc', 'pyarrow', 'xlsxwriter'}))"
    done = subprocess.run([sys.executable, "-c", code], env={"PYTHONPATH": str(ROOT / "src")}, capture_output=True, text=True)
    assert done.stdout == "[]\n", done.stderr


def test_the_examples_of_the_document_print_what_it_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The Python blocks run one after the other; a block without a language after one is what it prints."""
    for module in ("pyarrow", "python_calamine"):
        pytest.importorskip(module)
    (tmp_path / "samples").symlink_to(ROOT / "samples")
    monkeypatch.chdir(tmp_path)
    names: dict[str, object] = {}
    blocks = re.findall(r"```(python)?\n(.*?)```", DOCUMENT, re.DOTALL)
    assert len([language for language, _ in blocks if language]) >= 9
    printed = ""
    for language, block in blocks:
        if language:
            with contextlib.redirect_stdout(io.StringIO()) as out:
                exec(compile(block, "docs/python.md", "exec"), names)
            printed = out.getvalue()
        else:
            assert printed == block
            printed = ""
    assert printed == "", "an example prints what the document does not show"


# a path or a text


@pytest.mark.parametrize("text", [TEXT, "新增会员8500名\n", "a/b\n新增会员8500名", "见附件.txt：新增会员8500名", "/etc/passwd，新增会员8500名"])
def test_a_str_with_the_signs_of_a_sentence_is_a_text(text: str) -> None:
    (record,) = ureport.extract(text)
    assert (record.value, record.source) == (8500, "text")
    assert record == ureport.extract(text=text)[0]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "in").mkdir()
    (tmp_path / "in/a.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "in/2016年，总结").write_text(TEXT, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path / "in"


@pytest.mark.parametrize("path", ["in/a.txt", Path("in/a.txt"), "in", Path("in")])
def test_a_path_is_a_file_or_a_folder(folder: Path, path: str | Path) -> None:
    assert [(record.value, record.source) for record in ureport.extract(path)] == [(8500, "a.txt")]


@pytest.mark.parametrize("path", ["gone", "gone.txt", "in/gone.txt", "新增会员8500名", "", Path("gone，a")])
def test_what_is_not_there_is_no_text(folder: Path, path: str | Path) -> None:
    with pytest.raises(UsageError, match="no such file") as caught:
        ureport.extract(path)
    assert "extract(text=…)" in caught.value.remedy


@pytest.mark.parametrize("words", ["in/2016年，总结", "总结，2016.txt", "总结：2016.MD"])
def test_what_could_be_either_is_refused(folder: Path, words: str) -> None:
    with pytest.raises(UsageError, match="may be a text or a path") as caught:
        ureport.extract(words)
    assert "Path" in caught.value.remedy


def test_saying_which_decides(folder: Path) -> None:
    assert ureport.extract(Path("in/2016年，总结"))[0].source == "2016年，总结"
    assert ureport.extract(text="in/a.txt") == []
    assert ureport.extract(text="8500名新会员")[0].source == "text"


@pytest.mark.parametrize(("arguments", "keywords"), [((), {}), ((TEXT,), {"text": TEXT})])
def test_one_of_both_must_be_given(arguments: tuple[str, ...], keywords: dict[str, str]) -> None:
    with pytest.raises(UsageError, match="a path or a text"):
        ureport.extract(*arguments, **keywords)  # type: ignore[call-overload]


def test_a_broken_file_is_an_error_alone_and_a_warning_among_others(folder: Path) -> None:
    (folder / "b.txt").write_bytes(bytes(range(1, 32)) * 60)
    with pytest.raises(InputError, match="binary"):
        ureport.extract(folder / "b.txt")
    with pytest.warns(RuntimeWarning, match=r"b\.txt: binary"):
        assert len(ureport.extract(folder)) == 1
    (folder / "a.txt").unlink()
    with pytest.raises(InputError, match="binary"):
        ureport.extract(folder)


def test_another_extractor(tiny: Callable[[dict[str, str]], Extractor]) -> None:
    (record,) = ureport.extract(TEXT, extractor=tiny({"a.joined": 'template = "新增会员 {}"'}))
    assert record.metric == "a.joined"


def test_load_takes_a_str_or_a_path(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from ureport.cli import main

    assert main(["extract", "in", "-o", "x.csv", "-q"]) == 0
    records = ureport.load("x.csv")
    assert records == ureport.load(Path("x.csv")) == ureport.extract("in")
    assert all(isinstance(record, MetricRecord) for record in records)
