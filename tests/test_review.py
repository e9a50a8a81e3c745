"""Proposed names reviewed: on the command line and on their page, from ingest to the next one."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterator
from pathlib import Path
from shutil import copytree

import pytest
from fastapi.testclient import TestClient

from corpus.catalogue import Catalogue
from corpus.errors import BadValue, Conflict, NotFound, TvaersnitError
from corpus.gazetteer import load_gazetteer, use_own
from corpus.records import AccessLevel
from corpus.settings import Settings
from ingest.head.told import Told
from search_api.access.keys import KeyStore
from search_api.archive import Archive
from search_api.cli import main
from search_api.http import create_app
from search_api.proposal_replies import ProposedName
from search_api.review import accept, list_proposals, reject
from tests.ingested import Corpus
from tests.pages import HTML, one, page, spoken
from tests.quick_encoder import QuickEncoder

FIRST = """\
Referat af møde i KKR Sjælland den 4. marts 2024

1. Takster

Sagsfremstilling

Botilbuddet Skovbækhus i Køge søger om en højere takst. Skovbækhus har 12 pladser.
Projektet »Vejen hjem« løber til 2026.

Beslutning

KKR godkendte taksten for Skovbækhus.
"""
SECOND = """\
Referat af møde i KKR Sjælland den 2. september 2024

1. Status

Sagsfremstilling

To borgere er flyttet til botilbuddet Skovbækhus. Taksten på Engbækhus er uændret.

Beslutning

Taget til efterretning.
"""


@pytest.fixture(autouse=True)
def _own_gazetteers_left_out() -> Iterator[None]:
    yield
    use_own(())


def taken_in(folder: Path) -> Corpus:
    corpus = Corpus(folder, QuickEncoder(Settings()))
    corpus.write("marts.txt", FIRST)
    corpus.write("september.txt", SECOND)
    corpus.ingest()
    return corpus


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    """The minutes taken in once. Not to be written to."""
    return taken_in(tmp_path_factory.mktemp("first"))


@pytest.fixture
def corpus(first: Corpus, tmp_path: Path) -> Corpus:
    """The same with files of its own, each of which was already taken in."""
    corpus = Corpus(tmp_path, first.encoder)
    copytree(first.settings.data, corpus.settings.data)
    copytree(first.files, corpus.files, dirs_exist_ok=True)

    def move(catalogue: Catalogue) -> None:
        for path in first.files.iterdir():
            catalogue.move_file(str(path), str(corpus.files / path.name))

    corpus.read(move)
    return corpus


@pytest.fixture
def archive(corpus: Corpus) -> Iterator[Archive]:
    archive = Archive(corpus.settings, corpus.encoder)
    yield archive
    archive.close()


def number_of(archive: Archive, name: str) -> int:
    return next(p.number for p in list_proposals(archive).proposals if p.name == name)


def entities(corpus: Corpus) -> set[str]:
    return set(corpus.read(lambda c: {entity_id for entity_id, *_ in c.entity_counts()}))


def command(capsys: pytest.CaptureFixture[str], corpus: Corpus, *arguments: str) -> tuple[int, str]:
    code = main(["--data", str(corpus.settings.data), "entities", *arguments])
    said = capsys.readouterr()
    return code, said.out + said.err


# What is listed


def test_the_surest_names_stand_first_with_their_places_and_reasons(archive: Archive):
    found = list_proposals(archive).proposals
    assert [one.certainty for one in found] == sorted((o.certainty for o in found), reverse=True)
    [skov] = [one for one in found if one.name == "Skovbækhus"]
    assert (skov.kind, skov.mentions, skov.documents) == ("institution", 4, 2)
    # One place of each document comes before a second one.
    assert len({seen.citation.document_id for seen in skov.seen[:2]}) == 2
    for seen in skov.seen:
        text = archive.document(seen.citation.document_id).text
        assert text[seen.citation.start : seen.citation.end] == seen.citation.quote
        assert text[seen.start : seen.end] == "Skovbækhus"
        assert seen.citation.start <= seen.start < seen.end <= seen.citation.end
    assert "otilbuddet" in skov.seen[0].why


def test_a_name_in_two_documents_is_surer_than_the_same_in_one(archive: Archive, tmp_path: Path):
    both = next(o for o in list_proposals(archive).proposals if o.name == "Skovbækhus")
    (tmp_path / "one").mkdir()
    alone = Corpus(tmp_path / "one", archive.encoder)
    alone.write("marts.txt", FIRST)
    alone.ingest()
    other = Archive(alone.settings, archive.encoder)
    once = next(o for o in list_proposals(other).proposals if o.name == "Skovbækhus")
    other.close()
    assert once.certainty < both.certainty


def test_review_shows_names_and_sentences(capsys: pytest.CaptureFixture[str], corpus: Corpus):
    code, said = command(capsys, corpus, "review")
    assert code == 0
    assert "Skovbækhus – institution, sikkerhed" in said
    assert "4 steder i 2 dokumenter" in said
    assert "Botilbuddet Skovbækhus i Køge søger om en højere takst." in said
    assert "KKR Sjælland, 4. marts 2024, punkt 1: Takster" in said
    code, said = command(capsys, corpus, "review", "--json", "--kind", "project")
    found = json.loads(said)
    assert [one["name"] for one in found["proposals"]] == ["Vejen hjem"]
    assert ProposedName.model_validate(found["proposals"][0])


def test_entities_without_review_is_what_it_was(capsys: pytest.CaptureFixture[str], corpus: Corpus):
    code, said = command(capsys, corpus, "--json")
    assert code == 0
    assert "municipality:koege" in {one["entity_id"] for one in json.loads(said)["entities"]}


# What is answered


def test_an_accepted_name_is_found_in_the_minutes_from_the_next_ingest_on(
    capsys: pytest.CaptureFixture[str], corpus: Corpus, archive: Archive
):
    number = number_of(archive, "Skovbækhus")
    code, said = command(capsys, corpus, "review", "--accept", str(number), "--as", "institution")
    assert code == 0 and "institution:skovbaekhus" in said
    [entry] = tomllib.loads(corpus.settings.own_gazetteer.read_text("utf-8"))["entity"]
    assert (entry["id"], entry["name"]) == ("institution:skovbaekhus", "Skovbækhus")
    assert "Skovbækhus" not in command(capsys, corpus, "review")[1].split("Godkend med")[0]
    assert "institution:skovbaekhus" not in entities(corpus)
    assert set(corpus.outcomes().values()) == {"replaced"}
    counts = corpus.read(lambda c: {e: n for e, _, n, _ in c.entity_counts()})
    assert counts["institution:skovbaekhus"] == 4
    # An archive that was open all the time knows it too, and understands it in a question.
    assert archive.vocabulary
    known = archive.entity("institution:skovbaekhus")
    assert known is not None and known.name == "Skovbækhus"
    tagged = archive.tagger.tag("Hvad koster skovbækhus?", lowercase=True)
    assert [m.entity_id for m in tagged] == ["institution:skovbaekhus"]


def test_a_name_can_be_written_otherwise_and_have_another_id(archive: Archive, corpus: Corpus):
    answer = accept(
        corpus.settings,
        archive,
        number_of(archive, "Vejen hjem"),
        "theme",
        entity_id="theme:vejen-hjem-fra-anbringelse",
        name="Vejen hjem fra anbringelse",
    )
    assert answer.entity_id == "theme:vejen-hjem-fra-anbringelse"
    known = load_gazetteer().get("theme:vejen-hjem-fra-anbringelse")
    assert known and known.names == ("Vejen hjem fra anbringelse", "Vejen hjem")


def test_a_name_can_be_another_name_of_what_is_known_also_of_an_own_one(
    archive: Archive, corpus: Corpus
):
    accept(corpus.settings, archive, number_of(archive, "Vejen hjem"), synonym_of="Kofoedsminde")
    known = load_gazetteer().get("institution:kofoedsminde")
    assert known and "Vejen hjem" in known.names and known.name == "Kofoedsminde"
    accept(corpus.settings, archive, number_of(archive, "Skovbækhus"), "institution")
    accept(corpus.settings, archive, number_of(archive, "Engbækhus"), synonym_of="Skovbækhus")
    own = load_gazetteer().get("institution:skovbaekhus")
    assert own and own.names == ("Skovbækhus", "Engbækhus")


def test_what_is_rejected_is_never_proposed_again(
    capsys: pytest.CaptureFixture[str], corpus: Corpus, archive: Archive
):
    number = number_of(archive, "Skovbækhus")
    code, said = command(capsys, corpus, "review", "--reject", str(number), "--json")
    assert code == 0
    assert json.loads(said)["answers"][0]["accepted"] is False
    corpus.write("marts.txt", FIRST.replace("12 pladser", "14 pladser"))
    corpus.write("juni.txt", FIRST.replace("4. marts", "4. juni"))
    corpus.ingest()
    assert "Skovbækhus" not in {one.name for one in list_proposals(archive).proposals}
    with pytest.raises(Conflict, match="allerede afvist"):
        accept(corpus.settings, archive, number, "institution")


def test_a_name_keeps_its_number_when_its_documents_go_and_come(archive: Archive, corpus: Corpus):
    number = number_of(archive, "Engbækhus")
    corpus.write("september.txt", SECOND.replace("Engbækhus", "andre tilbud"))
    corpus.ingest()
    assert "Engbækhus" not in {one.name for one in list_proposals(archive).proposals}
    with pytest.raises(NotFound):
        reject(corpus.settings, archive, number)
    corpus.write("september.txt", SECOND)
    corpus.ingest()
    assert number_of(archive, "Engbækhus") == number


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"kind": "kommune"}, "godkendes som institution"),
        ({"kind": "institution", "entity_id": "project:a"}, "skal have formen"),
        ({"kind": "institution", "entity_id": "institution:kofoedsminde"}, "i forvejen"),
        ({"kind": "institution", "name": "Kofoedsminde"}, "i forvejen"),
        ({"kind": "project", "name": "Kofoedsminde"}, "hører til både"),
        ({"kind": "project", "name": "  "}, "1–120 tegn"),
        ({"synonym_of": "Findes Ikke Noget Sted"}, "findes ikke i navnelisten"),
        ({"kind": "project", "synonym_of": "Kofoedsminde"}, "hverken art eller id"),
    ],
)
def test_what_cannot_be_accepted_is_told_and_changes_nothing(
    archive: Archive, corpus: Corpus, given: dict[str, str], message: str
):
    number = number_of(archive, "Skovbækhus")
    with pytest.raises(BadValue, match=message):
        accept(corpus.settings, archive, number, given.pop("kind", None), **given)
    assert not corpus.settings.own_gazetteer.exists()
    assert [p.name for p in corpus.settings.data.iterdir() if "gazetteer" in p.name] == []
    assert number_of(archive, "Skovbækhus") == number


def test_the_command_line_tells_what_goes_together(
    capsys: pytest.CaptureFixture[str], corpus: Corpus
):
    code, said = command(capsys, corpus, "review", "--as", "institution")
    assert code == 2 and "hører til --accept" in said
    code, said = command(capsys, corpus, "review", "--accept", "999")
    assert code == 2 and "intet forslag nr. 999" in said


def test_quotes_and_backslashes_in_a_name_come_back_from_the_file(archive: Archive, corpus: Corpus):
    name = 'Huset "Ved \\ Åen"'
    accept(corpus.settings, archive, number_of(archive, "Skovbækhus"), "institution", name=name)
    [entry] = tomllib.loads(corpus.settings.own_gazetteer.read_text("utf-8"))["entity"]
    assert entry["name"] == name and entry["synonyms"] == ["Skovbækhus"]


def test_a_mistake_in_the_own_gazetteer_stops_an_ingest_and_is_told(corpus: Corpus):
    corpus.settings.own_gazetteer.write_text('[[entity]]\nid = "Skov"\n', encoding="utf-8")
    with pytest.raises(TvaersnitError, match=r"gazetteer\.toml.*skal have formen"):
        corpus.ingest()
    corpus.settings.own_gazetteer.unlink()
    assert set(corpus.outcomes().values()) == {"unchanged"}


# Who sees what


def closed_corpus(tmp_path: Path) -> Corpus:
    corpus = Corpus(tmp_path, QuickEncoder(Settings()))
    access: dict[str, AccessLevel] = {"marts.txt": "public", "september.txt": "closed"}
    for name, text in (("marts.txt", FIRST), ("september.txt", SECOND)):
        corpus.ingest(corpus.write(name, text), told=Told(access=access[name]))
    return corpus


def test_a_name_of_closed_minutes_is_only_shown_to_those_who_may_read_them(tmp_path: Path):
    corpus = closed_corpus(tmp_path)
    whole = Archive(corpus.settings, corpus.encoder)
    number = number_of(whole, "Engbækhus")
    cleared = whole.cleared("internal")
    shown = {one.name: one for one in list_proposals(cleared).proposals}
    assert "Engbækhus" not in shown
    assert shown["Skovbækhus"].documents == 1
    with pytest.raises(NotFound):
        accept(corpus.settings, cleared, number, "institution")
    whole.close()


# The page


@pytest.fixture
def client(corpus: Corpus) -> TestClient:
    # Not entered: nothing here needs the models that the service would warm up.
    return TestClient(create_app(corpus.settings), follow_redirects=False)


def proposals_on(client: TestClient) -> dict[str, str]:
    soup = page(client, "/forslag")
    return {
        str(one(li, "input[name=navn]")["value"]): str(li["data-proposal"])
        for li in soup.select("li.proposal")
    }


def test_the_page_shows_each_name_with_its_places(client: TestClient):
    soup = page(client, "/forslag")
    [skov] = [li for li in soup.select("li.proposal") if "Skovbækhus" in spoken(li.h2)]
    assert "4 steder i 2 dokumenter" in spoken(one(skov, ".proposal-facts"))
    assert "Botilbuddet Skovbækhus i Køge søger om en højere takst." in spoken(skov)
    assert one(skov, "option[selected]")["value"] == "institution"
    for link in skov.select("a.source-place"):
        there = page(client, str(link["href"]).partition("#")[0])
        assert "Skovbækhus" in spoken(there.mark)


def test_accepting_and_rejecting_on_the_page(client: TestClient, corpus: Corpus):
    numbers = proposals_on(client)
    answer = client.post(
        "/forslag/godkend",
        data={"nummer": numbers["Skovbækhus"], "navn": "Skovbækhus", "art": "institution"},
    )
    assert answer.status_code == 303, answer.text
    soup = page(client, answer.headers["location"])
    assert "»Skovbækhus« er godkendt" in spoken(one(soup, ".alert-success"))
    answer = client.post("/forslag/afvis", data={"nummer": numbers["Vejen hjem"]})
    soup = page(client, answer.headers["location"])
    assert "»Vejen hjem« er afvist" in spoken(one(soup, ".alert-success"))
    assert not {"Skovbækhus", "Vejen hjem"} & set(proposals_on(client))
    assert "institution:skovbaekhus" in corpus.settings.own_gazetteer.read_text("utf-8")


def test_what_cannot_be_accepted_is_told_on_the_page(client: TestClient):
    number = proposals_on(client)["Skovbækhus"]
    answer = client.post(
        "/forslag/godkend",
        data={"nummer": number, "kendt": "Findes <b>Ikke</b>", "art": "institution"},
        headers=HTML,
    )
    assert answer.status_code == 400 or answer.status_code == 422
    assert "findes ikke i navnelisten" in answer.text
    assert "Findes &lt;b&gt;Ikke&lt;/b&gt;" in answer.text
    assert "Skovbækhus" in proposals_on(client)


def test_only_editors_see_the_page_and_answer(client: TestClient, corpus: Corpus):
    number = proposals_on(client)["Skovbækhus"]
    keys = KeyStore(corpus.settings.data)
    reader = keys.add("Læser", "reader", "closed").secret
    editor = keys.add("Redaktør", "editor", "closed").secret
    keys.close()
    as_reader, as_editor = ({"Authorization": f"Bearer {key}"} for key in (reader, editor))
    assert client.get("/forslag", headers=as_reader).status_code == 403
    for action in ("godkend", "afvis"):
        refused = client.post(f"/forslag/{action}", data={"nummer": number}, headers=as_reader)
        assert refused.status_code == 403
    assert "/forslag" not in client.get("/emner", headers={**as_reader, **HTML}).text
    assert "/forslag" in client.get("/emner", headers={**as_editor, **HTML}).text
    done = client.post("/forslag/afvis", data={"nummer": number}, headers=as_editor)
    assert done.status_code == 303
    catalogue = Catalogue(corpus.settings)
    found = catalogue.candidate(int(number))
    catalogue.close()
    assert found is not None and found[1] == "rejected"
