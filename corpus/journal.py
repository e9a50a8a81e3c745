"""The journal: which index belongs to the catalogue, and which documents it does not hold yet.

Notes in the catalogue tell. A change is noted in the very transaction that makes it, before the
index has it for good; so one that is cut off at any moment is made again of just these documents.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from corpus.catalogue import Catalogue

UNDER_WAY = "+"
"""Ends the name of a generation that an ingest is just changing."""

_INDEX, _PENDING, _STATE = "generation", "pending", "state"


@dataclass(frozen=True, slots=True)
class Pending:
    """Documents that were changed, removed ones among them, and the generations that may lack
    them: the one that was current, and the one that was being written."""

    documents: tuple[str, ...]
    generations: tuple[str, ...]

    def lacked_by(self, generation: str) -> bool:
        """Whether an index in this state lacks these documents, and no others."""
        return generation.removesuffix(UNDER_WAY) in self.generations


def belongs(catalogue: Catalogue, generation: str) -> bool:
    """Whether an index in this state holds what the catalogue does."""
    return pending(catalogue) is None and generation in (catalogue.meta(_INDEX) or "").split()


def begin(catalogue: Catalogue, documents: Iterable[str], into: str) -> None:
    """Note that these documents are changed, and are being written into the generation ``into``;
    in the transaction that changes them. With none, that another index is being made."""
    known = pending(catalogue)
    before = known.generations if known else (catalogue.meta(_INDEX) or "").split()
    documents = {*documents, *(known.documents if known else ())}
    note = {"documents": sorted(documents), "generations": sorted({*before, into})}
    catalogue.set_meta(_PENDING, json.dumps(note))
    catalogue.set_meta(_INDEX, "")
    change(catalogue)


def change(catalogue: Catalogue) -> None:
    """Note that documents are changed; in the transaction that does so. Readers then keep nothing
    in memory of what they were."""
    catalogue.set_meta(_STATE, secrets.token_hex(8))


def state(catalogue: Catalogue) -> str:
    """Names what the catalogue holds; another name after each change."""
    return catalogue.meta(_STATE) or ""


def settle(catalogue: Catalogue, *generations: str) -> None:
    """Note that the index of each of these generations, one an engine, holds what the catalogue
    does."""
    with catalogue.transaction():
        catalogue.set_meta(_INDEX, " ".join(generations))
        catalogue.set_meta(_PENDING, "")


def pending(catalogue: Catalogue) -> Pending | None:
    """What the index does not hold yet, if there is any such thing."""
    note = catalogue.meta(_PENDING)
    if not note:
        return None
    read = json.loads(note)
    return Pending(tuple(read["documents"]), tuple(read["generations"]))
