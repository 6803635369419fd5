"""A file appears when it is whole, and not before."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from ureport.errors import OutputError
from ureport.exporters import Target


def test_a_file_appears_at_the_end(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    with Target(str(path)) as target:
        target.write("新增")
        assert not path.exists()
    assert path.read_text(encoding="utf-8") == "新增"
    assert os.listdir(tmp_path) == ["x.csv"]


@pytest.mark.parametrize("error", [KeyboardInterrupt, ValueError])
def test_an_interrupted_output_leaves_the_old_file_and_nothing_else(tmp_path: Path, error: type[BaseException]) -> None:
    path = tmp_path / "x.csv"
    path.write_text("old")
    with pytest.raises(error), Target(str(path)) as target:
        target.write("half")
        raise error
    assert path.read_text() == "old"
    assert os.listdir(tmp_path) == ["x.csv"]


def test_the_mode_of_a_file_and_a_link_stay(tmp_path: Path) -> None:
    (tmp_path / "real.csv").write_text("old")
    (tmp_path / "real.csv").chmod(0o640)
    (tmp_path / "link.csv").symlink_to("real.csv")
    with Target(str(tmp_path / "link.csv")) as target:
        target.write("new")
    assert (tmp_path / "link.csv").is_symlink()
    assert (tmp_path / "real.csv").read_text() == "new"
    assert (tmp_path / "real.csv").stat().st_mode & 0o777 == 0o640


@pytest.mark.parametrize("name", ["gone/x.csv", "."])
def test_what_cannot_be_written_is_an_output_error(tmp_path: Path, name: str) -> None:
    with pytest.raises(OutputError, match="cannot be written") as caught, Target(str(tmp_path / name)):
        pass
    assert caught.value.remedy


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="no /dev/full")
def test_a_full_device_is_an_output_error_and_stays_a_device() -> None:
    with pytest.raises(OutputError, match="No space"), Target("/dev/full") as target:
        target.write("x")
    assert not os.path.isfile("/dev/full")


def test_a_dash_is_standard_output(capsys: pytest.CaptureFixture[str]) -> None:
    with Target("-") as target:
        target.write("新增")
        assert not target.is_file
    assert capsys.readouterr().out == "新增"
