"""The course of a matter over HTTP."""

from __future__ import annotations

from fastapi import APIRouter

from search_api.access.caller import Reader
from search_api.api.follow_example import COURSE
from search_api.follow_replies import Course
from search_api.parameters import Narrowed, QuestionText, TheService
from search_api.problems import described

router = APIRouter(prefix="/api/v1", tags=["Spørgsmål"])


@router.get(
    "/follow",
    summary="Følg en sag",
    description="Sagens forløb gennem møder og regioner, ældste møde først: hvornår den blev "
    "rejst, foreslået, besluttet, ændret, udsat eller afsluttet, og hvad der skulle følge, hver "
    "med den sætning, der siger det. »open« er opfølgninger og udsatte punkter, som intet senere "
    "punkt i regionen tager op; om en frist er gået, måles mod det nyeste referat fra samme forum, "
    "ikke mod dagen i dag. »silent« er de regioner, hvis referater ikke nævner sagen.",
    response_description="Forløbet med dets kilder.",
    responses=described(401, 422, 429, 503, example=COURSE),
)
def get_follow(service: TheService, caller: Reader, q: QuestionText, filters: Narrowed) -> Course:
    """The course of a matter."""
    return service.follow(caller.clearance, q, filters)
