"""What git knows of a folder. Every repository here is made for its test."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest

from ureport.errors import UsageError
from ureport.revisions import changed_files, find_revision

pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")

Git = Callable[..., str]


@pytest.fixture(autouse=True)
def alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Git without the settings of this machine, and temporary folders that can be counted."""
    for name in [name for name in os.environ if name.startswith("GIT_")]:
        monkeypatch.delenv(name)
    (tmp_path / "temporary").mkdir()
    person = {f"GIT_{who}_{what}": "x@example.org" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
    settings = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1", "GIT_CEILING_DIRECTORIES": str(tmp_path), "TMPDIR": str(tmp_path / "temporary")}
    for name, value in (person | settings).items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(tempfile, "tempdir", None)


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """An empty repository with the branch main."""
    folder = tmp_path / "repository"
    folder.mkdir()
    run(folder, "init", "--quiet", "--initial-branch=main")
    return folder


def run(folder: Path, *arguments: str, given: bytes = b"") -> str:
    return subprocess.run(["git", *arguments], cwd=folder, input=given, check=True, capture_output=True).stdout.decode().strip()


def commit(folder: Path, files: dict[str, str | None], *, name: str = "") -> str:
    """Writes the files (None deletes one) and commits everything; the id of the commit, which gets a tag of that name."""
    for path, content in files.items():
        if content is None:
            (folder / path).unlink()
        else:
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_text(content, encoding="utf-8", newline="")
    run(folder, "add", "--all")
    run(folder, "commit", "--quiet", "--allow-empty", "-m", "change")
    if name:
        run(folder, "tag", name)
    return run(folder, "rev-parse", "HEAD")


def unpacked(name: str, folder: Path, suffix: str = ".toml") -> dict[str, str]:
    """The files of a revision by their path."""
    with find_revision(name, folder).unpacked(suffix) as top:
        return {path.relative_to(top).as_posix(): path.read_bytes().decode() for path in top.rglob("*") if path.is_file()}


# a revision


def test_the_files_of_a_revision(repository: Path) -> None:
    first = commit(repository, {"patterns/a/x.toml": "one", "b.toml": "b", "a.txt": "no"}, name="v1")
    commit(repository, {"patterns/a/x.toml": "two", "b.toml": None, "patterns/a/y.toml": "y"})
    (repository / "patterns/a/x.toml").write_text("three", encoding="utf-8")
    old, now = {"patterns/a/x.toml": "one", "b.toml": "b"}, {"patterns/a/x.toml": "two", "patterns/a/y.toml": "y"}
    for name in ("v1", "HEAD~1", "main^", first, first[:9], "HEAD@{1}", "v1:patterns"):
        assert unpacked(name, repository) == old, name
    for name in ("main", "HEAD", "@"):
        assert unpacked(name, repository / "patterns") == now, name
    assert unpacked("v1", repository, ".txt") == {"a.txt": "no"}
    assert (repository / "patterns/a/x.toml").read_text(encoding="utf-8") == "three"
    assert run(repository, "status", "--porcelain") == "M patterns/a/x.toml"


@pytest.mark.parametrize(
    ("words", "name", "below"),
    [
        ("main", "main", None),
        ("main:", "main", "."),
        ("main:a/b", "main", "a/b"),
        ("main:a/../b/", "main", "b"),
        ("main:./b", "main", "in/side/b"),
        ("main:../b", "main", "in/b"),
        ("main@{2099-01-01 10:00}:b", "main@{2099-01-01 10:00}", "b"),
    ],
)
def test_a_name_with_a_path(repository: Path, words: str, name: str, below: str | None) -> None:
    commit(repository, {"in/side/x": ""})
    revision = find_revision(words, repository / "in/side")
    assert (revision.name, revision.below, revision.prefix) == (name, below, "in/side/")


@pytest.mark.parametrize(
    ("name", "message", "remedy"),
    [
        ("gone", "no such revision", "git log"),
        ("HEAD~5", "no such revision", "git log"),
        ("HEAD..main", "no such revision", "git log"),
        ("^HEAD", "no such revision", "git log"),
        ("main main", "no such revision", "git log"),
        ("$(touch x)", "no such revision", "git log"),
        ("--upload-pack=x", "this is no name of a revision", "name a branch"),
        ("-", "this is no name of a revision", "name a branch"),
        ("", "this is no name of a revision", "name a branch"),
        (":patterns", "this is no name of a revision", "name a branch"),
        ("main:../x", "this path leads out of the repository", "from its top"),
        ("main:a/../../x", "this path leads out of the repository", "from its top"),
        ("main:/etc", "this path leads out of the repository", "from its top"),
    ],
)
def test_a_wrong_name(repository: Path, name: str, message: str, remedy: str) -> None:
    commit(repository, {"x": ""})
    with pytest.raises(UsageError) as caught:
        find_revision(name, repository)
    assert (caught.value.message, caught.value.place) == (message, name)
    assert remedy in caught.value.remedy


def test_a_repository_without_a_commit(repository: Path) -> None:
    with pytest.raises(UsageError, match="no such revision"):
        find_revision("HEAD", repository)


def test_a_shallow_clone_says_so(repository: Path, tmp_path: Path) -> None:
    commit(repository, {"x": "1"})
    commit(repository, {"x": "2"})
    run(tmp_path, "clone", "--quiet", "--depth=1", f"file://{repository}", "clone")
    with pytest.raises(UsageError) as caught:
        find_revision("HEAD~1", tmp_path / "clone")
    assert "shallow" in caught.value.remedy


def test_no_repository(tmp_path: Path, repository: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    with pytest.raises(UsageError) as caught:
        find_revision("main", outside)
    assert caught.value.message.startswith(f"git finds no repository in {outside}: not a git repository")
    commit(repository, {"x": ""})
    assert find_revision("main", outside, repository).near == repository


def test_no_git(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(repository))
    with pytest.raises(UsageError) as caught:
        find_revision("main", repository)
    assert "git is not installed" in caught.value.message
    assert caught.value.remedy


HOSTILE = ["-rf.toml", "a b.toml", "新.toml", "q\"u'o\\te.toml", "$(touch x).toml", "line\nbreak.toml", "\t.toml", "*.toml", ":(top)x.toml", "deep/-/x.toml"]


def test_hostile_names(repository: Path) -> None:
    files = {name: name for name in HOSTILE}
    commit(repository, files)  # type: ignore[arg-type]
    assert unpacked("main", repository) == files


def test_a_name_that_is_no_utf8(repository: Path) -> None:
    name = os.fsdecode(b"\xff\xfe.toml")
    try:
        (repository / name).write_text("x", encoding="utf-8")
    except OSError:
        pytest.skip("this file system takes only UTF-8")
    commit(repository, {})
    with find_revision("main", repository).unpacked(".toml") as top:
        assert os.listdir(top) == [name]


def test_a_tree_cannot_write_outside_its_folder(repository: Path) -> None:
    blob = run(repository, "hash-object", "-w", "--stdin", given=b"evil")

    def tree(*entries: tuple[str, str, str]) -> str:
        content = b"".join(f"{mode} {name}\0".encode() + bytes.fromhex(item) for mode, name, item in entries)
        return run(repository, "hash-object", "-t", "tree", "-w", "--literally", "--stdin", given=content)

    top = tree(("40000", "..", tree(("100644", "evil.toml", blob))), ("40000", ".", tree(("100644", "dot.toml", blob))), ("100644", "good.toml", blob))
    run(repository, "tag", "evil", run(repository, "commit-tree", top, "-m", "x"))
    assert unpacked("evil", repository) == {"good.toml": "evil"}


def test_links_are_left_out(repository: Path, tmp_path: Path) -> None:
    (tmp_path / "secret.toml").write_text("secret", encoding="utf-8")
    (repository / "link.toml").symlink_to(tmp_path / "secret.toml")
    commit(repository, {"x.toml": "x"})
    assert unpacked("main", repository) == {"x.toml": "x"}


def test_contents_are_those_that_were_stored(repository: Path) -> None:
    """Neither attributes nor filters nor line ends change them, and no program of the settings runs."""
    touch = f"touch {repository.parent / 'ran'}"
    commit(repository, {"x.toml": "a\nb $Id$\n", "y.toml": "", "z.toml": "no end"})
    commit(repository, {".gitattributes": "*.toml filter=f ident export-subst eol=crlf\ny.toml export-ignore\n"})
    for setting, value in {"filter.f.smudge": touch, "filter.f.clean": touch, "core.autocrlf": "true", "core.fsmonitor": touch}.items():
        run(repository, "config", setting, value)
    assert unpacked("main", repository) == {"x.toml": "a\nb $Id$\n", "y.toml": "", "z.toml": "no end"}
    assert not (repository.parent / "ran").exists()


def test_no_hook_runs(repository: Path) -> None:
    commit(repository, {"x.toml": "x", "same.toml": "same"})
    ran = repository.parent / "ran"
    for hook in ("post-checkout", "post-index-change", "reference-transaction", "fsmonitor-watchman"):
        (repository / ".git/hooks").mkdir(exist_ok=True)
        (repository / f".git/hooks/{hook}").write_text(f"#!/bin/sh\ntouch {ran}\n", encoding="utf-8")
        (repository / f".git/hooks/{hook}").chmod(0o755)
    run(repository, "config", "core.fsmonitor", str(repository / ".git/hooks/fsmonitor-watchman"))
    run(repository, "status")
    assert ran.exists(), "git would run it"
    ran.unlink()
    (repository / "x.toml").write_text("y", encoding="utf-8")
    os.utime(repository / "same.toml", (0, 0))
    assert unpacked("main", repository) == {"x.toml": "x", "same.toml": "same"}
    assert changed_files(repository) == {repository / "x.toml"}
    assert not ran.exists()


def test_the_temporary_folder_is_always_removed(repository: Path, tmp_path: Path) -> None:
    commit(repository, {"x.toml": "x"})
    with find_revision("main", repository).unpacked(".toml") as top:
        assert top.parent == tmp_path / "temporary"
    for error in (ValueError, KeyboardInterrupt, SystemExit):
        with pytest.raises(error), find_revision("main", repository).unpacked(".toml"):
            raise error
    assert os.listdir(tmp_path / "temporary") == []


def test_a_blob_that_is_missing(repository: Path, tmp_path: Path) -> None:
    commit(repository, {"x.toml": "x"})
    blob = run(repository, "rev-parse", "HEAD:x.toml")
    (repository / f".git/objects/{blob[:2]}/{blob[2:]}").unlink()
    with pytest.raises(UsageError, match=f"git has no content for {blob}"):
        unpacked("main", repository)
    assert os.listdir(tmp_path / "temporary") == []


def test_a_bare_repository(repository: Path, tmp_path: Path) -> None:
    commit(repository, {"x.toml": "x"})
    run(tmp_path, "clone", "--quiet", "--bare", str(repository), "bare")
    assert unpacked("main", tmp_path / "bare") == {"x.toml": "x"}


# changed files


def test_changed_files(repository: Path) -> None:
    names = ("same", "touched", "edited", "staged", "deleted", "removed", "moved", "back")
    commit(repository, {f"in/{name}.toml": f"{name}\n" * 9 for name in names} | {"out.toml": "1", ".gitignore": "*.log\n"}, name="v1")
    commit(repository, {"in/committed.toml": "1"})
    folder = repository / "in"
    (folder / "deep").mkdir()
    for name in ("edited.toml", "staged.toml", "new.toml", "deep/new.toml", "added.toml", "x.log", "../out.toml", "../new.toml"):
        (folder / name).write_text("2", encoding="utf-8")
    os.utime(folder / "touched.toml", (0, 0))
    (folder / "deleted.toml").unlink()
    run(folder, "rm", "--quiet", "removed.toml")
    run(folder, "mv", "moved.toml", "elsewhere.toml")
    run(folder, "add", "staged.toml", "added.toml")
    expected = {"edited", "staged", "new", "deep/new", "added", "deleted", "removed", "moved", "elsewhere"}
    assert changed_files(folder) == {folder / f"{name}.toml" for name in expected}
    assert changed_files(folder, "v1") == {folder / f"{name}.toml" for name in {*expected, "committed"}}
    assert changed_files(repository) == {folder / f"{name}.toml" for name in expected} | {repository / "out.toml", repository / "new.toml"}


def test_nothing_changed(repository: Path) -> None:
    commit(repository, {"x.toml": "x"})
    assert changed_files(repository) == set()


def test_changed_files_with_hostile_names(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    commit(repository, {"x": ""})
    run(repository, "config", "core.quotePath", "true")
    commit(repository, dict.fromkeys(HOSTILE[::2], "1"))
    for name in HOSTILE:
        (repository / name).parent.mkdir(parents=True, exist_ok=True)
        (repository / name).write_text("2", encoding="utf-8")
    assert changed_files(repository) == {repository / name for name in HOSTILE}
    monkeypatch.chdir(repository)
    assert changed_files(Path(".")) == {Path(name) for name in HOSTILE}


def test_inside_a_hook_the_repository_is_that_of_the_folder(repository: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    commit(repository, {"x.toml": "1"})
    (repository / "x.toml").write_text("2", encoding="utf-8")
    for name in ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE"):
        monkeypatch.setenv(name, str(tmp_path / "elsewhere"))
    assert changed_files(repository) == {repository / "x.toml"}


@pytest.mark.parametrize(
    ("since", "message"), [("gone", "no such revision"), ("-x", "this is no name of a revision"), ("--output=x", "this is no name of a revision")]
)
def test_changed_since_a_wrong_revision(repository: Path, since: str, message: str) -> None:
    commit(repository, {"x": ""})
    with pytest.raises(UsageError, match=message):
        changed_files(repository, since)


def test_changed_files_of_a_folder_that_is_gone_or_in_no_repository(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no such folder"):
        changed_files(tmp_path / "gone")
    with pytest.raises(UsageError, match="no repository"):
        changed_files(tmp_path)
