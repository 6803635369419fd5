"""Word 97 to 2003: by LibreOffice or antiword, within a time, leaving nothing behind; without either an error that says what to install."""

from __future__ import annotations

import shutil
import stat
import subprocess
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from making.ole import ole
from making.word import docx, item, note_mark, paragraph, run, table
from ureport.errors import InputError
from ureport.model import Document
from ureport.readers import doc

WORD = ole({"WordDocument": b"\xec\xa5\xc1\x00" + bytes(6) + b"\x00\x02" + bytes(100)})
LOCKED = ole({"WordDocument": b"\xec\xa5\xc1\x00" + bytes(6) + b"\x00\x03" + bytes(100)})
Install = Callable[..., None]


def document(data: bytes) -> Document:
    (found,) = doc.read(data, "report.doc")
    return found


@pytest.fixture
def install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Install:
    """Puts programs that are written for the test in the place of LibreOffice and antiword; all others are gone."""
    work = tmp_path / "work"
    work.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(work))
    programs: dict[str, str] = {}
    monkeypatch.setattr(shutil, "which", programs.get)

    def write(**scripts: str) -> None:
        for name, script in scripts.items():
            path = tmp_path / name
            path.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
            path.chmod(path.stat().st_mode | stat.S_IXUSR)
            programs[name] = str(path)

    return write


@pytest.fixture(autouse=True)
def nothing_left(tmp_path: Path) -> object:
    """Whatever happened, the folder in which the file was converted is gone."""
    yield
    assert list((tmp_path / "work").glob("*")) == []


def test_without_a_converter_the_error_says_what_to_install(install: Install) -> None:
    with pytest.raises(InputError, match="needs LibreOffice or antiword") as error:
        document(WORD)
    assert "install LibreOffice" in error.value.remedy


def test_libreoffice_makes_a_docx_and_that_is_read(install: Install, tmp_path: Path) -> None:
    (tmp_path / "made.docx").write_bytes(docx(item("组织", 1), paragraph(f"<w:del>{run('7')}</w:del>{run('新增8500名。')}")))
    install(soffice=f'echo "$@" > {tmp_path}/called; cp {tmp_path}/made.docx report.docx', antiword="echo never")
    found = document(WORD)
    assert (found.text, found.flags) == ("一、组织\n新增8500名。\n", ("tracked changes: deleted text left out",))
    called = (tmp_path / "called").read_text(encoding="utf-8")
    assert "--headless" in called
    assert f"-env:UserInstallation=file://{tmp_path}/work/" in called


def test_the_profile_forbids_macros(install: Install, tmp_path: Path) -> None:
    install(soffice=f"cp profile/user/registrymodifications.xcu {tmp_path}/settings")
    with pytest.raises(InputError, match="damaged: it cannot be converted"):
        document(WORD)
    assert 'DisableMacrosExecution" oor:op="fuse"><value>true' in (tmp_path / "settings").read_text(encoding="utf-8")


def test_antiword_reads_what_libreoffice_cannot(install: Install) -> None:
    install(soffice="exit 1", antiword='printf "新增8500名[1]。\\n|单位    |会员  |\\n|甲市    |320   |\\n"')
    found = document(WORD)
    assert (found.text, found.flags) == ("新增8500名¹。\n| 单位 | 会员 |\n| 甲市 | 320 |\n", (doc.BY_ANTIWORD,))


@pytest.mark.parametrize("script", ["exit 1", "exit 0", "printf ' \\n'"])
def test_a_file_that_no_converter_reads_is_damaged(script: str, install: Install) -> None:
    install(antiword=script)
    with pytest.raises(InputError, match="damaged"):
        document(WORD)


def test_a_converter_and_what_it_started_are_stopped_in_time(install: Install, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doc, "SECONDS", 0.5)
    install(soffice=f"sleep 60 & echo $! > {tmp_path}/child; wait")
    began = time.monotonic()
    with pytest.raises(InputError, match=r"soffice took more than 0\.5 s"):
        document(WORD)
    assert time.monotonic() - began < 10
    child = (tmp_path / "child").read_text(encoding="utf-8").strip()
    state = Path(f"/proc/{child}/stat")
    assert not state.exists() or state.read_text().split()[2] == "Z"


def test_a_converter_that_does_not_start_is_told(install: Install, tmp_path: Path) -> None:
    install(soffice="exit 0")
    (tmp_path / "soffice").write_bytes(b"\x7fELF no program")
    with pytest.raises(InputError, match="soffice does not start"):
        document(WORD)


@pytest.mark.parametrize(
    ("data", "message"),
    [(b"", "damaged: this is no Word"), (b"{\\rtf1 x}", "damaged: this is no Word"), (ole({"EncryptedPackage": b"x"}), "encrypted"), (LOCKED, "encrypted")],
    ids=lambda value: value if isinstance(value, str) else "file",
)
def test_what_cannot_be_read_is_told(data: bytes, message: str, install: Install) -> None:
    install(soffice="echo never")
    with pytest.raises(InputError, match=message):
        document(data)


@pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is not installed")
def test_a_real_file_keeps_what_its_docx_keeps(tmp_path: Path) -> None:
    (tmp_path / "work").mkdir()
    body = [item("组织", 1), paragraph(run("入会率98%") + note_mark(1) + run("。")), table(("单位", "会员"), ("甲市", "320")), item("1560份", 2)]
    whole = docx(*body, notes=["按年末5.1万人计算。"])
    (tmp_path / "report.docx").write_bytes(whole)
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    subprocess.run(["soffice", profile, "--headless", "--convert-to", "doc", "report.docx"], cwd=tmp_path, check=True, capture_output=True, timeout=120)
    text = document((tmp_path / "report.doc").read_bytes()).text
    for line in ("一、组织", "入会率98%¹。", "　　¹ 按年末5.1万人计算。", "| 单位 | 会员 |", "| 甲市 | 320 |", "1. 1560份"):
        assert line in text.split("\n")
