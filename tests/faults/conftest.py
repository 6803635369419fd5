"""Reports for runs that go wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

LINES = 400


@pytest.fixture(scope="session")
def reports(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of two reports whose result is larger than any buffer."""
    folder = tmp_path_factory.mktemp("reports")
    for name, first in (("a.txt", 1), ("b.txt", 10**6)):
        lines = "".join(f"第{number}次全年新增会员{number}名。\n" for number in range(first, first + LINES))
        (folder / name).write_text(f"湖州市总工会2016年工作总结\n\n{lines}", encoding="utf-8")
    return folder
