"""The index as an examination finds it."""

from __future__ import annotations

import time

from corpus import journal
from corpus.catalogue import Catalogue
from corpus.errors import IngestUnderWay, TvaersnitError
from corpus.index import Index, open_index
from corpus.ingest_lock import lock_ingest
from corpus.settings import Settings
from models.encoder import Encoder

_PATIENCE = 30.0
"""Seconds that an ingest is waited for that is just between catalogue and index."""


class OpenedIndex:
    """The index, or why it cannot be opened."""

    def __init__(self, settings: Settings, encoder: Encoder) -> None:
        self.index: Index | None = None
        self.generation, self.fault = "", ""
        try:
            self.index = open_index(settings, encoder.name, encoder.dimension)
            self.generation = self.index.generation
        except TvaersnitError as error:
            self.fault = str(error)

    def settle(self, settings: Settings, catalogue: Catalogue) -> None:
        """Wait for an ingest that has written the catalogue and not yet published the index."""
        until = time.monotonic() + _PATIENCE
        while (
            self.index is not None
            and not journal.belongs(catalogue, self.index.generation)
            and time.monotonic() < until
            and _ingesting(settings)
        ):
            time.sleep(0.2)
        if self.index is not None:
            self.generation = self.index.generation

    def close(self) -> None:
        if self.index is not None:
            self.index.close()


def _ingesting(settings: Settings) -> bool:
    try:
        lock_ingest(settings).release()
    except IngestUnderWay:
        return True
    except TvaersnitError:
        return False
    return False
