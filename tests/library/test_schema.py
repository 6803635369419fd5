"""The JSON Schema for editors: it is shipped as it is printed, every metric file names it, and it says what the loader says."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from ureport import shipped_library
from ureport.catalogue import schema
from ureport.drafts import SCHEMA
from ureport.library.load import metric_files
from ureport.library.schema import CounterexampleModel, ExampleModel, MetricModel, PatternModel, PlacesModel, problems

SHIPPED = json.loads((shipped_library() / SCHEMA).read_text(encoding="utf-8"))
FILES = list(metric_files(shipped_library()))

GOOD = """name = "新增会员数"
definition = "发展的会员"
kind = "count"
units = ["人"]

[[pattern]]
template = "新增会员 … {}"
unless.clause = ["农民工"]

[[example]]
text = "新增会员8500名。"
figure = "8500名"
value = 8500

[[counterexample]]
text = "现有会员3万名。"
figure = "3万名"
why = "现有"
"""


def properties(node: Any, path: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """Every key that the schema describes, with its description."""
    for name, described in node.get("properties", {}).items():
        yield f"{path}.{name}", described
    for name, inner in node.get("$defs", {}).items():
        yield from properties(inner, name)


def test_the_shipped_schema_is_what_the_command_prints() -> None:
    assert json.loads(schema()) == SHIPPED, "write it anew: ureport metrics schema -o patterns/metric.schema.json"


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}.{path.stem}")
def test_every_metric_file_names_the_schema(path: Path) -> None:
    first = path.read_text(encoding="utf-8").splitlines()[0]
    assert first == f"#:schema ../{SCHEMA}"
    assert (path.parent / first.removeprefix("#:schema ")).resolve() == (shipped_library() / SCHEMA).resolve()


def test_it_says_which_draft_it_is_and_has_no_relative_id() -> None:
    assert SHIPPED["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    # editors with Taplo refuse a schema whose $id is no absolute address
    assert "$id" not in SHIPPED


@pytest.mark.parametrize(("key", "described"), list(properties(SHIPPED)), ids=lambda key: key if isinstance(key, str) else "")
def test_every_key_is_described(key: str, described: dict[str, Any]) -> None:
    assert described.get("description"), key
    assert described.get("title") or "$ref" in described
    # TOML has no null, neither as a type nor as a default
    assert "null" not in json.dumps(described)


def test_every_key_of_the_models_is_there() -> None:
    known = {key for key, _ in properties(SHIPPED)}
    models = (MetricModel, PatternModel, PlacesModel, ExampleModel, CounterexampleModel)
    assert len(known) == sum(len(model.model_fields) for model in models)


def test_tables_take_no_other_key() -> None:
    assert [node.get("additionalProperties") for node in (SHIPPED, *SHIPPED["$defs"].values())] == [False] * 5


# with a validator


@pytest.fixture(scope="module")
def validator() -> Any:
    jsonschema = pytest.importorskip("jsonschema")
    jsonschema.Draft202012Validator.check_schema(SHIPPED)
    return jsonschema.Draft202012Validator(SHIPPED)


def test_every_metric_file_is_valid(validator: Any) -> None:
    faults = {path.name: error.message for path in FILES for error in validator.iter_errors(tomllib.loads(path.read_text(encoding="utf-8")))}
    assert (faults, len(FILES) > 100) == ({}, True)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("", ""),
        ('name = "新增会员数"\n', ""),
        ('kind = "count"', 'kind = "sum"'),
        ('units = ["人"]', "units = []"),
        ('units = ["人"]', 'units = "人"'),
        ('name = "新增会员数"', 'name = "新增会员数"\ncolour = "red"'),
        ('template = "新增会员 … {}"', 'template = ""'),
        ('template = "新增会员 … {}"', "priority = 1"),
        ('template = "新增会员 … {}"', "template = \"新增会员 … {}\"\nregex = '会员{}'"),
        ('unless.clause = ["农民工"]', "unless.clause = []"),
        ('unless.clause = ["农民工"]', 'unless.paragraph = ["农民工"]'),
        ('unless.clause = ["农民工"]', 'status = "planned"'),
        ('unless.clause = ["农民工"]', 'priority = "high"'),
        ("value = 8500", "value = 8500\nnth = 0"),
        ("value = 8500", 'value = "many"'),
        ("value = 8500", "value = 8500\nbound = 'most'"),
        ('why = "现有"\n', ""),
    ],
)
def test_schema_and_loader_agree(validator: Any, old: str, new: str) -> None:
    assert old in GOOD
    data = tomllib.loads(GOOD.replace(old, new))
    assert validator.is_valid(data) == (list(problems(data)) == []) == (old == new)
