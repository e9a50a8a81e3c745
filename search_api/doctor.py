"""Doctor: whether everything is there, whole and belongs together, and mending what is not."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from corpus.catalogue import Catalogue
from corpus.errors import TvaersnitError
from corpus.settings import PACKAGED_ENCODER, Settings
from ingest.formats.ocr.engine import OcrMissing, require_tesseract
from ingest.pipeline import Progress
from ingest.verification.check import Check
from ingest.verification.folder import disk, leftovers, sweep
from ingest.verification.repair import repair
from ingest.verification.verification import Verified, verify
from models import e5_weights, model_cache
from models.encoder import Encoder

OWN_FILES = ("access.sqlite", "feedback.sqlite", "jobs.sqlite")
"""The databases of the service, beside the catalogue."""

_RESTORE = (
    "Stop tjenesten, og gendan en sikkerhedskopi med »tvaersnit restore FIL«, eller flyt "
    "datamappen, og indlæs referaterne igen."
)


@dataclass(frozen=True, slots=True)
class Examination:
    """All that was looked at; ``verified`` is the corpus, where it could be opened."""

    checks: tuple[Check, ...]
    verified: Verified | None = None
    model_damaged: bool = False

    @property
    def ok(self) -> bool:
        return all(check.ok for check in self.checks)


def examine(
    settings: Settings,
    encoder: Encoder | None = None,
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> Examination:
    """Look at everything; a fault in one does not keep the others from being looked at.

    Nothing is changed, and ingests and the service may go on. ``progress`` is told how many
    documents of how many are done.
    """
    encoder = encoder or Encoder(settings)
    model = _model(settings)
    encoding = _encoder(encoder) if model.ok else None
    checks = [model, *([encoding] if encoding else []), _recognition()]

    def examined(*more: Check, verified: Verified | None = None) -> Examination:
        return Examination((*checks, *more), verified, not model.ok)

    if not settings.data.is_dir():
        missing = f"{settings.data} findes ikke"
        advice = "Indlæs referater med »tvaersnit ingest MAPPE«."
        return examined(Check("katalog", False, missing, advice))
    checks += [disk(settings), _leftovers(settings), *_own_databases(settings)]
    try:
        with closing(Catalogue(settings)) as catalogue:
            damage = catalogue.damage()
            if damage:
                return examined(
                    Check(
                        "katalog",
                        False,
                        f"{catalogue.place}: databasen er beskadiget",
                        _RESTORE,
                        wrong=len(damage),
                        examples=tuple(damage[:5]),
                    )
                )
            checks.append(_catalogue(settings, catalogue))
            encodes = encoding is not None and encoding.ok
            verified = verify(settings, catalogue, encoder, progress, encode=encodes)
    except TvaersnitError as error:
        return examined(Check("katalog", False, str(error)))
    return examined(*verified.checks, verified=verified)


def mend(
    settings: Settings,
    found: Examination,
    encoder: Encoder | None = None,
    progress: Progress | None = None,
) -> Iterator[str]:
    """Mend what an examination found wrong and can be made again from what is whole; yields in
    Danish what is done. What cannot be mended is left as it is. Raises ``TvaersnitError``."""
    if found.model_damaged:
        for folder, unpack in _unpacked(settings).items():
            if model_cache.is_sealed(folder) and model_cache.damaged(folder):
                model_cache.unseal(folder)
                unpack(settings.cache)
                yield f"{folder.name} er pakket ud igen."
    if found.verified is None:
        return
    yield from repair(
        settings, encoder or Encoder(settings), found.verified, progress or Progress()
    )
    if swept := sweep(settings):
        yield f"{swept} rester fra afbrudte indlæsninger er fjernet."


def _unpacked(settings: Settings) -> dict[Path, Callable[[Path], Path]]:
    """The folders of the packaged encoder and of the reader, and what makes them in a cache."""
    from models import reader_weights

    return {made.folder_in(settings.cache): made.unpack for made in (e5_weights, reader_weights)}


def _model(settings: Settings) -> Check:
    folders = [folder for folder in _unpacked(settings) if model_cache.is_sealed(folder)]
    damaged = {folder: names for folder in folders if (names := model_cache.damaged(folder))}
    if damaged:
        return Check(
            "model",
            False,
            f"{' og '.join(map(str, damaged))} er beskadiget",
            "Kør »tvaersnit doctor --repair«, eller slet mappen, så pakkes den ud igen.",
            wrong=sum(map(len, damaged.values())),
            examples=tuple(name for names in damaged.values() for name in names)[:5],
        )
    if settings.encoder != PACKAGED_ENCODER:
        return Check("model", True, f"{settings.encoder}, som er valgt med TVAERSNIT_ENCODER")
    if not folders:
        return Check("model", True, "de medfølgende modeller pakkes ud, når de skal bruges")
    told = " og ".join(map(str, folders))
    return Check("model", True, f"{told}: alle filer har den rette kontrolsum")


def _encoder(encoder: Encoder) -> Check:
    try:
        vector = encoder.encode_query("Hvad blev besluttet?")
    except TvaersnitError as error:
        return Check("encoder", False, str(error))
    return Check("encoder", True, f"{encoder.name}, {len(vector)} dimensioner")


def _recognition() -> Check:
    # Those who read no scans need none.
    try:
        require_tesseract()
    except OcrMissing as missing:
        return Check("tekstgenkendelse", True, str(missing))
    return Check("tekstgenkendelse", True, "Tesseract med dansk")


def _leftovers(settings: Settings) -> Check:
    try:
        found = leftovers(settings)
    except TvaersnitError as error:
        return Check("rester", False, str(error))
    if not found:
        return Check("rester", True, "ingen")
    # The next ingest sweeps them away by itself.
    return Check(
        "rester",
        True,
        f"{len(found)} fra afbrudte indlæsninger; de fjernes ved næste indlæsning",
        looked_at=len(found),
        examples=tuple(map(str, found[:5])),
    )


def _own_databases(settings: Settings) -> Iterator[Check]:
    for name in OWN_FILES:
        path = settings.data / name
        if not path.exists():
            continue
        try:
            with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as db:
                damage = [str(row[0]) for row in db.execute("PRAGMA quick_check(5)")]
        except sqlite3.Error as error:
            damage = [str(error)]
        whole = damage == ["ok"]
        yield Check(
            name,
            whole,
            "hel" if whole else f"{path} er beskadiget",
            "" if whole else "Gendan filen fra en sikkerhedskopi med »tvaersnit restore FIL«.",
            examples=() if whole else tuple(damage),
        )


def _catalogue(settings: Settings, catalogue: Catalogue) -> Check:
    documents = catalogue.count("documents")
    found = (
        f"{catalogue.place}: {documents} dokumenter, {catalogue.count('items')} punkter, "
        f"{catalogue.count('mentions')} omtaler"
    )
    advice = "" if documents else "Indlæs referater med »tvaersnit ingest MAPPE«."
    return Check("katalog", documents > 0, found, advice)
