"""How the time for one text grows with its length: each motif repeated to 5,000 and to 20,000 characters, with the ratio.

usage: python benchmarks/growth.py        (a ratio near 4 is linear)
"""

from __future__ import annotations

import time

from ureport.library import load_library
from ureport.model import Document
from ureport.pipeline import Extractor
from ureport.resources import shipped_library

MOTIFS = (
    "全年新增会员8500名，",
    "全年新增会员8500名。",
    "新增会员8500名",
    "由45家增加到50家",
    "一半",
    "百分之",
    "XX区总工会",
    "1 ",
    "|1",
    "\t1\t2\n",
    "“",
    "第",
    "2016年",
)


def seconds(extractor: Extractor, motif: str, length: int) -> float:
    text = motif * (length // len(motif))
    start = time.process_time()
    extractor.extract(Document("growth.txt", text))
    return time.process_time() - start


def main() -> None:
    extractor = Extractor(load_library([shipped_library()]))
    for motif in MOTIFS:
        seconds(extractor, motif, 1000)
        short, long = seconds(extractor, motif, 5_000), seconds(extractor, motif, 20_000)
        print(f"{short:8.4f} s {long:8.4f} s  x{long / max(short, 1e-4):5.1f}  {motif!r}")


if __name__ == "__main__":
    main()
