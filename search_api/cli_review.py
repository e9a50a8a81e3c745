"""``tvaersnit entities review``: names that stand in no gazetteer, to accept or reject."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, get_args

from rich.padding import Padding
from rich.text import Text

from corpus.errors import TvaersnitError
from corpus.proposal import ProposedKind
from corpus.settings import Settings
from search_api.terminal import console_for_output
from search_api.wording import KINDS, danish_number, place

if TYPE_CHECKING:
    from search_api.proposal_replies import AnsweredProposal, ProposalList

_MOST = 20


def add_arguments(entities: argparse.ArgumentParser) -> None:
    """``review`` below the verb ``entities``, which can do without it."""
    actions = entities.add_subparsers(dest="entities_action", metavar="HANDLING")
    review = actions.add_parser("review", help="gennemgå navne, der ikke står i ordbogen")
    review.set_defaults(run=run)
    answer = review.add_mutually_exclusive_group()
    answer.add_argument("--accept", type=int, metavar="NR", help="læg forslaget i ordbogen")
    answer.add_argument(
        "--reject", type=int, nargs="+", metavar="NR", help="foreslå aldrig disse navne igen"
    )
    review.add_argument(
        "--as",
        dest="as_kind",
        metavar="ART",
        help="arten, det godkendes som, fx institution, project, organisation eller target_group",
    )
    review.add_argument("--id", dest="entity_id", metavar="ID", help="id'et i stedet for navnets")
    review.add_argument("--name", metavar="NAVN", help="sådan skal navnet skrives")
    review.add_argument(
        "--synonym-of", metavar="EMNE", help="det er et andet navn for dette (id eller navn)"
    )
    review.add_argument(
        "--kind",
        choices=get_args(ProposedKind),
        default=argparse.SUPPRESS,
        help="vis kun én slags",
    )
    review.add_argument("--limit", type=int, metavar="N", help=f"vis højst så mange ({_MOST})")
    review.add_argument(
        "--json", action="store_true", default=argparse.SUPPRESS, help="vis som JSON"
    )
    review.add_argument(
        "--data",
        type=Path,
        metavar="MAPPE",
        default=argparse.SUPPRESS,
        help="mappen med katalog og indeks",
    )


def run(settings: Settings, arguments: argparse.Namespace) -> int:
    """Show the proposals, or answer some of them; gives the exit code."""
    from search_api.archive import Archive
    from search_api.review import accept, list_proposals, reject

    told = (arguments.as_kind, arguments.entity_id, arguments.name, arguments.synonym_of)
    if arguments.accept is None and any(told):
        raise TvaersnitError(
            "--as, --id, --name og --synonym-of hører til --accept. Angiv nummeret på det forslag, "
            "der godkendes."
        )
    if arguments.limit is not None and arguments.limit < 1:
        raise TvaersnitError("--limit skal være mindst 1.")
    archive = Archive(settings)
    if arguments.accept is not None:
        accepted = accept(
            settings,
            archive,
            arguments.accept,
            arguments.as_kind,
            entity_id=arguments.entity_id,
            name=arguments.name,
            synonym_of=arguments.synonym_of,
        )
        _print_answers([accepted], settings, arguments.json)
    elif arguments.reject is not None:
        numbers = dict.fromkeys(arguments.reject)
        rejected = [reject(settings, archive, number) for number in numbers]
        _print_answers(rejected, settings, arguments.json)
    else:
        limit = arguments.limit or _MOST
        _print(list_proposals(archive, limit, kind=arguments.kind), arguments.json)
    return 0


def _print_answers(answers: list[AnsweredProposal], settings: Settings, as_json: bool) -> None:
    from search_api.proposal_replies import Answers

    if as_json:
        return print(Answers(answers=answers).model_dump_json(indent=2))
    for answer in answers:
        if answer.accepted:
            print(
                f"»{answer.name}« er lagt i {settings.own_gazetteer} som {answer.entity_id}. "
                "Indlæs referaterne igen med »tvaersnit ingest«, så navnet også findes i dem."
            )
        else:
            print(f"»{answer.name}« er afvist og foreslås ikke igen.")


def _print(found: ProposalList, as_json: bool) -> None:
    if as_json:
        return print(found.model_dump_json(indent=2))
    if not found.proposals:
        return print("Der er ingen forslag til nye navne.")
    console = console_for_output()
    for one in found.proposals:
        heading = Text(f"{one.number}. ", style="bold").append(one.name)
        heading.append(
            f" – {KINDS[one.kind][0].lower()}, sikkerhed {round(100 * one.certainty)} pct., "
            f"{_counted(one.mentions, 'sted', 'steder')} i "
            f"{_counted(one.documents, 'dokument', 'dokumenter')}",
            style="not bold",
        )
        console.print(heading)
        for seen in one.seen:
            console.print(Padding(Text(seen.text), (0, 0, 0, 4), expand=False))
            where = Text(f"{place(seen.citation)} · {seen.why}", style="dim")
            console.print(Padding(where, (0, 0, 0, 6), expand=False))
    if found.total > len(found.proposals):
        console.print(f"\nViser {len(found.proposals)} af {found.total}; se flere med --limit.")
    console.print(
        "\nGodkend med »tvaersnit entities review --accept NR --as ART«, afvis med »--reject NR«."
    )


def _counted(count: int, one: str, more: str) -> str:
    return f"{danish_number(count)} {one if count == 1 else more}"
