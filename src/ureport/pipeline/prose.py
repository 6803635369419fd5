"""The figures of a paragraph of prose: each with its match, status, aspect, period and subject."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ureport.context import judge_aspect, judge_period, judge_status
from ureport.layout import find_lead, split_sentences
from ureport.matching import RATIO_UNITS, Occurrences, Surroundings
from ureport.matching.surroundings import BESIDE, HEADING, HEADING_WEIGHT, PREVIOUS, PREVIOUS_WEIGHT, Frame
from ureport.model import Aspect, Judgement, Match, Mention, Paragraph, Period, Role, Sentence, Status
from ureport.normalise import Figure
from ureport.pipeline import carry
from ureport.pipeline.figures import Setting, Trace
from ureport.subject import subject_of
from ureport.vocabulary import last_match

_LEAST_PROMOTED = 4.0
_LARGE = 10_000
_DECREASE = re.compile("下降|减少|降低|回落|下调|缩减|压缩|[降减少](?:了|近|约)?$")
_BRACKETS = re.compile(r"\([^()]*\)")
_YEAR = re.compile(
    r"(?:(?<![^,。;:(、 至到])|(?<=截至)|(?<=截止))(?:(?:19|20)[0-9]{2}|[二一][〇零九][〇零一二三四五六七八九]{2})年"
    r"(?:底|末|初|[0-9]{1,2}月)?(?!以来|的|起)"
)


class Prose:
    """Decides the figures of one paragraph, sentence by sentence; what was said before is at hand."""

    def __init__(self, setting: Setting) -> None:
        self.setting = setting
        self.work = setting.work
        self.places = setting.places
        self.words = ""
        """The sentence in the words of the document."""
        self.year = ""
        self.has_lead = False
        self.earlier: list[Trace] = []

    def traces(self, paragraph: Paragraph) -> Iterator[Trace]:
        """The figures of the paragraph, in the order of the text."""
        previous: Occurrences | Sentence | None = None
        self.has_lead = paragraph.lead[1] > paragraph.lead[0] and bool(self.work.words(paragraph.lead).mask)
        for sentence in split_sentences(self.work.text, paragraph.start, paragraph.end):
            self._new_lead(sentence, paragraph)
            facts = [m for m in self.work.between(sentence.start, sentence.end) if m.value is not None and m.role in (Role.FACT, Role.VAGUE)]
            facts = [m for m in facts if m.start not in self.work.cells]
            if facts:
                done: list[Trace] = []
                own = self.work.find_words((sentence.start, sentence.end))
                if isinstance(previous, Sentence):
                    previous = self.work.find_words((previous.start, previous.end))
                frame = self._frame(sentence, own, previous, facts)
                self.words = self.work.original(sentence.start, sentence.end)
                for mention in facts:
                    trace = self._trace(mention, frame, done)
                    yield trace
                    if trace.record:
                        done.append(trace)
                self.earlier = done or self.earlier
            self.year = _last_year(self.work.text[sentence.start : sentence.end]) or self.year
            previous = own if facts else sentence

    def _new_lead(self, sentence: Sentence, paragraph: Paragraph) -> None:
        """二是送清凉。 within a paragraph takes the place of its run-in heading."""
        if sentence.start == paragraph.start:
            return
        lead = find_lead(self.work.text, sentence.start, paragraph.end)
        if lead[1] > lead[0] > sentence.start:
            above = self.places[1:] if self.has_lead else self.places
            self.places = [(HEADING, HEADING_WEIGHT, self.work.words(lead)), *above]
            self.has_lead = True

    def _frame(self, sentence: Sentence, own: Occurrences, previous: Occurrences | None, facts: Sequence[Mention]) -> Frame:
        further = list(self.places)
        if previous is not None:
            further.append((PREVIOUS, PREVIOUS_WEIGHT, previous))
        return Frame(self.work.library, sentence, own, further, [(m.start, m.end) for m in facts])

    def _trace(self, mention: Mention, frame: Frame, done: list[Trace]) -> Trace:
        work, text = self.work, self.work.text
        around = Surroundings(frame, text, (mention.start, mention.end), carry.members_of_others(text, mention, frame))
        aspect, why_aspect = self._aspect(mention, around, done)
        ratio = aspect != "level" and mention.unit in RATIO_UNITS
        match, flags = self._match(mention, around, ratio, done, grows=aspect == "growth")
        if match and aspect == "share" and work.library.metrics[match.metric].kind == "rate":
            aspect, why_aspect = "level", "a rate of the catalogue"
        status, why_status = self._status(mention, around, aspect)
        period, why_period = self._period(mention, around, status, done)
        latest = self.setting.report.calendar.report
        if status == "actual" and period and latest and period.start > latest.end and why_period.startswith("clause"):
            status, why_status = "target", f"its period {period.name} is after that of the report"
        if status == "target" and period and latest and period.end < latest.start and why_period.startswith(("clause", "sentence")):
            status, why_status = "actual", f"its period {period.name} is before that of the report"
        judgement = Judgement(status, aspect, period, (("status", why_status), ("aspect", why_aspect), ("period", why_period)))
        subject = subject_of(text, match, (mention.start, mention.end), around.clause, around.last_before, self.setting.tokenize)
        if aspect == "growth" and _DECREASE.search(text[around.last_before : mention.start]):
            flags = (*flags, "decrease")
        figure = Figure(mention, match, judgement, subject, self.words, self.setting.section.path, flags)
        return Trace(figure, around, ratio, self.setting.to_record(figure) if self._is_record(mention, match) else None)

    def _is_record(self, mention: Mention, match: Match | None) -> bool:
        """A fact with a unit always is; a bare number or a small count in words only when a pattern claims it."""
        if mention.role is Role.FACT and mention.unit:
            return True
        if mention.value is None:
            return False
        if match is None:
            # 200万 is a quantity even without a unit
            return mention.role is Role.FACT and mention.value >= _LARGE and self.work.text[mention.end - 1] in "万亿余多"
        promoted = mention.value >= 2 and match.weight >= _LEAST_PROMOTED and any(e.place == BESIDE for e in match.evidence)
        return mention.role is Role.FACT or promoted

    def _match(self, mention: Mention, around: Surroundings, ratio: bool, done: list[Trace], *, grows: bool) -> tuple[Match | None, tuple[str, ...]]:
        text, frame = self.work.text, around.frame
        if ratio or grows:
            told_of = carry.distributed(text, mention, frame, done) if ratio else None
            told_of = told_of or (done[-1] if done and around.bare() else None)
            if told_of and (ratio or told_of.figure.mention.unit == mention.unit):
                match = told_of.figure.match
                return (carry.inherit(match, mention), (carry.FLAG,)) if match else (None, ())
        match = self.setting.matcher.match(mention, around, ratio=ratio)
        if match is None and around.excluded:
            # the head of all members stands with the last one: 外企、私企建会率分别为81.4%、75.8%
            match = self.setting.matcher.match(mention, Surroundings(frame, text, around.figure), ratio=ratio)
        if match is not None:
            return match, ()
        match = carry.carried_match(self.work.library, text, mention, around, ratio, done, self.earlier, grows=grows)
        return match, (carry.FLAG,) if match else ()

    def _aspect(self, mention: Mention, around: Surroundings, done: list[Trace]) -> tuple[Aspect, str]:
        text = self.work.text
        twin = carry.coordinated(text, mention, around, done)
        if twin:
            return twin.figure.judgement.aspect, "coordinated with the figure before"
        before = text[around.last_before : mention.start]
        after = text[mention.end : min(around.clause[1], around.next_after)]
        return judge_aspect(mention, before, after, self.work.vocabulary)

    def _status(self, mention: Mention, around: Surroundings, aspect: Aspect) -> tuple[Status, str]:
        text = self.work.text
        before = text[around.clause[0] : mention.start]
        after = text[mention.end : min(around.clause[1], around.next_after)]
        tail = text[around.last_before : mention.start] if around.last_before > around.clause[0] else None
        earlier = _BRACKETS.sub("", text[around.frame.sentence.start : around.clause[0]])
        status, why = judge_status(before, after, earlier, self.work.vocabulary, plan=self.setting.section.plan, tail=tail, aspect=aspect)
        if status == "actual" and mention.bound == "at_least" and aspect == "level":
            return "target", "a least that is asked for"
        return status, why

    def _period(self, mention: Mention, around: Surroundings, status: Status, done: list[Trace]) -> tuple[Period | None, str]:
        text, start = self.work.text, around.clause[0]
        # 由去年的45家增加到50家: the time of the first figure is not that of the second
        if done and done[-1].figure.judgement.status == "baseline" and around.last_before > start:
            start = around.last_before
        before = text[start : mention.start]
        earlier = text[around.frame.sentence.start : around.clause[0]]
        if self.year and not _YEAR.search(before + earlier):
            earlier = f"{self.year},{earlier}"
        return judge_period(
            before, earlier, self.setting.report.calendar, plan_period=self.setting.section.period, target=status == "target", baseline=status == "baseline"
        )


def _last_year(text: str) -> str:
    """The last year that a text names as its own time (截至2012年底), or an empty string."""
    found = last_match(_YEAR, text)
    return found.group() if found else ""
