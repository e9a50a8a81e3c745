"""``tvaersnit decisions``: what became of the items, as text, JSON or CSV."""

from __future__ import annotations

import argparse
import sys
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, get_args

from rich.console import Console
from rich.text import Text

from corpus.dates import danish_date
from corpus.decision import Followed, Outcome
from corpus.errors import TvaersnitError
from corpus.settings import Settings
from search_api.cli_arguments import add_filters, filters_of
from search_api.render import indented
from search_api.terminal import console_for_output
from search_api.wording import item_said, listed, meeting

if TYPE_CHECKING:
    from search_api.decision_replies import DecisionList, DecisionView

_STANDARD_OUTPUT = "-"


def add_arguments(decisions: argparse.ArgumentParser) -> None:
    """What the verb takes."""
    decisions.add_argument(
        "--outcome",
        action="append",
        default=[],
        metavar="UDFALD",
        help=f"kun dette udfald: {listed(get_args(Outcome), 'eller')} (kan gentages)",
    )
    decisions.add_argument(
        "--followed",
        action="append",
        default=[],
        metavar="UDFALD",
        help=f"kun hvor indstillingen blev {listed(get_args(Followed), 'eller')} (kan gentages)",
    )
    add_filters(decisions, sections=False)
    decisions.add_argument("--limit", type=int, metavar="N", help="højst så mange beslutninger")
    decisions.add_argument(
        "--offset", type=int, default=0, metavar="N", help="spring så mange over (0)"
    )
    form = decisions.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="svar som JSON")
    form.add_argument("--csv", metavar="FIL", help="gem som CSV; »-« skriver den ud")


def run(settings: Settings, arguments: argparse.Namespace) -> int:
    """Show the decisions, or write them; gives the exit code."""
    from search_api.archive import Archive
    from search_api.decision_table import decisions_csv
    from search_api.decisions import decisions, read_followed, read_outcomes

    if (arguments.limit is not None and arguments.limit < 1) or arguments.offset < 0:
        raise TvaersnitError("--limit skal være mindst 1, og --offset mindst 0.")
    archive = Archive(settings)
    filters = filters_of(archive, arguments)
    found = decisions(
        archive,
        filters,
        read_outcomes(arguments.outcome),
        read_followed(arguments.followed),
        arguments.limit,
        arguments.offset,
    )
    if arguments.json:
        print(found.model_dump_json(indent=2))
    elif arguments.csv is not None:
        _write(decisions_csv(found.decisions), arguments.csv, len(found.decisions))
    else:
        _show(found)
    return 0


def _write(table: str, name: str, decisions: int) -> None:
    if name == _STANDARD_OUTPUT:
        # The byte order mark is for a file.
        sys.stdout.write(table.removeprefix("\ufeff"))
        return
    try:
        Path(name).write_text(table, encoding="utf-8", newline="")
    except OSError as error:
        raise TvaersnitError(
            f"{name}: Beslutningerne kan ikke gemmes ({error.strerror}). Vælg en anden mappe med "
            "--csv."
        ) from error
    print(f"{decisions} beslutninger er gemt i {name}.")


def _show(found: DecisionList) -> None:
    console = console_for_output()
    if not found.total:
        return console.print("Ingen beslutninger passer.")
    for where, some in groupby(found.decisions, key=lambda one: meeting(one.citation)):
        region = f" · {decided[0].region}" if (decided := list(some))[0].region else ""
        console.print(Text(f"\n{where}{region}", style="bold"))
        for one in decided:
            _one(console, one)
    outcomes = ", ".join(f"{facet.value} {facet.count}" for facet in found.facets.outcomes)
    console.print(f"\n{len(found.decisions)} af {found.total} beslutninger: {outcomes}.")
    return None


def _one(console: Console, one: DecisionView) -> None:
    said = item_said(one.item)
    indented(console, f"{said[:1].upper()}{said[1:]} – {one.outcome}", 2, "italic")
    indented(console, one.telling.text, 4)
    if one.followed:
        indented(console, f"Indstillingen blev {one.followed}.", 4, "dim")
    for follow_up in one.follow_ups:
        due = f" (frist {danish_date(follow_up.due_date)})" if follow_up.due_date else ""
        indented(console, f"Opfølgning{due}: {follow_up.text}", 4)
    if one.later:
        indented(console, f"Taget op igen: {meeting(one.later)}, {item_said(one.later.item)}", 4)
