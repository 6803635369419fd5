"""Lints of where the files of a library lie: what nobody reads is no part of it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ureport.checking.faults import fault_at
from ureport.checking.lints.registry import lint
from ureport.checking.material import Material
from ureport.errors import Fault
from ureport.library.load import NOT_THEMES, NURSERY
from ureport.library.source import Source
from ureport.vocabulary import LEXICON_FILES

_METRIC = re.compile(r"^\s*\[\[\s*(?:pattern|example|counterexample)\s*\]\]", re.MULTILINE)
_WORDS = re.compile(f"(?:words|opaque).*|{'|'.join(LEXICON_FILES)}")


@lint("P010")
def misplaced_file(material: Material) -> Iterator[Fault]:
    """A metric file that lies too high or too deep, or a file of words under a name that is not read: it would act nowhere."""
    folder = material.folders[-1]
    for path in sorted(folder.rglob("*.toml")):
        *above, name = path.relative_to(folder).parts
        if any(part.startswith(".") for part in (*above, name)) or above[:1] == [NURSERY]:
            continue
        if above == ["lexicon"] and not _WORDS.fullmatch(path.stem):
            remedy = f"name it words-{path.stem}.toml when it holds word lists; the other names are {', '.join(('opaque', *LEXICON_FILES))}"
            yield fault_at("P010", path, "no file of this name is read in lexicon", remedy)
        elif len(above) > 1 and above[0] in NOT_THEMES:
            yield fault_at("P010", path, f"no file is read in {'/'.join(above)}", f"move it to {above[0]}/{name}")
        elif len(above) != 1 and _METRIC.search(Source.of(path).text):
            yield fault_at("P010", path, "a metric file is read only as THEME/METRIC.toml", f"move it to {above[0] if above else 'THEME'}/{name}")
