"""Doctor on real corpora, broken by hand: what is wrong is found, named and mended."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest

from corpus.catalogue import Catalogue
from corpus.dump import dump
from corpus.index import Point, write_index
from corpus.ingest_lock import lock_ingest
from corpus.records import Filters
from corpus.settings import Settings
from ingest.verification.check import Check
from ingest.verification.points import expected_points
from ingest.verification.verification import Verified, verify
from models import e5_weights, model_cache, reader_weights
from models.encoder import Encoder
from models.sparse import SparseEncoder
from search_api.archive import Archive
from search_api.cli import main
from search_api.doctor import Examination, examine, mend
from search_api.search import search
from tests.small_corpus import make_corpus


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory, encoder: Encoder) -> Path:
    folder = tmp_path_factory.mktemp("doctor")
    make_corpus(folder, encoder)
    return folder


@pytest.fixture
def settings(made: Path, tmp_path: Path) -> Settings:
    """A copy of it, to be broken."""
    settings = Settings(data=Path(shutil.copytree(made / "data", tmp_path / "data")))
    catalogue = Catalogue(settings)
    moved = "UPDATE files SET path = replace(path, :old, :new)"
    catalogue.run(moved, old=str(made / "data"), new=str(settings.data))
    catalogue.close()
    return settings


def sql(settings: Settings, *statements: str) -> None:
    catalogue = Catalogue(settings)
    for statement in statements:
        assert catalogue.run(statement), f"nothing was changed by {statement}"
    catalogue.close()


def rows(settings: Settings) -> list[bytes]:
    """All that the catalogue holds."""
    catalogue = Catalogue(settings)
    try:
        return [part.content for part in dump(catalogue)]
    finally:
        catalogue.close()


def looked_at(settings: Settings, encoder: Encoder, *, encode: bool = False) -> Verified:
    catalogue = Catalogue(settings)
    try:
        return verify(settings, catalogue, encoder, encode=encode)
    finally:
        catalogue.close()


def wrong(found: Verified | Examination) -> dict[str, Check]:
    return {check.name: check for check in found.checks if not check.ok}


def answers(settings: Settings, encoder: Encoder) -> list[tuple[str, float]]:
    archive = Archive(settings, encoder)
    try:
        hits = search(archive, "Hvad koster pladserne på Kofoedsminde?", Filters(), 5).hits
        return [(hit.text, round(hit.score, 6)) for hit in hits]
    finally:
        archive.close()


ONE = "WHERE document_id LIKE 'oktober-%'"
OF_ONE = f"IN (SELECT item_id FROM items {ONE})"
BREAKS = {
    "a text with another word": (
        f"UPDATE documents SET text = replace(text, '12 pladser', '13 pladser') {ONE}",
        "tekststykker",
        "har en anden tekst, end da det blev gemt",
    ),
    "a text cut off": (
        f"UPDATE documents SET text = substr(text, 1, 200) {ONE}",
        "dokumenter",
        "uden for teksten",
    ),
    "no text": (f"UPDATE documents SET text = '' {ONE}", "dokumenter", "har ingen tekst"),
    "no digest": (f"UPDATE documents SET sha256 = 'x' {ONE}", "dokumenter", "kontrolsum"),
    "pages that cannot be read": (
        f"UPDATE documents SET pages = '[[0,' {ONE}",
        "dokumenter",
        "kan ikke læses",
    ),
    "pages out of order": (
        f"UPDATE documents SET pages = '[[40,null,true],[0,null,true]]' {ONE}",
        "dokumenter",
        "sider",
    ),
    "a head outside the text": (
        f"UPDATE documents SET head = '[[0,90000]]' {ONE}",
        "dokumenter",
        "hoved uden for teksten",
    ),
    "a text without its head": (
        f"UPDATE documents SET head = '[]' {ONE}",
        "dokumenter",
        "tekst uden for hoved, dagsorden og punkter",
    ),
    "an item outside the text": (
        f'UPDATE items SET "end" = 90000 {ONE} AND position = 1',
        "dokumenter",
        "uden for teksten",
    ),
    "items in the wrong order": (
        f"UPDATE items SET position = 1 - position {ONE}",
        "dokumenter",
        "rækkefølge",
    ),
    "a section outside its item": (
        f"UPDATE sections SET start = 1, label_start = 1 WHERE kind = 'case' AND item_id {OF_ONE}",
        "dokumenter",
        "afsnit uden for sig selv",
    ),
    "a chunk that is gone": (
        f"DELETE FROM chunks {ONE} AND role = 'passage' AND section = 'decision'",
        "tekststykker",
        "mangler",
    ),
    "a chunk of other words": (
        f"UPDATE chunks SET start = start + 3 {ONE} AND role = 'window'",
        "tekststykker",
        "har en anden tekst",
    ),
    "a chunk outside its item": (
        f"UPDATE chunks SET start = 0 {ONE} AND role = 'passage'",
        "tekststykker",
        "uden for sit punkt",
    ),
    "a chunk of another section": (
        f"UPDATE chunks SET section = 'summary' {ONE}",
        "tekststykker",
        "er ikke, som teksten giver det",
    ),
    "a mention that stands elsewhere": (
        f'UPDATE mentions SET start = start + 1, "end" = "end" + 1 {ONE}',
        "fund",
        "står ikke ordret i teksten",
    ),
    "a decision outside its item": (
        f'UPDATE decisions SET "end" = 90000 {ONE}',
        "fund",
        "uden for sin tekst",
    ),
    "a decision told outside its item": (
        f"UPDATE decisions SET telling = '0-4' {ONE}",
        "fund",
        "dele uden for sin tekst",
    ),
    "a follow-up by somebody else": (
        f"UPDATE follow_ups SET who = '0-4' {ONE}",
        "fund",
        "dele uden for sig selv",
    ),
    "a figure outside its item": (
        f'UPDATE figures SET start = 0, "end" = 3 {ONE}',
        "fund",
        "uden for sin tekst",
    ),
    "words counted wrongly": (
        f"UPDATE words SET passages = passages + 1 {ONE} AND word = 'kommune'",
        "ord",
        "talt forkert",
    ),
    "an entity that an item has lost": (
        f"DELETE FROM item_entities {ONE} AND position = 0",
        "emner",
        "gemt forkert",
    ),
    "a title of other words": (
        f"UPDATE title_words SET word = 'x' || word {ONE}",
        "emner",
        "gemt forkert",
    ),
    "entities counted wrongly": (
        "UPDATE entity_counts SET mentions = mentions + 1",
        "emner",
        "talt forkert",
    ),
    "items counted wrongly": ("UPDATE tallies SET items = items + 1", "emner", "talt forkert"),
    "a document without a file": (f"DELETE FROM files {ONE}", "henvisninger", "uden fil"),
    "a version of what is not there": (
        "UPDATE superseded SET superseded_by = 'ukendt'",
        "henvisninger",
        "versionen",
    ),
    "a vector that is gone": (
        "DELETE FROM vectors WHERE content_hash = (SELECT content_hash FROM chunks LIMIT 1)",
        "vektorer",
        "ingen vektor",
    ),
    "a vector cut off": (
        "UPDATE vectors SET vector = substr(vector, 1, 100)",
        "vektorer",
        "ingen vektor",
    ),
    "a generation that is not the catalogue's": (
        "UPDATE meta SET value = 'gen-000099' WHERE key = 'generation'",
        "indeks",
        "passer ikke til kataloget",
    ),
    "an ingest that was cut off before the index": (
        """UPDATE meta SET value = '{"documents": ["a", "b"], "generations": ["gen-000001"]}' """
        "WHERE key = 'pending'",
        "indeks",
        "mangler 2 dokumenter af en indlæsning, som blev afbrudt",
    ),
    "a document of another region": (
        f"UPDATE documents SET region = 'Syddanmark' {ONE}",
        "indeks",
        "andre oplysninger end kataloget (region",
    ),
    "a document that is no longer closed": (
        f"UPDATE documents SET access = 'closed' {ONE}",
        "indeks",
        "(access)",
    ),
}


def test_what_was_taken_in_is_found_whole(settings: Settings, encoder: Encoder):
    found = examine(settings, encoder)
    assert not wrong(found)
    counted = {check.name: check.looked_at for check in found.checks}
    assert counted["dokumenter"] == 3 and counted["uploads"] == 3
    assert all(counted[name] > 5 for name in ("tekststykker", "ord", "fund", "vektorer", "indeks"))


@pytest.mark.parametrize("broken", BREAKS)
def test_each_invariant_that_is_broken_is_found_and_named(
    settings: Settings, encoder: Encoder, broken: str
):
    statement, name, says = BREAKS[broken]
    sql(settings, statement)
    found = wrong(looked_at(settings, encoder))
    assert name in found
    told = " ".join((found[name].found, *found[name].examples))
    assert says in told
    assert "tvaersnit" in found[name].advice
    assert found[name].wrong or name == "indeks"


def points_of(settings: Settings, encoder: Encoder) -> list[Point]:
    """The points as they should be."""
    catalogue = Catalogue(settings)
    sparse = SparseEncoder()
    points = [
        point
        for document_id in catalogue.document_ids()
        for point in expected_points(
            catalogue, catalogue.document(document_id), encoder.name, sparse
        )
    ]
    catalogue.close()
    return points


def drop_one(points: list[Point]) -> list[Point]:
    return points[1:]


def change_the_date(points: list[Point]) -> list[Point]:
    return [replace(points[0], date="1999-01-01"), *points[1:]]


def turn_the_vector(points: list[Point]) -> list[Point]:
    return [replace(points[0], dense=points[1].dense), *points[1:]]


def lose_the_words(points: list[Point]) -> list[Point]:
    return [replace(points[0], sparse=points[1].sparse), *points[1:]]


def add_a_passage(points: list[Point]) -> list[Point]:
    return [*points, replace(points[0], chunk_id="en-til")]


def add_a_document(points: list[Point]) -> list[Point]:
    return [*points, replace(points[0], chunk_id="x#1:0-9", document_id="ukendt")]


@pytest.mark.parametrize(
    ("break_it", "says"),
    [
        (drop_one, "mangler"),
        (change_the_date, "andre oplysninger end kataloget (date)"),
        (turn_the_vector, "anden vektor"),
        (lose_the_words, "andre ord"),
        (add_a_passage, "skulle ikke være der"),
        (add_a_document, "et dokument, der ikke er i kataloget"),
    ],
)
def test_an_index_that_is_not_the_catalogues_is_found_and_built_again(
    settings: Settings,
    encoder: Encoder,
    break_it: Callable[[list[Point]], list[Point]],
    says: str,
):
    points = points_of(settings, encoder)
    with write_index(settings, encoder.name, encoder.dimension, fresh=True) as writer:
        writer.upsert(break_it(points))
        generation = writer.publish()
    sql(settings, f"UPDATE meta SET value = '{generation}' WHERE key = 'generation'")
    found = examine(settings, encoder)
    assert list(wrong(found)) == ["indeks"]
    assert says in " ".join(wrong(found)["indeks"].examples)
    assert "bygget op igen" in " ".join(mend(settings, found, encoder))
    assert not wrong(examine(settings, encoder))


def test_a_file_of_the_index_that_was_cut_off_is_found_and_mended(
    settings: Settings, encoder: Encoder
):
    before = answers(settings, encoder)
    shard = next(settings.data.glob("index/gen-*/shard"))
    largest = max((p for p in shard.rglob("*") if p.is_file()), key=lambda p: p.stat().st_size)
    os.truncate(largest, largest.stat().st_size // 2)
    found = examine(settings, encoder)
    assert list(wrong(found)) == ["indeks"] and "beskadiget" in wrong(found)["indeks"].found
    list(mend(settings, found, encoder))
    assert not wrong(examine(settings, encoder))
    assert answers(settings, encoder) == before


def test_vectors_of_another_model_are_found_though_they_bear_the_right_name(
    settings: Settings, encoder: Encoder
):
    catalogue = Catalogue(settings)
    hashes = [hashed for _, hashed in catalogue.all_chunks("passage")]
    hashes += [hashed for _, hashed in catalogue.all_chunks("window")]
    others = np.random.default_rng(7).normal(size=(len(hashes), encoder.dimension))
    others /= np.linalg.norm(others, axis=1, keepdims=True)
    with catalogue.transaction():
        catalogue.put_vectors(encoder.name, dict(zip(hashes, others, strict=True)))
    catalogue.close()
    assert "vektorer" not in wrong(looked_at(settings, encoder)), "each is a vector like any"
    found = examine(settings, encoder)
    assert "anden model" in wrong(found)["vektorer"].examples[0]
    list(mend(settings, found, encoder))
    assert not wrong(examine(settings, encoder))


def test_a_vector_that_is_not_of_unit_length_or_not_a_number_is_found(
    settings: Settings, encoder: Encoder
):
    catalogue = Catalogue(settings)
    stands = Counter(hashed for _, hashed in catalogue.all_chunks("window"))
    [first, second, *_] = [hashed for hashed, times in stands.items() if times == 1]
    nothing, no_number = np.zeros(encoder.dimension), np.full(encoder.dimension, np.nan)
    catalogue.put_vectors(encoder.name, {first: nothing, second: no_number})
    catalogue.close()
    found = looked_at(settings, encoder)
    assert wrong(found)["vektorer"].wrong == 2 and found.vectors == {first, second}


def test_what_can_be_made_again_is_mended_and_answers_as_before(
    settings: Settings, encoder: Encoder
):
    before = answers(settings, encoder)
    spool = settings.data / "spool-x1"
    spool.mkdir()
    sql(
        settings,
        BREAKS["a text with another word"][0],
        "DELETE FROM chunks WHERE section = 'decision' AND document_id LIKE 'august-%' "
        "AND document_id NOT LIKE 'august-rettet%'",
        'UPDATE mentions SET start = start + 1, "end" = "end" + 1 '
        "WHERE document_id LIKE 'august-rettet%'",
        "DELETE FROM words",
        "UPDATE superseded SET superseded_by = 'ukendt'",
        "DELETE FROM vectors WHERE content_hash IN (SELECT content_hash FROM chunks LIMIT 3)",
    )
    found = examine(settings, encoder)
    # The words of documents that are not whole are counted once they are.
    assert {"tekststykker", "fund", "henvisninger", "vektorer"} <= wrong(found).keys()
    told = list(mend(settings, found, encoder))
    assert sum("er læst igen" in one for one in told) == 2
    assert any("delt op igen i 1 dokumenter" in one for one in told)
    assert not spool.exists()
    assert not wrong(examine(settings, encoder))
    assert answers(settings, encoder) == before


def test_a_document_whose_file_is_gone_is_left_as_it_is(settings: Settings, encoder: Encoder):
    [uploaded] = settings.data.glob("uploads/*/*/oktober.txt")
    uploaded.write_text("noget helt andet", "utf-8")
    sql(settings, BREAKS["a mention that stands elsewhere"][0])
    found = examine(settings, encoder)
    assert {"fund", "uploads"} <= wrong(found).keys()
    before = rows(settings)
    told = " ".join(mend(settings, found, encoder))
    assert "Kan ikke repareres" in told and str(uploaded) in told and "restore" in told
    assert rows(settings) == before
    assert "fund" in wrong(examine(settings, encoder))


@pytest.mark.sqlite
def test_a_damaged_database_is_told_of_and_not_touched(settings: Settings, encoder: Encoder):
    path = settings.data / "catalogue.sqlite"
    content = bytearray(path.read_bytes())
    for page in range(4096, len(content), 4096):
        content[page : page + 600] = b"\xff" * 600
    path.write_bytes(content)
    found = examine(settings, encoder)
    assert "katalog" in wrong(found)
    check = wrong(found)["katalog"]
    assert "sikkerhedskopi" in check.advice + check.found
    assert list(mend(settings, found, encoder)) == []
    assert path.read_bytes() == bytes(content)


def test_leftovers_are_told_of_and_swept_away_but_not_what_is_in_use(
    settings: Settings, encoder: Encoder
):
    part = settings.data / "index" / "gen-000009.part"
    (part / "shard").mkdir(parents=True)
    lock = lock_ingest(settings)
    [rest] = [check for check in examine(settings, encoder).checks if check.name == "rester"]
    assert rest.looked_at == 0, "an ingest is under way, and it may be its own"
    lock.release()
    found = examine(settings, encoder)
    [rest] = [check for check in found.checks if check.name == "rester"]
    assert rest.ok and rest.examples == (str(part),)
    assert list(mend(settings, found, encoder)) == [
        "1 rester fra afbrudte indlæsninger er fjernet."
    ]
    assert not part.exists()


def test_the_command_tells_what_is_wrong_mends_it_and_says_so_in_its_exit_code(
    settings: Settings, capsys: pytest.CaptureFixture[str]
):
    sql(settings, "DELETE FROM words")
    assert main(["--data", str(settings.data), "doctor", "--json"]) == 1
    told = json.loads(capsys.readouterr().out)
    assert not told["ok"]
    assert [check["name"] for check in told["checks"] if not check["ok"]] == ["ord"]
    assert main(["--data", str(settings.data), "doctor", "--repair"]) == 0
    shown = capsys.readouterr().out
    assert "FEJL  ord" in shown and "talt igen" in shown and "Undersøgt på" in shown
    assert main(["--data", str(settings.data), "doctor", "--repair"]) == 0
    assert capsys.readouterr().out.endswith("Der er intet at reparere.\n")


@pytest.mark.slow
@pytest.mark.parametrize("model", [e5_weights, reader_weights], ids=["encoder", "reader"])
def test_a_damaged_model_is_found_not_used_and_unpacked_anew(
    settings: Settings, tmp_path: Path, model: ModuleType
):
    cache = tmp_path / "cache"
    for one in (e5_weights, reader_weights):
        shutil.copytree(one.unpack(settings.cache), one.folder_in(cache), copy_function=os.link)
    own = model.folder_in(cache)
    weights = own / "model.safetensors"
    whole = hashlib.sha256(weights.read_bytes()).hexdigest()
    content = bytearray(weights.read_bytes())
    content[len(content) // 2] ^= 1
    weights.unlink()
    weights.write_bytes(content)
    changed = settings.model_copy(update={"cache": cache})
    found = examine(changed)
    assert list(wrong(found)) == ["model"]
    assert wrong(found)["model"].examples == ("model.safetensors",)
    assert "encoder" not in {check.name for check in found.checks}
    assert [told for told in mend(changed, found) if "pakket ud igen" in told] == [
        f"{own.name} er pakket ud igen."
    ]
    assert hashlib.sha256(weights.read_bytes()).hexdigest() == whole
    assert not model_cache.damaged(own)
    assert not wrong(examine(changed))
