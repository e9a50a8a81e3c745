"""How well the tagger links who and what minutes speak of, by kind, against annotations by hand.

Run by hand: ``python -m tests.benchmarks.bench_entities [-v] [NAME…]``, where a name is that of an
annotation ("004", "dassos-2023-11-17"); without one, all whose text is on the machine. ``-v`` tells
what is missed and what is wrong. The last line is the tagger's speed on all passages, one process.

P is right of what was found, R right of the names that stand in the gazetteer, "R, all" of all
names; "exact" asks for the same bounds and "unlisted" counts the names in no gazetteer.
"""

from __future__ import annotations

import argparse
import time
from collections import Counter
from collections.abc import Iterable, Sequence

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from corpus.gazetteer import load_gazetteer
from corpus.records import Document
from ingest.chunks import passages
from ingest.parse import Parsed, parse_document
from ingest.reader import read_file
from models.tagger import Tagger
from tests.annotated_entities import (
    KINDS,
    Agreement,
    AnnotatedMinutes,
    agreement,
    annotated_minutes,
    tally,
)

COLUMNS = ("", "names", "found", "right", "P", "R", "exact P", "exact R", "unlisted", "R, all")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("names", nargs="*")
    parser.add_argument("-v", "--verbose", action="store_true")
    arguments = parser.parse_args()
    console = Console(width=120)
    tagger = Tagger()
    chosen: list[tuple[AnnotatedMinutes, Agreement]] = []
    documents: list[Document] = []
    for minutes in annotated_minutes():
        if minutes.path.is_file() and (not arguments.names or minutes.name in arguments.names):
            parsed = _parsed(minutes, tagger)
            documents.append(parsed.document)
            agreed = agreement(minutes, parsed.mentions, load_gazetteer())
            chosen.append((minutes, agreed))
            if arguments.verbose:
                _tell(console, minutes.name, parsed.document.text, agreed)
    if not chosen:
        console.print("no such annotated minutes on this machine")
        return
    by_kind = Table(*COLUMNS, title=f"{len(chosen)} documents, by kind")
    for kind in KINDS:
        by_kind.add_row(*_row(kind, [agreed.of({kind}) for _, agreed in chosen]))
    by_kind.add_row(*_row("all kinds", [agreed for _, agreed in chosen]))
    by_document = Table(*COLUMNS, title="all kinds, by document")
    for minutes, agreed in chosen:
        by_document.add_row(*_row(minutes.name, [agreed]))
    console.print(by_kind, by_document)
    console.print(_speed(documents, tagger))


def _parsed(minutes: AnnotatedMinutes, tagger: Tagger) -> Parsed:
    return parse_document(
        read_file(minutes.path),
        source=minutes.source,
        sha256=minutes.sha256,
        document_id=minutes.name,
        tagger=tagger,
    )


def _row(title: str, agreements: Iterable[Agreement]) -> Iterable[str]:
    count = tally(agreements)
    names = count.listed + count.unlisted
    return (
        title,
        *map(str, (names, count.found, count.right)),
        _share(count.right, count.found),
        _share(count.right, count.listed),
        _share(count.exact, count.found),
        _share(count.exact, count.listed),
        str(count.unlisted),
        _share(count.right, names),
    )


def _share(part: int, whole: int) -> str:
    return f"{part / whole:.3f}" if whole else "–"


def _tell(console: Console, name: str, text: str, agreed: Agreement) -> None:
    told: Counter[tuple[str, str, str, str]] = Counter()
    for missed in agreed.missed:
        what = "unlisted" if missed.entity_id is None else "missed"
        told[what, missed.kind, text[missed.start : missed.end], missed.entity_id or ""] += 1
    for wrong in agreed.wrong:
        told["wrong", wrong.kind, wrong.text, wrong.entity_id] += 1
    for (what, kind, words, entity_id), times in sorted(told.items()):
        line = f"{name:12.12} {what:8} {kind:12} {' '.join(words.split())} ×{times}  {entity_id}"
        console.print(escape(line), soft_wrap=True)


def _speed(documents: Iterable[Document], tagger: Tagger) -> str:
    texts = [chunk.text for document in documents for chunk in passages(document)]
    best = min(_seconds(texts, tagger) for _ in range(3))
    return f"{len(texts)} passages, {len(texts) / best:.0f} a second in one process"


def _seconds(texts: Sequence[str], tagger: Tagger) -> float:
    start = time.perf_counter()
    for _ in tagger.tag_many(texts):
        pass
    return time.perf_counter() - start


if __name__ == "__main__":
    main()
