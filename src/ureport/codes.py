"""The codes of diagnostics: what each means, how grave it is, and what to do. docs/diagnostics.md lists them.

A code, once shipped, keeps its meaning. P0xx: the library cannot be used as it is; P1xx: lint; P2xx: examples; P3xx: golden files.
"""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

Level = Literal["error", "warning"]


@dataclass(frozen=True, slots=True)
class Code:
    """A kind of diagnostic: ``what`` is wrong, and the ``remedy``."""

    id: str
    name: str
    level: Level
    what: str
    remedy: str


_ALL = (
    Code("P001", "unreadable", "error", "A folder or file of the library cannot be read.", "Check the path, its rights, and that files are UTF-8."),
    Code("P002", "toml-syntax", "error", "The file is no TOML.", "Mend quotes, brackets and commas at the place shown."),
    Code("P003", "unknown-key", "error", "A key that the format does not know.", "Use the key that is proposed, or see docs/pattern-format.md."),
    Code("P004", "bad-value", "error", "A key is missing, or its value is of the wrong kind.", "See docs/pattern-format.md for the keys."),
    Code(
        "P005", "bad-template", "error", "A template or a word that cannot be read.", "One slot, at least one word, every bracket closed, … or ~ but not both."
    ),
    Code("P006", "unknown-words", "error", "A word list that no lexicon file defines.", "Use the list that is proposed, or define it in lexicon/words.toml."),
    Code("P007", "bad-expression", "error", "A regular expression that cannot be compiled.", "Mend it; special signs need a backslash."),
    Code(
        "P008",
        "unknown-unit",
        "error",
        "A unit that no units file defines, or a slot whose unit is none of the metric's.",
        "Use a canonical unit of units/*.toml.",
    ),
    Code("P009", "unknown-metric", "error", "A metric is named that the library does not hold.", "Use the id that is proposed, or add the metric."),
    Code(
        "P010",
        "misplaced-file",
        "error",
        "The path of a file is not the id of its metric.",
        "Name it THEME/METRIC.toml in small letters; its id is THEME.METRIC.",
    ),
    Code("P011", "nothing-to-check", "error", "No metric file, or no example at all, was found.", "Name the folder that holds THEME/METRIC.toml files."),
    Code("P012", "check-failed", "error", "A check stopped with a fault of its own.", "Report it with the library; the other checks went on."),
    Code("P101", "cannot-match", "error", "No text that is made from the template fits it.", "Take the condition, unit or word away that refuses them all."),
    Code(
        "P102", "shadowed", "warning", "Another metric outweighs the pattern in every text made from it.", "Name the words that make it special, or delete it."
    ),
    Code(
        "P103",
        "redundant",
        "warning",
        "Another pattern of the metric claims every text made from this one.",
        "Delete it, or name the words that make it special.",
    ),
    Code(
        "P104",
        "tie",
        "warning",
        "Two metrics claim one figure with equal weight; their names decide.",
        "Add a word, an unless condition or a priority to one of them.",
    ),
    Code(
        "P105",
        "unexercised",
        "warning",
        "No example and no sample report holds a figure that the pattern wins.",
        "Add an [[example]] in which it wins, or delete it.",
    ),
    Code("P106", "few-examples", "error", "Fewer than 4 examples or 2 counterexamples.", "Add some in your own words."),
    Code(
        "P107",
        "split-word",
        "warning",
        "The tokenizer splits a word of a list, so subjects may be cut inside it.",
        "Shorten the word, or write its parts as words.",
    ),
    Code("P108", "slow-expression", "error", "A regular expression that backtracks without bound.", "Remove nested repetition, or write a template."),
    Code(
        "P109", "unfolded-word", "error", "A word that stands in no text as it is compared: full width, Traditional, blanks, quotes.", "Write it as proposed."
    ),
    Code("P110", "same-template", "warning", "Two patterns have the same template and conditions.", "Delete one of them."),
    Code("P111", "unused-words", "warning", "A word list that no pattern uses.", "Use it or delete it."),
    Code("P112", "needless-word", "warning", "A word of a condition or list that another word there makes needless.", "Delete it."),
    Code("P113", "same-name", "error", "Two metrics have the same name.", "Give each a name of its own."),
    Code("P114", "odd-unit", "warning", "The units do not go with the kind of the metric.", "A rate is in %, money in 元, a count in neither."),
    Code(
        "P201",
        "claimed-by-another",
        "error",
        "An example is claimed by another metric.",
        "Add the words that tell them apart, or an unless condition to the other.",
    ),
    Code("P202", "example-fails", "error", "An example gives another result than it states.", "Mend the pattern, or the example."),
    Code(
        "P203",
        "counterexample-claimed",
        "error",
        "The metric claims its counterexample, or another metric than the stated one does.",
        "Narrow the pattern with an unless condition.",
    ),
    Code("P204", "figure-not-in-text", "error", "The text of an example does not hold its figure.", "Copy the figure from the text; count nth."),
    Code("P301", "lost", "error", "A record of a golden file is no longer extracted.", "Mend the pattern, or take the new state with --accept."),
    Code("P302", "gained", "error", "A record is extracted that the golden file does not hold.", "Mend the pattern, or take the new state with --accept."),
    Code("P303", "changed", "error", "A record differs from that of the golden file.", "Mend the pattern, or take the new state with --accept."),
    Code("P304", "report-missing", "error", "A golden file has no report.", "Bring the report back, or delete the golden file."),
    Code("P305", "golden-missing", "error", "A report has no golden file.", "Make it with --accept."),
    Code("P306", "golden-unreadable", "error", "A golden or gold file, or a report, cannot be read.", "Mend the line shown, or make it anew with --accept."),
    Code(
        "P307", "metric-gone", "error", "A golden file holds a metric that the library does not.", "Bring the metric back, or take the new state with --accept."
    ),
    Code("P311", "wording-lost", "error", "A wording is no longer claimed as it was.", "Mend the pattern, or take the new state with --accept."),
    Code("P312", "wording-gained", "error", "A wording of a pattern is not yet among the expected ones.", "Take it with --accept."),
)

CODES = MappingProxyType({code.id: code for code in _ALL})
"""Every code by its id."""
