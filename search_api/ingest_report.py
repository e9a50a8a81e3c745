"""The report of an ingest: what became of every file, counted and whole."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence

from pydantic import Field

from corpus.records import (
    AccessLevel,
    Attachment,
    DocumentKind,
    Language,
    Region,
    Status,
    Structure,
)
from corpus.settings import Settings
from corpus.ties import Ties
from ingest.report import FileReport, Outcome
from search_api.replies import Reply

OUTCOMES: Mapping[Outcome, str] = {
    "new": "indlæst",
    "replaced": "erstattet",
    "unchanged": "uændret",
    "refused": "afvist",
    "pruned": "fjernet",
}

DECISIVE = frozenset({"region", "forum", "dato"})
"""The facts that documents are found by."""


class ReportedFile(Reply):
    """What became of a file; of what it holds, nothing where it was refused."""

    path: str
    outcome: Outcome
    message: str = Field(description="Hvorfor filen er afvist, og hvad der kan gøres.")
    document: str | None = Field(default=None, description="Dokumentets id.")
    title: str = ""
    kind: DocumentKind | None = None
    status: Status | None = None
    forum: str | None = None
    region: Region | None = None
    date: dt.date | None = None
    access: AccessLevel | None = None
    language: Language | None = None
    structure: Structure | None = None
    items: int = Field(default=0, description="Antal punkter med tekst.")
    pages: int = 0
    missing: list[str] = Field(default=[], description="Hvad teksten ikke fortæller om mødet.")
    notes: list[str] = Field(default=[], description="Hvad der ikke kunne læses.")
    cpr: int = Field(default=0, description="Antal CPR-numre, der er skjult.")
    superseded_by: str | None = Field(
        default=None, description="Den udgave af samme referat, der svarer i stedet for denne."
    )
    attachment_to: str | None = Field(
        default=None, description="Dokumentet, som dette er bilag til."
    )


class IngestReport(Reply):
    """An ingest from beginning to end."""

    started: dt.datetime
    seconds: float
    dry_run: bool = Field(description="Om intet er skrevet.")
    counts: dict[Outcome, int] = Field(description="Antal filer efter, hvad der blev af dem.")
    versions: int = Field(description="Antal dokumenter, som en anden udgave svarer for.")
    attachments: int = Field(description="Antal dokumenter, der er bilag til et andet.")
    files: list[ReportedFile]


def report_of(
    settings: Settings,
    reports: Sequence[FileReport],
    started: dt.datetime,
    *,
    dry_run: bool = False,
) -> IngestReport:
    """The report of an ingest that ``started`` then and ends now."""
    attachments: dict[str, Attachment] = {}
    superseded: dict[str, str] = {}
    if not dry_run:
        catalogue = Ties(settings)
        attachments, superseded = catalogue.ties()
        catalogue.close()
    files = [
        _file(report, attachments, superseded)
        if report.document
        else ReportedFile(
            path=sayable(report.path), outcome=report.outcome, message=sayable(report.message)
        )
        for report in reports
    ]
    counted = Counter(file.outcome for file in files)
    stored = {file.document for file in files if file.outcome != "pruned"}
    return IngestReport(
        started=started.replace(microsecond=0),
        seconds=round((dt.datetime.now(dt.UTC) - started).total_seconds(), 1),
        dry_run=dry_run,
        counts={outcome: counted[outcome] for outcome in OUTCOMES},
        versions=len(stored & superseded.keys()),
        attachments=len(stored & attachments.keys()),
        files=files,
    )


def _file(
    report: FileReport, attachments: Mapping[str, Attachment], superseded: Mapping[str, str]
) -> ReportedFile:
    document = report.document
    assert document is not None
    # What its own text does not tell, an attachment has from its meeting.
    meeting = attachments.get(document.document_id)
    region = document.region or (meeting.region if meeting else None)
    forum = document.forum or (meeting.forum if meeting else None)
    date = document.date or (meeting.date if meeting else None)
    known = {"region": region, "forum": forum, "dato": date}
    return ReportedFile(
        path=sayable(report.path),
        outcome=report.outcome,
        message=sayable(report.message),
        document=document.document_id,
        title=document.title,
        kind=document.kind,
        status=document.status,
        forum=forum,
        region=region,
        date=date,
        access=document.access,
        language=document.language,
        structure=document.structure,
        items=document.items,
        pages=document.pages,
        missing=[fact for fact in document.missing if not known.get(fact)],
        notes=list(document.notes),
        cpr=report.cpr,
        superseded_by=superseded.get(document.document_id),
        attachment_to=meeting.document_id if meeting else None,
    )


def sayable(text: str) -> str:
    """A text with a file's name in it, where the name may hold bytes that are no letters: a
    question mark stands for each."""
    return text.encode("utf-8", "replace").decode("utf-8")
