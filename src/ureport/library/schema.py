"""What a metric file may hold, as pydantic models: they check the files and give the JSON Schema for editors."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from ureport.model import Aspect, Bound, Status

Words = Annotated[list[Annotated[str, Field(min_length=1)]], Field(min_length=1)]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class PlacesModel(_Strict):
    """Words by place."""

    clause: Words | None = None
    sentence: Words | None = None
    heading: Words | None = None
    title: Words | None = None
    any: Words | None = None


class PatternModel(_Strict):
    """One template (or, where none will do, one raw regular expression) with its conditions and overrides."""

    template: Annotated[str, Field(min_length=1, description="words and one slot {}")] | None = None
    regex: Annotated[str, Field(min_length=1, description="regular expression with one slot {}")] | None = None
    when: PlacesModel | None = None
    unless: PlacesModel | None = None
    status: Status | None = None
    aspect: Aspect | None = None
    priority: int = 0

    @model_validator(mode="after")
    def _one_of_two(self) -> PatternModel:
        if (self.template is None) == (self.regex is None):
            raise ValueError("give either template or regex")
        return self


class ExampleModel(_Strict):
    """A text and what its figure must become."""

    text: str
    figure: str
    nth: Annotated[int, Field(ge=1)] = 1
    value: float | int
    value_high: float | int | None = None
    unit: str | None = None
    bound: Bound | None = None
    status: Status | None = None
    aspect: Aspect | None = None
    period: str | None = None
    subject: str | None = None


class CounterexampleModel(_Strict):
    """A text whose figure is not of this metric, and why."""

    text: str
    figure: str
    nth: Annotated[int, Field(ge=1)] = 1
    why: str
    metric: str | None = None


class MetricModel(_Strict):
    """A metric file."""

    id: Annotated[str | None, Field(description="THEME.METRIC, when it is stated: the path of the file says it")] = None
    name: str
    definition: str
    kind: Literal["count", "rate", "money"]
    units: Annotated[list[str], Field(min_length=1)]
    siblings: list[str] = []
    pattern: list[PatternModel] = []
    example: list[ExampleModel] = []
    counterexample: list[CounterexampleModel] = []


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
    near = get_close_matches(word, known, n=1, cutoff=0.5)
    return f"did you mean {near[0]}?" if near else f"use one of: {', '.join(known)}"
