"""An example of figures, for the API's description; made of the models, so that it holds."""

from __future__ import annotations

import datetime as dt

from search_api.api.examples import DOCUMENT_ID, ITEM_ID
from search_api.figure_replies import FigureCell, FigureRow, Figures, FigureView
from search_api.replies import Citation, ItemRef, Understood

_DATE = dt.date(2024, 9, 3)
_ITEM = ItemRef(item_id=ITEM_ID, number="3", title="Kofoedsminde", path=[])
_QUOTE = "I 2023 boede der 12 borgere fra Sjælland på Kofoedsminde."
_CITATION = Citation(
    n=1,
    document_id=DOCUMENT_ID,
    source="kkr-sjaelland-2024-09-03.txt",
    region="Sjælland",
    forum="KKR Sjælland",
    date=_DATE,
    item=_ITEM,
    section="case",
    page=1,
    quote=_QUOTE,
    start=1200,
    end=1200 + len(_QUOTE),
    url=f"/api/v1/items/{ITEM_ID}?start=1200&end={1200 + len(_QUOTE)}",
)
_FIGURE = FigureView(
    figure_id=f"{ITEM_ID}:1218",
    document_id=DOCUMENT_ID,
    source=_CITATION.source,
    region="Sjælland",
    forum="KKR Sjælland",
    date=_DATE,
    item=_ITEM,
    text="12 borgere",
    kind="count",
    value=12,
    high=None,
    precision="exact",
    unit="borgere",
    counted="borgere fra Sjælland på Kofoedsminde",
    row=None,
    column=None,
    period="I 2023",
    date_from=dt.date(2023, 1, 1),
    date_to=dt.date(2023, 12, 31),
    year=2023,
    year_told=True,
    place=None,
    from_table=False,
    citation=_CITATION,
)
FIGURES = Figures(
    question="Hvor mange borgere fra Sjælland bor på Kofoedsminde?",
    understood=Understood(
        regions=["Sjælland"],
        forums=[],
        date_from=None,
        date_to=None,
        entities=[],
        compares=False,
    ),
    years=[2023],
    rows=[
        FigureRow(
            region="Sjælland",
            cells=[FigureCell(year=2023, figures=[_FIGURE], disagreement=False)],
        )
    ],
    disagreements=0,
    citations=[_CITATION],
).model_dump(mode="json")
