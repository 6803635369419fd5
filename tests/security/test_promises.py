"""docs/security.md, held to: what the commands do is written down by a hook in their process, and by the system.

test_controls.py breaks each promise, to prove that it would be seen.
"""

from __future__ import annotations

import os
import shutil
import stat
import subprocess
from pathlib import Path

import pytest

from making.hostile import FAULTY, hostile_files, hostile_library, linked_text
from making.kernel import Guarded, Port, on_linux
from making.ole import ole
from making.watched import MARK, ROOT, SECRET, Desk, Watched
from making.word import docx, paragraph

PATTERNS = ROOT / "patterns"
CHECKED = [PATTERNS, ROOT / "samples"]
"""What ``ureport check`` reads when nothing is named: the shipped library, and the reports beside it."""
EXTRAS = {".xlsx": "xlsxwriter", ".parquet": "pyarrow"}
WORD = ole({"WordDocument": b"\xec\xa5\xc1\x00" + bytes(6) + b"\x00\x02" + bytes(100)})


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """The samples to be read, and results of them."""
    made = Desk(tmp_path_factory.mktemp("desk"))
    shutil.copytree(ROOT / "samples", made / "in", dirs_exist_ok=True)
    for name in ("old.csv", "new.jsonl"):
        assert made.ureport("extract", made / "in", "-q", "-o", name).code == 0
    return made


def judge(done: Watched, desk: Desk, *, readable: list[Path] = CHECKED, programs: tuple[str, ...] = ()) -> None:
    """All promises at once: whatever the command, it keeps every one."""
    assert "Traceback" not in done.err, done.err
    assert done.network() == []
    assert done.hostile_code() == []
    assert done.read([*desk.readable, *readable]) == []
    assert done.written(desk.writable) == []
    assert {Path(command[0]).name for command in done.started()} <= set(programs)
    assert desk.left == [], "files left in the temporary folder or the home"


# the commands on sound reports

COMMANDS = [
    *[("extract", "{in}", "-o", name) for name in ("a.xlsx", "a.csv", "a.jsonl", "a.parquet", "a.sqlite", "package/")],
    ("extract", "{in}", "--format", "xlsx"),
    ("audit", "{in}", "-o", "audit.csv"),
    ("audit", "{in}", "--format", "text"),
    ("explain", "{in}/01-city-year.txt"),
    ("text", "{in}/08-traditional.txt"),
    ("metrics", "member.new"),
    ("pivot", "old.csv"),
    ("pivot", "old.csv", "-o", "pivot.xlsx"),
    ("diff", "old.csv", "new.jsonl"),
    ("check",),
    ("patterns", "suggest", "{in}"),
    ("patterns", "new", "social.volunteers", "--name", "志愿者人数", "-o", "draft.toml"),
]


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_a_command_does_what_it_is_asked_and_nothing_else(desk: Desk, command: tuple[str, ...]) -> None:
    for word in command:
        if Path(word).suffix in EXTRAS:
            pytest.importorskip(EXTRAS[Path(word).suffix])
    before = {path: path.read_bytes() for path in (desk / "in").rglob("*.txt")}
    done = desk.ureport(*(word.replace("{in}", str(desk / "in")) for word in command))
    assert done.code == 0, done.err
    judge(done, desk)
    assert {path: path.read_bytes() for path in (desk / "in").rglob("*.txt")} == before


def test_outputs_are_all_that_is_written(own: Desk) -> None:
    (own / "in/a.txt").write_text("新增会员8500名。", encoding="utf-8")
    done = own.ureport("extract", own / "in", "-o", "a.sqlite")
    judge(done, own)
    assert sorted(path.name for path in (own / "out").iterdir()) == ["a.sqlite"]


# files that ask for more


@on_linux
@pytest.mark.parametrize("command", ["extract", "audit", "text"])
def test_no_file_reaches_another_file_or_the_network(own: Desk, secret: Path, port: Port, command: str) -> None:
    files = hostile_files(str(secret), f"http://127.0.0.1:{port.number}/x.png")
    for name, data in files.items():
        (own / "in" / name).write_bytes(data)
    (own / "in/link.txt").symlink_to(secret)
    (own / "in/folder").symlink_to(secret.parent)
    with Guarded(secret) as guarded:
        for paths in [[own / "in"]] if command != "text" else [[own / "in" / name] for name in files if name != "members.zip"]:
            done = own.ureport(command, *paths)
            judge(done, own)
            assert SECRET not in done.out + done.err
            assert "8500" in done.out or command == "text"
        assert not guarded.opened
    assert port.calls == 0
    assert not list(own.folder.rglob(f"{MARK}*"))
    assert not Path(f"/tmp/{MARK}.txt").exists()


@on_linux
def test_the_hostile_files_are_read(own: Desk, secret: Path) -> None:
    """Else the test above would prove nothing: of all but the refused ones the record comes out, whatever they link to."""
    for name, data in hostile_files(str(secret), "http://127.0.0.1:1/x").items():
        (own / "in" / name).write_bytes(data)
    done = own.ureport("extract", own / "in", "--format", "jsonl")
    read = {line.split('"source": "')[1].split('"')[0].partition("!")[0] for line in done.out.splitlines() if "8500" in line}
    refused = {line.removeprefix("error: ").split(": ")[0].rpartition("/")[2] for line in done.err.splitlines() if line.startswith("error: ")}
    assert read | refused >= {*hostile_files("", "")}
    assert refused <= {"entity.docx", "entity.xlsx", "entity.ods"}


# pattern libraries


@on_linux
@pytest.mark.parametrize(
    "command", [("extract", "{in}", "--extra-patterns", "{lib}"), ("check", "{lib}", "--with-shipped"), ("metrics", "--extra-patterns", "{lib}")], ids=" ".join
)
def test_no_text_of_a_library_is_run_or_followed(own: Desk, secret: Path, command: tuple[str, ...]) -> None:
    library = own / "in" / "library"
    for name, content in hostile_library(str(secret)).items():
        (library / name).parent.mkdir(parents=True, exist_ok=True)
        (library / name).write_text(content, encoding="utf-8")
    (own / "in/a.txt").write_text(f"新增会员8500名，{MARK}会员35名，培训12{MARK}。", encoding="utf-8")
    with Guarded(secret) as guarded:
        done = own.ureport(*(word.replace("{in}", str(own / "in/a.txt")).replace("{lib}", str(library)) for word in command))
        judge(done, own)
        assert not guarded.opened
    assert done.code == (2 if command[0] == "check" else 0), done.err + done.out
    assert "P012" not in done.out, "a check that stopped with a fault of its own"
    assert MARK in done.out or command[0] == "check"
    assert not [path for path in (own / "out").rglob("*")]


@pytest.mark.parametrize("number", range(len(FAULTY)))
def test_what_a_library_may_not_hold_is_refused_and_not_run(own: Desk, number: int) -> None:
    path = own / "in" / "library" / "member" / "new.toml"
    path.parent.mkdir(parents=True)
    path.write_text(FAULTY[number], encoding="utf-8")
    done = own.ureport("metrics", "--extra-patterns", path.parent.parent)
    assert done.code == 2
    assert f"{path}:" in done.err
    judge(done, own)


# other programs


@pytest.fixture
def programs(own: Desk, tmp_path: Path) -> Path:
    """A folder with a LibreOffice that writes down what it was told, and makes a document."""
    folder = tmp_path / "bin"
    folder.mkdir()
    (folder / "made.docx").write_bytes(docx(paragraph("新增会员8500名。")))
    program = folder / "soffice"
    program.write_text(f'#!/bin/sh\nfor word in "$@"; do echo "$word"; done > "{folder}/told"\npwd >> "{folder}/told"\ncp "{folder}/made.docx" report.docx\n')
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    return folder


@pytest.mark.skipif(os.name != "posix", reason="a shell script stands in for LibreOffice")
@pytest.mark.parametrize("name", ["-env:UserInstallation=x.doc", "$(touch pwned);touch pwned;`touch pwned`.doc", "--headless macro:x y\n.doc", "a.doc"])
def test_the_name_of_a_word_file_never_reaches_the_converter(own: Desk, programs: Path, name: str) -> None:
    (own / "in" / name).write_bytes(WORD)
    done = own.run("-m", "ureport", "extract", own / "in", environment={"PATH": f"{programs}{os.pathsep}{os.environ['PATH']}"})
    judge(done, own, programs=("soffice",))
    assert done.code == 0 and "8500" in done.out, done.err
    (command,) = done.started()
    told = (programs / "told").read_text(encoding="utf-8").splitlines()
    assert told[:-1] == command[1:]
    assert command[0] == str(programs / "soffice")
    folder = Path(told[-1])
    assert folder.parent == (own / "tmp").resolve() and not folder.exists()
    fixed = ["--headless", "--norestore", "--nolockcheck", "--nodefault", "--convert-to", "docx:MS Word 2007 XML", "--outdir"]
    assert command[1:] == [f"-env:UserInstallation={(folder / 'profile').as_uri()}", *fixed, str(folder), str(folder / "report.doc")]
    assert not list(own.folder.rglob("pwned"))


@on_linux
@pytest.mark.skipif(not shutil.which("soffice"), reason="needs LibreOffice")
def test_libreoffice_follows_no_link_of_a_word_file(own: Desk, secret: Path, port: Port) -> None:
    """A Word file with a linked picture and a linked text, made by LibreOffice itself."""
    address = f"http://127.0.0.1:{port.number}/x.png"
    text = own / "tmp" / "made.odt"
    text.write_bytes(linked_text(str(secret), address))
    profile = f"-env:UserInstallation={(own / 'tmp/p').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", "doc", "--outdir", str(own / "in"), str(text)]
    calls = port.calls
    subprocess.run(command, capture_output=True, check=True, timeout=120)
    assert port.calls > calls, "LibreOffice as it comes follows the link, and that is seen"
    shutil.rmtree(own / "tmp")
    (own / "tmp").mkdir()
    assert port_of(address) in (own / "in/made.doc").read_bytes().replace(b"\0", b""), "the link is not in the file"
    calls = port.calls
    with Guarded(secret) as guarded:
        done = own.ureport("extract", own / "in")
        assert "8500" in done.out, done.err
        assert SECRET not in done.out
        assert not guarded.opened
    assert port.calls == calls
    judge(done, own, programs=("soffice", "libreoffice"))


def port_of(address: str) -> bytes:
    return address.split("/")[2].encode()


@pytest.mark.skipif(not shutil.which("git"), reason="needs git")
def test_git_is_started_for_revisions_only_and_runs_nothing_of_the_repository(own: Desk) -> None:
    folder = own / "in" / "$(touch pwned);-rf"
    shutil.copytree(PATTERNS / "member", folder / "patterns" / "member")
    git = ["git", "-c", "user.name=x", "-c", "user.email=x@example.org", "-C", str(folder)]
    for command in (["init", "-q"], ["add", "-A"], ["commit", "-q", "-m", "x"]):
        subprocess.run([*git, *command], check=True, env=own.environment(), capture_output=True)
    trap = folder / "trap.sh"
    trap.write_text(f"#!/bin/sh\ntouch {own / 'out/pwned'}\n")
    trap.chmod(0o755)
    for key in ("core.fsmonitor", "diff.external", "core.pager", "core.sshCommand", "diff.x.textconv", "filter.x.clean", "core.editor"):
        subprocess.run([*git, "config", key, str(trap)], check=True)
    for hook in ("post-checkout", "post-index-change", "pre-commit"):
        shutil.copy(trap, folder / ".git/hooks" / hook)
    (folder / ".gitattributes").write_text("*.toml diff=x\n")
    metric = folder / "patterns/member/new.toml"
    metric.write_text(metric.read_text(encoding="utf-8") + "\n# changed\n", encoding="utf-8")
    done = own.ureport("check", folder / "patterns", "--changed", "--samples", own / "in")
    judge(done, own, programs=("git",))
    assert done.started()
    assert all(command[0] == "git" for command in done.started())
    (own / "in/a.txt").write_text("新增会员8500名。", encoding="utf-8")
    done = own.run("-c", f"import os, sys; os.chdir({str(folder)!r}); from ureport.cli import main; sys.exit(main(sys.argv[1:]))", *diff_of(own))
    judge(done, own, programs=("git",))
    assert done.started(), done.err
    assert not list(own.folder.rglob("pwned"))


def diff_of(own: Desk) -> list[str]:
    return ["diff", "HEAD", "patterns", "--on", str(own / "in/a.txt")]


@pytest.mark.skipif(not shutil.which("git"), reason="needs git")
@pytest.mark.parametrize("revision", ["--output=pwned", "-x", "--upload-pack=touch pwned", "ext::sh -c touch% pwned", "$(touch pwned)", "HEAD;touch pwned"])
def test_a_revision_is_never_an_option_or_a_command(own: Desk, revision: str) -> None:
    subprocess.run(["git", "init", "-q", str(own / "out")], check=True)
    (own / "in/a.txt").write_text("新增会员8500名。", encoding="utf-8")
    for command in (["check", PATTERNS / "member", "--changed", f"--since={revision}"], ["diff", "--on", own / "in/a.txt", "--", revision, PATTERNS]):
        done = own.ureport(*command)
        assert done.code == 2, done.err
        judge(done, own, programs=("git",))
    assert not list(own.folder.rglob("pwned"))
