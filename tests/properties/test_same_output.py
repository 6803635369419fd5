"""The same input gives the same output: in whatever order the files come, alone or with others, by whatever way they are run."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from making.library import shipped_extractor
from making.strategies import reports
from ureport import Extraction, Extractor
from ureport.jobs import Limits
from ureport.jobs.pool import Pool
from ureport.jobs.process import start
from ureport.jobs.worker import Job
from ureport.outcomes import flagged
from ureport.readers import Choice, find, read_all
from ureport.resources import shipped_library
from ureport.run import Run

Way = Callable[[list[Path]], list[Extraction]]


def one_run(paths: list[Path]) -> list[Extraction]:
    return list(Run(shipped_extractor()).extractions(read_all(list(map(str, paths)))))


def each_alone(paths: list[Path]) -> list[Extraction]:
    return [extraction for path in paths for extraction in one_run([path])]


def a_new_extractor(paths: list[Path]) -> list[Extraction]:
    return list(Run(Extractor(shipped_extractor().library)).extractions(read_all(list(map(str, paths)))))


def backwards(paths: list[Path]) -> list[Extraction]:
    return one_run(paths[::-1])


def shuffled(paths: list[Path]) -> list[Extraction]:
    return one_run(random.Random(len(paths)).sample(paths, len(paths)))


def twice(paths: list[Path]) -> list[Extraction]:
    one_run(paths)
    return one_run(paths)


def two_workers(paths: list[Path]) -> list[Extraction]:
    job = Job((shipped_library(),), Choice(), Limits(2, 120))
    with Pool(lambda others: start(job, shipped_extractor(), others), job.choice, job.limits) as pool:
        return [outcome for outcome in flagged(pool.outcomes(find(list(map(str, paths))))) if isinstance(outcome, Extraction)]


WAYS: dict[str, Way] = {way.__name__: way for way in (each_alone, a_new_extractor, backwards, shuffled, twice, two_workers)}
"""The ways that must give what one run gives. A new way of running is a line here."""


def told(extractions: list[Extraction]) -> dict[str, object]:
    """What came of each file. That its text came before in the run is a flag of the run, not of the file."""
    return {e.document.source: (e.document.text, e.org, e.report_period, e.records, e.audit) for e in extractions}


@pytest.mark.parametrize("way", WAYS)
@settings(max_examples=25)
@given(texts=st.lists(reports(), min_size=1, max_size=5))
def test_every_way_gives_the_same(way: str, texts: list[str]) -> None:
    with TemporaryDirectory() as folder:
        paths = [Path(folder, f"{number}.txt") for number in range(len(texts))]
        for path, text in zip(paths, texts, strict=True):
            path.write_text(text, encoding="utf-8", errors="replace", newline="")
        assert told(WAYS[way](paths)) == told(one_run(paths))


def test_a_folder_gives_what_its_files_give(tmp_path: Path) -> None:
    for name in ("b", "a", "县"):
        (tmp_path / f"{name}.txt").write_text(f"新增会员{ord(name)}名。", encoding="utf-8")
    files = sorted(tmp_path.iterdir())
    assert told(one_run([tmp_path])) == told(one_run(files))
    assert [e.document.source for e in one_run([tmp_path])] == ["a.txt", "b.txt", "县.txt"]
