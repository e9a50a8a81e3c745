"""Someone who asks all the while that generations change: no error, and never a mixture."""

from __future__ import annotations

import threading
from pathlib import Path

from corpus.records import Filters
from ingest.pipeline import Ingest
from models.encoder import Encoder
from search_api.service import Service
from tests.faults.conftest import Standing
from tests.faults.runs import KILLS
from tests.faults.verified import citations, verified
from tests.ingested import minutes

SWITCHES = max(12, KILLS // 2)
VERSIONS = 5
VERBS = (("search", "follow"), ("compare", "figures"), ("ask", "brief"))
QUESTION = "Hvad blev besluttet om svømmehallen?"
FORUM = "KKR Nordjylland"


def version(number: int) -> str:
    """Minutes that say which version of themselves they are, everywhere."""
    return minutes("Svømmehallen", FORUM).replace("svømmehallen", f"svømmehallen nr. {number}")


def test_no_answer_is_of_two_states_of_the_corpus(
    standing: Standing, tmp_path: Path, encoder: Encoder
) -> None:
    settings = standing.copied(tmp_path)
    file = tmp_path / "svømmehal.txt"
    texts = [version(number) for number in range(VERSIONS)]
    ingest = Ingest(settings, encoder)
    # Encoded once, so that from then on they follow each other fast.
    for text in texts:
        file.write_text(text)
        ingest.run([file])
    service, over = Service(settings, encoder), threading.Event()
    wrong: list[object] = []
    seen = set[int]()

    def ask(verbs: tuple[str, ...]) -> None:
        number = 0
        while not over.is_set():
            number += 1
            verb = verbs[number % len(verbs)]
            try:
                # Another question each time, so that none is answered from memory.
                answer = getattr(service, verb)("closed", f"{QUESTION} {number}", Filters())
            except Exception as error:
                wrong.append(error)
                continue
            quotes = [c.quote for c in citations(answer) if c.source == file.name]
            telling = [quote for quote in quotes if "nr." in quote]
            versions = {n for n, text in enumerate(texts) for q in telling if q in text}
            if len(versions) > 1 or any(not any(q in text for text in texts) for q in quotes):
                wrong.append((verb, quotes))
            seen.update(versions)

    threads = [threading.Thread(target=ask, args=[verbs]) for verbs in VERBS]
    for thread in threads:
        thread.start()
    try:
        for number in range(SWITCHES):
            file.write_text(texts[number % VERSIONS])
            ingest.run([file])
    finally:
        over.set()
        for thread in threads:
            thread.join()
    service.close()
    assert not wrong, wrong[:5]
    assert len(seen) > 1
    assert verified(settings, encoder)[file.name] == texts[(SWITCHES - 1) % VERSIONS]
