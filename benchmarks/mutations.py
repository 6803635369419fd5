"""How many changes of one word does ``ureport check`` notice?

In each metric file and each word list in turn one word of a template, condition or list is deleted or altered, and the library
is checked against its expected files. Prints what went unnoticed and the share that was noticed; ends with 1 below --least.

    python benchmarks/mutations.py [--seed N] [--rounds N] [--least 0.95]
"""

from __future__ import annotations

import argparse
import gc
import os
import random
import re
import shutil
import sys
import tempfile
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from ureport.checking.check import Plan, check
from ureport.checking.golden import ALL

ROOT = Path(__file__).resolve().parent.parent
_VALUE = re.compile(r'^(?:template|when\.\w+|unless\.\w+|"[^"]+") = (.*)$', re.MULTILINE)
_SLOT_OR_LIST = re.compile(r"\{[^}]*\}|<[^>]*>")
_WORD = re.compile("[\u4e00-\u9fffA-Za-z0-9]+")
# a character that stands in no word of the library
_STRANGE = "鑫"


@dataclass(frozen=True)
class Mutation:
    """A file with one word changed."""

    file: str
    word: str
    deleted: bool
    text: str


def mutations(text: str, file: str, chance: random.Random) -> Iterator[Mutation]:
    """The mutations of a file, in an order of chance; in half of them the word is deleted, with the bar or comma beside it."""
    spots = []
    for value in _VALUE.finditer(text):
        bare = _SLOT_OR_LIST.sub(lambda found: "\0" * len(found[0]), value[1])
        spots += [(value.start(1) + word.start(), value.start(1) + word.end()) for word in _WORD.finditer(bare)]
    chance.shuffle(spots)
    for start, end in spots:
        deleted = chance.random() < 0.5
        changed = without(text, start, end) if deleted else text[: end - 1] + _STRANGE + text[end:]
        if changed is not None:
            yield Mutation(file, text[start:end], deleted, changed)


def without(text: str, start: int, end: int) -> str | None:
    """The text without a word, and without the bar, comma or bracket that it leaves behind; None when it is all of a group."""
    before, after = text[start - 1], text[end]
    if after == "|":
        return text[:start] + text[end + 1 :]
    if before == "|":
        return text[: start - 1] + text[end:]
    if (before, after) == ("[", "]"):
        return text[: start - 1] + text[end + 1 :]
    if (before, after) == ('"', '"'):
        if text.startswith(", ", end + 1):
            return text[: start - 1] + text[end + 3 :]
        return text[: start - 3] + text[end + 1 :] if text.startswith(", ", start - 3) else None
    return None if (before, after) == ("(", ")") else text[:start] + text[end:]


def noticed(work: Path, mutation: Mutation) -> bool:
    """Whether a check of the library with the mutation says anything that it does not say without."""
    path = work / "patterns" / mutation.file
    original = path.read_text(encoding="utf-8")
    path.write_text(mutation.text, encoding="utf-8")
    try:
        theme, name = mutation.file.split("/")
        metrics = None if theme == "lexicon" else frozenset({f"{theme}.{name.removesuffix('.toml')}"})
        return check(plan(work, metrics=metrics)).exit_code != 0
    finally:
        path.write_text(original, encoding="utf-8")


def plan(work: Path, *, metrics: frozenset[str] | None = None, accept: str = "") -> Plan:
    return Plan((work / "patterns",), samples=work / "samples", metrics=metrics, accept=accept, own_samples=True)


def prepared() -> Path:
    """A copy of library and samples whose expected files are those of now."""
    work = Path(tempfile.mkdtemp(prefix="ureport-mutations-"))
    for name in ("patterns", "samples"):
        shutil.copytree(ROOT / name, work / name)
    check(plan(work, accept=ALL))
    return work


def run(chosen: list[Mutation]) -> list[tuple[Mutation, bool]]:
    """The mutations, each with whether it was noticed, in a copy of the library of their own."""
    work = prepared()
    try:
        return [(mutation, noticed(work, mutation)) for mutation in chosen]
    finally:
        shutil.rmtree(work)


def main() -> int:
    gc.disable()
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--rounds", type=int, default=1, help="mutations a file")
    parser.add_argument("--least", type=float, default=0.95)
    options = parser.parse_args()
    chance = random.Random(options.seed)
    files = sorted(p for p in (ROOT / "patterns").glob("*/*.toml") if p.parent.name not in ("units", "lexicon") or p.name.startswith("words"))
    chosen = []
    for path in files:
        found = mutations(path.read_text(encoding="utf-8"), path.relative_to(ROOT / "patterns").as_posix(), chance)
        chosen += [mutation for mutation, _ in zip(found, range(options.rounds), strict=False)]
    workers = os.cpu_count() or 1
    with ProcessPoolExecutor(workers) as pool:
        results = [result for part in pool.map(run, [chosen[i::workers] for i in range(workers)]) for result in part]
    for mutation, seen in results:
        if not seen:
            print(f"unnoticed: {mutation.file}: {mutation.word} {'deleted' if mutation.deleted else 'altered'}")
    share = sum(seen for _, seen in results) / len(results)
    print(f"{sum(seen for _, seen in results)} of {len(results)} mutations noticed: {share:.3f}")
    return 0 if share >= options.least and len({mutation.file for mutation, _ in results}) == len(files) else 1


if __name__ == "__main__":
    sys.exit(main())
