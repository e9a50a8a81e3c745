"""The records: what is known of a document, its items and its text.

Every span is a half-open character range ``[start, end)`` in ``Document.text``, so that
``document.text[start:end]`` is always exactly what is shown and cited.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Region = Literal["Hovedstaden", "Sjælland", "Syddanmark", "Midtjylland", "Nordjylland"]
REGIONS: tuple[Region, ...] = (
    "Hovedstaden",
    "Sjælland",
    "Syddanmark",
    "Midtjylland",
    "Nordjylland",
)

SectionKind = Literal[
    "title", "summary", "background", "case", "recommendation", "decision", "attachments"
]
AccessLevel = Literal["public", "internal", "closed"]
ACCESS_LEVELS: tuple[AccessLevel, ...] = ("public", "internal", "closed")
"""Who may read a document, the most open first."""


def readable(clearance: AccessLevel) -> tuple[AccessLevel, ...]:
    """The levels that somebody cleared to ``clearance`` may read."""
    return ACCESS_LEVELS[: ACCESS_LEVELS.index(clearance) + 1]


DocumentKind = Literal["referat", "dagsorden", "rapport"]
Structure = Literal["agenda", "numbering", "headings", "none"]
Status = Literal["draft", "approved", "corrected"]
"""What minutes say of themselves: *udkast*, *godkendt*, *korrigeret*."""
Language = Literal["da", "nb", "sv", "en"]
TieEvidence = Literal["link", "file name", "title", "number", "order"]
Fact = Literal["region", "forum", "date"]
"""What an attachment may have from its meeting."""


# Below this mean certainty of its words, a scanned page is quoted with a warning: of 117 pages made
# bad in many ways, those above it had 90 % of their words right or more, 98.8 % on average, those
# below it mostly less.
LEAST_CERTAIN_OCR = 0.90


@dataclass(frozen=True, slots=True)
class Span:
    """A half-open character range in a document's text."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Section:
    """A labelled part of an item. ``start`` is after the label itself where it stands on a line
    of its own; the label's line then belongs to the section through ``label_start``."""

    kind: SectionKind
    label: str
    label_start: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Item:
    """An agenda item (*dagsordenspunkt*), a part of one, or a heading of a report.

    ``number`` is a string ("7", "2B"), ``None`` under a report's headings; ``path`` holds the
    titles above, outermost first. ``missing`` marks a number that the document skips (a closed
    item): it has no text, and ``start == end``.
    """

    item_id: str
    number: str | None
    title: str
    path: tuple[str, ...]
    start: int
    end: int
    sections: tuple[Section, ...] = ()
    missing: bool = False


@dataclass(frozen=True, slots=True)
class Page:
    """Where a page of the file starts in the text: of a presentation a slide, of a workbook a
    sheet.

    ``ocr`` is how sure the text recognition is of the page, 0–1, and ``None`` for one whose text
    stands in the file; ``read`` is false for a picture of text that was not read.
    """

    start: int
    ocr: float | None = None
    read: bool = True

    @property
    def uncertain(self) -> bool:
        """Whether what is quoted from the page should be checked against the original."""
        return self.ocr is not None and self.ocr < LEAST_CERTAIN_OCR


@dataclass(frozen=True, slots=True)
class Link:
    """A span of the text that links to ``target``, as it is written in the file."""

    start: int
    end: int
    target: str


@dataclass(frozen=True, slots=True)
class Attachment:
    """What a document is an attachment (*bilag*) to: an item of another document, as the ``number``
    of its attachments; ``item_id`` is ``None`` for one to the meeting as a whole.

    ``certainty`` is 0–1, ``by`` what the tie rests on. ``region``, ``forum`` and ``date`` are the
    meeting's; ``item_number`` and ``item_title`` come from the item as it is stored.
    """

    document_id: str
    item_id: str | None
    number: int | None
    certainty: float
    by: TieEvidence
    region: Region | None = None
    forum: str | None = None
    date: dt.date | None = None
    item_number: str | None = None
    item_title: str = ""


@dataclass(frozen=True, slots=True)
class Document:
    """A stored document. ``head`` and ``agenda`` are the spans outside every item.

    ``certainty`` tells how sure what the head says is, 0–1, by field ("region", "forum", "date",
    "place", "participants", "apologies", "minute_taker"); a field that was not found is left out.
    An attachment whose text does not tell its region, forum or date has those of its meeting, and
    ``inherited`` names them. ``superseded_by`` is the version of the same minutes that answers
    instead of this one.
    """

    document_id: str
    source: str
    sha256: str
    text: str
    title: str
    kind: DocumentKind
    region: Region | None
    forum: str | None
    date: dt.date | None
    place: str | None
    participants: tuple[str, ...]
    structure: Structure
    head: tuple[Span, ...]
    agenda: tuple[Span, ...]
    items: tuple[Item, ...]
    pages: tuple[Page, ...] = (Page(0),)
    access: AccessLevel = "public"
    links: tuple[Link, ...] = ()
    apologies: tuple[str, ...] = ()
    minute_taker: str | None = None
    certainty: Mapping[str, float] = field(default_factory=dict)
    status: Status | None = None
    language: Language = "da"
    notes: tuple[str, ...] = ()
    attachment: Attachment | None = None
    inherited: tuple[Fact, ...] = ()
    superseded_by: str | None = None

    def item(self, item_id: str) -> Item | None:
        """The item with this id, or ``None``."""
        return next((item for item in self.items if item.item_id == item_id), None)

    def page_at(self, offset: int) -> int:
        """The 1-based page that the character at ``offset`` stands on."""
        return max(1, sum(1 for page in self.pages if page.start <= offset))

    def pages_of(self, start: int, end: int) -> tuple[Page, ...]:
        """The pages that the characters from ``start`` to ``end`` stand on."""
        return self.pages[self.page_at(start) - 1 : self.page_at(max(start, end - 1))]


@dataclass(frozen=True, slots=True)
class Lead:
    """What is read before a chunk, and quoted with it: the column heads above a row, the line that
    leads in to a long list."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Chunk:
    """What is embedded: a run of one section of one item, with the item's title put before it.

    ``window`` chunks are one to three neighbouring sentences, from which answers are chosen;
    ``passage`` chunks are what search finds.
    """

    chunk_id: str
    document_id: str
    item_id: str
    section: SectionKind
    start: int
    end: int
    headline: str
    text: str
    lead: Lead | None = None

    @property
    def encoded_text(self) -> str:
        """The text that the encoder reads (without the encoder's own prompt)."""
        return f"{self.headline}: {self.text}" if self.headline else self.text


EntityKind = Literal[
    "municipality",
    "region",
    "forum",
    "authority",
    "organisation",
    "institution",
    "project",
    "agreement",
    "target_group",
    "theme",
    "law",
    "place",
    "person",
    "date",
    "deadline",
    "amount",
]


@dataclass(frozen=True, slots=True)
class FormerName:
    """A name that was borne from the year ``since`` to the year ``until``, both included; a year
    that is not known for sure is ``None``."""

    name: str
    since: int | None = None
    until: int | None = None


TIMES_AND_AMOUNTS: frozenset[EntityKind] = frozenset({"date", "deadline", "amount"})
"""What is told by its form and is nobody's matter: found by its words, listed when asked for."""


@dataclass(frozen=True, slots=True)
class Entity:
    """Who or what is spoken of. ``names`` holds the display name first, then every synonym,
    ``abbreviations`` ("SEL": as written, capitals and all) and ``former`` names with them.

    Most stand in the gazetteer. Those that are told by their form have an id that tells what they
    are: "law:serviceloven-107" (a paragraph; the law itself stands in the gazetteer),
    "date:2021-06-01" ("date:2021-06" for a month), "deadline:2021-06-01", "amount:1200000"
    (kroner), "person:karin-lau".
    """

    entity_id: str
    kind: EntityKind
    name: str
    names: tuple[str, ...]
    region: Region | None = None
    parent: str | None = None
    abbreviations: tuple[str, ...] = ()
    former: tuple[FormerName, ...] = ()


@dataclass(frozen=True, slots=True)
class Mention:
    """A span of text linked to an entity."""

    entity_id: str
    kind: EntityKind
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Filters:
    """What a search is narrowed to. Empty tuples and ``None`` narrow nothing; values in one
    tuple are alternatives, the fields together must all hold.

    ``regions`` narrows to the regions' own documents, ``about`` also to what others say of them.
    ``access`` is what the archive lets be read. ``without`` holds what was understood from the
    question and is not to count: "region:Sjælland", "forum:KKR Sjælland", "period" or
    "entity:institution:kofoedsminde".
    """

    regions: tuple[Region, ...] = ()
    forums: tuple[str, ...] = ()
    date_from: dt.date | None = None
    date_to: dt.date | None = None
    entities: tuple[str, ...] = ()
    sections: tuple[SectionKind, ...] = ()
    documents: tuple[str, ...] = ()
    about: tuple[Region, ...] = ()
    access: tuple[AccessLevel, ...] = ()
    without: tuple[str, ...] = ()
