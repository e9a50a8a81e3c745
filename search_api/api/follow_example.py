"""An example of a matter's course, for the API's description; made of the models, so that it
holds."""

from __future__ import annotations

import datetime as dt

from search_api.api.examples import DOCUMENT_ID, ITEM_ID
from search_api.follow_replies import Course, CourseItem, OpenTask, Step, StepKind
from search_api.replies import Citation, ItemRef, Understood

_DATE = dt.date(2024, 9, 3)
_ITEM = ItemRef(item_id=ITEM_ID, number="3", title="Kofoedsminde", path=[])
_WHO = "Formanden"
_WHAT = "skriver til KL og Social- og Boligstyrelsen"
_DUE = "inden den 20. september 2024"
_TASK = f"{_WHO} {_WHAT} {_DUE}."


def _citation(n: int, quote: str, start: int) -> Citation:
    return Citation(
        n=n,
        document_id=DOCUMENT_ID,
        source="kkr-sjaelland-2024-09-03.txt",
        region="Sjælland",
        forum="KKR Sjælland",
        date=_DATE,
        item=_ITEM,
        section="decision",
        page=1,
        quote=quote,
        start=start,
        end=start + len(quote),
        url=f"/api/v1/items/{ITEM_ID}?start={start}&end={start + len(quote)}",
    )


def _step(n: int, kind: StepKind, quote: str, start: int) -> Step:
    return Step(kind=kind, text=quote, citation=_citation(n, quote, start))


_STEPS = [
    _step(1, "decided", "KKR Sjælland bakkede op om den skærmede enhed på Kofoedsminde.", 1300),
    _step(2, "next_step", _TASK, 1400),
]
COURSE = Course(
    question="Kofoedsminde",
    understood=Understood(
        regions=[], forums=[], date_from=None, date_to=None, entities=[], compares=False
    ),
    overview="Sagen er behandlet i 1 punkt fra 1 region, 2024.",
    items=[
        CourseItem(
            document_id=DOCUMENT_ID,
            source="kkr-sjaelland-2024-09-03.txt",
            region="Sjælland",
            forum="KKR Sjælland",
            date=_DATE,
            item=_ITEM,
            about=True,
            outcome="godkendt",
            steps=_STEPS,
        )
    ],
    open=[
        OpenTask(
            text=_TASK,
            citation=_citation(2, _TASK, 1400),
            who=_WHO,
            what=_WHAT,
            due=_DUE,
            due_date=dt.date(2024, 9, 20),
            postponed=False,
            latest=dt.date(2024, 11, 19),
            passed=True,
        )
    ],
    silent=["Hovedstaden", "Syddanmark", "Midtjylland", "Nordjylland"],
    citations=[step.citation for step in _STEPS],
).model_dump(mode="json")
