"""JUnit XML: a test case for each metric and each golden report at which something was found, and one for all the others."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from io import BytesIO
from pathlib import PurePath

from junitparser import Failure, JUnitXml, TestCase, TestSuite

from ureport.checking.formats.wording import counted, one_line, tame
from ureport.checking.report import CheckReport
from ureport.errors import Fault
from ureport.pieces import Piece

_GOLDEN = "P30"
"""The codes of golden files begin so; those of wordings (P31x) are of a metric."""

NO_THEMES = frozenset({"units", "lexicon", "nursery"})
"""Folders of a library that hold no metrics."""

Cases = Mapping[tuple[str, str], Sequence[Fault]]
"""The faults by class and name of their test case."""


def write(report: CheckReport) -> Iterator[Piece]:
    """Three suites: the metrics, the golden reports, and the other files of the library that are at fault.

    A case with errors is one failure that tells them all, for servers read no second one. Warnings are its output.
    """
    faults = [tame(fault) for fault in report.faults]
    golden = [fault for fault in faults if fault.code.startswith(_GOLDEN)]
    others = [(_metric(fault, one_line(report.library)), fault) for fault in faults if not fault.code.startswith(_GOLDEN)]
    scored: dict[tuple[str, str], list[Fault]] = {_of_metric(one_line(score.metric)): [] for score in report.scores}
    metrics = scored | _cases((_of_metric(metric), fault) for metric, fault in others if metric)
    suites = (
        _suite("metrics", metrics, "metric", report.counts.metrics),
        _suite("golden", _cases((("golden", fault.path), fault) for fault in golden), "report", report.counts.reports),
        _suite("library", _cases((("library", fault.path), fault) for metric, fault in others if not metric), "file", 0),
    )
    document = JUnitXml("ureport check")
    for suite in filter(len, suites):
        document.add_testsuite(suite)
    # set here, for update_statistics would count what was skipped, too, for which strict readers have no place in the root
    document.tests, document.failures, document.errors = (sum(getattr(suite, name) for suite in suites) for name in ("tests", "failures", "errors"))
    content = BytesIO()
    document.write(content, pretty=True)
    yield content.getvalue().decode("utf-8"), ""


def _metric(fault: Fault, library: str) -> str:
    """The metric of a fault: the one it names, else that of its file THEME/METRIC.toml; empty for any other file."""
    path = PurePath(fault.path)
    inner = path.relative_to(library).parts if path.is_relative_to(library) else ()
    if fault.metric or len(inner) != 2 or path.suffix != ".toml" or inner[0] in NO_THEMES:
        return fault.metric
    return f"{inner[0]}.{path.stem}"


def _of_metric(metric: str) -> tuple[str, str]:
    """Theme and id of a metric: the class and the name of its test case."""
    return metric.partition(".")[0], metric


def _cases(pairs: Iterable[tuple[tuple[str, str], Fault]]) -> dict[tuple[str, str], list[Fault]]:
    found: dict[tuple[str, str], list[Fault]] = {}
    for case, fault in pairs:
        found.setdefault(case, []).append(fault)
    return found


def _suite(name: str, cases: Cases, noun: str, total: int) -> TestSuite:
    """A suite of these cases; those of ``total`` that are not named are one case, whose name stays the same from run to run."""
    suite = TestSuite(name)
    shown = [_case(theme, case, faults) for (theme, case), faults in cases.items()]
    if total > len(cases):
        rest = TestCase(f"all other {noun}s", name)
        rest.system_out = f"{counted(total - len(cases), noun)} without a fault"
        shown.append(rest)
    suite.add_testcases(shown)
    return suite


def _case(theme: str, name: str, faults: Sequence[Fault]) -> TestCase:
    case = TestCase(name, theme)
    errors = [fault for fault in faults if fault.level == "error"]
    warnings = [fault for fault in faults if fault.level != "error"]
    if errors:
        more = f" (and {counted(len(errors) - 1, 'more error')})" if len(errors) > 1 else ""
        failure = Failure(errors[0].message + more, errors[0].code)
        failure.text = _lines(errors)
        case.result = [failure]
    if warnings:
        case.system_out = _lines(warnings)
    return case


def _lines(faults: Iterable[Fault]) -> str:
    return "\n".join(map(str, faults))
