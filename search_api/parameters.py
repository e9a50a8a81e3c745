"""What the API's addresses take: the question, the filters, and the archive behind them."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Query, Request
from pydantic import StringConstraints

from corpus.records import Filters
from search_api.archive import Archive
from search_api.filters import read_filters

LONGEST_QUESTION = 1000
_SEVERAL = "Kan gentages eller skrives med komma imellem."


def _archive(request: Request) -> Archive:
    opened: Archive = request.app.state.archive()
    return opened


OpenArchive = Annotated[Archive, Depends(_archive)]


def _filters(
    archive: OpenArchive,
    region: Annotated[
        list[str],
        Query(
            default_factory=list,
            description="Kun referater fra regionen: Hovedstaden, Sjælland, Syddanmark, "
            f"Midtjylland eller Nordjylland. {_SEVERAL}",
        ),
    ],
    forum: Annotated[
        list[str],
        Query(
            default_factory=list,
            description=f"Kun referater fra forummet, fx »KKR Sjælland« eller »DASSOS«. {_SEVERAL}",
        ),
    ],
    entity: Annotated[
        list[str],
        Query(
            default_factory=list,
            description="Kun tekst, der nævner kommunen, institutionen, projektet, målgruppen "
            f"eller lignende; id eller navn, fx »Kofoedsminde«. {_SEVERAL}",
        ),
    ],
    section: Annotated[
        list[str],
        Query(
            default_factory=list,
            description="Kun tekst fra afsnittet: titel, resumé, baggrund, sagsfremstilling, "
            f"indstilling, beslutning eller bilag. {_SEVERAL}",
        ),
    ],
    date_from: Annotated[
        str | None,
        Query(
            alias="from",
            description="Kun møder fra og med denne dag, fx 2020-08-14, 14. august 2020, 2020-08 "
            "eller 2020.",
        ),
    ] = None,
    date_to: Annotated[
        str | None,
        Query(
            alias="to",
            description="Kun møder til og med denne dag; en måned eller et år regnes med til sin "
            "sidste dag.",
        ),
    ] = None,
) -> Filters:
    return read_filters(archive, region, forum, date_from, date_to, entity, section)


Narrowed = Annotated[Filters, Depends(_filters)]
QuestionText = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=LONGEST_QUESTION),
    Query(
        description="Spørgsmålet på almindeligt dansk. Regioner, fora, årstal og navne i det "
        "bliver forstået."
    ),
]
Offset = Annotated[
    int | None, Query(ge=0, description="Tegnets plads i dokumentets tekst, talt fra 0.")
]
