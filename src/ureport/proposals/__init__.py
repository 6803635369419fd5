"""Figures that no pattern claims → proposals of metrics and wordings, the most frequent first.

``words`` reads what stands beside a figure, ``tally`` counts the wordings while the reports go by, ``grouping`` puts wordings
together that share a telling word, ``proposal`` makes a metric and a template of each group, ``trial`` holds them against the
figures, ``show`` writes them. Nothing of a report is kept but the counts and a few sentences of each wording.
"""

from __future__ import annotations

from ureport.proposals.proposal import Proposal, propose
from ureport.proposals.tally import Tally
from ureport.proposals.trial import Trial, tried

__all__ = ["Proposal", "Tally", "Trial", "propose", "tried"]
