"""Jobs: real processes that take real files in, and what happens when they are cut off."""

from __future__ import annotations

import io
import os
import shutil
import signal
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from corpus.catalogue import Catalogue
from corpus.errors import NotFound, TvaersnitError
from corpus.ingest_lock import lock_ingest
from corpus.settings import Settings
from ingest.batch.versions import uploads_in
from ingest.head.told import Told
from ingest.pipeline import Ingest
from models.encoder import Encoder
from search_api.jobs.job import Job
from search_api.jobs.store import JobStore
from search_api.jobs.uploads import remove_cut_off, safe_name
from search_api.jobs.worker import Jobs
from tests.ingested import minutes
from tests.uploading import encoded_folder

# Jobs in files; those in PostgreSQL are met by test_shared_service.
pytestmark = pytest.mark.sqlite

NO_MINUTES = b"Rar!\x1a\x07" + bytes(range(256)) * 20


@pytest.fixture(scope="module")
def encoded(tmp_path_factory: pytest.TempPathFactory, encoder: Encoder) -> Path:
    return encoded_folder(tmp_path_factory.mktemp("kodet"), encoder)


@pytest.fixture
def settings(encoded: Path, tmp_path: Path) -> Settings:
    shutil.copytree(encoded, tmp_path / "data")
    return Settings(data=tmp_path / "data")


@pytest.fixture
def jobs(settings: Settings) -> Iterator[Jobs]:
    """The jobs of a service that has started."""
    jobs = Jobs(settings)
    jobs.start()
    yield jobs
    jobs.stop()


def submit(jobs: Jobs, *files: tuple[str, str | bytes], told: Told | None = None) -> Job:
    contents = [
        (name, io.BytesIO(content if isinstance(content, bytes) else content.encode()))
        for name, content in files
    ]
    return jobs.submit(contents, told or Told())


def until(jobs: Jobs, job: Job, reached: Callable[[Job], object], seconds: float = 120) -> Job:
    """The job once ``reached`` holds of it."""
    last = time.monotonic() + seconds
    while time.monotonic() < last:
        now = jobs.store.job(job.job_id, ("public", "internal", "closed"))
        if reached(now):
            return now
        time.sleep(0.02)
    raise AssertionError(now)


def ended(jobs: Jobs, job: Job) -> Job:
    return until(jobs, job, lambda now: now.ended)


def child() -> int | None:
    """The process that is at work on a job of this one."""
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            ours = f"\nPPid:\t{os.getpid()}\n" in (folder / "status").read_text()
            if ours and b"search_api.jobs.child" in (folder / "cmdline").read_bytes():
                return int(folder.name)
        except OSError:
            continue
    return None


def kill_child(jobs: Jobs, job: Job) -> int:
    """Kill the process that is at work on a job, as the kernel does where memory runs out."""
    until(jobs, job, lambda now: child())
    pid = child()
    assert pid is not None
    os.kill(pid, signal.SIGKILL)
    last = time.monotonic() + 10
    while child() == pid:
        assert time.monotonic() < last
        time.sleep(0.01)
    return pid


def sources(settings: Settings) -> list[str]:
    catalogue = Catalogue(settings)
    found = [catalogue.document(one).source for one in catalogue.document_ids()]
    catalogue.close()
    return sorted(found)


def on_disk(settings: Settings) -> list[str]:
    return sorted(name for _, _, names in os.walk(uploads_in(settings.data)) for name in names)


def kept(settings: Settings, *names: str) -> bool:
    """Whether these are the uploaded files that are left, once a job that has ended is tidied."""
    last = time.monotonic() + 20
    while on_disk(settings) != sorted(names) and time.monotonic() < last:
        time.sleep(0.02)
    return on_disk(settings) == sorted(names)


def test_what_becomes_of_each_file_is_told(jobs: Jobs, settings: Settings) -> None:
    first = submit(
        jobs,
        ("Møde på Ærø.txt", minutes("Takster")),
        ("billede.txt", NO_MINUTES),
        ("uden.txt", minutes("Herberger", forum="direktørkredsen") + "\nCPR 010190-1234.\n"),
    )
    assert first.state == "queued"
    done = ended(jobs, first)
    assert done.state == "done" and done.started and done.finished
    assert done.message == "3 filer: 2 indlæst, 1 afvist."
    taken, refused, remarked = done.files
    assert (taken.name, taken.outcome, taken.message) == ("Møde på Ærø.txt", "new", "")
    assert (taken.forum, taken.region, str(taken.date), taken.items) == (
        "KKR Sjælland",
        "Sjælland",
        "2024-03-04",
        2,
    )
    assert (refused.outcome, refused.document_id) == ("refused", None)
    assert refused.message.startswith("Filen er et RAR-arkiv")
    assert "1 CPR-nummer" in remarked.message and "mangler region" in remarked.message
    assert str(settings.data) not in done.model_dump_json()
    # What was not taken in is not kept.
    assert kept(settings, "Møde på Ærø.txt", "uden.txt")

    second = ended(
        jobs,
        submit(
            jobs,
            ("Møde på Ærø.txt", minutes("Botilbud")),
            ("igen.txt", minutes("Herberger", forum="direktørkredsen") + "\nCPR 010190-1234.\n"),
        ),
    )
    assert [file.outcome for file in second.files] == ["replaced", "unchanged"]
    assert second.files[0].document_id == taken.document_id
    assert kept(settings, "Møde på Ærø.txt", "uden.txt")
    [path] = uploads_in(settings.data).rglob("Møde på Ærø.txt")
    assert path.read_text() == minutes("Botilbud")


def test_a_killed_process_is_tried_once_more(jobs: Jobs, settings: Settings) -> None:
    job = submit(jobs, ("a.txt", minutes("Takster")))
    kill_child(jobs, job)
    done = ended(jobs, job)
    assert (done.state, done.files[0].outcome) == ("done", "new")
    assert sources(settings) == ["a.txt"]


def test_killed_twice_it_is_given_up_and_the_next_one_runs(jobs: Jobs, settings: Settings) -> None:
    job = submit(jobs, ("a.txt", minutes("Takster")), ("billede.txt", NO_MINUTES))
    following = submit(jobs, ("b.txt", minutes("Herberger")))
    kill_child(jobs, job)
    kill_child(jobs, job)
    failed = ended(jobs, job)
    assert failed.state == "failed"
    assert "afbrudt to gange" in failed.message
    assert failed.files[0].outcome is failed.files[0].document_id is None
    assert ended(jobs, following).state == "done"
    assert sources(settings) == ["b.txt"]
    assert kept(settings, "b.txt")


def test_what_the_first_attempt_took_in_is_still_told_as_new(
    jobs: Jobs, settings: Settings, encoder: Encoder
) -> None:
    lock = lock_ingest(settings)
    job = submit(jobs, ("a.txt", minutes("Takster")))
    until(jobs, job, lambda now: now.message)
    jobs.stop()
    lock.release()
    # An attempt that was cut off after all was written, but before it was told.
    [path] = uploads_in(settings.data).rglob("a.txt")
    [report] = Ingest(settings, encoder).run([path])
    assert report.document
    planned = job.files[0].model_copy(
        update={"outcome": "new", "document_id": report.document.document_id}
    )
    jobs.store.save(job.model_copy(update={"state": "running", "files": [planned]}))
    jobs.start()
    assert ended(jobs, job).files[0].outcome == "new"


def test_a_job_survives_a_restart(jobs: Jobs, settings: Settings) -> None:
    job = submit(jobs, ("a.txt", minutes("Takster")))
    waiting = submit(jobs, ("b.txt", minutes("Herberger")))
    until(jobs, job, lambda now: child())
    jobs.stop()
    assert child() is None
    assert [until(jobs, one, lambda _: True).state for one in (job, waiting)] == ["queued"] * 2
    after = Jobs(settings)
    after.start()
    assert ended(after, job).state == ended(after, waiting).state == "done"
    after.stop()
    assert sources(settings) == ["a.txt", "b.txt"]


def test_a_job_that_a_killed_service_left_is_taken_up(settings: Settings) -> None:
    before = Jobs(settings)
    job = submit(before, ("a.txt", minutes("Takster")))
    assert before.store.take() is not None
    assert before.store.take() is None
    after = Jobs(settings)
    after.start()
    assert ended(after, job).state == "done"
    after.stop()


def test_of_two_services_one_works_and_the_other_takes_over(jobs: Jobs, settings: Settings) -> None:
    other = Jobs(settings)
    job = submit(jobs, ("a.txt", minutes("Takster")))
    until(jobs, job, lambda now: child())
    other.start()
    time.sleep(0.3)
    # The other has neither run it too nor taken it for one that was left.
    assert until(jobs, job, lambda _: True).state == "running"
    following = submit(other, ("b.txt", minutes("Herberger")))
    assert ended(other, job).state == ended(other, following).state == "done"
    jobs.stop()
    assert ended(other, submit(other, ("c.txt", minutes("Botilbud")))).state == "done"
    other.stop()


def test_it_waits_for_an_ingest_on_the_command_line(jobs: Jobs, settings: Settings) -> None:
    lock = lock_ingest(settings)
    job = submit(jobs, ("a.txt", minutes("Takster")))
    waiting = until(jobs, job, lambda now: now.message)
    assert waiting.message == "Venter på en anden indlæsning."
    assert not waiting.ended and child() is None
    lock.release()
    assert ended(jobs, job).state == "done"


def test_the_settings_reach_the_process_and_its_error_does_not_reach_the_user(
    settings: Settings, tmp_path: Path
) -> None:
    chosen = settings.model_copy(update={"encoder": str(tmp_path / "findes-ikke")})
    jobs = Jobs(chosen)
    jobs.start()
    failed = ended(jobs, submit(jobs, ("a.txt", minutes("Takster"))))
    jobs.stop()
    assert failed.state == "failed"
    assert "log" in failed.message and "findes-ikke" not in failed.model_dump_json()
    assert sources(settings) == on_disk(settings) == []


def test_what_is_told_of_a_job_keeps_to_its_level(settings: Settings) -> None:
    jobs = Jobs(settings)
    job = submit(jobs, ("a.txt", minutes("Takster")), told=Told(access="internal"))
    submit(jobs, ("b.txt", minutes("Takster")))
    with pytest.raises(NotFound):
        jobs.store.job(job.job_id, ("public",))
    listed, total = jobs.store.latest(("public",), 10)
    assert ([one.files[0].name for one in listed], total) == (["b.txt"], 1)
    listed, total = jobs.store.latest(("public", "internal"), 1, 1)
    assert ([one.job_id for one in listed], total) == ([job.job_id], 2)


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("Møde på Ærø (endeligt) nr. 7.txt", "Møde på Ærø (endeligt) nr. 7.txt"),
        ("A\u030arhus.txt", "Århus.txt"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\kj\\Referat.md", "Referat.md"),
        ("/etc/passwd\x00.txt", "passwd.txt"),
        ("..", "unavngivet"),
        ("", "unavngivet"),
        ("mappe/", "unavngivet"),
        (" . ", "unavngivet"),
        (".skjult.txt", "skjult.txt"),
        ("to\nlinjer\u00a0her\u202e.txt", "to linjer her.txt"),
        ("lang\ud800.txt", "lang.txt"),
    ],
)
def test_names_are_made_safe_and_kept_readable(name: str, safe: str) -> None:
    assert safe_name(name) == safe


def test_long_names_are_cut_to_what_a_disk_takes() -> None:
    assert len(safe_name("å" * 500 + ".txt").encode()) <= 200
    assert safe_name("å" * 500 + ".txt").endswith("å.txt")
    assert len(safe_name("a." + "b" * 500).encode()) <= 200


def test_two_files_of_a_name_are_kept_apart_and_inside_the_folder(settings: Settings) -> None:
    jobs = Jobs(settings)
    job = submit(jobs, ("../a.txt", "en"), ("a.txt", "to"))
    folder = uploads_in(settings.data) / job.job_id
    assert [(folder / n / "a.txt").read_text() for n in "12"] == ["en", "to"]
    assert [path for path in settings.data.rglob("a.txt") if folder not in path.parents] == []


def test_nothing_is_left_of_what_could_not_be_received(settings: Settings) -> None:
    class Broken(io.BytesIO):
        def read(self, *_: object) -> bytes:
            raise OSError(28, "No space left on device")

    jobs = Jobs(settings)
    with pytest.raises(TvaersnitError, match="plads på disken"):
        jobs.submit([("a.txt", io.BytesIO(b"en")), ("b.txt", Broken())], Told())
    assert list(uploads_in(settings.data).iterdir()) == []
    assert jobs.store.latest(("public",), 10) == ([], 0)


def test_what_a_killed_service_was_receiving_is_removed(settings: Settings) -> None:
    uploads = uploads_in(settings.data)
    for name in (".gammel", ".ny", "kendt"):
        (uploads / name / "1").mkdir(parents=True)
        (uploads / name / "1" / "a.txt").write_text("a")
    os.utime(uploads / ".gammel", (0, 0))
    os.utime(uploads / "kendt", (0, 0))
    remove_cut_off(settings.data)
    assert sorted(path.name for path in uploads.iterdir()) == [".ny", "kendt"]


def test_a_list_that_cannot_be_opened_is_told_of(tmp_path: Path) -> None:
    (tmp_path / "jobs.sqlite").write_bytes(b"ikke en database" * 100)
    with pytest.raises(TvaersnitError, match="Listen over indlæsninger"):
        JobStore(tmp_path)
