"""The cache: where it is, whom it trusts, and that nobody can tell from the output whether there is one."""

from __future__ import annotations

import marshal
import os
import shutil
import stat
import subprocess
import sys
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pytest

from making.commands import Command, runner
from ureport import Extractor, load_library, shipped_library
from ureport.cache import _MAGIC, NEWEST, Cache, usual_cache, usual_folder
from ureport.library import Library, stored
from ureport.model import Document
from ureport.readers import read_one

ROOT = Path(__file__).parent.parent
SAMPLES = sorted((ROOT / "samples").glob("*.txt"))
KEY, OTHER = "ab" * 32, "cd" * 32
POSIX = pytest.mark.skipif(sys.platform == "win32", reason="owners and modes are of POSIX")
NOT_ROOT = pytest.mark.skipif(sys.platform == "win32" or os.geteuid() == 0, reason="nothing is forbidden to root")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "cache"


@pytest.fixture
def told() -> list[str]:
    return []


@pytest.fixture
def cache(folder: Path, told: list[str]) -> Cache:
    return Cache(folder, told.append)


def content(cache: Cache, key: str = KEY) -> bytes | None:
    data = cache.read(key)
    return None if data is None else bytes(data)


def entry(folder: Path, key: str = KEY) -> Path:
    return folder / f"{key}.entry"


# where


@pytest.mark.parametrize(
    ("platform", "environment", "place"),
    [
        ("linux", {"HOME": "/h"}, "/h/.cache/ureport"),
        ("linux", {"HOME": "/h", "XDG_CACHE_HOME": "/x"}, "/x/ureport"),
        ("linux", {"HOME": "/h", "XDG_CACHE_HOME": ""}, "/h/.cache/ureport"),
        ("linux", {"HOME": "/h", "XDG_CACHE_HOME": "relative"}, "/h/.cache/ureport"),
        ("linux", {"HOME": "relative"}, None),
        ("darwin", {"HOME": "/h"}, "/h/Library/Caches/ureport"),
        ("win32", {"LOCALAPPDATA": "/local"}, "/local/ureport/Cache"),
        ("win32", {"HOME": "/h"}, None),
        ("linux", {"HOME": "/h", "UREPORT_CACHE": "/named"}, "/named"),
        ("linux", {"HOME": "/h", "UREPORT_CACHE": "~/named"}, "/h/named"),
        ("linux", {"HOME": "/h", "UREPORT_CACHE": "~nobody-of-this-name/c"}, "~nobody-of-this-name/c"),
        ("linux", {"HOME": "/h", "UREPORT_CACHE": "off"}, None),
        ("linux", {"HOME": "/h", "UREPORT_CACHE": "OFF"}, None),
        ("linux", {"HOME": "/h", "UREPORT_CACHE": ""}, "/h/.cache/ureport"),
    ],
)
@POSIX
def test_place(platform: str, environment: dict[str, str], place: str | None, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HOME", "XDG_CACHE_HOME", "LOCALAPPDATA", "UREPORT_CACHE"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(sys, "platform", platform)
    assert usual_folder() == (Path(place) if place else None)


@POSIX
def test_without_home_the_user_still_has_one_or_the_cache_is_off(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HOME", "XDG_CACHE_HOME", "UREPORT_CACHE"):
        monkeypatch.delenv(name, raising=False)
    found = usual_folder()
    assert found is None or found.is_absolute()
    monkeypatch.setattr(os.path, "expanduser", lambda path: path)
    assert usual_folder() is None


# reading and writing


def test_what_is_written_is_read(cache: Cache, folder: Path, told: list[str]) -> None:
    assert cache.read(KEY) is None
    cache.write(KEY, b"\x00data")
    assert content(cache) == b"\x00data"
    assert content(cache, OTHER) is None
    cache.write(KEY, b"newer")
    assert content(cache) == b"newer"
    assert [path.name for path in folder.iterdir()] == [f"{KEY}.entry"]
    assert told == []


@POSIX
def test_only_the_user_may_read_or_write_it(cache: Cache, folder: Path) -> None:
    before = os.umask(0)
    try:
        cache.write(KEY, b"data")
    finally:
        os.umask(before)
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert stat.S_IMODE(entry(folder).stat().st_mode) == 0o600


def test_no_cache_keeps_nothing(tmp_path: Path, told: list[str]) -> None:
    none = Cache(None, told.append)
    none.write(KEY, b"data")
    assert (none.read(KEY), none.entries(), none.clear(), told) == (None, [], 0, [])


def whole(key: str, data: bytes) -> bytes:
    return _MAGIC + bytes.fromhex(key) + sha256(data).digest() + data


BROKEN: dict[str, bytes] = {
    "empty": b"",
    "of another kind": b"PK\x03\x04" + bytes(100),
    "cut off in the head": whole(KEY, b"data")[:20],
    "cut off in the sum": whole(KEY, b"data")[:70],
    "cut off in the data": whole(KEY, b"data")[:-1],
    "longer": whole(KEY, b"data") + b"x",
    "a bit flipped": whole(KEY, b"data")[:-1] + b"b",
    "of another key": whole(OTHER, b"data"),
    "of another version": whole(KEY, b"data").replace(b"cache 1", b"cache 0"),
}


@pytest.mark.parametrize("data", BROKEN.values(), ids=BROKEN.keys())
def test_a_broken_entry_is_not_used_and_is_replaced(cache: Cache, folder: Path, told: list[str], data: bytes) -> None:
    cache.write(KEY, b"data")
    entry(folder).write_bytes(data)
    assert cache.read(KEY) is None
    assert len(told) == 1 and KEY in told[0] and told[0].startswith("cache: not used")
    cache.write(KEY, b"data")
    assert content(cache) == b"data"


@POSIX
@pytest.mark.parametrize(("which", "mode", "used"), [("folder", 0o770, False), ("folder", 0o707, False), ("folder", 0o755, True), ("entry", 0o620, False),
                                                     ("entry", 0o602, False), ("entry", 0o644, True)])  # fmt: skip
def test_what_others_may_write_to_is_not_used(cache: Cache, folder: Path, told: list[str], which: str, mode: int, used: bool) -> None:
    cache.write(KEY, b"data")
    (folder if which == "folder" else entry(folder)).chmod(mode)
    assert content(cache) == (b"data" if used else None)
    assert [("others may write" in line) for line in told] == ([] if used else [True])
    cache.write(OTHER, b"more")
    assert entry(folder, OTHER).exists() is (used or which == "entry")


@POSIX
def test_what_belongs_to_another_is_not_used(cache: Cache, folder: Path, told: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    cache.write(KEY, b"data")
    monkeypatch.setattr(os, "geteuid", lambda: folder.stat().st_uid + 1)
    assert cache.read(KEY) is None
    cache.write(OTHER, b"more")
    assert not entry(folder, OTHER).exists()
    assert all("another user" in line for line in told) and len(told) == 2


def link(path: Path, target: Path) -> None:
    target.write_bytes(path.read_bytes())
    path.unlink()
    path.symlink_to(target)


OTHER_THINGS: dict[str, Callable[[Path, Path], object]] = {
    "a link": lambda path, elsewhere: link(path, elsewhere),
    "a folder": lambda path, _: (path.unlink(), path.mkdir()),
    "a pipe": lambda path, _: (path.unlink(), os.mkfifo(path)),
}


@POSIX
@pytest.mark.parametrize("make", OTHER_THINGS.values(), ids=OTHER_THINGS.keys())
def test_what_is_no_file_is_not_read(cache: Cache, folder: Path, tmp_path: Path, make: Callable[[Path, Path], object]) -> None:
    cache.write(KEY, b"data")
    make(entry(folder), tmp_path / "elsewhere")
    assert cache.read(KEY) is None


@NOT_ROOT
@pytest.mark.parametrize("mode", [0o000, 0o500])
def test_a_folder_without_rights(cache: Cache, folder: Path, mode: int) -> None:
    cache.write(KEY, b"data")
    folder.chmod(mode)
    try:
        cache.write(OTHER, b"more")
        assert cache.read(OTHER) is None
        assert cache.clear() == 0
    finally:
        folder.chmod(0o700)
    assert content(cache) == b"data"


def test_a_file_where_the_folder_should_be(folder: Path, cache: Cache, told: list[str]) -> None:
    folder.write_text("mine", encoding="utf-8")
    cache.write(KEY, b"data")
    assert (cache.read(KEY), cache.entries(), cache.clear()) == (None, [], 0)
    assert folder.read_text(encoding="utf-8") == "mine"
    assert told


def test_a_full_disk_leaves_nothing_behind(cache: Cache, folder: Path, told: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", full)
    cache.write(KEY, b"data")
    assert list(folder.iterdir()) == []
    assert "No space left" in told[0]


def test_the_oldest_entries_are_forgotten(cache: Cache, folder: Path) -> None:
    keys = [f"{number:064x}" for number in range(NEWEST + 2)]
    for age, key in enumerate(keys[:NEWEST]):
        cache.write(key, b"data")
        os.utime(entry(folder, key), (1000 + age, 1000 + age))
    cache.read(keys[0])  # used just now
    stale = folder / f".{KEY}.123.part"
    stale.write_bytes(b"half")
    os.utime(stale, (1, 1))
    (folder / "mine.txt").write_text("mine", encoding="utf-8")
    for key in keys[NEWEST:]:
        cache.write(key, b"data")
    left = {path.stem for path, _ in cache.entries()}
    assert left == {keys[0], *keys[3:]}
    assert not stale.exists()
    assert (folder / "mine.txt").exists()


def test_clear_removes_what_is_ours(cache: Cache, folder: Path) -> None:
    cache.write(KEY, b"data")
    cache.write(OTHER, b"data")
    (folder / f".{KEY}.9.part").write_bytes(b"half")
    (folder / "mine.entry").write_text("mine", encoding="utf-8")
    assert cache.clear() == 2
    assert [path.name for path in folder.iterdir()] == ["mine.entry"]
    (folder / "mine.entry").unlink()
    assert cache.clear() == 0
    assert not folder.exists()


WRITER = """
import sys
from pathlib import Path
from ureport.cache import Cache
cache = Cache(Path(sys.argv[1]), lambda line: sys.exit(line))
for number in range(150):
    data = bytes([int(sys.argv[2])]) * 50_000
    cache.write(sys.argv[3], data)
    found = cache.read(sys.argv[3])
    assert found is not None and len(set(bytes(found))) == 1 and len(found) == 50_000, "half an entry"
"""


def test_several_processes_at_once(folder: Path) -> None:
    running = [subprocess.Popen([sys.executable, "-c", WRITER, str(folder), str(number), KEY]) for number in range(3)]
    assert [process.wait(60) for process in running] == [0, 0, 0]
    assert [path.name for path in folder.iterdir()] == [f"{KEY}.entry"]


# the library


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory, library: Library) -> Library:
    """The shipped library as it comes from the cache."""
    cache = Cache(tmp_path_factory.mktemp("kept") / "cache")
    stored.open_library([shipped_library()], cache, lambda _: library)
    return stored.open_library([shipped_library()], cache, lambda _: pytest.fail("it was not kept"))


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_records_and_audit_are_the_same(path: Path, library: Library, kept: Library) -> None:
    document = read_one(str(path))
    one, other = Extractor(library).extract(document), Extractor(kept).extract(document)
    assert repr(one) == repr(other)
    assert one.records


@pytest.fixture
def small(write_library: Callable[[dict[str, str]], Path]) -> Path:
    """A library of one metric."""
    text = (shipped_library() / "member/new.toml").read_text(encoding="utf-8")
    return write_library({"member/new.toml": text})


def loaded(folders: list[Path], cache: Cache) -> tuple[Library, bool]:
    """The library of folders, and whether it was loaded from its files."""
    calls: list[object] = []

    def load(found: object) -> Library:
        calls.append(found)
        return load_library(folders)

    return stored.open_library(folders, cache, load), bool(calls)


def test_a_library_is_loaded_once_and_again_when_it_changes(small: Path, cache: Cache, folder: Path) -> None:
    assert loaded([small], cache)[1]
    assert not loaded([small], cache)[1]
    metric = small / "member/new.toml"
    metric.write_text(metric.read_text(encoding="utf-8").replace("definition = ", "definition = '改' # "), encoding="utf-8")
    library, fresh = loaded([small], cache)
    assert fresh and library.metrics["member.new"].definition == "改"
    library, fresh = loaded([small], cache)
    assert not fresh and library.metrics["member.new"].definition == "改"


def test_a_library_in_another_place_is_another(small: Path, cache: Cache, tmp_path: Path) -> None:
    loaded([small], cache)
    elsewhere = shutil.copytree(small, tmp_path / "elsewhere")
    library, fresh = loaded([elsewhere], cache)
    assert fresh
    assert library.metrics["member.new"].patterns[0].path.startswith(str(elsewhere))


@pytest.mark.parametrize("what", ["version", "installed", "compilers"])
def test_who_compiled_it_matters(what: str, small: Path, cache: Cache, monkeypatch: pytest.MonkeyPatch) -> None:
    loaded([small], cache)
    if what == "version":
        monkeypatch.setattr(sys, "version", "4.0")
    else:
        monkeypatch.setattr(stored, f"_{what}", lambda: ["other"])
    assert loaded([small], cache)[1]


def test_the_versions_of_the_libraries_are_seen() -> None:
    assert [name.rpartition("-")[0] or name for name in stored._installed() if name.startswith("regex-")]


def test_a_library_with_faults_is_not_kept(small: Path, cache: Cache) -> None:
    (small / "member/bad.toml").write_text("= 1", encoding="utf-8")
    for _ in range(2):
        with pytest.raises(Exception, match="mend the TOML"):
            loaded([small], cache)
    assert cache.entries() == []


def test_a_library_that_changes_while_it_is_loaded_is_not_kept(small: Path, cache: Cache) -> None:
    def load(folders: object) -> Library:
        library = load_library([small])
        (small / "member/more.toml").write_text("", encoding="utf-8")
        return library

    stored.open_library([small], cache, load)
    assert cache.entries() == []


WRONG = {
    "no marshal": b"pickle?",
    "half": marshal.dumps(((b"", b""), (), (0, (None,))))[:-3],
    "none": marshal.dumps(None),
    "a number": marshal.dumps(3),
    "no library": marshal.dumps(((b"", b""), (), (0, ("text",)))),
    "an unknown kind": marshal.dumps(((b"", b""), (), (99, ()))),
    "a foreign class": marshal.dumps(((b"", b""), (("os:system", 1, (), ()),), (0, (None,)))),
    "code": marshal.dumps(compile("raise SystemExit(9)", "x", "exec")),
    "missing objects": marshal.dumps(((b"", b""), (), (12, "ureport.library.types:Library", ("B", b"\0")))),
}


@pytest.mark.parametrize("data", WRONG.values(), ids=WRONG.keys())
def test_an_entry_that_is_whole_and_yet_no_library(data: bytes, small: Path, cache: Cache, folder: Path, told: list[str]) -> None:
    loaded([small], cache)
    key = cache.entries()[0][0].stem
    cache.write(key, data)
    library, fresh = loaded([small], cache)
    assert fresh and "member.new" in library.metrics
    assert not loaded([small], cache)[1]


def test_what_cannot_be_kept_is_not_kept(small: Path, cache: Cache, told: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    library = load_library([small])
    object.__setattr__(library, "lexicon", {"a": object()})
    stored.open_library([small], cache, lambda _: library)
    assert cache.entries() == []
    assert "not kept (nobody knows how to keep a builtins.object)" in told[0]


def test_it_is_no_pickle(kept: Library, small: Path, cache: Cache) -> None:
    loaded([small], cache)
    data = content(cache, cache.entries()[0][0].stem)
    assert data is not None
    assert isinstance(marshal.loads(data), tuple)
    assert "pickle" not in (ROOT / "src/ureport/library/stored.py").read_text(encoding="utf-8").replace("never as a pickle", "")


# the commands


@pytest.fixture
def ureport(capsys: pytest.CaptureFixture[str]) -> Command:
    return runner(capsys)


@pytest.fixture
def switched_on(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("UREPORT_CACHE", str(folder))
    return folder


COMMANDS: tuple[tuple[object, ...], ...] = (
    ("extract", *SAMPLES),
    ("extract", *SAMPLES, "-f", "jsonl"),
    ("audit", *SAMPLES),
    ("metrics", "-f", "jsonl"),
    ("metrics", "member.new"),
    ("explain", f"{SAMPLES[0]}"),
)


@pytest.mark.parametrize("arguments", COMMANDS, ids=lambda words: " ".join(str(w) for w in words if w not in SAMPLES))
def test_the_same_bytes_with_and_without_a_cache(arguments: tuple[object, ...], ureport: Command, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    without = ureport(*arguments)
    monkeypatch.setenv("UREPORT_CACHE", str(folder))
    assert [ureport(*arguments), ureport(*arguments)] == [without, without]
    assert without.code == 0 and without.out
    assert Cache(folder).entries()


def test_verbose_says_what_became_of_it(ureport: Command, small: Path, switched_on: Path, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("新增会员8名。", encoding="utf-8")
    arguments = ("extract", tmp_path / "a.txt", "--patterns", small)
    assert "cache" not in ureport(*arguments, "-v").err
    assert "cache: library" in ureport(*arguments, "-v").err
    assert "cache" not in ureport(*arguments).err
    for path, _ in Cache(switched_on).entries():
        path.write_bytes(b"broken")
    assert "cache: not used" in ureport(*arguments, "-v").err


@NOT_ROOT
def test_a_folder_that_cannot_be_written_is_said_when_asked_for(ureport: Command, small: Path, switched_on: Path, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("新增会员8名。", encoding="utf-8")
    switched_on.mkdir(mode=0o500)
    assert ureport("extract", tmp_path / "a.txt", "--patterns", small, "-q").err == ""
    assert "cache: not written" in ureport("extract", tmp_path / "a.txt", "--patterns", small, "-v").err


def test_faults_are_told_alike(ureport: Command, small: Path, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (small / "member/bad.toml").write_text("= 1", encoding="utf-8")
    arguments = ("extract", SAMPLES[0], "--patterns", small)
    without = ureport(*arguments)
    monkeypatch.setenv("UREPORT_CACHE", str(folder))
    assert [ureport(*arguments), ureport(*arguments)] == [without, without]
    assert without.code == 2
    assert "bad.toml" in without.err


@pytest.mark.parametrize("arguments", [("check",), ("patterns", "new", "member.test", "--name", "试", "-o", "-")])
def test_who_writes_patterns_reads_the_files(arguments: tuple[str, ...], ureport: Command, small: Path, switched_on: Path) -> None:
    assert ureport(*arguments, *([small] if arguments == ("check",) else ["--patterns", small])).out
    assert Cache(switched_on).entries() == []


def test_info_and_clear(ureport: Command, switched_on: Path) -> None:
    assert ureport("cache", "info").lines == [str(switched_on), "0 files, 0 bytes"]
    assert not switched_on.exists()
    ureport("metrics", "member.new")
    number, size = len(Cache(switched_on).entries()), sum(size for _, size in Cache(switched_on).entries())
    assert number in (1, 2)
    assert ureport("cache", "info").lines == [str(switched_on), f"{number} file{'s' * (number > 1)}, {size:,} bytes"]
    cleared = ureport("cache", "clear")
    assert (cleared.code, cleared.out, cleared.err) == (0, "", f"{number} file{'s' * (number > 1)} removed\n")
    assert not switched_on.exists()
    assert ureport("cache", "clear", "-q").err == ""


def test_info_when_it_is_off(ureport: Command) -> None:
    assert ureport("cache", "info").out.startswith("off (UREPORT_CACHE=off")
    assert ureport("cache", "clear").err == "0 files removed\n"


def test_no_test_writes_to_the_cache_of_the_user() -> None:
    assert usual_cache().folder is None


def test_a_kept_library_serves_any_text(kept: Library) -> None:
    assert Extractor(kept).extract(Document("a.txt", "")).records == ()
