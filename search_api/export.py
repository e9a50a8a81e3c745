"""What was found and compared as files for others' programs: CSV for Excel, tables for Word."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from docx.document import Document as WordDocument
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.shared import Cm, Emu, Pt
from docx.table import Table, _Cell

from search_api.briefing_markdown import Source, sources
from search_api.csv_table import csv_table
from search_api.replies import Citation, Comparison, Hit, RegionSummary, Search, SummarySentence
from search_api.word_document import (
    SOURCE_STYLE,
    add_text,
    element,
    link_to_address,
    link_to_source,
    mark_source,
    new_document,
    saved,
    written,
)
from search_api.wording import ASPECTS, SECTIONS, UNCERTAIN, page_of, place

NO_FINDS = "Ingen fund"
_FOUND = "Fund"
_NOTHING_OF_IT = "–"
_READ_AS = " Tabellen består af ordrette citater fra referaterne; tallene henviser til kilderne."
_SEARCH_COLUMNS = (
    "Nr. Region Forum Dato Dokument Punkt Bilag Titel Afsnit Citat Kilde Bemærkning".split()
)
_COMPARISON_COLUMNS = (
    "Region Resultat Aspekt Citat Forum Dato Dokument Punkt Bilag Titel Afsnit Side Kilde "
    "Bemærkning".split()
)
_WIDTH_OF_ASPECTS = Cm(2.4)
_WIDTH = Cm(26.7)


def search_csv(found: Search, address: str = "") -> str:
    """A row an item, as a Danish Excel opens it: UTF-8 with a byte order mark, semicolons.

    ``address`` is where the service answers, for the links in "Kilde".
    """
    return csv_table(
        _SEARCH_COLUMNS,
        (
            {"Nr.": str(n), **_where(hit), "Citat": hit.text, "Kilde": _link(hit, address)}
            for n, hit in enumerate(found.hits, start=1)
        ),
    )


def comparison_csv(comparison: Comparison, address: str = "") -> str:
    """A row a quote, and one for each region without any; otherwise as ``search_csv``."""
    return csv_table(
        _COMPARISON_COLUMNS,
        (
            {"Region": summary.region, **quote}
            for summary in comparison.regions
            for quote in _quotes(summary, address)
        ),
    )


def comparison_docx(comparison: Comparison, address: str | None = None) -> bytes:
    """A table in a landscape Word document: a column a region, a row an aspect, and the sources
    with their numbers under it, with links where ``address`` tells where the service answers."""
    document = new_document(comparison.question, comparison.overview, landscape=True)
    document.add_paragraph(written(comparison.question), style="Title")
    document.add_paragraph(comparison.overview + (_READ_AS if comparison.citations else ""))
    _table(document, comparison.regions)
    if comparison.citations:
        document.add_heading("Kilder", level=1)
        for source in sources(comparison.citations, address):
            _source(document, source)
    return saved(document)


def _day(date: dt.date | None) -> str:
    return f"{date:%d-%m-%Y}" if date else ""


def _where(found: Citation | Hit) -> dict[str, str]:
    """Where a quote stands, column by column; of an attachment the item that it belongs to."""
    to = found.attachment
    return {
        "Region": found.region or "",
        "Forum": (to and to.forum) or found.forum or "",
        "Dato": _day((to and to.date) or found.date),
        "Dokument": found.source,
        "Punkt": (to.item_number if to else found.item.number) or "",
        "Bilag": to.label if to else "",
        "Titel": found.item.title,
        "Afsnit": SECTIONS[found.section],
        "Bemærkning": UNCERTAIN if found.uncertain else "",
    }


def _link(hit: Hit, address: str) -> str:
    path = f"/api/v1/items/{hit.item.item_id}?start={hit.start}&end={hit.end}"
    return f"{address.rstrip('/')}{path}"


def _quotes(summary: RegionSummary, address: str) -> list[dict[str, str]]:
    """What a region is quoted for; a region without finds says so. The row is under the region
    that is heard, whoever's minutes speak of it."""
    return [
        {
            **_where(sentence.citation),
            "Region": summary.region,
            "Resultat": _FOUND,
            "Aspekt": ASPECTS[sentence.aspect],
            "Citat": sentence.citation.quote,
            "Side": str(sentence.citation.page),
            "Kilde": f"{address.rstrip('/')}{sentence.citation.url}",
        }
        for sentence in summary.summary
    ] or [{"Resultat": NO_FINDS}]


def _table(document: WordDocument, regions: Sequence[RegionSummary]) -> None:
    aspects = [a for a in ASPECTS if any(s.aspect == a for r in regions for s in r.summary)]
    table = document.add_table(rows=1, cols=1 + len(regions), style="Table Grid")
    table.alignment, table.autofit = WD_TABLE_ALIGNMENT.CENTER, False
    head = table.rows[0]
    # The first row is repeated on every page, and read aloud with each cell below it.
    head._tr.get_or_add_trPr().append(element("w:tblHeader"))
    for cell, name in zip(head.cells, ("Aspekt", *(r.region for r in regions)), strict=True):
        _headed(cell, name)
    for aspect in aspects or (None,):
        first, *cells = table.add_row().cells
        _headed(first, ASPECTS[aspect] if aspect else "")
        for cell, region in zip(cells, regions, strict=True):
            if region.summary:
                _fill(cell, [s for s in region.summary if s.aspect == aspect])
            else:
                cell.paragraphs[0].text = f"{NO_FINDS}."
    _set_widths(table)


def _headed(cell: _Cell, text: str) -> None:
    """A cell that says what stands beside or under it."""
    cell.paragraphs[0].add_run(text).bold = True
    cell._tc.get_or_add_tcPr().append(element("w:shd", val="clear", color="auto", fill="E8EDF3"))


def _fill(cell: _Cell, sentences: Sequence[SummarySentence]) -> None:
    for n, sentence in enumerate(sentences):
        paragraph = cell.paragraphs[0] if n == 0 else cell.add_paragraph()
        add_text(paragraph, f"{sentence.text}\u00a0").font.size = Pt(9)
        number = sentence.citation.n
        link = paragraph.add_run(f"[{number}]")
        link.font.size = Pt(9)
        link_to_source(paragraph, link, number)
    if not sentences:
        cell.paragraphs[0].text = _NOTHING_OF_IT


def _set_widths(table: Table) -> None:
    first, *others = table.columns
    first.width = _WIDTH_OF_ASPECTS
    for column in others:
        column.width = Emu((_WIDTH - _WIDTH_OF_ASPECTS) // len(others))
    # Word goes by the cells' own widths.
    for column in table.columns:
        for cell in column.cells:
            cell.width = column.width


def _source(document: WordDocument, source: Source) -> None:
    """A source: its numbers, where it is, and the file it was read from."""
    paragraph = document.add_paragraph(style=SOURCE_STYLE)
    for number in source.numbers:
        mark_source(paragraph.add_run(f"[{number}]"), number)
        paragraph.add_run(" ")
    name = add_text(paragraph, place(source.citation))
    if source.url:
        link_to_address(paragraph, name, source.url)
    file = f" ({source.citation.source}, {page_of(source.citation)})"
    add_text(paragraph, f"{file}. {source.warning}" if source.warning else file)
