"""The catalogue in SQLite and in a real PostgreSQL: alike in all, and safe in both."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from corpus import migration, schema
from corpus.catalogue import Catalogue
from corpus.dump import dump
from corpus.errors import BrokenIndex, CatalogueUnavailable, IngestUnderWay, TvaersnitError
from corpus.index import open_index
from corpus.ingest_lock import lock_ingest
from corpus.records import AccessLevel, Filters
from corpus.settings import Settings, load_settings
from ingest.head.told import Told
from ingest.pipeline import Ingest, Progress
from tests.conftest import ROOT, SAMPLES
from tests.ingested import Corpus, minutes
from tests.postgresql import Server
from tests.quick_encoder import QuickEncoder

pytestmark = pytest.mark.sqlite
SCHEMA_5 = ROOT / "tests" / "data" / "catalogue_schema_5.sql"


@pytest.fixture(params=["sqlite", "postgresql"])
def corpus(request: pytest.FixtureRequest, tmp_path: Path) -> Corpus:
    """An empty corpus on either database."""
    url = None
    if request.param == "postgresql":
        url = request.getfixturevalue("postgresql_server").database()
    return Corpus(tmp_path, QuickEncoder(Settings()), url)


@pytest.fixture
def server(postgresql_server: Server) -> Iterator[Server]:
    """The server, running again after a test that ends it."""
    yield postgresql_server
    postgresql_server.start_again()


def everything(corpus: Corpus) -> dict[str, object]:
    """All that the catalogue answers, in the order in which it answers."""

    def read(catalogue: Catalogue) -> dict[str, object]:
        ids = catalogue.document_ids()
        items = [item.item_id for one in ids for item in catalogue.document(one).items]
        found = catalogue.vectors(
            corpus.encoder.name, [h for _, h in catalogue.all_chunks("window")]
        )
        return {
            "outlines": [(o.document_id, o.source, o.items) for o in catalogue.outlines(ids)],
            "chunks": catalogue.chunks_of_items(items, "passage"),
            "people": [catalogue.person(one) for one, *_ in catalogue.entity_counts()],
            "regions": catalogue.regions(),
            "forums": catalogue.forums(),
            "mentions": [catalogue.mentions_of(one) for one in ids],
            "decisions": catalogue.decisions(Filters(entities=("law:lov-om-social-service",))),
            "all decisions": catalogue.decisions(),
            "figures": catalogue.figures(),
            "candidates": [(c.name, c.number) for c in catalogue.candidates()],
            "ties": catalogue.ties(),
            "vectors": {key: vector.tobytes() for key, vector in found.items()},
        }

    return {**corpus.state(), **corpus.read(read)}


def test_both_hold_and_answer_the_same(tmp_path: Path, postgresql_server: Server) -> None:
    found = []
    for name, url in (("sqlite", None), ("postgresql", postgresql_server.database())):
        (tmp_path / name).mkdir()
        corpus = Corpus(tmp_path / name, QuickEncoder(Settings()), url)
        samples = sorted(SAMPLES.glob("*.txt"))[:4]
        assert {report.outcome for report in corpus.ingest(*samples)} == {"new"}
        gone = corpus.write("å.txt", minutes("Ærø, Østerild og Århus"))
        assert [report.outcome for report in corpus.ingest(gone, samples[0])] == [
            "new",
            "unchanged",
        ]
        corpus.write("å.txt", minutes("Ørnereden"))
        assert [r.outcome for r in corpus.ingest(gone)] == ["replaced"]
        moved = gone.rename(corpus.files / "ø.txt")
        corpus.ingest(moved)
        found.append(everything(corpus))
    for of_sqlite, of_postgresql in zip(found[0].items(), found[1].items(), strict=True):
        assert of_sqlite == of_postgresql
    assert all(
        found[0][one] for one in ("chunks", "mentions", "people", "all decisions", "vectors")
    )
    assert not (tmp_path / "postgresql" / "data" / "catalogue.sqlite").exists()


def test_the_migrations_make_what_the_schema_says(corpus: Corpus) -> None:
    assert corpus.read(_differences) == []
    folder = ROOT / "corpus" / "migrations" / "versions"
    assert max(path.name[:4] for path in folder.glob("*.py")) == migration.HEAD


def test_a_catalogue_from_before_the_migrations_goes_on(tmp_path: Path) -> None:
    corpus = Corpus(tmp_path, QuickEncoder(Settings()))
    corpus.settings.data.mkdir()
    with sqlite3.connect(corpus.settings.data / "catalogue.sqlite") as db:
        db.executescript(SCHEMA_5.read_text(encoding="utf-8"))
        db.execute("INSERT INTO meta VALUES ('schema', '5'), ('generation', 'gen-000001')")
        db.execute("INSERT INTO candidates (key, state) VALUES ('skovbækhus', 'rejected')")
    assert corpus.read(lambda c: c.meta("generation")) == "gen-000001"
    corpus.write("a.txt", minutes("Takster"))
    assert corpus.outcomes() == {"a.txt": "new"}
    assert corpus.read(lambda c: c.count("documents")) == 1
    # What it was made with said less of its keys, and did the same.
    kinds = {one[0] for one in corpus.read(_differences)}
    assert kinds <= {"modify_nullable", "remove_fk", "add_fk"}
    [document_id] = corpus.read(lambda c: c.document_ids())
    corpus.read(lambda c: c.delete_document(document_id))
    assert corpus.read(lambda c: c.count("chunks") + c.count("items") + c.count("mentions")) == 0


# A catalogue as it was before what is told of items stood in tables of their own.
_BEFORE_TOLD_ITEMS = (
    "DROP INDEX IF EXISTS documents_listed",
    "DROP TABLE item_entities",
    "DROP TABLE title_words",
    "DROP TABLE entity_counts",
    "ALTER TABLE tallies DROP COLUMN items",
    "DROP INDEX documents_of_meetings",
    "DROP INDEX mentions_by_entity",
    "CREATE INDEX mentions_by_entity ON mentions (entity_id)",
    "UPDATE alembic_version SET version_num = '0003'",
)


def test_what_is_told_of_items_is_found_again_in_a_catalogue_from_before(corpus: Corpus) -> None:
    samples = sorted(SAMPLES.glob("*.txt"))[:6]
    corpus.ingest(*samples, told=Told(access="internal"))
    text = minutes("Takster på Kofoedsminde")
    corpus.ingest(corpus.write("et.txt", text))
    corpus.ingest(corpus.write("rettet.txt", f"Korrigeret referat\n{text}"))
    before = corpus.read(lambda c: [part.content for part in dump(c)])
    assert corpus.read(lambda c: c.rows("SELECT * FROM superseded"))
    for statement in _BEFORE_TOLD_ITEMS:
        corpus.read(lambda c, said=statement: c.run(said))
    assert corpus.read(lambda c: [part.content for part in dump(c)]) == before
    assert corpus.read(_differences) == []


# The tables of the service, which are SQLite files of their own where there is no server.
_SERVICE = {"keys", "sessions", "feedback", "cited", "jobs"}
_OF_SQLITE = {"documents_listed"}
_COMPARED = {
    "compare_server_default": True,
    "include_name": lambda name, kind, _: kind != "table" or name not in _SERVICE,
}


def _differences(catalogue: Catalogue) -> list[tuple[object, ...]]:
    def is_of_this(_: object, name: str | None, *__: object) -> bool:
        # Alembic does not ask an index which database it is for.
        return name not in _OF_SQLITE or catalogue.engine.dialect.name == "sqlite"

    with catalogue.connection() as db:
        context = MigrationContext.configure(db, opts={**_COMPARED, "include_object": is_of_this})
        found = compare_metadata(context, schema.METADATA)
    return [one for some in found for one in (some if isinstance(some, list) else [some])]


def test_one_of_an_earlier_program_is_not_taken_for_ours(tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "catalogue.sqlite") as db:
        db.executescript(SCHEMA_5.read_text(encoding="utf-8"))
        db.execute("INSERT INTO meta VALUES ('schema', '4')")
    with pytest.raises(BrokenIndex, match="anden version af Tværsnit"):
        Catalogue(Settings(data=tmp_path))


def test_one_of_a_later_program_is_left_as_it_is(corpus: Corpus) -> None:
    corpus.read(lambda c: c.run("UPDATE alembic_version SET version_num = '9999'"))
    for clearance in ("closed", "public"):
        with pytest.raises(BrokenIndex, match="nyere udgave|bragt op"):
            Catalogue(corpus.settings, clearance)
    with pytest.raises(BrokenIndex, match="Opgradér Tværsnit"):
        corpus.ingest(corpus.write("a.txt", minutes("Takster")))


def test_processes_that_begin_at_once_make_it_once(corpus: Corpus) -> None:
    child = (
        "import sys; from corpus.catalogue import Catalogue; from corpus.settings import Settings; "
        "c = Catalogue(Settings()); c.set_meta(sys.argv[1], 'her'); print(c.count('documents'))"
    )
    url = corpus.settings.catalogue_url
    env = {**os.environ, "TVAERSNIT_DATA": str(corpus.settings.data)}
    env["TVAERSNIT_CATALOGUE_URL"] = url.get_secret_value() if url else ""
    children = [
        subprocess.Popen([sys.executable, "-c", child, str(n)], env=env, cwd=ROOT, stdout=-1)
        for n in range(4)
    ]
    assert [one.communicate()[0] for one in children] == 4 * [b"0\n"]
    assert [corpus.read(lambda c, n=n: c.meta(str(n))) for n in range(4)] == 4 * ["her"]


def test_a_transaction_is_kept_whole_or_not_at_all(corpus: Corpus) -> None:
    def write(catalogue: Catalogue) -> None:
        with catalogue.transaction():
            catalogue.set_meta("en", "1")
        with pytest.raises(ZeroDivisionError), catalogue.transaction():
            catalogue.set_meta("en", "2")
            raise ZeroDivisionError

    corpus.read(write)
    assert corpus.read(lambda c: c.meta("en")) == "1"


@pytest.mark.parametrize("clearance", ["closed", "public"])
def test_all_that_is_read_in_a_snapshot_is_of_one_moment(
    corpus: Corpus, clearance: AccessLevel
) -> None:
    corpus.ingest(corpus.write("a.txt", minutes("Takster")))
    reader = Catalogue(corpus.settings, clearance)
    [before] = reader.document_ids()
    with reader.snapshot():
        text = reader.document(before).text
        corpus.ingest(corpus.write("a.txt", minutes("Herberger")))
        corpus.ingest(corpus.write("b.txt", minutes("Psykiatri")))
        assert reader.document_ids() == [before]
        assert reader.document(before).text == text
        items = [item.item_id for item in reader.document(before).items]
        for chunk, _ in reader.chunks_of_items(items, "window"):
            assert text[chunk.start : chunk.end] == chunk.text
    assert len(reader.document_ids()) == 2
    assert "herberger" in reader.document(before).text
    reader.close()


def test_a_clearance_neither_sees_more_nor_writes(corpus: Corpus) -> None:
    for level in ("public", "closed"):
        corpus.ingest(corpus.write(f"{level}.txt", minutes(level)), told=Told(access=level))
    [hidden] = corpus.read(
        lambda c: [i for i in c.document_ids() if c.document(i).access == "closed"]
    )
    catalogue = Catalogue(corpus.settings, "public")
    try:
        assert hidden not in catalogue.document_ids()
        assert {chunk.document_id for chunk, _ in catalogue.all_chunks("passage")} == set(
            catalogue.document_ids()
        )
        for table in schema.METADATA.sorted_tables:
            if "document_id" in table.c:
                found = catalogue.rows(f"SELECT document_id FROM {table.name}")
                assert hidden not in {row.document_id for row in found}, table.name
        with pytest.raises(TvaersnitError):
            catalogue.set_meta("en", "1")
        with pytest.raises(TvaersnitError):
            catalogue.delete_document(catalogue.document_ids()[0])
    finally:
        catalogue.close()
    assert corpus.read(lambda c: c.count("documents")) == 2


def test_a_forked_process_has_connections_of_its_own(corpus: Corpus) -> None:
    catalogue = Catalogue(corpus.settings)
    catalogue.set_meta("hvem", "forælder")
    child = os.fork()
    if child == 0:
        try:
            catalogue.set_meta("hvem", "barn")
        finally:
            os._exit(0 if catalogue.meta("hvem") == "barn" else 1)
    assert os.waitpid(child, 0)[1] == 0
    assert catalogue.meta("hvem") == "barn"
    catalogue.close()


def test_two_machines_cannot_ingest_into_one_database(
    tmp_path: Path, postgresql_server: Server
) -> None:
    url = postgresql_server.database()
    here, there = (Settings(data=tmp_path / name, catalogue_url=url) for name in ("a", "b"))
    lock = lock_ingest(here)
    with pytest.raises(IngestUnderWay, match="fra en anden maskine"):
        lock_ingest(there)
    lock.release()
    lock_ingest(there).release()


def test_an_ingest_whose_lock_was_lost_stores_nothing(
    tmp_path: Path, postgresql_server: Server
) -> None:
    corpus = Corpus(tmp_path, QuickEncoder(Settings()), postgresql_server.database())
    corpus.write("a.txt", minutes("Takster"))
    corpus.ingest()
    corpus.write("b.txt", minutes("Pladser", "KKR Midtjylland"))
    before = corpus.state()["documents"]

    def cut(done: int, total: int) -> None:
        postgresql_server.run(
            "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory'"
        )

    ingest = Ingest(corpus.settings, corpus.encoder)
    with pytest.raises(IngestUnderWay, match="start indlæsningen igen"):
        ingest.run([corpus.files], progress=Progress(encoding=cut))
    assert corpus.state()["documents"] == before
    assert corpus.outcomes() == {"a.txt": "unchanged", "b.txt": "new"}


def test_a_server_that_comes_back_is_used_again(tmp_path: Path, server: Server) -> None:
    corpus = Corpus(tmp_path, QuickEncoder(Settings()), server.database())
    corpus.ingest(corpus.write("a.txt", minutes("Takster")))
    catalogue, reader = Catalogue(corpus.settings), Catalogue(corpus.settings, "public")
    expected = catalogue.document_ids(), reader.document_ids()
    server.stop()
    for one in (catalogue, reader):
        with pytest.raises(CatalogueUnavailable, match="svarer ikke .*Se efter, at serveren kører"):
            one.document_ids()
    with pytest.raises(CatalogueUnavailable), catalogue.transaction():
        catalogue.set_meta("en", "1")
    server.start()
    assert (catalogue.document_ids(), reader.document_ids()) == expected
    # In the middle of a transaction nothing is kept, and the next one can begin.
    with pytest.raises(CatalogueUnavailable), catalogue.transaction():
        catalogue.set_meta("en", "1")
        server.stop()
        server.start()
        catalogue.set_meta("to", "2")
    assert catalogue.meta("en") is None
    catalogue.set_meta("en", "1")
    for one in (catalogue, reader):
        one.close()
    index = open_index(corpus.settings, corpus.encoder.name, corpus.encoder.dimension)
    assert index.generation == corpus.read(lambda c: c.meta("generation"))
    index.close()


@pytest.mark.parametrize(
    ("fault", "advice"),
    [
        ("database", "Databasen findes ikke. Opret den"),
        ("password", "Brugeren eller adgangskoden er forkert"),
        ("port", "svarer ikke .* Se efter, at serveren kører"),
    ],
)
def test_a_server_that_cannot_be_used_is_told_without_the_password(
    fault: str, advice: str, tmp_path: Path, postgresql_server: Server
) -> None:
    url = {
        "database": postgresql_server.url("ingen"),
        "password": postgresql_server.url("postgres", password="hemmelig123"),
        "port": postgresql_server.url("postgres").replace(f":{postgresql_server.port}", ":1"),
    }[fault]
    with pytest.raises(CatalogueUnavailable, match=advice) as told:
        Catalogue(Settings(data=tmp_path, catalogue_url=url))
    assert "hemmelig123" not in str(told.value) and "pr%C3" not in str(told.value)


@pytest.mark.parametrize("url", ["mysql://bruger:hemmelig123@vært/db", "postgresql://hemmelig123"])
def test_an_address_that_is_none_is_refused_without_being_repeated(url: str) -> None:
    with pytest.raises(TvaersnitError, match="TVAERSNIT_CATALOGUE_URL kan ikke bruges") as told:
        load_settings(catalogue_url=url)
    assert "hemmelig123" not in str(told.value) and "hemmelig123" not in str(told.value.__cause__)


def test_a_file_that_cannot_be_used_is_told_with_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "catalogue.sqlite").write_bytes(b"ikke sqlite" * 1000)
    with pytest.raises(BrokenIndex, match="catalogue.sqlite.*Gendan filen"):
        Catalogue(Settings(data=tmp_path))
