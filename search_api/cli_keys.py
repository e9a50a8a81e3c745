"""``tvaersnit keys``: who may use the service."""

from __future__ import annotations

import argparse
import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING

from corpus.dates import danish_date
from corpus.records import ACCESS_LEVELS
from corpus.settings import Settings
from search_api.render import open_table
from search_api.terminal import console_for_output

if TYPE_CHECKING:
    from search_api.access.keys import KeyStore

# The roles themselves stand beside what a web service needs, which other verbs need not wait for.
_ROLES = ("reader", "editor", "admin")


def add_arguments(keys: argparse.ArgumentParser) -> None:
    """What the verb takes: an action, which sets ``action`` to the function that does it."""
    actions = keys.add_subparsers(dest="action_name", metavar="HANDLING", required=True)

    add = actions.add_parser("add", help="lav en nøgle")
    add.set_defaults(action=_add)
    add.add_argument("name", metavar="NAVN", help="hvem eller hvad nøglen er til")
    add.add_argument(
        "--role",
        choices=_ROLES,
        required=True,
        help="reader kan søge og spørge, editor også uploade og slette, admin også lave nøgler",
    )
    add.add_argument(
        "--clearance",
        choices=ACCESS_LEVELS,
        required=True,
        help="det højeste adgangsniveau, som nøglen giver adgang til",
    )
    add.add_argument("--expires", metavar="DATO", help="den sidste dag, nøglen gælder")

    shown = actions.add_parser("list", help="vis alle nøgler")
    shown.set_defaults(action=_list)

    revoke = actions.add_parser("revoke", help="tilbagekald en nøgle")
    revoke.set_defaults(action=_revoke)
    revoke.add_argument("name", metavar="NAVN", help="nøglens navn")

    for action in (add, shown, revoke):
        action.add_argument(
            "--data",
            type=Path,
            metavar="MAPPE",
            default=argparse.SUPPRESS,
            help="mappen med katalog og indeks",
        )
        action.add_argument("--json", action="store_true", help="vis som JSON")


def run(settings: Settings, arguments: argparse.Namespace) -> int:
    """Do what is asked with the keys in the data folder; gives the exit code."""
    from search_api.access.keys import KeyStore

    keys = KeyStore(settings.data, settings.catalogue_url)
    try:
        arguments.action(keys, arguments)
    finally:
        keys.close()
    return 0


def _add(keys: KeyStore, arguments: argparse.Namespace) -> None:
    from search_api.access.keys import read_last_day

    expires = read_last_day(arguments.expires) if arguments.expires else None
    made = keys.add(arguments.name, arguments.role, arguments.clearance, expires)
    if arguments.json:
        return print(made.model_dump_json(indent=2))
    print(f"Nøglen til {made.name} er lavet. Den vises kun denne ene gang:\n\n  {made.secret}\n")
    print(
        "I browseren skrives den på /log-ind; programmer sender den som "
        "»Authorization: Bearer NØGLE«."
    )


def _list(keys: KeyStore, arguments: argparse.Namespace) -> None:
    from search_api.access.keys import CLEARANCE_NAMES, ROLE_NAMES

    every = keys.all()
    if arguments.json:
        return print(every.model_dump_json(indent=2))
    if not every.keys:
        return print("Der er ingen nøgler. Adgangskontrollen er slået fra.")
    table = open_table("Navn", "Rolle", "Adgang til", "Lavet", "Udløber", "Sidst brugt", "Tilstand")
    for key in every.keys:
        table.add_row(
            key.name,
            ROLE_NAMES[key.role],
            CLEARANCE_NAMES[key.clearance],
            _day(key.created),
            danish_date(key.expires) if key.expires else "aldrig",
            _day(key.last_used),
            key.state,
        )
    console_for_output().print(table)


def _revoke(keys: KeyStore, arguments: argparse.Namespace) -> None:
    revoked = keys.revoke(arguments.name)
    if arguments.json:
        return print(revoked.model_dump_json(indent=2))
    print(f"Nøglen til {revoked.name} er tilbagekaldt og virker ikke mere.")


def _day(moment: dt.datetime | None) -> str:
    return danish_date(moment.astimezone()) if moment else "aldrig"
