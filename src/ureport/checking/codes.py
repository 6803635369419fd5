"""--select and --ignore: words of the command line → diagnostic codes."""

from __future__ import annotations

from ureport.codes import CODES
from ureport.suggest import unknown


def chosen_codes(words: str | None) -> tuple[str, ...]:
    """Codes, beginnings of codes (P1) and names (few-examples), parted by commas; raises UsageError for what is none.

    >>> chosen_codes("P2, few-examples")
    ('P2', 'P106')
    """
    by_name = {code.name: code.id for code in CODES.values()}
    chosen = []
    for word in (part.strip() for part in (words or "").split(",")):
        code = by_name.get(word, word.upper())
        if word and not any(known.startswith(code) for known in CODES):
            raise unknown("code", word, [*CODES, *by_name])
        if word:
            chosen.append(code)
    return tuple(chosen)
