"""SARIF 2.1.0 (OASIS): the codes as rules, the faults as results, for code scanning and for editors."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path
from urllib.parse import quote

from ureport import __version__
from ureport.checking.formats.json import dumps
from ureport.checking.formats.places import from_root
from ureport.checking.formats.wording import encodable, told
from ureport.checking.report import CheckReport
from ureport.codes import CODES, Code
from ureport.errors import Fault
from ureport.pieces import Piece

_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_DOCUMENT = "diagnostics.md"
_ROOT = "%SRCROOT%"
_BRACES = str.maketrans({"{": "{{", "}": "}}"})
_RULES = {code: number for number, code in enumerate(CODES)}


def write(report: CheckReport) -> Iterator[Piece]:
    """One run with all codes as its rules. Columns count characters; paths are relative to the current folder."""
    home = _home()
    driver = {"name": "ureport", "version": __version__, "rules": [_rule(code, home) for code in CODES.values()]}
    run = {
        "tool": {"driver": driver},
        "originalUriBaseIds": {_ROOT: {"description": {"text": "The folder in which the check was run: the root of the repository."}}},
        "columnKind": "unicodeCodePoints",
        "results": _results(report.faults),
    }
    yield dumps({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}), ""


def _home() -> str:
    """Where the documents are on the web, as the package says; empty when it does not: SARIF takes whole addresses only."""
    with suppress(PackageNotFoundError):
        for entry in metadata("ureport").get_all("Project-URL") or ():
            label, _, address = str(entry).partition(", ")
            if label == "Documentation":
                return address.rstrip("/")
    return ""


def _rule(code: Code, home: str) -> Mapping[str, object]:
    anchor = f"{_DOCUMENT}#{code.id.lower()}"
    return {
        "id": code.id,
        "name": code.name,
        "shortDescription": _message(code.what),
        "help": _message(f"{code.what} {code.remedy} See docs/{anchor}."),
        **({"helpUri": f"{home}/{anchor}"} if home else {}),
        "defaultConfiguration": {"level": code.level},
    }


def _results(faults: Sequence[Fault]) -> Sequence[Mapping[str, object]]:
    seen: Counter[str] = Counter()
    results = []
    for fault in faults:
        uri, base = _uri(fault.path)
        known = {"ruleId": fault.code, "ruleIndex": _RULES[fault.code]} if fault.code in _RULES else {}
        region = {"startLine": fault.line, "startColumn": fault.column, "endColumn": fault.column + max(1, fault.width)}
        results.append(
            {
                **known,
                "level": fault.level,
                "message": _message("\n".join(told(fault))),
                "locations": [{"physicalLocation": {"artifactLocation": {"uri": uri, **base}, "region": region}}],
                "partialFingerprints": {"faultHash/v1": _fingerprint(fault, uri, seen)},
            }
        )
    return results


def _message(text: str) -> Mapping[str, str]:
    """A message; braces are doubled, since single ones hold the place of an argument (SARIF 3.11.5)."""
    return {"text": text.translate(_BRACES)}


def _uri(path: str) -> tuple[str, Mapping[str, str]]:
    """The address of a file; one below the root is relative to it. ``quote`` leaves no colon that would make a scheme of a folder."""
    place, below = from_root(encodable(path))
    return (quote(place), {"uriBaseId": _ROOT}) if below else (Path(place).as_uri(), {})


def _fingerprint(fault: Fault, uri: str, seen: Counter[str]) -> str:
    """The same when lines are put above the fault: the code, the file, the metric, the line as it is written, and which of equal ones it is."""
    parts = (fault.code, uri, fault.metric, fault.source_line.strip() or fault.message)
    digest = hashlib.sha256("\0".join(parts).encode("utf-8", "replace")).hexdigest()[:16]
    seen[digest] += 1
    return f"{digest}:{seen[digest]}"
