"""What git knows of a folder: its files at a revision, and which of them differ now. Only this and the reader of old Word files start another program.

Files of a revision are read as they are stored. No hook of the repository runs, and the work tree stays untouched.
"""

from __future__ import annotations

import os
import posixpath
import re
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from ureport.errors import UsageError

_REVISION = re.compile(r"((?:\{[^}]*\}|[^:])+)(?::(.*))?", re.DOTALL)
"""``main``, ``v1.0:patterns``; a colon in braces is none: ``main@{2024-05-01 10:00}``."""
_QUIET = ("--no-pager", "--literal-pathspecs", "-c", "core.fsmonitor=false", "-c", f"core.hooksPath={os.devnull}")
# set when git runs us in a hook; the repository is that of the folder
_ELSEWHERE = ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX", "GIT_COMMON_DIR", "GIT_NAMESPACE", "GIT_OBJECT_DIRECTORY", "GIT_EXTERNAL_DIFF")
_FILES = (b"100644", b"100755")


@dataclass(frozen=True, slots=True)
class Revision:
    """A commit of the repository that holds the folder ``near``.

    ``name`` is what was asked for up to the colon; ``below`` the path after it, None when there was none (``v1.0:patterns``).
    ``prefix`` is the path of the folder below the top of the repository.
    """

    name: str
    commit: str
    near: Path
    prefix: str
    below: str | None

    @contextmanager
    def unpacked(self, suffix: str) -> Iterator[Path]:
        """The files of the commit that end in a suffix, in a temporary folder that is removed at the end. Links are left out."""
        with tempfile.TemporaryDirectory(prefix="ureport-") as folder:
            blobs = self._blobs(os.fsencode(suffix))
            try:
                for path, content in zip(blobs, self._contents(list(blobs.values())), strict=True):
                    target = Path(folder, path)
                    target.parent.mkdir(parents=True, exist_ok=True)
                    target.write_bytes(content)
            except OSError as error:
                raise UsageError(f"cannot be unpacked: {error.strerror}", place=self.name, remedy=f"check the space left in {folder}") from None
            yield Path(folder)

    def _blobs(self, suffix: bytes) -> dict[str, bytes]:
        """Path → id of the plain files; a path that would lead out of the folder is left out."""
        found = {}
        for entry in _git(self.near, "ls-tree", "-r", "-z", "--full-tree", self.commit).split(b"\0"):
            meta, _, name = entry.partition(b"\t")
            if name.endswith(suffix) and meta.split()[0] in _FILES and not {b"", b".", b".."} & set(name.split(b"/")):
                found[os.fsdecode(name)] = meta.split()[2]
        return found

    def _contents(self, blobs: list[bytes]) -> Iterator[bytes]:
        """The contents of blobs, in their order."""
        answer, at = _git(self.near, "cat-file", "--batch", given=b"".join(blob + b"\n" for blob in blobs)), 0
        for blob in blobs:
            head = answer[at : answer.index(b"\n", at)]
            if not head.startswith(blob + b" blob "):
                raise UsageError(f"git has no content for {os.fsdecode(blob)}", place=self.name, remedy="fetch the whole repository: git fetch --refetch")
            first, size = at + len(head) + 1, int(head.split()[2])
            yield answer[first : first + size]
            at = first + size + 1


def find_revision(name: str, *folders: Path) -> Revision:
    """The revision that a word names (``main``, ``HEAD~1``, ``v1.0:patterns``) in the repository of the first folder that is in one.

    Raises UsageError when git or the repository is missing, or there is no such revision.
    """
    words = _REVISION.fullmatch(name)
    if words is None or name.startswith("-"):
        raise UsageError("this is no name of a revision", place=name, remedy="name a branch, a tag or a commit: main, HEAD~1, v1.0:patterns")
    near, prefix = _repository(name, folders)
    found = _run(near, "rev-parse", "--verify", "--quiet", f"{words[1]}^{{commit}}")
    commit = found.stdout.decode().strip()
    if found.returncode or not commit.isalnum():
        shallow = _git(near, "rev-parse", "--is-shallow-repository").strip() == b"true"
        remedy = "this clone is shallow: git fetch --unshallow" if shallow else "check the spelling; git log --oneline --all lists the commits"
        raise UsageError("no such revision", place=name, remedy=remedy)
    below = None if words[2] is None else posixpath.normpath(posixpath.join(prefix if words[2].startswith(".") else "", words[2]))
    if below is not None and below.startswith(("/", "..")):
        raise UsageError("this path leads out of the repository", place=name, remedy="name a path from its top: main:path/to/patterns")
    return Revision(words[1], commit, near, prefix, below)


def _repository(name: str, folders: tuple[Path, ...]) -> tuple[Path, str]:
    """The first folder that is in a repository, and its path below the top of that."""
    for folder in folders:
        inside = _run(folder, "rev-parse", "--show-prefix")
        if not inside.returncode:
            return folder, os.fsdecode(inside.stdout.removesuffix(b"\n"))
    raise UsageError(f"git finds no repository in {folder.absolute()}: {_why(inside)}", place=name, remedy="go into the repository, or name a folder")


def changed_files(folder: Path, since: str = "HEAD") -> set[Path]:
    """The files below a folder that differ from a revision, as ``folder / path``: changed, new and deleted ones, untracked ones too.

    What git ignores is left out. Raises UsageError as ``find_revision`` does.
    """
    if not folder.is_dir():
        raise UsageError("no such folder", place=str(folder), remedy="check the spelling of the path")
    commit = find_revision(since, folder).commit
    differing = _git(folder, "diff", "--name-only", "-z", "--relative", "--no-renames", "--no-ext-diff", "--ignore-submodules", commit, "--")
    untracked = _git(folder, "ls-files", "-z", "--others", "--exclude-standard")
    return {folder / os.fsdecode(name) for name in (differing + untracked).split(b"\0") if name and not name.endswith(b"/")}


def _git(folder: Path, *arguments: str, given: bytes = b"") -> bytes:
    """What git prints; raises UsageError with what it complains of."""
    done = _run(folder, *arguments, given=given)
    if done.returncode:
        raise UsageError(f"git {arguments[0]} failed: {_why(done)}", place=str(folder), remedy="see what git says of this repository: git status")
    return done.stdout


def _run(folder: Path, *arguments: str, given: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    environment = {name: value for name, value in os.environ.items() if name not in _ELSEWHERE}
    environment |= {"LC_ALL": "C", "GIT_OPTIONAL_LOCKS": "0", "GIT_TERMINAL_PROMPT": "0", "GIT_NO_LAZY_FETCH": "1"}
    command = ["git", *_QUIET, *arguments]
    try:
        return subprocess.run(command, cwd=folder, env=environment, input=given, capture_output=True, check=False)
    except FileNotFoundError:
        raise UsageError("git is not installed, so no revision can be read", remedy="install git, or name a folder") from None
    except OSError as error:
        raise UsageError(f"git cannot be run: {error.strerror}", place=str(folder), remedy="check the folder and its rights") from None


def _why(done: subprocess.CompletedProcess[bytes]) -> str:
    """The first line of what git says."""
    lines = done.stderr.decode("utf-8", "replace").splitlines()
    return lines[0].removeprefix("fatal: ") if lines else f"exit code {done.returncode}"
