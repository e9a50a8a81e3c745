"""What the command line prints of an ingest: how far it is, and what became of each file."""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from types import TracebackType
from typing import Self

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.text import Text

from corpus.dates import danish_date
from ingest.pipeline import Progress as Callbacks
from ingest.plan import FileReport, Outcome
from search_api.render import console_for_output, open_table

_OUTCOMES: dict[Outcome, str] = {
    "new": "indlæst",
    "replaced": "erstattet",
    "unchanged": "uændret",
    "refused": "afvist",
}


def ingest_report(reports: Sequence[FileReport], as_json: bool) -> None:
    """Print what became of each file."""
    if as_json:
        rows = []
        for report in reports:
            row = asdict(report)
            row["document"] = report.document.document_id if report.document else None
            rows.append(row)
        return print(json.dumps({"files": rows}, ensure_ascii=False, indent=2))
    console = console_for_output()
    table = open_table("Fil", "Udfald", "Forum", "Region", "Dato", "Punkter")
    for report in reports:
        document = report.document
        if document is not None and report.outcome != "unchanged":
            table.add_row(
                document.source,
                _OUTCOMES[report.outcome],
                document.forum or "–",
                document.region or "–",
                danish_date(document.date) if document.date else "–",
                str(sum(not item.missing for item in document.items)),
            )
    if table.row_count:
        console.print(table)
    for report in reports:
        if report.outcome == "refused":
            console.print(Text(f"Afvist: {report.message}"))
        elif report.document is not None and report.document.region is None:
            console.print(
                Text(
                    f"Uden region: {report.document.source}. Angiv den med --region ved indlæsning."
                )
            )
    for report in reports:
        if report.cpr:
            numbers = "et CPR-nummer" if report.cpr == 1 else f"{report.cpr} CPR-numre"
            name = Path(report.path).name
            console.print(
                Text(f"Personoplysninger: {name} rummer {numbers}. De er skjult overalt her.")
            )
    counts = Counter(report.outcome for report in reports)
    summary = ", ".join(f"{counts[key]} {text}" for key, text in _OUTCOMES.items() if counts[key])
    console.print(f"{len(reports)} filer: {summary}.")
    return None


class IngestProgress:
    """A progress bar on the terminal; silent where there is none."""

    def __init__(self, quiet: bool) -> None:
        self._progress = Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeRemainingColumn(),
            console=Console(stderr=True),
            disable=quiet or not sys.stderr.isatty(),
            transient=True,
        )
        self._reading = self._progress.add_task("Læser filer", total=None)
        self._encoding = self._progress.add_task("Koder tekst", total=None, visible=False)
        self.callbacks = Callbacks(reading=self._read, encoding=self._encoded)

    def _read(self, done: int, total: int) -> None:
        self._progress.update(self._reading, completed=done, total=total)

    def _encoded(self, done: int, total: int) -> None:
        self._progress.update(self._encoding, completed=done, total=total, visible=True)

    def __enter__(self) -> Self:
        self._progress.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._progress.stop()
