"""What is told of proposed names: the JSON of the command line."""

from __future__ import annotations

from pydantic import Field

from corpus.proposal import ProposedKind
from corpus.records import EntityKind
from search_api.replies import Reply, Sentence


class SeenName(Sentence):
    """A sentence that holds a proposed name."""

    start: int = Field(description="Hvor navnet begynder i dokumentets tekst.")
    end: int = Field(description="Tegnet efter navnet i dokumentets tekst.")
    why: str = Field(description="Hvad der tyder på et navn her.")


class ProposedName(Reply):
    """A name that stands in no gazetteer, and that an editor is asked about."""

    number: int = Field(description="Forslagets nummer, som det svares med.")
    name: str
    kind: ProposedKind
    certainty: float = Field(ge=0, le=1, description="Hvor sikkert det er et navn, 0–1.")
    mentions: int = Field(description="Hvor mange steder navnet står.")
    documents: int = Field(description="Hvor mange dokumenter navnet står i.")
    seen: list[SeenName] = Field(description="De sikreste steder, ét fra hvert dokument først.")


class ProposalList(Reply):
    """The names to answer, the surest first."""

    total: int
    proposals: list[ProposedName]


class AnsweredProposal(Reply):
    """What was answered to a proposal; ``entity_id`` is what an accepted name leads to."""

    number: int
    name: str
    accepted: bool
    entity_id: str | None = None
    kind: EntityKind | None = None


class Answers(Reply):
    """What was answered."""

    answers: list[AnsweredProposal]
