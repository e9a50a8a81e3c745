"""An example of decisions, for the API's description; made of the models, so that it holds."""

from __future__ import annotations

import datetime as dt

from search_api.api.examples import DOCUMENT_ID, ITEM_ID
from search_api.decision_replies import (
    DecisionFacets,
    DecisionList,
    DecisionMeeting,
    DecisionView,
    FollowUpView,
    LaterItem,
)
from search_api.replies import Citation, Facet, ItemRef, Sentence

_DATE = dt.date(2024, 9, 3)
_ITEM = ItemRef(item_id=ITEM_ID, number="3", title="Kofoedsminde", path=[])
_DECIDED = "KKR Sjælland bakkede op om den skærmede enhed."
_FOLLOW_UP = "Formanden skriver til KL inden den 20. september 2024."
_RECOMMENDED = "K17 indstiller, at KKR Sjælland bakker op om den skærmede enhed."
_RECOMMENDATION_AT, _DECISION_AT = 1900, 2150


def _quoted(n: int, quote: str, start: int) -> Citation:
    return Citation(
        n=n,
        document_id=DOCUMENT_ID,
        source="kkr-sjaelland-2024-09-03.txt",
        region="Sjælland",
        forum="KKR Sjælland",
        date=_DATE,
        item=_ITEM,
        section="recommendation" if start == _RECOMMENDATION_AT else "decision",
        page=1,
        quote=quote,
        start=start,
        end=start + len(quote),
        url=f"/api/v1/items/{ITEM_ID}?start={start}&end={start + len(quote)}",
    )


_WHOLE = f"{_DECIDED} {_FOLLOW_UP}"
_CITATION = _quoted(1, _WHOLE, _DECISION_AT)
_DECISION = DecisionView(
    decision_id=f"{ITEM_ID}:{_DECISION_AT}",
    document_id=DOCUMENT_ID,
    source=_CITATION.source,
    region="Sjælland",
    forum="KKR Sjælland",
    date=_DATE,
    item=_ITEM,
    outcome="godkendt",
    text=_WHOLE,
    citation=_CITATION,
    telling=Sentence(text=_DECIDED, citation=_quoted(2, _DECIDED, _DECISION_AT)),
    decided_by="KKR Sjælland",
    recommendation=Sentence(
        text=_RECOMMENDED, citation=_quoted(3, _RECOMMENDED, _RECOMMENDATION_AT)
    ),
    followed="fulgt",
    changes=[],
    conditions=[],
    dissent=[],
    follow_ups=[
        FollowUpView(
            text=_FOLLOW_UP,
            citation=_quoted(4, _FOLLOW_UP, _DECISION_AT + len(_DECIDED) + 1),
            who="Formanden",
            what="skriver til KL",
            due="inden den 20. september 2024",
            due_date=dt.date(2024, 9, 20),
        )
    ],
    later=LaterItem(
        item=ItemRef(
            item_id="kkr-sjaelland-2024-11-19-5e6f7a8b:4",
            number="4",
            title="Kofoedsminde – svar fra KL",
            path=[],
        ),
        document_id="kkr-sjaelland-2024-11-19-5e6f7a8b",
        source="kkr-sjaelland-2024-11-19.txt",
        region="Sjælland",
        forum="KKR Sjælland",
        date=dt.date(2024, 11, 19),
        url="/api/v1/items/kkr-sjaelland-2024-11-19-5e6f7a8b:4",
    ),
)


def _once(value: str) -> list[Facet]:
    return [Facet(value=value, count=1)]


DECISIONS = DecisionList(
    decisions=[_DECISION],
    total=1,
    facets=DecisionFacets(
        outcomes=_once("godkendt"),
        followed=_once("fulgt"),
        regions=_once("Sjælland"),
        forums=_once("KKR Sjælland"),
        years=_once("2024"),
    ),
    meetings=[
        DecisionMeeting(
            document_id=DOCUMENT_ID,
            source=_CITATION.source,
            title="Referat af møde i KKR Sjælland",
            region="Sjælland",
            forum="KKR Sjælland",
            date=_DATE,
            decisions=1,
        )
    ],
).model_dump(mode="json")
