"""The selection of a briefing: what is left out, what is added, and what never can be."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from corpus.errors import BadValue, NotFound
from corpus.records import Region
from ingest.head.told import Told
from models.encoder import Encoder
from search_api.archive import Archive
from search_api.brief import brief, no_findings
from search_api.citations import shown
from search_api.replies import Briefing, BriefingSection, Citation, ItemRef, Sentence, Understood
from search_api.selection import (
    NOTHING_LEFT,
    OTHERS,
    addable,
    quote_at,
    selected,
    span_of,
)
from tests.ingested import Corpus, minutes

MATTER = "særlige pladser"


def sentence(text: str, region: Region | None, start: int, year: int = 2024) -> Sentence:
    citation = Citation(
        n=0,
        document_id=f"{region}-{year}",
        source="fil.txt",
        region=region,
        forum=None,
        date=dt.date(year, 1, 1),
        item=ItemRef(item_id="1", number="1", title="Sag", path=[]),
        section="case",
        page=1,
        quote=text,
        start=start,
        end=start + len(text),
        url="",
    )
    return Sentence(text=text, citation=citation)


def note(*sections: tuple[str, list[Sentence]]) -> Briefing:
    n = 0
    made: list[BriefingSection] = []
    for heading, some in sections:
        numbered = []
        for one in some:
            n += 1
            citation = one.citation.model_copy(update={"n": n})
            numbered.append(one.model_copy(update={"citation": citation}))
        made.append(BriefingSection(heading=heading, sentences=numbered))
    return Briefing(
        question="?",
        understood=Understood(
            regions=[], forums=[], date_from=None, date_to=None, entities=[], compares=False
        ),
        title="Briefing: Sag",
        sections=made,
        citations=[one.citation for section in made for one in section.sentences],
    )


def told(briefing: Briefing) -> list[tuple[str, list[str]]]:
    return [(s.heading, [one.text for one in s.sentences]) for s in briefing.sections]


SHORT = sentence("Kort.", "Sjælland", 0)
ZEALAND = sentence("Sjælland siger.", "Sjælland", 10)
JUTLAND = sentence("Nordjylland siger.", "Nordjylland", 20)
FIGURE = sentence("Det koster 3 kr.", "Sjælland", 30)
WHOLE = note(
    ("Kort fortalt", [SHORT]),
    ("Sjælland", [ZEALAND]),
    ("Nordjylland", [JUTLAND]),
    (no_findings(["Hovedstaden", "Midtjylland"]), []),
    ("Tal", [FIGURE]),
)


def test_nothing_chosen_changes_nothing() -> None:
    assert selected(WHOLE) == WHOLE


def test_a_heading_goes_with_its_last_sentence() -> None:
    made = selected(WHOLE, [2, 4])
    assert [heading for heading, _ in told(made)] == [
        "Kort fortalt",
        "Nordjylland",
        "Ingen fund i: Hovedstaden og Midtjylland.",
    ]
    assert [citation.n for citation in made.citations] == [1, 2]
    assert [s.citation.n for section in made.sections for s in section.sentences] == [1, 2]


def test_what_is_added_stands_with_its_region_the_latest_first() -> None:
    older, newer = (sentence(f"Fra {y}.", "Sjælland", 5, y) for y in (2020, 2025))
    made = selected(WHOLE, added=[older, newer])
    assert told(made)[1] == ("Sjælland", ["Fra 2025.", "Sjælland siger.", "Fra 2020."])
    assert [citation.n for citation in made.citations] == [1, 2, 3, 4, 5, 6]


def test_a_region_gets_a_heading_in_its_place_and_is_silent_no_more() -> None:
    made = selected(WHOLE, added=[sentence("Midt siger.", "Midtjylland", 0)])
    assert [heading for heading, _ in told(made)] == [
        "Kort fortalt",
        "Sjælland",
        "Midtjylland",
        "Nordjylland",
        "Ingen fund i: Hovedstaden.",
        "Tal",
    ]
    both = selected(
        WHOLE,
        added=[sentence("Midt.", "Midtjylland", 0), sentence("Hovedstad.", "Hovedstaden", 0)],
    )
    headings = [heading for heading, _ in told(both)]
    assert headings[:3] == ["Kort fortalt", "Hovedstaden", "Sjælland"]
    assert not any(heading.startswith("Ingen fund") for heading in headings)


def test_what_has_no_region_stands_apart() -> None:
    made = selected(WHOLE, added=[sentence("Landet over.", None, 0)])
    assert told(made)[3] == (OTHERS, ["Landet over."])


def test_nothing_is_added_twice() -> None:
    extra = sentence("Nyt.", "Nordjylland", 90)
    made = selected(WHOLE, added=[ZEALAND, extra, extra])
    assert len(made.citations) == 5
    # What was left out and added again has moved to its region.
    moved = selected(WHOLE, [4], [FIGURE])
    assert told(moved)[1] == ("Sjælland", ["Sjælland siger.", "Det koster 3 kr."])


def test_all_left_out() -> None:
    assert told(selected(WHOLE, range(1, 5))) == [(NOTHING_LEFT, [])]
    silent = note(("Referaterne indeholder intet om »sagen«.", []))
    assert selected(silent, [1]) == silent


def test_what_can_be_added_is_verbatim_and_not_in_the_note(samples: Archive) -> None:
    taken = {citation.quote for citation in brief(samples, MATTER).citations}
    found = addable(samples, MATTER).sentences
    assert 10 <= len(found) <= 15
    assert len({one.citation.region for one in found}) == 5
    for one in found:
        citation = one.citation
        document = samples.document(citation.document_id)
        assert document.text[citation.start : citation.end] == citation.quote
        assert one.text == shown(citation.quote) and citation.quote not in taken
        assert quote_at(samples, span_of(citation)) == one


def test_only_what_is_stored_can_be_quoted(samples: Archive) -> None:
    citation = addable(samples, MATTER).sentences[0].citation
    for start, end in ((citation.start + 1, citation.end), (0, 10**9 - 1), (5, 5), (9, 3)):
        with pytest.raises(BadValue):
            quote_at(samples, f"{citation.document_id}:{start}-{end}")
    with pytest.raises(BadValue, match="peger ikke på en sætning"):
        quote_at(samples, "Alle pladser lukkes.")
    with pytest.raises(NotFound):
        quote_at(samples, f"findes-ikke:{citation.start}-{citation.end}")


def test_nothing_above_a_clearance_can_be_quoted(tmp_path: Path, encoder: Encoder) -> None:
    corpus = Corpus(tmp_path, encoder)
    path = corpus.write("lukket.txt", minutes("Nedlæggelse af Grævlingehuset"))
    corpus.ingest(path, told=Told(access="closed"))
    whole = Archive(corpus.settings, encoder)
    document = whole.document(whole.catalogue.document_ids()[0])
    windows = whole.catalogue.chunks_of_items([document.items[0].item_id], "window")
    span = f"{document.document_id}:{windows[0][0].start}-{windows[0][0].end}"
    assert quote_at(whole, span).text
    with pytest.raises(NotFound):
        quote_at(whole.cleared("internal"), span)
    whole.close()
