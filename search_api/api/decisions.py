"""Decisions over HTTP."""

from __future__ import annotations

from typing import Annotated, Literal, get_args

from fastapi import APIRouter, Query, Request, Response

from corpus.decision import Followed, Outcome
from search_api.api.decision_example import DECISIONS
from search_api.api.examples import DOCUMENT_ID
from search_api.decision_replies import DecisionList
from search_api.decision_table import decisions_csv
from search_api.decisions import decisions, of_documents, read_followed, read_outcomes
from search_api.filters import read_filters
from search_api.parameters import DateFrom, DateTo, Entities, Forums, OpenArchive, Regions
from search_api.problems import described
from search_api.wording import listed

_CSV = "text/csv"
_SEVERAL = "Kan gentages eller skrives med komma imellem."

router = APIRouter(prefix="/api/v1", tags=["Samlingen"])


@router.get(
    "/decisions",
    summary="Vis beslutninger",
    description="Hvad der blev af hvert punkt: udfaldet, hvem der besluttede det, om indstillingen "
    "blev fulgt, ændringer, betingelser, uenighed, opfølgning og det senere punkt, der tager sagen "
    "op; nyeste møde først. Uden parametre gives de alle; »total« og optællingerne gælder alle, "
    "der passer, også når kun nogle af dem gives. »format=csv« giver en række pr. beslutning til "
    "regneark.",
    response_description="Beslutningerne med deres kilder.",
    response_model=DecisionList,
    responses=described(401, 404, 422, 429, 503, example=DECISIONS, files=[_CSV]),
)
def get_decisions(
    request: Request,
    archive: OpenArchive,
    region: Regions,
    forum: Forums,
    entity: Entities,
    outcome: Annotated[
        list[str],
        Query(
            default_factory=list,
            description=f"Kun dette udfald: {listed(get_args(Outcome), 'eller')}. {_SEVERAL}",
            examples=["udsat"],
        ),
    ],
    followed: Annotated[
        list[str],
        Query(
            default_factory=list,
            description="Kun beslutninger, hvor indstillingen blev "
            f"{listed(get_args(Followed), 'eller')}. {_SEVERAL}",
            examples=["ikke fulgt"],
        ),
    ],
    document: Annotated[
        list[str],
        Query(
            default_factory=list,
            description="Kun beslutninger fra dokumentet med dette id. Kan gentages.",
            examples=[DOCUMENT_ID],
        ),
    ],
    date_from: DateFrom = None,
    date_to: DateTo = None,
    offset: Annotated[
        int, Query(ge=0, description="Hvor mange beslutninger der springes over.", examples=[0])
    ] = 0,
    limit: Annotated[
        int | None,
        Query(ge=1, description="Hvor mange beslutninger der højst gives.", examples=[25]),
    ] = None,
    format: Annotated[
        Literal["json", "csv"], Query(description="Beslutningerne som JSON eller som CSV-fil.")
    ] = "json",
) -> DecisionList | Response:
    """The decisions that pass the filters."""
    filters = read_filters(archive, region, forum, date_from, date_to, entity)
    found = decisions(
        archive,
        of_documents(archive, filters, document),
        read_outcomes(outcome),
        read_followed(followed),
        limit,
        offset,
    )
    if format == "json":
        return found
    return Response(
        decisions_csv(found.decisions, str(request.base_url)),
        media_type=_CSV,
        headers={"Content-Disposition": 'attachment; filename="Beslutninger.csv"'},
    )
