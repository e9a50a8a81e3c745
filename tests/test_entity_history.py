"""What is known of an entity: counted right, quoted verbatim, and only what may be read."""

from __future__ import annotations

import pytest

from corpus.errors import NotFound
from corpus.records import ACCESS_LEVELS, AccessLevel
from ingest.head.told import Told
from models.encoder import Encoder
from search_api.archive import Archive
from search_api.citations import shown
from search_api.entity_history import entity_history, npmi
from tests.ingested import Corpus

KOFOEDSMINDE = "institution:kofoedsminde"
FORUMS: dict[AccessLevel, str] = {
    "public": "KKR Sjælland",
    "internal": "KKR Syddanmark",
    "closed": "KKR Nordjylland",
}


def written(level: AccessLevel, year: int = 2024) -> str:
    return (
        f"Referat af møde i {FORUMS[level]} den 4. marts {year}\n\n1. Orientering\n\nBeslutning\n\n"
        "Kofoedsminde udvides med otte pladser. Sagen om busser blev udsat til foråret.\n\n"
        "2. Eventuelt\n\nDer var intet.\n"
    )


def test_the_counts_are_the_catalogues(samples: Archive) -> None:
    for entity_id, _, mentions, documents in samples.catalogue.entity_counts():
        history = entity_history(samples, entity_id)
        assert (history.mentions, history.documents) == (mentions, documents)
        assert sum(meeting.mentions for meeting in history.timeline) == mentions
        assert len(history.timeline) == documents
        assert sum(item.mentions for item in history.items) <= mentions


def test_every_entitys_decisions_are_verbatim_and_the_latest_come_first(samples: Archive) -> None:
    quoted = 0
    for entity_id, *_ in samples.catalogue.entity_counts():
        decisions = entity_history(samples, entity_id).decisions
        dates = [sentence.citation.date for sentence in decisions]
        assert dates == sorted(dates, key=lambda date: -date.toordinal() if date else 0)
        for n, sentence in enumerate(decisions, start=1):
            citation = sentence.citation
            text = samples.document(citation.document_id).text
            assert citation.n == n
            assert citation.section == "decision"
            assert citation.quote == text[citation.start : citation.end]
            assert sentence.text == shown(citation.quote)
            quoted += 1
    assert quoted > 100


def test_a_decision_on_the_entity_is_quoted_where_only_the_title_names_it(samples: Archive) -> None:
    decisions = entity_history(samples, KOFOEDSMINDE).decisions
    by_forum = {sentence.citation.forum: sentence.text for sentence in decisions}
    assert "staten bør betale" in by_forum["KKR Syddanmark"]
    assert "Kofoedsminde" not in by_forum["KKR Syddanmark"]
    assert "8 pladser på Kofoedsminde" in by_forum["KKR Sjælland"]


def test_a_decision_that_is_of_another_matter_is_not_quoted(samples: Archive) -> None:
    for sentence in entity_history(samples, "municipality:fanoe").decisions:
        assert "Fanø" in f"{sentence.text} {sentence.citation.item.title}"


def test_only_what_a_decision_says_of_it_is_quoted(
    tmp_path_factory: pytest.TempPathFactory, encoder: Encoder
) -> None:
    corpus = Corpus(tmp_path_factory.mktemp("decision"), encoder)
    corpus.ingest(corpus.write("et.txt", written("public")))
    archive = Archive(corpus.settings, encoder)
    try:
        (sentence,) = entity_history(archive, KOFOEDSMINDE).decisions
        assert sentence.text == "Kofoedsminde udvides med otte pladser."
    finally:
        archive.close()


def test_items_are_those_that_speak_of_it(samples: Archive) -> None:
    history = entity_history(samples, KOFOEDSMINDE)
    assert len({one.item.item_id for one in history.items}) == len(history.items) >= 9
    for one in history.items:
        text = samples.document(one.document_id).text
        assert text[one.start : one.end].casefold().startswith("kofo")


def test_what_is_everywhere_does_not_lead(samples: Archive) -> None:
    history = entity_history(samples, KOFOEDSMINDE)
    related = {one.entity_id: one.items for one in history.related}
    assert history.related[0].entity_id == "theme:sikrede-institutioner"
    assert KOFOEDSMINDE not in related
    assert min(related.values()) >= 2
    # The most widespread of all stands in many items with it, but in most others too.
    assert samples.catalogue.entity_counts()[0][0] == "theme:takster"
    assert "theme:takster" not in list(related)[:6]


def test_normalised_pointwise_mutual_information() -> None:
    assert npmi(2, 2, 2, 100) == pytest.approx(1)
    assert npmi(10, 20, 50, 100) == pytest.approx(0)
    assert npmi(2, 20, 50, 100) < 0
    assert npmi(8, 10, 10, 100) > npmi(8, 10, 90, 100)
    assert npmi(5, 5, 5, 5) == 0


@pytest.mark.parametrize("entity_id", ["institution:findes-ikke", "", "municipality:glostrup"])
def test_unknown_and_unmentioned_are_answered_alike(samples: Archive, entity_id: str) -> None:
    assert not samples.catalogue.documents_mentioning(entity_id)
    with pytest.raises(NotFound) as raised:
        entity_history(samples, entity_id)
    assert str(raised.value) == f"Referaterne nævner ikke noget med id »{entity_id}«."


def test_nothing_above_the_clearance_is_told(
    tmp_path_factory: pytest.TempPathFactory, encoder: Encoder
) -> None:
    corpus = Corpus(tmp_path_factory.mktemp("clearance"), encoder)
    for level in ACCESS_LEVELS[1:]:
        corpus.ingest(corpus.write(f"{level}.txt", written(level)), told=Told(access=level))
    whole = Archive(corpus.settings, encoder)
    try:
        assert entity_history(whole, KOFOEDSMINDE).documents == 2
        internal = entity_history(whole.cleared("internal"), KOFOEDSMINDE)
        assert [meeting.forum for meeting in internal.timeline] == ["KKR Syddanmark"]
        assert {s.citation.forum for s in internal.decisions} == {"KKR Syddanmark"}
        with pytest.raises(NotFound):
            entity_history(whole.cleared("public"), KOFOEDSMINDE)
    finally:
        whole.close()


def test_an_ingest_is_seen(tmp_path_factory: pytest.TempPathFactory, encoder: Encoder) -> None:
    corpus = Corpus(tmp_path_factory.mktemp("growing"), encoder)
    corpus.ingest(corpus.write("et.txt", written("public", 2023)))
    archive = Archive(corpus.settings, encoder)
    try:
        before = entity_history(archive, "forum:kkr-sjaelland")
        assert not before.related
        corpus.ingest(
            corpus.write("to.txt", written("internal").replace("Sagen om", "KKR Sjællands sag om"))
        )
        corpus.ingest(
            corpus.write("tre.txt", written("closed").replace("Sagen om", "KKR Sjællands sag om"))
        )
        after = entity_history(archive, "forum:kkr-sjaelland")
        assert after.documents == before.documents + 2
        assert {KOFOEDSMINDE: 2}.items() <= {o.entity_id: o.items for o in after.related}.items()
    finally:
        archive.close()
