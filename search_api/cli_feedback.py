"""``tvaersnit feedback``: what users have said of the answers."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from corpus.dates import danish_date
from corpus.errors import TvaersnitError
from corpus.records import ACCESS_LEVELS
from corpus.settings import Settings
from search_api.render import open_table
from search_api.terminal import console_for_output

if TYPE_CHECKING:
    from search_api.feedback import FeedbackList


def add_arguments(feedback: argparse.ArgumentParser) -> None:
    """What the verb takes."""
    feedback.add_argument(
        "--out",
        type=Path,
        metavar="FIL",
        help="gem det, der hjalp, som en fil med spørgsmål til »evaluate«",
    )
    feedback.add_argument("--json", action="store_true", help="vis som JSON")


def run(settings: Settings, arguments: argparse.Namespace) -> int:
    """Show the feedback, or write the question file; gives the exit code."""
    from search_api.feedback import FeedbackList, FeedbackStore

    found, total = FeedbackStore(settings.data, settings.catalogue_url).latest(ACCESS_LEVELS)
    every = FeedbackList(feedback=found, total=total)
    if arguments.out is not None:
        _write(settings, arguments.out, every)
    elif arguments.json:
        print(every.model_dump_json(indent=2))
    else:
        _show(every)
    return 0


def _write(settings: Settings, path: Path, every: FeedbackList) -> None:
    from search_api.archive import Archive
    from search_api.feedback_questions import question_file

    archive = Archive(settings)
    try:
        made = question_file(archive, every.feedback)
    finally:
        archive.close()
    try:
        path.write_text(made.lines(), encoding="utf-8")
    except OSError as error:
        raise TvaersnitError(
            f"{path}: Spørgsmålene kan ikke gemmes ({error.strerror}). Vælg en anden mappe med "
            "--out."
        ) from error
    count = len(made.questions)
    print(
        f"{count} spørgsmål er gemt i {path}. "
        f"{made.left_out} af {every.total} tilbagemeldinger giver intet spørgsmål."
    )


def _show(every: FeedbackList) -> None:
    if not every.feedback:
        return print("Der er endnu ingen tilbagemeldinger.")
    table = open_table("Dag", "Hjalp", "Verbum", "Spørgsmål", "Hvorfor")
    for one in every.feedback:
        table.add_row(
            danish_date(one.given.astimezone()),
            "ja" if one.helped else "nej",
            one.verb,
            one.question,
            one.why,
        )
    console_for_output().print(table)
