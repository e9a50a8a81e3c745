"""Dokument and Dokumenter, as a browser without JavaScript shows them: real engine, real files."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import pytest
from bs4 import BeautifulSoup, Tag
from fastapi.testclient import TestClient

from corpus.records import Document, Mention, Page, Span
from corpus.settings import Settings
from ingest.extract import Extract
from ingest.parse import parse_document
from ingest.splitting.lines import TAG_OR_EMPHASIS
from models.tagger import Tagger
from search_api.access.keys import KeyStore
from search_api.archive import Archive
from search_api.http import create_app
from search_api.pages.document_text import Block, Part, document_parts, without_markup
from search_api.pages.ink import Ink
from tests.pages import one, page, spoken


@pytest.fixture(scope="module")
def client(samples_settings: Settings) -> Iterator[TestClient]:
    with TestClient(create_app(samples_settings)) as client:
        yield client


@pytest.fixture(scope="module")
def minutes_client(minutes_settings: Settings) -> Iterator[TestClient]:
    with TestClient(create_app(minutes_settings)) as client:
        yield client


def words(text: str) -> list[str]:
    """The words of a stored text, less its markup."""
    return re.findall(r"\w+", re.sub(TAG_OR_EMPHASIS, " ", text, flags=re.IGNORECASE))


def words_shown(soup: BeautifulSoup) -> list[str]:
    text = one(soup, "article.document-text")
    for own in text.select(".own"):
        own.decompose()
    for cell in text.select("td, th, li"):
        cell.append(" ")
    return re.findall(r"\w+", text.text)


def documents(archive: Archive) -> list[Document]:
    return [archive.document(one) for one in archive.catalogue.document_ids()]


def named(archive: Archive, beginning: str) -> Document:
    (found,) = [d for d in documents(archive) if d.source.startswith(beginning)]
    return found


def address(document: Document, quote: str, more: str = "") -> str:
    start = document.text.index(quote)
    end = start + len(quote)
    return f"/dokumenter/{document.document_id}?start={start}&end={end}{more}#citat"


def check_every_word(client: TestClient, archive: Archive) -> None:
    for document in documents(archive):
        for query in ("", "?navne=1", "?start=0&end=400&navne=1"):
            soup = page(client, f"/dokumenter/{document.document_id}{query}")
            assert words_shown(soup) == words(document.text), document.source


def test_every_word_of_the_samples_is_shown_in_order(client: TestClient, samples: Archive) -> None:
    check_every_word(client, samples)


def test_every_word_of_real_minutes_is_shown_in_order(
    minutes_client: TestClient, minutes: Archive
) -> None:
    check_every_word(minutes_client, minutes)


def check_quotes(archive: Archive) -> None:
    """Every passage that may be quoted is marked as it stands, and nothing else."""
    for document in documents(archive):
        for chunk, _ in archive.catalogue.chunks_of_items(
            [item.item_id for item in document.items], "passage"
        ):
            parts = document_parts(document, Span(chunk.start, chunk.end), [])
            written = " ".join(pieces(parts))
            marked = " ".join(re.findall(r"<mark[^>]*>(.*?)</mark>", written, re.DOTALL))
            assert words(unescape(marked)) == words(chunk.text)
            assert written.count('<mark id="citat">') == 1


def pieces(parts: list[Part]) -> Iterator[str]:
    def of(blocks: tuple[Block, ...]) -> Iterator[str]:
        for block in blocks:
            for row in block.rows:
                yield from row

    for part in parts:
        yield part.heading
        yield from of(part.blocks)
        for section in part.sections:
            yield section.label
            yield from of(section.blocks)


def test_any_passage_of_the_samples_can_be_quoted(samples: Archive) -> None:
    check_quotes(samples)


def test_any_passage_of_real_minutes_can_be_quoted(minutes: Archive) -> None:
    check_quotes(minutes)


def test_the_head_says_what_the_document_is(client: TestClient, samples: Archive) -> None:
    document = named(samples, "dassos")
    soup = page(client, f"/dokumenter/{document.document_id}")
    assert spoken(soup.h1) == document.title
    assert soup.title and soup.title.text == f"{document.title} – Tværsnit"
    facts = spoken(one(soup, "dl.facts"))
    for fact in (document.forum, "Midtjylland", "17. november 2023", document.place):
        assert fact and fact in facts
    assert [li.text for li in soup.select(".participants li")] == list(document.participants)
    assert not soup.find_all("mark") and not soup.select(".quoted-bar")


def test_items_stand_in_a_side_list_that_leads_to_them(client: TestClient) -> None:
    for view in client.get("/api/v1/documents").json()["documents"]:
        soup = page(client, f"/dokumenter/{view['document_id']}")
        links = soup.select("nav[aria-label=Punkter] a")
        items = [item for item in view["items"] if not item["missing"]]
        assert len(links) == len(items)
        for link, item in zip(links, items, strict=True):
            heading = one(soup, link["href"])
            assert re.fullmatch("h[2-5]", heading.name)
            assert item["title"].split()[0] in heading.text


def test_a_closed_item_is_told_of(client: TestClient) -> None:
    views = client.get("/api/v1/documents").json()["documents"]
    closed = [(v, i) for v in views for i in v["items"] if i["missing"]]
    assert closed
    for view, item in closed:
        soup = page(client, f"/dokumenter/{view['document_id']}")
        told = f"Punkt {item['number']} er ikke i referatet (lukket punkt)"
        assert [spoken(tag) for tag in soup.select(".absent")].count(told) == 2


def test_sections_have_their_own_label_and_the_common_name(
    client: TestClient, samples: Archive
) -> None:
    document = named(samples, "das-nordjylland")
    soup = page(client, f"/dokumenter/{document.document_id}")
    headings = {spoken(tag) for tag in soup.select("h3.section-heading")}
    assert {"Resumé", "Baggrund", "Indstilling", "Bilag", "Referat Beslutning"} <= headings


def test_a_table_is_a_table_and_a_list_a_list(client: TestClient, samples: Archive) -> None:
    document = named(samples, "dassos")
    soup = page(client, f"/dokumenter/{document.document_id}")
    (table,) = soup.find_all("table")
    assert [th.text for th in table.select("thead th")] == [
        "Model",
        "Pladser",
        "Anlæg, mio. kr.",
        "Døgntakst, kr.",
    ]
    assert [td.text for td in table.select("tbody tr")[0].find_all("td")] == [
        "Tilbygning i Hammel",
        "10",
        "82",
        "11.900",
    ]
    assert "Direktøren fra Aarhus Kommune" in [li.text for li in soup.select("ul.bulleted li")]
    assert "1. at DASSOS anbefaler et sikret tilbud i Vestdanmark" in [
        li.text for li in soup.select("ul.numbered li")
    ]
    assert "**" not in soup.text and "##" not in soup.text and "|" not in one(soup, "main").text


def test_a_quote_is_highlighted_with_word_of_where_it_stands(
    client: TestClient, samples: Archive
) -> None:
    document = named(samples, "kkr-sjaelland")
    quote = "KKR Sjælland bakkede op om den skærmede enhed med 8 pladser på Kofoedsminde."
    soup = page(client, address(document, quote))
    (mark,) = soup.find_all("mark")
    assert mark["id"] == "citat" and mark.text == quote
    assert spoken(one(soup, ".quoted-bar")) == "Citat fra punkt 3, Beslutning"


def test_a_quote_over_lines_list_items_and_cells_is_marked_in_pieces(
    client: TestClient, samples: Archive
) -> None:
    document = named(samples, "dassos")
    quote = document.text[document.text.index("Et groft overslag") :].split("| 41")[0]
    soup = page(client, address(document, quote))
    marks = soup.find_all("mark")
    assert [mark.get("id") for mark in marks] == ["citat"] + [None] * (len(marks) - 1)
    assert words(" ".join(mark.text for mark in marks)) == words(quote)
    assert len(soup.select("td mark")) == 6 and len(soup.select("th mark")) == 4


def test_the_way_back_stays_in_the_service(client: TestClient, samples: Archive) -> None:
    document = named(samples, "kkr-sjaelland")
    place = f"/dokumenter/{document.document_id}?tilbage="
    soup = page(client, place + "/%3Fq%3DKofoedsminde")
    assert one(soup, ".quoted-bar a")["href"] == "/?q=Kofoedsminde"
    asked = "/?q=Kofoedsminde&region=Sj%C3%A6lland"
    link = next(a for a in page(client, asked).select("main a") if "#citat" in str(a["href"]))
    _, back = page(client, str(link["href"])).select(".quoted-bar a")
    assert back["href"] == asked
    for elsewhere in ("https://example.org/", "//example.org", "/%5Cexample.org", "javascript:1"):
        assert not page(client, place + elsewhere).select(".quoted-bar")


@pytest.mark.parametrize(
    "query",
    [
        "start=1",
        "end=4",
        "start=9&end=3",
        "start=0&end=99999999",
        "start=x&end=2",
        "start=-1&end=5",
    ],
)
def test_a_span_that_is_none_is_refused_in_danish(
    client: TestClient, samples: Archive, query: str
) -> None:
    document = named(samples, "kkr-sjaelland")
    soup = page(client, f"/dokumenter/{document.document_id}?{query}", 422)
    assert "start" in spoken(one(soup, "main"))


def test_an_unknown_document_is_not_found(client: TestClient) -> None:
    assert "findes" in spoken(one(page(client, "/dokumenter/ukendt", 404), "main"))


def test_names_are_underlined_when_asked_for(client: TestClient, samples: Archive) -> None:
    document = named(samples, "kkr-sjaelland")
    quote = "KKR Sjælland bakkede op om den skærmede enhed med 8 pladser på Kofoedsminde."
    plain = page(client, address(document, quote))
    assert not plain.select("a.name")
    (switch,) = [a for a in plain.select(".document-actions a") if "navne" in a.text]
    soup = page(client, switch["href"])
    mark = one(soup, "mark#citat")
    assert mark.text == quote
    assert [(a.text, a["href"]) for a in mark.select("a.name")][-1] == (
        "Kofoedsminde",
        "/emner/institution:kofoedsminde",
    )
    (off,) = [a for a in soup.select(".document-actions a") if "navne" in a.text]
    assert not page(client, off["href"]).select("a.name")


def test_pages_are_numbered_where_there_are_several() -> None:
    ink = Ink("Første side. Anden side, som går videre.", Span(7, 24), [], [Page(0), Page(13)])
    soup = BeautifulSoup(ink.write(0, 40), "html.parser")
    assert [mark.text for mark in soup.find_all("mark")] == ["side. ", "Anden side,"]
    assert one(soup, "#side-2").text == "Side 2"


def test_years_stay_over_their_columns_where_the_corner_of_a_table_is_empty() -> None:
    text = (
        "Referat af møde i KKR Sjælland den 4. marts 2024\n\n1. Belægning på krisecentrene\n\n"
        "Sagsfremstilling\n\n\t2017\t2018\t2019\nKøge\t12\t15\t9\nNæstved\t4\t6\t8\n\n"
        "Beslutning\n\nOrienteringen blev taget til efterretning.\n"
    )
    parsed = parse_document(
        Extract(text, "txt"), source="x.txt", sha256="0", document_id="x", tagger=Tagger()
    ).document
    tables = [
        block
        for part in document_parts(parsed, None, [])
        for section in part.sections
        for block in section.blocks
        if block.kind == "table"
    ]
    assert len(tables) == 1
    heads, *rows = [
        [BeautifulSoup(cell, "html.parser").text.strip() for cell in row] for row in tables[0].rows
    ]
    assert heads == ["", "2017", "2018", "2019"]
    assert rows == [["Køge", "12", "15", "9"], ["Næstved", "4", "6", "8"]]


def test_names_that_cross_are_linked_once() -> None:
    mentions = [
        Mention("forum:kkr", "forum", 0, 12, "KKR Sjælland"),
        Mention("region:sjaelland", "region", 4, 12, "Sjælland"),
    ]
    soup = BeautifulSoup(Ink("KKR Sjælland & <b>", None, mentions, []).write(0, 18), "html.parser")
    assert [a.text for a in soup.find_all("a")] == ["KKR Sjælland"]
    assert soup.text == "KKR Sjælland & <b>"


def test_markup_is_blanked_out_at_its_place() -> None:
    text = "## **Punkt 1:** (*a*) afsnit**et**<br>ny\n|---|---|\n"
    bare = without_markup(text)
    assert len(bare) == len(text)
    assert bare.replace("\0", "").split() == ["Punkt", "1:", "(*a*)", "afsnit", "et", "ny"]


def entries(soup: BeautifulSoup) -> list[Tag]:
    return list(soup.select(".document-entry"))


def test_documents_are_listed_by_year_newest_first(client: TestClient, samples: Archive) -> None:
    soup = page(client, "/dokumenter")
    years = [spoken(heading) for heading in soup.select("section > h2")]
    assert years[:2] == ["2025", "2024"] and years[-1] == "Uden dato"
    links = [one(entry, "a")["href"] for entry in entries(soup)]
    expected = [f"/dokumenter/{one}" for one in reversed(samples.catalogue.document_ids())]
    assert links == expected
    assert spoken(one(soup, "[role=status]")) == f"{len(expected)} dokumenter"


@pytest.mark.parametrize(
    ("query", "sources"),
    [
        ("region=Midtjylland", {"dassos-2023", "kkr-midtjylland"}),
        ("forum=KKR Sjælland", {"kkr-sjaelland"}),
        ("art=rapport", {"rapport-nordjysk"}),
        ("q=socialaftale status", {"rapport-nordjysk"}),
        ("from=2024&to=2024-06", {"kkr-midtjylland"}),
        (
            "from=2024-09&region=&forum=&art=",
            {"kkr-hovedstaden", "kkr-sjaelland", "kkr-syddanmark"},
        ),
        ("q=findesikke", set()),
    ],
)
def test_the_list_is_narrowed(client: TestClient, query: str, sources: set[str]) -> None:
    soup = page(client, f"/dokumenter?{query}")
    found = {one(entry, "a")["href"].removeprefix("/dokumenter/") for entry in entries(soup)}
    assert len(found) == len(sources)
    assert all(any(link.startswith(source) for source in sources) for link in found)


@pytest.mark.parametrize("query", ["region=Mars", "art=roman", "from=2025&to=2024", "from=igår"])
def test_a_filter_that_is_not_understood_is_told_of(client: TestClient, query: str) -> None:
    soup = page(client, f"/dokumenter?{query}", 422)
    assert soup.select("[role=alert]") and not entries(soup)


def test_the_list_has_pages(
    client: TestClient, samples: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("search_api.pages.documents_page._A_PAGE", 4)
    seen: list[str] = []
    following: str | None = "/dokumenter?to=2025"
    while following:
        soup = page(client, following)
        seen += [one(entry, "a")["href"] for entry in entries(soup)]
        link = soup.select_one("nav.pagination a[rel=next]")
        following = str(link["href"]) if link else None
    assert len(seen) == len(set(seen)) == 10
    assert "første" in spoken(one(page(client, "/dokumenter?side=99"), "main"))


def test_the_api_narrows_and_pages_too(client: TestClient, samples: Archive) -> None:
    everything = client.get("/api/v1/documents").json()
    ids = [view["document_id"] for view in everything["documents"]]
    assert ids == samples.catalogue.document_ids() and everything["total"] == len(ids)
    some = client.get("/api/v1/documents", params={"offset": 2, "limit": 3}).json()
    assert [view["document_id"] for view in some["documents"]] == ids[2:5]
    assert some["total"] == len(ids)
    narrowed = client.get("/api/v1/documents", params={"region": "sjælland", "q": "kkr"}).json()
    assert [view["forum"] for view in narrowed["documents"]] == ["KKR Sjælland"]
    assert client.get("/api/v1/documents", params={"region": "Mars"}).status_code == 422
    assert client.get("/api/v1/documents", params={"limit": 0}).status_code == 422


def test_the_original_file_is_there_to_open(client: TestClient, samples: Archive) -> None:
    document = named(samples, "kkr-sjaelland")
    soup = page(client, f"/dokumenter/{document.document_id}")
    (link,) = [a for a in soup.select(".document-actions a") if "oprindelige" in a.text]
    answer = client.get(link["href"])
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("text/plain")
    assert "inline" in answer.headers["content-disposition"]
    assert document.source in answer.headers["content-disposition"]
    path = Path(samples.catalogue.paths_of(document.document_id)[0])
    assert answer.content == path.read_bytes()
    assert client.get("/api/v1/documents/ukendt/original").status_code == 404


def test_an_editor_sees_the_access_and_can_delete_and_a_reader_neither(
    own_settings: Settings, samples: Archive
) -> None:
    document = named(samples, "kkr-sjaelland")
    place = f"/dokumenter/{document.document_id}"
    with TestClient(create_app(own_settings)) as client:
        soup = page(client, place)
        assert "Adgangoffentligt" in spoken(one(soup, "dl.facts"))
        form = one(soup, "details form")
        assert (form["method"], form["action"]) == ("post", f"{place}/slet")
        assert one(form, "input[type=checkbox]").has_attr("required")
        assert len(page(client, "/dokumenter").select(".badge")) == 11
        unconfirmed = client.post(f"{place}/slet", headers={"accept": "text/html"})
        assert unconfirmed.status_code == 422 and "Sæt kryds" in unconfirmed.text
        assert client.get(place).status_code == 200
        keys = KeyStore(own_settings.data)
        secret = keys.add("læser", "reader", "public").secret
        client.headers["authorization"] = f"Bearer {secret}"
        soup = page(client, place)
        assert "Adgang" not in spoken(one(soup, "dl.facts")) and not soup.select("details form")
        assert not page(client, "/dokumenter").select(".badge")
        keys.close()
