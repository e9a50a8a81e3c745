"""What is told of a document above its text: facts, how sure they are, and what it is tied to."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from corpus.dates import danish_date
from corpus.records import Document
from search_api.document_replies import AttachedView, DocumentView
from search_api.pages.rendering import time_element
from search_api.replies import AttachmentRef
from search_api.wording import EVIDENCE, LANGUAGES, STATUSES, STRUCTURES, percent

_SURE = 0.9
_FROM_MEETING = "fra mødet"


@dataclass(frozen=True, slots=True)
class Fact:
    """A name and its value; ``remark`` says where that is not sure, or not the document's own."""

    name: str
    value: str | Markup
    remark: str = ""


def facts_of(document: Document, view: DocumentView) -> list[Fact]:
    """The facts in the order to show them, with what was not found last."""
    values: list[tuple[str, str, str | Markup | None]] = [
        ("Forum", "forum", document.forum),
        ("Region", "region", document.region),
        ("Dato", "date", time_element(document.date)),
        ("Sted", "place", document.place),
        ("Referent", "minute_taker", document.minute_taker),
    ]
    facts = [Fact(name, value, _remark(view, field)) for name, field, value in values if value]
    if document.status:
        facts.append(Fact("Status", STATUSES[document.status]))
    if document.language != "da":
        facts.append(Fact("Sprog", LANGUAGES[document.language]))
    facts.append(Fact("Inddeling", STRUCTURES[document.structure]))
    several = len(view.sources) > 1
    facts.append(Fact("Kilder" if several else "Kilde", ", ".join(view.sources)))
    if view.missing_facts:
        facts.append(Fact("Ikke fundet", ", ".join(view.missing_facts)))
    return facts


def _remark(view: DocumentView, field: str) -> str:
    if field in view.inherited:
        return _FROM_MEETING
    certainty = view.certainty.get(field, 1.0)
    return f"{percent(certainty)} sikkert" if certainty < _SURE else ""


def tie_said(tie: AttachmentRef | AttachedView) -> str:
    """ "filnavnet passer; sikkerhed 95 %"."""
    return f"{EVIDENCE[tie.by]}; sikkerhed {percent(tie.certainty)}"


def belongs_to(tie: AttachmentRef) -> str:
    """ "Bilag 3 til punkt 7 i KKR Sjælland, 4. marts 2024": what a document is an attachment to."""
    meeting = ", ".join(
        part for part in (tie.forum, danish_date(tie.date) if tie.date else None) if part
    )
    return f"{tie.label} i {meeting or 'referatet'}"


def by_item(view: DocumentView) -> dict[str | None, list[AttachedView]]:
    """The attachments to each item of a document, and under ``None`` those to the whole."""
    known = {item.item_id for item in view.items}
    found: dict[str | None, list[AttachedView]] = {}
    for one in view.attachments:
        found.setdefault(one.item_id if one.item_id in known else None, []).append(one)
    return found


def attachment_name(one: AttachedView) -> str:
    """ "Bilag 3: Notat om takster": an attachment under the item that it belongs to."""
    if one.title.casefold().startswith("bilag"):
        return one.title
    return f"Bilag {one.number}: {one.title}" if one.number else f"Bilag: {one.title}"
