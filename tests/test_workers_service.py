"""A service of several processes: one address, the same answers, whatever happens to one."""

from __future__ import annotations

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

from corpus.settings import Settings
from search_api.access.keys import KeyStore
from tests.process_tree import memory, tree

pytestmark = pytest.mark.slow

HOME = Path(__file__).resolve().parents[1]
WITHIN = 240
FACT = "Hvor mange penge fik Nøglen Først til et år mere?"
MINUTES = (
    "Referat af møde i KKR Midtjylland den 3. marts 2021\n\n1. Ladestandere i kommunerne\n\n"
    "Beslutning\n\nForslaget om ladestandere blev godkendt med 17 stemmer.\n"
)


@dataclass(frozen=True)
class Running:
    """A service and how to reach it."""

    process: subprocess.Popen[bytes]
    address: str
    log: Path
    key: str = ""

    def get(
        self, path: str, params: dict[str, str] | None = None, **headers: str
    ) -> httpx.Response:
        """Asked on a connection of its own, so that any worker may answer."""
        if self.key:
            headers.setdefault("Authorization", f"Bearer {self.key}")
        return httpx.get(f"{self.address}{path}", params=params, headers=headers, timeout=WITHIN)

    def figure(self, line: str) -> float:
        """The sum of the figures that ``/metrics`` gives under a name and labels."""
        found = re.findall(rf"^{re.escape(line)}\S* (\S+)$", self.get("/metrics").text, re.M)
        return sum(map(float, found))

    @property
    def workers(self) -> list[int]:
        """The processes that answer: the children of the one that was started."""
        parents = {pid: _parent(pid) for pid in tree(self.process.pid)[1:]}
        return [pid for pid, parent in parents.items() if parent == self.process.pid]


def _parent(pid: int) -> int:
    try:
        return int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])
    except OSError:
        return 0


def soon(what: Callable[[], object]) -> bool:
    until = time.monotonic() + WITHIN
    while not what():
        if time.monotonic() > until:
            return False
        time.sleep(0.1)
    return True


@contextmanager
def running(data: Path, workers: int, key: str = "", **environment: str) -> Iterator[Running]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    log = data.with_suffix(".log")
    with log.open("wb") as errors:
        process = subprocess.Popen(
            [sys.executable, "-c", "from search_api.cli import script; script()"]
            + ["--data", str(data), "serve", "--port", str(port), "--workers", str(workers)],
            cwd=HOME,
            env={**os.environ, **environment},
            stdout=subprocess.DEVNULL,
            stderr=errors,
        )
    service = Running(process, f"http://127.0.0.1:{port}", log, key)

    def all_ready() -> bool:
        assert process.poll() is None, log.read_text()
        try:
            return service.figure('tvaersnit_workers{state="ready"}') == workers
        except httpx.TransportError:
            return False

    try:
        assert soon(all_ready), log.read_text()
        yield service
    finally:
        process.terminate()
        try:
            process.wait(60)
        finally:
            process.kill()


@pytest.fixture(scope="module")
def data(samples_settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("workers") / "data"
    return Path(shutil.copytree(samples_settings.data, folder))


@pytest.fixture(scope="module")
def service(data: Path) -> Iterator[Running]:
    with running(data, 2) as service:
        yield service


def asked(service: Running, question: str) -> tuple[str, dict[str, object]]:
    """An answer, and the id of its request."""
    response = service.get("/api/v1/ask", params={"q": question})
    assert response.status_code == 200, response.text
    return response.headers["x-request-id"], response.json()


def workers_in(log: Path, requests: set[str]) -> Counter[str]:
    """How many of the requests each worker answered."""
    lines = re.findall(r'"pid": (\d+), "request_id": "(\w+)"', log.read_text())
    return Counter(dict((request, pid) for pid, request in lines if request in requests).values())


def test_both_workers_answer_and_answer_alike(service: Running) -> None:
    answers: dict[str, dict[str, object]] = {}
    while len(workers_in(service.log, set(answers))) < 2:
        request, answer = asked(service, FACT)
        answers[request] = answer
        assert len(answers) < 200
    assert all(answer == answers[request] for answer in answers.values())
    assert answers[request]["sentences"]


def test_what_one_worker_gave_the_other_knows_to_be_fresh(service: Running) -> None:
    tag = service.get("/api/v1/documents").headers["etag"]
    statuses = {
        service.get("/api/v1/documents", **{"If-None-Match": tag}).status_code for _ in range(30)
    }
    assert statuses == {304}


def test_figures_are_of_all_workers(service: Running) -> None:
    before = service.figure('tvaersnit_http_requests_total{method="GET",route="/health"')
    for _ in range(40):
        service.get("/health")
    after = service.figure('tvaersnit_http_requests_total{method="GET",route="/health"')
    assert after - before == 40
    told = service.get("/metrics").text
    told_of = set(re.findall(r'process_resident_memory_bytes\{pid="(\d+)"\}', told))
    assert told_of == set(map(str, [service.process.pid, *service.workers]))


def test_a_worker_killed_under_load_costs_no_answer_of_the_others(service: Running) -> None:
    _, right = asked(service, FACT)
    stop = threading.Event()
    given: list[bool] = []
    broken: list[str] = []

    def ask() -> None:
        while not stop.is_set():
            try:
                given.append(asked(service, FACT)[1] == right)
            except httpx.TransportError as error:
                broken.append(repr(error))

    asking = [threading.Thread(target=ask) for _ in range(4)]
    for one in asking:
        one.start()
    killed = 6
    try:
        for _ in range(killed):
            enough = len(given) + 5
            assert soon(lambda enough=enough: len(given) >= enough)  # type: ignore[misc]
            struck = service.workers[0]
            os.kill(struck, signal.SIGKILL)
            assert soon(lambda struck=struck: struck not in service.workers)  # type: ignore[misc]
            assert soon(lambda: len(service.workers) == 2)
    finally:
        stop.set()
        for one in asking:
            one.join()
    assert all(given)
    # What a worker was answering when it was killed is lost; nothing else is.
    assert len(broken) <= killed * len(asking)
    assert soon(lambda: service.figure('tvaersnit_workers{state="ready"}') == 2)
    assert service.figure("tvaersnit_workers_replaced_total") == killed
    assert asked(service, FACT)[1] == right


def holder(lock: Path) -> int | None:
    """The process that holds the kernel's lock on a file."""
    inode = lock.stat().st_ino
    for line in Path("/proc/locks").read_text().splitlines():
        fields = line.split()
        if fields[1] == "FLOCK" and fields[5].endswith(f":{inode}"):
            return int(fields[4])
    return None


def job_done(service: Running, address: str) -> bool:
    job = service.get(address).json()
    assert job["state"] != "failed", job
    return bool(job["state"] == "done")


def test_one_worker_takes_files_in_and_another_goes_on_when_it_is_killed(
    service: Running, data: Path
) -> None:
    assert soon(lambda: holder(data / "JOBS") in service.workers)
    first = holder(data / "JOBS")
    names = [f"ladestandere-{n}.txt" for n in range(3)]
    files = [("files", (name, MINUTES.replace("17", name[-5]).encode())) for name in names]
    response = httpx.post(f"{service.address}/api/v1/documents", files=files)
    assert response.status_code == 202
    address = response.headers["location"]
    assert soon(lambda: service.get(address).json()["state"] != "queued")
    assert first is not None
    os.kill(first, signal.SIGKILL)
    assert soon(lambda: holder(data / "JOBS") in {*service.workers} - {first})
    assert soon(lambda: job_done(service, address))
    for _ in range(20):  # Every worker has the new generation, and each file stands in it once.
        hits = service.get("/api/v1/search", params={"q": "ladestandere"}).json()["hits"]
        found = {hit["document_id"]: hit["source"] for hit in hits if hit["source"] in names}
        assert sorted(found.values()) == names


def test_limits_and_sessions_hold_for_all_workers(
    samples_settings: Settings, tmp_path: Path
) -> None:
    data = Path(shutil.copytree(samples_settings.data, tmp_path / "data"))
    keys = KeyStore(data)
    admin = keys.add("Svend", "admin", "closed").secret
    secret = keys.add("Bodil", "reader", "closed").secret
    keys.close()
    with running(data, 2, admin, TVAERSNIT_RATE_LIMIT="600") as service:
        key = {"Authorization": f"Bearer {secret}"}
        began, statuses = time.monotonic(), Counter[int]()
        while statuses[429] < 20:
            statuses[service.get("/api/v1/entities", **key).status_code] += 1
        # Ten a second are filled up meanwhile; two limits would have let twice as many in.
        assert 600 <= statuses[200] <= 600 + 10 * (time.monotonic() - began) + 1
        logged_in = httpx.post(f"{service.address}/log-ind", data={"noegle": admin})
        cookies = "; ".join(f"{name}={value}" for name, value in logged_in.cookies.items())
        visits = {
            httpx.get(f"{service.address}/upload", headers={"Cookie": cookies}).status_code
            for _ in range(20)
        }
        assert visits == {200}
        wrong = [
            httpx.post(f"{service.address}/log-ind", data={"noegle": "tvs_x"}) for _ in range(12)
        ]
        assert Counter(one.status_code for one in wrong) == {401: 10, 429: 2}


def test_nobody_is_left_when_the_supervisor_is_killed(data: Path) -> None:
    with running(data, 2) as service:
        left = tree(service.process.pid)[1:]
        assert len(left) == 2
        service.process.kill()
        service.process.wait()
        assert soon(lambda: not any(Path(f"/proc/{pid}").exists() for pid in left))


def test_three_workers_take_less_memory_than_two_services(data: Path) -> None:
    def taken(workers: int) -> int:
        with running(data, workers) as service:
            for n in range(5 * workers):
                asked(service, f"{FACT} Og hvad med {2015 + n}?")
            return memory(service.process.pid)

    assert taken(3) < 2 * taken(1)
