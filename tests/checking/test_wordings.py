"""Wordings: which texts are made from a template, what claims them, and how little a change of a template changes of them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ureport.checking.expected import accept_wordings, differences, read_wordings
from ureport.checking.golden import ALL
from ureport.checking.material import Material
from ureport.checking.wordings import LISTS, Claim, Claims, Wording, wordings
from ureport.library import Library, read_library
from ureport.library.expansion import Few, paired
from ureport.library.template import expand_words, parse_template

HEAD = 'name = "{name}"\ndefinition = "for a test"\nkind = "{kind}"\nunits = {units}\n'
KINDS = {"rate": ("rate", ["%"]), "money": ("money", ["元"])}


@dataclass(frozen=True)
class Made:
    """A library made for a test, with its wordings."""

    material: Material
    wordings: tuple[Wording, ...]

    @property
    def library(self) -> Library:
        return self.material.library

    @property
    def texts(self) -> list[str]:
        return [wording.text for wording in self.wordings if wording.group != LISTS]


Make = Callable[..., Made]


@pytest.fixture(scope="module")
def make(words_only: Path, tmp_path_factory: pytest.TempPathFactory) -> Make:
    """Patterns by metric id, as TOML below ``[[pattern]]``, and word lists → a library with its wordings. The theme says the kind."""
    folder = tmp_path_factory.mktemp("made")

    def run(metrics: dict[str, str] | str, lists: str = "") -> Made:
        for path in folder.rglob("*.toml"):
            path.unlink()
        for name, patterns in ({"member.new": metrics} if isinstance(metrics, str) else metrics).items():
            theme, _, stem = name.partition(".")
            kind, units = KINDS.get(theme, ("count", ["人", "家", "件"]))
            (folder / theme).mkdir(exist_ok=True)
            text = f"{HEAD.format(name=name, kind=kind, units=units)}\n[[pattern]]\n{patterns}\n"
            (folder / theme / f"{stem}.toml").write_text(text, encoding="utf-8")
        (folder / "lexicon").mkdir(exist_ok=True)
        (folder / "lexicon/words.toml").write_text(lists, encoding="utf-8")
        loaded = read_library([words_only, folder])
        assert loaded.faults == ()
        assert loaded.library is not None
        sources = {source.path: source for source in loaded.sources}
        entries = {path: source.data["pattern"] for path, source in sources.items()}
        found = tuple(wordings(loaded.library, entries))
        teller = Claims(loaded.library)
        claims = [(wording, teller.claim(wording.text, wording.pattern)) for wording in found]
        return Made(Material((words_only, folder), loaded.library, sources, tuple(loaded.library.metrics.values()), claims), found)

    return run


# which texts are made


@pytest.mark.parametrize(
    ("pattern", "texts"),
    [
        ('template = "新增会员 … {人}"', ["新增会员{370人}"]),
        ('template = "新增会员 … {}"', ["新增会员{370人}"]),
        ('template = "新增会员 … {家}"', ["新增会员{370家}"]),
        ('template = "新增会员{人}"', ["新增会员{370人}"]),
        # each alternative stands in one text, not each with each
        ('template = "(新增|纳新|发展)(会员|职工) … {人}"', ["发展职工{370人}", "新增会员{370人}", "纳新会员{370人}"]),
        ('template = "新增[工会]会员 … {人}"', ["新增会员{370人}", "新增工会会员{370人}"]),
        ('template = "新增 … (会员|职工) … {人}"', ["新增会员{370人}", "新增职工{370人}"]),
        # words keep their side of the figure; near ones stand in the order of the template
        ('template = "{人} … (成为|加入) … 会员"', ["{370人}加入会员", "{370人}成为会员"]),
        ('template = "新增 … {人} … 会员"', ["新增{370人}会员"]),
        ('template = "会员 ~ 新增 ~ {人}"', ["会员新增{370人}"]),
        # of a word list one word here; the others in the group of the lists
        ('template = "<发展>会员 … {人}"', ["发展会员{370人}"]),
        # a raw expression says nothing of the texts that it fits
        ("regex = '会员{}'", []),
    ],
)
def test_a_template_becomes_texts(pattern: str, texts: list[str], make: Make) -> None:
    assert sorted(make(pattern, '"发展" = ["发展", "吸收"]').texts) == sorted(texts)


@pytest.mark.parametrize(
    ("metric", "pattern", "text"),
    [("rate.a", 'template = "建会率 … {}"', "建会率{37%}"), ("money.a", 'template = "慰问 … {}"', "慰问{370元}")],
)
def test_the_figure_has_the_first_unit_of_the_metric(metric: str, pattern: str, text: str, make: Make) -> None:
    assert make({metric: pattern}).texts == [text]


@pytest.mark.parametrize(
    ("conditions", "texts"),
    [
        # one text for each word of a condition; words of unless make texts that must be refused
        ('when.clause = ["全年", "全市"]', ["全年新增会员{370人}", "全市新增会员{370人}"]),
        ('when.sentence = ["建会"]', ["建会，新增会员{370人}"]),
        ('when.any = ["建会"]', ["建会，新增会员{370人}"]),
        ('when.heading = ["组织建设"]', ["组织建设：新增会员{370人}"]),
        ('when.title = ["工作总结"]', ["《工作总结》新增会员{370人}"]),
        ('when.any = ["(组|筹)建"]', ["筹建，新增会员{370人}", "组建，新增会员{370人}"]),
        (
            'when = { clause = ["全年"], sentence = ["建会"], heading = ["组织"], title = ["总结"] }',
            ["《总结》组织：建会，全年新增会员{370人}"],
        ),
        ('unless.clause = ["农民工"]', ["新增会员{370人}", "!农民工新增会员{370人}"]),
        ('unless.title = ["计划"]\nwhen.clause = ["全年"]', ["全年新增会员{370人}", "!《计划》全年新增会员{370人}"]),
        ('unless.clause = ["<发展>"]', ["新增会员{370人}", "!发展新增会员{370人}"]),
    ],
)
def test_conditions_stand_in_their_places(conditions: str, texts: list[str], make: Make) -> None:
    made = make(f'template = "新增会员 … {{人}}"\n{conditions}', '"发展" = ["发展", "吸收"]')
    assert [f"{'!' * wording.refused}{wording.text}" for wording in made.wordings if wording.group != LISTS] == texts
    for wording, claim in made.material.claims:
        assert (claim.pattern == "member.new#1", claim.own > 0) == (not wording.refused, not wording.refused)


def test_every_word_of_a_list_stands_in_a_text_of_a_pattern_that_uses_it(make: Make) -> None:
    made = make(
        {"member.new": 'template = "<发展>[工会]<会员> … {}"', "member.old": 'template = "<发展>企业 … {家}"'},
        '"发展" = ["发展", "[重新]吸收"]\n"会员" = ["会员", "职工"]\n"无人用" = ["无"]',
    )
    listed = [wording for wording in made.wordings if wording.group == LISTS]
    words = {re.sub("{.*}", "", wording.text) for wording in listed}
    assert len(listed) == 5
    for word in ("发展", "吸收", "重新吸收", "会员", "职工"):
        assert any(word in text for text in words)
    assert {wording.pattern.name for wording in listed} == {"member.new#1"}


def test_only_some_metrics(make: Make) -> None:
    made = make({"member.new": 'template = "<发展>会员 … {}"', "member.old": 'template = "现有会员 … {}"'}, '"发展" = ["发展", "吸收"]')
    entries = {path: source.data["pattern"] for path, source in made.material.sources.items()}
    assert [w.text for w in wordings(made.library, entries, {"member.old"})] == ["现有会员{370人}"]
    assert list(wordings(made.library, entries, set())) == []


# what claims them


@pytest.mark.parametrize(
    ("text", "claim"),
    [
        ("新增会员{370人}", Claim("member.new#1", 4.0)),
        ("新增会员{12件}", Claim()),
        ("现有会员{370人}", Claim("member.total#1", 4.0)),
        # the heavier one wins, whoever made the text
        ("新增女会员{370人}", Claim("member.women#1", 5.0)),
        ("新增，会员{370人}", Claim()),
        ("新增会员：现有{370人}", Claim("member.new#1", 2.0)),
        # a title alone says too little
        ("《新增会员》达到{370人}", Claim()),
        ("建会率{37%}", Claim("rate.build#1", 3.75)),
        ("办复率{37%}", Claim()),
        ("{370人}", Claim()),
    ],
)
def test_what_claims_a_text(text: str, claim: Claim, make: Make) -> None:
    library = make(
        {
            "member.new": 'template = "新增会员 … {人}"',
            "member.total": 'template = "现有会员 … {人}"',
            "member.women": 'template = "新增女会员 … {人}"',
            "rate.build": 'template = "建会率 … {%}"',
        }
    ).library
    found = Claims(library).claim(text, None)
    assert (found.pattern, round(found.weight, 3)) == (claim.pattern, claim.weight)
    assert found.metric == claim.pattern.split("#")[0]


def test_the_maker_has_a_weight_of_its_own(make: Make) -> None:
    made = make({"member.new": 'template = "新增 … {人}"', "member.women": 'template = "新增女会员 … {人}"'})
    maker = made.material.patterns["member.new#1"]
    assert Claims(made.library).claim("新增女会员{370人}", maker) == Claim("member.women#1", 5.0, "member.new#1", 2.0)
    assert Claims(made.library).claim("新增女会员{370件}", maker) == Claim("", 0.0, "member.new#1", 0.0)


def test_patterns_that_claim_a_text_equally_are_told(make: Make) -> None:
    made = make({"member.a": 'template = "新增会员 … {人}"', "member.b": 'template = "新增会员 … {}"'})
    claim = Claims(made.library).claim("新增会员{370人}", None)
    assert (claim.pattern, claim.tied) == ("member.a#1", ("member.b#1",))


@pytest.mark.parametrize("text", ["", "新增会员370人", "新增会员{人}", "新增会员{370人", "新增\n会员{370人}", "新增会员{三人}"])
def test_a_text_without_a_figure_is_no_wording(text: str, make: Make) -> None:
    with pytest.raises(ValueError, match="no figure"):
        Claims(make('template = "新增会员 … {人}"').library).figure(text)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (Claim("a.b#1", 4.0, "a.b#1", 4.0), Claim("a.b#2", 4.0, "a.b#3", 4.0), True),
        (Claim("a.b#1", 4.0001), Claim("a.b#1", 4.0), True),
        (Claim("a.b#1", 4.0), Claim("a.c#1", 4.0), False),
        (Claim("a.b#1", 4.0), Claim("a.b#1", 3.0), False),
        (Claim("a.b#1", 4.0, "a.b#1", 4.0), Claim("a.b#1", 4.0, "a.b#1", 0.0), False),
        (Claim("a.b#1", 4.0), Claim(), False),
    ],
)
def test_claims_that_say_the_same(one: Claim, other: Claim, same: bool) -> None:
    assert one.same(other) is other.same(one) is same


# properties of all templates

WORDS = ["新增", "吸收", "组建", "慰问", "培训", "签订", "调解", "受理", "表彰", "维权", "普查", "助学", "体检", "竞赛", "读书", "植树"]


@dataclass(frozen=True)
class Piece:
    """A part of a template as a tree: a word, alternatives, an option, or pieces behind each other."""

    kind: str
    parts: tuple[Piece | str, ...]

    def __str__(self) -> str:
        inner = [str(part) for part in self.parts]
        return {"word": "".join, "seq": "".join, "alt": lambda p: f"({'|'.join(p)})", "opt": lambda p: f"[{'|'.join(p)}]"}[self.kind](inner)  # type: ignore[operator]

    def words(self) -> Iterator[str]:
        for part in self.parts:
            yield from [part] if isinstance(part, str) else part.words()


def numbered(tree: Piece, names: Iterator[str]) -> Piece:
    """The tree with a word of its own at every leaf, so that it is plain which leaf a text holds."""
    return Piece(tree.kind, tuple(next(names) if isinstance(part, str) else numbered(part, names) for part in tree.parts))


leaf = st.just(Piece("word", ("",)))
several = st.recursive(
    leaf,
    lambda inner: st.one_of(
        *(st.lists(inner, min_size=1, max_size=3).map(lambda parts, kind=kind: Piece(kind, tuple(parts))) for kind in ("alt", "opt", "seq"))  # type: ignore[misc]
    ),
    max_leaves=5,
)
# a part holds at least one word that is not optional
part = st.tuples(st.lists(several, max_size=2), leaf, st.lists(several, max_size=2)).map(lambda t: Piece("seq", (*t[0], t[1], *t[2])))


@st.composite
def templates(draw: st.DrawFn) -> tuple[str, list[str], list[Piece]]:
    """A template, its words, and the trees of its parts."""
    names = (f"{word}{number}" for number in "甲乙丙丁戊" for word in WORDS)
    trees = [numbered(tree, names) for tree in draw(st.lists(part, min_size=1, max_size=3))]
    slot = draw(st.integers(0, len(trees)))
    gap = draw(st.sampled_from([" … ", " ~ "]))
    parts = [str(tree) for tree in trees]
    return gap.join([*parts[:slot], "{人}", *parts[slot:]]), [word for tree in trees for word in tree.words()], trees


@settings(max_examples=100, deadline=None)
@given(templates())
def test_every_word_of_a_template_stands_in_a_text(made: tuple[str, list[str], list[Piece]]) -> None:
    template, words, _ = made
    every, few = parse_template(template, {}), parse_template(template, {}, Few())
    for group, some in zip(every.groups, few.groups, strict=True):
        assert set(some) <= set(group)
    chosen = [word for group in few.groups for word in group]
    assert [word for word in words if not any(word in text for text in chosen)] == []
    # few: no more than one for each word, and one without the options
    assert all(len(some) <= len(words) + 1 for some in few.groups)


@settings(max_examples=60, deadline=None)
@given(made=templates())
def test_every_word_stands_in_a_wording_that_the_pattern_fits(made: tuple[str, list[str], list[Piece]], make: Make) -> None:
    template, words, _ = made
    library = make(f'template = "{template}"')
    assert [word for word in words if not any(word in text for text in library.texts)] == []
    assert len(library.texts) == len(set(library.texts))
    for text in library.texts:
        assert text.count("{370人}") == 1
    assert {claim.maker for _, claim in library.material.claims} == {"member.new#1"}
    if "~" not in template:
        assert [text for text, claim in zip(library.texts, library.material.claims, strict=True) if not claim[1].own] == []


def without(tree: Piece, word: str) -> Piece | None:
    """The tree without a word that is one of several alternatives; None when it holds none such."""
    if tree.kind in ("alt", "opt") and len(tree.parts) > 1:
        for part in tree.parts:
            if isinstance(part, Piece) and part.kind == "word" and part.parts == (word,):
                return Piece(tree.kind, tuple(p for p in tree.parts if p is not part))
    for number, part in enumerate(tree.parts):
        if isinstance(part, Piece) and (smaller := without(part, word)) is not None:
            return Piece(tree.kind, (*tree.parts[:number], smaller, *tree.parts[number + 1 :]))
    return None


@settings(max_examples=60, deadline=None)
@given(made=templates(), number=st.integers(0, 40))
def test_the_deletion_of_an_alternative_loses_only_wordings_that_hold_it(
    made: tuple[str, list[str], list[Piece]], number: int, make: Make, tmp_path_factory: pytest.TempPathFactory, monkeypatch_module: pytest.MonkeyPatch
) -> None:
    template, _, trees = made
    deletable = [(tree, word, smaller) for tree in trees for word in tree.words() if (smaller := without(tree, word)) is not None]
    if not deletable:
        return
    tree, word, smaller = deletable[number % len(deletable)]
    folder = tmp_path_factory.mktemp("expected")
    before = make(f'template = "{template}"')
    accept_wordings(folder, read_wordings(folder, before.material), before.material, ALL)
    monkeypatch_module.setattr("ureport.checking.faults._SHOWN", 1000)
    now = make(f'template = "{template.replace(str(tree), str(smaller))}"')
    faults = differences(read_wordings(folder, now.material), now.material)
    lost = [line for fault in faults if fault.code == "P311" for line in fault.detail]
    assert [line for line in lost if word not in line] == []
    if any(word in text for text in before.texts):
        assert lost
    assert [line for fault in faults if fault.code == "P312" for line in fault.detail if word in line] == []


@pytest.fixture(scope="module")
def monkeypatch_module() -> Iterator[pytest.MonkeyPatch]:
    with pytest.MonkeyPatch.context() as patch:
        yield patch


distinct = st.lists(st.sampled_from(WORDS), min_size=1, max_size=8, unique=True)


@given(distinct, distinct, st.data())
def test_pairs_keep_their_partners(first: list[str], second: list[str], data: st.DataObject) -> None:
    """Each member stands in a pair; when another member goes, the pair that the partner choice gave it stays."""
    pairs = paired(first, second)
    assert {word for word, _ in pairs} == set(first)
    assert {word for _, word in pairs} == set(second)
    assert len(pairs) <= len(first) + len(second)
    gone = data.draw(st.sampled_from(second))
    rest = [word for word in second if word != gone]
    if rest:
        kept = {pair for pair in pairs[: len(first)] if pair[1] != gone}
        assert kept <= set(paired(first, rest))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("新增", ["新增"]),
        ("(新增|发展)", ["发展", "新增"]),
        ("[工会]会员", ["会员", "工会会员"]),
        ("<多>", ["一", "二", "三"]),
        ("[<多>]会员", ["会员", "一会员", "三会员", "二会员"]),
    ],
)
def test_more_words_of_a_list_when_asked_for(text: str, words: list[str]) -> None:
    lists = {"多": ("一", "二", "三")}
    assert sorted(expand_words(text, lists, Few(10))) == sorted(words)
    assert len(expand_words(text, lists, Few())) <= len(words)
