"""The report of an ingest as a file: JSON, CSV or text."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from corpus.errors import BadValue, TvaersnitError
from corpus.records import Language, Status, Structure
from search_api.csv_table import csv_table
from search_api.ingest_report import OUTCOMES, IngestReport, ReportedFile
from search_api.render_ingest import whole_report

SUFFIXES = (".json", ".csv", ".txt")
_FOLDER = "reports"
_KEPT = 20
_STATUSES: Mapping[Status, str] = {
    "draft": "udkast",
    "approved": "godkendt",
    "corrected": "korrigeret",
}
_STRUCTURES: Mapping[Structure, str] = {
    "agenda": "dagsorden",
    "numbering": "nummerering",
    "headings": "overskrifter",
    "none": "ingen",
}
_LANGUAGES: Mapping[Language, str] = {
    "da": "dansk",
    "nb": "norsk",
    "sv": "svensk",
    "en": "engelsk",
}
_COLUMNS = (
    *"Fil Udfald Hvorfor Titel Slags Status Forum Region Dato Adgang Sprog Opbygning".split(),
    *"Punkter Sider Mangler Bemærkninger CPR-numre Dokument".split(),
    "Nyere udgave",
    "Bilag til",
)


def check_name(path: Path) -> None:
    """Raises ``BadValue`` for a name that tells no kind of report."""
    if path.suffix.lower() not in SUFFIXES:
        raise BadValue(
            f"{path}: Rapporten kan ikke gemmes under det navn. Lad det ende på "
            f"{', '.join(SUFFIXES[:-1])} eller {SUFFIXES[-1]}."
        )


def save_report(report: IngestReport, path: Path) -> None:
    """Write a report as what its name's suffix tells; raises ``TvaersnitError``."""
    kind = path.suffix.lower()
    if kind == ".json":
        text = report.model_dump_json(indent=2) + "\n"
    elif kind == ".csv":
        text = csv_table(_COLUMNS, map(_row, report.files))
    else:
        text = whole_report(report)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8", newline="")
    except OSError as error:
        raise TvaersnitError(
            f"{path}: Rapporten kan ikke gemmes ({error.strerror}), men filerne er indlæst. "
            "Vælg en anden mappe med --report."
        ) from error


def keep_report(report: IngestReport, data: Path) -> Path:
    """Write a report to the data folder, which holds the latest twenty; gives its path."""
    path = data / _FOLDER / f"{report.started.astimezone():%Y-%m-%dT%H-%M-%S}.json"
    save_report(report, path)
    for old in sorted(path.parent.glob("*.json"))[:-_KEPT]:
        old.unlink(missing_ok=True)
    return path


def _row(file: ReportedFile) -> dict[str, str]:
    values = (
        file.path,
        OUTCOMES[file.outcome],
        file.message,
        file.title,
        file.kind or "",
        _STATUSES[file.status] if file.status else "",
        file.forum or "",
        file.region or "",
        file.date.isoformat() if file.date else "",
        file.access or "",
        _LANGUAGES[file.language] if file.language else "",
        _STRUCTURES[file.structure] if file.structure else "",
        str(file.items),
        str(file.pages),
        ", ".join(file.missing),
        " ".join(file.notes),
        str(file.cpr),
        file.document or "",
        file.superseded_by or "",
        file.attachment_to or "",
    )
    return dict(zip(_COLUMNS, values, strict=True))
