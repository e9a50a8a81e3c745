"""``tvaersnit figures``: the numbers that answer a question, by region and year."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from rich.table import Table
from rich.text import Text

from corpus.settings import Settings
from search_api.cli_arguments import add_filters, filters_of
from search_api.render import sources
from search_api.terminal import console_for_output
from search_api.wording import NO_YEAR, figure_said

if TYPE_CHECKING:
    from search_api.figure_replies import FigureCell, Figures


def add_arguments(figures: argparse.ArgumentParser) -> None:
    """What the verb takes."""
    figures.add_argument("question", metavar="SPØRGSMÅL", help="på almindeligt dansk")
    add_filters(figures)
    figures.add_argument("--json", action="store_true", help="svar som JSON")


def run(settings: Settings, arguments: argparse.Namespace) -> int:
    """Show the figures; gives the exit code."""
    from search_api.archive import Archive
    from search_api.figures import figures

    archive = Archive(settings)
    filters = filters_of(archive, arguments)
    found = figures(archive, arguments.question, filters)
    if arguments.json:
        print(found.model_dump_json(indent=2))
    else:
        _show(found)
    return 0


def _show(found: Figures) -> None:
    console = console_for_output()
    console.print(Text(found.question, style="bold"))
    table = Table(show_lines=True)
    table.add_column("Region")
    for year in found.years:
        table.add_column(str(year or NO_YEAR))
    for row in found.rows:
        by_year = {cell.year: cell for cell in row.cells}
        said = [_cell(by_year.get(year)) for year in found.years]
        table.add_row(row.region, *(said if row.cells else ["ingen fund", *said[1:]]))
    if found.years:
        console.print(table)
    else:
        console.print("Ingen fund.")
    if found.disagreements:
        console.print("Felter mærket »uenighed«: to referater giver hver sit tal for det samme.")
    sources(console, found.citations)


def _cell(cell: FigureCell | None) -> str:
    if cell is None:
        return ""
    lines = [f"{figure_said(figure)} \\[{figure.citation.n}]" for figure in cell.figures]
    return "\n".join([*lines, *(["uenighed"] if cell.disagreement else [])])
