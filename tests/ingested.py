"""Small minutes in a folder, taken into a data folder of their own: real engine, real model."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from corpus.catalogue import Catalogue
from corpus.index import open_index
from corpus.records import Filters
from corpus.settings import Settings
from ingest.head.told import Told
from ingest.pipeline import Ingest, Progress
from ingest.report import FileReport
from ingest.ties.ties import refresh_ties
from ingest.verification.items import told_wrongly
from models.encoder import Encoder

_WORDS = (
    "SELECT word, term, sum(passages) FROM words WHERE document_id NOT IN "
    "(SELECT document_id FROM superseded) GROUP BY word, term ORDER BY word"
)
"""What is counted of the words of documents, counted anew."""


def minutes(matter: str, forum: str = "KKR Sjælland") -> str:
    return (
        f"Referat af møde i {forum} den 4. marts 2024\n\n1. {matter}\n\nBaggrund\n\n"
        f"Kommunerne har drøftet {matter.lower()} siden foråret.\n\nBeslutning\n\n"
        f"Forslaget om {matter.lower()} blev godkendt.\n\n2. Eventuelt\n\nDer var intet.\n"
    )


def _tied_otherwise(catalogue: Catalogue) -> set[str]:
    with catalogue.transaction():
        return refresh_ties(catalogue)


class Corpus:
    """A folder of minutes and the data folder that they are taken into."""

    def __init__(self, folder: Path, encoder: Encoder, catalogue_url: str | None = None) -> None:
        self.files = folder / "referater"
        self.files.mkdir(exist_ok=True)
        self.settings = Settings(data=folder / "data", catalogue_url=catalogue_url)
        self.encoder = encoder
        self.encoded = 0

    def write(self, name: str, text: str | bytes) -> Path:
        path = self.files / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    def ingest(self, *paths: Path, told: Told | None = None) -> list[FileReport]:
        """Take in ``paths``, or all; ``encoded`` then tells how many texts were encoded."""
        self.encoded = 0

        def count(done: int, total: int) -> None:
            self.encoded = total

        run = Ingest(self.settings, self.encoder).run
        return run(paths or (self.files,), told, Progress(encoding=count))

    def outcomes(self, *paths: Path) -> dict[str, str]:
        return {Path(r.path).name: r.outcome for r in self.ingest(*paths)}

    def read(self, work: Callable[[Catalogue], Any]) -> Any:
        catalogue = Catalogue(self.settings)
        try:
            return work(catalogue)
        finally:
            catalogue.close()

    def points(self) -> set[str]:
        """Every chunk that the index holds."""
        index = open_index(self.settings, self.encoder.name, self.encoder.dimension)
        anything = np.ones(self.encoder.dimension, dtype=np.float32)
        found = {hit.chunk_id for hit in index.rank_dense(anything, Filters(), 10_000)}
        assert index.count() == len(found)
        index.close()
        return found

    def texts(self) -> str:
        return self.read(
            lambda c: "\n".join(
                [c.document(i).text for i in c.document_ids()]
                + [
                    chunk.encoded_text
                    for r in ("passage", "window")
                    for chunk, _ in c.all_chunks(r)
                ]
                + [word for word, _, _ in c.words()]
            )
        )

    def state(self) -> dict[str, Any]:
        """All that matters of the corpus, and that its index belongs to its catalogue, and what is
        counted to what is there; that its ties are those of seeing all documents anew."""
        state = self.read(
            lambda c: {
                "documents": [c.document(i) for i in c.document_ids()],
                "paths": {i: sorted(Path(p).name for p in c.paths_of(i)) for i in c.document_ids()},
                "passages": [(ch.chunk_id, h) for ch, h in c.all_chunks("passage")],
                "windows": [(ch.chunk_id, h) for ch, h in c.all_chunks("window")],
                "mentions": c.entity_counts(),
                "words": list(c.words()),
                "vectors": c.count("vectors"),
            }
        )
        assert self.read(_tied_otherwise) == set()
        superseded = {d.document_id for d in state["documents"] if d.superseded_by}
        chunks = self.read(lambda c: [chunk for chunk, _ in c.all_chunks("passage")])
        points = {c.chunk_id for c in chunks if c.document_id not in superseded}
        assert self.points() == points
        assert self.read(lambda c: c.passages()) == len(points)
        assert self.read(lambda c: c.miscounted()) == 0
        assert not self.read(lambda c: [d for d in state["documents"] if told_wrongly(c, d)[1]])
        assert state["words"] == self.read(lambda c: [tuple(row) for row in c.rows(_WORDS)])
        return state

    def generation(self) -> str:
        index = open_index(self.settings, self.encoder.name, self.encoder.dimension)
        generation = index.generation
        index.close()
        return generation
