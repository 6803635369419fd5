"""Writes down what a Python process does. Python loads this file at its start when its folder is the first of PYTHONPATH.

Every event that the security tests ask about becomes one line of JSON in the file that WATCH_LOG names. The processes that a
watched one starts are watched too, as far as they are Python.
"""

from __future__ import annotations

import json
import os
import sys
from types import CodeType

_LOG = os.environ.get("WATCH_LOG")
_MARK = os.environ.get("WATCH_MARK", "\0none")
_WATCHED = ("socket.", "subprocess.", "os.", "shutil.", "tempfile.", "urllib.", "http.", "ftplib.", "smtplib.", "imaplib.", "telnetlib.", "webbrowser.")
_ALSO = ("open", "ctypes.dlopen", "pickle.find_class", "marshal.loads", "sqlite3.connect", "glob.glob", "pty.spawn", "fcntl.fcntl")
_NEVER = ("os.putenv", "os.unsetenv", "os.fwalk", "os.walk", "os.listxattr", "os.getxattr", "fcntl.fcntl", "marshal.loads")


def _holds(thing: object) -> bool:
    """True for code, a source or a name with the mark in it, however deep."""
    if isinstance(thing, CodeType):
        return any(map(_holds, (thing.co_filename, thing.co_name, thing.co_names, thing.co_consts)))
    if isinstance(thing, (tuple, frozenset)):
        return any(map(_holds, thing))
    return _MARK in (thing.decode("latin-1") if isinstance(thing, bytes) else thing) if isinstance(thing, (str, bytes)) else False


def _shown(thing: object) -> object:
    if isinstance(thing, (list, tuple)):
        return [_shown(each) for each in thing]
    if isinstance(thing, (str, int, float, type(None))):
        return thing
    return os.fsdecode(thing) if isinstance(thing, (bytes, os.PathLike)) else repr(thing)[:200]


def _folder(event: str, arguments: tuple[object, ...]) -> str:
    """The folder that a relative path is meant in: that of the process, or an open one, as when a tree is removed."""
    last = arguments[-1] if arguments else None
    if event in ("os.remove", "os.rmdir", "os.mkdir") and isinstance(last, int) and last >= 0:
        return os.readlink(f"/proc/self/fd/{last}")
    return os.getcwd()


def _watch() -> None:
    log = os.open(str(_LOG), os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    busy = False

    def hook(event: str, arguments: tuple[object, ...]) -> None:
        nonlocal busy
        if busy:
            return
        if event in ("exec", "compile", "import"):
            if not any(map(_holds, arguments)):
                return
        elif event in _NEVER or not (event in _ALSO or event.startswith(_WATCHED)):
            return
        busy = True
        try:
            shown = _shown(arguments[:1] if event in ("exec", "compile") else arguments)
            os.write(log, json.dumps([event, shown, _folder(event, arguments)]).encode() + b"\n")
        except FileNotFoundError:  # a process that sits in a folder that is gone
            os.write(log, json.dumps([event, repr(arguments), "/"]).encode() + b"\n")
        finally:
            busy = False

    sys.addaudithook(hook)


if _LOG:
    _watch()
