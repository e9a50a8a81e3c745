"""Every address of the service with a key of every clearance: nothing above it comes out."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient

from corpus.records import ACCESS_LEVELS, AccessLevel, Document
from ingest.head.told import Told
from models.encoder import Encoder
from search_api.access.keys import KeyStore
from search_api.archive import Archive
from search_api.http import create_app
from tests.ingested import Corpus
from tests.test_clearance import MATTERS, NAMES, may_see, written

ENTITIES: dict[AccessLevel, str] = {
    "public": "institution:kofoedsminde",
    "internal": "institution:oestruplund",
    "closed": "institution:soelager",
}


@pytest.fixture(scope="module")
def documents(
    tmp_path_factory: pytest.TempPathFactory, encoder: Encoder
) -> tuple[Corpus, dict[AccessLevel, Document]]:
    made = Corpus(tmp_path_factory.mktemp("clearance-http"), encoder)
    for level in ACCESS_LEVELS:
        made.ingest(made.write(f"{level}.txt", written(level)), told=Told(access=level))
    archive = Archive(made.settings, encoder)
    found = {d.access: d for d in map(archive.document, archive.catalogue.document_ids())}
    archive.close()
    return made, found


@pytest.fixture(scope="module")
def client(documents: tuple[Corpus, dict[AccessLevel, Document]]) -> Iterator[TestClient]:
    settings = documents[0].settings.model_copy(update={"rate_limit": 100_000})
    with TestClient(create_app(settings), follow_redirects=True) as client:
        yield client


@pytest.fixture(scope="module")
def keys(documents: tuple[Corpus, dict[AccessLevel, Document]]) -> dict[AccessLevel, str]:
    store = KeyStore(documents[0].settings.data)
    made = {level: store.add(f"{level}-editor", "editor", level).secret for level in ACCESS_LEVELS}
    store.close()
    return made


def addresses(document: Document, level: AccessLevel) -> list[str]:
    """Every address that could tell of a document, by its ids and by its matter."""
    forum, matter, _ = MATTERS[level]
    item = document.items[0]
    span = f"start={item.start}&end={item.end}"
    asking = [f"q={matter}", f"q=Hvad besluttede regionerne i 2024&forum={forum}"]
    asking += [f"q=Hvad blev besluttet&entity={ENTITIES[level]}", "q=Hvad blev besluttet i 2024"]
    verbs = ("search", "ask", "compare", "brief")
    return [
        *(f"/api/v1/{verb}?{asked}" for verb in verbs for asked in asking),
        *(f"/api/v1/brief?{asking[0]}&format={kind}" for kind in ("md", "docx", "pdf")),
        f"/api/v1/brief?q=Fælles svømmehal&add={document.document_id}:{item.start}-{item.end}",
        *(
            f"/api/v1/export/{name}?{asked}"
            for name in ("search.csv", "compare.csv", "compare.docx")
            for asked in asking
        ),
        "/api/v1/documents",
        f"/api/v1/documents?forum={forum}",
        f"/api/v1/documents/{document.document_id}",
        f"/api/v1/documents/{document.document_id}/original",
        f"/api/v1/items/{item.item_id}",
        f"/api/v1/items/{item.item_id}?{span}",
        "/api/v1/entities",
        f"/api/v1/entities/{ENTITIES[level]}",
        *(f"/?{asked}" for asked in asking),
        "/",
        *(f"/sammenlign?{asked}" for asked in asking),
        *(f"/tal?{asked}" for asked in asking),
        *(f"/api/v1/figures?{asked}" for asked in asking),
        *(f"/forloeb?{asked}" for asked in asking),
        *(f"/api/v1/follow?{asked}" for asked in asking),
        *(f"/briefing?{asked}" for asked in asking),
        f"/briefing?q=Fælles svømmehal&tilfoej={document.document_id}:{item.start}-{item.end}",
        "/dokumenter",
        f"/dokumenter?forum={forum}",
        f"/dokumenter/{document.document_id}?{span}",
        "/beslutninger",
        f"/beslutninger?forum={forum}",
        f"/beslutninger?entity={ENTITIES[level]}",
        f"/beslutninger?document={document.document_id}",
        "/api/v1/decisions",
        f"/api/v1/decisions?document={document.document_id}",
        f"/api/v1/decisions?format=csv&forum={forum}",
        "/?q=Hvad besluttede KKR i 2024?",
        "/emner",
        f"/emner/{ENTITIES[level]}",
        "/forslag",
        "/hjaelp",
        "/upload",
        "/api/v1/jobs",
    ]


@pytest.mark.parametrize("level", ACCESS_LEVELS)
@pytest.mark.parametrize("clearance", ACCESS_LEVELS)
def test_no_address_tells_of_what_is_above(
    client: TestClient,
    documents: tuple[Corpus, dict[AccessLevel, Document]],
    keys: dict[AccessLevel, str],
    clearance: AccessLevel,
    level: AccessLevel,
) -> None:
    document = documents[1][level]
    _, _, decided = MATTERS[level]
    seen = 0
    for address in addresses(document, level):
        response = client.get(address, headers={"Authorization": f"Bearer {keys[clearance]}"})
        assert response.status_code < 500, f"{address}: {response.status_code} {response.text}"
        told = decided in response.text or document.title in response.text
        assert may_see(clearance, level) or not told, address
        seen += told
        if not may_see(clearance, level):
            # A made-up id and one that is above are answered alike.
            if document.document_id in address or document.items[0].item_id in address:
                assert response.status_code in (404, 422), f"{address}: {response.status_code}"
            assert document.document_id not in response.text or document.document_id in address
    assert may_see(clearance, level) == (seen > 0)


@pytest.mark.parametrize("clearance", ACCESS_LEVELS)
def test_counts_are_of_what_may_be_seen(
    client: TestClient, keys: dict[AccessLevel, str], clearance: AccessLevel
) -> None:
    headers = {"Authorization": f"Bearer {keys[clearance]}"}
    cleared = ACCESS_LEVELS.index(clearance) + 1
    listed = client.get("/api/v1/documents", headers=headers).json()
    assert len(listed["documents"]) == cleared
    entities = client.get("/api/v1/entities", headers=headers).json()["entities"]
    names = {entity["name"] for entity in entities}
    assert names & set(NAMES.values()) == {NAMES[level] for level in ACCESS_LEVELS[:cleared]}
    found = client.get("/api/v1/search?q=Hvad blev besluttet", headers=headers).json()
    assert sum(facet["count"] for facet in found["facets"]["regions"]) == len(found["hits"])
    assert len({hit["document_id"] for hit in found["hits"]}) == cleared


@pytest.mark.parametrize("clearance", ACCESS_LEVELS)
def test_only_what_may_be_seen_can_be_deleted(
    client: TestClient,
    documents: tuple[Corpus, dict[AccessLevel, Document]],
    keys: dict[AccessLevel, str],
    clearance: AccessLevel,
) -> None:
    for level in ACCESS_LEVELS:
        if not may_see(clearance, level):
            response = client.delete(
                f"/api/v1/documents/{documents[1][level].document_id}",
                headers={"Authorization": f"Bearer {keys[clearance]}"},
            )
            assert response.status_code == 404
    whole = {"Authorization": f"Bearer {keys['closed']}"}
    assert len(client.get("/api/v1/documents", headers=whole).json()["documents"]) == 3
