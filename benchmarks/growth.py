"""How the time of an extraction grows: with the length of one text, with the length of a line, and with the library.

usage: python benchmarks/growth.py [motifs|report|line|library ...]        (all of them without a name)

motifs   each motif repeated to 5,000 and to 20,000 characters: a ratio near 4 is linear
report   one report of 0.6 to 5 MB, made of the samples: seconds a MB stay the same when the cost is linear
line     the same text as one line of up to 200,000 characters
library  the shipped library, half of it, and two and four copies of it under other themes: the cost of the same text
"""

from __future__ import annotations

import argparse
import shutil
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from bench import SHARE_WITH_FIGURES, corpus

from ureport.library import load_library
from ureport.library.load import metric_files
from ureport.model import Document
from ureport.pipeline import Extractor
from ureport.resources import shipped_library

MOTIFS = (
    *("全年新增会员8500名，", "全年新增会员8500名。", "新增会员8500名", "由45家增加到50家", "一半", "百分之", "XX区总工会", "1 ", "1A", "①", "１"),
    *("|1", "\t1\t2\n", "|10家|2%|\n", "“", "(", "[", "第", "2016年", "分别", "、", "一"),
)
MEGABYTES = (0.6, 1.25, 2.5, 5.0)
CHARACTERS = (25_000, 50_000, 100_000, 200_000)
ROUNDS = 3


def extractor() -> Extractor:
    return Extractor(load_library([shipped_library()]))


def seconds(extractor: Extractor, text: str, rounds: int = 1) -> float:
    """The least CPU time of some rounds."""
    best = float("inf")
    for _ in range(rounds):
        start = time.process_time()
        extractor.extract(Document("growth.txt", text))
        best = min(best, time.process_time() - start)
    return best


def motifs() -> None:
    tool = extractor()
    for motif in MOTIFS:
        short, long = (seconds(tool, motif * (length // len(motif)), ROUNDS) for length in (5_000, 20_000))
        print(f"motif   {short:8.4f} s {long:8.4f} s  x{long / max(short, 1e-4):5.1f}  {motif!r}")


def samples(size: int) -> str:
    """A text of about ``size`` bytes in UTF-8."""
    return "\n".join(data.decode() for data in corpus(size, share=SHARE_WITH_FIGURES))[: size // 3]


def report() -> None:
    tool = extractor()
    text = samples(int(MEGABYTES[-1] * 1e6))
    for megabytes in MEGABYTES:
        spent = seconds(tool, text[: int(megabytes * 1e6 / 3)])
        print(f"report  {megabytes:5.2f} MB  {spent:6.2f} s  {spent / megabytes:5.2f} s/MB")


def line() -> None:
    tool = extractor()
    text = samples(CHARACTERS[-1] * 4).replace("\n", "")
    for length in CHARACTERS:
        spent = seconds(tool, text[:length], ROUNDS)
        print(f"line    {length:7,} characters  {spent:6.3f} s  {spent / length * 1e6:5.2f} µs a character")


def library() -> None:
    texts = [data.decode() for data in corpus(400_000, share=SHARE_WITH_FIGURES)]
    base = 0.0
    for name, copies in (("whole", 1), ("half", 0), ("twice", 2), ("four times", 4)):
        with tempfile.TemporaryDirectory() as folder:
            tool = Extractor(load_library([copied(Path(folder), copies)]))
            spent = min(sum(seconds(tool, text) for text in texts) for _ in range(ROUNDS))
            base = base or spent
            print(f"library {name:10} {len(tool.library.patterns):5,} patterns  {spent:6.2f} s  x{spent / base:4.2f}")


def copied(folder: Path, copies: int) -> Path:
    """The shipped library in a folder, its metrics as often as asked under other themes; every second metric when 0 times."""
    shipped = shipped_library()
    for words in ("units", "lexicon"):
        shutil.copytree(shipped / words, folder / words)
    shutil.copy(shipped / "qualifiers.toml", folder)
    for number, path in enumerate(metric_files(shipped)):
        for copy in range(max(copies, number % 2)):
            theme = folder / (path.parent.name + (f"_{copy + 1}" if copy else ""))
            theme.mkdir(exist_ok=True)
            text = path.read_text(encoding="utf-8")
            (theme / path.name).write_text(text.replace(f'id = "{path.parent.name}.', f'id = "{theme.name}.') if copy else text, encoding="utf-8")
    return folder


CURVES: dict[str, Callable[[], None]] = {"motifs": motifs, "report": report, "line": line, "library": library}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("curves", nargs="*", metavar="CURVE", choices=[[], *CURVES], help=", ".join(CURVES))
    for name in parser.parse_args().curves or CURVES:
        CURVES[name]()


if __name__ == "__main__":
    main()
