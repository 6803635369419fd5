"""Runs a command of ureport in a process of its own that writes down what it does, and judges what it did."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import sysconfig
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

HOOK = Path(__file__).parent / "watch"
ROOT = Path(__file__).parent.parent.parent
MARK = "zqx7hostile"
"""Stands in every hostile pattern file; no code that is compiled or run, and no module that is imported, may hold it."""
SECRET = "77777"
"""Stands in the file that nobody asked for."""
_FIRST, _SECOND, _BOTH = (0,), (1,), (0, 1)
CHANGES = {
    **dict.fromkeys(("os.remove", "os.mkdir", "os.rmdir", "os.truncate", "os.chmod", "os.chown", "os.utime", "os.setxattr", "shutil.rmtree"), _FIRST),
    **dict.fromkeys(("os.link", "os.symlink", "shutil.copyfile"), _SECOND),
    **dict.fromkeys(("os.rename", "shutil.move"), _BOTH),
}
"""The events that change files, with the places of the arguments that are paths of what is changed."""
READS = ("os.listdir", "os.scandir", "glob.glob")
STARTS = ("subprocess.Popen", "os.system", "os.exec", "os.posix_spawn", "os.spawn", "os.startfile", "pty.spawn", "webbrowser.open")
NETWORK = ("socket.", "urllib.", "http.", "ftplib.", "smtplib.", "imaplib.", "telnetlib.")
HARMLESS = ("socket.__new__", "socket.gethostname")
"""A socket that goes nowhere, and the name of this machine: who connects, binds, sends or asks for an address is seen by that."""
SYSTEM = ("/dev/null", "/dev/urandom", "/dev/tty", "/proc/", "/sys/", "/etc/localtime", "/etc/mime.types", "/usr/share/zoneinfo", "/usr/share/locale")
"""What Python, NumPy and pyarrow ask the system for: chance, the number of processors, the time zone."""


@dataclass(frozen=True)
class Watched:
    """What a command printed, how it ended, and what it did: event, arguments, and the folder that it was in."""

    code: int
    out: str
    err: str
    events: tuple[tuple[str, list[object], str], ...]

    def network(self) -> list[str]:
        """Every use of a network; sockets between the processes of this machine have a path for an address."""
        return [
            f"{event} {arguments}"
            for event, arguments, _ in self.events
            if event.startswith(NETWORK) and event not in HARMLESS and not (event in ("socket.connect", "socket.bind") and isinstance(arguments[-1], str))
        ]

    def hostile_code(self) -> list[str]:
        """Code, sources and modules that hold the mark."""
        return [f"{event} {arguments}" for event, arguments, _ in self.events if event in ("exec", "compile", "import")]

    def unpickled(self) -> list[str]:
        return [f"{arguments}" for event, arguments, _ in self.events if event == "pickle.find_class"]

    def started(self) -> list[list[str]]:
        """The commands that were started, but for Python itself: that is the work shared out."""
        commands = [arguments[1] if event == "subprocess.Popen" else arguments for event, arguments, _ in self.events if event.startswith(STARTS)]
        listed = [[str(word) for word in command] if isinstance(command, list) else [str(command)] for command in commands]
        return [command for command in listed if command[0] != sys.executable]

    def read(self, allowed: Iterable[Path | str]) -> list[str]:
        """Files and folders that were opened, other than the allowed ones and all below them."""
        return self._outside(self._read(), allowed)

    def written(self, allowed: Iterable[Path | str]) -> list[str]:
        """Files that were made, changed or removed, other than the allowed ones and all below them."""
        return self._outside(self._written(), allowed)

    def _read(self) -> Iterator[tuple[object, str]]:
        for event, arguments, folder in self.events:
            if event == "open" or event in READS:
                yield arguments[0], folder

    def _written(self) -> Iterator[tuple[object, str]]:
        for event, arguments, folder in self.events:
            if event == "open" and _writes(arguments):
                yield arguments[0], folder
            for place in CHANGES.get(event, ()):
                path = arguments[place]
                if isinstance(path, str):  # a link itself is what is made or removed, not what it leads to
                    above, name = os.path.split(os.path.join(folder, path))
                    yield os.path.join(os.path.realpath(above), name), ""

    @staticmethod
    def _outside(paths: Iterable[tuple[object, str]], allowed: Iterable[Path | str]) -> list[str]:
        known = [os.path.realpath(path) for path in allowed]
        found = []
        for path, folder in paths:
            if not isinstance(path, str):  # a descriptor that is open already
                continue
            real = os.path.realpath(os.path.join(folder, path)) if folder else path
            if not any(real == one or real.startswith(one.rstrip("/") + "/") for one in known) and not real.startswith(SYSTEM):
                found.append(real)
        return sorted(set(found))


def _writes(arguments: Sequence[object]) -> bool:
    mode, flags = (*arguments[1:], None, None)[:2]
    by_mode = isinstance(mode, str) and any(sign in mode for sign in "wax+")
    return by_mode or (isinstance(flags, int) and bool(flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND)))


def of_python() -> list[str]:
    """Where Python, the packages and ureport itself lie: what a program reads of its own."""
    return [*sysconfig.get_paths().values(), sys.prefix, sys.base_prefix, sys.executable, os.path.realpath(sys.executable), str(ROOT / "src"), str(HOOK)]


@dataclass(frozen=True)
class Desk:
    """A folder with all that a watched command may touch: reports to read, a home, a temporary folder, a cache, and one for outputs."""

    folder: Path

    def __post_init__(self) -> None:
        for name in ("in", "home", "tmp", "cache", "out"):
            (self.folder / name).mkdir(exist_ok=True)

    def __truediv__(self, name: str) -> Path:
        return self.folder / name

    @property
    def readable(self) -> list[Path | str]:
        return [*of_python(), *(self.folder / name for name in ("in", "tmp", "cache", "out"))]

    @property
    def writable(self) -> list[Path | str]:
        return [self.folder / name for name in ("tmp", "cache", "out")]

    @property
    def left(self) -> list[str]:
        """What lies in the temporary folder, in the home, and among the reports."""
        return sorted(path.relative_to(self.folder).as_posix() for name in ("tmp", "home") for path in (self.folder / name).rglob("*"))

    def environment(self, **more: str) -> dict[str, str]:
        inherited = {name: value for name, value in os.environ.items() if name in ("PATH", "LANG", "LC_ALL", "PYTHONPATH", "VIRTUAL_ENV", "SYSTEMROOT")}
        path = os.pathsep.join(filter(None, (str(HOOK), str(ROOT / "src"), inherited.get("PYTHONPATH"))))
        own = {"HOME": "home", "TMPDIR": "tmp", "UREPORT_CACHE": "cache", "XDG_CACHE_HOME": "cache"}
        return {**inherited, "PYTHONPATH": path, "PYTHONDONTWRITEBYTECODE": "1", **{name: str(self.folder / value) for name, value in own.items()}, **more}

    def run(self, *arguments: object, given: str = "", environment: Mapping[str, str] | None = None) -> Watched:
        """``python ARGUMENTS`` watched; ``-m ureport extract …`` is a command."""
        with tempfile.TemporaryDirectory() as apart:
            log = Path(apart, "log")
            variables = self.environment(WATCH_LOG=str(log), WATCH_MARK=MARK, **(environment or {}))
            command = [sys.executable, *map(os.fspath, map(_word, arguments))]
            done = subprocess.run(command, cwd=self.folder / "out", env=variables, input=given.encode(), capture_output=True, check=False, timeout=300)
            events = tuple((event, shown, folder) for event, shown, folder in map(json.loads, log.read_text(encoding="utf-8").splitlines()))
        return Watched(done.returncode, done.stdout.decode("utf-8", "replace"), done.stderr.decode("utf-8", "replace"), events)

    def ureport(self, *arguments: object) -> Watched:
        return self.run("-m", "ureport", *arguments)


def _word(argument: object) -> str:
    return argument if isinstance(argument, str) else str(argument)
