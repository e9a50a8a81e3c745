"""What editors are asked of: names that stand in no gazetteer, and what was answered."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from corpus.catalogue_file import CatalogueFile
from corpus.columns import read_span, stored_span
from corpus.gazetteer_entries import folded
from corpus.proposal import Proposal, ProposalEvidence, ProposedKind
from corpus.records import Span

CandidateState = Literal["open", "accepted", "rejected"]
# Two documents that propose the same name leave less doubt than one, three still less.
_DOUBT_LEFT = 0.8
_SEEN = "p.document_id NOT IN (SELECT document_id FROM superseded)"


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


class Proposals(CatalogueFile):
    """The part of the catalogue that proposed names are kept in.

    A name keeps its number, and what was answered, though its documents go.
    """

    def put_proposals(self, proposals: Sequence[Proposal]) -> None:
        """Store what was found in a document that has just been put."""
        for proposal in proposals:
            key = folded(proposal.name)
            self._db.execute("INSERT OR IGNORE INTO candidates (key) VALUES (?)", (key,))
            self._db.execute(
                "INSERT OR IGNORE INTO proposals SELECT ?, ?, ?, number, ?, ?, ?, ?, ?, ?, ? "
                "FROM candidates WHERE key = ?",
                (
                    proposal.document_id,
                    proposal.start,
                    proposal.end,
                    proposal.name,
                    proposal.kind,
                    proposal.sentence.start,
                    proposal.sentence.end,
                    proposal.evidence,
                    stored_span(proposal.cue),
                    proposal.certainty,
                    key,
                ),
            )

    def candidates(self, state: CandidateState = "open") -> list[Candidate]:
        """The names in this state that documents still hold, the surest first."""
        places: dict[int, list[sqlite3.Row]] = {}
        for row in self._db.execute(
            "SELECT p.* FROM proposals AS p JOIN candidates AS c ON c.number = p.number "
            f"WHERE c.state = ? AND {_SEEN} ORDER BY p.certainty DESC, p.document_id, p.start",
            (state,),
        ):
            places.setdefault(row["number"], []).append(row)
        found = [_candidate(number, rows) for number, rows in places.items()]
        return sorted(found, key=lambda one: (-one.certainty, -one.mentions, one.number))

    def candidate(self, number: int) -> tuple[Candidate, CandidateState] | None:
        """A name that documents still hold, and what was answered."""
        rows = self._db.execute(
            f"SELECT p.* FROM proposals AS p WHERE p.number = ? AND {_SEEN} "
            "ORDER BY p.certainty DESC, p.document_id, p.start",
            (number,),
        ).fetchall()
        if not rows:
            return None
        state = self._db.execute(
            "SELECT state FROM candidates WHERE number = ?", (number,)
        ).fetchone()["state"]
        return _candidate(number, rows), state

    def places_of(self, number: int) -> list[Proposal]:
        """The places of a name, the surest first, then by date, document and place."""
        rows = self._db.execute(
            "SELECT p.* FROM proposals AS p JOIN documents AS d ON d.document_id = p.document_id "
            f"WHERE p.number = ? AND {_SEEN} "
            "ORDER BY p.certainty DESC, coalesce(d.date, ''), p.document_id, p.start",
            (number,),
        )
        return [_proposal(row) for row in rows]

    def answer(self, number: int, state: CandidateState, entity_id: str | None = None) -> None:
        """Keep what was answered; ``entity_id`` is what an accepted name leads to."""
        self._db.execute(
            "UPDATE candidates SET state = ?, entity_id = ? WHERE number = ?",
            (state, entity_id, number),
        )


def _candidate(number: int, rows: Sequence[sqlite3.Row]) -> Candidate:
    surest = rows[0]
    documents = len({row["document_id"] for row in rows})
    return Candidate(
        number,
        surest["name"],
        surest["kind"],
        1 - (1 - surest["certainty"]) * _DOUBT_LEFT ** (documents - 1),
        len(rows),
        documents,
        tuple(dict.fromkeys(row["evidence"] for row in rows)),
    )


def _proposal(row: sqlite3.Row) -> Proposal:
    return Proposal(
        row["document_id"],
        row["name"],
        row["kind"],
        row["start"],
        row["end"],
        Span(row["sentence_start"], row["sentence_end"]),
        row["evidence"],
        read_span(row["cue"]),
        row["certainty"],
    )
