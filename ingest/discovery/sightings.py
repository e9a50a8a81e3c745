"""A place where something that may be a name was seen, and the words around it that say so."""

from __future__ import annotations

from dataclasses import dataclass

from corpus.proposal import ProposalEvidence, ProposedKind
from corpus.records import Span


@dataclass(frozen=True, slots=True)
class Sighting:
    """A name at ``[start, end)`` of the text; ``cue`` are the words that tell what it is."""

    start: int
    end: int
    kind: ProposedKind
    evidence: ProposalEvidence
    cue: Span
