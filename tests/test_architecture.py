"""The layout of the modules: who may import whom. Reads the imports from the source, deferred ones included."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

SOURCE = Path(__file__).parent.parent / "src"
STAGES = ("layout", "mentions", "context", "matching")
BASE = ("model", "errors", "alternatives", "folding", "numerals", "vocabulary", "resources", "library")


def module_name(path: Path) -> str:
    parts = path.relative_to(SOURCE).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


FILES = {module_name(path): path for path in sorted((SOURCE / "ureport").rglob("*.py"))}


def imports(name: str) -> Iterator[tuple[str, bool]]:
    """The modules that a module imports, and whether the import is deferred into a function."""

    def visit(node: ast.AST, deferred: bool) -> Iterator[tuple[str, bool]]:
        for child in ast.iter_child_nodes(node):
            if isinstance(child, ast.Import):
                yield from ((alias.name, deferred) for alias in child.names)
            elif isinstance(child, ast.ImportFrom):
                assert not child.level, f"{name}: relative import"
                for alias in child.names:
                    inner = f"{child.module}.{alias.name}"
                    yield inner if inner in FILES else str(child.module), deferred
            elif isinstance(child, ast.If) and getattr(child.test, "id", "") == "TYPE_CHECKING":
                continue
            else:
                yield from visit(child, deferred or isinstance(child, (ast.FunctionDef, ast.AsyncFunctionDef)))

    return visit(ast.parse(FILES[name].read_text(encoding="utf-8")), False)


IMPORTS = {name: sorted(set(imports(name))) for name in FILES}


def own(name: str) -> set[str]:
    """The second part of every module of ureport that a module imports: ``ureport.library.types`` is library."""
    return {imported.split(".")[1] if "." in imported else "" for imported, _ in IMPORTS[name] if imported.split(".")[0] == "ureport"}


def foreign(package: str) -> set[str]:
    """The parts of ureport that import a package from outside."""
    return {name.split(".", 1)[-1] for name, found in IMPORTS.items() if any(imported.split(".")[0] == package for imported, _ in found)}


def part(name: str) -> str:
    return name.split(".")[1] if "." in name else ""


def modules_of(*parts: str) -> list[str]:
    return [name for name in FILES if part(name) in parts]


@pytest.mark.parametrize("name", ["ureport.model", "ureport.errors", "ureport.codes", "ureport.pieces", "ureport.shapes"])
def test_model_and_errors_import_nothing_of_ureport(name: str) -> None:
    assert own(name) == set()


@pytest.mark.parametrize("name", modules_of(*STAGES))
def test_stages_do_not_import_one_another(name: str) -> None:
    assert own(name) <= {part(name), *BASE}


@pytest.mark.parametrize("name", modules_of("readers", "exporters"))
def test_readers_and_exporters_know_only_the_model(name: str) -> None:
    assert own(name) <= {part(name), "", "model", "errors"}  # "" is ureport itself, for its version


@pytest.mark.parametrize("name", [name for name in FILES if name.startswith("ureport.checking.formats")])
def test_formats_of_a_check_know_only_its_report(name: str) -> None:
    assert own(name) <= {"", "changes_view", "checking", "codes", "diff", "errors", "pieces"}
    checking = {imported for imported, _ in IMPORTS[name] if imported.startswith("ureport.checking")}
    assert {imported for imported in checking if not imported.startswith("ureport.checking.formats")} <= {"ureport.checking.report"}


@pytest.mark.parametrize("name", ["ureport.pairing", "ureport.diff", "ureport.changes_view", *modules_of("results")])
def test_what_compares_records_knows_no_library(name: str) -> None:
    assert own(name) <= {part(name), "diff", "errors", "exporters", "model", "pairing", "pieces"}


def test_only_the_pipeline_knows_several_stages() -> None:
    several = {name for name in FILES if len(own(name) & set(STAGES)) > 1 and part(name) not in STAGES}
    assert {name for name in several if not name.startswith("ureport.pipeline.")} <= {"ureport.pipeline", "ureport.explain"}


def test_each_foreign_package_has_one_home() -> None:
    assert {name.split(".")[0] for name in foreign("typer")} <= {"cli"}
    assert {name.split(".")[0] for name in foreign("rich")} - {"cli"} <= {"exporters"}
    assert foreign("rich") & {name for name in foreign("rich") if name.startswith("exporters")} <= {"exporters.table"}
    assert {name.split(".")[0] for name in foreign("pandas")} <= {"exporters"}
    assert foreign("jieba") <= {"tokens"}
    assert foreign("xlsxwriter") <= {"exporters.xlsx.workbook"}
    assert foreign("sqlite3") <= {"exporters.pivot", "exporters.sqlite", "results.sqlite"}
    assert foreign("junitparser") <= {"checking.formats.junit"}


def test_few_modules_start_other_programs() -> None:
    assert foreign("subprocess") == {"revisions", "readers.doc"}
    called = {
        name for name, path in FILES.items() if re.search(r"\bos\.(system|popen|exec\w*|spawn\w*|posix_spawn\w*|fork\w*)\(", path.read_text(encoding="utf-8"))
    }
    assert called == {"ureport.jobs.process"}  # workers are forks of this program, and no other


def test_a_run_in_one_process_loads_nothing_for_several() -> None:
    assert foreign("multiprocessing") == {"jobs.pool", "jobs.process", "jobs.protocol"}
    importers = {name for name, found in IMPORTS.items() for imported, _ in found if imported.startswith("ureport.jobs.")}
    assert {name for name in importers if not name.startswith("ureport.jobs.")} == {"ureport.cli.session"}
    assert all(deferred for imported, deferred in IMPORTS["ureport.cli.session"] if imported.startswith("ureport.jobs."))


@pytest.mark.parametrize("name", [name for name in FILES if part(name) not in ("cli", "__main__")])
def test_nobody_imports_the_command_line(name: str) -> None:
    assert "cli" not in own(name)


@pytest.mark.parametrize("name", [name for name in FILES if part(name) not in ("cli", "__main__")])
def test_own_imports_are_deferred_in_the_command_line_only(name: str) -> None:
    assert [imported for imported, deferred in IMPORTS[name] if deferred and imported.startswith("ureport")] == []


def test_no_import_circles() -> None:
    done: set[str] = set()

    def visit(name: str, above: tuple[str, ...]) -> None:
        assert name not in above, " → ".join((*above[above.index(name) :], name))
        if name in done:
            return
        for imported, _ in IMPORTS[name]:
            if imported in FILES and imported != "ureport":
                visit(imported, (*above, name))
        done.add(name)

    for name in FILES:
        visit(name, ())


def test_the_test_reads_imports() -> None:
    assert ("ureport.model", False) in IMPORTS["ureport.normalise"]
    assert any(deferred for _, deferred in IMPORTS["ureport.cli.extract"])
