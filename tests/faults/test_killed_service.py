"""The service killed at any moment, while it answers and while it takes uploads in: what it has
acknowledged is there when it is started again, and it answers with nothing else."""

from __future__ import annotations

import random
import shutil
import threading
import time
from pathlib import Path

import httpx
import pytest

from corpus.settings import Settings
from ingest.pipeline import Ingest
from models.encoder import Encoder
from tests.faults.runs import KILLS, SEED
from tests.faults.service import Served
from tests.faults.verified import QUESTIONS, verified
from tests.ingested import Corpus, minutes

MOMENTS = KILLS // 2
FORUMS = ("KKR Sjælland", "KKR Syddanmark", "KKR Nordjylland")
MATTERS = ("Takster", "Herberger", "Psykiatri")
MINUTES = {
    f"{matter} i {forum}.txt": minutes(matter, forum) for forum in FORUMS for matter in MATTERS
}
_VERBS = ("search", "compare", "ask")
_CHECK_EVERY = 5


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory, encoder: Encoder) -> Settings:
    """A corpus of one file that stays, in which all the others were encoded once."""
    corpus = Corpus(tmp_path_factory.mktemp("tjeneste"), encoder)
    for name, text in MINUTES.items():
        corpus.write(name, text)
    reports = corpus.ingest()
    Ingest(corpus.settings, encoder).remove(
        [report.document.document_id for report in reports if report.document]
    )
    corpus.ingest(corpus.write("fast.txt", minutes("Botilbud")))
    return corpus.settings


class Asking:
    """Someone who asks the service on and on, and believes every quote stands in its file."""

    def __init__(self, service: Served) -> None:
        self.answers = 0
        self.wrong: list[str] = []
        self._service = service
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._ask)
        self._thread.start()

    def _ask(self) -> None:
        texts = {**MINUTES, "fast.txt": minutes("Botilbud")}
        number = 0
        while not self._stop.is_set():
            verb, question = _VERBS[number % 3], f"{QUESTIONS[number % 3]} {number}"
            number += 1
            try:
                answer = self._service.get(f"/api/v1/{verb}", q=question)
            except httpx.TransportError:
                return  # It has been killed.
            if answer.status_code != 200:
                self.wrong.append(f"{answer.status_code} {answer.text}")
                continue
            self.answers += 1
            told = answer.json()
            for citation in told.get("citations", []):
                if citation["quote"] not in texts[citation["source"]]:
                    self.wrong.append(str(citation))

    def end(self) -> None:
        self._stop.set()
        self._thread.join()
        assert not self.wrong, self.wrong


def test_killed_at_random_moments_what_was_acknowledged_is_there(
    settings: Settings, tmp_path: Path, encoder: Encoder
) -> None:
    data = Path(shutil.copytree(settings.data, tmp_path / "data"))
    settings, log = Settings(data=data), tmp_path / "log"
    moments = random.Random(SEED)
    names = sorted(MINUTES)
    there, gone = {"fast.txt"}, set[str]()
    answers = 0

    service = Served(data, log)
    service.wait()
    began = time.monotonic()
    first = service.upload((names[0], MINUTES[names[0]])).json()
    assert service.ended(first["job_id"])["state"] == "done"
    whole = time.monotonic() - began
    there.add(names[0])
    for number in range(1, MOMENTS + 1):
        told = f"nr. {number} af {MOMENTS}, frø {SEED}, {whole:.1f} s"
        name = names[number % len(names)]
        asking = Asking(service)
        job_id = ""
        if name in there:
            # Taken out again, which may be cut off too.
            [document] = [
                one["document_id"]
                for one in service.get("/api/v1/documents").json()["documents"]
                if one["source"] == name
            ]
            kill = threading.Timer(moments.uniform(0, 2), service.kill, [number % 2 == 0])
            kill.start()
            there.discard(name)
            try:
                path = f"{service.address}/api/v1/documents/{document}"
                if httpx.delete(path, timeout=60).status_code == 204:
                    gone.add(name)
            except httpx.TransportError:
                pass
        else:
            share = moments.uniform(0, 1.2)
            kill = threading.Timer(share * whole, service.kill, [number % 2 == 0])
            kill.start()
            try:
                taken = service.upload((name, MINUTES[name]))
                if taken.status_code == 202:
                    job_id = taken.json()["job_id"]
                    gone.discard(name)
                    there.add(name)
            except httpx.TransportError:
                pass
        kill.join()
        asking.end()
        answers += asking.answers
        if number % _CHECK_EVERY == 0:
            verified(settings, encoder, cut_off=True)
        service = Served(data, log)
        service.wait()
        if job_id:
            job = service.ended(job_id)
            assert job["state"] == "done", (told, job)
            assert job["files"][0]["outcome"] == "new", (told, job)
        while service.get("/api/v1/jobs").json()["jobs"][0]["state"] in ("queued", "running"):
            time.sleep(0.1)
        found = {one["source"] for one in service.get("/api/v1/documents").json()["documents"]}
        assert there <= found, (told, there - found)
        assert not gone & found, (told, gone & found)
        there = found
    service.stop()
    # A deletion that was cut off last is carried through by the next ingest.
    verified(settings, encoder, cut_off=True)
    Ingest(settings, encoder).remove([])
    texts = verified(settings, encoder)
    assert there == set(texts)
    assert not [path for path in (data / "uploads").rglob("*.txt") if path.name not in there]
    assert answers or MOMENTS < 3
