"""What breaks a promise of docs/security.md is seen by the watch that the other tests rely on."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from making.kernel import Guarded, Port, on_linux
from making.watched import Desk

CONNECT = "import socket; s = socket.socket(); s.settimeout(1); s.connect_ex(('127.0.0.1', 9))"


@pytest.mark.parametrize(
    "script",
    [
        CONNECT,
        "import socket; socket.getaddrinfo('localhost', 80)",
        "import socket; socket.socket().bind(('127.0.0.1', 0))",
        "import urllib.request as u\ntry: u.urlopen('http://127.0.0.1:9/')\nexcept OSError: pass",
    ],
)
def test_a_use_of_the_network_is_seen(own: Desk, script: str) -> None:
    assert own.run("-c", script).network()


def test_a_socket_between_processes_is_no_network(own: Desk) -> None:
    assert own.run("-c", "import socket; a, b = socket.socketpair(); a.send(b'x')").network() == []


@pytest.mark.parametrize(
    "script",
    [
        "exec(chr(97) + ' = ' + repr('zqx7' + 'hostile'))",
        "eval(repr('zqx7' + 'hostile'))",
        "compile('zqx7' + 'hostile', 'x', 'eval')",
        "import importlib\ntry: importlib.import_module('zqx7' + 'hostile')\nexcept ImportError: pass",
        "exec(compile('def f():\\n def g(): return \"zqx7' + 'hostile\"', 'x', 'exec'))",
    ],
)
def test_code_with_the_mark_is_seen(own: Desk, script: str) -> None:
    done = own.run("-c", script)
    assert done.code == 0, done.err
    assert done.hostile_code()


@pytest.mark.parametrize(
    "read", ["open({!r}).read()", "import os; os.open({!r}, 0)", "import io; io.FileIO({!r})", "from pathlib import Path; Path({!r}).read_text()"]
)
def test_a_read_of_another_file_is_seen(own: Desk, secret: Path, read: str) -> None:
    assert own.run("-c", read.format(str(secret))).read(own.readable) == [str(secret.resolve())]


def test_a_read_by_another_name_is_seen(own: Desk, secret: Path) -> None:
    (own / "in/link").symlink_to(secret)
    assert own.run("-c", f"open({str(own / 'in/link')!r})").read(own.readable) == [str(secret.resolve())]
    assert own.run("-c", "open('../secret/passwd.txt')").read(own.readable) == [str(secret.resolve())]
    assert own.run("-c", f"import os; os.listdir({str(secret.parent)!r})").read(own.readable) == [str(secret.parent.resolve())]


@on_linux
def test_a_read_by_another_program_is_seen(secret: Path) -> None:
    with Guarded(secret) as guarded:
        assert not guarded.opened
        subprocess.run(["cat", str(secret)], check=True, capture_output=True)
        assert guarded.opened
        assert not guarded.opened


def test_a_call_at_the_port_is_seen(own: Desk, port: Port) -> None:
    calls = port.calls
    own.run("-c", f"import socket; socket.create_connection(('127.0.0.1', {port.number})).recv(1)")
    assert port.calls == calls + 1


@pytest.mark.parametrize(
    "write",
    [
        *["open({!r}, 'w')", "open({!r}, 'ab')", "import os; os.open({!r}, os.O_CREAT | os.O_WRONLY)", "import os; os.mkdir({!r})"],
        *["from pathlib import Path; Path({!r}).touch()", "import os; os.symlink('/x', {!r})", "import os, sys; open('x', 'w'); os.rename('x', {!r})"],
    ],
)
def test_a_file_that_is_no_output_is_seen(own: Desk, write: str) -> None:
    stray = own / "home" / "stray"
    done = own.run("-c", write.format(str(stray)))
    assert done.code == 0, done.err
    assert str(stray) in done.written(own.writable)
    assert own.left == ["home/stray"]


def test_a_temporary_file_that_stays_is_seen(own: Desk) -> None:
    done = own.run("-c", "import tempfile; tempfile.mkstemp(prefix='stays')")
    assert done.written(own.writable) == []
    assert [name.startswith("tmp/stays") for name in own.left] == [True]


@pytest.mark.parametrize(
    "start", ["os.system('true')", "subprocess.run(['true'])", "subprocess.run('true', shell=True)", "os.posix_spawn('/bin/true', ['true'], {})"]
)
def test_a_program_is_seen(own: Desk, start: str) -> None:
    assert own.run("-c", f"import os, subprocess; {start}").started()


def test_work_in_other_processes_is_watched_too(own: Desk, secret: Path) -> None:
    done = own.run("-c", f"import subprocess, sys; subprocess.run([sys.executable, '-c', {f'open({str(secret)!r})'!r}])")
    assert done.started() == []
    assert done.read(own.readable) == [str(secret.resolve())]
    fork = f"import multiprocessing as m\np = m.get_context('fork').Process(target=open, args=({str(secret)!r},))\np.start()\np.join()"
    if sys.platform == "linux":
        assert own.run("-c", fork).read(own.readable) == [str(secret.resolve())]
