"""``tvaersnit follow``: a matter through meetings and regions."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from rich.console import Console
from rich.text import Text

from corpus.dates import danish_date
from corpus.settings import Settings
from search_api.cli_arguments import add_filters, filters_of
from search_api.render import indented, sources
from search_api.terminal import console_for_output
from search_api.wording import STEPS, deadline_said, listed, place

if TYPE_CHECKING:
    from search_api.follow_replies import Course, CourseItem


def add_arguments(follow: argparse.ArgumentParser) -> None:
    """What the verb takes."""
    follow.add_argument("question", metavar="SAG", help="fx »Sammen om Psykiatri«")
    add_filters(follow, sections=False)
    follow.add_argument("--json", action="store_true", help="svar som JSON")


def run(settings: Settings, arguments: argparse.Namespace) -> int:
    """Show the matter's course; gives the exit code."""
    from search_api.archive import Archive
    from search_api.follow import follow

    archive = Archive(settings)
    filters = filters_of(archive, arguments)
    found = follow(archive, arguments.question, filters)
    if arguments.json:
        print(found.model_dump_json(indent=2))
    else:
        _show(found)
    return 0


def _show(found: Course) -> None:
    console = console_for_output()
    console.print(Text(found.question, style="bold"))
    console.print(found.overview)
    for item in found.items:
        _item(console, item)
    if found.items:
        console.print(Text("\nÅbent", style="bold"))
    if found.items and not found.open:
        indented(console, "Referaterne viser intet, der mangler opfølgning.", 2)
    for task in found.open:
        indented(console, f"{place(task.citation)}:", 2, "italic")
        indented(console, f"{task.text} [{task.citation.n}]", 4)
        indented(console, deadline_said(task), 4, "dim")
    if found.items and found.silent:
        console.print(f"\nIngen fund i {listed(found.silent)}.")
    if found.citations:
        sources(console, found.citations)


def _item(console: Console, item: CourseItem) -> None:
    when = danish_date(item.date) if item.date else "Uden dato"
    outcome = f" – {item.outcome}" if item.outcome else ""
    console.print(Text(f"\n{when} · {item.region or 'ukendt region'}", style="bold"))
    indented(console, f"{place(item.steps[0].citation)}{outcome}", 2, "italic")
    for step in item.steps:
        indented(console, f"{STEPS[step.kind]}: {step.text} [{step.citation.n}]", 4)
