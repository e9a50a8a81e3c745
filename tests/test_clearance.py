"""What each clearance can come to see: nothing above it, on any path."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from corpus.errors import NotFound
from corpus.records import ACCESS_LEVELS, AccessLevel
from ingest.head.told import Told
from models.encoder import Encoder
from search_api.archive import Archive
from search_api.ask import ask
from search_api.brief import brief
from search_api.compare import compare
from search_api.documents import document_text, item_text, list_documents, list_entities
from search_api.filters import read_filters
from search_api.search import search
from tests.ingested import Corpus

# Of each level: the forum, a matter that only its minutes speak of, and a word of the decision.
MATTERS: dict[AccessLevel, tuple[str, str, str]] = {
    "public": ("KKR Sjælland", "Fælles svømmehal", "svømmehallen i Korsør"),
    "internal": ("KKR Syddanmark", "Nedlæggelse af Grævlingehuset", "Grævlingehuset lukkes"),
    "closed": ("KKR Nordjylland", "Tvangsflytning fra Ørnereden", "Ørnereden rømmes straks"),
}
NAMES: dict[AccessLevel, str] = {
    "public": "Kofoedsminde",
    "internal": "Østruplund",
    "closed": "Sølager",
}


def written(level: AccessLevel) -> str:
    forum, matter, decided = MATTERS[level]
    return (
        f"Referat af møde i {forum} den 4. marts 2024\n\n1. {matter}\n\nBaggrund\n\n"
        f"Kommunerne har drøftet sagen om {NAMES[level]} siden foråret.\n\nBeslutning\n\n"
        f"{forum} besluttede, at {decided}.\n\n2. Eventuelt\n\nDer var intet.\n"
    )


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory, encoder: Encoder) -> Corpus:
    made = Corpus(tmp_path_factory.mktemp("clearance"), encoder)
    for level in ACCESS_LEVELS:
        path = made.write(f"{level}.txt", written(level))
        made.ingest(path, told=Told(access=level))
    return made


@pytest.fixture(scope="module")
def whole(corpus: Corpus) -> Iterator[Archive]:
    archive = Archive(corpus.settings, corpus.encoder)
    yield archive
    archive.close()


def may_see(clearance: AccessLevel, level: AccessLevel) -> bool:
    return ACCESS_LEVELS.index(level) <= ACCESS_LEVELS.index(clearance)


PAIRS = [(clearance, level) for clearance in ACCESS_LEVELS for level in ACCESS_LEVELS]


@pytest.mark.parametrize(("clearance", "level"), PAIRS)
def test_questions(whole: Archive, clearance: AccessLevel, level: AccessLevel) -> None:
    archive, seen = whole.cleared(clearance), may_see(clearance, level)
    forum, matter, decided = MATTERS[level]
    question = f"Hvad blev besluttet om {matter}?"
    assert (decided in search(archive, question).model_dump_json()) == seen
    asked = ask(archive, question)
    assert (decided in asked.text) == seen
    assert (decided in compare(archive, matter).model_dump_json()) == seen
    assert (decided in brief(archive, matter).model_dump_json()) == seen
    if not seen:
        # Nor that there is something that is not told.
        assert "indeholder intet om" in asked.reason or "ingen referater" in asked.reason
        assert forum not in asked.model_dump_json()


@pytest.mark.parametrize(("clearance", "level"), PAIRS)
def test_the_collection(whole: Archive, clearance: AccessLevel, level: AccessLevel) -> None:
    archive, seen = whole.cleared(clearance), may_see(clearance, level)
    forum, _, decided = MATTERS[level]
    document = next(
        d for d in map(whole.document, whole.catalogue.document_ids()) if d.access == level
    )
    listed = [view.document_id for view in list_documents(archive).documents]
    assert (document.document_id in listed) == seen
    assert len(listed) == ACCESS_LEVELS.index(clearance) + 1
    entities = {entity.name: entity for entity in list_entities(archive).entities}
    assert (NAMES[level] in entities) == seen
    assert (document.region in archive.catalogue.regions()) == seen
    if seen:
        assert decided in document_text(archive, document.document_id).text
        assert item_text(archive, document.items[0].item_id).document_id == document.document_id
        read_filters(archive, forums=[forum])
        return
    with pytest.raises(NotFound):
        document_text(archive, document.document_id)
    with pytest.raises(NotFound):
        item_text(archive, document.items[0].item_id)


def test_what_is_cleared_cannot_be_written_through(whole: Archive) -> None:
    catalogue = whole.cleared("public").catalogue
    secret = next(
        d for d in map(whole.document, whole.catalogue.document_ids()) if d.access == "closed"
    )
    with pytest.raises(Exception, match="view|kun læses"):
        catalogue.delete_document(secret.document_id)
    assert whole.catalogue.has_document(secret.document_id)


def test_levels_follow_the_file_until_another_is_told(corpus: Corpus) -> None:
    path = corpus.write("svømning.txt", written("public").replace("Korsør", "Halsskov"))
    corpus.ingest(path, told=Told(access="internal"))
    assert corpus.ingest(path)[0].outcome == "unchanged"
    archive = Archive(corpus.settings, corpus.encoder)
    assert "Halsskov" not in search(archive.cleared("public"), "svømmehal").model_dump_json()
    assert "Halsskov" in search(archive.cleared("internal"), "svømmehal").model_dump_json()
    assert corpus.ingest(path, told=Told(access="public"))[0].outcome == "replaced"
    assert "Halsskov" in search(archive.cleared("public"), "svømmehal").model_dump_json()
    archive.close()
