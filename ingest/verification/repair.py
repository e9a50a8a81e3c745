"""Mending what an examination found wrong and what can be made again; told of in Danish."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from corpus import journal
from corpus.catalogue import Catalogue
from corpus.ingest_lock import lock_ingest
from corpus.settings import Settings
from ingest.chunks import chunked
from ingest.pipeline import Ingest, Progress
from ingest.points import counted_words
from ingest.reader import digest
from ingest.ties.ties import refresh_ties
from ingest.verification.verification import Verified
from models.encoder import Encoder
from models.sparse import SparseEncoder


def repair(
    settings: Settings, encoder: Encoder, found: Verified, progress: Progress
) -> Iterator[str]:
    """Mend what ``found`` tells of, one thing after another; yields what was done, and what could
    not be. Raises ``TvaersnitError`` where the corpus cannot be written."""
    yield from _forget_vectors(settings, encoder, found)
    yield from _cut_again(settings, found)
    yield from _count_words(settings, found)
    yield from _tell_of_items(settings, found)
    yield from _tie(settings, found)
    yield from _read_again(settings, encoder, found, progress)
    _count_again(settings, found)
    # A document that was read again is indexed with what it is tied to; the rest is made whole.
    if found.remedies & {"index", "vectors", "encoder", "chunks", "ties"}:
        points = Ingest(settings, encoder).reindex(progress)
        yield f"Indekset er bygget op igen fra kataloget: {points} tekststykker."


@contextmanager
def _alone(settings: Settings) -> Iterator[Catalogue]:
    lock = lock_ingest(settings)
    try:
        with closing(Catalogue(settings)) as catalogue:
            yield catalogue
    finally:
        lock.release()


def _forget_vectors(settings: Settings, encoder: Encoder, found: Verified) -> Iterator[str]:
    if not found.remedies & {"vectors", "encoder"}:
        return
    with _alone(settings) as catalogue, catalogue.transaction():
        if "encoder" in found.remedies:
            catalogue.forget_vectors(encoder.name)
            yield "Alle vektorer kodes igen, for stikprøver viste, at de er fra en anden model."
        else:
            catalogue.forget_vectors(encoder.name, sorted(found.vectors))
            yield f"{len(found.vectors)} vektorer kodes igen."


def _cut_again(settings: Settings, found: Verified) -> Iterator[str]:
    if "chunks" not in found.remedies:
        return
    sparse = SparseEncoder()
    with _alone(settings) as catalogue, catalogue.transaction():
        for document_id in found.uncut:
            made = chunked(catalogue.document(document_id))
            for role, chunks in made.items():
                catalogue.put_chunks(document_id, role, chunks)
            words = counted_words((chunk for chunk, _ in made["passage"]), sparse)
            catalogue.put_words(document_id, words)
        journal.change(catalogue)
    yield f"Teksten er delt op igen i {len(found.uncut)} dokumenter."


def _count_words(settings: Settings, found: Verified) -> Iterator[str]:
    if "words" not in found.remedies:
        return
    sparse = SparseEncoder()
    with _alone(settings) as catalogue, catalogue.transaction():
        for document_id in found.miscounted:
            items = [item.item_id for item in catalogue.document(document_id).items]
            passages = [chunk for chunk, _ in catalogue.chunks_of_items(items, "passage")]
            catalogue.put_words(document_id, counted_words(passages, sparse))
        journal.change(catalogue)
    yield f"Ordene er talt igen i {len(found.miscounted)} dokumenter."


def _tell_of_items(settings: Settings, found: Verified) -> Iterator[str]:
    if "items" not in found.remedies:
        return
    with _alone(settings) as catalogue, catalogue.transaction():
        for document_id in found.mistold:
            mentions = catalogue.mentions_of(document_id)
            catalogue.put_told_items(catalogue.document(document_id), mentions)
    yield f"Emnerne er fundet igen i {len(found.mistold)} dokumenter og talt igen."


def _count_again(settings: Settings, found: Verified) -> None:
    """Count what is spoken of, after all else: a document that is read again takes what was wrong
    with it out of the numbers."""
    if found.remedies & {"items", "reading"}:
        with _alone(settings) as catalogue, catalogue.transaction():
            catalogue.count_again()


def _tie(settings: Settings, found: Verified) -> Iterator[str]:
    if "ties" not in found.remedies:
        return
    with _alone(settings) as catalogue, catalogue.transaction():
        refresh_ties(catalogue)
        journal.change(catalogue)
    yield "Bilag og versioner er knyttet sammen igen."


def _read_again(
    settings: Settings, encoder: Encoder, found: Verified, progress: Progress
) -> Iterator[str]:
    """Read the files of damaged documents again, where they are as they were."""
    if "reading" not in found.remedies:
        return
    files: list[Path] = []
    with _alone(settings) as catalogue:
        readable: list[str] = []
        paths = catalogue.paths()
        for document_id in found.damaged:
            places = [Path(path) for path in paths.get(document_id, [])]
            own = [path for path in places if _is_as_it_was(catalogue, document_id, path)]
            around = [above for path in places for above in path.parents if above.is_file()]
            if own or around:
                readable.append(document_id)
            if own:
                files += own
            elif around:
                yield f"Indlæs {around[0]} igen med »tvaersnit ingest«, så læses {places[0].name}."
            else:
                named = ", ".join(map(str, places)) or document_id
                yield (
                    f"Kan ikke repareres: {named} findes ikke mere, som den blev indlæst. Gendan "
                    "en sikkerhedskopi med »tvaersnit restore FIL«."
                )
        with catalogue.transaction():
            catalogue.forget_fingerprints(readable)
    if not files:
        return
    for report in Ingest(settings, encoder).run(files, progress=progress):
        if report.outcome == "refused":
            yield f"Kan ikke repareres: {report.message}"
        elif report.outcome != "unchanged":
            yield f"{report.path} er læst igen."


def _is_as_it_was(catalogue: Catalogue, document_id: str, path: Path) -> bool:
    return path.is_file() and digest(path, path.name) == catalogue.digest_of(document_id)
