"""A job: some uploaded files, and what becomes of them."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from typing import Literal, get_args

from pydantic import Field

from corpus.records import AccessLevel, Region
from ingest.report import Outcome
from search_api.ingest_report import OUTCOMES
from search_api.replies import Reply

State = Literal["queued", "running", "done", "failed"]
STATES: tuple[State, ...] = get_args(State)


class JobFile(Reply):
    """A file of a job."""

    name: str = Field(description="Filens navn.")
    outcome: Outcome | None = Field(
        default=None,
        description="Hvad der blev af filen: indlæst (new), erstattede en tidligere udgave "
        "(replaced), fandtes i forvejen (unchanged) eller afvist (refused). Mens jobbet kører, er "
        "det, hvad der ventes; null, så længe filen ikke er læst.",
    )
    document_id: str | None = Field(default=None, description="Dokumentet, som filen blev til.")
    message: str = Field(
        default="", description="Hvorfor filen er afvist, eller hvad der skal ses efter i den."
    )
    forum: str | None = None
    region: Region | None = None
    date: dt.date | None = None
    items: int | None = Field(default=None, description="Antal punkter i dokumentet.")


class JobProgress(Reply):
    """How far a job is."""

    step: Literal["reading", "encoding"] = Field(
        description="reading: filerne læses; encoding: teksten gøres søgbar."
    )
    done: int = Field(description="Hvor mange filer eller tekststykker der er klaret.")
    total: int = Field(description="Hvor mange der er i alt.")


class Job(Reply):
    """Files that were uploaded together."""

    job_id: str
    state: State = Field(
        description="queued: venter; running: indlæses; done: færdigt, og det indlæste kan findes; "
        "failed: opgivet, og intet er indlæst."
    )
    created: dt.datetime
    started: dt.datetime | None = None
    finished: dt.datetime | None = None
    access: AccessLevel = Field(description="Dokumenternes adgangsniveau.")
    files: list[JobFile]
    progress: JobProgress | None = None
    message: str = Field(default="", description="Hvordan det går, i ord.")

    @property
    def ended(self) -> bool:
        return self.state in ("done", "failed")


class JobList(Reply):
    """Some of the jobs, the newest first."""

    jobs: list[Job]
    total: int = Field(description="Hvor mange job der er i alt.")


def summary(files: Sequence[JobFile]) -> str:
    """``3 filer: 2 indlæst, 1 afvist.``"""
    counts = Counter(file.outcome for file in files)
    parts = [f"{counts[outcome]} {word}" for outcome, word in OUTCOMES.items() if counts[outcome]]
    return f"{len(files)} {'fil' if len(files) == 1 else 'filer'}: {', '.join(parts)}."
