"""Level, growth or share: by the words directly before and after the figure and by its unit."""

from __future__ import annotations

from ureport.model import Aspect, Mention
from ureport.vocabulary import Vocabulary


def judge_aspect(mention: Mention, before: str, after: str, vocabulary: Vocabulary) -> tuple[Aspect, str]:
    """Aspect of a figure and the reason. ``before`` and ``after`` are the rest of its clause, up to the next figures.

    >>> judge_aspect(Mention(0, 5, Role.FACT, "", Decimal(26), unit="%"), "比上年增长", "", default_vocabulary())[0]
    'growth'
    """
    if mention.unit == "百分点":
        return "growth", "percentage points are a change"
    if mention.unit == "番":
        return "growth", "翻番 is a change"
    cues = vocabulary.cues
    before = before.rstrip(" 约近")
    growth = cues["aspect.growth"].search(before)
    if growth and not cues["aspect.level"].search(before):
        return "growth", f"words before the figure: {growth.group()}"
    if mention.unit == "%":
        share = cues["aspect.share"].search(before)
        if share:
            return "share", f"words before the figure: {share.group()}"
        behind = cues["aspect.share_after"].search(after)
        if behind:
            return "share", f"words after the figure: {behind.group()}"
    if mention.unit == "倍":
        return ("share", "times of another figure") if before.endswith("的") else ("growth", "times are a change")
    return "level", "neither change nor part"
