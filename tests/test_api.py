"""The JSON API: real engine, real model, real requests."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from fastapi.openapi.models import OpenAPI
from fastapi.testclient import TestClient

from corpus.records import REGIONS
from corpus.settings import Settings
from ingest.pipeline import Ingest
from models.encoder import Encoder
from search_api.api.operation import Health
from search_api.document_replies import DocumentList, DocumentText, ItemText
from search_api.http import create_app
from search_api.replies import (
    Answer,
    Citation,
    Comparison,
    EntityList,
    Search,
)

KOFOEDSMINDE = "Hvordan håndterede hvert KKR Kofoedsminde?"
FACTS = (
    "Hvor mange penge fik Nøglen Først til et år mere?",
    "Hvor meget dyrere blev Overførstergården pr. døgn?",
    "Hvorfor fik Østruplund nej til en højere takst?",
)


@pytest.fixture(scope="module")
def client(samples_settings: Settings) -> Iterator[TestClient]:
    with TestClient(create_app(samples_settings)) as client:
        yield client


def get(client: TestClient, verb: str, **parameters: Any) -> Any:
    response = client.get(f"/api/v1/{verb}", params=parameters)
    assert response.status_code == 200, response.text
    return response.json()


def problem(response: Any, status: int) -> str:
    """The detail of a problem that is laid out as RFC 9457 says."""
    assert response.headers["content-type"] == "application/problem+json"
    body = response.json()
    assert response.status_code == body["status"] == status
    assert set(body) == {"type", "title", "status", "detail", "request_id"}
    assert body["title"] and body["detail"]
    return str(body["detail"])


def check_citation(client: TestClient, citation: Citation) -> None:
    """A citation's offsets give its quote, in the document and where its address leads."""
    document = get(client, f"documents/{citation.document_id}")
    assert document["text"][citation.start : citation.end] == citation.quote
    response = client.get(citation.url)
    item = ItemText.model_validate(response.json())
    assert item.quote == citation.quote
    assert item.item.item_id == citation.item.item_id
    assert item.text[citation.start - item.start : citation.end - item.start] == citation.quote


def test_health(client: TestClient) -> None:
    health = Health.model_validate(client.get("/health").json())
    assert health.status == "ok" and health.version


def test_search(client: TestClient) -> None:
    found = Search.model_validate(get(client, "search", q="særlige pladser", limit=3))
    assert found.question == "særlige pladser"
    assert len(found.hits) == 3
    for hit in found.hits:
        assert hit.text in get(client, f"documents/{hit.document_id}")["text"]
    assert sum(facet.count for facet in found.facets.sections) == 3


@pytest.mark.parametrize("question", FACTS)
def test_ask(client: TestClient, question: str) -> None:
    answer = Answer.model_validate(get(client, "ask", q=question))
    assert not answer.abstained and answer.citations
    for citation in answer.citations:
        check_citation(client, citation)


def test_compare_answers_for_all_five_regions(client: TestClient) -> None:
    comparison = Comparison.model_validate(get(client, "compare", q=KOFOEDSMINDE))
    assert tuple(region.region for region in comparison.regions) == REGIONS
    status = {region.region: region.status for region in comparison.regions}
    assert status["Hovedstaden"] == "none" and status["Sjælland"] == "found"
    for citation in comparison.citations:
        check_citation(client, citation)


def test_compare_answers_only_for_the_regions_named(client: TestClient) -> None:
    filtered = get(client, "compare", q=KOFOEDSMINDE, region=["Region Sjælland", "hovedstaden"])
    assert {region["region"] for region in filtered["regions"]} == {"Hovedstaden", "Sjælland"}
    named = get(client, "compare", q="Hvad siger Midtjylland og Syddanmark om takster?")
    assert [region["region"] for region in named["regions"]] == ["Syddanmark", "Midtjylland"]


@pytest.mark.parametrize(
    ("parameters", "field", "allowed"),
    [
        ({"region": "sjælland,nordjylland"}, "region", {"Sjælland", "Nordjylland"}),
        ({"region": ["Region H", "Syddanmark"]}, "region", {"Hovedstaden", "Syddanmark"}),
        ({"forum": "KKR Midt"}, "forum", {"KKR Midtjylland"}),
        ({"section": "beslutning"}, "section", {"decision"}),
    ],
)
def test_filters_narrow(
    client: TestClient, parameters: dict[str, Any], field: str, allowed: set[str]
) -> None:
    hits = get(client, "search", q="takster", limit=50, **parameters)["hits"]
    assert {hit[field] for hit in hits} == allowed


def test_dates_narrow(client: TestClient) -> None:
    hits = get(client, "search", q="takster", limit=50, **{"from": "marts 2022", "to": "2023-06"})
    dates = [hit["date"] for hit in hits["hits"]]
    assert dates and all("2022-03-01" <= date <= "2023-06-30" for date in dates)


def test_entities_narrow(client: TestClient) -> None:
    hits = get(client, "search", q="økonomi", limit=50, entity="Kofoedsminde")["hits"]
    for hit in hits:
        entities = get(client, f"items/{hit['item']['item_id']}")["entities"]
        assert "institution:kofoedsminde" in [entity["entity_id"] for entity in entities]
    everything = get(client, "search", q="økonomi", limit=50)["hits"]
    assert 0 < len(hits) < len(everything)


def test_documents(client: TestClient) -> None:
    listed = DocumentList.model_validate(get(client, "documents")).documents
    assert len(listed) >= 8
    assert {document.region for document in listed} == set(REGIONS)
    for view in listed:
        whole = DocumentText.model_validate(get(client, f"documents/{view.document_id}"))
        assert whole.items == view.items
        for item in whole.items:
            for section in item.sections:
                assert 0 <= section.start <= section.end <= len(whole.text)


def test_missing_items_are_told(client: TestClient) -> None:
    documents = DocumentList.model_validate(get(client, "documents")).documents
    missing = [item for document in documents for item in document.items if item.missing]
    assert missing
    item = ItemText.model_validate(get(client, f"items/{missing[0].item_id}"))
    assert item.item.missing and item.text == ""


def test_items(client: TestClient) -> None:
    document = DocumentList.model_validate(get(client, "documents")).documents[0]
    text = get(client, f"documents/{document.document_id}")["text"]
    for view in document.items:
        item = ItemText.model_validate(get(client, f"items/{view.item_id}"))
        assert item.item == view and item.quote is None
        assert item.text == text[item.start : item.end]


def test_entities(client: TestClient) -> None:
    entities = EntityList.model_validate(get(client, "entities")).entities
    assert "institution:kofoedsminde" in [entity.entity_id for entity in entities]
    assert entities == sorted(entities, key=lambda e: (-e.mentions, e.entity_id))
    regions = EntityList.model_validate(get(client, "entities", kind="region")).entities
    assert regions and {entity.kind for entity in regions} == {"region"}


def test_danish_letters_are_written_as_themselves(client: TestClient) -> None:
    response = client.get("/api/v1/search?q=ØSTRUPLUND%20p%C3%A5%20Sj%C3%A6lland")
    assert "ØSTRUPLUND på Sjælland" in response.content.decode("utf-8")


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("search", "»q« mangler"),
        ("ask?q=", "»q« må ikke være tom"),
        ("compare?q=%20%20", "»q« må ikke være tom"),
        (f"ask?q={'a' * 1001}", "»q« må højst være på 1000 tegn"),
        ("search?q=x&limit=0", "»limit« skal være mindst 1"),
        ("search?q=x&limit=51", "»limit« må højst være 50"),
        ("search?q=x&limit=mange", "»limit« skal være et helt tal"),
        ("search?limit=0", "»q« mangler. Parameteren »limit«"),
        ("search?q=x&region=Fyn", "»Fyn«"),
        ("ask?q=x&forum=Byr%C3%A5det", "»Byrådet«"),
        ("compare?q=x&entity=qqqq", "»qqqq«"),
        ("search?q=x&section=kapitel", "»kapitel«"),
        ("search?q=x&from=i%20g%C3%A5r", "»i går«"),
        ("search?q=x&from=2021&to=2020", "»2021«"),
        ("entities?kind=x", "municipality, region"),
    ],
)
def test_bad_parameters_are_named(client: TestClient, address: str, said: str) -> None:
    assert said in problem(client.get(f"/api/v1/{address}"), 422)


def test_spans_outside_an_item_are_refused(client: TestClient) -> None:
    view = get(client, "documents")["documents"][0]["items"][0]
    item = get(client, f"items/{view['item_id']}")
    start, end = item["start"], item["end"]
    for span in ((start - 1, end), (start, end + 1), (end, start), (start, start)):
        response = client.get(
            f"/api/v1/items/{view['item_id']}", params={"start": span[0], "end": span[1]}
        )
        problem(response, 422)
    alone = client.get(f"/api/v1/items/{view['item_id']}", params={"start": start})
    assert "sammen" in problem(alone, 422)


def test_what_is_not_there(client: TestClient) -> None:
    assert "»intet«" in problem(client.get("/api/v1/documents/intet"), 404)
    assert "»intet«" in problem(client.get("/api/v1/items/intet"), 404)
    problem(client.get("/api/v1/intet"), 404)
    problem(client.post("/api/v1/ask"), 405)


def test_the_unforeseen_tells_nothing_of_itself(
    samples_settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("hemmelig /sti")

    monkeypatch.setattr("search_api.service.search", fail)
    client = TestClient(create_app(samples_settings), raise_server_exceptions=False)
    response = client.get("/api/v1/search?q=x")
    assert "uventet fejl" in problem(response, 500)
    assert "hemmelig" not in response.text and "Traceback" not in response.text


def test_an_index_that_cannot_be_used(samples_settings: Settings, tmp_path: Path) -> None:
    broken = tmp_path / "data"
    shutil.copytree(samples_settings.data, broken)
    other = Settings(data=broken, passage_prompt="en anden: ")
    with TestClient(create_app(other)) as client:
        response = client.get("/api/v1/documents")
        assert "sprogmodel" in problem(response, 503)
    (broken / "index" / "CURRENT").write_text("vrøvl", encoding="utf-8")
    with TestClient(create_app(Settings(data=broken))) as client:
        assert client.get("/health").status_code == 200
        response = client.get("/api/v1/ask", params={"q": FACTS[0]})
        assert "tvaersnit reindex" in problem(response, 503)
        assert str(tmp_path) not in response.text


def write_minutes(folder: Path, region: str, decision: str) -> Path:
    file = folder / f"kkr-{region.lower()}.txt"
    file.write_text(
        f"KKR {region}\n\nReferat af møde den 4. marts 2024\n\n"
        "1. Godkendelse af dagsorden\n\nBeslutning\nDagsordenen blev godkendt.\n\n"
        f"2. Fælles svømmehal\n\nBeslutning\n{decision}\n\n3. Eventuelt\n\nIntet.\n",
        encoding="utf-8",
    )
    return file


def test_a_running_service_follows_every_ingest(tmp_path: Path, encoder: Encoder) -> None:
    settings = Settings(data=tmp_path / "data")
    files = tmp_path / "referater"
    files.mkdir()
    question = {"q": "Hvad blev besluttet om svømmehallen?"}
    with TestClient(create_app(settings)) as client:
        assert client.get("/health").json()["status"] == "ok"
        for address in ("search?q=x", "ask?q=x", "compare?q=x", "documents", "items/x", "entities"):
            response = client.get(f"/api/v1/{address}")
            assert "tvaersnit ingest" in problem(response, 503)
            assert str(tmp_path) not in response.text

        file = write_minutes(files, "Nordjylland", "KKR Nordjylland udsatte svømmehallen til maj.")
        Ingest(settings, encoder).run([file])
        assert "udsatte svømmehallen" in get(client, "ask", **question)["text"]
        found = get(client, "compare", **question, region="Sjælland,Nordjylland")["regions"]
        assert [region["status"] for region in found] == ["none", "found"]

        write_minutes(files, "Nordjylland", "KKR Nordjylland opgav svømmehallen helt.")
        write_minutes(files, "Sjælland", "KKR Sjælland godkendte svømmehallen i Korsør.")
        Ingest(settings, encoder).run([files])
        assert len(get(client, "documents")["documents"]) == 2
        answer = get(client, "ask", **question, region="Nordjylland")["text"]
        assert "opgav svømmehallen" in answer and "udsatte" not in answer
        found = get(client, "compare", **question, region="Sjælland,Nordjylland")["regions"]
        assert [region["status"] for region in found] == ["found", "found"]


def test_many_at_once_get_what_one_gets(client: TestClient) -> None:
    requests = [
        *(("ask", {"q": question}) for question in FACTS),
        *(("search", {"q": question, "region": "Syddanmark"}) for question in FACTS),
        ("compare", {"q": KOFOEDSMINDE}),
        ("documents", {}),
    ]
    alone = [get(client, verb, **parameters) for verb, parameters in requests]
    with ThreadPoolExecutor(8) as threads:
        together = list(threads.map(lambda r: get(client, r[0], **r[1]), requests * 4))
    assert together == alone * 4


def _references(node: Any) -> Iterator[str]:
    if isinstance(node, dict):
        for key, value in node.items():
            if key == "$ref":
                yield value
            else:
                yield from _references(value)
    elif isinstance(node, list):
        for value in node:
            yield from _references(value)


def test_the_openapi_document(client: TestClient) -> None:
    document = client.get("/openapi.json").json()
    OpenAPI.model_validate(document)
    assert document["info"]["title"] == "Tværsnit"
    schemas = {f"#/components/schemas/{name}" for name in document["components"]["schemas"]}
    assert set(_references(document)) <= schemas
    expected = {
        "/health",
        *(f"/api/v1/{verb}" for verb in ("search", "ask", "compare", "documents", "entities")),
        "/api/v1/documents/{document_id}",
        "/api/v1/items/{item_id}",
    }
    assert set(document["paths"]) >= expected
    for path in document["paths"].values():
        for operation in path.values():
            assert operation["summary"] and operation["description"]
            for parameter in operation.get("parameters", []):
                assert parameter["description"]
            for response in operation["responses"].values():
                assert response["description"] not in ("Successful Response", "Validation Error")
    assert client.get("/docs").status_code == 200
