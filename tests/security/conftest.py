"""A desk for a watched command, a file that nobody asked for, and a port that nobody may call."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from making.kernel import Port
from making.watched import SECRET, Desk


@pytest.fixture(scope="module")
def port() -> Iterator[Port]:
    """Counts the calls."""
    opened = Port()
    yield opened
    opened.close()


@pytest.fixture
def own(tmp_path: Path) -> Desk:
    """A desk of the test's own, with nothing on it."""
    return Desk(tmp_path)


@pytest.fixture
def secret(tmp_path: Path) -> Path:
    """A file that nobody asked for."""
    path = tmp_path / "secret" / "passwd.txt"
    path.parent.mkdir()
    path.write_text(f"新增会员{SECRET}名。\n", encoding="utf-8")
    return path
