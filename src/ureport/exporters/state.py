"""What a result remembers of the files that it was made from, so that the next run need not read them again: two more tables.

In SQLite they stand among the others; JSON Lines have them in a file of their own beside the result, since that holds records and nothing else.
"""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple

from ureport.errors import UsageError
from ureport.exporters.columns import Column
from ureport.exporters.jsonl import JsonlWriter
from ureport.exporters.tables import RECORDS, SIDE, Style, Table
from ureport.exporters.target import Target

_HEADS = (b'{"file": ', b'{"name": ')
"""So begins that file, by whichever table comes first."""
RESULT = "result"
"""The name under which that file has the SHA-256 of the result that it belongs to."""

MADE = Table("made", "制作", (Column("name", "名称"), Column("value", "值")))
FILES = Table(
    "files",
    "文件",
    (
        Column("file", "文件"),
        Column("member", "压缩包成员"),
        Column("sha256", "SHA-256"),
        Column("inside", "所在"),
        Column("reason", "跳过原因"),
        Column("text", "文本校验值"),
        Column("flags", "标记", "list"),
        Column("org", "填报单位"),
        Column("report_period", "报告期"),
        Column("encoding", "编码"),
        Column("characters", "字数", "integer"),
        Column("numbers", "数字", "integer"),
        Column("records", "记录", "integer"),
        Column("other", "其他", "integer"),
        Column("roles", "性质", "list"),
        Column("written", "已写记录", "integer"),
        Column("noted", "已写数字", "integer"),
    ),
)
STATE = (MADE, FILES)


class Made(NamedTuple):
    """One thing that a result depends on besides the files: ``library``, ``version`` …"""

    name: str
    value: str


@dataclass(frozen=True, slots=True)
class FileState:
    """A document of a file, or with a ``reason`` what was passed over in it, as they came.

    ``file`` and ``member`` name the file as it was found; ``sha256`` is that of its bytes, empty for one that failed and is to be read again.
    ``inside`` is what the source of the document has more than the file: ``!/b.docx``. ``text`` is the hash of the text, ``flags`` are those of
    the document alone, ``roles`` says how many of the numbers that are no records have each role (``time 3``).
    ``written`` and ``noted`` count the rows of records and mentions.
    """

    file: str
    member: str
    sha256: str
    inside: str
    reason: str = ""
    text: str = ""
    flags: tuple[str, ...] = ()
    org: str = ""
    report_period: str = ""
    encoding: str = ""
    characters: int = 0
    numbers: int = 0
    records: int = 0
    other: int = 0
    roles: tuple[str, ...] = ()
    written: int = 0
    noted: int = 0


def check_side(output: str) -> None:
    """Raises UsageError for something else that stands under the name of the file beside a result."""
    side = Path(output + SIDE)
    if side.is_file():
        with side.open("rb") as file:
            head = file.read(len(_HEADS[0]))
        if head and head not in _HEADS:
            raise UsageError("this is no state of a result", place=str(side), remedy="move it away, or write to another file")


class JsonlDelivery:
    """Writes the records to one file and the state to another."""

    def __init__(self, target: Target, side: Target, style: Style) -> None:
        self._hashed = _Hashed(target)
        self._writers = {table.name: JsonlWriter(side, table, style) for table in STATE}
        self._writers[RECORDS.name] = JsonlWriter(self._hashed, style.shaped(RECORDS), style)

    def write(self, table: Table, row: Any) -> None:
        if table.name in self._writers:
            self._writers[table.name].write(row)

    def close(self) -> None:
        self.write(MADE, Made(RESULT, self._hashed.digest.hexdigest()))


class _Hashed:
    """A target that knows the hash of what it was given."""

    def __init__(self, target: Target) -> None:
        self._target = target
        self.digest = sha256()

    def write(self, text: str) -> int:
        self.digest.update(text.encode("utf-8", "replace"))
        return self._target.write(text)
