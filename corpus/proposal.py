"""A name that stands in no gazetteer, proposed to an editor."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from corpus.records import Span

ProposedKind = Literal["institution", "project", "organisation", "authority", "target_group"]
ProposalEvidence = Literal["quoted", "introduced", "form", "described", "placed", "recognised"]
"""Why a name is proposed. *quoted*: in quotation marks after a word for what it is; *introduced*:
after such a word; *form*: such a word is part of it; *described*: a group told by what its members
have in common; *placed*: people are placed there; *recognised*: by the named-entity component
alone."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """A name at ``[start, end)`` that stands in no gazetteer; ``document.text[start:end]`` is
    ``name``, or ``name`` and a genitive's s. ``cue`` are the words that tell what it is, where
    there are any; ``certainty`` is 0–1."""

    document_id: str
    name: str
    kind: ProposedKind
    start: int
    end: int
    sentence: Span
    evidence: ProposalEvidence
    cue: Span | None
    certainty: float
