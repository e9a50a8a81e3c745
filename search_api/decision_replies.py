"""What is told of decisions: the JSON of the command line and of the API, alike."""

from __future__ import annotations

import datetime as dt

from pydantic import Field

from corpus.decision import Followed, Outcome
from corpus.records import Region
from search_api.replies import Citation, Facet, ItemRef, Reply, Sentence


class FollowUpView(Sentence):
    """Who is to do what by when; ``text`` is the sentence that says so."""

    who: str | None = Field(description="Hvem der skal gøre det, som det står i referatet.")
    what: str = Field(description="Hvad der skal gøres, som det står i referatet.")
    due: str | None = Field(description="Fristen, som den står i referatet.")
    due_date: dt.date | None = Field(description="Fristens sidste dag, når den kan læses.")


class LaterItem(Reply):
    """The item of a later meeting that takes a matter up again."""

    item: ItemRef
    document_id: str
    source: str
    region: Region | None
    forum: str | None
    date: dt.date | None
    url: str


class DecisionView(Reply):
    """What an item ended with; every text is the minutes' own words."""

    decision_id: str
    document_id: str
    source: str
    region: Region | None
    forum: str | None
    date: dt.date | None
    item: ItemRef
    outcome: Outcome = Field(description="Hvad der blev af punktet.")
    text: str = Field(description="Hele beslutningen.")
    citation: Citation
    telling: Sentence = Field(description="Den sætning, der siger, hvad udfaldet blev.")
    decided_by: str | None = Field(description="Hvem der besluttede det, når det står der.")
    recommendation: Sentence | None = Field(description="Indstillingen i samme punkt.")
    followed: Followed | None = Field(
        description="Om indstillingen blev fulgt; null, når der ingen er, eller det ikke fremgår."
    )
    changes: list[Sentence] = Field(description="Hvad der blev ændret i forhold til indstillingen.")
    conditions: list[Sentence] = Field(description="Betingelser for beslutningen.")
    dissent: list[Sentence] = Field(description="Hvem der var uenig eller tog forbehold.")
    follow_ups: list[FollowUpView] = Field(description="Hvem der skal gøre hvad hvornår.")
    later: LaterItem | None = Field(
        description="Punktet på et senere møde, der tager samme sag op; null, når det er usikkert."
    )


class DecisionMeeting(Reply):
    """A document with decisions."""

    document_id: str
    source: str
    title: str
    region: Region | None
    forum: str | None
    date: dt.date | None
    decisions: int


class DecisionFacets(Reply):
    """How many of all the decisions that pass the filters each value holds."""

    outcomes: list[Facet]
    followed: list[Facet]
    regions: list[Facet]
    forums: list[Facet]
    years: list[Facet]


class DecisionList(Reply):
    decisions: list[DecisionView] = Field(description="Beslutningerne, nyeste møde først.")
    total: int = Field(description="Hvor mange beslutninger der passer i alt.")
    facets: DecisionFacets
    meetings: list[DecisionMeeting] = Field(
        description="De møder, som alle beslutningerne er fra, ældste møde først."
    )
