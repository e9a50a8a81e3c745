"""``tvaersnit backup`` and ``tvaersnit restore``."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from corpus.settings import Settings
from ingest.pipeline import Ingest
from models.encoder import Encoder
from search_api.backup import backup, restore
from search_api.cli_doctor import examined, show
from search_api.ingest_progress import IngestProgress
from search_api.wording import danish_number


def add_backup(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, metavar="FIL", help="fx »tvaersnit-2026-11-22.tar.gz«")


def add_restore(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, metavar="FIL", help="en fil fra »tvaersnit backup«")
    parser.add_argument(
        "--replace",
        action="store_true",
        help="flyt den nuværende datamappe til side; den slettes ikke",
    )


def run_backup(settings: Settings, arguments: argparse.Namespace) -> int:
    with _rows("Kopierer") as progress:
        manifest = backup(settings, arguments.file, progress)
    size = danish_number(arguments.file.stat().st_size / 1_000_000, decimals=1)
    print(
        f"Sikkerhedskopien er gemt i {arguments.file} ({size} MB): "
        f"{manifest.rows['documents']} dokumenter, {manifest.rows['vectors']} vektorer og "
        f"{sum(part.name.startswith('data/') for part in manifest.parts)} filer."
    )
    return 0


def run_restore(settings: Settings, arguments: argparse.Namespace) -> int:
    """Returns 1 where what was restored is not as it should be."""
    with _rows("Gendanner") as progress:
        manifest, aside = restore(settings, arguments.file, progress, replace=arguments.replace)
    when = manifest.created.astimezone().strftime("%d-%m-%Y kl. %H.%M")
    print(f"Sikkerhedskopien fra {when} er gendannet i {settings.data}.")
    if aside is not None:
        print(f"Den tidligere datamappe ligger nu i {aside}.")
    encoder = Encoder(settings)
    if manifest.rows["documents"]:
        with IngestProgress(quiet=False) as indexing:
            points = Ingest(settings, encoder).reindex(indexing.callbacks)
        print(f"Indekset er bygget op igen fra kataloget: {points} tekststykker.")
    found, seconds = examined(settings, encoder)
    show(found, seconds)
    return 0 if found.ok else 1


@contextmanager
def _rows(about: str) -> Iterator[Callable[[int, int], None]]:
    with Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        console=Console(stderr=True),
        disable=not sys.stderr.isatty(),
        transient=True,
    ) as bar:
        task = bar.add_task(about, total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)
