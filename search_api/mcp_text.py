"""Replies as text for an assistant to read: every quote in »…«, its further lines after "> ", with
its number and its source."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path

from search_api.briefing_markdown import to_markdown
from search_api.citations import shown
from search_api.decision_replies import DecisionList
from search_api.document_replies import ItemText
from search_api.figure_replies import Figures
from search_api.follow_replies import Course
from search_api.replies import Answer, Briefing, Citation, Comparison, Hit, Reply, Search
from search_api.wording import (
    ASPECTS,
    NO_YEAR,
    SECTIONS,
    STEPS,
    UNCERTAIN,
    deadline_said,
    figure_said,
    item_said,
    listed,
    meeting,
    page_of,
    place,
)


def as_text(reply: Reply, address: str | None = None, template: Path | None = None) -> str:
    """A reply of one of the tools as text. ``address`` is where the service answers, for links to
    the sources; ``template`` is the layout of a briefing.

    Raises ``TvaersnitError`` for a template that does not work.
    """
    match reply:
        case Search():
            lines = _search(reply)
        case Answer():
            lines = _answer(reply, address)
        case Comparison():
            lines = _comparison(reply, address)
        case DecisionList():
            lines = _decisions(reply, address)
        case Figures():
            lines = _figures(reply, address)
        case Course():
            lines = _course(reply, address)
        case ItemText():
            lines = _item(reply)
        case Briefing():
            return to_markdown(reply, template, address)
        case _:
            raise TypeError(type(reply))
    return "\n".join(lines)


def _search(reply: Search) -> Iterator[str]:
    if not reply.hits:
        yield "Ingen fund."
    for n, hit in enumerate(reply.hits, start=1):
        yield f"{n}. {_found(hit)}, {SECTIONS[hit.section].lower()}:"
        yield f"{_quoted(shown(hit.text))}{_warning(hit)}\n"


def _answer(reply: Answer, address: str | None) -> Iterator[str]:
    if reply.abstained:
        yield reply.reason
        if reply.maybe_relevant:
            yield "\nPunkter, der ligger nærmest spørgsmålet uden at svare på det:"
        for hit in reply.maybe_relevant:
            yield f"- {_found(hit)}{_warning(hit)}"
        return
    if reply.finding:
        yield f"Tjenestens optælling: {reply.finding}\n"
    for sentence in reply.sentences:
        yield f"{_quoted(sentence.text)} [{sentence.citation.n}]"
    yield from _sources(reply.citations, address)


def _decisions(reply: DecisionList, address: str | None) -> Iterator[str]:
    outcomes = ", ".join(f"{facet.value} {facet.count}" for facet in reply.facets.outcomes)
    shown_of = f"{len(reply.decisions)} af {reply.total} beslutninger"
    yield f"Tjenestens optælling: {shown_of} ({outcomes})." if reply.total else "Ingen fund."
    for one in reply.decisions:
        followed = f"; indstillingen blev {one.followed}" if one.followed else ""
        yield f"\n{place(one.citation)} ({one.source}, item_id {one.item.item_id})"
        yield f"Udfald: {one.outcome}{followed}"
        yield f"Beslutning: {_quoted(one.text)}{_warning(one.citation)}"
        for label, some in (
            ("Ændring", one.changes),
            ("Betingelse", one.conditions),
            ("Uenighed", one.dissent),
            ("Opfølgning", one.follow_ups),
        ):
            for sentence in some:
                yield f"{label}: {_quoted(sentence.text)}"
        if one.later:
            yield f"Taget op igen: {meeting(one.later)}, {item_said(one.later.item)}"
        if address:
            yield f"Kilde: {address.rstrip('/')}{one.citation.url}"


def _comparison(reply: Comparison, address: str | None) -> Iterator[str]:
    yield reply.overview
    for region in reply.regions:
        yield f"\n{region.region}"
        if region.status == "none":
            yield "Ingen fund."
        for where, sentences in groupby(region.summary, key=lambda s: place(s.citation)):
            yield f"{where}:"
            for sentence in sentences:
                label = ASPECTS[sentence.aspect]
                yield f"- {label}: {_quoted(sentence.text)} [{sentence.citation.n}]"
    yield from _sources(reply.citations, address)


def _figures(reply: Figures, address: str | None) -> Iterator[str]:
    for row in reply.rows:
        yield f"\n{row.region}"
        if not row.cells:
            yield "Ingen fund."
        for cell in row.cells:
            for figure in cell.figures:
                year = f"{cell.year or NO_YEAR}{'' if figure.year_told else ' (mødets år)'}"
                yield f"- {year}: {_quoted(figure_said(figure))} [{figure.citation.n}]"
            if cell.disagreement:
                yield "  To referater giver hver sit tal for det samme."
    yield from _sources(reply.citations, address)


def _course(reply: Course, address: str | None) -> Iterator[str]:
    yield reply.overview
    for item in reply.items:
        outcome = f" (udfald: {item.outcome})" if item.outcome else ""
        beside = "" if item.about else " (punktet handler om andet)"
        yield f"\n{place(item.steps[0].citation)}{outcome}{beside}"
        for step in item.steps:
            yield f"- {STEPS[step.kind]}: {_quoted(step.text)} [{step.citation.n}]"
    if reply.items:
        yield "\nÅbent" if reply.open else "\nReferaterne viser intet, der mangler opfølgning."
    for task in reply.open:
        said = f"{_quoted(task.text)} [{task.citation.n}] {deadline_said(task)}"
        yield f"- {place(task.citation)}: {said}"
    if reply.items and reply.silent:
        yield f"\nIngen fund i {listed(reply.silent)}."
    yield from _sources(reply.citations, address)


def _item(reply: ItemText) -> Iterator[str]:
    yield f"{place(reply)} ({reply.source})"
    if reply.item.missing:
        yield "Punktet er sprunget over i referatet (et lukket punkt) og har ingen tekst."
        return
    if reply.quote is not None:
        yield f"Uddraget: {_quoted(shown(reply.quote))}"
    yield f"Hele punktet:\n{_quoted(shown(reply.text))}"


def _quoted(text: str) -> str:
    """A quote in »…«; no line of it can pass for one of the service's own."""
    return f"»{text}«".replace("\n", "\n> ")


def _found(hit: Hit) -> str:
    return f"{place(hit)} ({hit.source}, item_id {hit.item.item_id})"


def _sources(citations: Sequence[Citation], address: str | None) -> Iterator[str]:
    if citations:
        yield "\nKilder"
    for citation in citations:
        link = f" {address.rstrip('/')}{citation.url}" if address else ""
        where = f"{place(citation)} ({citation.source}, {page_of(citation)})"
        yield f"[{citation.n}] {where}{_warning(citation)}{link}"


def _warning(found: Citation | Hit) -> str:
    return f" [{UNCERTAIN}]" if found.uncertain else ""
