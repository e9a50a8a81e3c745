"""Search, ask and compare over the sample minutes, and over the real ones where they are."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

import pytest

from corpus.records import REGIONS, Filters
from search_api.archive import Archive
from search_api.ask import ask
from search_api.citations import cite, shown
from search_api.compare import compare
from search_api.evaluate import evaluate, read_questions
from search_api.search import rank, search

HERE = Path(__file__).parent
SAMPLE_QUESTIONS = read_questions(HERE / "data" / "sample_questions.jsonl")
KOFOEDSMINDE = "Hvordan håndterede hvert KKR Kofoedsminde?"


@pytest.mark.parametrize("question", [q.question for q in SAMPLE_QUESTIONS])
def test_every_citation_is_exactly_what_the_document_says(samples: Archive, question: str):
    replies = [ask(samples, question), compare(samples, question)]
    for citation in [c for reply in replies for c in reply.citations]:
        document = samples.document(citation.document_id)
        assert document.text[citation.start : citation.end] == citation.quote
        item = next(i for i in document.items if i.item_id == citation.item.item_id)
        assert item.start <= citation.start < citation.end <= item.end
        assert (item.number, item.title) == (citation.item.number, citation.item.title)
        section = next(s for s in item.sections if s.start <= citation.start < s.end)
        assert section.kind == citation.section


def _words(text: str) -> list[str]:
    """The words of a text, without the signs that lists, tables and emphasis are drawn with."""
    return [word for word in re.split(r"[\s|*]+", text) if re.search(r"\w", word)]


def test_what_is_shown_holds_the_words_of_the_quote_and_no_others(samples: Archive):
    for question in SAMPLE_QUESTIONS:
        for sentence in ask(samples, question.question).sentences:
            assert _words(sentence.text) == _words(sentence.citation.quote)


def test_text_that_is_no_span_is_never_cited(samples: Archive):
    found = rank(samples, "Kofoedsminde", limit=1).found[0]
    stored = samples.catalogue.chunks_of_items([found.item.item_id], "window")
    chunk = stored[0][0]
    invented = type(chunk)(
        chunk.chunk_id,
        chunk.document_id,
        chunk.item_id,
        chunk.section,
        chunk.start,
        chunk.end,
        chunk.headline,
        "KKR besluttede noget andet.",
    )
    with pytest.raises(ValueError):
        cite(found.document, found.item, invented, 1)


def test_compare_answers_for_all_five_and_says_which_is_silent(samples: Archive):
    reply = compare(samples, KOFOEDSMINDE)
    assert [summary.region for summary in reply.regions] == list(REGIONS)
    status = {summary.region: summary.status for summary in reply.regions}
    assert status.pop("Hovedstaden") == "none"
    assert set(status.values()) == {"found"}
    for summary in reply.regions:
        assert {c.region for c in summary.citations} <= {summary.region}
        assert bool(summary.citations) == (summary.status == "found")
    assert [c.n for c in reply.citations] == list(range(1, len(reply.citations) + 1))


def test_compare_keeps_to_the_regions_that_are_named(samples: Archive):
    reply = compare(samples, "Hvad siger Midtjylland og Sjælland om et nyt sikret tilbud?")
    assert {summary.region for summary in reply.regions} == {"Midtjylland", "Sjælland"}


def test_ask_says_nothing_where_the_minutes_say_nothing(samples: Archive):
    silent = [q for q in SAMPLE_QUESTIONS if q.type == "unanswerable"]
    assert silent
    for question in silent:
        reply = ask(samples, question.question)
        assert reply.abstained and not reply.sentences and not reply.citations, question.question
        assert reply.reason


def test_ask_answers_what_the_minutes_answer(samples: Archive):
    reply = ask(samples, "Hvor mange penge fik Nøglen Først til et år mere?")
    assert not reply.abstained
    assert "640.000 kr." in reply.text
    assert "[1]" in reply.text
    assert reply.citations[0].forum and reply.citations[0].date == dt.date(2022, 9, 9)


@pytest.mark.parametrize(
    ("filters", "holds"),
    [
        (Filters(regions=("Nordjylland",)), lambda h: h.region == "Nordjylland"),
        (Filters(forums=("KKR Midtjylland",)), lambda h: h.forum == "KKR Midtjylland"),
        (Filters(date_from=dt.date(2024, 1, 1)), lambda h: h.date >= dt.date(2024, 1, 1)),
        (Filters(date_to=dt.date(2022, 12, 31)), lambda h: h.date <= dt.date(2022, 12, 31)),
        (Filters(sections=("decision",)), lambda h: h.section == "decision"),
        (
            Filters(entities=("institution:kofoedsminde",)),
            lambda h: (
                "institution:kofoedsminde" in {e.entity_id for e in h.entities}
                or "Kofoedsminde" in h.item.title
            ),
        ),
    ],
)
def test_a_filter_narrows_the_search(samples: Archive, filters: Filters, holds):
    hits = search(samples, "Hvad blev besluttet om særlige pladser og takster?", filters).hits
    assert hits and all(holds(hit) for hit in hits)


def test_facets_count_the_hits(samples: Archive):
    found = search(samples, "Rammeaftale 2025-2026", limit=8)
    assert sum(facet.count for facet in found.facets.regions) == len(found.hits)
    assert found.facets.sections
    counts = {facet.value: facet.count for facet in found.facets.entities}
    named = [e.name for hit in found.hits for e in hit.entities]
    assert counts and all(named.count(name) == count for name, count in counts.items())


def test_a_comparing_search_hears_every_region(samples: Archive):
    hits = search(samples, "Hvad gør regionerne for hjemløse?", limit=5).hits
    assert {hit.region for hit in hits} == set(REGIONS)


def test_the_samples_are_answered_as_well_as_they_were(samples: Archive):
    figures = evaluate(samples, SAMPLE_QUESTIONS)
    assert figures.citations_verbatim == 1.0
    assert figures.hit_at_5 == 1.0 and (figures.hit_at_1 or 0) >= 0.85
    assert (figures.fact_recall or 0) >= 0.85 and (figures.words_per_answer or 99) <= 60
    assert (figures.region_status_right or 0) >= 0.97
    assert (figures.region_facts_found or 0) >= 0.85
    assert (figures.compare_gold_cited or 0) >= 0.88
    assert figures.unanswerable_abstained == 1.0


def test_the_real_minutes_reach_the_figures_promised(minutes: Archive, minutes_dir: Path):
    questions = minutes_dir.parent / "evaluation" / "questions.jsonl"
    if not questions.is_file():
        pytest.skip(f"the evaluation's questions are not at {questions}")
    figures = evaluate(minutes, read_questions(questions))
    assert figures.citations_verbatim == 1.0
    assert (figures.hit_at_1 or 0) >= 0.92 and figures.hit_at_5 == 1.0
    assert (figures.mrr or 0) >= 0.95
    assert (figures.fact_recall or 0) >= 0.88 and (figures.words_per_answer or 99) <= 60
    assert (figures.unanswerable_abstained or 0) >= 0.90
    assert figures.answerable_abstained is not None and figures.answerable_abstained <= 0.03
    assert (figures.compare_gold_in_first_ten or 0) >= 0.95
    assert (figures.compare_gold_cited or 0) >= 0.88
    assert (figures.region_status_right or 0) >= 0.97


def test_a_placeholder_in_angle_brackets_is_text_and_stays():
    assert (
        shown("Kontakt <Navn på leder> i <b>kommunen</b>") == "Kontakt <Navn på leder> i kommunen"
    )


def test_what_was_decided_last_stands_before_what_it_replaced(samples: Archive):
    reply = ask(samples, "Hvad er besluttet om ommærkning af særlige pladser i Syddanmark?")
    dates = [citation.date for citation in reply.citations if citation.date]
    assert len(set(dates)) > 1 and dates == sorted(dates, reverse=True)


def test_a_comparison_says_where_and_how_often_the_matter_came_up(samples: Archive):
    reply = compare(samples, KOFOEDSMINDE)
    cited = {citation.document_id for citation in reply.citations}
    found = sum(summary.status == "found" for summary in reply.regions)
    assert reply.overview.startswith(f"Behandlet i {found} af 5 regioner: ")
    assert sum(map(int, re.findall(r"(\d+) (?:mød|and)", reply.overview))) == len(cited)
    assert compare(samples, "Hvordan går det med kvantecomputere?").overview == "Ingen fund."


def test_another_year_than_the_minutes_tell_of_is_not_answered(samples: Archive):
    question = "Hvor mange hjemløse blev der talt i Nordjylland i {}?"
    assert "512" in ask(samples, question.format(2024)).text
    assert ask(samples, question.format(1998)).abstained
