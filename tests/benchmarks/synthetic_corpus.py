"""A catalogue and an index of many synthetic minutes, made without encoding them all.

Some minutes are read as any file is (split, tagged, cut into passages and windows, decisions and
figures found) and stored again and again under other forums and days, by the catalogue's and the
index's own ways of writing. Each passage gets a vector of its own: those of a sample are encoded,
and the rest are drawn around them (``SyntheticVectors``). Windows of the same text share theirs.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from hashlib import sha256
from itertools import count
from pathlib import Path

import numpy as np

from corpus import journal
from corpus.catalogue import Catalogue, Role
from corpus.index import SparseVector, Vector, write_index
from corpus.records import Chunk, Document
from corpus.settings import Settings
from ingest.batch import spool
from ingest.batch.files import Source
from ingest.batch.spool import Ready
from ingest.batch.worker import Task, read
from ingest.head.told import Told
from ingest.points import counted_words, points_of
from models.encoder import Encoder
from models.sparse import SparseEncoder
from tests.benchmarks.synthetic_minutes import meeting, write

SAMPLE = 200
"""Passages that are really encoded."""
_TOGETHER = 200


class SyntheticVectors:
    """Unit vectors that lie as an encoder's do: E5's all point much the same way (cosines of
    0.75 to 0.92), spread along few directions, and gather around matters."""

    def __init__(self, encoded: Vector, seed: int) -> None:
        self._chance = np.random.default_rng(seed)
        self._mean = encoded.mean(axis=0)
        self._apart = encoded - self._mean
        _, spread, directions = np.linalg.svd(self._apart, full_matrices=False)
        self._noise = spread[:, None] / np.sqrt(len(encoded)) * directions

    def draw(self, number: int) -> Vector:
        """``[number, dimension]``: each near one sample and, less, another, with noise as wide."""
        one, other = self._chance.integers(0, len(self._apart), (2, number))
        near = self._chance.uniform(0.45, 0.8, (number, 1)).astype(np.float32)
        noise = self._chance.standard_normal((number, len(self._noise)), dtype=np.float32)
        vectors = (
            self._mean
            + near * self._apart[one]
            + 0.6 * (1 - near) * self._apart[other]
            + 0.6 * noise @ self._noise
        )
        made: Vector = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
        return made.astype(np.float32)


class _Remembering(SparseEncoder):
    """Makes the sparse vector of a text once."""

    @lru_cache(maxsize=100_000)  # noqa: B019  # As long as a corpus is being made.
    def encode_passage(self, text: str) -> SparseVector:
        return super().encode_passage(text)


@dataclass(frozen=True, slots=True)
class _Pattern:
    """Minutes as they were read, with their words counted."""

    ready: Ready
    words: tuple[tuple[str, int, int], ...]


def fill(
    settings: Settings, encoder: Encoder, passages: int, *, windows_of: int = 1, seed: int = 1
) -> int:
    """Fill the empty data folder of ``settings`` with minutes of at least so many passages.

    ``windows_of``: one document of so many gets its windows, to save disk. Returns: the number of
    documents.
    """
    sparse = _Remembering()
    patterns = _patterns(settings, passages, sparse, seed)
    texts = [c.encoded_text for one in patterns for c, _ in one.ready.chunked["passage"]]
    step = max(1, len(texts) // SAMPLE)
    vectors = SyntheticVectors(encoder.encode_passages(texts[::step][:SAMPLE]), seed)
    catalogue = Catalogue(settings)
    stored = number = 0
    with write_index(settings, encoder.name, encoder.dimension, fresh=True) as writer:
        _put_windows(catalogue, encoder.name, patterns, vectors)
        while stored < passages:
            with catalogue.transaction():
                for _ in range(_TOGETHER):
                    pattern = patterns[number % len(patterns)]
                    made = _copied(pattern.ready, number, with_windows=number % windows_of == 0)
                    document = made.parsed.document
                    catalogue.put_document(
                        document, made.parsed.document.sha256, made.parsed.mentions,
                        made.chunked, pattern.words,
                    )  # fmt: skip
                    catalogue.put_findings(made.decisions, made.figures)
                    place = folder_of(settings, document) / document.source
                    catalogue.put_file(str(place), document.document_id, {})
                    hashed = made.chunked["passage"]
                    drawn = vectors.draw(len(hashed))
                    own = {name: vector for (_, name), vector in zip(hashed, drawn, strict=True)}
                    catalogue.put_vectors(encoder.name, own)
                    writer.upsert(points_of(document, made.parsed.mentions, hashed, own, sparse))
                    stored += len(hashed)
                    number += 1
                    if stored >= passages:
                        break
        generation = writer.publish()
    journal.settle(catalogue, generation)
    catalogue.close()
    return number


def folder_of(settings: Settings, document: Document) -> Path:
    """Where a secretariat would keep such minutes: with those of the same forum and year."""
    year = document.date.year if document.date else "uden dato"
    return settings.data / "referater" / (document.forum or "uden forum") / str(year)


def _patterns(
    settings: Settings, passages: int, sparse: SparseEncoder, seed: int
) -> list[_Pattern]:
    """Minutes read as an ingest reads them."""
    patterns: list[_Pattern] = []
    settings.data.mkdir(parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(dir=settings.data))
    try:
        for path in write(folder, min(300, max(2, passages // 30)), seed):
            place = folder / "spooled"
            digest = sha256(path.read_bytes()).hexdigest()
            read(Task(Source(path, path), path.stem, digest, Told(), False, place))
            ready = spool.get(place)
            words = counted_words((chunk for chunk, _ in ready.chunked["passage"]), sparse)
            patterns.append(_Pattern(ready, tuple(words)))
    finally:
        shutil.rmtree(folder)
    return patterns


def _put_windows(
    catalogue: Catalogue, encoder: str, patterns: Sequence[_Pattern], vectors: SyntheticVectors
) -> None:
    with catalogue.transaction():
        for one in patterns:
            hashes = [hashed for _, hashed in one.ready.chunked["window"]]
            drawn = vectors.draw(len(hashes))
            catalogue.put_vectors(encoder, dict(zip(hashes, drawn, strict=True)))


def _copied(ready: Ready, number: int, *, with_windows: bool) -> Ready:
    """The same minutes as another forum's of another day: only their text is the same."""
    old = ready.parsed.document
    region, forum, date = meeting(number)
    new = f"referat-{number:06d}"

    def renamed(some: str) -> str:
        return some.replace(old.document_id, new, 1)

    document: Document = replace(
        old, document_id=new, source=f"{new}.txt", region=region, forum=forum, date=date,
        sha256=sha256(new.encode()).hexdigest(),
        items=tuple(replace(item, item_id=renamed(item.item_id)) for item in old.items),
    )  # fmt: skip

    def chunk(one: Chunk) -> Chunk:
        return replace(
            one, chunk_id=renamed(one.chunk_id), document_id=new, item_id=renamed(one.item_id)
        )

    numbers = count()
    chunked: Mapping[Role, Sequence[tuple[Chunk, str]]] = {
        "passage": [
            (chunk(one), sha256(f"{new} {next(numbers)}".encode()).hexdigest())
            for one, _ in ready.chunked["passage"]
        ],
        "window": [(chunk(one), hashed) for one, hashed in ready.chunked["window"] if with_windows],
    }
    return Ready(
        replace(ready.parsed, document=document),
        chunked,
        tuple(
            replace(d, decision_id=renamed(d.decision_id), document_id=new,
                    item_id=renamed(d.item_id))
            for d in ready.decisions
        ),
        tuple(
            replace(f, figure_id=renamed(f.figure_id), document_id=new, item_id=renamed(f.item_id))
            for f in ready.figures
        ),
    )  # fmt: skip


def questions(number: int, seed: int = 1) -> Iterator[str]:
    """Questions in the words of the synthetic minutes."""
    from random import Random

    from corpus.gazetteer import load_gazetteer
    from corpus.records import REGIONS
    from tests.benchmarks.synthetic_minutes import word

    known = load_gazetteer()
    themes = [one.name.lower() for one in known.by_kind("theme")]
    places = [one.name for one in known.by_kind("institution")]
    towns = [one.name for one in known.by_kind("municipality")]
    chance = Random(seed)
    forms = (
        "Hvad blev besluttet om {theme} og {word}?",
        "Hvad koster {word} på {place}?",
        "Hvor mange pladser har {place}?",
        "Hvad siger {town} om {theme}?",
        "Hvordan går det med {word} i Region {region}?",
        "Hvornår skal {word} være færdig?",
    )
    for at in range(number):
        yield forms[at % len(forms)].format(
            theme=chance.choice(themes), word=word(chance), place=chance.choice(places),
            town=chance.choice(towns), region=chance.choice(REGIONS),
        )  # fmt: skip
