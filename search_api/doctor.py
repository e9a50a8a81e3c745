"""Doctor: whether catalogue, index and encoder are there, whole and belong together, and what else
is installed."""

from __future__ import annotations

from pydantic import BaseModel

from corpus import journal
from corpus.catalogue import Catalogue
from corpus.errors import TvaersnitError
from corpus.index import open_index
from corpus.settings import Settings
from ingest.formats.ocr.engine import OcrMissing, require_tesseract
from models.encoder import Encoder


class Check(BaseModel):
    """One thing looked at; ``found`` says in Danish how it is, and what to do if not ok."""

    name: str
    ok: bool
    found: str


def _encoder(encoder: Encoder) -> Check:
    try:
        vector = encoder.encode_query("Hvad blev besluttet?")
    except TvaersnitError as error:
        return Check(name="encoder", ok=False, found=str(error))
    return Check(name="encoder", ok=True, found=f"{encoder.name}, {len(vector)} dimensioner")


def _index(settings: Settings, encoder: Encoder, catalogue: Catalogue) -> Check:
    try:
        index = open_index(settings, encoder.name, encoder.dimension)
        generation, points = index.generation, index.count()
        index.close()
    except TvaersnitError as error:
        return Check(name="indeks", ok=False, found=str(error))
    if not journal.belongs(catalogue, generation):
        return Check(
            name="indeks",
            ok=False,
            found=f"{generation} passer ikke til kataloget. Kør »tvaersnit reindex«.",
        )
    return Check(name="indeks", ok=True, found=f"{generation}, {points} tekststykker")


def _recognition() -> Check:
    # Those who read no scans need none.
    try:
        require_tesseract()
    except OcrMissing as missing:
        return Check(name="tekstgenkendelse", ok=True, found=str(missing))
    return Check(name="tekstgenkendelse", ok=True, found="Tesseract med dansk")


def examine(settings: Settings) -> list[Check]:
    """Look at everything; a fault in one does not keep the others from being looked at."""
    encoder = Encoder(settings)
    checks = [_encoder(encoder), _recognition()]
    if not settings.data.is_dir():
        missing = f"{settings.data} findes ikke. Indlæs referater med »tvaersnit ingest MAPPE«."
        return [*checks, Check(name="katalog", ok=False, found=missing)]
    try:
        catalogue = Catalogue(settings)
    except TvaersnitError as error:
        return [*checks, Check(name="katalog", ok=False, found=str(error))]
    documents = catalogue.count("documents")
    found = (
        f"{settings.data}: {documents} dokumenter, {catalogue.count('items')} punkter, "
        f"{catalogue.count('mentions')} omtaler"
    )
    checks.append(Check(name="katalog", ok=documents > 0, found=found))
    checks.append(_index(settings, encoder, catalogue))
    return checks
