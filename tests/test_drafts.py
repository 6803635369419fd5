"""Drafts of metric files: what they hold, what they refuse, and where they go."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from ureport import Document, Extractor, load_library, shipped_library
from ureport.drafts import BLANK, SCHEMA, Draft, blank_draft, checked_id, draft_text, extension, place_of, quoted, schema_of, write_new
from ureport.errors import OutputError, UsageError
from ureport.library import Library
from ureport.library.schema import problems
from ureport.library.template import parse_template

PLACE = "patterns/nursery"


def blank(library: Library, name: str = "social.volunteers", **options: str | None) -> Draft:
    return blank_draft(name, library, **({"title": None, "kind": None, "unit": None, "definition": None} | options))


@pytest.mark.parametrize(
    ("options", "kind", "units", "template"),
    [
        ({}, "count", ("人",), "待填 … {人}"),
        ({"title": "志愿服务场次", "unit": "场"}, "count", ("场",), "志愿服务 … {场}"),
        ({"title": "志愿者人数"}, "count", ("人",), "志愿者 … {人}"),
        ({"title": "消费帮扶金额", "kind": "money"}, "money", ("元",), "消费帮扶 … {元}"),
        ({"title": "录入率", "unit": "%"}, "rate", ("%",), "录入率 … {%}"),
        ({"title": "录入率", "kind": "rate"}, "rate", ("%",), "录入率 … {%}"),
        # a name that a template cannot hold as it is
        ({"title": "妈妈小屋（母婴室）数"}, "count", ("人",), "妈妈小屋 … {人}"),
        ({"title": "「夜校」[新]"}, "count", ("人",), "待填 … {人}"),
        ({"title": "總數"}, "count", ("人",), "总数 … {人}"),
    ],
)
def test_a_new_draft_passes_the_schema_and_loads(
    library: Library, tmp_path: Path, options: dict[str, str], kind: str, units: tuple[str, ...], template: str
) -> None:
    draft = blank(library, **options)
    assert (draft.kind, draft.units, draft.template) == (kind, units, template)
    text = draft_text(draft, f"../../{SCHEMA}", PLACE)
    assert text.splitlines()[0] == "#:schema ../../metric.schema.json"
    data = tomllib.loads(text)
    assert list(problems(data)) == []
    assert (len(data["example"]), len(data["counterexample"])) == (4, 2)
    path = tmp_path / draft.file
    path.parent.mkdir()
    path.write_text(text, encoding="utf-8")
    metric = load_library([shipped_library(), tmp_path]).metrics["social.volunteers"]
    assert (metric.name, metric.kind, metric.units) == (draft.name, kind, units)
    assert [p.template for p in metric.patterns] == [template]


def test_what_is_left_to_fill_in_fails_as_an_example(library: Library) -> None:
    data = tomllib.loads(draft_text(blank(library), SCHEMA, PLACE))
    for example in (*data["example"], *data["counterexample"]):
        assert BLANK in example["text"]
        assert example["figure"] not in example["text"]


def test_a_draft_says_what_to_do(library: Library) -> None:
    text = draft_text(blank(library, definition="志愿者的人数"), SCHEMA, PLACE)
    assert 'definition = "志愿者的人数"\n' in text
    comments = [line for line in text.splitlines() if line.startswith("#")]
    for words in (
        "ureport check patterns/nursery --with-shipped",
        "social/volunteers.toml",
        "unless.clause",
        "in your own words",
        "--metric social.volunteers",
    ):
        assert any(words in comment for comment in comments), words


def test_an_extension_takes_the_head_of_the_metric(library: Library, tmp_path: Path) -> None:
    draft = extension("member.new", library)
    metric = library.metrics["member.new"]
    assert (draft.name, draft.kind, draft.units, draft.definition) == (metric.name, metric.kind, metric.units, metric.definition)
    path = tmp_path / draft.file
    path.parent.mkdir()
    path.write_text(draft_text(draft, SCHEMA, PLACE).replace(f"{BLANK} …", "纳新 …"), encoding="utf-8")
    extended = load_library([shipped_library(), tmp_path])
    assert len(extended.metrics["member.new"].patterns) == len(metric.patterns) + 1
    assert extended.metrics["member.new"].siblings == metric.siblings
    (record,) = Extractor(extended).extract(Document("a.txt", "纳新30名。")).records
    assert (record.metric, record.pattern) == ("member.new", f"member.new#{len(metric.patterns) + 1}")


@pytest.mark.parametrize(
    ("name", "remedy"),
    [
        ("Social.Volunteers", "social.volunteers"),
        ("social/volunteers", "social.volunteers"),
        ("social-work.volunteers", "social_work.volunteers"),
        ("socialWork.volunteers", "social_work.volunteers"),
        ("social. volunteers", "social.volunteers"),
        ("social", "THEME.METRIC"),
        ("a.b.c", "THEME.METRIC"),
        ("9a.b", "THEME.METRIC"),
        ("志愿.服务", "THEME.METRIC"),
        ("", "THEME.METRIC"),
        ("units.volunteers", "choose another"),
        ("lexicon.volunteers", "choose another"),
        ("nursery.volunteers", "choose another"),
        ("other.volunteers", "choose another"),
    ],
)
def test_what_is_no_id(name: str, remedy: str) -> None:
    with pytest.raises(UsageError) as raised:
        checked_id(name)
    assert remedy in raised.value.remedy


@pytest.mark.parametrize("name", ["social.volunteers", "a.b", "a1_.b_2"])
def test_what_is_an_id(name: str) -> None:
    assert checked_id(name) == name


@pytest.mark.parametrize(
    ("options", "message", "remedy"),
    [
        ({"name": "member.new"}, "holds member.new already", "--extend"),
        ({"title": "新增会员数"}, "member.new has the name", "a name of its own"),
        ({"unit": "名"}, "'名' is no canonical unit", "did you mean 人?"),
        ({"unit": "平方公理"}, "unknown unit '平方公理'", "did you mean 平方公里"),
        ({"unit": "艘"}, "unknown unit '艘'", "use one of"),
        ({"kind": "counts"}, "unknown kind 'counts'", "did you mean count?"),
        ({"kind": "rate", "unit": "人"}, "a rate is not in 人", "--kind count, or --unit %"),
        ({"kind": "count", "unit": "元"}, "a count is not in 元", "--kind money, or --unit 人"),
    ],
)
def test_what_a_new_draft_refuses(library: Library, options: dict[str, str], message: str, remedy: str) -> None:
    with pytest.raises(UsageError) as raised:
        blank(library, **options)
    assert message in raised.value.message
    assert remedy in raised.value.remedy


def test_an_extension_of_nothing(library: Library) -> None:
    with pytest.raises(UsageError) as raised:
        extension("member.nwe", library)
    assert "did you mean member.new" in raised.value.remedy


@pytest.mark.parametrize(
    ("folders", "output", "path", "place"),
    [
        ([], None, "nursery/a/b.toml", "nursery"),
        (["patterns"], None, "patterns/nursery/a/b.toml", "patterns/nursery"),
        (["patterns"], "c/a/b.toml", "c/a/b.toml", "c"),
        (["c"], "c", "c/a/b.toml", "c"),
    ],
)
def test_where_a_draft_goes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, folders: list[str], output: str | None, path: str, place: str) -> None:
    monkeypatch.chdir(tmp_path)
    for folder in folders:
        (tmp_path / folder).mkdir()
    draft = Draft("a.b", "名", "定义", "count", ("人",), "名 … {人}")
    assert place_of(draft, output) == (Path(path), place)


def test_the_schema_of_the_library_around_a_draft_else_the_shipped_one(tmp_path: Path) -> None:
    (tmp_path / "patterns").mkdir()
    shipped = (shipped_library() / SCHEMA).as_uri()
    assert schema_of(tmp_path / "patterns/nursery/a/b.toml") == shipped
    (tmp_path / "patterns" / SCHEMA).touch()
    assert schema_of(tmp_path / "patterns/nursery/a/b.toml") == "../../metric.schema.json"
    assert schema_of(tmp_path / "patterns/a/b.toml") == "../metric.schema.json"
    assert schema_of(tmp_path / "patterns/b.toml") == "./metric.schema.json"
    assert schema_of(tmp_path / "nursery/a/b.toml") == shipped
    assert (shipped_library() / SCHEMA).is_file()


def test_no_file_is_written_over_and_none_when_one_is_there(tmp_path: Path) -> None:
    old = tmp_path / "a/old.toml"
    write_new([(old, "1")])
    with pytest.raises(UsageError) as raised:
        write_new([(tmp_path / "a/new.toml", "2"), (old, "2")])
    assert "there already" in raised.value.message
    assert [path.name for path in (tmp_path / "a").iterdir()] == ["old.toml"]
    assert old.read_text(encoding="utf-8") == "1"


def test_a_file_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(OutputError):
        write_new([(tmp_path / "file/a/b.toml", "")])


@pytest.mark.parametrize("text", ['他说"好"', "a\\b", "换\n行", "\x07\x7f", "制\t表"])
def test_quoting(text: str) -> None:
    assert tomllib.loads(f"a = {quoted(text)}") == {"a": text}


def test_the_template_of_a_blank_parses() -> None:
    assert parse_template(f"{BLANK} … {{人}}", {}).groups == ((BLANK,),)
