"""The process that takes a job's files in, so that the service's own goes on undisturbed:
``python -m search_api.jobs.child``, with an ``Assignment`` on its standard input."""

from __future__ import annotations

import os
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import BinaryIO

from corpus.errors import IngestUnderWay, TvaersnitError
from corpus.settings import Settings
from ingest.personal import mask
from ingest.pipeline import Ingest, Progress
from ingest.report import FileReport
from ingest.told import Told
from search_api.jobs.job import JobFile, JobProgress
from search_api.jobs.words import Assignment, Word

_NICENESS = 10


def file_of(report: FileReport) -> JobFile:
    """What is told of a file: never where it lies."""
    path, document = Path(report.path), report.document
    name = mask(path.name).text
    if document is None:
        message = report.message.replace(str(path), name).removeprefix(f"{name}: ")
        return JobFile(name=name, outcome=report.outcome, message=message)
    return JobFile(
        name=name,
        outcome=report.outcome,
        document_id=document.document_id,
        message=" ".join(_remarks(report)),
        forum=document.forum,
        region=document.region,
        date=document.date,
        items=document.items,
    )


def _remarks(report: FileReport) -> list[str]:
    """What an editor should see to."""
    remarks: list[str] = []
    if report.cpr:
        numbers = "1 CPR-nummer" if report.cpr == 1 else f"{report.cpr} CPR-numre"
        remarks.append(
            f"Der står {numbers} i filen. De vises ingen steder i tjenesten, men overvej, om filen "
            "må ligge her."
        )
    if report.document and report.document.region is None:
        remarks.append(
            "Regionen fremgår ikke af teksten. Upload filen igen, og vælg regionen, hvis der er én."
        )
    return remarks


def _work(assignment: Assignment, out: BinaryIO) -> None:
    def say(word: Word) -> None:
        out.write(word.model_dump_json(exclude_none=True).encode() + b"\n")
        out.flush()

    def read(done: int, total: int) -> None:
        say(Word(progress=JobProgress(step="reading", done=done, total=total)))

    def planned(reports: Sequence[FileReport]) -> None:
        say(Word(files=[file_of(report) for report in reports]))

    def encoded(done: int, total: int) -> None:
        say(Word(progress=JobProgress(step="encoding", done=done, total=total)))

    try:
        Ingest(Settings(**assignment.settings)).run(
            [Path(file) for file in assignment.files],
            Told().over(assignment.told),
            Progress(reading=read, planned=planned, encoding=encoded),
        )
    except IngestUnderWay:
        say(Word(ended="busy"))
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
