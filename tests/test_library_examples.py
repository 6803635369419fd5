"""The shipped library as a whole. Its examples, lints and golden files are those of ``ureport check --strict``."""

from __future__ import annotations

from pathlib import Path

import pytest

from ureport import load_library
from ureport.checking.check import Plan, check
from ureport.checking.report import CheckReport
from ureport.resources import shipped_library

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def report() -> CheckReport:
    """The check of the shipped library with the samples of the checkout."""
    return check(Plan((shipped_library(),), samples=ROOT / "samples", own_samples=True, strict=True))


def test_the_shipped_library_is_clean(report: CheckReport) -> None:
    assert [str(fault) for fault in report.faults] == []
    assert report.exit_code == 0


def test_the_check_looks_at_all_of_it(report: CheckReport) -> None:
    files = [path for path in shipped_library().glob("*/*.toml") if path.parent.name not in ("units", "lexicon")]
    assert report.counts.metrics == len(files) >= 121
    assert report.counts.examples > 2000
    assert report.counts.wordings > 20_000
    assert sorted(report.sources) == sorted(path.name for path in (ROOT / "samples").glob("*.txt"))


def test_every_metric_is_described() -> None:
    for metric in load_library([shipped_library()]).metrics.values():
        assert metric.name
        assert metric.definition
        assert metric.patterns
