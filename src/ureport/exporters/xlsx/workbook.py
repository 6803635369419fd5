"""The file of a workbook: opened for one pass, ended once, the same bytes for the same rows."""

from __future__ import annotations

import os
import tempfile
from contextlib import AbstractContextManager
from datetime import datetime
from typing import Any

from ureport import __version__
from ureport.errors import OutputError
from ureport.exporters.target import Target
from ureport.exporters.xlsx.styles import FONT, Styles

_CREATED = datetime(2000, 1, 1)
"""Stands for the time, which is no property of the reports."""

_LONGEST_LINK = 1000


class _Stream:
    """The stream of a target, which takes and forgets what comes after the target was given up.

    XlsxWriter leaves its archive open when a write fails; Python ends the archive later, and would complain that it cannot.
    """

    def __init__(self, target: Target) -> None:
        self._stream = target.stream
        self._failing = target.failing
        self._given_up = False
        self._reached = 0
        target.resources.callback(self._give_up)

    def _give_up(self) -> None:
        self._given_up = True

    def write(self, data: bytes) -> int:
        if self._given_up:
            return len(data)
        with self._failing():
            return self._stream.write(data)

    def seek(self, *place: int) -> int:
        if self._given_up:
            return self._reached
        self.flush()  # what cannot be written is told as what it is; that a pipe has no places is none of our business
        return self._stream.seek(*place)

    def tell(self) -> int:
        if not self._given_up:
            place = self._stream.tell()
            self._reached = max(self._reached, place)
            return place
        return self._reached

    def flush(self) -> None:
        if not self._given_up:
            with self._failing():
                self._stream.flush()


class Workbook:
    """A workbook that is being written; ``cut`` and ``exact`` count the cells that could not be written as they are."""

    def __init__(self, target: Target) -> None:
        import xlsxwriter

        self.target = target
        self.folder = None if target.output is None else os.path.dirname(os.path.realpath(target.output))
        self.cut = 0
        self.exact = 0
        with self.failing():
            waiting = target.resources.enter_context(tempfile.TemporaryDirectory(prefix="ureport-"))
            options = {"constant_memory": True, "tmpdir": waiting, "default_format_properties": FONT}
            self.book: Any = xlsxwriter.Workbook(_Stream(target), options)
        self.book.set_properties({"title": "工会报告统计指标", "comments": f"ureport {__version__}", "created": _CREATED})
        self.styles = Styles(self.book)

    def add_sheet(self, title: str) -> Any:
        """A sheet with this title; XlsxWriter keeps its rows in a file of its own."""
        with self.failing():
            return self.book.add_worksheet(title)

    def failing(self) -> AbstractContextManager[None]:
        """Where cells are written: they wait in temporary files, and a failure is one of these; those of the target tell themselves."""
        return self.target.failing(tempfile.gettempdir(), "make room there, or name another folder for temporary files: TMPDIR")

    def close(self) -> None:
        from xlsxwriter.exceptions import FileCreateError, FileSizeError

        try:
            with self.failing():
                self.book.close()
        except FileCreateError as error:
            with self.failing():
                raise error.args[0] from None
        except FileSizeError:
            raise OutputError("cannot be written: too large for XLSX", place=self.target.place, remedy="write parquet or sqlite, or fewer records") from None

    def link_to(self, path: str) -> str:
        """The link from the workbook to a file, relative so that both may move together; empty when there can be none."""
        if not path or self.folder is None:
            return ""
        try:
            relative = os.path.relpath(os.path.realpath(path), self.folder)
        except ValueError:  # another drive
            return ""
        relative = relative.replace(os.sep, "/")
        # signs that mean something else in a link
        return "" if any(sign in relative for sign in "#%\\:") or not relative.isprintable() or len(relative) > _LONGEST_LINK else f"external:./{relative}"


def sheet_title(title: str, part: int) -> str:
    """``明细``, then ``明细2``: a title of at most 31 characters."""
    number = "" if part == 1 else str(part)
    return title[: 31 - len(number)] + number
