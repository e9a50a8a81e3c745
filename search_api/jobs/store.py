"""The jobs as they are kept, so that they survive the service: in SQLite, or beside the catalogue
in PostgreSQL."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path

from pydantic import SecretStr

from corpus.errors import NotFound, TvaersnitError
from corpus.records import AccessLevel
from corpus.service_database import ServiceConnection, service_database
from ingest.head.told import Told
from search_api.jobs.job import STATES, Job, State

SCHEMA = """
PRAGMA journal_mode = WAL;
CREATE TABLE IF NOT EXISTS jobs (
    number  INTEGER PRIMARY KEY,
    job     TEXT NOT NULL,  -- JSON, as it is shown
    told    TEXT NOT NULL,  -- JSON, what the editor said of the files
    crashes INTEGER NOT NULL DEFAULT 0,
    job_id  TEXT GENERATED ALWAYS AS (job ->> '$.job_id') VIRTUAL,
    state   TEXT GENERATED ALWAYS AS (job ->> '$.state') VIRTUAL,
    access  TEXT GENERATED ALWAYS AS (job ->> '$.access') VIRTUAL
) STRICT;
CREATE UNIQUE INDEX IF NOT EXISTS jobs_by_id ON jobs (job_id);
CREATE INDEX IF NOT EXISTS jobs_by_state ON jobs (state);
"""


class JobStore:
    """The jobs of a data folder, or of all machines that share a catalogue. Safe to use from many
    threads and processes."""

    def __init__(self, data: Path, catalogue_url: SecretStr | None = None) -> None:
        """Open the jobs beside the catalogue in PostgreSQL where that is set, else ``jobs.sqlite``
        in ``data``, new where there is none; raises ``TvaersnitError``."""
        self._path = data / "jobs.sqlite"
        self._shared = service_database(catalogue_url) if catalogue_url else None
        if self._shared is not None:
            return
        try:
            data.mkdir(parents=True, exist_ok=True)
            with self._file() as db:
                db.executescript(SCHEMA)
        except (OSError, sqlite3.Error) as error:
            raise TvaersnitError(
                f"{self._path}: Listen over indlæsninger kan ikke åbnes ({error}). Ret adgangen "
                "til datamappen, eller flyt filen; så begyndes der på en ny liste."
            ) from error

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection | ServiceConnection]:
        with self._file() if self._shared is None else self._shared.open() as db:
            yield db

    def _as(self, state: State) -> str:
        """A job's JSON, with its state changed."""
        if self._shared is None:
            return f"json_set(job, '$.state', '{state}')"
        return f"CAST(jsonb_set(CAST(job AS jsonb), '{{state}}', '\"{state}\"') AS text)"

    @contextmanager
    def _file(self) -> Iterator[sqlite3.Connection]:
        with closing(sqlite3.connect(self._path, isolation_level=None, timeout=30)) as db:
            db.row_factory = sqlite3.Row
            db.execute("PRAGMA synchronous = NORMAL")
            yield db

    def add(self, job: Job, told: Told) -> None:
        """Put a job in the queue, with what the editor said of its files."""
        with self._open() as db:
            db.execute(
                "INSERT INTO jobs (job, told) VALUES (?, ?)",
                (job.model_dump_json(), json.dumps(told.stored(), ensure_ascii=False)),
            )

    def job(self, job_id: str, levels: Sequence[AccessLevel]) -> Job:
        """Raises ``NotFound`` for a job that is not stored, or whose level is not in ``levels``."""
        marks = ",".join("?" * len(levels))
        with self._open() as db:
            row = db.execute(
                f"SELECT job FROM jobs WHERE job_id = ? AND access IN ({marks})", (job_id, *levels)
            ).fetchone()
        if row is None:
            raise NotFound(f"Der findes intet job med id »{job_id}«.")
        return Job.model_validate_json(row["job"])

    def state(self, job_id: str) -> State | None:
        """The state of a job, if it is stored."""
        with self._open() as db:
            row = db.execute("SELECT state FROM jobs WHERE job_id = ?", (job_id,)).fetchone()
        return row["state"] if row else None

    def latest(
        self, levels: Sequence[AccessLevel], limit: int, offset: int = 0
    ) -> tuple[list[Job], int]:
        """The newest jobs of these levels, after the first ``offset``; and how many there are."""
        chosen = f"FROM jobs WHERE access IN ({','.join('?' * len(levels))})"
        with self._open() as db:
            rows = db.execute(
                f"SELECT job {chosen} ORDER BY number DESC LIMIT ? OFFSET ?",
                (*levels, limit, offset),
            ).fetchall()
            total = db.execute(f"SELECT count(*) AS n {chosen}", tuple(levels)).fetchone()["n"]
        return [Job.model_validate_json(row["job"]) for row in rows], total

    def by_state(self) -> dict[State, int]:
        """How many jobs are in each state."""
        with self._open() as db:
            rows = db.execute("SELECT state, count(*) AS n FROM jobs GROUP BY state").fetchall()
        counts = {row["state"]: row["n"] for row in rows}
        return {state: counts.get(state, 0) for state in STATES}

    def take(self) -> tuple[Job, Told] | None:
        """The job that has waited longest, running from now on; no two callers get the same."""
        with self._open() as db:
            waiting = "SELECT min(number) AS first FROM jobs WHERE state = 'queued'"
            if db.execute(waiting).fetchone()["first"] is None:
                return None
            row = db.execute(
                f"UPDATE jobs SET job = {self._as('running')} "
                f"WHERE number = ({waiting}) AND state = 'queued' RETURNING job, told"
            ).fetchone()
        if row is None:
            return None
        return Job.model_validate_json(row["job"]), Told().over(json.loads(row["told"]))

    def save(self, job: Job) -> None:
        """Keep how a job has changed."""
        with self._open() as db:
            db.execute(
                "UPDATE jobs SET job = ? WHERE job_id = ?", (job.model_dump_json(), job.job_id)
            )

    def crashed(self, job_id: str) -> int:
        """Count one more crash of a job; returns how many there have been."""
        with self._open() as db:
            row = db.execute(
                "UPDATE jobs SET crashes = crashes + 1 WHERE job_id = ? RETURNING crashes",
                (job_id,),
            ).fetchone()
        return int(row["crashes"])

    def requeue(self) -> None:
        """Let the jobs that a service left running wait again."""
        with self._open() as db:
            db.execute(f"UPDATE jobs SET job = {self._as('queued')} WHERE state = 'running'")
