"""What is told of a matter's course: the JSON of the command line and of the API, alike."""

from __future__ import annotations

import datetime as dt
from typing import Literal

from pydantic import Field

from corpus.decision import Outcome
from corpus.records import Region
from search_api.decision_replies import FollowUpView
from search_api.replies import (
    ATTACHED,
    AttachmentRef,
    Citation,
    ItemRef,
    Reply,
    Sentence,
    Understood,
)

StepKind = Literal[
    "raised", "proposed", "decided", "changed", "postponed", "ended", "next_step", "mentioned"
]
"""What a sentence is in a matter's course. *raised*: of the first item on it in a region;
*changed*: what was changed, or changes what was decided before; *ended*: that it stops, or that it
is to; *mentioned*: told of it where the item is about something else, or nothing was decided."""


class Step(Sentence):
    """A sentence of a matter's course."""

    kind: StepKind = Field(
        description="Hvad sætningen er i sagens forløb: rejst, foreslået, besluttet, ændret, "
        "udsat, afslutning, det videre forløb eller omtalt. Tjenestens egen inddeling."
    )


class CourseItem(Reply):
    """An item that the matter stands in, with the sentences that tell of it."""

    document_id: str
    source: str
    region: Region | None
    forum: str | None
    date: dt.date | None
    item: ItemRef
    attachment: AttachmentRef | None = ATTACHED
    about: bool = Field(
        description="Om punktet handler om sagen; ellers er den kun nævnt i punktet."
    )
    outcome: Outcome | None = Field(
        description="Hvad der blev af punktet; null, når det ikke fremgår, eller sagen kun nævnes."
    )
    steps: list[Step]


class OpenTask(FollowUpView):
    """A follow-up, or an item that was put off, that no later item in the region takes up."""

    postponed: bool = Field(description="Om det er selve punktet, der blev udsat eller flyttet.")
    latest: dt.date | None = Field(
        description="Det nyeste møde i samme forum, som der er referat fra; null, når der ikke er "
        "senere referater."
    )
    passed: bool | None = Field(
        description="Om fristen var gået ved det møde; null, når der ikke er nogen frist, eller "
        "der ikke er senere referater."
    )


class Course(Reply):
    """A matter through meetings and regions, in the order of time."""

    question: str
    understood: Understood
    overview: str = Field(description="Hvor mange punkter, regioner og år forløbet dækker.")
    items: list[CourseItem] = Field(
        description="Punkterne, ældste møde først; uden dato til sidst."
    )
    open: list[OpenTask] = Field(
        description="Det, som skulle følges op, uden at et senere punkt i regionen tager sagen op."
    )
    silent: list[Region] = Field(description="De regioner, hvis referater ikke nævner sagen.")
    citations: list[Citation]
