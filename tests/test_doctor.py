"""Doctor on real corpora, broken by hand: what is wrong is found, named and mended."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from corpus.catalogue import Catalogue
from corpus.records import Filters
from corpus.settings import Settings
from ingest.pipeline import Ingest
from ingest.verification.check import Check
from ingest.verification.verification import Verified, verify
from models.encoder import Encoder
from search_api.archive import Archive
from search_api.doctor import Examination, examine
from search_api.search import search

MINUTES = """\
KKR Sjælland
Referat fra mødet den {day}
Deltagere: Karin Lau, Jens Holm

1. Takster for særlige pladser

Sagsfremstilling
Taksten for Kofoedsminde er 1.250.000 kr. i 2021. Slagelse Kommune og Næstved Kommune betaler \
for 12 pladser. Pladserne drives af Region Sjælland.

Indstilling
Det indstilles, at taksten godkendes.

Beslutning
KKR Sjælland godkendte taksten. Sekretariatet udarbejder et notat inden den 1. december 2021.

2. {second}

Sagsfremstilling
Botilbuddet »Granlyhuset« er under afvikling, og borgerne flyttes til Holbæk Kommune.

Beslutning
KKR Sjælland tog orienteringen til efterretning.
"""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory, encoder: Encoder) -> Path:
    """A folder with a corpus (``data``) of three documents, one of them an earlier version of
    another, and the files that they were read from (``files``, and an upload in the corpus)."""
    folder = tmp_path_factory.mktemp("doctor")
    files, uploads = folder / "files", folder / "data" / "uploads" / "a1" / "1"
    files.mkdir()
    uploads.mkdir(parents=True)
    text = MINUTES.format(day="14. august 2021", second="Botilbud")
    (files / "august.txt").write_text(text, "utf-8")
    (files / "august-rettet.txt").write_text(f"Korrigeret referat\n{text}", "utf-8")
    october = MINUTES.format(day="2. oktober 2021", second="Status på Granlyhuset")
    (uploads / "oktober.txt").write_text(october, "utf-8")
    reports = Ingest(Settings(data=folder / "data"), encoder).run([files, uploads])
    assert [report.outcome for report in reports] == ["new"] * 3
    return folder


@pytest.fixture
def settings(made: Path, tmp_path: Path) -> Iterator[Settings]:
    """A copy to be broken; the catalogue's paths lead to where it first lay, so that lies there."""
    kept = tmp_path / "kept"
    shutil.copytree(made, kept, symlinks=True)
    yield Settings(data=made / "data")
    shutil.rmtree(made)
    kept.rename(made)


def sql(settings: Settings, *statements: str) -> None:
    with sqlite3.connect(settings.data / "catalogue.sqlite") as db:
        for statement in statements:
            assert db.execute(statement).rowcount, f"nothing was changed by {statement}"
    db.close()


def looked_at(settings: Settings, encoder: Encoder, *, encode: bool = False) -> Verified:
    catalogue = Catalogue(settings.data)
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
        f"UPDATE items SET end = 90000 {ONE} AND position = 1",
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
        f"UPDATE mentions SET start = start + 1, end = end + 1 {ONE}",
        "fund",
        "står ikke ordret i teksten",
    ),
    "a decision outside its item": (
        f"UPDATE decisions SET end = 90000 {ONE}",
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
        f"UPDATE figures SET start = 0, end = 3 {ONE}",
        "fund",
        "uden for sin tekst",
    ),
    "words counted wrongly": (
        f"UPDATE words SET passages = passages + 1 {ONE} AND word = 'kommune'",
        "ord",
        "talt forkert",
    ),
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
    "a vector that is not of unit length": (
        "UPDATE vectors SET vector = zeroblob(768)",
        "vektorer",
        "ingen vektor",
    ),
    "a generation that is not the catalogue's": (
        "UPDATE meta SET value = 'gen-000099' WHERE key = 'generation'",
        "indeks",
        "passer ikke til kataloget",
    ),
    "an ingest that was cut off before the index": (
        "UPDATE meta SET value = '' WHERE key = 'generation'",
        "indeks",
        "blev afbrudt",
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
