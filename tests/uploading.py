"""A data folder that has encoded some minutes before, so that taking them in again is quick."""

from __future__ import annotations

from pathlib import Path

from ingest.pipeline import Ingest
from models.encoder import Encoder
from tests.ingested import Corpus, minutes

MATTERS = ("Takster", "Herberger", "Botilbud", "Psykiatri")


def encoded_folder(folder: Path, encoder: Encoder) -> Path:
    """An empty corpus that knows the vectors of ``minutes`` of each of ``MATTERS``."""
    corpus = Corpus(folder, encoder)
    for matter in MATTERS:
        corpus.write(f"{matter}.txt", minutes(matter))
    reports = corpus.ingest()
    Ingest(corpus.settings, encoder).remove(
        [report.document.document_id for report in reports if report.document]
    )
    return corpus.settings.data
