"""What the catalogue tells of items without reading them: what a plain reading of all tells."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.records import EntityKind
from corpus.settings import Settings
from ingest.head.told import Told
from search_api import entity_history as history
from search_api.archive import Archive
from search_api.later_items import later_item
from tests import plain_reading
from tests.ingested import Corpus
from tests.quick_encoder import QuickEncoder


def followed(archive: Archive, every: int = 1) -> int:
    """How many items are taken up later, as a plain reading tells it of each ``every``-th."""
    found = 0
    places = [
        (document, item)
        for document in map(archive.document, archive.catalogue.document_ids())
        for item in document.items
    ]
    for document, item in places[::every]:
        for expected in (False, True):
            later = later_item(archive, document, item, expected)
            told = (later[0].document_id, later[1].item_id) if later else None
            assert told == plain_reading.later_item(archive, document, item, expected), item.title
            found += told is not None
    return found


def histories(archive: Archive, kinds: tuple[EntityKind, ...] = (), every: int = 1) -> int:
    """How many of the entities have a history, each as a plain reading tells it."""
    ids = [entity_id for entity_id, *_ in archive.catalogue.entity_counts(kinds)][::every]
    for entity_id in ids:
        told = history.entity_history(archive, entity_id)
        items = [(one.item.item_id, one.start, one.mentions) for one in told.items]
        assert items == plain_reading.spoken_of(archive, entity_id)
        assert told.item_count == len(items)
        together = [(one.entity_id, one.items) for one in told.related]
        assert together == plain_reading.related(archive, entity_id)
    return len(ids)


def test_the_later_items_of_the_samples_are_those_of_a_plain_reading(samples: Archive) -> None:
    assert followed(samples) > 5


def test_the_histories_of_the_samples_are_those_of_a_plain_reading(samples: Archive) -> None:
    assert histories(samples, every=6) > 50


def test_the_later_items_of_the_real_minutes_are_those_of_a_plain_reading(
    minutes: Archive,
) -> None:
    followed(minutes)


def test_the_histories_of_the_real_minutes_are_those_of_a_plain_reading(minutes: Archive) -> None:
    assert histories(minutes, every=12) > 25


MATTER = "Fælles svømmehal i Kolding"


def meeting(forum: str, day: str, title: str, text: str = "Sagen blev drøftet.") -> str:
    return (
        f"Referat af møde i {forum} den {day}\n\n1. {title}\n\nSagsfremstilling\n\n{text}\n\n"
        f"Beslutning\n\nKommunerne tog {title.lower()} til efterretning.\n"
    )


@pytest.fixture
def corpus(tmp_path: Path) -> Corpus:
    return Corpus(tmp_path, QuickEncoder(Settings()))


def later_titles(corpus: Corpus, clearance: str = "closed") -> list[str | None]:
    """What takes up the first item of the first meeting: its title, and its document's source."""
    archive = Archive(corpus.settings, corpus.encoder)
    try:
        seen = archive if clearance == "closed" else archive.cleared("public")
        document = seen.document(seen.catalogue.document_ids()[0])
        found = later_item(seen, document, document.items[0])
        return [found[0].source, found[1].title] if found else []
    finally:
        archive.close()


def test_what_speaks_of_the_day_of_the_meeting_takes_it_up(corpus: Corpus) -> None:
    corpus.ingest(
        corpus.write("a.txt", meeting("KKR Syddanmark", "4. marts 2021", MATTER)),
        corpus.write("b.txt", meeting("KKR Syddanmark", "4. maj 2021", "Kolding og busserne")),
        corpus.write(
            "c.txt",
            meeting(
                "KKR Syddanmark",
                "4. juni 2021",
                "Økonomien i Koldings svømmehal og andre ting der bygges",
                "På mødet den 4. marts 2021 blev sagen drøftet.",
            ),
        ),
        corpus.write("d.txt", meeting("KKR Syddanmark", "4. juli 2021", MATTER)),
    )
    assert later_titles(corpus)[0] == "c.txt"


def test_another_years_budget_is_another_matter(corpus: Corpus) -> None:
    title = "Budget og regnskab for svømmehallen {}"
    for year in (2021, 2022):
        text = meeting("KKR Syddanmark", f"4. marts {year}", title.format(year))
        corpus.ingest(corpus.write(f"{year}.txt", text))
    assert later_titles(corpus) == []


def test_what_may_not_be_read_takes_nothing_up(corpus: Corpus) -> None:
    corpus.ingest(corpus.write("a.txt", meeting("KKR Syddanmark", "4. marts 2021", MATTER)))
    closed = corpus.write("b.txt", meeting("KKR Syddanmark", "4. maj 2021", MATTER))
    corpus.ingest(closed, told=Told(access="closed"))
    assert later_titles(corpus) == ["b.txt", MATTER]
    assert later_titles(corpus, "public") == []


def test_of_many_documents_the_latest_are_listed_and_all_are_counted(
    samples: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = history.entity_history(samples, "theme:takster")
    monkeypatch.setattr(history, "_ITEMS_LISTED", 5)
    monkeypatch.setattr(history, "_DOCUMENTS_LISTED", 2)
    monkeypatch.setattr(history, "_DOCUMENTS_AT_A_TIME", 2)
    some = history.entity_history(samples, "theme:takster")
    assert some.items == whole.items[:5]
    assert [one.date for one in some.timeline] == sorted(
        one.date for one in whole.timeline if one.date
    )[-2:]
    rest = {"items", "timeline"}
    assert some.model_dump(exclude=rest) == whole.model_dump(exclude=rest)
    assert len(whole.decisions) > 5


def test_what_goes_with_what_is_everywhere_is_chosen_from_some_and_counted_in_all(
    samples: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = history.entity_history(samples, "theme:takster")
    monkeypatch.setattr(history, "_ITEMS_COMPARED", whole.item_count // 2)
    some = history.entity_history(samples, "theme:takster")
    own = {item_id for item_id, *_ in plain_reading.spoken_of(samples, "theme:takster")}
    assert len(some.related) > 3
    for one in some.related:
        items = {item_id for item_id, *_ in plain_reading.spoken_of(samples, one.entity_id)}
        assert one.items == len(own & items)
    assert some.model_dump(exclude={"related"}) == whole.model_dump(exclude={"related"})
