"""Drafts of metric files: the text that an analyst begins with, and where it goes.

A draft passes the schema and loads from the start. What is to be filled in says 待填 and names a figure that its text does not
hold, so that ``ureport check`` tells of every place that was forgotten.
"""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from ureport.errors import OutputError, UsageError
from ureport.exporters import Target
from ureport.exporters.columns import plain
from ureport.folding import fold
from ureport.library import Library, Metric
from ureport.library.load import NOT_THEMES, NURSERY
from ureport.library.types import COUNTEREXAMPLES, EXAMPLES
from ureport.model import OTHER
from ureport.resources import shipped_library
from ureport.suggest import unknown

SCHEMA = "metric.schema.json"
KINDS = ("count", "rate", "money")
BLANK = "待填"
"""Stands where something is to be filled in."""
_USUAL = {"count": "人", "rate": "%", "money": "元"}
_ID = re.compile(r"[a-z][a-z0-9_]*\.[a-z][a-z0-9_]*")
_ENDING = re.compile("(?<=..)(?:[人户件家次场份元]?[数次]+|总[数额量]|金额|数[量额])$")
_WORD = re.compile("[A-Za-z\u4e00-\u9fff]+")
_GUIDE = """\
# A pattern names the words that must stand near the figure, and the slot of the figure:
#   新增会员 … {人}      these words, in this order, with anything in between
#   会员 ~ 新增 ~ {}     these words, in any order; {} takes every unit of the file
#   (新增|发展)[工会]会员   alternatives and an option; <新增> is a word list of lexicon/words.toml
# Name all the words that make the meaning sure: the more specific pattern wins. docs/pattern-format.md tells the rest.
"""


@dataclass(frozen=True, slots=True)
class Sample:
    """An example of a draft: a text, the figure meant in it (the ``nth`` of that spelling) and its value."""

    text: str
    figure: str
    nth: int
    value: Decimal
    value_high: Decimal | None
    unit: str


@dataclass(frozen=True, slots=True)
class Draft:
    """A metric file to be: what stands in it. ``notes`` are the comments at the head of one that was proposed, ``extends`` says
    that the metric exists."""

    id: str
    name: str
    definition: str
    kind: str
    units: tuple[str, ...]
    template: str
    samples: tuple[Sample, ...] = ()
    notes: tuple[str, ...] = ()
    extends: bool = False

    @property
    def file(self) -> Path:
        """The file of the metric below its library: ``member/new.toml``."""
        theme, _, metric = self.id.partition(".")
        return Path(theme, f"{metric}.toml")


def blank_draft(name: str, library: Library, *, title: str | None, kind: str | None, unit: str | None, definition: str | None) -> Draft:
    """The draft of a new metric; raises UsageError for a wrong id, kind or unit, and for an id or a name that the library holds."""
    checked_id(name)
    if name in library.metrics:
        raise UsageError(f"the library holds {name} already ({library.metrics[name].name})", remedy="add wordings to it with --extend, or choose another id")
    for metric in library.metrics.values():
        if title == metric.name:
            raise UsageError(f"{metric.id} has the name {title!r}", remedy="give the metric a name of its own, or add wordings to the other with --extend")
    sort, units = _kind_and_units(kind, unit, library)
    template = f"{_topic(title)} … {{{units[0]}}}"
    return Draft(name, title or f"{BLANK} {name}", definition or f"{BLANK}：一句话说明统计什么、不包括什么", sort, units, template)


def extension(name: str, library: Library) -> Draft:
    """The draft of a file that adds wordings to a metric of the library; raises UsageError when it holds none of that id."""
    if name not in library.metrics:
        raise unknown("metric", name, library.metrics)
    metric: Metric = library.metrics[name]
    template = f"{BLANK} … {{{metric.units[0]}}}"
    return Draft(name, metric.name, metric.definition, metric.kind, metric.units, template, extends=True)


def checked_id(name: str) -> str:
    """The id, when it is THEME.METRIC in small letters; raises UsageError that proposes one that is."""
    if not _ID.fullmatch(name):
        mended = re.sub(r"[^a-z0-9_.]+", "_", re.sub(r"[/\\:]|(?<=[a-z0-9])(?=[A-Z])", lambda m: "." if m.group() else "_", name).lower()).strip("_.")
        mended = re.sub(r"_*\._*", ".", mended)
        meant = f"did you mean {mended}?" if _ID.fullmatch(mended) else "write THEME.METRIC in small letters, digits and _: member.new"
        raise UsageError(f"{name!r} is no id of a metric", remedy=meant)
    theme = name.partition(".")[0]
    if theme in NOT_THEMES or theme == OTHER:
        raise UsageError(f"{theme!r} cannot be a theme", remedy="choose another: the library keeps this name for itself")
    return name


def _kind_and_units(kind: str | None, unit: str | None, library: Library) -> tuple[str, tuple[str, ...]]:
    """Kind and units that go together; the one that is not given follows from the other."""
    if kind is not None and kind not in KINDS:
        raise unknown("kind", kind, KINDS)
    if unit is None:
        return kind or "count", (_USUAL[kind or "count"],)
    known = library.vocabulary.units
    if unit not in {name for measure in known.values() for name in measure.names}:
        if unit in known:
            raise UsageError(f"{unit!r} is no canonical unit", remedy=f"did you mean {known[unit].name}? {unit} is read as {known[unit].name}")
        raise unknown("unit", unit, dict.fromkeys(name for measure in known.values() for name in measure.names))
    fitting = {"%": "rate", "元": "money"}.get(unit, "count")
    if kind is not None and kind != fitting:
        raise UsageError(f"a {kind} is not in {unit}", remedy=f"write --kind {fitting}, or --unit {_USUAL[kind]}")
    return fitting, (unit,)


def _topic(title: str | None) -> str:
    """What a name says is counted: 志愿服务场次 counts 志愿服务. The place to fill in when there is none."""
    words = _WORD.match(fold(title)) if title else None
    return _ENDING.sub("", words.group()) if words else BLANK


def draft_text(draft: Draft, schema: str, place: str = f"patterns/{NURSERY}") -> str:
    """The text of a metric file; ``schema`` is what its first line names for editors, ``place`` the folder that it will lie in."""
    head = [f"#:schema {schema}", *(f"# {note}" for note in (*draft.notes, *_advice(draft)))]
    keys = [
        f"id = {quoted(draft.id)}",
        f"name = {quoted(draft.name)}",
        f"definition = {quoted(draft.definition)}",
        f"kind = {quoted(draft.kind)}  # count, rate (in %) or money (in 元)",
        f"units = [{', '.join(map(quoted, draft.units))}]  # canonical units, the usual one first",
    ]
    steps = "\n".join(f"# {step}" for step in next_steps(draft.id, place))
    return "\n\n".join(("\n".join(head + keys), _pattern(draft), *_examples(draft), *_counterexamples(draft), steps)) + "\n"


def _advice(draft: Draft) -> Iterator[str]:
    if draft.extends:
        yield f"A draft that adds wordings to {draft.id}: at the end move the patterns and examples to {draft.file.as_posix()}, the head stands there."
    else:
        home = "THEME/METRIC.toml" if draft.notes else draft.file.as_posix()
        yield f"A draft: no command reads it here. At the end move it to {home} in the library, where line 1 is `#:schema ../{SCHEMA}`."
    yield f"Fill in what says {BLANK}; ureport check tells what is left."


def _pattern(draft: Draft) -> str:
    return f"""{_GUIDE}[[pattern]]
template = {quoted(draft.template)}
# when.sentence = ["词"]   at least one of these words must stand in the sentence (or clause, heading, title, any)
# unless.clause = ["词"]   none of these words may stand in the clause of the figure"""


def _examples(draft: Draft) -> Iterator[str]:
    """The samples, and blanks up to the number that every file must have."""
    wanted = 2 if draft.extends else EXAMPLES
    yield f"# Texts that must give this metric, {wanted} or more, in your own words: a clause, a sentence, or several lines with headings."
    for sample in draft.samples:
        nth = f"\nnth = {sample.nth}" if sample.nth > 1 else ""
        high = f"\nvalue_high = {plain(sample.value_high)}" if sample.value_high is not None else ""
        unit = f"\nunit = {quoted(sample.unit)}" if sample.unit else ""
        yield f"[[example]]\ntext = {quoted(sample.text)}\nfigure = {quoted(sample.figure)}{nth}\nvalue = {plain(sample.value)}{high}{unit}"
    unit = draft.units[0]
    for number in range(len(draft.samples) + 1, wanted + 1):
        yield f"[[example]]\ntext = {quoted(f'{BLANK}：例句{number}')}\nfigure = {quoted(f'0{unit}')}\nvalue = 0\nunit = {quoted(unit)}"


def _counterexamples(draft: Draft) -> Iterator[str]:
    wanted = 1 if draft.extends else COUNTEREXAMPLES
    yield f'# Texts that look like it and are not, {wanted} or more; say why, and metric = "THEME.METRIC" when you know which it is (or "other").'
    for number in range(1, wanted + 1):
        text, figure = f"{BLANK}：反例{number}", f"0{draft.units[0]}"
        yield f"[[counterexample]]\ntext = {quoted(text)}\nfigure = {quoted(figure)}\nwhy = {quoted(BLANK)}"


def next_steps(metric: str, place: str) -> tuple[str, ...]:
    """The commands that lead from the drafts of a metric (or of ``draft.*``) to the library; ``place`` is the folder of the drafts."""
    folder, name = shlex.quote(place), shlex.quote(metric)
    return "next:", f"  ureport check {folder} --with-shipped", f"  ureport extract REPORTS --extra-patterns {folder} --metric {name}"


def quoted(text: str) -> str:
    """A basic string of TOML."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def place_of(draft: Draft, output: str | None) -> tuple[Path, str]:
    """The file of a draft and the folder of drafts: the file or folder named, else the nursery of the library here, or one beside it."""
    if output is None:
        place = Path("patterns", NURSERY) if Path("patterns").is_dir() else Path(NURSERY)
        return place / draft.file, place.as_posix()
    path = Path(output) / draft.file if Path(output).is_dir() else Path(output)
    return path, path.parent.parent.as_posix()


def told(draft: Draft, library: Library, path: Path | None, place: str) -> str:
    """What the user is told: that the theme is new, where the draft is, what comes next."""
    theme = draft.file.parent.name
    lines = [] if any(metric.theme == theme for metric in library.metrics.values()) else [f"the library has no theme {theme} yet"]
    if path is not None:
        lines.append(f"written: {path}")
        if path.parts[-2:] != draft.file.parts:
            lines.append(f"it is read as {draft.id} when its path ends in {draft.file.as_posix()}")
    return "\n".join((*lines, *next_steps(draft.id, place)))


def schema_of(draft: Path) -> str:
    """What the first line of a draft names: the schema of the library around it, else that of the shipped one."""
    for depth, folder in enumerate(draft.resolve().parents):
        if (folder / SCHEMA).is_file():
            return ("../" * depth or "./") + SCHEMA
    return (shipped_library() / SCHEMA).as_uri()


def write_new(files: Sequence[tuple[Path, str]]) -> None:
    """Writes files that do not exist yet; raises UsageError, and writes none, when one does, OutputError when one cannot be written."""
    for path, _ in files:
        if path.exists():
            raise _there(path)
    for path, text in files:
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise OutputError(f"cannot be written: {error.strerror}", place=str(path), remedy="check the folder and its rights") from None
        with Target(str(path), new=True) as target:
            target.write(text)


def _there(path: Path) -> UsageError:
    return UsageError("the file is there already", place=str(path), remedy="name another with -o, or move it away: drafts are never written over")
