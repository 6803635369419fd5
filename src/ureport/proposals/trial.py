"""Proposals held against the figures they come from: what they claim, and which metric of the library is near."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory

from ureport.drafts import SCHEMA, Draft, Sample, draft_text
from ureport.library import load_library
from ureport.matching import Attempt
from ureport.model import Document
from ureport.pipeline import Extractor, Trace
from ureport.proposals.proposal import Proposal
from ureport.proposals.tally import Held, kin
from ureport.proposals.words import Weak

THEME = "draft"
_TRIED = 30
_COMPARED = 6
_SAMPLES = 4
_OWN = frozenset({"beside", "across"})
_UNITS = {
    **{"人": "ren", "人次": "renci", "户": "hu", "家": "jia", "处": "chu", "支": "zhi", "个": "ge", "件": "jian", "条": "tiao", "项": "xiang", "份": "fen"},
    **{"张": "zhang", "册": "ce", "篇": "pian", "种": "zhong", "场": "chang", "期": "qi", "批": "pi", "元": "yuan", "小时": "xiaoshi", "%": "baifenzhi"},
    **{"平方米": "pingfangmi", "百分点": "baifendian", "倍": "bei", "套": "tao", "盒": "he", "辆": "liang", "棵": "ke", "字": "zi", "亩": "mu", "对": "dui"},
}


@dataclass(frozen=True, slots=True)
class Near:
    """A pattern of the library that nearly claims the figures, and what it lacks: member.new#3 lacks 新增."""

    pattern: str
    template: str
    lacks: str


@dataclass(frozen=True, slots=True)
class Trial:
    """A proposal with its number and id, the pattern next to it, and what it claims when the library is extended by it:
    ``claimed`` are the kept sentences whose figure it takes, of ``tried``."""

    number: int
    id: str
    proposal: Proposal
    near: Near | None
    tried: int
    claimed: tuple[Held, ...]


def tried(proposals: Sequence[Proposal], extractor: Extractor, folders: Sequence[Path], weak: Weak) -> list[Trial]:
    """The proposals, tried together on their kept sentences, each sentence alone. ``folders`` are those of the extractor's library.

    Raises LibraryError when the loader refuses a proposal, which is a fault of ours.
    """
    if not proposals:
        return []
    theme = _free_theme({metric.theme for metric in extractor.library.metrics.values()})
    ids = [identity(theme, number, proposal) for number, proposal in enumerate(proposals, 1)]
    with TemporaryDirectory(prefix="ureport-") as folder:
        for name, proposal in zip(ids, proposals, strict=True):
            draft = as_draft(name, proposal, ())
            path = Path(folder) / draft.file
            path.parent.mkdir(exist_ok=True)
            path.write_text(draft_text(draft, SCHEMA), encoding="utf-8", errors="replace")
        extended = Extractor(load_library([*folders, Path(folder)]))
    return [_trial(number, name, p, extractor, extended, weak) for number, (name, p) in enumerate(zip(ids, proposals, strict=True), 1)]


def _free_theme(themes: Collection[str]) -> str:
    """``draft``, or with a number when the library holds drafts already."""
    return next(name for name in (f"{THEME}{number if number > 1 else ''}" for number in count(1)) if name not in themes)


def identity(theme: str, number: int, proposal: Proposal) -> str:
    """An id for a proposal: its number and its unit, ``draft.w01_renci``."""
    unit = _UNITS.get(proposal.units[0], "")
    return f"{theme}.w{number:02}{f'_{unit}' if unit else ''}"


def as_draft(name: str, proposal: Proposal, samples: Sequence[Held], notes: tuple[str, ...] = ()) -> Draft:
    """The draft of a proposal, with sentences of the reports as its first examples."""
    examples = tuple(Sample(h.text, h.surface, _nth(h), h.value, h.value_high, h.unit) for h in samples[:_SAMPLES])
    definition = f"待填：{proposal.name}，由报告中没有规则认领的数字提出"
    return Draft(name, proposal.name, definition, proposal.kind, proposal.units, proposal.template, examples, notes)


def _nth(held: Held) -> int:
    """Which occurrence of its spelling the figure is in the sentence."""
    return sum(held.text.startswith(held.surface, at) for at in range(held.at + 1))


def _trial(number: int, name: str, proposal: Proposal, base: Extractor, extended: Extractor, weak: Weak) -> Trial:
    sentences = [held for held in proposal.held if held.at >= 0][:_TRIED]
    claimed = [held for held in sentences if any(t.record and t.record.metric == name for t in _traces(extended, held))]
    return Trial(number, name, proposal, _nearest(proposal, sentences[:_COMPARED], base, weak), len(sentences), tuple(claimed))


def _traces(extractor: Extractor, held: Held) -> Iterator[Trace]:
    """The figure of a kept sentence, decided anew."""
    for trace in extractor.trace(Document(held.source, held.text)).traces:
        if trace.record and trace.record.start <= held.at < trace.record.end:
            yield trace


def _nearest(proposal: Proposal, sentences: Sequence[Held], extractor: Extractor, weak: Weak) -> Near | None:
    """The pattern that nearly claims most of the sentences, by the weight of the words that it found."""
    found: dict[str, list[tuple[float, Attempt]]] = defaultdict(list)
    for held in sentences:
        for trace in _traces(extractor, held):
            mention, around = trace.figure.mention, trace.around
            for attempt in extractor.matcher.attempts(mention, around, ratio=trace.ratio):
                weight = _closeness(attempt, trace, proposal.words, weak)
                if weight:
                    found[attempt.pattern.name].append((weight, attempt))
    if not found:
        return None
    name = min(found, key=lambda n: (-len(found[n]), -sum(weight for weight, _ in found[n]), n))
    attempt = found[name][0][1]
    return Near(name, attempt.pattern.template, attempt.lacks.removeprefix("words: "))


def _closeness(attempt: Attempt, trace: Trace, words: Sequence[str], weak: Weak) -> float:
    """The weight of the words found, when one of the proposal stands with the figure and only one thing is missing, else 0."""
    pattern = attempt.pattern
    missing = sum(not trace.around.placed(group) for group in pattern.groups)
    telling = any(not weak(e.word) and any(e.word in word or word in e.word for word in words) for e in attempt.evidence if e.place in _OWN)
    unit = attempt.lacks.startswith("unit")
    if not attempt.lacks or not telling or missing + unit > 1 or missing == len(pattern.groups):
        return 0.0
    if unit and kin(trace.figure.mention.unit, trace.figure.mention.units) not in {kin(name) for name in pattern.units}:
        return 0.0
    return sum(evidence.weight for evidence in attempt.evidence if not weak(evidence.word))
