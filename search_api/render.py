"""What the command line prints: replies as text for people, or as the same JSON as the API's."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from pydantic import BaseModel
from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from corpus.dates import danish_date
from search_api.citations import shown
from search_api.document_replies import DocumentList, DocumentView
from search_api.evaluate import Evaluation
from search_api.replies import Answer, Citation, Comparison, EntityList, Hit, Search
from search_api.terminal import console_for_output
from search_api.wording import (
    ASPECTS,
    LANGUAGES,
    SECTIONS,
    STATUSES,
    UNCERTAIN,
    place,
    uncertain_split,
)


def _as_json(reply: BaseModel) -> None:
    print(reply.model_dump_json(indent=2))


def indented(console: Console, text: str, by: int = 2, style: str = "") -> None:
    """Print a text so many columns in."""
    console.print(Padding(Text(text, style=style), (0, 0, 0, by), expand=False))


def _numbers(numbers: Sequence[int]) -> str:
    """ "[2]–[5]" for numbers in a row, "[2] [7]" for others."""
    if len(numbers) > 2 and numbers[-1] - numbers[0] == len(numbers) - 1:
        return f"[{numbers[0]}]–[{numbers[-1]}]"
    return " ".join(f"[{n}]" for n in numbers)


def _warning(found: Citation | Hit) -> str:
    return f" · {UNCERTAIN}" if found.uncertain else ""


def sources(console: Console, citations: Sequence[Citation]) -> None:
    console.print("\nKilder", style="bold")
    for where, some in groupby(citations, key=lambda c: f"{place(c)} ({c.source}){_warning(c)}"):
        indented(console, f"{_numbers([c.n for c in some])} {where}", style="dim")


def search(reply: Search, as_json: bool) -> None:
    """Print what was found."""
    if as_json:
        return _as_json(reply)
    console = console_for_output()
    if not reply.hits:
        console.print("Ingen fund.")
    for n, hit in enumerate(reply.hits, start=1):
        console.print(Text(f"{n}. {place(hit)}", style="bold"))
        about = f"{SECTIONS[hit.section]} · {hit.region or 'ukendt region'}{_warning(hit)}"
        indented(console, about, 3)
        text = shown(hit.text)
        indented(console, text if len(text) <= 300 else text[:300].rsplit(" ", 1)[0] + " …", 3)
    return None


def answer(reply: Answer, as_json: bool) -> None:
    """Print an answer with its sources, or the reason that there is none."""
    if as_json:
        return _as_json(reply)
    console = console_for_output()
    if reply.abstained:
        console.print(Text(reply.reason))
        if reply.maybe_relevant:
            console.print("\nMåske relevant", style="bold")
        for hit in reply.maybe_relevant:
            indented(console, f"{place(hit)} ({hit.source}){_warning(hit)}")
        return None
    if reply.finding:
        console.print(Text(f"{reply.finding}\n", style="bold"))
    for sentence in reply.sentences:
        console.print(Text(f"{sentence.text} [{sentence.citation.n}]"))
    sources(console, reply.citations)
    return None


def comparison(reply: Comparison, as_json: bool) -> None:
    """Print what each region says, or that it says nothing."""
    if as_json:
        return _as_json(reply)
    console = console_for_output()
    console.print(Text(reply.question, style="bold"))
    console.print(reply.overview)
    for summary in reply.regions:
        console.print(Text(f"\n{summary.region}", style="bold underline"))
        if summary.status == "none":
            indented(console, "ingen fund")
        for where, sentences in groupby(summary.summary, key=lambda s: place(s.citation)):
            console.print(Padding(Text(where, style="italic"), (0, 0, 0, 2), expand=False))
            for sentence in sentences:
                label = ASPECTS[sentence.aspect]
                indented(console, f"{label}: {sentence.text} [{sentence.citation.n}]", 4)
    if reply.citations:
        sources(console, reply.citations)
    return None


def open_table(*heads: str) -> Table:
    """A table that wraps what is long; nothing is cut off."""
    table = Table(box=None, padding=(0, 1))
    for head in heads:
        table.add_column(head, overflow="fold")
    return table


def documents(reply: DocumentList, as_json: bool) -> None:
    """Print the documents as a table."""
    if as_json:
        return _as_json(reply)
    table = open_table("Fil", "Forum", "Region", "Dato", "Punkter", "Lukkede", "Bemærkning")
    for document in reply.documents:
        missing = [item.number or "" for item in document.items if item.missing]
        table.add_row(
            document.source,
            document.forum or "–",
            document.region or "–",
            danish_date(document.date) if document.date else "–",
            str(len(document.items) - len(missing)),
            ", ".join(missing) or "–",
            _remarks(document),
        )
    console_for_output().print(table)
    return None


def _remarks(document: DocumentView) -> str:
    """What there is to know of a document before it is relied on."""
    remarks = [STATUSES[document.status]] if document.status else []
    if document.language != "da":
        remarks.append(LANGUAGES[document.language])
    if document.attachment:
        remarks.append(document.attachment.label)
    if document.superseded_by:
        remarks.append(f"Erstattet af {document.superseded_by.source}")
    if uncertain_split(document.kind, document.structure):
        remarks.append("Usikker inddeling")
    if document.missing_facts:
        remarks.append(f"Ikke fundet: {', '.join(document.missing_facts)}")
    return "; ".join(remarks) or "–"


def entities(reply: EntityList, as_json: bool) -> None:
    """Print the entities as a table, the most mentioned first."""
    if as_json:
        return _as_json(reply)
    table = open_table("Navn", "Slags", "Omtaler", "Dokumenter", "Id")
    for entity in reply.entities:
        table.add_row(
            entity.name, entity.kind, str(entity.mentions), str(entity.documents), entity.entity_id
        )
    console_for_output().print(table)
    return None


def _danish_number(value: float | None) -> str:
    return "–" if value is None else f"{value:.3f}".replace(".", ",")


def evaluation(figures: Evaluation, as_json: bool) -> None:
    """Print the figures, then the questions that failed."""
    if as_json:
        return _as_json(figures)
    console = console_for_output()
    table = Table(box=None, padding=(0, 1), show_header=False)
    for name, text in (
        ("hit_at_1", "rigtigt punkt som nr. 1 (hit@1)"),
        ("hit_at_5", "rigtigt punkt blandt de første 5 (hit@5)"),
        ("mrr", "gennemsnitlig reciprok placering (MRR)"),
        ("fact_recall", "fakta i svaret"),
        ("words_per_answer", "ord pr. svar"),
        ("answerable_abstained", "besvarlige spørgsmål uden svar"),
        ("compare_gold_in_first_ten", "sammenligning: rigtige punkter blandt de første 10"),
        ("compare_gold_cited", "sammenligning: rigtige punkter citeret"),
        ("region_status_right", "sammenligning: rigtig status pr. region"),
        ("region_facts_found", "sammenligning: fakta pr. region"),
        ("words_per_region", "sammenligning: ord pr. region"),
        ("unanswerable_abstained", "ubesvarlige spørgsmål uden svar"),
        ("citations_verbatim", "ordrette citater i det punkt, der er henvist til"),
        ("ask_milliseconds", "millisekunder pr. svar (median)"),
        ("compare_milliseconds", "millisekunder pr. sammenligning (median)"),
    ):
        table.add_row(text, _danish_number(getattr(figures, name)))
    console.print(f"{figures.questions} spørgsmål")
    console.print(table)
    if figures.failures:
        console.print("\nIkke bestået", style="bold")
    for failure in figures.failures:
        console.print(Text(f"{failure.id}: {failure.question}", style="bold"))
        indented(console, failure.wrong)
        if failure.answered:
            indented(console, f"svar: {failure.answered}")
    return None
