"""Many users on a real service while files are taken in, beside one user alone.

Run by hand: ``python tests/benchmarks/bench_load.py DATA QUESTIONS.jsonl [MINUTES]``. DATA is a
data folder that minutes were taken into; it is copied, so that nothing comes into it. Fifty users
search for ten minutes, each with a pause of ten seconds on average between two searches; a third of
the way 50 files are uploaded. Every answer is looked at: that it is whole, and that what it quotes
stands in the document.
"""

from __future__ import annotations

import asyncio
import random
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

import httpx

from search_api.evaluate import read_questions

USERS = 50
PAUSE = 10.0
FILES = 50
ALONE = 200
_PORT = 8321
_BASE = f"http://127.0.0.1:{_PORT}"
_FILTERS = (
    {},
    *({"region": region} for region in ("Sjælland", "Syddanmark", "Nordjylland")),
    *({"from": str(year)} for year in range(2010, 2026)),
    *({"section": section} for section in ("beslutning", "indstilling", "sagsfremstilling")),
)


@dataclass
class Seen:
    """What came of the searches: milliseconds each, and what went wrong."""

    took: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    hits: int = 0

    def share(self, part: float) -> float:
        return sorted(self.took)[int(part * (len(self.took) - 1))]


def _rss(pid: int) -> float:
    """Resident megabytes of a process."""
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1024
    raise ProcessLookupError(pid)


def _minutes(number: int) -> bytes:
    """Made-up minutes, no two alike."""
    chosen = random.Random(number)
    matters = ("ladestandere", "skolemad", "kystsikring", "genbrug", "bogbusser", "cykelstier")
    items = "\n\n".join(
        f"{place}. Fælles indsats om {matter} ({number}-{place})\n\nBaggrund\n\n"
        f"Kommunerne har siden {chosen.randint(2001, 2020)} drøftet {matter}, og udgiften er "
        f"opgjort til {chosen.randint(100, 9999)}.000 kr. Forvaltningerne har set på "
        f"{chosen.randint(3, 40)} steder, og {chosen.randint(2, 17)} kommuner vil være med.\n\n"
        "Beslutning\n\n"
        f"Forslaget om {matter} blev godkendt, og der følges op i {chosen.randint(2026, 2030)}."
        for place, matter in enumerate(chosen.sample(matters, 4), start=1)
    )
    day = f"{1 + number % 28}. marts {2000 + number % 25}"
    return f"Referat af møde i KKR Midtjylland den {day}\n\n{items}\n".encode()


async def _search(
    client: httpx.AsyncClient, seen: Seen, parameters: dict[str, str], texts: dict[str, str]
) -> None:
    start = time.perf_counter()
    try:
        response = await client.get("/api/v1/search", params=parameters)
    except httpx.HTTPError as error:
        seen.errors.append(repr(error))
        return
    seen.took.append(1000 * (time.perf_counter() - start))
    if response.status_code != 200:
        seen.errors.append(f"{response.status_code} {response.text[:200]}")
        return
    for hit in response.json()["hits"]:
        seen.hits += 1
        document_id = hit["document_id"]
        if document_id not in texts:
            document = await client.get(f"/api/v1/documents/{document_id}")
            texts[document_id] = document.json()["text"]
        if texts[document_id][hit["start"] : hit["end"]] != hit["text"]:
            seen.errors.append(f"{document_id}: not what stands there")


async def _upload(client: httpx.AsyncClient) -> str:
    files = [("files", (f"referat-{n}.txt", _minutes(n))) for n in range(FILES)]
    start = time.perf_counter()
    response = await client.post("/api/v1/documents", files=files)
    response.raise_for_status()
    job = response.json()
    while job["state"] in ("queued", "running"):
        await asyncio.sleep(2)
        job = (await client.get(f"/api/v1/jobs/{job['job_id']}")).json()
    outcomes = [file["outcome"] for file in job["files"]]
    return (
        f"{outcomes.count('new')} of {len(outcomes)} files taken in, "
        f"{job['state']} after {time.perf_counter() - start:.0f} s"
    )


async def _load(questions: list[str], minutes: float, pid: int) -> None:
    chosen = random.Random(1)
    texts: dict[str, str] = {}

    def any_search() -> dict[str, str]:
        return {"q": chosen.choice(questions), **chosen.choice(_FILTERS)}

    async with httpx.AsyncClient(
        base_url=_BASE, timeout=60, limits=httpx.Limits(max_connections=None)
    ) as client:
        alone = Seen()
        for _ in range(ALONE):
            await _search(client, alone, any_search(), texts)
        before = _rss(pid)
        together = Seen()
        ends = time.monotonic() + 60 * minutes

        async def user() -> None:
            await asyncio.sleep(chosen.uniform(0, PAUSE))
            while time.monotonic() < ends:
                await _search(client, together, any_search(), texts)
                await asyncio.sleep(chosen.expovariate(1 / PAUSE))

        async def editor() -> str:
            await asyncio.sleep(20 * minutes)
            return await _upload(client)

        uploading = asyncio.create_task(editor())
        await asyncio.gather(*(user() for _ in range(USERS)))
        uploaded = await uploading
        after = _rss(pid)
    print(f"{'':28}{'searches':>10}{'p50 ms':>10}{'p95 ms':>10}{'ratio':>8}{'errors':>8}")
    one = alone.share(0.5)
    for name, seen in (("one user", alone), (f"{USERS} users", together)):
        print(
            f"{name:28}{len(seen.took):10}{median(seen.took):10.1f}{seen.share(0.95):10.1f}"
            f"{seen.share(0.95) / one:8.1f}{len(seen.errors):8}"
        )
    print(f"ratio: p95 beside one user's p50. {uploaded}.")
    print(f"memory {before:.0f} MB before, {after:.0f} MB after: {after / before:.2f}")
    for error in together.errors[:5]:
        print(error)


def main(data: str, questions_file: str, minutes: str = "10") -> None:
    questions = [q.question for q in read_questions(Path(questions_file))]
    with tempfile.TemporaryDirectory() as folder:
        shutil.copytree(data, Path(folder) / "data")
        tvaersnit = Path(sys.executable).with_name("tvaersnit")
        command = [str(tvaersnit), "--data", f"{folder}/data", "serve", "--port", str(_PORT)]
        with subprocess.Popen(command, stderr=subprocess.DEVNULL) as service:
            try:
                start = time.perf_counter()
                first = _when(f"{_BASE}/", start)
                ready = _when(f"{_BASE}/ready", start)
                print(f"first page after {first:.1f} s, ready after {ready:.1f} s")
                asyncio.run(_load(questions, float(minutes), service.pid))
            finally:
                service.terminate()


def _when(address: str, start: float) -> float:
    """How many seconds after ``start`` the address first answers 200."""
    while time.perf_counter() - start < 120:
        try:
            if httpx.get(address, timeout=30).status_code == 200:
                return time.perf_counter() - start
        except httpx.HTTPError:
            pass
        time.sleep(0.05)
    raise TimeoutError(address)


if __name__ == "__main__":
    main(*sys.argv[1:4])
