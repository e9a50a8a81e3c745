"""Both indexes answer alike: the engine in the process, and a server over HTTP."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from corpus import server_index
from corpus.errors import BrokenIndex, EmptyCorpus, EncoderMismatch, TvaersnitError
from corpus.index import (
    Index,
    IndexWriter,
    Point,
    open_index,
    payload_of,
    point_id,
    write_index,
)
from corpus.records import Filters
from corpus.settings import Settings, load_settings
from models.sparse import SparseEncoder
from tests.qdrant_server import QdrantServer, qdrant_server

DIMENSION = 8
SPARSE = SparseEncoder()

TEXTS = {
    "a#1#case": "Taksten for Kofoedsminde hæves til 1.250.000 kr. efter § 107.",
    "a#2#decision": "KKR godkendte rammeaftalen for 2021-2022.",
    "b#1#case": "Særlige psykiatripladser på Ærø og i Århus drøftes.",
    "c#1#decision": "Hjerneskadede borgere skal have et bedre forløb.",
}


def dense(axis: int, other: float = 0.0) -> np.ndarray:
    vector = np.zeros(DIMENSION, dtype=np.float32)
    vector[axis], vector[-1] = 1.0, other
    return vector / np.linalg.norm(vector)


def point(chunk_id: str, axis: int, text: str, **fields: object) -> Point:
    made = Point(
        chunk_id=chunk_id,
        document_id=chunk_id.split("#")[0],
        item_id="#".join(chunk_id.split("#")[:2]),
        section="decision" if chunk_id.endswith("decision") else "case",
        region="Sjælland",
        forum="KKR Sjælland",
        date="2020-08-14",
        entities=(),
        dense=dense(axis),
        sparse=SPARSE.encode_passage(text),
    )
    return replace(made, **fields)  # type: ignore[arg-type]


POINTS = [
    point("a#1#case", 0, TEXTS["a#1#case"], entities=("institution:kofoedsminde", "theme:takst")),
    point("a#2#decision", 1, TEXTS["a#2#decision"], entities=("agreement:rammeaftalen",)),
    point("b#1#case", 2, TEXTS["b#1#case"], region="Syddanmark", forum="Sundhedsråd Ærø",
          date="2021-03-01", entities=("theme:takst",)),
    point("c#1#decision", 3, TEXTS["c#1#decision"], region=None, forum=None, date=None),
]  # fmt: skip


class Backend:
    """One place for an index, whichever engine holds it."""

    def __init__(self, data: Path, server: QdrantServer | None) -> None:
        self.server = server
        self.settings = load_settings(data=data, qdrant_url=server and server.url)

    def read(self, encoder: str = "e", dimension: int = DIMENSION) -> Index:
        return open_index(self.settings, encoder, dimension)

    def write(
        self, encoder: str = "e", dimension: int = DIMENSION, fresh: bool = False
    ) -> IndexWriter:
        return write_index(self.settings, encoder, dimension, fresh=fresh)

    def filled(self) -> Backend:
        with self.write() as writer:
            writer.upsert(POINTS)
            writer.publish()
        return self


@pytest.fixture(autouse=True, scope="module")
def _followed_at_once() -> Iterator[None]:
    """A second's wait at every publishing would be most of what these tests take."""
    patch = pytest.MonkeyPatch()
    patch.setattr(server_index, "FOLLOW", 0.01)
    yield
    patch.undo()


@pytest.fixture(params=["edge", "server"])
def backend(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Backend]:
    if request.param == "edge":
        yield Backend(tmp_path, None)
    else:
        with qdrant_server() as server:
            yield Backend(tmp_path, server)


@pytest.fixture(scope="module", params=["edge", "server"])
def index(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Index]:
    """A reader of ``POINTS``, for the tests that only read."""
    data = tmp_path_factory.mktemp("read")
    if request.param == "edge":
        yield Backend(data, None).filled().read()
    else:
        with qdrant_server() as server:
            yield Backend(data, server).filled().read()


def found(index: Index, filters: Filters) -> set[str]:
    both = index.query(dense(0), SPARSE.encode_query("takst kkr borgere"), filters, 10)
    alone = index.rank_dense(dense(0), filters, 10)
    assert {hit.chunk_id for hit in both} == {hit.chunk_id for hit in alone}
    return {hit.chunk_id for hit in both}


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        (Filters(), {"a#1#case", "a#2#decision", "b#1#case", "c#1#decision"}),
        (Filters(regions=("Sjælland",)), {"a#1#case", "a#2#decision"}),
        (Filters(regions=("Sjælland", "Syddanmark")), {"a#1#case", "a#2#decision", "b#1#case"}),
        (Filters(forums=("Sundhedsråd Ærø",)), {"b#1#case"}),
        (Filters(date_from=dt.date(2020, 8, 14)), {"a#1#case", "a#2#decision", "b#1#case"}),
        (Filters(date_from=dt.date(2020, 8, 15)), {"b#1#case"}),
        (Filters(date_to=dt.date(2020, 8, 14)), {"a#1#case", "a#2#decision"}),
        (Filters(date_to=dt.date(2020, 8, 13)), set()),
        (Filters(entities=("theme:takst",)), {"a#1#case", "b#1#case"}),
        (Filters(entities=("agreement:rammeaftalen", "theme:takst")),
         {"a#1#case", "a#2#decision", "b#1#case"}),
        (Filters(sections=("decision",)), {"a#2#decision", "c#1#decision"}),
        (Filters(documents=("c", "b")), {"b#1#case", "c#1#decision"}),
        (Filters(regions=("Sjælland",), sections=("decision",), date_to=dt.date(2021, 1, 1)),
         {"a#2#decision"}),
        (Filters(regions=("Nordjylland",)), set()),
    ],
)  # fmt: skip
def test_filters(index: Index, filters: Filters, expected: set[str]) -> None:
    assert found(index, filters) == expected


def test_fusion_puts_first_what_both_rankings_find(index: Index) -> None:
    hits = index.query(dense(1), SPARSE.encode_query("Kofoedsminde rammeaftale"), Filters(), 3)
    assert hits[0].chunk_id == "a#2#decision"
    assert hits[1].chunk_id == "a#1#case", "found by its words, though its vector is far away"
    assert len(hits) == 3
    assert hits[0].item_id == "a#2" and hits[0].document_id == "a"
    assert hits[0].section == "decision"


def test_dense_scores_are_cosines(index: Index) -> None:
    hits = index.rank_dense(dense(2, other=1.0), Filters(), 2)
    assert hits[0].chunk_id == "b#1#case"
    assert hits[0].score == pytest.approx(np.sqrt(0.5), abs=1e-5)
    assert hits[1].score == pytest.approx(0.0, abs=1e-5)


def test_sparse_scores_are_bm25(index: Index) -> None:
    query = SPARSE.encode_query("Kofoedsminde")
    hits = index.rank_sparse(query, Filters(), 10)
    assert [hit.chunk_id for hit in hits] == ["a#1#case"]
    passage = SPARSE.encode_passage(TEXTS["a#1#case"])
    frequency = dict(zip(passage.indices, passage.values, strict=True))[query.indices[0]]
    rarity = np.log(1 + (4 - 1 + 0.5) / (1 + 0.5))
    assert hits[0].score == pytest.approx(frequency * rarity, rel=1e-4)


@pytest.mark.parametrize("question", ["og det er", "", "»…«", "xyzzy"])
def test_question_without_known_words(index: Index, question: str) -> None:
    sparse = SPARSE.encode_query(question)
    assert index.query(dense(3), sparse, Filters(), 1)[0].chunk_id == "c#1#decision"
    assert index.rank_sparse(sparse, Filters(), 5) == []


@pytest.mark.parametrize("question", ["ÆRØ", "århus", "særlige psykiatripladser"])
def test_danish_letters(index: Index, question: str) -> None:
    hits = index.rank_sparse(SPARSE.encode_query(question), Filters(), 5)
    assert [hit.chunk_id for hit in hits] == ["b#1#case"]


def test_point_with_stop_words_alone(backend: Backend) -> None:
    with backend.write() as writer:
        writer.upsert([point("d#1#case", 0, "og det er")])
        writer.publish()
    with backend.write() as writer:
        writer.upsert(POINTS)
        writer.publish()
    assert backend.read().rank_dense(dense(0), Filters(documents=("d",)), 1)[0].score > 0.99


def test_same_points_again_change_nothing(backend: Backend) -> None:
    index = backend.filled().read()
    untied = np.arange(DIMENSION, 0, -1, dtype=np.float32)
    before = index.query(untied, SPARSE.encode_query("taksten"), Filters(), 10)
    with backend.write() as writer:
        writer.upsert(POINTS)
        writer.publish()
    assert index.count() == 4
    assert index.query(untied, SPARSE.encode_query("taksten"), Filters(), 10) == before


def test_document_is_replaced_whole(backend: Backend) -> None:
    backend.filled()
    with backend.write() as writer:
        writer.delete_documents(["a"])
        writer.upsert([point("a#1#case", 5, "Noget helt andet", region="Midtjylland")])
        writer.publish()
    index = backend.read()
    assert index.count() == 3
    assert found(index, Filters(documents=("a",))) == {"a#1#case"}
    assert index.rank_dense(dense(5), Filters(regions=("Midtjylland",)), 1)[0].score > 0.99
    assert index.rank_sparse(SPARSE.encode_query("Kofoedsminde"), Filters(), 5) == []


def test_many_points(backend: Backend) -> None:
    count = 1100
    with backend.write() as writer:
        writer.upsert(point(f"d{n % 7}#{n}#case", n % 7, f"nummer {n}") for n in range(count))
        writer.publish()
    with backend.write() as writer:
        writer.delete_documents(["d0"])
        writer.publish()
    index = backend.read()
    assert index.count() == count - len(range(0, count, 7))
    hits = index.rank_sparse(SPARSE.encode_query("1001"), Filters(), 5)
    assert hits == [] and 1001 % 7 == 0
    assert index.rank_sparse(SPARSE.encode_query("1002"), Filters(), 5)[0].item_id == "d1#1002"


def test_open_reader_follows_a_new_generation(backend: Backend) -> None:
    index = backend.filled().read()
    before = index.generation
    with backend.write() as writer:
        writer.delete_documents(["a"])
        assert index.count() == 4, "nothing is seen before it is published"
        assert index.generation == before
        published = writer.publish()
    assert index.generation == published != before
    assert found(index, Filters()) == {"b#1#case", "c#1#decision"}


def test_abandoned_writing_leaves_no_trace(backend: Backend) -> None:
    index = backend.filled().read()
    before = index.generation
    with pytest.raises(RuntimeError), backend.write() as writer:
        writer.delete_documents(["a", "b", "c"])
        raise RuntimeError
    assert index.generation == before and index.count() == 4
    assert backend.write().publish() != before, "the lock was given back"


def test_old_generations_are_dropped(backend: Backend) -> None:
    backend.filled()
    for _ in range(4):
        with backend.write(fresh=True) as writer:
            writer.publish()
    if backend.server is None:
        root = backend.settings.data / "index"
        kept = [entry.name for entry in root.iterdir() if entry.is_dir()]
        assert kept == [backend.read().generation]
    else:
        assert backend.server.collections() == [backend.server.current()]


def test_only_one_writes_at_a_time(backend: Backend) -> None:
    with backend.write(), pytest.raises(TvaersnitError, match="indlæses allerede"):
        backend.write()
    backend.filled()


def test_empty_corpus(backend: Backend) -> None:
    with pytest.raises(EmptyCorpus, match="tvaersnit ingest"):
        backend.read()
    backend.filled()
    index = backend.read()
    with backend.write() as writer:
        writer.delete_documents(["a", "b", "c"])
        writer.publish()
    assert index.count() == 0
    with pytest.raises(EmptyCorpus):
        index.rank_dense(dense(0), Filters(), 1)


@pytest.mark.parametrize(("encoder", "dimension"), [("other", DIMENSION), ("e", 16)])
def test_other_encoder(backend: Backend, encoder: str, dimension: int) -> None:
    index = backend.filled().read()
    reindex = "tvaersnit reindex"
    with pytest.raises(EncoderMismatch, match=reindex):
        backend.read(encoder, dimension)
    with pytest.raises(EncoderMismatch, match=reindex):
        backend.write(encoder, dimension)
    assert index.count() == 4
    with backend.write(encoder, dimension, fresh=True) as writer:
        writer.publish()
    with pytest.raises(EncoderMismatch, match=reindex):
        index.count()
    assert backend.read(encoder, dimension).count() == 0


def test_settings_choose_the_engine(tmp_path: Path) -> None:
    settings = load_settings(data=tmp_path)
    with write_index(settings, "e", DIMENSION) as writer:
        writer.upsert(POINTS)
        writer.publish()
    assert open_index(settings, "e", DIMENSION).count() == 4


def test_server_that_does_not_answer(tmp_path: Path) -> None:
    settings = load_settings(data=tmp_path, qdrant_url="http://127.0.0.1:9")
    open_or_write: list[Callable[[Settings, str, int], object]] = [open_index, write_index]
    for use in open_or_write:
        with pytest.raises(BrokenIndex, match="svarer ikke.*TVAERSNIT_QDRANT_URL"):
            use(settings, "e", DIMENSION)


@pytest.mark.parametrize(
    ("name", "value"), [("PORT", "otte"), ("PORT", "70000"), ("QDRANT_URL", "localhost:6333")]
)
def test_bad_setting(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    monkeypatch.setenv(f"TVAERSNIT_{name}", value)
    with pytest.raises(TvaersnitError, match=f"TVAERSNIT_{name} er sat til »{value}«"):
        load_settings()


def test_settings_from_the_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("TVAERSNIT_DATA", str(tmp_path / "mine data"))
    monkeypatch.setenv("TVAERSNIT_QDRANT_URL", "")
    settings = load_settings(port=9000, host=None)
    assert settings.data == tmp_path / "mine data" and settings.qdrant_url is None
    assert (settings.host, settings.port) == ("127.0.0.1", 9000)
    assert all(field.description for field in Settings.model_fields.values())


def test_what_is_stored_is_read_back_whole_and_by_document(index: Index) -> None:
    stored = {one.payload["chunk_id"]: one for one in index.points()}
    assert set(stored) == {one.chunk_id for one in POINTS}
    for one in POINTS:
        read = stored[one.chunk_id]
        assert read.point_id == point_id(one.chunk_id)
        assert read.payload == payload_of(one)
        assert np.allclose(read.dense, one.dense, atol=1e-6)
        terms = dict(zip(read.sparse.indices, read.sparse.values, strict=True))
        assert terms == pytest.approx(dict(zip(one.sparse.indices, one.sparse.values, strict=True)))
    assert {one.payload["chunk_id"] for one in index.points(["a", "c"])} == {
        "a#1#case",
        "a#2#decision",
        "c#1#decision",
    }
