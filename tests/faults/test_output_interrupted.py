"""Runs that are ended in the middle, and runs that meet: the old result or the new one, whole; and nothing half is left."""

from __future__ import annotations

import os
import resource
import shutil
import signal
from collections.abc import Iterator, Mapping, Set
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

import pytest

from making.ole import ole
from making.outputs import FILES, Ended, Process, content, end, hidden, run, run_all, start, wait_until
from ureport import load

REPORT = "湖州市总工会2016年工作总结\n\n全年新增会员15名。\n"
NO_ENV: Mapping[str, str] = MappingProxyType({})


def output_of(folder: Path, form: str) -> str:
    return f"{folder}/{FILES[form]}"


CONVERTER = """#!/bin/sh
: > "$GATE.reached"
while [ ! -e "$GATE" ]; do sleep 0.02; done
exit 1
"""


@pytest.fixture
def slow_reports(tmp_path_factory: pytest.TempPathFactory, reports: Path) -> Path:
    """The two reports, and a Word file whose converter waits until a gate opens: a run stands still with its output half written."""
    folder = tmp_path_factory.mktemp("slow")
    shutil.copytree(reports, folder / "in")
    (folder / "in/z.doc").write_bytes(ole({"WordDocument": b"\xec\xa5".ljust(4096, b"\0")}))
    (folder / "bin").mkdir()
    for name, script in (("soffice", CONVERTER), ("antiword", '#!/bin/sh\nprintf "%s" "$TEXT"\n')):
        (folder / "bin" / name).write_text(script)
        (folder / "bin" / name).chmod(0o755)
    return folder


@dataclass
class HalfWay:
    """Runs that have written a part of their outputs, by format."""

    running: dict[str, Process]
    gate: Path

    def finish(self) -> dict[str, Ended]:
        """Lets them go on to their end."""
        self.gate.touch()
        return {form: end(process) for form, process in self.running.items()}


@contextmanager
def half_way(
    slow: Path, library: Path, outputs: Mapping[str, str], *, text: str = REPORT, env: Mapping[str, str] = NO_ENV, **options: object
) -> Iterator[HalfWay]:
    """Starts runs to outputs, by format, and waits until each has written what it can."""
    gate = slow / f"gate {len(list(slow.iterdir()))}"
    (slow / f"taken {gate.name}").touch()
    stale = {stage for output in outputs.values() for stage in stages(output)}
    words = ("extract", slow / "in", "--patterns", library)
    running = {}
    for form, output in outputs.items():
        settings = {"PATH": f"{slow}/bin:{os.environ['PATH']}", "GATE": f"{gate}", "TEXT": text, **env}
        running[form] = start(*words, "-o", output, env=settings, **options)
    try:
        for form, output in outputs.items():
            wait_until(lambda form=form, output=output: running[form].poll() is not None or begun(form, stages(output) - stale))  # type: ignore[misc]
            assert running[form].poll() is None, running[form].communicate()
        wait_until(Path(f"{gate}.reached").exists)
        yield HalfWay(running, gate)
    finally:
        gate.touch()
        for process in running.values():
            process.kill()
            process.communicate()


def stages(output: str) -> set[Path]:
    """The hidden files and folders of an output, beside it or in it."""
    path = Path(output)
    return {*path.parent.glob(f".{path.name}.*.part"), *path.glob(f".{path.name}.*.part")}


def begun(form: str, found: Set[Path]) -> bool:
    """Whether a part of the output is written; of a workbook and of Parquet all comes at the end."""
    files = [file for stage in found for file in ([*stage.iterdir()] if stage.is_dir() else [stage])]
    return bool(files) if form in ("xlsx", "parquet") else any(file.stat().st_size for file in files)


ENDS = [(signal.SIGINT, 130), (signal.SIGTERM, 143), (signal.SIGHUP, 129)]


@pytest.mark.parametrize(("number", "code"), ENDS, ids=[number.name for number, _ in ENDS])
def test_a_signal_leaves_the_old_result_and_nothing_else(tmp_path: Path, slow_reports: Path, small_library: Path, number: signal.Signals, code: int) -> None:
    waiting = tmp_path / "waiting"
    waiting.mkdir()
    outputs = {form: output_of(tmp_path / form, form) for form in FILES}
    for place, (form, output) in enumerate(outputs.items()):
        (tmp_path / form).mkdir()
        if (place + code) % 2:  # with an old result, and without
            Path(output).mkdir() if form == "package" else Path(output).write_text("old")  # type: ignore[func-returns-value]
    before = {form: content(Path(output)) for form, output in outputs.items()}
    with half_way(slow_reports, small_library, outputs, env={"TMPDIR": str(waiting)}) as half:
        for process in half.running.values():
            process.send_signal(number)
        for form, process in half.running.items():
            ended = end(process)
            assert (ended.code, ended.err.splitlines()[-1:]) == (code, ["interrupted"]), (form, ended)
            assert "Traceback" not in ended.err and "Exception" not in ended.err
    assert {form: content(Path(output)) for form, output in outputs.items()} == before
    assert hidden(tmp_path) == []
    assert [folder for folder in waiting.iterdir() if not (folder / "report.doc").exists()] == []  # that of a converter is none of ours


def test_a_signal_that_is_ignored_stays_so(tmp_path: Path, slow_reports: Path, small_library: Path) -> None:
    outputs = {"csv": f"{tmp_path}/r.csv"}
    with half_way(slow_reports, small_library, outputs, ready=lambda: signal.signal(signal.SIGHUP, signal.SIG_IGN)) as half:
        half.running["csv"].send_signal(signal.SIGHUP)
        assert half.finish()["csv"].code == 0
    assert len(load(tmp_path / "r.csv")) == 801


def test_what_a_killed_run_leaves_the_next_one_takes_away_and_no_living_run_loses_anything(
    tmp_path: Path, reports: Path, slow_reports: Path, small_library: Path
) -> None:
    outputs = {form: output_of(tmp_path / form, form) for form in FILES}
    for form, output in outputs.items():
        (tmp_path / form).mkdir()
        Path(output).mkdir() if form == "package" else Path(output).write_text("old")  # type: ignore[func-returns-value]
    with half_way(slow_reports, small_library, outputs) as killed:
        for process in killed.running.values():
            process.kill()
            process.wait()
    for form, output in outputs.items():
        assert content(Path(output)) == ({} if form == "package" else {FILES[form]: b"old"})
    stale = set(hidden(tmp_path))
    assert len(stale) >= len(FILES)
    chosen = {form: outputs[form] for form in ("csv", "sqlite", "package")}
    with half_way(slow_reports, small_library, chosen) as living:
        held = set(hidden(tmp_path)) - stale
        assert not stale & {path for form in chosen for path in hidden(tmp_path / form)}
        assert len(held) >= len(chosen)
        thirds = run_all([("extract", reports, "--patterns", small_library, "-o", output) for output in outputs.values()])
        assert [ended.code for ended in thirds] == [0] * len(FILES)
        assert set(hidden(tmp_path)) == held
        for form, ended in living.finish().items():
            assert ended.code == 0, (form, ended)
            assert len(load(outputs[form])) == 801
    assert hidden(tmp_path) == []


@pytest.mark.parametrize("exists", [False, True])
def test_two_runs_to_one_output_end_well_and_one_of_them_is_there_whole(tmp_path: Path, slow_reports: Path, small_library: Path, exists: bool) -> None:
    forms = ("csv", "sqlite", "package")
    whole: dict[str, list[dict[str, bytes]]] = {}
    for form in forms:
        texts = [REPORT, REPORT.replace("15名", "16名")]
        alone = [output_of(tmp_path / f"{form}{number}", form) for number in (0, 1)]
        whole[form] = []
        for text, output in zip(texts, alone, strict=True):
            Path(output).parent.mkdir()
            with half_way(slow_reports, small_library, {form: output}, text=text) as half:
                assert half.finish()[form].code == 0
            whole[form].append(content(Path(output)))
        if exists:
            shutil.copytree(tmp_path / f"{form}0", tmp_path / form)
        else:
            (tmp_path / form).mkdir()
    outputs = {form: output_of(tmp_path / form, form) for form in forms}
    with (
        half_way(slow_reports, small_library, outputs, text=texts[0]) as one,
        half_way(slow_reports, small_library, outputs, text=texts[1]) as other,
    ):
        one.gate.touch()
        ended = [*other.finish().values(), *one.finish().values()]
        assert [each.code for each in ended] == [0] * 6, ended
        for form in forms:
            assert content(Path(outputs[form])) in whole[form]
    assert hidden(tmp_path) == []


# rights and links


def test_rights_are_those_of_the_old_file_or_as_the_mask_says(tmp_path: Path, reports: Path, slow_reports: Path, small_library: Path) -> None:
    outputs = {form: output_of(tmp_path / form, form) for form in ("csv", "sqlite", "package")}
    for form, output in outputs.items():
        (tmp_path / form).mkdir()
        assert run("extract", reports, "--patterns", small_library, "-o", output, ready=lambda: os.umask(0o027)).code == 0
        files = list(Path(output).iterdir()) if form == "package" else [Path(output)]
        assert {file.stat().st_mode & 0o777 for file in files} == {0o640}
        for file in files:
            file.chmod(0o600)
    with half_way(slow_reports, small_library, outputs) as half:
        for form in outputs:
            if form != "package":  # nobody else reads the new one while it is written
                assert {path.stat().st_mode & 0o777 for path in hidden(tmp_path / form)} == {0o600}
        assert {ended.code for ended in half.finish().values()} == {0}
        for form in outputs:
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
