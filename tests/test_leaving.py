"""Uploaded files that are to leave the disk do so, though a service is killed; and no others."""

from __future__ import annotations

import os
import shutil
import time
from pathlib import Path

import pytest

from corpus.catalogue import Catalogue
from corpus.errors import TvaersnitError
from corpus.settings import Settings
from ingest.batch.versions import uploads_in
from ingest.head.told import Told
from ingest.pipeline import Ingest
from models.encoder import Encoder
from search_api.jobs.job import Job
from search_api.jobs.leaving import Note, leave, note
from search_api.jobs.uploads import BEING_RECEIVED, files_of
from search_api.jobs.worker import Jobs
from tests.ingested import minutes
from tests.test_jobs import NO_MINUTES, ended, submit
from tests.uploading import encoded_folder

pytestmark = pytest.mark.sqlite


@pytest.fixture(scope="module")
def encoded(tmp_path_factory: pytest.TempPathFactory, encoder: Encoder) -> Path:
    return encoded_folder(tmp_path_factory.mktemp("kodet"), encoder)


@pytest.fixture
def settings(encoded: Path, tmp_path: Path) -> Settings:
    shutil.copytree(encoded, tmp_path / "data")
    return Settings(data=tmp_path / "data")


def taken_in(settings: Settings, *files: tuple[str, str | bytes]) -> Job:
    """A job that a service has ended, before it ended itself."""
    jobs = Jobs(settings)
    jobs.start()
    job = ended(jobs, submit(jobs, *files))
    until_empty(settings)
    jobs.stop()
    return job


def taken_in_beside(settings: Settings, *files: tuple[str, str | bytes]) -> None:
    """The same, while something else is noted."""
    jobs = Jobs(settings)
    jobs.start()
    ended(jobs, submit(jobs, *files))
    jobs.stop()


def made_long_ago(noted: Note) -> None:
    long_ago = time.time() - BEING_RECEIVED - 1
    os.utime(noted.place, (long_ago, long_ago))


def until_empty(settings: Settings) -> None:
    """Wait until nothing is noted any more."""
    last = time.monotonic() + 30
    while noted(settings):
        assert time.monotonic() < last, noted(settings)
        time.sleep(0.02)


def noted(settings: Settings) -> list[Path]:
    return list((settings.data / "leaving").glob("*"))


def uploaded(settings: Settings) -> set[Path]:
    return {path for path in uploads_in(settings.data).rglob("*") if path.is_file()}


def started_again(settings: Settings) -> None:
    jobs = Jobs(settings)
    jobs.start()
    until_empty(settings)
    jobs.stop()


def test_a_deleted_documents_file_leaves_though_the_service_was_killed(settings: Settings) -> None:
    job = taken_in(settings, ("a.txt", minutes("Takster")), ("b.txt", minutes("Herberger")))
    first, second = files_of(settings.data, job.job_id)
    note(settings.data, [first])
    Ingest(settings).remove([str(job.files[0].document_id)])
    started_again(settings)
    assert uploaded(settings) == {second}


def test_a_file_whose_document_was_not_deleted_after_all_stays(settings: Settings) -> None:
    job = taken_in(settings, ("a.txt", minutes("Takster")))
    [file] = files_of(settings.data, job.job_id)
    made_long_ago(note(settings.data, [file]))
    started_again(settings)
    assert uploaded(settings) == {file}


def test_what_another_service_is_deleting_is_left_to_it(settings: Settings) -> None:
    job = taken_in(settings, ("a.txt", minutes("Takster")))
    [file] = files_of(settings.data, job.job_id)
    under_way = note(settings.data, [file])
    taken_in_beside(settings, ("b.txt", minutes("Herberger")))
    assert under_way.place.exists()
    Ingest(settings).remove([str(job.files[0].document_id)])
    leave(settings, under_way)
    assert not file.exists() and not noted(settings)


def test_files_of_a_job_that_ended_as_the_service_was_killed_leave(settings: Settings) -> None:
    before = taken_in(settings, ("a.txt", minutes("Takster")))
    job = taken_in(settings, ("b.txt", minutes("Herberger")), ("c.rar", NO_MINUTES))
    [kept], [other] = files_of(settings.data, before.job_id), files_of(settings.data, job.job_id)
    refused = uploads_in(settings.data) / job.job_id / "2" / "c.rar"
    refused.parent.mkdir()
    refused.write_bytes(NO_MINUTES)
    note(settings.data, [kept], job.job_id)
    started_again(settings)
    assert uploaded(settings) == {kept, other}


def test_files_of_a_job_that_is_to_be_worked_on_stay(settings: Settings) -> None:
    first = Jobs(settings)
    job = submit(first, ("a.txt", minutes("Takster")))
    under_way = note(settings.data, (), job.job_id)
    jobs = Jobs(settings)
    jobs.start()
    assert ended(jobs, job).files[0].outcome == "new"
    jobs.stop()
    assert uploaded(settings) == set(files_of(settings.data, job.job_id)) != set()
    assert under_way.place.exists()
    started_again(settings)
    assert uploaded(settings) == set(files_of(settings.data, job.job_id)) != set()


@pytest.mark.parametrize("old", [True, False])
def test_files_that_never_came_into_the_queue_leave_when_none_can_be_on_its_way(
    settings: Settings, old: bool
) -> None:
    under_way = note(settings.data, (), "0123456789abcdef")
    file = uploads_in(settings.data) / "0123456789abcdef" / "1" / "a.txt"
    file.parent.mkdir(parents=True)
    file.write_text("a")
    if old:
        made_long_ago(under_way)
    taken_in_beside(settings, ("b.txt", minutes("Takster")))
    assert under_way.place.exists() != old
    assert file.exists() != old


def test_where_the_catalogue_is_lost_no_file_is(settings: Settings) -> None:
    job = taken_in(settings, ("a.txt", minutes("Takster")), ("b.txt", minutes("Herberger")))
    catalogue = Catalogue(settings)
    for document in catalogue.document_ids():
        catalogue.delete_document(document)
    catalogue.close()
    started_again(settings)
    assert uploaded(settings) == set(files_of(settings.data, job.job_id))
    assert len(uploaded(settings)) == 2


def test_nothing_is_noted_of_what_could_not_be_received(settings: Settings) -> None:
    with pytest.raises(TvaersnitError):
        Jobs(settings).submit([], Told())
    assert noted(settings) == []
