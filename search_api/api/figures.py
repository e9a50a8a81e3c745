"""Figures over HTTP."""

from __future__ import annotations

from fastapi import APIRouter

from search_api.access.caller import Reader
from search_api.api.figure_example import FIGURES
from search_api.figure_replies import Figures
from search_api.parameters import Narrowed, QuestionText, TheService
from search_api.problems import described

router = APIRouter(prefix="/api/v1", tags=["Spørgsmål"])


@router.get(
    "/figures",
    summary="Vis tal",
    description="De tal, der svarer på spørgsmålet, for hver region og hvert år, hvert med den "
    "sætning eller tabelrække, det står i. Alle fem regioner er med, medmindre spørgsmålet eller "
    "filteret nævner færre; en region uden felter har ingen tal. Hvor to referater giver hver sit "
    "tal for det samme, siger »disagreement« det.",
    response_description="Tallene med deres kilder.",
    responses=described(401, 422, 429, 503, example=FIGURES),
)
def get_figures(service: TheService, caller: Reader, q: QuestionText, filters: Narrowed) -> Figures:
    """The figures that answer a question."""
    return service.figures(caller.clearance, q, filters)
