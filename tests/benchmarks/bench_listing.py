"""How long the lists take over a corpus: documents, holdings, decisions, and answers from records.

Run by hand: ``python -m tests.benchmarks.bench_listing DATA``, with a data folder that
``bench_size`` has made. Each verb is timed alone: first as it comes, then the best of some rounds.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable
from pathlib import Path

from corpus.records import REGIONS, Filters
from corpus.settings import load_settings
from search_api.archive import Archive
from search_api.decisions import decisions
from search_api.documents import list_documents
from search_api.figures import figures
from search_api.pages.help_page import holdings
from search_api.record_answers import answer_from_records

_ROUNDS = 3
_OF_DOCUMENTS, _OF_DECISIONS = 25, 40
_REGION = Filters(regions=(REGIONS[1],))
_QUESTIONS = (
    "Hvilke punkter blev udsat?",
    "Hvilke punkter blev godkendt?",
    "Hvor mange indstillinger blev fulgt?",
    "Hvad skal sekretariatet gøre?",
    "Hvem skal gøre hvad?",
    "Hvilke frister er der sat?",
    "Hvem stemte imod?",
)


def verbs(archive: Archive) -> dict[str, Callable[[], object]]:
    """What is timed, by name."""
    public = archive.cleared("public")
    [(entity, *_)] = archive.catalogue.entity_counts()[:1]
    of_entity = Filters(entities=(entity,))
    total = archive.catalogue.count("documents")

    def page(archive: Archive, filters: Filters | None = None, words: str = "") -> object:
        return list_documents(
            archive, filters, words=words, alone=True, newest_first=True, limit=_OF_DOCUMENTS
        )

    def decided(archive: Archive, filters: Filters | None = None, offset: int = 0) -> object:
        return decisions(archive, filters, limit=_OF_DECISIONS, offset=offset)

    asked = {f"»{q}«": lambda q=q: answer_from_records(archive, q) for q in _QUESTIONS}
    return {
        "documents, newest": lambda: page(archive),
        "documents, newest, public": lambda: page(public),
        "documents of a region with a word": lambda: page(archive, _REGION, "kkr"),
        "documents, the last": lambda: list_documents(archive, offset=total - _OF_DOCUMENTS),
        "holdings": lambda: holdings(archive),
        "holdings, public": lambda: holdings(public),
        "decisions, newest": lambda: decided(archive),
        "decisions, newest, public": lambda: decided(public),
        "decisions of a region": lambda: decided(archive, _REGION),
        f"decisions on {entity}": lambda: decided(archive, of_entity),
        "decisions, far down": lambda: decided(archive, offset=5 * total),
        "figures": lambda: figures(archive, "Hvor mange borgere er på venteliste?"),
        **asked,
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("--rounds", type=int, default=_ROUNDS)
    arguments = parser.parse_args()
    archive = Archive(load_settings(data=arguments.data))
    archive.warm_up()
    print(f"{archive.index.count():,} passages, {archive.catalogue.count('documents'):,} documents")
    print(f"\n{'':44}{'first, ms':>12}{'best, ms':>12}")
    for name, verb in verbs(archive).items():
        rounds: list[float] = []
        for _ in range(1 + arguments.rounds):
            start = time.perf_counter()
            verb()
            rounds.append(1000 * (time.perf_counter() - start))
        print(f"{name:44}{rounds[0]:12,.0f}{min(rounds):12,.0f}", flush=True)
    archive.close()


if __name__ == "__main__":
    main()
