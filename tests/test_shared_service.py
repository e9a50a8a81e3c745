"""Several machines whose service shares one PostgreSQL: keys, sessions, feedback and jobs."""

from __future__ import annotations

import datetime as dt
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from pydantic import SecretStr

from corpus.catalogue import Catalogue
from corpus.errors import CatalogueUnavailable, Conflict, NotFound, NotLoggedIn
from corpus.records import ACCESS_LEVELS
from corpus.settings import Settings
from ingest.head.told import Told
from search_api.access.keys import KeyStore
from search_api.access.limits import RateLimit
from search_api.access.sessions import Sessions
from search_api.feedback import FeedbackStore, NewFeedback
from search_api.jobs.job import Job, JobFile
from search_api.jobs.store import JobStore
from tests.postgresql import Server

pytestmark = pytest.mark.sqlite


@pytest.fixture
def url(postgresql_server: Server) -> SecretStr:
    return SecretStr(postgresql_server.database())


def sessions(keys: KeyStore) -> Sessions:
    return Sessions(keys, RateLimit(a_minute=1, burst=10))


def test_a_key_made_on_one_machine_counts_on_all_until_it_is_revoked_on_any(
    url: SecretStr, tmp_path: Path
) -> None:
    here, there = KeyStore(tmp_path / "a", url), KeyStore(tmp_path / "b", url)
    assert not there.any
    made = here.add("Kirsten Jensen", "editor", "internal", dt.date.today())
    assert there.any
    assert there.with_secret(made.secret).caller == made.caller
    [listed] = here.all().keys
    assert (listed.name, listed.expires) == ("Kirsten Jensen", dt.date.today())
    assert listed.last_used is not None
    with pytest.raises(Conflict, match="hedder »Kirsten Jensen«"):
        there.add("Kirsten Jensen", "reader", "public")
    token = sessions(here).log_in(made.secret, "127.0.0.1")
    assert sessions(there).key(token).name == "Kirsten Jensen"
    assert there.revoke("Kirsten Jensen").state == "tilbagekaldt"
    with pytest.raises(NotLoggedIn, match="tilbagekaldt"):
        here.with_secret(made.secret)
    with pytest.raises(NotLoggedIn, match="tilbagekaldt"):
        sessions(here).key(token)
    sessions(here).end(token)
    with pytest.raises(NotLoggedIn, match="ikke logget ind længere"):
        sessions(there).key(token)
    there.add("Kirsten Jensen", "reader", "public")
    assert [key.state for key in here.all().keys] == ["tilbagekaldt", "gyldig"]
    assert not list(tmp_path.iterdir())


def test_feedback_given_on_one_machine_is_read_on_all(url: SecretStr, tmp_path: Path) -> None:
    catalogue = Catalogue(Settings(data=tmp_path / "a", catalogue_url=url))
    archive: Any = SimpleNamespace(catalogue=catalogue, generation="gen-000001")
    here, there = FeedbackStore(tmp_path / "a", url), FeedbackStore(tmp_path / "b", url)
    assert there.latest(ACCESS_LEVELS) == ([], 0)
    said = [
        here.add(archive, "internal", NewFeedback(question=question, verb="ask", helped=helped))
        for question, helped in (("Hvad koster pladsen på Ærø?", True), ("Hvem?", False))
    ]
    assert there.latest(ACCESS_LEVELS) == (said[::-1], 2)
    assert there.latest(ACCESS_LEVELS, limit=1, offset=1) == ([said[0]], 2)
    assert there.latest(ACCESS_LEVELS, helped=False) == ([said[1]], 1)
    assert there.latest(("public",)) == ([], 0)
    catalogue.close()


def job(job_id: str, access: str = "public") -> Job:
    return Job.model_validate(
        {
            "job_id": job_id,
            "state": "queued",
            "access": access,
            "created": dt.datetime.now(dt.UTC),
            "message": "",
            "files": [JobFile(name="å.txt")],
        }
    )


def test_a_job_is_taken_once_however_many_machines_ask(url: SecretStr, tmp_path: Path) -> None:
    stores = [JobStore(tmp_path / name, url) for name in "abcd"]
    for number in range(6):
        stores[0].add(job(f"job{number}"), Told(forum="KKR Sjælland"))
    with ThreadPoolExecutor(4) as pool:
        taken = [one for one in pool.map(lambda n: stores[n % 4].take(), range(12)) if one]
    assert len({one.job_id for one, _ in taken}) == len(taken)
    while one := stores[1].take():
        taken.append(one)
    assert sorted(one.job_id for one, _ in taken) == [f"job{number}" for number in range(6)]
    assert {(one.state, told.forum) for one, told in taken} == {("running", "KKR Sjælland")}
    assert stores[2].by_state() == {"queued": 0, "running": 6, "done": 0, "failed": 0}
    assert [stores[n].crashed("job0") for n in (0, 1)] == [1, 2]
    done = taken[0][0].model_copy(update={"state": "done"})
    stores[3].save(done)
    assert stores[0].job(done.job_id, ("public",)) == done
    with pytest.raises(NotFound):
        stores[0].job(done.job_id, ("closed",))
    stores[0].requeue()
    assert stores[1].by_state()["queued"] == 5
    latest, total = stores[0].latest(("public",), limit=2)
    assert (total, [one.job_id for one in latest]) == (6, ["job5", "job4"])


def test_without_the_server_the_stores_say_so(tmp_path: Path, url: SecretStr) -> None:
    gone = SecretStr(url.get_secret_value().rpartition("/")[0] + "/ingen")
    for store in (KeyStore, FeedbackStore, JobStore):
        with pytest.raises(CatalogueUnavailable, match="Databasen findes ikke"):
            store(tmp_path, gone)
