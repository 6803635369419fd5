"""Proposals as text to read, as JSON Lines, and as drafts."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ureport.drafts import Draft, draft_text, schema_of
from ureport.pieces import Piece, counted
from ureport.proposals.proposal import Proposal
from ureport.proposals.tally import Held
from ureport.proposals.trial import Trial, as_draft

_WORDINGS, _LISTED, _SENTENCES = 4, 20, 3
_SIDE = 40


def text(trials: list[Trial]) -> Iterator[Piece]:
    """The proposals to read: template, counts, wordings, the nearest metric, sentences with the figure in ⟨⟩."""
    for trial in trials:
        proposal = trial.proposal
        yield f"{trial.number:>3}  {proposal.template}", "heading"
        yield f"  {told(proposal)}\n", ""
        yield from _field("wordings", wordings(proposal))
        if trial.near:
            yield from _field("nearest", f"{trial.near.pattern} lacks {trial.near.lacks}")
        if trial.tried:
            yield from _field("tried", f"the template claims {len(trial.claimed)} of {counted(trial.tried, 'figure')}")
        for held in proposal.held[:_SENTENCES]:
            yield f"     {held.source}:{held.line}  ", "dim"
            yield f"{_marked(held)}\n", ""
        yield "\n", ""


def rows(trials: list[Trial]) -> Iterator[str]:
    """The proposals as JSON, one a line."""
    for trial in trials:
        yield json.dumps(_row(trial), ensure_ascii=False) + "\n"


def draft(trial: Trial) -> Draft:
    """The draft of a proposal, with what is known of it as comments."""
    proposal = trial.proposal
    notes = [f"Proposed by ureport patterns suggest for {told(proposal)}: {wordings(proposal)}."]
    if trial.near:
        near = trial.near
        notes.append(f"Nearest is {near.pattern}, which lacks {near.lacks}: where that is meant, add the wording to {near.pattern.partition('#')[0]}.")
    notes.append("The examples are sentences of reports: write them anew in your own words. Choose theme and id: THEME/METRIC.toml and THEME.METRIC.")
    return as_draft(trial.id, proposal, trial.claimed, tuple(notes))


def files(trials: list[Trial], folder: Path) -> list[tuple[Path, str]]:
    """The drafts of the proposals: where each goes below a folder, and its text."""
    drafts = [(folder / found.file, found) for found in map(draft, trials)]
    return [(path, draft_text(found, schema_of(path), folder.as_posix())) for path, found in drafts]


def told(proposal: Proposal) -> str:
    """How much a proposal is about: ``12 records in 9 files, and 3 of growth or shares``."""
    what = f"{counted(proposal.records, 'record')} of growth or shares" if proposal.is_change else counted(proposal.records, "record")
    change = f", and {proposal.change:,} of growth or shares" if proposal.change else ""
    return f"{what} in {counted(proposal.files, 'file')}{change}"


def wordings(proposal: Proposal) -> str:
    """The most frequent wordings, each with its records."""
    shown = [f"{wording.text} ×{wording.records:,}" if wording.records > 1 else wording.text for wording in proposal.wordings[:_WORDINGS]]
    more = len(proposal.wordings) - _WORDINGS
    return " · ".join((*shown, *([f"{more:,} more"] if more > 0 else [])))


def _row(trial: Trial) -> dict[str, Any]:
    proposal, near = trial.proposal, trial.near
    return {
        "number": trial.number,
        "id": trial.id,
        "name": proposal.name,
        "template": proposal.template,
        "kind": proposal.kind,
        "units": proposal.units,
        "aspect": "change" if proposal.is_change else "level",
        "records": proposal.records,
        "change": proposal.change,
        "files": proposal.files,
        "wordings": [{"text": wording.text, "records": wording.records} for wording in proposal.wordings[:_LISTED]],
        "nearest": {"pattern": near.pattern, "template": near.template, "lacks": near.lacks} if near else None,
        "tried": trial.tried,
        "claimed": len(trial.claimed),
        "sentences": [_sentence(held) for held in proposal.held[:_SENTENCES]],
    }


def _sentence(held: Held) -> dict[str, Any]:
    value = int(held.value) if held.value == held.value.to_integral_value() else float(held.value)
    where = {"source": held.source, "line": held.line, "text": held.text, "figure": held.surface}
    return {**where, "start": held.at if held.at >= 0 else None, "value": value, "unit": held.unit}


def _marked(held: Held) -> str:
    """The part of the sentence round the figure, which stands in ⟨⟩; a table cell behind its labels."""
    if held.at < 0:
        return f"{held.text} ⟨{held.surface}⟩"
    first, end = max(0, held.at - _SIDE), held.at + len(held.surface)
    before = ("…" if first else "") + held.text[first : held.at]
    return f"{before}⟨{held.surface}⟩{held.text[end : end + _SIDE]}{'…' if end + _SIDE < len(held.text) else ''}"


def _field(name: str, value: str) -> Iterator[Piece]:
    yield f"     {name:<9} ", "dim"
    yield f"{value}\n", ""
