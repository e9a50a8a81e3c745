"""The index copied from the data folder to the server, or back, as it is: nothing is encoded."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from typing import Literal

import numpy as np

from corpus import journal
from corpus.catalogue import Catalogue
from corpus.errors import BrokenIndex, TvaersnitError
from corpus.index import (
    Index,
    IndexWriter,
    Point,
    StoredPoint,
    open_index,
    payload_of,
    point_of,
    write_index,
)
from corpus.ingest_lock import lock_ingest
from corpus.settings import Settings

Place = Literal["server", "embedded"]

SAMPLE = 200
"""Points that are read back and compared with what they were copied from."""

# Vectors are brought to length one again when they are written.
_APART = 1e-5


def move_index(
    settings: Settings,
    to: Place,
    encoder_name: str,
    dimension: int,
    copied: Callable[[int, int], None] = lambda done, total: None,
) -> int:
    """Copy the index to the server that is set, or from it into the data folder; returns how many
    points it holds. ``copied`` is told how far it is.

    What was there before is replaced when the copy is whole and has been compared; the index that
    was copied remains. From then on both belong to the catalogue, until the next ingest changes
    the one that is set.

    Raises:
        TvaersnitError: no server set, an ingest under way, an index that is not the catalogue's,
            an engine that fails, or a copy unlike the original. The indexes are as before.
    """
    if settings.qdrant_url is None:
        raise TvaersnitError(
            "Der er ikke valgt nogen Qdrant-server. Sæt TVAERSNIT_QDRANT_URL til dens adresse, og "
            "prøv igen."
        )
    inside = settings.model_copy(update={"qdrant_url": None})
    source, target = (inside, settings) if to == "server" else (settings, inside)
    lock = lock_ingest(settings)
    try:
        catalogue = Catalogue(settings)
        index = open_index(source, encoder_name, dimension)
        try:
            generation, total = index.generation, index.count()
            if not journal.belongs(catalogue, generation):
                raise BrokenIndex(
                    f"Indekset ({generation}) passer ikke til kataloget, så det kan ikke flyttes. "
                    "Kør »tvaersnit reindex« først."
                )
            with write_index(target, encoder_name, dimension, fresh=True, points=total) as writer:
                sample = _copy(index, writer, lambda done: copied(done, total))
                _compare(writer, sample, total)
                journal.settle(catalogue, generation, writer.generation)
                writer.publish()
        finally:
            index.close()
            catalogue.close()
    finally:
        lock.release()
    return total


def _copy(index: Index, writer: IndexWriter, copied: Callable[[int], None]) -> list[StoredPoint]:
    """Write every point of ``index``; returns some of them, chosen by chance (reservoir sampling,
    Vitter 1985)."""
    chance, sample, done = random.Random(), list[StoredPoint](), 0

    def points() -> Iterator[Point]:
        nonlocal done
        for stored in index.points():
            if len(sample) < SAMPLE:
                sample.append(stored)
            elif (place := chance.randrange(done + 1)) < SAMPLE:
                sample[place] = stored
            done += 1
            if not done % 1000:
                copied(done)
            yield point_of(stored)

    writer.upsert(points())
    copied(done)
    return sample


def _compare(writer: IndexWriter, sample: list[StoredPoint], total: int) -> None:
    count = writer.count()
    if count != total:
        raise BrokenIndex(
            f"Kopien af indekset rummer {count} tekststykker, ikke {total}; den er ikke taget i "
            "brug. Prøv igen."
        )
    read = {one.point_id: one for one in writer.written([s.payload["chunk_id"] for s in sample])}
    for one in sample:
        if one.point_id not in read or not _alike(one, read[one.point_id]):
            raise BrokenIndex(
                f"Tekststykket {one.payload['chunk_id']} er ikke ens i indekset og i kopien; den "
                "er ikke taget i brug. Prøv igen."
            )


def _alike(one: StoredPoint, other: StoredPoint) -> bool:
    terms = [
        dict(zip(stored.sparse.indices, stored.sparse.values, strict=True))
        for stored in (one, other)
    ]
    return (
        payload_of(point_of(one)) == payload_of(point_of(other))
        and bool(np.allclose(one.dense, other.dense, atol=_APART))
        and terms[0].keys() == terms[1].keys()
        and all(abs(terms[0][term] - terms[1][term]) < _APART for term in terms[0])
    )
