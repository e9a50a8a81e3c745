"""What the API's addresses take: the question, the filters, and the archive behind them."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Query, Request
from pydantic import StringConstraints

from corpus.records import Filters
from search_api.access.caller import Reader
from search_api.api.examples import QUESTION
from search_api.archive import Archive
from search_api.filters import read_filters
from search_api.service import Service

LONGEST_QUESTION = 1000
_SEVERAL = "Kan gentages eller skrives med komma imellem."


def _service(request: Request) -> Service:
    service: Service = request.app.state.service
    return service


TheService = Annotated[Service, Depends(_service)]


def _archive(service: TheService, caller: Reader) -> Archive:
    return service.archive(caller.clearance)


OpenArchive = Annotated[Archive, Depends(_archive)]

Regions = Annotated[
    list[str],
    Query(
        default_factory=list,
        description="Kun referater fra regionen: Hovedstaden, Sjælland, Syddanmark, "
        f"Midtjylland eller Nordjylland. {_SEVERAL}",
        examples=["Sjælland"],
    ),
]
Forums = Annotated[
    list[str],
    Query(
        default_factory=list,
        description=f"Kun referater fra forummet, fx »KKR Sjælland« eller »DASSOS«. {_SEVERAL}",
        examples=["KKR Sjælland"],
    ),
]
Entities = Annotated[
    list[str],
    Query(
        default_factory=list,
        description="Kun tekst, der nævner kommunen, institutionen, projektet, målgruppen "
        f"eller lignende; id eller navn, fx »Kofoedsminde«. {_SEVERAL}",
        examples=["Kofoedsminde"],
    ),
]
DateFrom = Annotated[
    str | None,
    Query(
        alias="from",
        description="Kun møder fra og med denne dag, fx 2020-08-14, 14. august 2020, 2020-08 "
        "eller 2020.",
        examples=["2020-08-14"],
    ),
]
DateTo = Annotated[
    str | None,
    Query(
        alias="to",
        description="Kun møder til og med denne dag; en måned eller et år regnes med til sin "
        "sidste dag.",
        examples=["2024"],
    ),
]


def _filters(
    archive: OpenArchive,
    region: Regions,
    forum: Forums,
    entity: Entities,
    section: Annotated[
        list[str],
        Query(
            default_factory=list,
            description="Kun tekst fra afsnittet: titel, resumé, baggrund, sagsfremstilling, "
            f"indstilling, beslutning eller bilag. {_SEVERAL}",
            examples=["beslutning"],
        ),
    ],
    without: Annotated[
        list[str],
        Query(
            default_factory=list,
            alias="uden",
            description="Hvad der ikke skal læses ud af spørgsmålet: »region:Sjælland«, "
            "»forum:KKR Sjælland«, »period« eller »entity:« og et id. Kan gentages.",
            examples=["region:Sjælland"],
        ),
    ],
    date_from: DateFrom = None,
    date_to: DateTo = None,
) -> Filters:
    return read_filters(archive, region, forum, date_from, date_to, entity, section, without)


Narrowed = Annotated[Filters, Depends(_filters)]
QuestionText = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=LONGEST_QUESTION),
    Query(
        description="Spørgsmålet på almindeligt dansk. Regioner, fora, årstal og navne i det "
        "bliver forstået.",
        examples=[QUESTION],
    ),
]
Offset = Annotated[
    int | None, Query(ge=0, description="Tegnets plads i dokumentets tekst, talt fra 0.")
]
