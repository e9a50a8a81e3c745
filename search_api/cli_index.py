"""``tvaersnit index``: where the index lies."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import get_args

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from corpus.index_move import Place, move_index
from corpus.settings import Settings
from search_api.wording import danish_number


def add_arguments(index: argparse.ArgumentParser) -> None:
    """What the verb takes: an action, and where to."""
    actions = index.add_subparsers(dest="action_name", metavar="HANDLING", required=True)
    move = actions.add_parser(
        "move", help="kopiér indekset til en Qdrant-server eller tilbage, uden at kode noget igen"
    )
    move.add_argument(
        "place",
        choices=get_args(Place),
        help="server: den, som TVAERSNIT_QDRANT_URL angiver; embedded: datamappen",
    )
    move.add_argument(
        "--data",
        type=Path,
        metavar="MAPPE",
        default=argparse.SUPPRESS,
        help="mappen med katalog og indeks",
    )


def run(settings: Settings, arguments: argparse.Namespace) -> int:
    """Copy the index, and tell what makes it the one that is used; gives the exit code."""
    from models.encoder import Encoder

    encoder = Encoder(settings)
    with Progress(
        TextColumn("Kopierer tekststykker"),
        BarColumn(),
        MofNCompleteColumn(),
        console=Console(stderr=True),
        disable=not sys.stderr.isatty(),
        transient=True,
    ) as shown:
        task = shown.add_task("", total=None)
        moved = move_index(
            settings,
            arguments.place,
            encoder.name,
            encoder.dimension,
            lambda done, total: shown.update(task, completed=done, total=total),
        )
    print(f"Indekset er kopieret: {danish_number(moved)} tekststykker.")
    if arguments.place == "server":
        print("Det på serveren bruges, så længe TVAERSNIT_QDRANT_URL er sat.")
    else:
        print("Det i datamappen bruges, når TVAERSNIT_QDRANT_URL ikke længere er sat.")
    return 0
