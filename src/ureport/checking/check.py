"""One check of a library: lint, examples, wordings, golden files and scores, in one pass."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from ureport.checking import golden
from ureport.checking.changes import change_faults
from ureport.checking.examples import Won, run_examples
from ureport.checking.expected import accept_wordings, differences, read_wordings
from ureport.checking.gold import score
from ureport.checking.lints import run_lints
from ureport.checking.material import Material
from ureport.checking.report import CheckReport, Counts, Score
from ureport.checking.wordings import Claims, wordings
from ureport.diff import Change
from ureport.errors import Fault
from ureport.library import Library, Loaded, read_library
from ureport.library.load import NURSERY
from ureport.pipeline import Extractor


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
    faults = list(loaded.faults)
    if loaded.library is None:
        return _report(plan, faults, Counts())
    result = _Check(plan, loaded, loaded.library)
    faults += result.run()
    drafts = plan.folders[-1] / NURSERY
    if drafts.is_dir() and plan.metrics is None:
        faults += _drafts(plan, drafts)
    return _report(plan, faults, result.counts, result.changes, result.scores, result.accepted)


class _Check:
    """The steps of a check on a library that could be loaded, and what they leave."""

    def __init__(self, plan: Plan, loaded: Loaded, library: Library) -> None:
        self.plan = plan
        self.library = library
        self.extractor = Extractor(library)
        self.broken = frozenset(Path(fault.path).parent.name + "." + Path(fault.path).stem for fault in loaded.faults)
        self.sources = {source.path: source for source in loaded.sources}
        self.changes: list[Change] = []
        self.scores: tuple[Score, ...] = ()
        self.accepted: list[Path] = []
        self.counts = Counts()
        chosen = library.metrics.values() if plan.metrics is None else [m for m in library.metrics.values() if m.id in plan.metrics]
        self.metrics = [m for m in chosen if self._own(m.id)]

    def run(self) -> Iterator[Fault]:
        """All diagnostics but those of loading."""
        won = Won()
        material = Material(self.plan.folders, self.library, self.sources)
        yield from self._unbroken(run_examples(material, self.extractor, self.metrics, won))
        found = golden.check_golden(self.plan.samples, self.extractor, won) if self.plan.samples else golden.GoldenCheck()
        material = self._with_claims(material, won)
        yield from self._lints(material)
        yield from found.faults
        if self.plan.samples:
            yield from self._golden(self.plan.samples, material, found)
            yield from self._wordings(self.plan.samples, material)
        if self.plan.gold:
            faults: list[Fault] = []
            self.scores = score(self.plan.gold, found.records, faults)
            yield from faults
        self._count(material, found)

    def _golden(self, samples: Path, material: Material, found: golden.GoldenCheck) -> Iterator[Fault]:
        """The reports against their golden files; what is accepted is told as such."""
        changes, faults = golden.differences(samples, self.extractor, found)
        self.changes = [change for change in changes if not change.metrics & self.broken]
        before = [*faults, *change_faults(self.changes, material, samples)]
        after = before
        if self.plan.accept:
            self.accepted += golden.accept(samples, found, self.plan.accept)
            changes, faults = golden.differences(samples, self.extractor, found)
            after = [*faults, *change_faults(changes, material, samples)]
        yield from _settled(before, after)

    def _wordings(self, samples: Path, material: Material) -> Iterator[Fault]:
        """The expected wordings, when there are any or when they are to be made."""
        folder = samples / golden.EXPECTED / golden.WORDINGS
        if not folder.is_dir() and not (self.plan.accept and self.plan.own_samples):
            return
        groups = None if self.plan.metrics is None else {metric.id for metric in self.metrics}
        found = read_wordings(folder, material, groups)
        before = after = differences(found, material, groups)
        if self.plan.accept:
            self.accepted += accept_wordings(folder, found, material, self.plan.accept)
            after = differences(found, material, groups)
        yield from found.faults
        yield from self._unbroken(_settled(before, after))

    def _with_claims(self, material: Material, won: Won) -> Material:
        """The material with what claims the wordings; ties on wordings count like those on examples."""
        entries = {path: source.data.get("pattern", ()) for path, source in self.sources.items()}
        teller = Claims(self.library)
        ids = None if self.plan.metrics is None else {metric.id for metric in self.metrics}
        claims = [(wording, teller.claim(wording.text, wording.pattern)) for wording in wordings(self.library, entries, ids)]
        for wording, claim in claims:
            won.tie(claim.pattern, claim.tied, wording.text)
        return replace(material, claims=claims, won=frozenset(won.patterns), ties=won.ties)

    def _lints(self, material: Material) -> Iterator[Fault]:
        ids = {metric.id for metric in self.metrics}
        for fault in run_lints(material):
            if not fault.metric or fault.metric in ids:
                yield fault

    def _count(self, material: Material, found: golden.GoldenCheck) -> None:
        self.counts = Counts(
            len(self.metrics),
            sum(len(metric.patterns) for metric in self.metrics),
            sum(len(metric.examples) for metric in self.metrics),
            len(material.claims),
            len(found.records),
            sum(map(len, found.records.values())),
        )

    def _own(self, metric: str) -> bool:
        """True for a metric that the folder in question adds to; those of the folders before it are only its company."""
        folder = self.plan.folders[-1]
        theme, _, name = metric.partition(".")
        return len(self.plan.folders) == 1 or (folder / theme / f"{name}.toml").is_file()

    def _unbroken(self, faults: Iterable[Fault]) -> Iterator[Fault]:
        """Without the faults that follow from a file that could not be read: its metric claims nothing."""
        return (fault for fault in faults if not any(name in fault.message or name in " ".join(fault.detail) for name in self.broken))


def _settled(before: Sequence[Fault], after: Sequence[Fault]) -> Iterator[Fault]:
    """The faults, those that an --accept has settled as warnings."""
    left = set(after)
    for fault in before:
        yield fault if fault in left else replace(fault, level="warning", message=f"accepted: {fault.message}", remedy="")


def _drafts(plan: Plan, folder: Path) -> Iterator[Fault]:
    """The diagnostics of the drafts, loaded with the library; a draft never fails a check, so all are warnings."""
    result = check(Plan((*plan.folders, folder), select=plan.select, ignore=plan.ignore))
    for fault in result.faults:
        if Path(fault.path).is_relative_to(folder):
            yield replace(fault, level="warning", message=f"draft: {fault.message}")


def _report(
    plan: Plan,
    faults: Sequence[Fault],
    counts: Counts,
    changes: Sequence[Change] = (),
    scores: tuple[Score, ...] = (),
    accepted: Collection[Path] = (),
) -> CheckReport:
    wanted = [fault for fault in faults if _wanted(plan, fault)]
    if plan.strict:
        wanted = [replace(fault, level="error") for fault in wanted]
    if plan.metrics is None and not faults and not counts.examples and not counts.reports:
        wanted.append(Fault(str(plan.folders[-1]), 1, 1, "no example and no report was found", "name the folder of the library", code="P011"))
    ordered = tuple(sorted(wanted, key=lambda fault: (fault.path, fault.line, fault.column, fault.code)))
    return CheckReport(str(plan.folders[-1]), ordered, tuple(changes), scores, counts, tuple(map(str, accepted)))


def _wanted(plan: Plan, fault: Fault) -> bool:
    """True for a fault that --select chooses and --ignore does not; the library's own faults cannot be ignored."""
    if fault.code.startswith("P0"):
        return True
    return (not plan.select or fault.code.startswith(plan.select)) and not (plan.ignore and fault.code.startswith(plan.ignore))
