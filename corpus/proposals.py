"""What editors are asked of: names that stand in no gazetteer, and what was answered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import Row, text

from corpus.catalogue_database import CatalogueDatabase
from corpus.columns import read_span, stored_span
from corpus.gazetteer_entries import folded
from corpus.proposal import Proposal, ProposalEvidence, ProposedKind
from corpus.records import Span

CandidateState = Literal["open", "accepted", "rejected"]
# Two documents that propose the same name leave less doubt than one, three still less.
_DOUBT_LEFT = 0.8
_SEEN = "p.document_id NOT IN (SELECT document_id FROM superseded)"
# A key that is known already is not to use a number up.
_KNOW = text(
    "INSERT INTO candidates (key) SELECT CAST(:key AS TEXT) "
    "WHERE NOT EXISTS (SELECT 1 FROM candidates WHERE key = :key)"
)
_PROPOSE = text(
    'INSERT INTO proposals (document_id, start, "end", number, name, kind, sentence_start, '
    "sentence_end, evidence, cue, certainty) VALUES (:document_id, :start, :end, "
    "(SELECT number FROM candidates WHERE key = :key), :name, :kind, :sentence_start, "
    ":sentence_end, :evidence, :cue, :certainty) ON CONFLICT DO NOTHING"
)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A name with all that is known of it. ``kind`` is what the surest of its places says,
    ``evidence`` what its places say, the surest first; ``certainty`` is 0–1."""

    number: int
    name: str
    kind: ProposedKind
    certainty: float
    mentions: int
    documents: int
    evidence: tuple[ProposalEvidence, ...]


class Proposals(CatalogueDatabase):
    """The part of the catalogue that proposed names are kept in.

    A name keeps its number, and what was answered, though its documents go.
    """

    def put_proposals(self, proposals: Sequence[Proposal]) -> None:
        """Store what was found in a document that has just been put."""
        for proposal in proposals:
            key = folded(proposal.name)
            self.run(_KNOW, key=key)
            self.run(
                _PROPOSE,
                document_id=proposal.document_id,
                start=proposal.start,
                end=proposal.end,
                name=proposal.name,
                kind=proposal.kind,
                sentence_start=proposal.sentence.start,
                sentence_end=proposal.sentence.end,
                evidence=proposal.evidence,
                cue=stored_span(proposal.cue),
                certainty=proposal.certainty,
                key=key,
            )

    def candidates(self, state: CandidateState = "open") -> list[Candidate]:
        """The names in this state that documents still hold, the surest first."""
        places: dict[int, list[Row[Any]]] = {}
        for row in self.rows(
            "SELECT p.* FROM proposals AS p JOIN candidates AS c ON c.number = p.number "
            f"WHERE c.state = :state AND {_SEEN} "
            "ORDER BY p.certainty DESC, p.document_id, p.start",
            state=state,
        ):
            places.setdefault(row.number, []).append(row)
        found = [_candidate(number, rows) for number, rows in places.items()]
        return sorted(found, key=lambda one: (-one.certainty, -one.mentions, one.number))

    def candidate(self, number: int) -> tuple[Candidate, CandidateState] | None:
        """A name that documents still hold, and what was answered."""
        rows = self.rows(
            f"SELECT p.* FROM proposals AS p WHERE p.number = :number AND {_SEEN} "
            "ORDER BY p.certainty DESC, p.document_id, p.start",
            number=number,
        )
        answered = self.first("SELECT state FROM candidates WHERE number = :number", number=number)
        if not rows or answered is None:
            return None
        return _candidate(number, rows), answered.state

    def places_of(self, number: int) -> list[Proposal]:
        """The places of a name, the surest first, then by date, document and place."""
        rows = self.rows(
            "SELECT p.* FROM proposals AS p "
            "JOIN documents AS d ON d.document_id = p.document_id "
            f"WHERE p.number = :number AND {_SEEN} "
            "ORDER BY p.certainty DESC, coalesce(d.date, ''), p.document_id, p.start",
            number=number,
        )
        return [_proposal(row) for row in rows]

    def answer(self, number: int, state: CandidateState, entity_id: str | None = None) -> None:
        """Keep what was answered; ``entity_id`` is what an accepted name leads to."""
        self.run(
            "UPDATE candidates SET state = :state, entity_id = :entity_id WHERE number = :number",
            state=state,
            entity_id=entity_id,
            number=number,
        )


def _candidate(number: int, rows: Sequence[Row[Any]]) -> Candidate:
    surest = rows[0]
    documents = len({row.document_id for row in rows})
    return Candidate(
        number,
        surest.name,
        surest.kind,
        1 - (1 - surest.certainty) * _DOUBT_LEFT ** (documents - 1),
        len(rows),
        documents,
        tuple(dict.fromkeys(row.evidence for row in rows)),
    )


def _proposal(row: Row[Any]) -> Proposal:
    return Proposal(
        row.document_id,
        row.name,
        row.kind,
        row.start,
        row.end,
        Span(row.sentence_start, row.sentence_end),
        row.evidence,
        read_span(row.cue),
        row.certainty,
    )
