"""Word 97 to 2003 (DOC, and the WPS files of WPS Office): converted by LibreOffice, else by antiword.

LibreOffice makes a DOCX of it, and that is walked through like any other, so nothing a DOCX keeps is lost. antiword keeps
words, tables and footnotes, but neither list numbers nor the difference between deleted and other text: a flag says so.
No library for Python carries the format: legacy-doc and sharepoint-to-text lose the cells of tables and show the codes of fields.
"""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from ureport.errors import InputError
from ureport.model import Document
from ureport.readers import docx
from ureport.readers.faults import damaged, encrypted
from ureport.readers.package import is_encrypted_package
from ureport.readers.sniff import OLE
from ureport.readers.word.marks import note_mark

SECONDS = 90
"""A converter that takes longer is stopped."""
BY_ANTIWORD = "read with antiword: without list numbers, deleted text not told apart"
_INSTALL = "install LibreOffice (or antiword), or save the report as DOCX"
_PLACES = ("/Applications/LibreOffice.app/Contents/MacOS/soffice", r"C:\Program Files\LibreOffice\program\soffice.exe")
_SCRIPTING, _INET = "Office.Common/Security/Scripting", "Inet/Settings"
_NOWHERE = "127.0.0.1"
_ITEMS: tuple[tuple[str, str, object], ...] = (
    (_SCRIPTING, "MacroSecurityLevel", 3),
    (_SCRIPTING, "DisableMacrosExecution", "true"),
    (_SCRIPTING, "BlockUntrustedRefererLinks", "true"),
    ("Office.Writer/Content/Update", "Link", 0),
    # linked pictures are loaded all the same: every address is asked of a proxy at a port where nobody answers
    *((_INET, "ooInetProxyType", 2), (_INET, "ooInetNoProxy", "")),
    *((_INET, f"ooInet{kind}ProxyName", _NOWHERE) for kind in ("HTTP", "HTTPS", "FTP")),
    *((_INET, f"ooInet{kind}ProxyPort", 1) for kind in ("HTTP", "HTTPS", "FTP")),
)
"""A profile of its own: no macros, no links followed, no network, nothing asked."""
_SETTINGS = '<?xml version="1.0" encoding="UTF-8"?>\n<oor:items xmlns:oor="http://openoffice.org/2001/registry">\n{}</oor:items>\n'.format(
    "".join(
        f'<item oor:path="/org.openoffice.{path}"><prop oor:name="{name}" oor:op="fuse"><value>{value}</value></prop></item>\n' for path, name, value in _ITEMS
    )
)
_WORD = b"\xec\xa5"
_MARK = re.compile(r"\[([0-9]{1,2})\]")
_PIPE = re.compile(r"[ \t]*\|[ \t]*")


def read(data: bytes, source: str) -> Iterator[Document]:
    """The one document of a DOC file; raises InputError when it is damaged or encrypted, and when no converter is installed."""
    if not data.startswith(OLE):
        raise damaged("this is no Word 97-2003 document")
    if is_encrypted_package(data) or _is_encrypted(data):
        raise encrypted()
    office, antiword = _office(), shutil.which("antiword")
    if not office and not antiword:
        raise InputError("this format needs LibreOffice or antiword, and neither is installed", remedy=_INSTALL, kind="needs-program")
    converted, text = None, ""
    with tempfile.TemporaryDirectory(prefix="ureport-", ignore_cleanup_errors=True) as folder:
        file = Path(folder) / "report.doc"
        file.write_bytes(data)
        converted = _by_office(office, file) if office else None
        if converted is None and antiword:
            text = _by_antiword(antiword, file)
    if converted is not None:
        yield from docx.read(converted, source)
    elif text.strip():
        yield Document(source, text, "utf-8", (BY_ANTIWORD,))
    else:
        raise damaged("it cannot be converted")


def _office() -> str | None:
    return next((found for name in ("soffice", "libreoffice", *_PLACES) if (found := shutil.which(name))), None)


def _is_encrypted(data: bytes) -> bool:
    """True when the head of the text stream says so; the stream begins at a sector of the file."""
    head = next((data[at : at + 12] for at in range(512, len(data), 512) if data.startswith(_WORD, at)), b"")
    return len(head) == 12 and bool(head[11] & 1)


def _by_office(program: str, file: Path) -> bytes | None:
    """The document as DOCX, None when LibreOffice does not make one."""
    profile = file.parent / "profile"
    (profile / "user").mkdir(parents=True)
    (profile / "user" / "registrymodifications.xcu").write_text(_SETTINGS, encoding="utf-8")
    options = ["--headless", "--norestore", "--nolockcheck", "--nodefault", "--convert-to", "docx:MS Word 2007 XML", "--outdir", str(file.parent)]
    _run([program, f"-env:UserInstallation={profile.as_uri()}", *options, str(file)])
    made = file.with_suffix(".docx")
    return made.read_bytes() if made.is_file() else None


def _by_antiword(program: str, file: Path) -> str:
    """The text of the document, a paragraph a line, its tables as pipe rows."""
    lines = _run([program, "-m", "UTF-8.txt", "-w", "0", str(file)]).decode("utf-8", "replace").splitlines()
    rows = (_PIPE.sub(" | ", line).strip(" ") if line.startswith("|") else line for line in lines)
    return _MARK.sub(lambda mark: note_mark(int(mark[1])), "\n".join(rows)) + "\n"


def _run(command: list[str]) -> bytes:
    """What a program writes; it and all that it starts are stopped when the time is over. The folder of its file is its home too."""
    folder = Path(command[-1]).parent
    home = {name: value for name, value in os.environ.items() if not name.startswith("XDG_")} | {"HOME": str(folder)}
    try:
        process = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, cwd=folder, env=home, start_new_session=True
        )
    except OSError as error:
        raise InputError(f"{Path(command[0]).name} does not start: {error.strerror}", remedy=_INSTALL, kind="needs-program") from error
    try:
        return process.communicate(timeout=SECONDS)[0]
    except subprocess.TimeoutExpired as error:
        raise InputError(
            f"too large: {Path(command[0]).name} took more than {SECONDS} s", remedy="save the report as DOCX or as text", kind="timeout"
        ) from error
    finally:
        if process.poll() is None:
            _kill(process)


def _kill(process: subprocess.Popen[bytes]) -> None:
    """Stops a program and all that it has started, and waits until none of them can write into the folder that is removed next."""
    if not hasattr(os, "killpg"):
        process.kill()
    else:
        with suppress(ProcessLookupError):
            for _ in range(50):
                os.killpg(process.pid, signal.SIGKILL)
                process.poll()
                time.sleep(0.01)
    process.wait()
