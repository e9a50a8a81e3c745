"""``tvaersnit doctor``: look at everything, and mend it."""

from __future__ import annotations

import argparse
import json
import sys
import time
from dataclasses import asdict

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn
from rich.text import Text

from corpus.settings import Settings
from models.encoder import Encoder
from search_api.doctor import Examination, examine, mend
from search_api.ingest_progress import IngestProgress
from search_api.render import indented
from search_api.terminal import console_for_output
from search_api.wording import danish_number


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--repair", action="store_true", help="ret det, der kan laves igen, og undersøg så på ny"
    )
    parser.add_argument("--json", action="store_true", help="vis som JSON")


def run(settings: Settings, arguments: argparse.Namespace) -> int:
    """Returns 0 where all is well, 1 where something is wrong."""
    encoder = Encoder(settings)
    found, seconds = examined(settings, encoder)
    mended: list[str] = []
    if arguments.repair and settings.data.is_dir():
        if not arguments.json:
            show(found, seconds)
        with IngestProgress(quiet=False) as progress:
            for done in mend(settings, found, encoder, progress.callbacks):
                mended.append(done)
        if mended:
            found, seconds = examined(settings, encoder)
    if arguments.json:
        told = {
            "ok": found.ok,
            "seconds": round(seconds, 1),
            "repaired": mended,
            "checks": [asdict(check) for check in found.checks],
        }
        print(json.dumps(told, ensure_ascii=False, indent=2))
        return 0 if found.ok else 1
    for one in mended:
        print(one)
    if mended or not arguments.repair:
        show(found, seconds)
    elif found.ok:
        print("Der er intet at reparere.")
    return 0 if found.ok else 1


def examined(settings: Settings, encoder: Encoder) -> tuple[Examination, float]:
    """What an examination finds, and the seconds that it took."""
    began = time.monotonic()
    with Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        console=Console(stderr=True),
        disable=not sys.stderr.isatty(),
        transient=True,
    ) as bar:
        task = bar.add_task("Undersøger dokumenter", total=None)
        found = examine(
            settings, encoder, lambda done, total: bar.update(task, completed=done, total=total)
        )
    return found, time.monotonic() - began


def show(found: Examination, seconds: float) -> None:
    """Print what was found."""
    console = console_for_output()
    for check in found.checks:
        console.print(Text(f"{'ok  ' if check.ok else 'FEJL'}  {check.name}: {check.found}"))
        for example in check.examples:
            indented(console, example)
        if check.advice:
            indented(console, check.advice)
    console.print(Text(f"Undersøgt på {danish_number(seconds, decimals=1)} sekunder."))
