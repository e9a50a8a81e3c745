"""Examples of the replies, for the API's description; made of the models, so that they hold."""

from __future__ import annotations

import datetime as dt
from typing import Any

from search_api.document_replies import (
    DocumentList,
    DocumentText,
    DocumentView,
    ItemText,
    ItemView,
    SectionView,
)
from search_api.replies import (
    Answer,
    Briefing,
    BriefingSection,
    Citation,
    Comparison,
    EntityCount,
    EntityHistory,
    EntityItem,
    EntityList,
    EntityMeeting,
    EntityRef,
    EntityYear,
    Facet,
    Facets,
    Hit,
    ItemRef,
    RegionSummary,
    RelatedEntity,
    Reply,
    Search,
    Sentence,
    SummarySentence,
    Understood,
)

QUESTION = "Hvordan håndterede hvert KKR Kofoedsminde?"
DOCUMENT_ID = "kkr-sjaelland-2024-09-03-1a2b3c4d"
ITEM_ID = f"{DOCUMENT_ID}:3"
ENTITY_ID = "institution:kofoedsminde"

_QUOTE = "KKR Sjælland bakkede op om den skærmede enhed med 8 pladser på Kofoedsminde."
_START = 2150
_END = _START + len(_QUOTE)
_DATE = dt.date(2024, 9, 3)
_ITEM = ItemRef(item_id=ITEM_ID, number="3", title="Kofoedsminde", path=[])
_KOFOEDSMINDE = EntityRef(entity_id=ENTITY_ID, kind="institution", name="Kofoedsminde")
_UNDERSTOOD = Understood(
    regions=[], forums=[], date_from=None, date_to=None, entities=[_KOFOEDSMINDE], compares=True
)
_CITATION = Citation(
    n=1,
    document_id=DOCUMENT_ID,
    source="kkr-sjaelland-2024-09-03.txt",
    region="Sjælland",
    forum="KKR Sjælland",
    date=_DATE,
    item=_ITEM,
    section="decision",
    page=1,
    quote=_QUOTE,
    start=_START,
    end=_END,
    url=f"/api/v1/items/{ITEM_ID}?start={_START}&end={_END}",
)
_SENTENCE = Sentence(text=_QUOTE, citation=_CITATION)
_ITEM_VIEW = ItemView(
    item_id=ITEM_ID,
    number="3",
    title="Kofoedsminde",
    path=[],
    sections=[SectionView(kind="decision", label="Beslutning", start=_START, end=_END)],
    missing=False,
)


def _example(reply: Reply) -> dict[str, Any]:
    return reply.model_dump(mode="json")


SEARCH = _example(
    Search(
        question=QUESTION,
        understood=_UNDERSTOOD,
        hits=[
            Hit(
                score=0.0325,
                item=_ITEM,
                document_id=DOCUMENT_ID,
                source=_CITATION.source,
                region="Sjælland",
                forum="KKR Sjælland",
                date=_DATE,
                section="decision",
                text=_QUOTE,
                start=_START,
                end=_END,
                marks=[(_QUOTE.index("Kofoedsminde"), len(_QUOTE) - 1)],
                entities=[_KOFOEDSMINDE],
            )
        ],
        facets=Facets(
            regions=[Facet(value="Sjælland", count=1)],
            forums=[Facet(value="KKR Sjælland", count=1)],
            years=[Facet(value="2024", count=1)],
            sections=[Facet(value="decision", count=1)],
            entities=[Facet(value="Kofoedsminde", count=1)],
        ),
    )
)
ANSWER = _example(
    Answer(
        question=QUESTION,
        understood=_UNDERSTOOD,
        abstained=False,
        reason="",
        sentences=[_SENTENCE],
        text=f"{_QUOTE} [1]",
        citations=[_CITATION],
    )
)
COMPARISON = _example(
    Comparison(
        question=QUESTION,
        understood=_UNDERSTOOD,
        overview="Behandlet i 1 af 2 regioner: 1 møde.",
        regions=[
            RegionSummary(region="Hovedstaden", status="none", summary=[], citations=[]),
            RegionSummary(
                region="Sjælland",
                status="found",
                summary=[SummarySentence(text=_QUOTE, citation=_CITATION, aspect="decision")],
                citations=[_CITATION],
            ),
        ],
        citations=[_CITATION],
    )
)
BRIEFING = _example(
    Briefing(
        question=QUESTION,
        understood=_UNDERSTOOD,
        title="Briefing: Kofoedsminde",
        sections=[BriefingSection(heading="Kort fortalt", sentences=[_SENTENCE])],
        citations=[_CITATION],
    )
)
_VIEW = DocumentView(
    document_id=DOCUMENT_ID,
    source=_CITATION.source,
    sources=[_CITATION.source],
    title="Referat af møde i KKR Sjælland",
    kind="referat",
    region="Sjælland",
    forum="KKR Sjælland",
    date=_DATE,
    place="Roskilde",
    participants=["Guldborgsund", "Roskilde"],
    structure="agenda",
    items=[_ITEM_VIEW],
)
DOCUMENTS = _example(DocumentList(documents=[_VIEW], total=1))
DOCUMENT = _example(DocumentText(**dict(_VIEW), text=f"3. Kofoedsminde\nBeslutning\n{_QUOTE}\n"))
ITEM = _example(
    ItemText(
        document_id=DOCUMENT_ID,
        source=_CITATION.source,
        region="Sjælland",
        forum="KKR Sjælland",
        date=_DATE,
        item=_ITEM_VIEW,
        start=_START,
        end=_END,
        text=_QUOTE,
        quote=_QUOTE,
        entities=[_KOFOEDSMINDE],
    )
)
ENTITIES = _example(
    EntityList(entities=[EntityCount(**dict(_KOFOEDSMINDE), mentions=22, documents=6)])
)
ENTITY = _example(
    EntityHistory(
        entity=_KOFOEDSMINDE,
        names=["Kofodsminde"],
        former=[],
        mentions=3,
        documents=1,
        years=[EntityYear(region="Sjælland", year=_DATE.year, mentions=3)],
        timeline=[
            EntityMeeting(
                document_id=DOCUMENT_ID,
                title=_VIEW.title,
                region="Sjælland",
                forum="KKR Sjælland",
                date=_DATE,
                mentions=3,
            )
        ],
        decisions=[_SENTENCE],
        item_count=1,
        items=[
            EntityItem(
                item=_ITEM,
                document_id=DOCUMENT_ID,
                source=_CITATION.source,
                region="Sjælland",
                forum="KKR Sjælland",
                date=_DATE,
                start=_END - len("Kofoedsminde."),
                end=_END - 1,
                mentions=3,
            )
        ],
        related=[
            RelatedEntity(
                entity_id="theme:sikrede-institutioner",
                kind="theme",
                name="sikrede institutioner",
                items=2,
            )
        ],
    )
)
