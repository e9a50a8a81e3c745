"""The corpus opened for questions: catalogue, index, encoder, tagger and vocabulary together."""

from __future__ import annotations

import copy
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import lru_cache, partial, wraps
from typing import Concatenate, ParamSpec, TypeVar

from corpus import journal
from corpus.catalogue import Catalogue, not_found
from corpus.errors import BrokenIndex, EmptyCorpus
from corpus.gazetteer import Gazetteer, load_gazetteer, own_gazetteers, use_own
from corpus.index import Index, Scored, SparseVector, Vector, open_index
from corpus.records import (
    ACCESS_LEVELS,
    AccessLevel,
    Document,
    Entity,
    Filters,
    Item,
    Mention,
    readable,
)
from corpus.settings import Settings
from corpus.titles import mentions_within
from models.common_words import CommonWords
from models.encoder import Encoder
from models.reader import Reader, Unit
from models.sparse import SparseEncoder
from models.tagger import Tagger
from search_api.kept import Kept
from search_api.vocabulary import Vocabulary

_MOST_KEPT = 400
"""Documents that are kept in memory: some 40 MB of common minutes."""

_MOST_PEOPLE = 10_000
_MOST_SPANS = 4_000

_P = ParamSpec("_P")
_T = TypeVar("_T")

Place = tuple[str, str, int, int]
"""A chunk's id, section, start and end."""


@dataclass(frozen=True, slots=True)
class _Loaded:
    """What is kept in memory of one state of the catalogue: the documents asked for lately, and
    what is mentioned in them."""

    state: str
    vocabulary: Vocabulary
    person: Callable[[str], str | None]
    documents: Kept[Document]
    mentions_of: Callable[[str], list[Mention]]
    mentions_in: Callable[[str, int, int], list[Mention]]
    places: Kept[frozenset[Place]]


class Archive:
    """What the verbs answer from. Follows each ingest by itself; safe to use from many threads."""

    def __init__(self, settings: Settings, encoder: Encoder | None = None) -> None:
        """Open for all there is. Raises ``EmptyCorpus``, ``BrokenIndex`` or ``EncoderMismatch``."""
        if not settings.data.is_dir():
            raise EmptyCorpus(
                f"Der er ingen referater i {settings.data}. "
                "Indlæs nogle med »tvaersnit ingest MAPPE«, eller angiv en anden mappe med --data."
            )
        use_own(own_gazetteers(settings))
        self.encoder = encoder or Encoder(settings)
        self.reader = Reader(settings)
        self.sparse = SparseEncoder()
        self.tagger = Tagger()
        self.catalogue = Catalogue(settings)
        self.index: Index = open_index(settings, self.encoder.name, self.encoder.dimension)
        if not self.catalogue.count("documents") and self.index.count():
            # Silence would be taken for the minutes' own.
            self.index.close()
            raise BrokenIndex(
                f"{self.catalogue.place}: Kataloget er tomt, men indekset er ikke, så kataloget er "
                "gået tabt. Gendan en sikkerhedskopi med »tvaersnit restore FIL«, eller indlæs "
                "referaterne igen med »tvaersnit ingest MAPPE«."
            )
        self._settings = settings
        self._access: tuple[AccessLevel, ...] = ()
        self._common = CommonWords(self.sparse)
        self._forget()

    def _forget(self) -> None:
        self._lock = threading.Lock()
        self._mine = threading.local()
        self._latest: _Loaded | None = None

    def _fresh(self, state: str) -> _Loaded:
        return _Loaded(
            state,
            Vocabulary(self.catalogue, self._common),
            lru_cache(_MOST_PEOPLE)(self.catalogue.person),
            Kept(self.catalogue.documents, _MOST_KEPT),
            lru_cache(_MOST_KEPT)(self.catalogue.mentions_of),
            lru_cache(_MOST_SPANS)(self.catalogue.mentions_in),
            Kept(partial(_places_in, self.catalogue), _MOST_KEPT),
        )

    def cleared(self, clearance: AccessLevel) -> Archive:
        """The same corpus, models and index for somebody of this clearance: what lies above it is
        not there, neither to be found, nor counted, nor told of."""
        if clearance == ACCESS_LEVELS[-1]:
            return self
        other = copy.copy(self)
        other.catalogue = Catalogue(self._settings, clearance)
        other._access = readable(clearance)
        other._forget()
        return other

    def close(self) -> None:
        """Release the index."""
        self.index.close()

    @property
    def gazetteer(self) -> Gazetteer:
        return load_gazetteer()

    def entity(self, entity_id: str) -> Entity | None:
        """Who or what has this id: of the gazetteer, told by its form, or a person spoken of."""
        if entity_id.startswith("person:"):
            with self.reading() as loaded:
                name = loaded.person(entity_id)
            return name and Entity(entity_id, "person", name, (name,)) or None
        return self.gazetteer.get(entity_id)

    @property
    def generation(self) -> str:
        """Names the state of the index; changes with every ingest."""
        return self.index.generation

    @property
    def state(self) -> tuple[str, str]:
        """Names what is answered from: the state of the catalogue, inside ``reading`` the one that
        is read there, and that of the index. An ingest changes one just after the other."""
        held: _Loaded | None = getattr(self._mine, "loaded", None)
        return held.state if held else journal.state(self.catalogue), self.generation

    @contextmanager
    def reading(self) -> Iterator[_Loaded]:
        """All that this thread reads inside, from the catalogue or from memory, is of one state of
        the catalogue, though an ingest replaces documents meanwhile."""
        held: _Loaded | None = getattr(self._mine, "loaded", None)
        if held is not None:
            yield held
            return
        with self.catalogue.snapshot():
            self._mine.loaded = self._of(journal.state(self.catalogue))
            try:
                yield self._mine.loaded
            finally:
                self._mine.loaded = None

    def _of(self, state: str) -> _Loaded:
        with self._lock:
            if self._latest is None or self._latest.state != state:
                # The ingest may have been made with names that were accepted since.
                use_own(own_gazetteers(self._settings))
                self._latest = self._fresh(state)
            return self._latest

    def query(
        self, dense: Vector, sparse: SparseVector, filters: Filters, limit: int
    ) -> list[Scored]:
        """The ``limit`` best passages that may be read; see ``Index.query``."""
        return self.index.query(dense, sparse, replace(filters, access=self._access), limit)

    @property
    def vocabulary(self) -> Vocabulary:
        with self.reading() as loaded:
            return loaded.vocabulary

    def document(self, document_id: str) -> Document:
        """Raises ``NotFound``."""
        with self.reading() as loaded:
            if document := loaded.documents.get(document_id):
                return document
        raise not_found(document_id)

    def have(self, some: Iterable[Scored]) -> None:
        """Read at once what ``locate`` needs of some found chunks."""
        some = list(some)
        with self.reading() as loaded:
            loaded.documents.some(one.document_id for one in some)
            loaded.places.some(one.item_id for one in some)

    def locate(self, scored: Scored) -> tuple[Document, Item] | None:
        """The document and item that a found chunk stands in; ``None`` where the catalogue knows no
        such chunk, or another of its place, region, forum or day: an ingest is just replacing it.
        """
        with self.reading() as loaded:
            document = loaded.documents.get(scored.document_id)
            known = loaded.places.get(scored.item_id)
        if document is None or known is None:
            return None
        item = document.item(scored.item_id)
        day = document.date.isoformat() if document.date else None
        told = (document.region, document.forum, day)
        if item is None or told != (scored.region, scored.forum, scored.date):
            return None
        place = (scored.chunk_id, scored.section, scored.start, scored.end)
        return (document, item) if place in known else None

    def mentions(self, document_id: str, start: int, end: int) -> list[Mention]:
        """The mentions inside ``[start, end)`` of a document, by place."""
        with self.reading() as loaded:
            return mentions_within(loaded.mentions_of(document_id), start, end)

    def mentions_of_passage(self, document_id: str, start: int, end: int) -> list[Mention]:
        """The same, for one passage of a document that little else is asked of: the document's
        others, some hundred, are not read."""
        with self.reading() as loaded:
            return loaded.mentions_in(document_id, start, end)

    def warm_up(self) -> None:
        """Load what the first question would otherwise wait for."""
        self.encoder.encode_query("Hvad blev besluttet?")
        self.tagger.tag("Hvad blev besluttet?", lowercase=True)
        self.sparse.encode_query("beslutning")
        self.reader.score("Hvad blev besluttet?", [Unit("Takster", "Forslaget blev godkendt.")])
        with self.reading():
            pass


def of_one_state(
    verb: Callable[Concatenate[Archive, _P], _T],
) -> Callable[Concatenate[Archive, _P], _T]:
    """Answer within ``Archive.reading``: what is told together is of one state of the corpus."""

    @wraps(verb)
    def read(archive: Archive, /, *args: _P.args, **named: _P.kwargs) -> _T:
        with archive.reading():
            return verb(archive, *args, **named)

    return read


def _places_in(catalogue: Catalogue, item_ids: Sequence[str]) -> dict[str, frozenset[Place]]:
    """The passages of some items, as the index should hold them."""
    found: dict[str, set[Place]] = {item_id: set() for item_id in item_ids}
    for chunk, _ in catalogue.chunks_of_items(item_ids, "passage"):
        found[chunk.item_id].add((chunk.chunk_id, chunk.section, chunk.start, chunk.end))
    return {item_id: frozenset(places) for item_id, places in found.items()}
