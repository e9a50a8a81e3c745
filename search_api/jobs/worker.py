"""The queue at work: one job at a time, each in a process of its own."""

from __future__ import annotations

import datetime as dt
import logging
import os
import secrets
import subprocess
import sys
import threading
from collections.abc import Sequence
from typing import BinaryIO, Literal

from corpus.errors import IngestUnderWay, TvaersnitError
from corpus.generations import Lock
from corpus.ingest_lock import lock_ingest
from corpus.machine import fault, faults_told
from corpus.settings import Settings
from ingest.head.told import Told
from ingest.personal import mask
from search_api.jobs.job import Job, JobFile, summary
from search_api.jobs.leaving import leave, leave_all, note, referred_to
from search_api.jobs.store import JobStore
from search_api.jobs.uploads import files_of, receive, remove, remove_cut_off, safe_name
from search_api.jobs.words import Assignment, Word, spelled_out

Ended = Literal["done", "busy", "away", "failed", "crashed"]

_LOOK_EVERY = 1.0
_MOST_CRASHES = 2
_GRACE = 5.0
_WAITING = "Venter på en anden indlæsning."
_AWAY = "Venter på en database, der ikke svarer."
_AGAIN = "Indlæsningen blev afbrudt og begynder forfra."
_CRASHED = (
    "Indlæsningen blev afbrudt to gange og er opgivet; intet er indlæst. Prøv med færre filer ad "
    "gangen, og kontakt den, der driver tjenesten, hvis det gentager sig."
)
_FAILED = (
    "Indlæsningen kunne ikke gennemføres; intet er indlæst. Kontakt den, der driver tjenesten: "
    "dens log fortæller hvorfor."
)
_log = logging.getLogger(__name__)


class Jobs:
    """The jobs of a service: taken in, worked on in the order in which they came, and told of.

    Of several services on one data folder, one works at a time.
    """

    def __init__(self, settings: Settings) -> None:
        """Raises ``TvaersnitError`` where the data folder cannot be used."""
        self.store = JobStore(settings.data, settings.catalogue_url)
        self._settings = settings
        self._wake = threading.Event()
        self._stopping = threading.Event()
        self._thread: threading.Thread | None = None
        self._child: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Begin to work, with what another service left unfinished."""
        self._stopping.clear()
        self._thread = threading.Thread(target=self._work, name="jobs", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Stop working. A job that is under way waits for the next service."""
        self._stopping.set()
        self._wake.set()
        child = self._child
        if child is not None:
            child.terminate()
        if self._thread is not None:
            self._thread.join(_GRACE)

    def submit(self, files: Sequence[tuple[str, BinaryIO]], told: Told) -> Job:
        """Receive named files and put them in the queue, with what the editor says of them.

        Raises ``TvaersnitError`` where they cannot be stored.
        """
        job_id = secrets.token_hex(8)
        with faults_told(self._settings.data):
            noted = note(self._settings.data, (), job_id)
        job = Job(
            job_id=job_id,
            state="queued",
            created=_now(),
            access=told.access or "public",
            files=[JobFile(name=mask(safe_name(name)).text) for name, _ in files],
        )
        try:
            receive(self._settings.data, job_id, files)
            with faults_told(self._settings.data):
                self.store.add(job, told)
        except BaseException:
            # Nobody would ever take them in.
            remove(files_of(self._settings.data, job_id))
            raise
        finally:
            noted.withdraw()
        self._wake.set()
        return job

    def _work(self) -> None:
        lock: Lock | None = None
        told = ""
        while not self._stopping.is_set():
            try:
                if lock is None:
                    lock = self._claim()
                taken = self.store.take() if lock is not None else None
                if taken is None:
                    self._wake.wait(_LOOK_EVERY)
                    self._wake.clear()
                    continue
                self._take_in(*taken)
                told = ""
            except Exception as error:  # A full disk, for one, on which not even that can be noted.
                known = error if isinstance(error, TvaersnitError) else None
                known = known or fault(self._settings.data, error)
                if known is None:
                    _log.exception("Et job kunne ikke behandles og forsøges igen.")
                elif told != str(known):
                    told = str(known)
                    _log.warning("%s Indlæsningen venter på det.", told)
                self._stopping.wait(_LOOK_EVERY)
                if lock is not None:
                    lock.release()
                    lock = None
        if lock is not None:
            lock.release()

    def _claim(self) -> Lock | None:
        """The right to work on the jobs of the data folder; ``None`` while another has it."""
        try:
            lock = Lock(self._settings.data / "JOBS", shared=False)
        except BlockingIOError:
            return None
        try:
            self.store.requeue()
            remove_cut_off(self._settings.data)
            leave_all(self._settings, self.store.state)
        except BaseException:
            lock.release()
            raise
        return lock

    def _take_in(self, job: Job, told: Told) -> None:
        """Run a job; then remove its files that were not taken in, and those that they replaced."""
        noted = note(self._settings.data, referred_to(self._settings), job.job_id)
        ended = False
        try:
            ended = self._carry_out(job, told)
        finally:
            if not ended:
                noted.withdraw()
        if ended:
            leave(self._settings, noted)

    def _carry_out(self, job: Job, told: Told) -> bool:
        """Run a job until it has ended; whether it has before the service stops."""
        job = self._saved(job, started=job.started or _now())
        while not self._stopping.is_set():
            if self._busy():
                job = self._waiting(job, _WAITING)
                continue
            try:
                job, ended = self._run(job, told)
            except Exception:
                _log.exception("Job %s kunne ikke indlæses.", job.job_id)
                ended = "crashed"
            if self._stopping.is_set() and ended == "crashed":
                break
            if ended == "done":
                self._end(job, "done", summary(job.files))
                return True
            if ended == "failed":
                self._end(job, "failed", _FAILED)
                return True
            if ended == "busy":
                job = self._waiting(job, _WAITING)
            elif ended == "away":
                job = self._waiting(job, _AWAY)
            elif self.store.crashed(job.job_id) >= _MOST_CRASHES:
                self._end(job, "failed", _CRASHED)
                return True
            else:
                job = self._saved(job, progress=None, message=_AGAIN)
        self._saved(job, state="queued", progress=None, message="")
        return False

    def _busy(self) -> bool:
        try:
            lock_ingest(self._settings).release()
        except IngestUnderWay:
            return True
        return False

    def _waiting(self, job: Job, why: str) -> Job:
        if job.message != why:
            job = self._saved(job, message=why)
        self._stopping.wait(_LOOK_EVERY)
        return job

    def _run(self, job: Job, told: Told) -> tuple[Job, Ended]:
        """Take the files in, in a process of its own; the job as it then is, and how it ended."""
        assignment = Assignment(
            settings=spelled_out(self._settings),
            files=[str(path) for path in files_of(self._settings.data, job.job_id)],
            told=told.stored(),
        )
        ended: Ended = "crashed"
        with subprocess.Popen(
            [sys.executable, "-m", "search_api.jobs.child"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={**os.environ, "OMP_NUM_THREADS": "1"},
            # Ctrl+C in the service's terminal is the service's to act on.
            start_new_session=True,
        ) as child:
            self._child = child
            if self._stopping.is_set():
                child.terminate()
            assert child.stdin is not None and child.stdout is not None
            try:
                child.stdin.write(assignment.model_dump_json().encode() + b"\n")
                child.stdin.flush()
            except BrokenPipeError:
                pass  # It has crashed, which its lack of words tells.
            for line in child.stdout:
                if not line.endswith(b"\n"):
                    break  # It was cut off while it spoke.
                word = Word.model_validate_json(line)
                ended = word.ended or ended
                if word.error:
                    _log.warning("%s", word.error)
                if word.progress is not None:
                    job = self._saved(job, progress=word.progress, message="")
                if word.files is not None:
                    job = self._saved(job, files=_first_told(job.files, word.files))
        self._child = None
        if ended == "crashed" and not self._stopping.is_set():
            _log.warning("Indlæsningen af job %s endte med %s.", job.job_id, child.returncode)
        return job, ended

    def _end(self, job: Job, state: Literal["done", "failed"], message: str) -> None:
        files = job.files
        if state == "failed":
            files = [f if f.outcome == "refused" else JobFile(name=f.name) for f in files]
        self._saved(job, state=state, finished=_now(), files=files, progress=None, message=message)

    def _saved(self, job: Job, **changes: object) -> Job:
        job = job.model_copy(update=changes)
        self.store.save(job)
        return job


def _first_told(before: Sequence[JobFile], now: Sequence[JobFile]) -> list[JobFile]:
    """What became of the files. What an attempt that was cut off has taken in is unchanged the
    next time, but was new to the user."""
    taken = {
        (old.name, old.document_id): old.outcome
        for old in before
        if old.outcome in ("new", "replaced")
    }
    return [
        new.model_copy(update={"outcome": taken.get((new.name, new.document_id), new.outcome)})
        if new.outcome == "unchanged"
        else new
        for new in now
    ]


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC).replace(microsecond=0)
