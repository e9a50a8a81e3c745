"""Lists, counts and answers from records: what a plain reading of every document tells, without
reading more documents than are shown."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import product

import pytest

from corpus.decision import Decision
from corpus.overview import Holding
from corpus.records import ACCESS_LEVELS, AccessLevel, Document, Filters
from corpus.settings import Settings
from ingest.head.told import Told
from search_api.archive import Archive
from search_api.decisions import decisions
from search_api.documents import list_documents
from search_api.pages.help_page import holdings
from search_api.record_answers import answer_from_records
from tests.conftest import SAMPLES
from tests.ingested import Corpus
from tests.quick_encoder import QuickEncoder
from tests.tied_papers import AGENDA, DRAFT, MINUTES, NOTE, NOTE_NAME

FILTERS = (
    Filters(),
    Filters(regions=("Sjælland", "Hovedstaden")),
    Filters(forums=("KKR Sjælland",)),
    Filters(date_from=dt.date(2023, 6, 1), date_to=dt.date(2024, 9, 3)),
    Filters(date_to=dt.date(2024, 3, 4)),
    Filters(regions=("Midtjylland",), date_from=dt.date(2030, 1, 1)),
)


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    """The samples, and a meeting with its agenda, a draft and an attachment, of all levels."""
    made = Corpus(tmp_path_factory.mktemp("lister"), QuickEncoder(Settings()))
    folder = made.files / "møde"
    for n, path in enumerate(sorted(SAMPLES.iterdir())):
        level = ACCESS_LEVELS[n % len(ACCESS_LEVELS)]
        made.ingest(made.write(path.name, path.read_bytes()), told=Told(access=level))
    for name, text in (
        ("referat.txt", MINUTES),
        ("udkast til referat.txt", DRAFT),
        ("dagsorden.txt", AGENDA),
        (NOTE_NAME, NOTE),
    ):
        made.write(f"{folder.name}/{name}", text)
    made.ingest(folder, told=Told(access="public"))
    return made


@pytest.fixture(scope="module")
def whole(corpus: Corpus) -> Iterator[Archive]:
    archive = Archive(corpus.settings, corpus.encoder)
    yield archive
    archive.close()


@pytest.fixture(params=ACCESS_LEVELS)
def archive(request: pytest.FixtureRequest, whole: Archive) -> Archive:
    clearance: AccessLevel = request.param
    return whole.cleared(clearance)


def every_document(archive: Archive) -> list[Document]:
    return [archive.document(one) for one in archive.catalogue.document_ids()]


def passes(document: Document, filters: Filters) -> bool:
    if filters.regions and document.region not in filters.regions:
        return False
    if filters.forums and document.forum not in filters.forums:
        return False
    if filters.date_from is None and filters.date_to is None:
        return True
    first, last = filters.date_from or dt.date.min, filters.date_to or dt.date.max
    return document.date is not None and first <= document.date <= last


def test_the_corpus_holds_what_is_to_be_told_apart(whole: Archive) -> None:
    every = every_document(whole)
    assert {d.access for d in every} == set(ACCESS_LEVELS)
    assert any(d.superseded_by for d in every)
    assert any(d.attachment and "date" in d.inherited for d in every)
    assert {d.kind for d in every} == {"referat", "dagsorden", "rapport"}


def test_documents_are_listed_as_reading_them_all_would(archive: Archive) -> None:
    every = every_document(archive)
    for filters, alone, kind, words in product(
        FILTERS, (False, True), (None, "referat", "dagsorden"), ("", "REFERAT kkr", "takster")
    ):
        expected = [
            d.document_id
            for d in every
            if passes(d, filters)
            and kind in (None, d.kind)
            and not (alone and (d.attachment or d.superseded_by))
            and all(
                word in f"{d.title} {d.forum or ''} {d.source}".casefold()
                for word in words.casefold().split()
            )
        ]
        for newest, offset, limit in ((False, 0, None), (True, 0, 3), (True, 2, 4), (False, 99, 1)):
            found = list_documents(
                archive,
                filters,
                kind=kind,
                words=words,
                alone=alone,
                newest_first=newest,
                offset=offset,
                limit=limit,
            )
            wanted = expected[::-1] if newest else expected
            shown = wanted[offset:] if limit is None else wanted[offset : offset + limit]
            assert [view.document_id for view in found.documents] == shown
            assert found.total == len(expected)


def test_holdings_are_counted_as_reading_them_all_would(archive: Archive) -> None:
    by_forum: dict[tuple[str | None, str | None], list[Document]] = {}
    for document in every_document(archive):
        if not document.superseded_by:
            by_forum.setdefault((document.region, document.forum), []).append(document)
    expected = set()
    for (region, forum), some in by_forum.items():
        days = [d.date for d in some if d.date]
        expected.add(
            Holding(region, forum, len(some), min(days, default=None), max(days, default=None))
        )
    found = holdings(archive)
    assert set(found) == expected
    assert len(found) == len(expected)


def latest_first(archive: Archive, some: list[Decision]) -> list[Decision]:
    def key(one: Decision) -> tuple[int, str, int]:
        date = archive.document(one.document_id).date or dt.date.min
        return -date.toordinal(), one.document_id, one.start

    return sorted(some, key=key)


def test_decisions_are_listed_and_counted_as_reading_them_all_would(archive: Archive) -> None:
    every = latest_first(archive, archive.catalogue.decisions())
    assert every
    for filters in FILTERS:
        expected = [d for d in every if passes(archive.document(d.document_id), filters)]
        documents = [archive.document(d.document_id) for d in expected]
        ids = [d.decision_id for d in expected]
        for offset, limit in ((0, None), (0, 4), (3, 5), (1, None), (9999, 2)):
            found = decisions(archive, filters, limit=limit, offset=offset)
            shown = ids[offset:] if limit is None else ids[offset : offset + limit]
            assert [view.decision_id for view in found.decisions] == shown
            assert found.total == len(expected)

        def counted(values: list[str | None]) -> list[tuple[str, int]]:
            return Counter(value for value in values if value).most_common()

        facets = found.facets
        for told, values in (
            (facets.outcomes, [d.outcome for d in expected]),
            (facets.followed, [d.followed for d in expected]),
            (facets.regions, [d.region for d in documents]),
            (facets.forums, [d.forum for d in documents]),
            (facets.years, [str(d.date.year) if d.date else None for d in documents]),
        ):
            assert [(facet.value, facet.count) for facet in told] == counted(values)
        by_meeting = Counter(d.document_id for d in reversed(expected))
        assert [(m.document_id, m.decisions) for m in found.meetings] == list(by_meeting.items())
        for meeting in found.meetings:
            document = archive.document(meeting.document_id)
            assert (meeting.date, meeting.region, meeting.forum, meeting.title) == (
                *(document.date, document.region, document.forum, document.title),
            )


def test_decisions_on_an_entity_are_those_of_the_items_that_name_it(archive: Archive) -> None:
    every = latest_first(archive, archive.catalogue.decisions())
    named: dict[str, set[str]] = {}
    for document in every_document(archive):
        for item in document.items:
            for mention in archive.mentions(document.document_id, item.start, item.end):
                named.setdefault(mention.entity_id, set()).add(item.item_id)
    known = [one for one in sorted(named) if archive.gazetteer.parts(one) == (one,)]
    assert known
    for entity in known:
        expected = [d.decision_id for d in every if d.item_id in named[entity]]
        found = decisions(archive, Filters(entities=(entity,)), limit=3)
        assert [view.decision_id for view in found.decisions] == expected[:3]
        assert found.total == len(expected)
        assert archive.catalogue.count_decisions(Filters(entities=(entity,))) == len(expected)


def test_a_page_reads_no_more_documents_than_it_shows(
    corpus: Corpus, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive = Archive(corpus.settings, corpus.encoder)
    whole = archive.catalogue.documents
    read: list[str] = []

    def documents(document_ids: Sequence[str]) -> dict[str, Document]:
        read.extend(document_ids)
        return whole(document_ids)

    monkeypatch.setattr(archive.catalogue, "documents", documents)

    [view] = list_documents(archive, newest_first=True, offset=4, limit=1).documents
    tied = [*view.attachments, *view.replaces, *view.same_meeting]
    assert set(read) == {view.document_id, *(one.document_id for one in tied)}
    read.clear()
    holdings(archive)
    found = decisions(archive, limit=2, offset=1)
    assert found.total > 4
    # And those that take the matters up again.
    assert set(read) <= {d.document_id for d in found.decisions} | {
        d.later.document_id for d in found.decisions if d.later
    }
    read.clear()
    answer = answer_from_records(archive, "Hvor mange indstillinger blev fulgt?")
    assert answer is not None
    assert set(read) <= {citation.document_id for citation in answer.citations}
    archive.close()
