"""Whatever the number of workers, and however they are started: the same outcomes, messages and bytes."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

import makers
from jobs.conftest import all_of, children, pooled, short
from making.commands import Command, runner
from ureport.jobs import Limits, cores, plan
from ureport.jobs.process import start
from ureport.jobs.worker import Job
from ureport.library import Library
from ureport.model import Extraction
from ureport.outcomes import Outcome, flagged, outcomes
from ureport.pipeline import Extractor
from ureport.readers import Choice, Found, find

SOURCE = Path(__file__).parent.parent.parent / "src"
REPORT = "湖州市总工会2016年工作总结\n全年新增会员8500名，发放慰问款物近3500万元。\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with all that may happen: several formats, repeated texts, warnings, failures, archives with several members."""
    folder = tmp_path / "in"
    (folder / "县").mkdir(parents=True)
    for number in range(20):
        (folder / f"县/{number:02}.txt").write_text(REPORT.replace("8500", str(8500 + number % 7)), encoding="utf-8")
    (folder / "b.txt").write_bytes(REPORT.encode() + b"\0\0")
    (folder / "c.txt").write_bytes(b"")
    (folder / "d.docx").write_bytes(makers.docx(REPORT * 3))
    (folder / "e.docx").write_bytes(b"PK\3\4broken")
    (folder / "f.html").write_bytes(makers.page(REPORT, "gbk"))
    (folder / "g.jpg").write_bytes(b"\xff\xd8\xff\xe0")
    (folder / "link.txt").symlink_to(folder / "b.txt")
    inner = makers.zipped({"甲.txt": REPORT, "乙.txt": b"\1\2\3", "丙.txt": REPORT * 2})
    (folder / "a.zip").write_bytes(makers.zipped({"1.txt": REPORT, "2.zip": inner, "3.jpg": b"", "4.txt": " ", "5.md": REPORT * 200}))
    return folder


@pytest.fixture
def ureport(capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, library: Library) -> Command:
    monkeypatch.setattr("ureport.cli.session.load_library", lambda folders: library)
    return runner(capfd)


def alone(extractor: Extractor, *paths: Path) -> list[Outcome]:
    """What this process gives of files, without workers."""
    found = find([str(path) for path in paths])
    return list(flagged(each for file in found for each in (outcomes(file, Choice(), extractor) if isinstance(file, Found) else [file])))


@pytest.mark.parametrize("jobs", [1, 2, 3, 9])
@pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork on this system")
def test_workers_give_what_one_process_gives(folder: Path, extractor: Extractor, jobs: int) -> None:
    expected = alone(extractor, folder, folder / "县")
    assert len(expected) == 54
    for ours, theirs in zip(all_of(extractor, folder, folder / "县", limits=Limits(jobs)), expected, strict=True):
        assert short(ours) == short(theirs)
        assert ours == theirs or vars(ours) == vars(theirs)


def test_workers_that_are_started_anew_give_the_same(folder: Path, extractor: Extractor) -> None:
    before = children()
    given = all_of(extractor, folder, limits=Limits(2, 60), forks=False)
    assert [each for each in given if isinstance(each, Extraction)] == [each for each in alone(extractor, folder) if isinstance(each, Extraction)]
    assert list(map(short, given)) == list(map(short, alone(extractor, folder)))
    assert len(children() - before) <= 1  # what watches over the resources of multiprocessing stays


@pytest.mark.parametrize("name", ["x.csv", "x.jsonl", "x.xlsx", "x.parquet", "x.sqlite", "x/"])
def test_outputs_and_messages_are_the_same_whatever_the_jobs(ureport: Command, folder: Path, tmp_path: Path, name: str) -> None:
    for module in {"x.parquet": ["pyarrow"], "x.xlsx": ["xlsxwriter"]}.get(name, []):
        pytest.importorskip(module)
    seen = set()
    for jobs in (1, 2, 5):
        errors = tmp_path / "errors.jsonl"
        result = ureport("extract", folder, "--jobs", jobs, "--verbose", "-o", f"{tmp_path}/{name}", "--errors", errors)
        assert (result.code, result.out) == (1, "")
        written = tmp_path / name
        files = sorted(written.iterdir()) if written.is_dir() else [written]
        seen.add((result.err, errors.read_bytes(), *(file.read_bytes() for file in files)))
    assert len(seen) == 1
    err = seen.pop()[0]
    assert "warning: f.html: same as: " in str(err)
    assert "27 files read, 4 failed, " in str(err)


@pytest.mark.parametrize("form", ["csv", "jsonl", "text"])
def test_the_audit_is_the_same_whatever_the_jobs(ureport: Command, folder: Path, form: str) -> None:
    seen = {(result.code, result.out, result.err) for jobs in (1, 2, 5) if (result := ureport("audit", folder, "-j", jobs, "-f", form))}
    assert len(seen) == 1


def test_standard_input_goes_to_a_worker(extractor: Extractor, monkeypatch: pytest.MonkeyPatch) -> None:
    data = makers.zipped({"a.txt": REPORT, "b.txt": REPORT * 5000})
    monkeypatch.setattr("ureport.readers._stdin", lambda choice: data)
    assert [short(outcome) for outcome in all_of(extractor, Path("-"))] == ["stdin!/a.txt", "stdin!/b.txt"]


def test_a_member_of_an_archive_is_read_alone(folder: Path, extractor: Extractor) -> None:
    assert [short(outcome) for outcome in all_of(extractor, folder / "a.zip!/2.zip!/丙.txt")] == ["a.zip!/2.zip!/丙.txt"]


# when workers pay


@pytest.mark.parametrize(
    ("files", "few"),
    [
        ({"a.txt": REPORT}, True),
        ({"a.txt": REPORT, "b.md": REPORT, "c.txt": "", "d.jpg": ""}, True),
        ({"a.txt": REPORT * 5000}, False),
        ({f"{number}.txt": REPORT * 100 for number in range(20)}, False),
        ({f"{number}.txt": "" for number in range(99)}, False),
        ({"a.txt": REPORT, "b.html": REPORT}, False),
        ({"a.txt": makers.zipped({"a.txt": REPORT})}, False),
        ({"a.txt": "<html><body>8500名"}, False),
        ({"a.docx": makers.docx(REPORT)}, False),
    ],
    ids=["one text", "small texts", "a large text", "many texts", "many files", "a page", "an archive called text", "a page called text", "a docx"],
)
def test_few_plain_texts_need_no_worker(tmp_path: Path, files: dict[str, str | bytes], few: bool) -> None:
    for name, content in files.items():
        (tmp_path / name).write_bytes(content if isinstance(content, bytes) else content.encode())
    planned = plan(find([str(tmp_path)]), Choice())
    assert planned.few is few
    assert list(planned.files) == list(find([str(tmp_path)]))


def test_one_small_text_is_read_without_loading_what_workers_need(folder: Path) -> None:
    code = "import sys; from ureport.cli import main; main(sys.argv[1:]); print('multiprocessing' in sys.modules)"
    for path, loaded in ((folder / "b.txt", "False"), (folder / "f.html", "True")):
        command = [sys.executable, "-c", code, "extract", str(path), "--quiet"]
        done = subprocess.run(command, env=os.environ | {"PYTHONPATH": str(SOURCE)}, capture_output=True, text=True)
        assert done.stdout.splitlines()[-1] == loaded


def test_as_many_workers_as_cores_but_not_more_than_files(folder: Path, extractor: Extractor) -> None:
    assert 1 <= cores() <= (os.cpu_count() or 1)
    before = children()
    with pooled(extractor, Limits(50)) as workers:
        next(iterator := workers.outcomes(find([str(folder / "a.zip"), str(folder / "b.txt")])))
        assert len(children() - before) == 2
        iterator.close()  # type: ignore[attr-defined]
    assert children() == before


def test_no_worker_can_be_started(extractor: Extractor, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse() -> int:
        raise BlockingIOError(11, "Resource temporarily unavailable")

    monkeypatch.setattr(os, "fork", refuse)
    with pytest.raises(Exception, match="no worker process can be started: Resource temporarily unavailable"):
        start(Job((), Choice(), Limits(1)), extractor, [], forks=True)
