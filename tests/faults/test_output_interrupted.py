"""Runs that are ended in the middle, and runs that meet: the old result or the new one, whole; and nothing half is left."""

from __future__ import annotations

import os
import resource
import shutil
import signal
from collections.abc import Iterator, Mapping, Set
from contextlib import contextmanager
from pathlib import Path

import pytest

from making.outputs import FILES, Process, content, end, hidden, run, run_all, start, wait_until
from ureport import load

REPORT = "湖州市总工会2016年工作总结\n\n全年新增会员15名。\n"


def output_of(folder: Path, form: str) -> str:
    return f"{folder}/{FILES[form]}"


@contextmanager
def half_way(reports: Path, library: Path, outputs: Mapping[str, str], *, stale: Set[Path] = frozenset(), **options: object) -> Iterator[dict[str, Process]]:
    """Runs that have written a part of their outputs, and wait for the rest of their reports, which comes from standard input."""
    running = {name: start("extract", reports, "-", "--patterns", library, "-o", output, **options) for name, output in outputs.items()}  # type: ignore[arg-type]
    try:
        for name, output in outputs.items():
            wait_until(lambda name=name, output=output: running[name].poll() is not None or begun(output, stale))  # type: ignore[misc]
            assert running[name].poll() is None, running[name].communicate()
        yield running
    finally:
        for process in running.values():
            process.kill()
            process.communicate()


def begun(output: str, stale: Set[Path]) -> bool:
    """Whether a hidden file or folder beside an output, or in it, is there and not empty, besides those of other runs."""
    path = Path(output)
    stages = {*path.parent.glob(f".{path.name}.*.part"), *path.glob(f".{path.name}.*.part")} - stale
    return any(any(file.stat().st_size for file in stage.rglob("*")) if stage.is_dir() else True for stage in stages)


ENDS = [(signal.SIGINT, 130), (signal.SIGTERM, 143), (signal.SIGHUP, 129)]


@pytest.mark.parametrize(("number", "code"), ENDS, ids=[number.name for number, _ in ENDS])
def test_a_signal_leaves_the_old_result_and_nothing_else(tmp_path: Path, reports: Path, small_library: Path, number: signal.Signals, code: int) -> None:
    waiting = tmp_path / "waiting"
    waiting.mkdir()
    outputs = {form: output_of(tmp_path / form, form) for form in FILES}
    for place, (form, output) in enumerate(outputs.items()):
        (tmp_path / form).mkdir()
        if (place + code) % 2:  # with an old result, and without
            Path(output).mkdir() if form == "package" else Path(output).write_text("old")  # type: ignore[func-returns-value]
    before = {form: content(Path(output)) for form, output in outputs.items()}
    with half_way(reports, small_library, outputs, env={"TMPDIR": str(waiting)}) as running:
        for process in running.values():
            process.send_signal(number)
        for form, process in running.items():
            ended = end(process)
            assert (ended.code, ended.err.splitlines()[-1:]) == (code, ["interrupted"]), (form, ended)
            assert "Traceback" not in ended.err and "Exception" not in ended.err
    assert {form: content(Path(output)) for form, output in outputs.items()} == before
    assert hidden(tmp_path) == []
    assert os.listdir(waiting) == []


def test_a_signal_that_is_ignored_stays_so(tmp_path: Path, reports: Path, small_library: Path) -> None:
    outputs = {"csv": f"{tmp_path}/r.csv"}
    with half_way(reports, small_library, outputs, ready=lambda: signal.signal(signal.SIGHUP, signal.SIG_IGN)) as running:
        running["csv"].send_signal(signal.SIGHUP)
        assert end(running["csv"], REPORT.encode()).code == 0
    assert len(load(tmp_path / "r.csv")) == 801


def test_what_a_killed_run_leaves_the_next_one_takes_away_and_no_living_run_loses_anything(tmp_path: Path, reports: Path, small_library: Path) -> None:
    outputs = {form: output_of(tmp_path / form, form) for form in FILES}
    for form, output in outputs.items():
        (tmp_path / form).mkdir()
        Path(output).mkdir() if form == "package" else Path(output).write_text("old")  # type: ignore[func-returns-value]
    with half_way(reports, small_library, outputs) as killed:
        for process in killed.values():
            process.kill()
            process.wait()
    for form, output in outputs.items():
        assert content(Path(output)) == ({} if form == "package" else {FILES[form]: b"old"})
    stale = set(hidden(tmp_path))
    assert len(stale) >= len(FILES)
    chosen = {form: outputs[form] for form in ("csv", "sqlite", "package")}
    with half_way(reports, small_library, chosen, stale=stale) as living:
        held = set(hidden(tmp_path)) - stale
        assert not stale & {path for form in chosen for path in hidden(tmp_path / form)}
        assert len(held) >= len(chosen)
        thirds = run_all([("extract", reports, "--patterns", small_library, "-o", output) for output in outputs.values()])
        assert [ended.code for ended in thirds] == [0] * len(FILES)
        assert set(hidden(tmp_path)) == held
        for form, process in living.items():
            assert end(process, REPORT.encode()).code == 0, form
            assert len(load(outputs[form])) == 801
    assert hidden(tmp_path) == []


@pytest.mark.parametrize("exists", [False, True])
def test_two_runs_to_one_output_end_well_and_one_of_them_is_there_whole(tmp_path: Path, reports: Path, small_library: Path, exists: bool) -> None:
    forms = ("csv", "sqlite", "package")
    whole: dict[str, list[dict[str, bytes]]] = {}
    for form in forms:
        texts = [REPORT, REPORT.replace("15名", "16名")]
        alone = [output_of(tmp_path / f"{form}{number}", form) for number in (0, 1)]
        whole[form] = []
        for text, output in zip(texts, alone, strict=True):
            Path(output).parent.mkdir()
            assert end(start("extract", reports, "-", "--patterns", small_library, "-o", output), text.encode()).code == 0
            whole[form].append(content(Path(output)))
        if exists:
            shutil.copytree(tmp_path / f"{form}0", tmp_path / form)
        else:
            (tmp_path / form).mkdir()
    outputs = {form: output_of(tmp_path / form, form) for form in forms}
    with half_way(reports, small_library, outputs) as one, half_way(reports, small_library, outputs, stale=set(hidden(tmp_path))) as other:
        for form in forms:
            for process, text in ((one[form], texts[0]), (other[form], texts[1])):
                assert process.stdin
                process.stdin.write(text.encode())
                process.stdin.close()
                process.stdin = None
        for form in forms:
            assert [end(one[form]).code, end(other[form]).code] == [0, 0]
            assert content(Path(outputs[form])) in whole[form]
    assert hidden(tmp_path) == []


# rights and links


def test_rights_are_those_of_the_old_file_or_as_the_mask_says(tmp_path: Path, reports: Path, small_library: Path) -> None:
    outputs = {form: output_of(tmp_path / form, form) for form in ("csv", "sqlite", "package")}
    for form, output in outputs.items():
        (tmp_path / form).mkdir()
        assert run("extract", reports, "--patterns", small_library, "-o", output, ready=lambda: os.umask(0o027)).code == 0
        files = list(Path(output).iterdir()) if form == "package" else [Path(output)]
        assert {file.stat().st_mode & 0o777 for file in files} == {0o640}
        for file in files:
            file.chmod(0o600)
    with half_way(reports, small_library, outputs) as running:
        for form, process in running.items():
            if form != "package":  # nobody else reads the new one while it is written
                assert {path.stat().st_mode & 0o777 for path in hidden(tmp_path / form)} == {0o600}
            assert end(process, REPORT.encode()).code == 0
            output = Path(outputs[form])
            assert {file.stat().st_mode & 0o777 for file in (output.iterdir() if output.is_dir() else [output])} == {0o600}


def test_a_file_that_nobody_may_write_stays(tmp_path: Path, reports: Path, small_library: Path) -> None:
    output = tmp_path / "r.csv"
    output.write_text("old")
    output.chmod(0o444)
    ended = run("extract", reports, "--patterns", small_library, "-o", output, rights=False)
    assert (ended.code, ended.err) == (3, f"error: {output}: cannot be written: Permission denied\n  remedy: check the rights of the folder and of the file\n")
    assert output.read_text() == "old"


def test_a_link_leads_to_the_file_and_another_name_keeps_the_old_one(tmp_path: Path, reports: Path, small_library: Path) -> None:
    (tmp_path / "far").mkdir()
    (tmp_path / "near").mkdir(mode=0o555)
    (tmp_path / "link.csv").symlink_to("far/new.csv")  # to nothing yet
    assert run("extract", reports, "--patterns", small_library, "-o", tmp_path / "link.csv").code == 0
    assert (tmp_path / "link.csv").is_symlink() and len(load(tmp_path / "far/new.csv")) == 800
    os.link(tmp_path / "far/new.csv", tmp_path / "other.csv")
    old = (tmp_path / "other.csv").read_bytes()
    assert run("extract", reports / "a.txt", "--patterns", small_library, "-o", tmp_path / "link.csv").code == 0
    assert len(load(tmp_path / "far/new.csv")) == 400
    assert (tmp_path / "other.csv").read_bytes() == old
    assert hidden(tmp_path) == []


# what is written into a checkout


def tiny_files() -> None:
    resource.setrlimit(resource.RLIMIT_FSIZE, (300, 300))


def test_what_is_expected_is_never_half(tmp_path: Path, small_library: Path) -> None:
    samples = tmp_path / "samples"
    samples.mkdir()
    (samples / "a.txt").write_text(REPORT, encoding="utf-8")
    check = ("check", small_library, "--samples", samples, "--accept")
    run(*check)
    golden = samples / "expected/a.jsonl"
    old = golden.read_bytes()
    assert len(old) > 300
    (samples / "a.txt").write_text(REPORT.replace("15名", "16名"), encoding="utf-8")
    ended = run(*check, ready=tiny_files)
    assert ended.code == 3 and ended.err.startswith(f"error: {golden}: cannot be written: File too large\n  remedy: "), ended
    assert golden.read_bytes() == old
    run(*check)
    assert [record.surface for record in load(golden)] == ["16名"]
    assert hidden(tmp_path) == []


def test_a_draft_is_never_half(tmp_path: Path, small_library: Path) -> None:
    draft = tmp_path / "member/test.toml"
    words = ("patterns", "new", "member.test", "--patterns", small_library, "-o", draft)
    ended = run(*words, ready=tiny_files)
    assert ended.code == 3 and ended.err.startswith(f"error: {draft}: cannot be written: File too large\n  remedy: "), ended
    assert os.listdir(draft.parent) == []
    assert run(*words).code == 0
    old = draft.read_bytes()
    assert run(*words).code == 2
    assert draft.read_bytes() == old and os.listdir(draft.parent) == ["test.toml"]
