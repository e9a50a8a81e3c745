"""Briefing, as a browser without JavaScript shows it: real engine, real model."""

from __future__ import annotations

import io
from collections.abc import Iterator
from urllib.parse import urlencode, urlsplit

import pytest
from bs4 import BeautifulSoup
from docx import Document
from fastapi.testclient import TestClient

from corpus.settings import Settings
from search_api.http import create_app
from search_api.replies import Briefing
from tests.pages import HTML, one, page, shown_behind, spoken

MATTER = "særlige pladser"
NOTE = f"/briefing?q={MATTER}"


@pytest.fixture(scope="module")
def client(samples_settings: Settings) -> Iterator[TestClient]:
    with TestClient(create_app(samples_settings)) as client:
        yield client


@pytest.fixture(scope="module")
def briefing(client: TestClient) -> Briefing:
    return Briefing.model_validate(client.get("/api/v1/brief", params={"q": MATTER}).json())


def note(soup: BeautifulSoup) -> str:
    """The note without its sources."""
    article = one(soup, "article.note")
    return spoken(article).split(" Kilder ")[0]


def numbers(soup: BeautifulSoup) -> list[int]:
    """The numbers of the quotes, in the order they come; "Se også" repeats one."""
    found = dict.fromkeys(mark.text for mark in soup.select(".note .citation-mark"))
    return [int(mark.strip("[]")) for mark in found]


def candidates(soup: BeautifulSoup) -> list[tuple[str, str]]:
    """The sentences that can be added, by name and text."""
    fields = soup.select("input[name=tilfoej]")
    labels = [one(soup, f"label[for={field['id']}]") for field in fields]
    for label in labels:
        for apart in label.select("span"):
            apart.extract()
    return [(field["value"], spoken(label)) for field, label in zip(fields, labels, strict=True)]


def test_the_matter_is_asked_for(client: TestClient) -> None:
    soup = page(client, "/briefing")
    assert one(soup, "form.question")["action"] == "/briefing"
    assert not soup.select("article")


def test_the_note_is_the_one_that_is_printed(client: TestClient, briefing: Briefing) -> None:
    soup = page(client, NOTE)
    assert spoken(one(soup, "h1")) == briefing.title
    text = note(soup)
    at = 0
    for section in briefing.sections:
        for sentence in section.sentences:
            said = " ".join(f"{sentence.text} [{sentence.citation.n}]".split())
            at = text.index(said, at) + len(said)
    assert numbers(soup) == list(range(1, len(briefing.citations) + 1))
    for citation in briefing.citations:
        source = one(soup, f"#kilde{citation.n}").find_parent("li")
        assert source is not None and citation.source in source.text
        assert shown_behind(client, one(source, "a")["href"])


def test_sentences_are_left_out_and_numbered_anew(client: TestClient, briefing: Briefing) -> None:
    soup = page(client, f"{NOTE}&udelad=1&udelad=4")
    gone = [sentence for s in briefing.sections for sentence in s.sentences][0].text
    assert gone not in note(soup) and gone in spoken(one(soup, ".edit"))
    assert numbers(soup) == list(range(1, len(briefing.citations) - 1))
    checked = [field["value"] for field in soup.select("input[name=udelad][checked]")]
    assert checked == ["1", "4"]


def test_sentences_of_the_same_matter_are_added(client: TestClient, briefing: Briefing) -> None:
    first = page(client, NOTE)
    others = candidates(first)
    assert 10 <= len(others) <= 15
    shown = note(first)
    assert not any(text in shown for _, text in others)
    (one_span, one_text), (other_span, other_text) = others[0], others[3]
    added = page(client, f"{NOTE}&{urlencode([('tilfoej', one_span), ('tilfoej', other_span)])}")
    assert one_text in note(added) and other_text in note(added)
    assert numbers(added) == list(range(1, len(briefing.citations) + 3))
    checked = [field["value"] for field in added.select("input[name=tilfoej][checked]")]
    assert set(checked) == {one_span, other_span}


@pytest.mark.parametrize(
    "span",
    [
        "Alle pladser lukkes i morgen.",
        "findes-ikke:0-10",
        "{document}:0-40",
        "{document}:{start}-{cut}",
        "<script>alert(1)</script>:1-2",
    ],
)
def test_only_stored_sentences_can_be_added(
    client: TestClient, briefing: Briefing, span: str
) -> None:
    citation = briefing.citations[0]
    tried = span.format(document=citation.document_id, start=citation.start, cut=citation.end - 3)
    soup = page(client, f"{NOTE}&{urlencode({'tilfoej': tried})}", 422)
    assert "En sætning kunne ikke tilføjes" in spoken(one(soup, ".alert-error"))
    assert note(soup) == note(page(client, NOTE))
    refused = client.get("/api/v1/brief", params={"q": MATTER, "add": tried})
    assert refused.status_code in (404, 422)


def test_files_hold_the_same_selection(client: TestClient) -> None:
    others = candidates(page(client, NOTE))
    span, text = others[0]
    soup = page(client, f"{NOTE}&udelad=1&{urlencode({'tilfoej': span})}")
    links = {spoken(link): link["href"] for link in soup.select(".actions a")}
    markdown = client.get(links["Hent som Markdown"])
    assert markdown.headers["content-type"].startswith("text/markdown")
    assert text in markdown.text
    word = client.get(links["Hent som Word"])
    written = "\n".join(
        paragraph.text for paragraph in Document(io.BytesIO(word.content)).paragraphs
    )
    assert all(f"[{n}]" in written for n in numbers(soup))
    assert text in written and f"[{numbers(soup)[-1] + 1}]" not in written
    assert client.get(links["Hent som PDF"]).content.startswith(b"%PDF")


def test_the_form_keeps_the_question_and_begins_again(client: TestClient) -> None:
    soup = page(client, f"{NOTE}&from=2022&udelad=2")
    form = one(soup, ".edit form")
    kept = {field["name"]: field["value"] for field in form.select("input[type=hidden]")}
    assert kept == {"q": MATTER, "from": "2022"}
    again = one(form, "a.button")["href"]
    assert urlsplit(again).query == urlencode({"q": MATTER, "from": "2022"})


def test_everything_can_be_left_out(client: TestClient, briefing: Briefing) -> None:
    every = "".join(f"&udelad={citation.n}" for citation in briefing.citations)
    soup = page(client, f"{NOTE}{every}")
    assert "Alle sætninger er udeladt af notatet." in note(soup)
    assert not numbers(soup)
    # What is no number of a sentence is passed over.
    assert note(page(client, f"{NOTE}&udelad=999&udelad=x&udelad=-1")) == note(page(client, NOTE))


def test_silence_is_told_plainly(client: TestClient) -> None:
    soup = page(client, "/briefing?q=elefanter")
    assert "Referaterne indeholder intet om »elefanter«." in note(soup)
    assert not soup.select(".edit") and not soup.select(".actions")


def test_a_hostile_question_is_only_text(client: TestClient) -> None:
    hostile = """<script>alert(1)</script> [x](javascript:alert(2)) særlige pladser"""
    response = client.get("/briefing", params={"q": hostile}, headers=HTML)
    soup = page(client, str(response.url))
    assert hostile in note(soup)
    assert "<script>alert" not in response.text


def test_what_cannot_be_written_about_is_said_and_kept(client: TestClient) -> None:
    soup = page(client, f"{NOTE}&to=engang", 422)
    assert "Datoen »engang« (til) kan ikke læses" in spoken(one(soup, ".alert-error"))
    assert one(soup, "#q")["value"] == MATTER
