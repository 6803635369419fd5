"""One check of a library: lint, examples, wordings, golden files and scores, in one pass."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from ureport.checking import golden
from ureport.checking.causes import first_causes, without
from ureport.checking.changes import change_code, change_faults
from ureport.checking.examples import Won, run_examples
from ureport.checking.expected import accept_wordings, differences, read_wordings
from ureport.checking.faults import fault_at
from ureport.checking.gold import score
from ureport.checking.golden import ALL, EXPECTED, WORDINGS, Golden, Reports, extract_reports, read_golden
from ureport.checking.guard import guarded
from ureport.checking.lints import run_lints
from ureport.checking.material import Material
from ureport.checking.report import CheckReport, Counts, Score
from ureport.checking.sayings import check_sayings
from ureport.checking.wordings import Claims, wordings
from ureport.codes import CODES
from ureport.diff import Change
from ureport.errors import Fault
from ureport.library import Library, Loaded, read_library
from ureport.library.load import NURSERY
from ureport.library.source import metric_id
from ureport.model import OTHER
from ureport.pipeline import Extractor
from ureport.suggest import unknown


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be checked, and how.

    ``folders`` are loaded together, the diagnostics are those of the last; ``samples`` holds reports with ``expected/`` beside
    them, ``gold`` the gold files. ``metrics`` limits examples, lint and wordings to some metrics (None: all). ``accept`` is a
    metric, golden.ALL, or empty. ``own_samples``: the samples belong to the library, so its wordings are kept there too.
    """

    folders: tuple[Path, ...]
    samples: Path | None = None
    gold: Path | None = None
    metrics: frozenset[str] | None = None
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    accept: str = ""
    own_samples: bool = False
    strict: bool = False


def check(plan: Plan) -> CheckReport:
    """Everything that a check finds. One broken file hides nothing but what needs it."""
    loaded = read_library(plan.folders)
    faults = first_causes(loaded.faults)
    if loaded.library is None:
        return _report(plan, faults, None)
    result = _Check(plan, loaded, loaded.library)
    faults += result.run()
    if plan.strict:
        faults = [replace(fault, level="error") if CODES[fault.code].level == "warning" else fault for fault in faults]
    if plan.metrics is None:
        faults += _drafts(plan, plan.folders[-1] / NURSERY)
    return _report(plan, faults, result)


class _Check:
    """The steps of a check on a library that could be loaded, and what they leave."""

    def __init__(self, plan: Plan, loaded: Loaded, library: Library) -> None:
        self.plan = plan
        self.place = str(plan.folders[-1])
        self.library = library
        self.extractor = Extractor(library)
        self.sources = {source.path: source for source in loaded.sources}
        self.broken = frozenset(metric_id(Path(fault.path)) for fault in loaded.faults if fault.path in self.sources)
        self.shaken = any(fault.path not in self.sources for fault in loaded.faults)
        self.accepting = plan.accept
        self.changes: list[Change] = []
        self.scores: tuple[Score, ...] = ()
        self.accepted: list[Path] = []
        self.counts = Counts()
        self.reports: list[str] = []
        chosen = library.metrics.values() if plan.metrics is None else [m for m in library.metrics.values() if m.id in plan.metrics]
        self.metrics = [m for m in chosen if self._own(m.id)]
        self.ids = None if len(self.metrics) == len(library.metrics) else frozenset(metric.id for metric in self.metrics)
        """The metrics in question; None for all of the library."""
        if loaded.faults:
            self.accepting = ""

    def run(self) -> Iterator[Fault]:
        """All diagnostics but those of loading."""
        won = Won()
        material = Material(self.plan.folders, self.library, self.sources, tuple(self.metrics), broken=self.broken)
        if self.shaken:
            yield from self._lint_alone(material)
            return
        yield from self._unbroken(run_examples(material, self.extractor, self.metrics, won))
        reports = extract_reports(self.plan.samples, self.extractor, won) if self.plan.samples else Reports()
        material = self._with_claims(material, won)
        self._count(material, reports)
        lints = list(self._lints(material))
        if any(fault.code.startswith("P0") for fault in lints):
            self.accepting = ""
        yield from lints
        yield from reports.faults
        if self.plan.samples:
            yield from guarded("the comparison with golden files", self.place, self._golden, self.plan.samples, material, reports)
            yield from guarded("the comparison with expected wordings", self.place, self._wordings, self.plan.samples, material)
        if self.plan.gold:
            faults: list[Fault] = []
            self.scores = score(self.plan.gold, reports.records, faults, reports.failed)
            yield from faults

    def _lint_alone(self, material: Material) -> Iterator[Fault]:
        """What the files show by themselves: without sound units and words no text can be read, so no pattern can win."""
        self.counts = Counts(len(self.metrics), sum(len(metric.patterns) for metric in self.metrics))
        yield from (fault for fault in self._lints(replace(material, won=frozenset(material.patterns))) if fault.code != "P008")

    def _golden(self, samples: Path, material: Material, reports: Reports) -> Iterator[Fault]:
        """The reports against their golden files; what is accepted is told as such."""

        def compared() -> tuple[Golden, list[Change], list[Fault]]:
            found = read_golden(samples, reports)
            changes, faults = golden.differences(samples, self.extractor, reports, found)
            if self.plan.gold and not (samples / EXPECTED).is_dir():  # labelled reports need no golden files
                faults = [fault for fault in faults if fault.code != "P305"]
            changes = [change for change in changes if not change.metrics & self.broken]
            return found, changes, list(self._unbroken([*found.faults, *faults, *change_faults(changes, material, samples)]))

        found, self.changes, before = compared()
        after = before
        if self.accepting:
            known = {record.metric for records in found.expected.values() for record in records}
            wordings = (path.stem for path in (samples / EXPECTED / WORDINGS).glob("*.tsv"))
            if self.accepting not in {ALL, OTHER, *self.library.metrics, *known, *wordings}:
                raise unknown("metric", self.accepting, [*self.library.metrics, *sorted(known)])
            self.accepted += golden.accept(samples, reports, found, self.accepting)
            _, _, after = compared()
        yield from _settled(before, after)

    def _wordings(self, samples: Path, material: Material) -> Iterator[Fault]:
        """The expected wordings, when there are any or when they are to be made."""
        folder = samples / EXPECTED / WORDINGS
        if not folder.is_dir() and not (self.accepting == ALL and self.plan.own_samples):
            return
        found = read_wordings(folder, material, self.ids)
        before = after = [*found.faults, *differences(found, material, self.ids)]
        if self.accepting:
            self.accepted += accept_wordings(folder, found, material, self.accepting)
            found = read_wordings(folder, material, self.ids)
            after = [*found.faults, *differences(found, material, self.ids)]
        yield from self._unbroken(_settled(before, after))
        if self.ids is None:
            before, after, written = check_sayings(folder, self.extractor, self.plan.folders[-1], self.accepting)
            self.accepted += written
            yield from _settled(before, after)

    def _with_claims(self, material: Material, won: Won) -> Material:
        """The material with what claims the wordings; ties on wordings count like those on examples."""
        entries = {path: source.data.get("pattern", ()) for path, source in self.sources.items()}
        teller = Claims(self.library)
        claims = [(wording, teller.claim(wording.text, wording.pattern)) for wording in wordings(self.library, entries, self.ids)]
        for wording, claim in claims:
            won.tie(claim.pattern, claim.tied, wording.text)
        return replace(material, claims=claims, won=frozenset(won.patterns), ties=won.ties)

    def _lints(self, material: Material) -> Iterator[Fault]:
        """What the lints say; of the lexicon and the names only when all metrics are in question."""
        for fault in run_lints(material):
            if self.plan.metrics is None or fault.metric:
                yield fault

    def _count(self, material: Material, reports: Reports) -> None:
        self.reports = list(reports.records)
        self.counts = Counts(
            len(self.metrics),
            sum(len(metric.patterns) for metric in self.metrics),
            sum(len(metric.examples) for metric in self.metrics),
            len(material.claims),
            len(reports.records),
            sum(map(len, reports.records.values())),
        )

    def _own(self, metric: str) -> bool:
        """True for a metric that the folder in question adds to; those of the folders before it are only its company."""
        folder = self.plan.folders[-1]
        theme, _, name = metric.partition(".")
        return len(self.plan.folders) == 1 or (folder / theme / f"{name}.toml").is_file()

    def _unbroken(self, faults: Iterable[Fault]) -> Iterator[Fault]:
        """Without the faults that follow from a file that could not be read: its metric claims nothing."""
        return without(self.broken, faults)


def _settled(before: Sequence[Fault], after: Sequence[Fault]) -> Iterator[Fault]:
    """The faults that are left, and those that an --accept has settled as warnings."""
    left, known = set(after), set(before)
    for fault in before:
        yield fault if fault in left else replace(fault, level="warning", message=f"accepted: {fault.message}", remedy="")
    yield from (fault for fault in after if fault not in known)


def _drafts(plan: Plan, folder: Path) -> Iterator[Fault]:
    """The diagnostics of the drafts, loaded with the library; a draft never fails a check, so all are warnings."""
    if next(folder.rglob("*.toml"), None) is None:
        return
    for fault in check(Plan((*plan.folders, folder), select=plan.select, ignore=plan.ignore)).faults:
        if Path(fault.path).is_relative_to(folder) and fault.code != "P011":
            yield replace(fault, level="warning", message=f"draft: {fault.message}")


def _report(plan: Plan, faults: Sequence[Fault], result: _Check | None) -> CheckReport:
    """The report: the faults that are wanted, in the order of files and lines."""
    library = str(plan.folders[-1])
    counts = result.counts if result else Counts()
    wanted = list(dict.fromkeys(fault for fault in faults if _wanted(plan, fault.code)))
    if not counts.examples and plan.metrics != frozenset() and not any(fault.code.startswith("P0") and fault.level == "error" for fault in faults):
        wanted.append(fault_at("P011", library, "no example was found"))
    ordered = tuple(sorted(wanted, key=lambda fault: (fault.path, fault.line, fault.column, fault.code)))
    if result is None:
        return CheckReport(library, ordered, (), (), counts)
    changes = tuple(change for change in result.changes if _wanted(plan, change_code(change)))
    ids = tuple(metric.id for metric in result.metrics)
    return CheckReport(library, ordered, changes, result.scores, counts, tuple(map(str, result.accepted)), ids, tuple(result.reports))


def _wanted(plan: Plan, code: str) -> bool:
    """True for a code that --select chooses and --ignore does not; the library's own faults, and what --accept takes, are always told."""
    if code.startswith(("P0", "P3") if plan.accept else "P0"):
        return True
    return (not plan.select or code.startswith(plan.select)) and not (plan.ignore and code.startswith(plan.ignore))
