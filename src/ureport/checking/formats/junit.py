"""JUnit XML: a test case for each metric, each report with a golden file, and each other file of the library that is at fault."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from io import BytesIO
from pathlib import PurePath

from junitparser import Failure, JUnitXml, TestCase, TestSuite

from ureport.checking.formats.wording import one_line, tame
from ureport.checking.report import CheckReport
from ureport.errors import Fault
from ureport.pieces import Piece, counted

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
    metrics: dict[tuple[str, str], list[Fault]] = {_of_metric(one_line(metric)): [] for metric in report.metric_ids}
    reports: dict[tuple[str, str], list[Fault]] = {("golden", one_line(source)): [] for source in report.sources}
    suites = (
        _suite("metrics", metrics | _cases((_of_metric(metric), fault) for metric, fault in others if metric)),
        _suite("golden", reports | _cases((("golden", fault.report or fault.path), fault) for fault in golden)),
        _suite("library", _cases((("library", fault.path), fault) for metric, fault in others if not metric)),
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


def _suite(name: str, cases: Cases) -> TestSuite:
    suite = TestSuite(name)
    suite.add_testcases([_case(theme, case, faults) for (theme, case), faults in cases.items()])
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
