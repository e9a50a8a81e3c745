"""What a document is an attachment to, as the replies name it."""

from __future__ import annotations

from corpus.records import Attachment, Document
from corpus.spoken import SpokenDocument
from search_api.replies import AttachmentRef


def attachment_ref(document: Document | SpokenDocument) -> AttachmentRef | None:
    """What ``document`` is an attachment to; ``None`` for one that is not."""
    tie = document.attachment
    if tie is None:
        return None
    return AttachmentRef(
        document_id=tie.document_id,
        item_id=tie.item_id,
        number=tie.number,
        item_number=tie.item_number,
        label=_label(tie),
        region=tie.region,
        forum=tie.forum,
        date=tie.date,
        certainty=tie.certainty,
        by=tie.by,
    )


def _label(tie: Attachment) -> str:
    """ "Bilag 3 til punkt 7"."""
    attachment = f"Bilag {tie.number}" if tie.number else "Bilag"
    if tie.item_number:
        return f"{attachment} til punkt {tie.item_number}"
    return f"{attachment} til »{tie.item_title}«" if tie.item_title else f"{attachment} til mødet"
