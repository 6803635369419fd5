"""What a metric file may hold, as pydantic models: they check the files and give the JSON Schema by which editors complete and explain keys."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, WithJsonSchema, model_validator
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core import core_schema

from ureport.model import Aspect, Bound, Status
from ureport.suggest import nearest

Word = Annotated[str, Field(min_length=1)]
Words = Annotated[list[Word], Field(min_length=1)]
Number = Annotated[float, Field(allow_inf_nan=False), WithJsonSchema({"type": "number"})]

_STATUS = "actual (done), target (planned) or baseline (an earlier figure, given for comparison)"
_ASPECT = "level (how many there are), growth (how much more or less) or share (of a whole)"
_BOUND = "exact; over 8500余, nearly 近, about 约, at_least 不少于, at_most 不超过, or range 三四十"


def _described(text: str, *examples: object, **more: Any) -> Any:
    """A field with its description and examples for editors."""
    return Field(description=text, examples=list(examples) or None, **more)


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class PlacesModel(_Strict):
    """Words by the place in which they are looked for; (a|b), [a] and <list> may be used in them."""

    model_config = ConfigDict(title="Places")

    clause: Annotated[Words | None, _described("Words in the clause of the figure.", ["农民工", "会员卡"])] = None
    sentence: Annotated[Words | None, _described("Words anywhere in the sentence of the figure.", ["组建", "建会"])] = None
    heading: Annotated[Words | None, _described("Words in the headings above the figure, or in its run-in heading.", ["送温暖"])] = None
    title: Annotated[Words | None, _described("Words in the title of the report.", ["女职工"])] = None
    any: Annotated[Words | None, _described("Words in the sentence, a heading or the title.", ["<培训>"])] = None


class PatternModel(_Strict):
    """One template (or, where none will do, one raw regular expression) with its conditions and overrides."""

    model_config = ConfigDict(title="Pattern", json_schema_extra={"oneOf": [{"required": ["template"]}, {"required": ["regex"]}]})

    template: Annotated[
        str | None,
        _described(
            "The words that must stand near the figure, and its slot: {} or {unit}. … is an ordered gap, ~ means near in any order; "
            "(a|b) are alternatives, [a] is an option, <list> a word list of lexicon/words.toml.",
            *("<新增>[工会]会员 … {人}", "受理 ~ 劳动争议 ~ {件}", "{家} … 创新工作室"),
            min_length=1,
        ),
    ] = None
    regex: Annotated[
        str | None,
        _described(
            "A raw regular expression over the clause of the figure, with one slot {} or {unit}, for what no template can say.",
            "每(?:人|户)(?:补助|发放){元}",
            min_length=1,
        ),
    ] = None
    when: Annotated[PlacesModel | None, _described("At least one of these words must stand in each place named.", {"any": ["组建", "建会"]})] = None
    unless: Annotated[PlacesModel | None, _described("None of these words may stand in the places named.", {"clause": ["农民工", "会员卡"]})] = None
    status: Annotated[Status | None, _described(f"Sets the status of each record that the pattern wins: {_STATUS}.", "target")] = None
    aspect: Annotated[Aspect | None, _described(f"Sets the aspect of each record that the pattern wins: {_ASPECT}.", "growth")] = None
    priority: Annotated[int, _described("Decides between patterns of equal weight: the higher wins. Use it last.", 1)] = 0

    @model_validator(mode="after")
    def _one_of_two(self) -> PatternModel:
        if (self.template is None) == (self.regex is None):
            raise ValueError("give either template or regex")
        return self


class ExampleModel(_Strict):
    """A text whose figure must become a record of this metric, and what else the record must say."""

    model_config = ConfigDict(title="Example")

    text: Annotated[str, _described("A text in your own words: a clause, a sentence, or lines with title and headings.", "全年新增会员8500名。", min_length=1)]
    figure: Annotated[str, _described("The figure meant, as it stands in the text, with its unit.", "8500名", min_length=1)]
    nth: Annotated[int, _described("Which occurrence of the figure is meant, when the text holds it more than once.", 2, ge=1)] = 1
    value: Annotated[Number, _described("The value in base units: 万 and 亿 multiplied out.", 8500, 87.5)]
    value_high: Annotated[Number | None, _described("The upper end, when the figure is a range.", 40)] = None
    unit: Annotated[str | None, _described("The canonical unit of the record, one of the file's units.", "人")] = None
    bound: Annotated[Bound | None, _described(f"How the value bounds: {_BOUND}.", "over")] = None
    status: Annotated[Status | None, _described(f"What the figure says: {_STATUS}.", "target")] = None
    aspect: Annotated[Aspect | None, _described(f"What it measures: {_ASPECT}.", "level")] = None
    period: Annotated[str | None, _described("The period of the figure: 2016, 2016H1, 2016Q3, 2016-06, 2012/2015-06.", "2016H1")] = None
    subject: Annotated[str | None, _described("The phrase of the text that says what is counted.", "新增会员")] = None


class CounterexampleModel(_Strict):
    """A text that looks like this metric, and whose figure is not of it."""

    model_config = ConfigDict(title="Counterexample")

    text: Annotated[str, _described("A text of its own, in your own words.", "现有工会会员3.2万名。", min_length=1)]
    figure: Annotated[str, _described("The figure meant, as it stands in the text, with its unit.", "3.2万名", min_length=1)]
    nth: Annotated[int, _described("Which occurrence of the figure is meant, when the text holds it more than once.", 2, ge=1)] = 1
    why: Annotated[str, _described("Why it is not of this metric.", "现有总数，不是新增")]
    metric: Annotated[str | None, _described("The metric that it is of, or other for none.", "member.total", "other")] = None


class MetricModel(_Strict):
    """One metric of the ureport pattern library: what it is, the patterns that find it in reports, and examples. See docs/pattern-format.md."""

    model_config = ConfigDict(title="Metric file")

    id: Annotated[
        str | None,
        _described(
            "THEME.METRIC, as the path of the file says it too. It may be left out.",
            "member.new",
            json_schema_extra={"pattern": r"^[a-z][a-z0-9_]*\.[a-z][a-z0-9_]*$"},
        ),
    ] = None
    name: Annotated[str, _described("The Chinese name, which no other metric has.", "新增会员数")]
    definition: Annotated[str, _described("What is counted, and what is not, in one sentence.", "报告期内发展、新增的会员人数")]
    kind: Annotated[Literal["count", "rate", "money"], _described("count; rate, in %; or money, in 元.", "count")]
    units: Annotated[list[str], _described("The canonical units that it accepts, the usual one first (units/*.toml).", ["人"], ["人次", "人"], min_length=1)]
    siblings: Annotated[
        list[str], _described("Metrics told in one breath with this one, whose unit tells them apart: 助学88名，24.6万元.", ["aid.student_funds"])
    ] = []
    pattern: Annotated[list[PatternModel], _described("The patterns. The one with the heaviest words near the figure wins.")] = []
    example: Annotated[list[ExampleModel], _described("Texts that must give this metric, at least 4.")] = []
    counterexample: Annotated[list[CounterexampleModel], _described("Texts that look like this metric and are not of it, at least 2.")] = []


class _ForEditors(GenerateJsonSchema):
    """A schema for TOML, which has no null: a key that may be left out says so by not being required."""

    def nullable_schema(self, schema: core_schema.NullableSchema) -> JsonSchemaValue:
        return self.generate_inner(schema["schema"])

    def default_schema(self, schema: core_schema.WithDefaultSchema) -> JsonSchemaValue:
        return self.generate_inner(schema["schema"]) if schema.get("default", ...) is None else super().default_schema(schema)


def json_schema() -> dict[str, Any]:
    """The JSON Schema of a metric file (draft 2020-12). It has no ``$id``: Taplo refuses a relative one, and there is no page to name."""
    return {"$schema": GenerateJsonSchema.schema_dialect} | MetricModel.model_json_schema(schema_generator=_ForEditors)


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with the value at a key path, as a diagnostic code, a message and a remedy."""

    code: str
    loc: tuple[str | int, ...]
    message: str
    remedy: str


def problems(data: Mapping[str, Any]) -> Iterator[Problem]:
    """Everything in a metric file that the format does not allow."""
    try:
        MetricModel.model_validate(data)
    except ValidationError as error:
        for item in error.errors():
            loc = item["loc"]
            path = ".".join(str(key) for key in loc if not isinstance(key, int))
            if item["type"] == "extra_forbidden":
                yield Problem("P003", loc, f"unknown key {path!r}", _meant(str(loc[-1]), _keys(loc[:-1])))
            else:
                yield Problem("P004", loc, f"{path or 'pattern'}: {item['msg']}", "see docs/pattern-format.md for the keys")


def _keys(loc: Sequence[str | int]) -> list[str]:
    """The keys that the format knows in the table at a key path."""
    names = [key for key in loc if isinstance(key, str)]
    tables: dict[str, type[BaseModel]] = {"pattern": PatternModel, "example": ExampleModel, "counterexample": CounterexampleModel}
    if names and names[-1] in ("when", "unless"):
        return list(PlacesModel.model_fields)
    return list((tables.get(names[0], MetricModel) if names else MetricModel).model_fields)


def _meant(word: str, known: Sequence[str]) -> str:
    return nearest(word, known) or f"use one of: {', '.join(known)}"
