"""Backup and restore of what the service keeps: keys, feedback and jobs, from either database to
either."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from corpus.catalogue import Catalogue
from corpus.errors import Conflict, NotLoggedIn
from corpus.records import ACCESS_LEVELS
from corpus.settings import Settings
from ingest.head.told import Told
from search_api.access.keys import KeyStore
from search_api.backup import backup, restore
from search_api.feedback import Feedback, FeedbackStore, NewFeedback
from search_api.jobs.job import Job, JobFile
from search_api.jobs.store import JobStore
from tests.postgresql import Server

pytestmark = pytest.mark.sqlite

FILES = ("access.sqlite", "feedback.sqlite", "jobs.sqlite")
JOB = Job(
    job_id="job1",
    state="queued",
    access="internal",
    created=dt.datetime(2026, 11, 1, tzinfo=dt.UTC),
    files=[JobFile(name="møde på Ærø.txt")],
)


class Kept:
    """What the service keeps by some settings."""

    def __init__(self, settings: Settings) -> None:
        place = settings.data, settings.catalogue_url
        self.settings = settings
        self.keys, self.feedback, self.jobs = (
            KeyStore(*place),
            FeedbackStore(*place),
            JobStore(*place),
        )

    def say(self, question: str, helped: bool) -> Feedback:
        catalogue = Catalogue(self.settings)
        archive: Any = SimpleNamespace(catalogue=catalogue, generation="gen-000001")
        new = NewFeedback(question=question, verb="ask", helped=helped, why="Æ, ø og å")
        said = self.feedback.add(archive, "internal", new)
        catalogue.close()
        return said

    def all(self) -> list[Any]:
        """All that can be asked for."""
        jobs = self.jobs.latest(ACCESS_LEVELS, 10)
        return [self.keys.all(), self.feedback.latest(ACCESS_LEVELS), jobs]


def filled(settings: Settings) -> tuple[Kept, str]:
    """Two keys, the latter revoked, two pieces of feedback and a job; and the secret of the
    former."""
    settings.data.mkdir()
    kept = Kept(settings)
    secret = kept.keys.add("Kirsten Jensen", "editor", "internal", dt.date.today()).secret
    kept.keys.with_secret(secret)
    kept.keys.add("Bodil", "reader", "public")
    kept.keys.revoke("Bodil")
    kept.say("Hvad koster pladsen på Ærø?", True)
    kept.say("Hvem?", False)
    kept.jobs.add(JOB, Told(forum="KKR Sjælland"))
    return kept, secret


def goes_on(kept: Kept, secret: str) -> None:
    """The key counts, and more can be kept after what came in."""
    assert kept.keys.with_secret(secret).name == "Kirsten Jensen"
    new = kept.keys.add("Bodil", "reader", "public")
    assert kept.keys.with_secret(new.secret).name == "Bodil"
    assert [key.state for key in kept.keys.all().keys] == ["gyldig", "tilbagekaldt", "gyldig"]
    assert kept.say("Hvornår?", True).feedback_id == 3
    kept.jobs.add(JOB.model_copy(update={"job_id": "job2"}), Told())
    taken = kept.jobs.take()
    assert taken and (taken[0].job_id, taken[1].forum) == ("job1", "KKR Sjælland")


@pytest.mark.parametrize("source", ["postgresql", "sqlite"])
@pytest.mark.parametrize("target", ["postgresql", "sqlite"])
def test_keys_feedback_and_jobs_are_restored_into_either_database(
    source: str, target: str, postgresql_server: Server, tmp_path: Path
) -> None:
    def settings(name: str, kind: str) -> Settings:
        url = postgresql_server.database() if kind == "postgresql" else None
        return Settings(data=tmp_path / name, catalogue_url=url)

    before, secret = filled(settings("før", source))
    path = tmp_path / "kopi.tar.gz"
    manifest = backup(before.settings, path)
    there = settings("efter", target)
    restore(there, path)
    assert [(there.data / name).exists() for name in FILES] == [target == "sqlite"] * 3
    after = Kept(there)
    assert after.all() == before.all()
    goes_on(after, secret)
    if source == "postgresql":
        assert {name: manifest.rows[name] for name in ("keys", "feedback", "jobs")} == {
            "keys": 2,
            "feedback": 2,
            "jobs": 1,
        }
    if target == "sqlite":
        modes = [(there.data / name).stat().st_mode & 0o077 for name in FILES[:2]]
        assert modes == [0, 0], "they are for their owner alone"


def test_keys_that_are_there_are_not_mixed_with_those_of_a_backup(
    postgresql_server: Server, tmp_path: Path
) -> None:
    before, secret = filled(Settings(data=tmp_path / "før"))
    path = tmp_path / "kopi.tar.gz"
    backup(before.settings, path)
    there = Settings(data=tmp_path / "efter", catalogue_url=postgresql_server.database())
    keys = KeyStore(there.data, there.catalogue_url)
    own = keys.add("Drift", "admin", "closed").secret
    with pytest.raises(Conflict, match="createdb"):
        restore(there, path)
    assert keys.with_secret(own).name == "Drift" and not there.data.exists()
    with pytest.raises(NotLoggedIn):
        keys.with_secret(secret)


def test_files_from_before_postgresql_was_set_do_not_come_back(
    postgresql_server: Server, tmp_path: Path
) -> None:
    _, old = filled(Settings(data=tmp_path / "før"))
    shared = Settings(data=tmp_path / "før", catalogue_url=postgresql_server.database())
    new = KeyStore(shared.data, shared.catalogue_url).add("Drift", "admin", "closed").secret
    backup(shared, tmp_path / "kopi.tar.gz")
    there = Settings(data=tmp_path / "efter")
    restore(there, tmp_path / "kopi.tar.gz")
    keys = KeyStore(there.data)
    assert keys.with_secret(new).name == "Drift"
    with pytest.raises(NotLoggedIn):
        keys.with_secret(old)


def test_a_question_that_postgresql_cannot_hold_does_not_stop_a_restore(
    postgresql_server: Server, tmp_path: Path
) -> None:
    before = Kept(Settings(data=tmp_path / "før"))
    before.say("Hvad koster\0 pladsen?", True)
    backup(before.settings, tmp_path / "kopi.tar.gz")
    there = Settings(data=tmp_path / "efter", catalogue_url=postgresql_server.database())
    restore(there, tmp_path / "kopi.tar.gz")
    [said], _ = Kept(there).feedback.latest(ACCESS_LEVELS)
    assert said.question == "Hvad koster pladsen?"
