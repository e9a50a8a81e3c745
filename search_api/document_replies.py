"""What is told of documents and their items: the JSON of the command line and of the API, alike."""

from __future__ import annotations

import datetime as dt

from pydantic import Field

from corpus.records import (
    DocumentKind,
    Fact,
    Language,
    Region,
    SectionKind,
    Status,
    Structure,
    TieEvidence,
)
from search_api.replies import ATTACHED, AttachmentRef, EntityRef, Reply


class SectionView(Reply):
    kind: SectionKind
    label: str
    start: int
    end: int


class ItemView(Reply):
    item_id: str
    number: str | None
    title: str
    path: list[str]
    sections: list[SectionView]
    missing: bool = Field(description="Nummeret er sprunget over i referatet (et lukket punkt).")


class AttachedView(Reply):
    """A document that is an attachment to another."""

    document_id: str
    source: str
    title: str
    item_id: str | None = Field(description="Punktet; null, når bilaget hører til hele mødet.")
    number: int | None = Field(description="Bilagets nummer, når listen eller filnavnet har et.")
    label: str = Field(description="Sådan henvises der til det, fx »Bilag 3 til punkt 7«.")
    certainty: float = Field(ge=0, le=1, description="Hvor sikkert bilaget er fundet, 0–1.")
    by: TieEvidence = Field(
        description="Hvad det bygger på: et link, filnavnet, titlen, et nummer eller rækkefølgen."
    )


class VersionView(Reply):
    """Another document of the same meeting."""

    document_id: str
    source: str
    title: str
    kind: DocumentKind
    status: Status | None


class DocumentView(Reply):
    document_id: str
    source: str
    sources: list[str] = Field(
        description="Alle de filer, som dokumentet er læst fra, hver med sin mappe: det samme kan "
        "ligge flere steder."
    )
    title: str
    kind: DocumentKind
    region: Region | None
    forum: str | None
    date: dt.date | None
    place: str | None
    participants: list[str]
    structure: Structure = Field(
        description="Hvad punkterne er fundet ud fra: dagsordenen, deres numre eller overskrifter; "
        "»none«, når teksten ikke kunne deles."
    )
    items: list[ItemView]
    apologies: list[str] = Field(default=[], description="Hvem der meldte afbud.")
    minute_taker: str | None = Field(default=None, description="Referenten.")
    status: Status | None = Field(
        default=None, description="Om referatet siger, at det er udkast, godkendt eller korrigeret."
    )
    language: Language = Field(default="da", description="Sproget: da, nb, sv eller en.")
    certainty: dict[str, float] = Field(
        default={}, description="Hvor sikkert hver oplysning om mødet er fundet, 0–1."
    )
    missing_facts: list[str] = Field(
        default=[], description="De oplysninger om mødet, der ikke er fundet, fx »dato«."
    )
    inherited: list[Fact] = Field(
        default=[], description="De oplysninger, som et bilag har fra sit møde."
    )
    notes: list[str] = Field(default=[], description="Hvad der ikke kunne læses af filen.")
    attachment: AttachmentRef | None = ATTACHED
    attachments: list[AttachedView] = Field(default=[], description="Dokumentets bilag.")
    superseded_by: VersionView | None = Field(
        default=None,
        description="Den udgave af samme referat, der svarer i stedet; dette kan ikke søges frem.",
    )
    replaces: list[VersionView] = Field(
        default=[], description="De udgaver af samme referat, som dette svarer i stedet for."
    )
    same_meeting: list[VersionView] = Field(
        default=[], description="Dagsordenen til samme møde, eller referatet af det."
    )


class DocumentList(Reply):
    documents: list[DocumentView]
    total: int = Field(description="Hvor mange dokumenter der passer i alt.")


class DocumentText(DocumentView):
    """A document with the whole of its text, which every citation's offsets count in."""

    text: str


class ItemText(Reply):
    """An item with its text; ``start`` is where it begins in the document."""

    document_id: str
    source: str
    region: Region | None
    forum: str | None
    date: dt.date | None
    item: ItemView
    start: int
    end: int
    text: str
    quote: str | None = Field(
        default=None, description="Teksten fra »start« til »end«, når der er spurgt om et uddrag."
    )
    entities: list[EntityRef]
    attachment: AttachmentRef | None = ATTACHED
