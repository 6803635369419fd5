"""Why a figure became what it is: how its fields were decided, which pattern won, and what the others lacked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ureport.errors import UsageError
from ureport.exporters.columns import plain
from ureport.folding import fold
from ureport.matching import Attempt
from ureport.model import AuditEntry, Document, Evidence, Match, MetricRecord, Reading
from ureport.pieces import Piece
from ureport.pipeline import Extractor, Trace, Tracing

_NEAR_MISSES = 8
_LONGEST_CLAUSE = 120


@dataclass(frozen=True, slots=True)
class Question:
    """Which numbers are asked about: those of a line, those whose text holds the words, or all."""

    line: int | None = None
    number: str | None = None

    def asks_for(self, entry: AuditEntry) -> bool:
        return (self.line is None or entry.line == self.line) and (self.number is None or fold(self.number).strip() in fold(entry.surface))


def explain(extractor: Extractor, document: Document, question: Question) -> Iterator[Piece]:
    """The explanation of the numbers asked about; raises UsageError when the document has none of them."""
    tracing = extractor.trace(document)
    entries = [entry for entry in tracing.extraction.audit if question.asks_for(entry)]
    if not entries:
        raise UsageError(f"no such number ({_wording(question)})", place=document.source, remedy="ureport audit lists the numbers of a report with their lines")
    reading = tracing.reading
    by_start = {reading.origin(trace.figure.mention.start): trace for trace in tracing.traces}
    yield f"== {document.source} ==\n", "title"
    for org, period in tracing.reasons:
        yield "organisation  ", "dim"
        yield f"{org}\n", ""
        yield "report period ", "dim"
        yield f"{period}\n", ""
    for entry in entries:
        yield "\n", ""
        trace = by_start.get(entry.start)
        yield from _none(entry) if trace is None else _figure(extractor, entry, trace, reading)


def _wording(question: Question) -> str:
    parts = [f"line {question.line}" if question.line is not None else "", f"text {question.number!r}" if question.number is not None else ""]
    return ", ".join(filter(None, parts)) or "it has no numbers at all"


def _none(entry: AuditEntry) -> Iterator[Piece]:
    yield f"line {entry.line}  {entry.surface}", "heading"
    yield f"  {entry.role}: {entry.reason}\n", entry.role


def _figure(extractor: Extractor, entry: AuditEntry, trace: Trace, reading: Reading) -> Iterator[Piece]:
    record, figure = trace.record, trace.figure
    yield f"line {entry.line}  {entry.surface}", "heading"
    if record is None:
        yield f"  {entry.role}: {entry.reason}\n", entry.role
    else:
        yield f"  {_quantity(record)}  {record.metric} {record.metric_name}\n", "record" if record.pattern else "other"
    yield from _field("clause", _clause(trace, reading))
    if record is not None:
        yield from _field("subject", record.subject or "(none)")
        yield from _field("organisation", record.org or "(none)")
    decided = {"status": figure.judgement.status, "aspect": figure.judgement.aspect, "period": figure.judgement.period}
    for name, reason in figure.judgement.reasons:
        value = getattr(record, name, None) or getattr(decided.get(name), "name", decided.get(name))
        yield from _field(name, f"{value or '(none)'} — {reason}")
    attempts = extractor.matcher.attempts(figure.mention, trace.around, ratio=trace.ratio)
    yield from _winner(figure.match, attempts, trace)
    yield from _near_misses([attempt for attempt in attempts if figure.match is None or attempt.pattern.name != figure.match.pattern])


def _field(name: str, value: str) -> Iterator[Piece]:
    yield f"  {name:<13} ", "dim"
    yield f"{value}\n", ""


def _quantity(record: MetricRecord) -> str:
    high = f"–{plain(record.value_high)}" if record.value_high is not None else ""
    bound = f" ({record.bound})" if record.bound != "exact" else ""
    return f"{plain(record.value)}{high} {record.unit}{bound}"


def _clause(trace: Trace, reading: Reading) -> str:
    """The clause in the spelling that is matched; the figure in ⟨⟩, the words of the winner in []."""
    mention, match = trace.figure.mention, trace.figure.match
    if "table cell" in mention.flags:
        return f"{trace.figure.sentence} ⟨{reading.text[mention.start : mention.end]}⟩"
    first, last = trace.around.clause
    first, last = max(first, mention.start - _LONGEST_CLAUSE), min(last, mention.end + _LONGEST_CLAUSE)
    spans = [(mention.start, mention.end, "⟨⟩")]
    spans += [(e.start, e.end, "[]") for e in (match.evidence if match else ()) if first <= e.start and e.end <= last]
    text, at = "", first
    for start, end, marks in sorted(spans):
        if start >= at:
            text += reading.text[at:start] + marks[0] + reading.text[start:end] + marks[1]
            at = end
    return " ".join((text + reading.text[at:last]).split())


def _winner(match: Match | None, attempts: list[Attempt], trace: Trace) -> Iterator[Piece]:
    if match is None:
        yield from _field("won by", "none: no pattern fits, so the metric is other")
        return
    winner = next((attempt for attempt in attempts if attempt.pattern.name == match.pattern and not attempt.lacks), None)
    yield f"  {'won by':<13} ", "dim"
    yield match.pattern, "name"
    if winner is None:
        reasons = ", ".join(trace.figure.flags) or "carried over"
        yield f"  {reasons}\n", ""
        return
    yield f"  {winner.pattern.template}\n", ""
    yield from _field("evidence", f"{_evidence(winner.evidence)} → weight {winner.weight:g}")
    rivals = [attempt for attempt in attempts if not attempt.lacks and attempt.pattern.metric != match.metric]
    if not rivals:
        yield from _field("rule", "the only metric that fits")
        return
    rival = max(rivals, key=lambda attempt: attempt.key)
    yield from _field("rule", f"{_rule(winner, rival)} than {rival.pattern.name} (weight {rival.weight:g})")


def _evidence(evidence: tuple[Evidence, ...]) -> str:
    return " + ".join(f"{e.word}@{e.place} {e.weight:g}" for e in evidence)


def _rule(winner: Attempt, rival: Attempt) -> str:
    """The first difference in what the matcher compares."""
    rules = ("heavier", "of higher priority", "more words", "nearer")
    pairs = zip(rules, winner.key, rival.key, strict=True)
    return next((rule for rule, mine, other in pairs if mine != other), "no better, but earlier in the catalogue")


def _near_misses(attempts: list[Attempt]) -> Iterator[Piece]:
    """What else was tried, in the order of the matcher: first what fits too, then what found most of its words."""
    if not attempts:
        return
    yield "  near misses\n", "dim"
    for attempt in attempts[:_NEAR_MISSES]:
        yield f"    {attempt.pattern.name}", "name"
        yield f"  {attempt.pattern.template}\n", ""
        found = f"found {_evidence(attempt.evidence)}" if attempt.evidence else ""
        verdict = f"lacks {attempt.lacks}" if attempt.lacks else f"fits with weight {attempt.weight:g}"
        yield f"        {'; '.join(filter(None, (verdict, found)))}\n", "dim"
    if len(attempts) > _NEAR_MISSES:
        yield f"    … and {len(attempts) - _NEAR_MISSES} more\n", "dim"


def why_not(extractor: Extractor, tracing: Tracing, records: Sequence[MetricRecord], metric: str) -> tuple[str, ...]:
    """In two lines what won each record, and what the best pattern of a metric lacks against it; for a failed example."""
    by_id = {trace.record.record_id: trace for trace in tracing.traces if trace.record is not None}
    lines: list[str] = []
    for record in records:
        trace = by_id[record.record_id]
        attempts = extractor.matcher.attempts(trace.figure.mention, trace.around, ratio=trace.ratio)
        lines.append(f"won by {_told(next((a for a in attempts if a.pattern.name == record.pattern), None), record.pattern)}")
        mine = [a for a in attempts if a.pattern.metric == metric and a.pattern.name != record.pattern]
        if mine and record.metric != metric:
            lines.append(f"not by {_told(mine[0], mine[0].pattern.name)}")
        elif record.metric != metric and metric in extractor.library.metrics:
            lines.append(f"no word of any pattern of {metric} stands near")
    return tuple(lines)


def _told(attempt: Attempt | None, name: str) -> str:
    """A pattern with its evidence, or with what it lacks."""
    if attempt is None:
        return name or "no pattern"
    verdict = f"lacks {attempt.lacks}" if attempt.lacks else f"weight {attempt.weight:g}"
    evidence = f": {_evidence(attempt.evidence)}" if attempt.evidence else ""
    return f"{attempt.pattern.name}  {attempt.pattern.template}  ({verdict}{evidence})"
