"""What the verbs answer with: the JSON of the command line and of the API, alike."""

from __future__ import annotations

import datetime as dt
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from corpus.records import EntityKind, Region, SectionKind, TieEvidence


def _without_docstring(schema: dict[str, Any]) -> None:
    # Docstrings are English and for developers; what users read of a model are its fields.
    schema.pop("description", None)


class Reply(BaseModel):
    model_config = ConfigDict(frozen=True, json_schema_extra=_without_docstring)


class ItemRef(Reply):
    """An agenda item, or a heading of a report."""

    item_id: str
    number: str | None = Field(description="Punktets nummer, fx »7« eller »2B«; null i en rapport.")
    title: str
    path: list[str] = Field(description="Overskrifterne over punktet, den yderste først.")


SCANNED = Field(
    default=None,
    description="Hvor sikkert teksten er genkendt på den skannede side, 0–1; null for en side, der "
    "ikke er skannet.",
)
UNCERTAIN = Field(
    default=False,
    description="Om siden er skannet og genkendt så usikkert, at citatet bør holdes op mod "
    "originalen.",
)


class AttachmentRef(Reply):
    """What a document is an attachment (*bilag*) to."""

    document_id: str = Field(description="Referatet, som bilaget hører til.")
    item_id: str | None = Field(description="Punktet; null, når bilaget hører til hele mødet.")
    number: int | None = Field(description="Bilagets nummer, når listen eller filnavnet har et.")
    item_number: str | None
    label: str = Field(description="Sådan henvises der til det, fx »Bilag 3 til punkt 7«.")
    region: Region | None = Field(description="Mødets region.")
    forum: str | None = Field(description="Mødets forum.")
    date: dt.date | None = Field(description="Mødets dato.")
    certainty: float = Field(ge=0, le=1, description="Hvor sikkert bilaget er fundet, 0–1.")
    by: TieEvidence = Field(
        description="Hvad det bygger på: et link, filnavnet, titlen, et nummer eller rækkefølgen."
    )


ATTACHED = Field(
    default=None, description="Hvad dokumentet er bilag til; null for et, der ikke er et bilag."
)


class Citation(Reply):
    """Where a quote stands. ``quote`` is exactly the document's characters ``start`` to ``end``."""

    n: int
    document_id: str
    source: str
    region: Region | None
    forum: str | None
    date: dt.date | None
    item: ItemRef
    section: SectionKind
    page: int
    quote: str
    start: int
    end: int
    url: str
    attachment: AttachmentRef | None = ATTACHED
    ocr: float | None = SCANNED
    uncertain: bool = UNCERTAIN


class Sentence(Reply):
    """A quote as it is shown: its white space evened out, its words untouched."""

    text: str
    citation: Citation


class EntityRef(Reply):
    entity_id: str
    kind: EntityKind
    name: str


class Understood(Reply):
    """What was read out of the question itself, apart from its matter."""

    regions: list[Region]
    forums: list[str]
    date_from: dt.date | None
    date_to: dt.date | None
    entities: list[EntityRef]
    compares: bool = Field(description="Om der spørges på tværs af regionerne.")


class Hit(Reply):
    """A found item, with the passage of it that answers best."""

    score: float
    item: ItemRef
    document_id: str
    source: str
    region: Region | None
    forum: str | None
    date: dt.date | None
    section: SectionKind
    text: str
    start: int = Field(description="Hvor »text« begynder i dokumentets tekst.")
    end: int
    marks: list[tuple[int, int]] = Field(
        default=[], description="Tegnpladser i »text« for de ord, der passer med spørgsmålet."
    )
    entities: list[EntityRef]
    attachment: AttachmentRef | None = ATTACHED
    ocr: float | None = SCANNED
    uncertain: bool = UNCERTAIN


class Facet(Reply):
    value: str
    count: int


class Facets(Reply):
    """How many of the hits each value holds."""

    regions: list[Facet]
    forums: list[Facet]
    years: list[Facet]
    sections: list[Facet]
    entities: list[Facet] = Field(
        description="De kommuner, institutioner, projekter, målgrupper, love m.m., der nævnes i "
        "tekststykkerne, de hyppigste først."
    )


class Search(Reply):
    question: str
    understood: Understood
    hits: list[Hit]
    facets: Facets


class Answer(Reply):
    """The fewest sentences that hold the answer, or why there is none."""

    question: str
    understood: Understood
    abstained: bool
    reason: str = Field(description="Hvorfor der ikke svares; tom, når der svares.")
    sentences: list[Sentence]
    text: str
    citations: list[Citation]
    finding: str = Field(
        default="",
        description="Tjenestens egen optælling, når svaret er fundet i optegnelserne over "
        "beslutninger, fx »3 af 4 indstillinger blev fulgt«; aldrig et citat.",
    )
    listing: str = Field(
        default="",
        description="Adressen på siden med alle de beslutninger, der er talt med; ellers tom.",
    )
    maybe_relevant: list[Hit] = Field(
        default=[], description="Når der ikke svares: punkter, der ligger nærmest spørgsmålet."
    )


Aspect = Literal["decision", "reason", "figures", "recommendation", "next_step"]


class SummarySentence(Reply):
    text: str
    citation: Citation
    aspect: Aspect


class RegionSummary(Reply):
    region: Region
    status: Literal["found", "none"]
    summary: list[SummarySentence]
    citations: list[Citation]


class Comparison(Reply):
    question: str
    understood: Understood
    overview: str = Field(description="Hvor mange regioner og møder sagen er behandlet i.")
    regions: list[RegionSummary]
    citations: list[Citation]


class EntityCount(EntityRef):
    mentions: int
    documents: int


class EntityList(Reply):
    entities: list[EntityCount]


class EntityMeeting(Reply):
    """A document that speaks of an entity."""

    document_id: str
    title: str
    region: Region | None
    forum: str | None
    date: dt.date | None
    mentions: int


class EntityYear(Reply):
    """How often the documents of a region speak of an entity in a year."""

    region: Region | None
    year: int | None = Field(description="Uden år: i dokumenter uden dato.")
    mentions: int


class EntityItem(Reply):
    """An item that speaks of an entity."""

    item: ItemRef
    document_id: str
    source: str
    region: Region | None
    forum: str | None
    date: dt.date | None
    start: int = Field(description="Hvor navnet første gang står i punktet, i dokumentets tekst.")
    end: int
    mentions: int
    attachment: AttachmentRef | None = ATTACHED


class RelatedEntity(EntityRef):
    items: int = Field(description="Hvor mange punkter der nævner begge.")


class OldName(Reply):
    """A name that an entity had before."""

    name: str
    since: int | None = Field(description="Det første år, hvor det vides.")
    until: int | None = Field(description="Det sidste år, hvor det vides.")


class EntityHistory(Reply):
    """What the documents tell of an entity, over time."""

    entity: EntityRef
    names: list[str] = Field(description="De andre navne, som det går under.")
    former: list[OldName] = Field(description="De navne, som det tidligere havde.")
    mentions: int
    documents: int
    years: list[EntityYear] = Field(description="Omtalerne efter region og år.")
    timeline: list[EntityMeeting] = Field(
        description="Dokumenterne, der nævner det, ældste møde først. Er der flere end 1.000, er "
        "det de seneste 1.000."
    )
    decisions: list[Sentence] = Field(
        description="Hvad der er besluttet, fra de seneste 20 punkter, nyeste møde først."
    )
    item_count: int = Field(description="Hvor mange punkter der nævner det.")
    items: list[EntityItem] = Field(
        description="Punkterne, der nævner det, nyeste møde først. Er der flere end 1.000, er det "
        "de seneste 1.000."
    )
    related: list[RelatedEntity] = Field(
        description="Hvad der oftere nævnes i de samme punkter, end det ville ske tilfældigt, det "
        "nærmeste først. Nævner mere end 20.000 punkter emnet, vælges det ud fra et udsnit af dem, "
        "men tælles i dem alle."
    )


class BriefingSection(Reply):
    """A part of a briefing. A section without sentences is a line of the service's own."""

    heading: str = Field(description="Tjenestens egne ord; aldrig et citat.")
    sentences: list[Sentence]


class Briefing(Reply):
    """A note on a matter: nothing but quotes under the service's headings."""

    question: str
    understood: Understood
    title: str
    sections: list[BriefingSection]
    citations: list[Citation]


class Addable(Reply):
    """What a briefing may be added to with: sentences of the same matter that it leaves out."""

    question: str
    sentences: list[Sentence]
