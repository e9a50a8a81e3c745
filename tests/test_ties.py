"""Attachments and versions in a corpus: taken in by the real pipeline, found, and cited."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest

from corpus.records import Document, Filters
from ingest.head.told import Told
from ingest.pipeline import Ingest
from models.encoder import Encoder
from search_api.archive import Archive
from search_api.ask import ask
from search_api.brief import brief
from search_api.briefing_markdown import to_markdown
from search_api.compare import compare
from search_api.documents import list_entities
from search_api.export import comparison_csv, search_csv
from search_api.mcp_text import as_text
from search_api.search import search
from search_api.wording import place
from tests.ingested import Corpus
from tests.tied_papers import DRAFT, MINUTES, NOTE, NOTE_NAME


@pytest.fixture(scope="module")
def encoded(tmp_path_factory: pytest.TempPathFactory, encoder: Encoder) -> Path:
    """A data folder that knows the vectors of all these texts."""
    corpus = Corpus(tmp_path_factory.mktemp("kodet"), encoder)
    for number, text in enumerate((MINUTES, NOTE, DRAFT)):
        corpus.write(f"{number}.txt", text)
    Ingest(corpus.settings, encoder).remove(_all(corpus))
    return corpus.settings.data


@pytest.fixture
def corpus(encoded: Path, tmp_path: Path, encoder: Encoder) -> Corpus:
    shutil.copytree(encoded, tmp_path / "data")
    return Corpus(tmp_path, encoder)


@pytest.fixture
def archive(corpus: Corpus, encoder: Encoder) -> Iterator[Archive]:
    """The minutes and their attachment, open for questions."""
    corpus.write("Referat.txt", MINUTES)
    corpus.write(NOTE_NAME, NOTE)
    corpus.ingest()
    archive = Archive(corpus.settings, encoder)
    yield archive
    archive.close()


def _all(corpus: Corpus) -> list[str]:
    return [report.document.document_id for report in corpus.ingest() if report.document]


def stored(corpus: Corpus) -> dict[str, Document]:
    """The documents by the names of their files."""
    documents = corpus.read(lambda c: [c.document(one) for one in c.document_ids()])
    return {document.source: document for document in documents}


def found(corpus: Corpus, filters: Filters | None = None) -> set[str]:
    """The files that the index finds under these filters."""
    archive = Archive(corpus.settings, corpus.encoder)
    hits = search(archive, "Hvad er taksten på Bakkehuset?", filters, limit=50).hits
    archive.close()
    return {hit.source for hit in hits}


def test_an_attachment_is_found_and_cited_as_what_it_is(archive: Archive) -> None:
    question = "Hvor meget stiger døgntaksten på Bakkehuset?"
    hit = search(archive, question).hits[0]
    assert hit.source == NOTE_NAME
    assert hit.attachment and hit.attachment.label == "Bilag 2 til punkt 2"
    assert hit.attachment.by == "file name" and hit.attachment.certainty > 0.85
    where = "KKR Sjælland, 4. marts 2024, bilag 2 til punkt 2: »Notat om takster«"
    assert place(hit) == where
    answer = ask(archive, question)
    assert "312 kr." in answer.text
    assert answer.citations[0].attachment == hit.attachment
    assert where in as_text(answer)


def test_an_attachment_is_found_under_its_meetings_region_forum_and_date(
    archive: Archive, corpus: Corpus
) -> None:
    note = stored(corpus)[NOTE_NAME]
    assert (note.region, note.forum, str(note.date)) == ("Sjælland", "KKR Sjælland", "2024-03-04")
    assert note.inherited == ("region", "forum", "date")
    day = dt.date(2024, 3, 4)
    for filters in (
        Filters(regions=("Sjælland",)),
        Filters(forums=("KKR Sjælland",)),
        Filters(date_from=day, date_to=day),
    ):
        assert NOTE_NAME in found(corpus, filters)
    assert NOTE_NAME not in found(corpus, Filters(regions=("Syddanmark",)))
    # It stays so when the index is built from the catalogue.
    Ingest(corpus.settings, corpus.encoder).reindex()
    assert NOTE_NAME in found(corpus, Filters(forums=("KKR Sjælland",)))


def test_every_face_says_which_attachment_is_quoted(archive: Archive) -> None:
    question = "Hvor meget stiger døgntaksten på Bakkehuset?"
    comparison = compare(archive, question, Filters(regions=("Sjælland",)))
    assert any(citation.attachment for citation in comparison.citations)
    assert "1 bilag" in comparison.overview
    label = "Bilag 2 til punkt 2"
    assert label in comparison_csv(comparison) and label in search_csv(search(archive, question))
    assert label.lower() in to_markdown(brief(archive, question)).lower()


def test_ties_follow_what_comes_and_goes(corpus: Corpus) -> None:
    ingest = Ingest(corpus.settings, corpus.encoder)
    here = Filters(forums=("KKR Sjælland",))
    corpus.write(NOTE_NAME, NOTE)
    corpus.ingest()
    assert stored(corpus)[NOTE_NAME].forum is None and NOTE_NAME not in found(corpus, here)
    # The minutes come later, and then are said to be of another date.
    path = corpus.write("Referat.txt", MINUTES)
    corpus.ingest()
    assert NOTE_NAME in found(corpus, here)
    corpus.ingest(path, told=Told(date=dt.date(2024, 5, 6)))
    assert str(stored(corpus)[NOTE_NAME].date) == "2024-05-06"
    day = dt.date(2024, 5, 6)
    assert NOTE_NAME in found(corpus, Filters(date_from=day, date_to=day))
    # When they go, the note is nobody's.
    ingest.remove([stored(corpus)["Referat.txt"].document_id])
    note = stored(corpus)[NOTE_NAME]
    assert (note.attachment, note.forum, note.date) == (None, None, None)
    assert NOTE_NAME not in found(corpus, here) and NOTE_NAME in found(corpus)
    corpus.state()


def test_ties_seen_a_few_at_a_time_are_those_of_seeing_all(corpus: Corpus) -> None:
    texts = {"Referat.txt": MINUTES, NOTE_NAME: NOTE, "Udkast.txt": DRAFT}
    (corpus.files / "anden").mkdir()
    (corpus.files / "anden" / "Læs mig.txt").write_text("Her ligger referaterne.")
    chance, seen = Random(3), set()
    for _ in range(14):
        place = (
            corpus.files
            / chance.choice(("møde", "møde/bilag", "andet møde"))
            / chance.choice(list(texts))
        )
        place.parent.mkdir(parents=True, exist_ok=True)
        if place.exists():
            place.rename(place.parent.parent / place.name)
        else:
            place.write_text(texts[place.name])
        Ingest(corpus.settings, corpus.encoder).run([corpus.files], prune=True)
        corpus.state()  # Holds the ties against all seen anew.
        attachments, superseded = corpus.read(lambda c: c.ties())
        seen.add((len(attachments), len(superseded)))
    assert {bool(number) for pair in seen for number in pair} == {True, False}
    assert any(all(pair) for pair in seen)


def test_of_versions_one_is_found_and_another_takes_over_when_it_goes(corpus: Corpus) -> None:
    corpus.write("Udkast.txt", DRAFT)
    corpus.ingest()
    assert found(corpus) == {"Udkast.txt"}
    words = corpus.read(lambda c: {word for word, _, _ in c.words()})
    assert "udkastet" in words
    corpus.write("Referat.txt", MINUTES)
    corpus.ingest()
    documents = stored(corpus)
    assert documents["Udkast.txt"].superseded_by == documents["Referat.txt"].document_id
    assert documents["Referat.txt"].superseded_by is None
    assert found(corpus) == {"Referat.txt"}
    assert "udkastet" not in corpus.read(lambda c: {word for word, _, _ in c.words()})
    corpus.state()
    archive = Archive(corpus.settings, corpus.encoder)
    assert compare(archive, "Takster for Bakkehuset").overview.endswith("1 møde.")
    [bakkehuset] = [e for e in list_entities(archive).entities if e.name == "KKR Sjælland"]
    assert bakkehuset.documents == 1
    archive.close()
    Ingest(corpus.settings, corpus.encoder).remove([documents["Referat.txt"].document_id])
    assert found(corpus) == {"Udkast.txt"}
    assert stored(corpus)["Udkast.txt"].superseded_by is None
    corpus.state()


def test_nothing_is_told_of_ties_above_the_clearance(corpus: Corpus, encoder: Encoder) -> None:
    path = corpus.write("Referat.txt", MINUTES)
    corpus.ingest(path, told=Told(access="closed"))
    corpus.ingest(corpus.write("Udkast.txt", DRAFT), corpus.write(NOTE_NAME, NOTE))
    documents = stored(corpus)
    assert documents["Udkast.txt"].superseded_by is None
    # The open draft lists the open note.
    tie = documents[NOTE_NAME].attachment
    assert tie and tie.document_id == documents["Udkast.txt"].document_id
    archive = Archive(corpus.settings, encoder).cleared("public")
    assert {hit.source for hit in search(archive, "Bakkehuset").hits} == {"Udkast.txt", NOTE_NAME}
    archive.close()
