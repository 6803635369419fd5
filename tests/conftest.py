"""What the tests share: the shipped library, loaded once, and short ways from a text to its meaning."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from ureport import Document, Extraction, Extractor, MetricRecord, load_library, shipped_library
from ureport.layout import read_layout
from ureport.library import Library
from ureport.library.types import Example
from ureport.model import Layout

SMALL = """\
name = "新增会员数"
definition = "for a test"
kind = "count"
units = ["人"]

[[pattern]]
template = "新增会员 … {}"

[[example]]
text = "全年新增会员15名。"
figure = "15名"
value = 15
unit = "人"
"""
# the same examples in every run; more of them, and new ones each time: pytest tests/properties --hypothesis-profile=long
settings.register_profile("usual", max_examples=150, derandomize=True, database=None, deadline=None, suppress_health_check=list(HealthCheck))
settings.register_profile("long", settings.get_profile("usual"), max_examples=5_000, derandomize=False, print_blob=True)
settings.load_profile("usual")


def pytest_make_parametrize_id(val: object) -> str | None:
    """Ids of the tables in the words of the text; only what cannot be printed is escaped."""
    if isinstance(val, Example):
        val = f"{val.figure}-{val.text}"
    if not isinstance(val, str):
        return None
    shown = val.replace("\n", "⏎").replace("\t", "⇥")
    shown = shown if len(shown) <= 60 else shown[:59] + "…"
    return shown if shown.isprintable() else ascii(shown)[1:-1]


@pytest.fixture(scope="session", autouse=True)
def no_cache() -> Iterator[None]:
    """No test, and no program that a test starts, reads or writes the cache of the user."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("UREPORT_CACHE", "off")
        yield


@pytest.fixture(scope="session")
def library() -> Library:
    """The shipped pattern library."""
    return load_library([shipped_library()])


@pytest.fixture(scope="session")
def extractor(library: Library) -> Extractor:
    """An extractor with the shipped library."""
    return Extractor(library)


@pytest.fixture(scope="session")
def extract(extractor: Extractor) -> Callable[[str], Extraction]:
    """Text → extraction."""
    return lambda text: extractor.extract(Document("report.txt", text))


@pytest.fixture(scope="session")
def record_of(extract: Callable[[str], Extraction]) -> Callable[..., MetricRecord]:
    """Text and the figure's words (and which of several) → its one record."""

    def find(text: str, figure: str, nth: int = 1) -> MetricRecord:
        start = -1
        for _ in range(nth):
            start = text.index(figure, start + 1)
        records = extract(text).records
        found = [r for r in records if r.start < start + len(figure) and start < r.end]
        assert len(found) == 1, f"{figure} has {len(found)} records; those of the text: {[r.surface for r in records]}"
        return found[0]

    return find


@pytest.fixture(scope="session")
def lay_out(library: Library) -> Callable[[str], Layout]:
    """Text → layout."""
    return lambda text: read_layout(Document("report.txt", text), library.vocabulary)


@pytest.fixture(scope="session")
def words_only(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library folder that holds the shipped units, qualifiers and lexicon, but no metric and no word list."""
    folder = tmp_path_factory.mktemp("words-only")
    for name in ("units", "lexicon"):
        shutil.copytree(shipped_library() / name, folder / name, ignore=shutil.ignore_patterns("words*.toml"))
    shutil.copy(shipped_library() / "qualifiers.toml", folder)
    return folder


@pytest.fixture(scope="session")
def small_library(words_only: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library of one metric: a process that loads it starts at once."""
    folder = tmp_path_factory.mktemp("small") / "patterns"
    shutil.copytree(words_only, folder)
    (folder / "member").mkdir()
    (folder / "member/new.toml").write_text(SMALL, encoding="utf-8")
    return folder


@pytest.fixture
def write_library(tmp_path: Path) -> Callable[[dict[str, str]], Path]:
    """Files by their path → a library folder that holds them."""

    def write(files: dict[str, str]) -> Path:
        folder = tmp_path / "library"
        for name, content in files.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(content, encoding="utf-8")
        return folder

    return write


@pytest.fixture
def tiny(words_only: Path, write_library: Callable[[dict[str, str]], Path]) -> Callable[[dict[str, str]], Extractor]:
    """Patterns by metric id, as TOML below ``[[pattern]]`` → an extractor that knows only these, and the shipped units and words.

    A metric of the theme ``rate`` takes percentages, one of ``money`` takes yuan, any other counts.
    """
    kinds = {"rate": ("rate", ["%"]), "money": ("money", ["元"])}

    def make(metrics: dict[str, str]) -> Extractor:
        files = {}
        for name, patterns in metrics.items():
            theme, _, stem = name.partition(".")
            kind, units = kinds.get(theme, ("count", ["人", "家", "户", "件", "场", "棵"]))
            head = f'name = "{name}"\ndefinition = "for a test"\nkind = "{kind}"\nunits = {units}\n'
            files[f"{theme}/{stem}.toml"] = f"{head}\n[[pattern]]\n{patterns}\n"
        return Extractor(load_library([words_only, write_library(files)]))

    return make
