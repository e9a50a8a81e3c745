"""The process that takes a job's files in, so that the service's own goes on undisturbed:
``python -m search_api.jobs.child``, with an ``Assignment`` on its standard input."""

from __future__ import annotations

import datetime as dt
import os
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import BinaryIO

from corpus.errors import CatalogueUnavailable, IndexAway, IngestUnderWay, TvaersnitError
from corpus.settings import Settings
from ingest.head.told import Told
from ingest.personal import mask
from ingest.pipeline import Ingest, Progress
from ingest.report import FileReport
from search_api.ingest_report import DECISIVE, IngestReport, ReportedFile, report_of
from search_api.jobs.job import JobFile, JobProgress
from search_api.jobs.words import Assignment, Word
from search_api.wording import listed

_NICENESS = 10


def files_of(report: IngestReport, uploaded: Sequence[Path]) -> list[JobFile]:
    """What is told of the files: by their own names, never where they lie."""
    return [_told(file, uploaded) for file in report.files]


def _told(file: ReportedFile, uploaded: Sequence[Path]) -> JobFile:
    path = Path(file.path)
    [outer] = [one for one in uploaded if path.is_relative_to(one)]
    name = mask(str(path.relative_to(outer.parent))).text
    if file.document is None:
        message = file.message.replace(str(path), name).removeprefix(f"{name}: ")
        return JobFile(name=name, outcome=file.outcome, message=message)
    return JobFile(
        name=name,
        outcome=file.outcome,
        document_id=file.document,
        message=" ".join(_remarks(file)),
        forum=file.forum,
        region=file.region,
        date=file.date,
        items=file.items,
    )


def _remarks(file: ReportedFile) -> list[str]:
    """What an editor should see to."""
    remarks = list(file.notes)
    if file.cpr:
        numbers = "1 CPR-nummer" if file.cpr == 1 else f"{file.cpr} CPR-numre"
        remarks.append(
            f"Der står {numbers} i filen. De vises ingen steder i tjenesten, men overvej, om filen "
            "må ligge her."
        )
    missing = [fact for fact in file.missing if fact in DECISIVE]
    if missing:
        remarks.append(
            f"Teksten fortæller ikke alt om mødet; der mangler {listed(missing)}. Upload "
            "filen igen, og angiv det, hvis det findes."
        )
    return remarks


def _work(assignment: Assignment, out: BinaryIO) -> None:
    def say(word: Word) -> None:
        out.write(word.model_dump_json(exclude_none=True).encode() + b"\n")
        out.flush()

    def read(done: int, total: int) -> None:
        say(Word(progress=JobProgress(step="reading", done=done, total=total)))

    def planned(reports: Sequence[FileReport], dry_run: bool = True) -> None:
        report = report_of(settings, reports, started, dry_run=dry_run)
        say(Word(files=files_of(report, uploaded)))

    def encoded(done: int, total: int) -> None:
        say(Word(progress=JobProgress(step="encoding", done=done, total=total)))

    settings, started = Settings(**assignment.settings), dt.datetime.now(dt.UTC)
    uploaded = [Path(file) for file in assignment.files]
    try:
        reports = Ingest(settings).run(
            uploaded,
            Told().over(assignment.told),
            Progress(reading=read, planned=planned, encoding=encoded),
        )
        # Once all is stored, what an attachment has from its meeting is known too.
        planned(reports, dry_run=False)
    except IngestUnderWay:
        say(Word(ended="busy"))
    except (CatalogueUnavailable, IndexAway) as error:
        say(Word(ended="away", error=str(error)))
    except TvaersnitError as error:
        say(Word(ended="failed", error=str(error)))
    else:
        say(Word(ended="done"))


def _end_with_service() -> None:
    """End when the service does, which holds the other end of the pipe."""
    os.read(0, 1)
    os._exit(1)


def main() -> None:
    """Take in the files of an ``Assignment``, with a ``Word`` a line about how it goes."""
    os.nice(_NICENESS)
    # Whatever else is printed here goes to the log, not between the words.
    out = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    with open(0, "rb", buffering=0, closefd=False) as pipe:
        line = pipe.readline()
    threading.Thread(target=_end_with_service, daemon=True).start()
    _work(Assignment.model_validate_json(line), out)


if __name__ == "__main__":
    main()
