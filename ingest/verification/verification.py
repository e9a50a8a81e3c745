"""An examination of the corpus: every document, all that was made of it, and every point."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import closing
from dataclasses import dataclass, field, replace

from corpus import journal
from corpus.catalogue import Catalogue, Role
from corpus.errors import TvaersnitError
from corpus.gazetteer import own_gazetteers, use_own
from corpus.index import Point
from corpus.records import Chunk, Document
from corpus.settings import Settings
from ingest.points import counted_words
from ingest.verification.check import Check, Remedy, Tally
from ingest.verification.chunks import are_of_the_text, wrong_in_chunks
from ingest.verification.documents import wrong_in_document
from ingest.verification.findings import wrong_in_findings
from ingest.verification.folder import wrong_in_uploads
from ingest.verification.items import told_wrongly
from ingest.verification.opened_index import OpenedIndex
from ingest.verification.points import expected_points, not_found, strangers, wrong_in_points
from ingest.verification.vectors import Sample, wrong_in_vectors
from models.encoder import Encoder
from models.sparse import SparseEncoder

ROLES: tuple[Role, ...] = ("passage", "window")
_POINTS_AT_A_TIME = 500
_DOCUMENTS_AT_A_TIME = 200
_ATTEMPTS = 3

_READ_AGAIN = (
    "Kør »tvaersnit doctor --repair«: det læser filerne igen, hvor de findes uændret. Ellers "
    "gendan en sikkerhedskopi med »tvaersnit restore FIL«."
)
_REPAIR = "Kør »tvaersnit doctor --repair«."
_RESTORE = "Gendan filerne fra en sikkerhedskopi med »tvaersnit restore FIL«."


@dataclass(slots=True)
class Verified:
    """What an examination found: the checks, what mends what is wrong, the documents whose files
    must be read again, those whose texts must be cut again, those whose words must be counted
    again, those whose items must be told of again, and the contents whose vectors must be made
    again."""

    checks: list[Check] = field(default_factory=list)
    remedies: set[Remedy] = field(default_factory=set)
    damaged: list[str] = field(default_factory=list)
    uncut: list[str] = field(default_factory=list)
    miscounted: list[str] = field(default_factory=list)
    mistold: list[str] = field(default_factory=list)
    vectors: set[str] = field(default_factory=set)


class _Moved(Exception):
    """An ingest has published while the index was being looked at."""


def verify(
    settings: Settings,
    catalogue: Catalogue,
    encoder: Encoder,
    progress: Callable[[int, int], None] = lambda done, total: None,
    *,
    encode: bool = True,
) -> Verified:
    """Examine the corpus as it is at one moment, while ingests and the service go on.

    ``progress`` is told how many documents of how many are done. Without ``encode``, no text is
    encoded anew to prove the model. A fault in one thing does not keep the others from being
    looked at. Nothing is written.
    """
    use_own(own_gazetteers(settings))
    for _ in range(_ATTEMPTS):
        try:
            with closing(OpenedIndex(settings, encoder)) as index:
                index.settle(settings, catalogue)
                with catalogue.snapshot():
                    one = _Examination(settings, catalogue, encoder, index)
                    return one.run(progress, encode)
        except _Moved:
            continue
    under_way = Check(
        "indeks",
        False,
        "der indlæses hele tiden, mens der undersøges",
        "Kør »tvaersnit doctor« igen, når indlæsningen er færdig.",
    )
    return Verified([under_way])


class _Examination:
    """An examination under way."""

    def __init__(
        self, settings: Settings, catalogue: Catalogue, encoder: Encoder, index: OpenedIndex
    ) -> None:
        self._settings = settings
        self._catalogue = catalogue
        self._encoder = encoder
        self._index = index
        self._sparse = SparseEncoder()
        self._sample = Sample()
        self._found = Verified()
        self._documents = Tally("dokumenter", "dokumenter", _READ_AGAIN)
        self._chunks = Tally("tekststykker", "tekststykker", _READ_AGAIN)
        self._words = Tally("ord", "ord", _REPAIR)
        self._items = Tally("emner", "emner og ord i punkternes titler", _REPAIR)
        self._findings = Tally("fund", "omtaler, beslutninger, tal og forslag", _READ_AGAIN)
        self._references = Tally("henvisninger", "dokumenter", _REPAIR)
        self._uploads = Tally("uploads", "filer", _RESTORE)
        self._vectors = Tally("vektorer", "vektorer", _REPAIR)
        self._points = Tally("indeks", "tekststykker", _REPAIR)
        self._waiting: list[Point] = []
        self._waiting_of: list[str] = []
        self._stored = 0

    def run(self, progress: Callable[[int, int], None], encode: bool) -> Verified:
        """Raises ``_Moved``."""
        found = self._found
        try:
            self._all(progress)
            if encode:
                self._prove_the_model()
        except TvaersnitError as error:
            self._documents.add(0, [str(error)])
        if self._points.wrong:
            found.remedies.add("index")
        if found.vectors:
            found.remedies.add("vectors")
        if found.damaged:
            found.remedies.add("reading")
        if found.uncut:
            found.remedies.add("chunks")
        if found.miscounted:
            found.remedies.add("words")
        if self._items.wrong:
            found.remedies.add("items")
        found.checks += [
            tally.check()
            for tally in (
                self._documents,
                self._references,
                self._chunks,
                self._words,
                self._items,
                self._findings,
                self._uploads,
                self._vectors,
            )
        ]
        found.checks.append(self._index_check())
        return found

    def _all(self, progress: Callable[[int, int], None]) -> None:
        catalogue = self._catalogue
        paths = catalogue.paths()
        ids = catalogue.document_ids()
        astray = catalogue.astray()
        self._references.add(
            len(ids), [f"{one} henviser til noget, der ikke findes" for one in astray]
        )
        if astray:
            self._found.remedies.add("ties")
        if miscounted := catalogue.miscounted():
            self._items.add(0, [f"{miscounted} emner er talt forkert"])
        progress(0, len(ids))
        for done, document_id in enumerate(ids, start=1):
            self._look_at(document_id, paths.get(document_id, []))
            progress(done, len(ids))
        self._look_up()
        if self._index.index is not None and self._index.index.count() > self._stored:
            self._points.add(0, list(strangers(self._index.index, catalogue)))

    def _look_at(self, document_id: str, paths: list[str]) -> None:
        try:
            document = self._catalogue.document(document_id)
            found = list(self._catalogue.spanned(document_id))
        except (ValueError, TypeError, AssertionError) as error:
            self._documents.add(1, [f"{document_id} kan ikke læses ({error})"])
            self._found.damaged.append(document_id)
            return
        wrong = [f"{document_id} {one}" for one in wrong_in_document(document)]
        self._documents.add(1, wrong)
        self._uploads.add(len(paths), list(wrong_in_uploads(self._settings.data, document, paths)))
        if wrong:
            self._found.damaged.append(document_id)
            return
        astray = list(wrong_in_findings(document, found))
        self._findings.add(len(found), [f"{one} i {document_id}" for one in astray])
        items = [item.item_id for item in document.items]
        stored = {role: self._catalogue.chunks_of_items(items, role) for role in ROLES}
        unlike = list(wrong_in_chunks(document, stored))
        self._chunks.add(sum(map(len, stored.values())), unlike)
        chunks = [chunk for some in stored.values() for chunk in some]
        self._look_at_vectors(chunks)
        if astray or not are_of_the_text(chunks):
            self._found.damaged.append(document_id)
        elif unlike:
            self._found.uncut.append(document_id)
        else:
            self._count(document_id, [chunk for chunk, _ in stored["passage"]])
            self._look_at_items(document)
            self._wait_for(document)

    def _count(self, document_id: str, passages: Iterable[Chunk]) -> None:
        counted = set(counted_words(passages, self._sparse))
        stored = self._catalogue.words_in(document_id)
        differ = len(counted ^ stored)
        self._words.add(
            len(stored), [f"{document_id}: {differ} ord er talt forkert"] if differ else []
        )
        if differ:
            self._found.miscounted.append(document_id)

    def _look_at_items(self, document: Document) -> None:
        stored, differ = told_wrongly(self._catalogue, document)
        name = document.document_id
        self._items.add(
            stored, [f"{name}: {differ} emner eller ord er gemt forkert"] if differ else []
        )
        if differ:
            self._found.mistold.append(name)

    def _look_at_vectors(self, chunks: Iterable[tuple[Chunk, str]]) -> None:
        texts = {hashed: chunk for chunk, hashed in chunks}
        stored = self._catalogue.stored_vectors(self._encoder.name, list(texts))
        bad = wrong_in_vectors(set(texts), stored, self._encoder.dimension)
        self._vectors.add(
            len(texts),
            [f"{texts[one].chunk_id} har ingen vektor, der kan bruges" for one in sorted(bad)],
        )
        self._found.vectors |= bad
        for hashed, vector in stored.items():
            if hashed not in bad:
                self._sample.offer(hashed, texts[hashed].encoded_text, vector)

    def _prove_the_model(self) -> None:
        unlike = self._sample.unlike(self._encoder)
        if unlike:
            self._vectors.add(0, [f"{one} er kodet af en anden model" for one in unlike])
            self._found.remedies.add("encoder")

    def _wait_for(self, document: Document) -> None:
        """Put a document's points with those that are looked up in the index together."""
        if self._index.index is None:
            return
        self._waiting_of.append(document.document_id)
        self._waiting += expected_points(
            self._catalogue, document, self._encoder.name, self._sparse
        )
        if len(self._waiting) >= _POINTS_AT_A_TIME or len(self._waiting_of) >= _DOCUMENTS_AT_A_TIME:
            self._look_up()

    def _look_up(self) -> None:
        index = self._index.index
        if index is None or not self._waiting_of:
            return
        try:
            stored = {one.point_id: one for one in index.points(self._waiting_of)}
            missed = list(not_found(index, self._waiting))
            generation = index.generation
        except TvaersnitError as error:
            self._index.index, self._index.fault = None, str(error)
            index.close()
            return
        if generation != self._index.generation:
            raise _Moved
        wrong = list(wrong_in_points(self._waiting, stored))
        self._points.add(len(self._waiting), wrong or missed)
        self._stored += len(stored)
        self._waiting, self._waiting_of = [], []

    def _index_check(self) -> Check:
        if self._index.fault:
            self._found.remedies.add("index")
            return Check("indeks", False, self._index.fault, _REPAIR)
        if not journal.belongs(self._catalogue, self._index.generation):
            self._found.remedies.add("index")
            lacking = journal.pending(self._catalogue)
            why = f"{self._index.generation} passer ikke til kataloget"
            if lacking is not None and lacking.lacked_by(self._index.generation):
                count = len(lacking.documents)
                why = f"mangler {count} dokumenter af en indlæsning, som blev afbrudt"
            return Check("indeks", False, why, _REPAIR)
        check = self._points.check()
        return replace(check, found=f"{self._index.generation}, {check.found}")
