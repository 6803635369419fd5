"""What a metric file may hold, as pydantic models: they check the files and give the JSON Schema for editors."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

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

    name: str
    definition: str
    kind: Literal["count", "rate", "money"]
    units: Annotated[list[str], Field(min_length=1)]
    siblings: list[str] = []
    pattern: list[PatternModel] = []
    example: list[ExampleModel] = []
    counterexample: list[CounterexampleModel] = []
