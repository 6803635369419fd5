"""Files that are empty, binary, cut off, in no known encoding, or full of NUL: each is told or flagged, and the report beside them loses nothing."""

from __future__ import annotations

import random

import pytest

from making.folders import SOUND, Outcome, extracted, fill
from making.ole import ole
from making.packages import zipped
from making.pdf import pdf, show
from making.sheets import ods, xls, xlsx
from making.word import docx, paragraph

CHINESE = "2016年新增会员8500名"
HTML = f"<html><body><p>{CHINESE}。</p></body></html>".encode()
MHTML = (
    b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=b\r\n\r\n--b\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + HTML + b"\r\n--b--\r\n"
)
ROWS = {"表": [["单位", "会员(人)"], ["甲县", 8500], ["乙县", 320]]}
WHOLE = {
    "docx": docx(*[paragraph(f"{CHINESE}。")] * 20),
    "xlsx": xlsx(ROWS),
    "ods": ods(ROWS),
    "xls": xls(ROWS),
    "pdf": pdf(show(90, 700, f"{CHINESE}。")),
    "zip": zipped({"a.txt": f"{CHINESE}。", "b.txt": SOUND}),
    "rtf": b"{\\rtf1\\ansi\\ansicpg936 " + b"".join(b"\\'%02x" % byte for byte in CHINESE.encode("gb18030")) + b"\\par}",
    "doc": ole({"WordDocument": b"\xec\xa5" + bytes(5000)}),
    "html": HTML,
    "mhtml": MHTML,
}
NOISE = random.Random(1).randbytes(20_000)

FAILS = {
    "empty.txt": (b"", "empty: no text in this file", "leave it out"),
    "empty.docx": (b"", "empty: no text", "leave it out"),
    "empty.pdf": (b"", "empty: no text", "leave it out"),
    "blank.txt": (b" \r\n\t\n\n", "empty: no text", "leave it out"),
    "wide-blanks.txt": ("\u3000\u00a0\u2028\n".encode(), "empty: no text", "leave it out"),
    "blank.html": (b"<html><p> </p></html>", "empty: no text in this page", "save the page with its text"),
    "nuls.txt": (bytes(5000), "empty: no text", "leave it out"),
    "mark.txt": (b"\xef\xbb\xbf", "empty: no text", "leave it out"),
    "binary.txt": (NOISE, "binary: this is no text file", "save the report as text"),
    "binary.docx": (NOISE, "damaged: this is no .docx file", "save it anew"),
    "binary.pdf": (NOISE, "damaged: this is no .pdf file", "save it anew"),
    "binary-body.pdf": (b"%PDF-1.7\n" + NOISE, "damaged: this is no whole PDF file", "save it again"),
    "binary-body.zip": (b"PK\3\4" + NOISE, "damaged: its table of contents cannot be read", "packed and sent again"),
    "binary-body.xls": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + NOISE, "no reader for this Office file", "save it as DOCX"),
    "program.txt": (b"\x7fELF" + NOISE, "a program: there is no text", "leave it out"),
    "western.txt": (
        "Größe übermäßig ärmlich, öfter für Ämter, Bücher über Übungen. ".encode("latin-1") * 5,
        "mis-encoded: none of",
        "save the report as text in UTF-8",
    ),
    "false-mark.txt": (b"\xff\xfe\x00" + "新增会员8500名。".encode() * 3 + b"\xdc" * 99, "mis-encoded: not the UTF-16", "save the report as text in UTF-8"),
    "surrogates.txt": (b"\xed\xa0\x80\xed\xb0\x80" * 50, "mis-encoded: none of", "save the report as text in UTF-8"),
}
READ = {
    "no-mark-le.txt": (SOUND.encode("utf-16-le"), ""),
    "no-mark-be.txt": (SOUND.encode("utf-16-be"), ""),
    "gbk.txt": (SOUND.encode("gbk"), ""),
    "nul-ridden.txt": (SOUND.encode().replace(b"\n", b"\n\0\0\0"), "nul bytes: 6"),
    "bad-byte.txt": (SOUND.encode().replace("，".encode(), b"\xff"), "bad bytes: 2"),
    "surrogate.txt": (SOUND.encode() + b"\xed\xa0\x80", "bad bytes: 3"),
    "cut.txt": (SOUND.encode() + "会".encode()[:2], "truncated"),
    "cut.html": (b"<html><meta charset=utf-8>" + SOUND.encode() + b"<p cla", "truncated"),
    "mark-inside.txt": (SOUND.replace("，", "\ufeff，").encode(), ""),
    "separators.txt": (SOUND.replace("。", "。\u2028\u2029\x85\x0b\x0c\x1c").encode(), ""),
    "controls.txt": (SOUND.replace("。", "。\x01\x1b[2J\x07").encode() + SOUND.encode() * 20, ""),
    "packed-anew.ods": (ods({"表": [["2016年", "新增会员(名)", "慰问困难职工(户)"], ["全市", 8500, 1200]]}), ""),
}


@pytest.fixture(scope="module")
def outcome(tmp_path_factory: pytest.TempPathFactory) -> Outcome:
    """All of them in one folder."""
    return extracted(fill(tmp_path_factory.mktemp("bytes"), {name: case[0] for name, case in (FAILS | READ).items()}))


def test_the_sound_report_is_unharmed_and_the_exit_code_tells(outcome: Outcome) -> None:
    assert outcome.sound
    assert outcome.code == 1
    assert f"{len(READ) + 1} files read, {len(FAILS)} failed" in outcome.err


@pytest.mark.parametrize("name", FAILS)
def test_what_fails_says_where_and_what_to_do(outcome: Outcome, name: str) -> None:
    _, message, remedy = FAILS[name]
    problem = outcome.problem(name)
    assert problem["level"] == "failed"
    assert message in problem["message"]
    assert remedy in problem["remedy"]
    assert f"error: {problem['source']}: {problem['message']}\n  remedy: {problem['remedy']}\n" in outcome.err
    assert outcome.of(name) == []


@pytest.mark.parametrize("name", READ)
def test_what_can_be_read_is_read_and_its_damage_is_flagged(outcome: Outcome, name: str) -> None:
    assert outcome.of(name)[:2] == ["8500", "1200"]
    flag = READ[name][1]
    assert not flag or any(row["source"] == name and row["message"] == flag and row["level"] == "warning" for row in outcome.problems)


@pytest.fixture(scope="module")
def cut(tmp_path_factory: pytest.TempPathFactory) -> Outcome:
    """Each format, cut off at several lengths."""
    pieces = {f"{at:02}.{form}": data[: len(data) * at // 100] for form, data in WHOLE.items() for at in (1, 10, 50, 90, 99)}
    return extracted(fill(tmp_path_factory.mktemp("cut"), pieces))


def test_files_that_were_cut_off_harm_no_other(cut: Outcome) -> None:
    assert cut.sound
    assert cut.code == 1


@pytest.mark.parametrize("form", WHOLE)
def test_a_file_that_was_cut_off_is_told_or_read_as_far_as_it_goes(cut: Outcome, form: str) -> None:
    for at in (1, 10, 50, 90, 99):
        name = f"{at:02}.{form}"
        problems = [row for row in cut.problems if name in row["source"]]
        failed = [row for row in problems if row["level"] == "failed"]
        assert all(row["remedy"] and "cannot be read as" not in row["message"] for row in failed)
        assert failed or cut.of(name) or form in ("html", "mhtml", "rtf"), name
        if form in ("docx", "xlsx", "ods", "zip", "doc"):
            assert failed, name
