"""Feedback over HTTP: anybody who asks may give it, editors read it."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Response

from corpus.records import readable
from search_api.access.caller import Editor, Reader
from search_api.api.examples import ITEM_ID, QUESTION
from search_api.evaluate import EvaluationQuestion
from search_api.feedback import Feedback, FeedbackList, FeedbackStore, NewFeedback, readable_items
from search_api.feedback_questions import QuestionFile, question_file
from search_api.parameters import OpenArchive, TheService
from search_api.problems import described

MEDIA_TYPE = "application/jsonl"
_MOST = 200
_FEEDBACK = Feedback(
    feedback_id=1,
    given=dt.datetime(2026, 1, 5, 9, 30, tzinfo=dt.UTC),
    question=QUESTION,
    verb="compare",
    helped=True,
    abstained=False,
    why="Alle fem regioner var med.",
    filters="from=2020",
    items=[ITEM_ID],
    generation="g12",
)
_EXAMPLE = _FEEDBACK.model_dump(mode="json")
_NEW_EXAMPLE = {name: _EXAMPLE[name] for name in NewFeedback.model_fields}
_LINE = EvaluationQuestion(
    id="tilbagemelding-1",
    question=QUESTION,
    type="compare",
    gold=["kkr-sjaelland-2024-09-03.txt#3"],
    regions={"Sjælland": []},
)

router = APIRouter(prefix="/api/v1/feedback", tags=["Tilbagemeldinger"])


class QuestionLines(Response):
    media_type = MEDIA_TYPE


def _store(service: TheService) -> FeedbackStore:
    return FeedbackStore(service.settings.data, service.settings.catalogue_url)


TheFeedback = Annotated[FeedbackStore, Depends(_store)]


@router.post(
    "",
    status_code=201,
    summary="Giv en tilbagemelding",
    description="Om et svar hjalp, og hvorfor. CPR-numre, telefonnumre og private mailadresser "
    "gøres ulæselige, og det gemmes ikke, hvem der skrev.",
    response_description="Tilbagemeldingen, som den er gemt.",
    responses=described(400, 401, 422, 429, 503, example=_EXAMPLE, success=201),
    openapi_extra={
        "requestBody": {"content": {"application/json": {"example": _NEW_EXAMPLE}}},
    },
)
def post_feedback(
    store: TheFeedback, archive: OpenArchive, caller: Reader, new: NewFeedback
) -> Feedback:
    """Keep what a reader says of an answer."""
    return store.add(archive, caller.clearance, new)


@router.get(
    "",
    summary="Vis tilbagemeldingerne",
    description="Tilbagemeldinger fra nøgler, der ikke giver adgang til mere end din egen, den "
    "nyeste først.",
    response_description="Tilbagemeldingerne.",
    responses=described(401, 403, 422, 429, 503, example={"feedback": [_EXAMPLE], "total": 1}),
)
def get_feedback(
    store: TheFeedback,
    archive: OpenArchive,
    caller: Editor,
    helped: Annotated[
        bool | None, Query(description="Kun dem, hvor svaret hjalp, eller ikke hjalp.")
    ] = None,
    limit: Annotated[
        int, Query(ge=1, le=_MOST, description="Hvor mange tilbagemeldinger der højst gives.")
    ] = 50,
    offset: Annotated[
        int, Query(ge=0, le=1_000_000, description="Hvor mange af de nyeste der springes over.")
    ] = 0,
) -> FeedbackList:
    """The newest feedback, without items that the caller may not read."""
    found, total = store.latest(readable(caller.clearance), limit, offset, helped)
    shown = [one.model_copy(update={"items": readable_items(archive, one.items)}) for one in found]
    return FeedbackList(feedback=shown, total=total)


@router.get(
    "/questions",
    summary="Hent tilbagemeldingerne som spørgsmålsfil",
    description="En JSONL-fil, som »tvaersnit evaluate« kan måle svarene på: det, der hjalp, med "
    "de punkter, svaret henviste til, som de rigtige. Det, der ikke hjalp, er ikke med, for "
    "ingen har sagt, hvad der er rigtigt; heller ikke briefinger, svar under filtre og "
    "spørgsmål, der senere er sagt noget andet om.",
    response_description="Et spørgsmål på hver linje; ingen, når ingen tilbagemelding giver et.",
    response_class=QuestionLines,
    responses=described(401, 403, 429, 503)
    | {
        200: {
            "content": {
                MEDIA_TYPE: {
                    "schema": {"type": "string"},
                    "example": QuestionFile((_LINE,), 0).lines(),
                }
            }
        }
    },
)
def get_feedback_questions(store: TheFeedback, archive: OpenArchive, caller: Editor) -> Response:
    """The feedback as a question file."""
    found, _ = store.latest(readable(caller.clearance))
    return QuestionLines(
        question_file(archive, found).lines(),
        headers={"Content-Disposition": 'attachment; filename="tilbagemeldinger.jsonl"'},
    )
