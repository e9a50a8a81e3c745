"""Ingest: what goes in comes out once, stays when something breaks, and is never half there."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from corpus.catalogue import Catalogue
from corpus.errors import EmptyCorpus, TvaersnitError
from corpus.index import open_index, write_index
from corpus.records import Filters
from corpus.settings import Settings
from ingest.parse import Told
from ingest.pipeline import FileReport, Ingest, Progress
from models.encoder import Encoder

HOME = Path(__file__).parents[1]


def minutes(matter: str, forum: str = "KKR Sjælland") -> str:
    return (
        f"Referat af møde i {forum} den 4. marts 2024\n\n1. {matter}\n\nBaggrund\n\n"
        f"Kommunerne har drøftet {matter.lower()} siden foråret.\n\nBeslutning\n\n"
        f"Forslaget om {matter.lower()} blev godkendt.\n\n2. Eventuelt\n\nDer var intet.\n"
    )


class Corpus:
    """A folder of minutes and the data folder that they are taken into."""

    def __init__(self, folder: Path, encoder: Encoder) -> None:
        self.files = folder / "referater"
        self.files.mkdir(exist_ok=True)
        self.settings = Settings(data=folder / "data")
        self.encoder = encoder
        self.encoded = 0

    def write(self, name: str, text: str | bytes) -> Path:
        path = self.files / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    def ingest(self, *paths: Path, told: Told | None = None) -> list[FileReport]:
        """Take in ``paths``, or all; ``encoded`` then tells how many texts were encoded."""
        self.encoded = 0

        def count(done: int, total: int) -> None:
            self.encoded = total

        run = Ingest(self.settings, self.encoder).run
        return run(paths or (self.files,), told, Progress(encoding=count))

    def outcomes(self, *paths: Path) -> dict[str, str]:
        return {Path(r.path).name: r.outcome for r in self.ingest(*paths)}

    def read(self, work: Callable[[Catalogue], Any]) -> Any:
        catalogue = Catalogue(self.settings.data)
        try:
            return work(catalogue)
        finally:
            catalogue.close()

    def points(self) -> set[str]:
        """Every chunk that the index holds."""
        index = open_index(self.settings, self.encoder.name, self.encoder.dimension)
        anything = np.ones(self.encoder.dimension, dtype=np.float32)
        found = {hit.chunk_id for hit in index.rank_dense(anything, Filters(), 10_000)}
        assert index.count() == len(found)
        index.close()
        return found

    def texts(self) -> str:
        return self.read(
            lambda c: "\n".join(
                [c.document(i).text for i in c.document_ids()]
                + [
                    chunk.encoded_text
                    for r in ("passage", "window")
                    for chunk, _ in c.all_chunks(r)
                ]
                + [word for word, _, _ in c.words()]
            )
        )

    def state(self) -> dict[str, Any]:
        """All that matters of the corpus, and that its index belongs to its catalogue."""
        state = self.read(
            lambda c: {
                "documents": [c.document(i) for i in c.document_ids()],
                "paths": {i: sorted(Path(p).name for p in c.paths_of(i)) for i in c.document_ids()},
                "passages": [(ch.chunk_id, h) for ch, h in c.all_chunks("passage")],
                "windows": [(ch.chunk_id, h) for ch, h in c.all_chunks("window")],
                "mentions": c.entity_counts(),
                "words": list(c.words()),
                "vectors": c.count("vectors"),
            }
        )
        assert self.points() == {chunk_id for chunk_id, _ in state["passages"]}
        return state

    def generation(self) -> str:
        index = open_index(self.settings, self.encoder.name, self.encoder.dimension)
        generation = index.generation
        index.close()
        return generation


@pytest.fixture
def corpus(tmp_path: Path, encoder: Encoder) -> Corpus:
    return Corpus(tmp_path, encoder)


def test_the_same_file_twice_changes_nothing(corpus: Corpus) -> None:
    corpus.write("a.txt", minutes("Takster"))
    assert corpus.outcomes() == {"a.txt": "new"}
    assert corpus.encoded > 0
    before, generation = corpus.state(), corpus.generation()
    assert corpus.outcomes() == {"a.txt": "unchanged"}
    assert corpus.encoded == 0
    assert (corpus.state(), corpus.generation()) == (before, generation)


def test_ids_are_the_same_on_every_machine(
    corpus: Corpus, tmp_path_factory: pytest.TempPathFactory, encoder: Encoder
) -> None:
    other = Corpus(tmp_path_factory.mktemp("anden"), encoder)
    for some in (corpus, other):
        some.write("Møde på Ærø.txt", minutes("Takster"))
        some.ingest()
    assert corpus.state() == other.state()
    assert corpus.state()["documents"][0].document_id.startswith("moede-paa-aeroe-")


def test_a_changed_file_replaces_its_old_self_completely(corpus: Corpus) -> None:
    corpus.write("a.txt", minutes("Kofoedsminde"))
    corpus.write("b.txt", minutes("Herberger"))
    corpus.ingest()
    before = corpus.state()
    corpus.write("a.txt", minutes("Botilbud"))
    assert corpus.outcomes() == {"a.txt": "replaced", "b.txt": "unchanged"}
    after = corpus.state()
    assert "kofoedsminde" not in corpus.texts().lower()
    assert not any("kofoedsminde" in entity for entity, *_ in after["mentions"])
    assert [d.document_id for d in after["documents"]] == [
        d.document_id for d in before["documents"]
    ]
    assert "botilbud" in corpus.texts().lower()


def test_the_same_minutes_in_two_places_are_one_document(corpus: Corpus) -> None:
    corpus.write("a.txt", minutes("Takster"))
    corpus.write("kopi/a.txt", minutes("Takster"))
    corpus.ingest()
    state = corpus.state()
    assert list(state["paths"].values()) == [["a.txt", "a.txt"]]
    corpus.write("kopi/a.txt", minutes("Herberger"))
    corpus.ingest()
    assert len(corpus.state()["documents"]) == 2
    assert "takster" in corpus.texts().lower()


def test_both_places_changed_leave_nothing_of_the_old(corpus: Corpus) -> None:
    for text in ("Kofoedsminde", "Herberger"):
        corpus.write("a.txt", minutes(text))
        corpus.write("kopi/a.txt", minutes(text))
        corpus.ingest()
    assert len(corpus.state()["documents"]) == 1
    assert "kofoedsminde" not in corpus.texts().lower()


def test_files_that_swap_their_contents_lose_nothing(corpus: Corpus) -> None:
    corpus.write("a.txt", minutes("Takster"))
    corpus.write("b.txt", minutes("Herberger"))
    corpus.ingest()
    corpus.write("a.txt", minutes("Herberger"))
    corpus.write("b.txt", minutes("Takster"))
    corpus.ingest()
    assert corpus.encoded == 0
    assert {d.items[0].title for d in corpus.state()["documents"]} == {"Takster", "Herberger"}


@pytest.mark.parametrize(("first", "second"), [("a.txt", "b.txt"), ("b.txt", "a.txt")])
def test_minutes_moved_to_make_room_for_new_ones_stay(
    corpus: Corpus, first: str, second: str
) -> None:
    corpus.write(first, minutes("Takster"))
    corpus.ingest()
    corpus.write(second, minutes("Takster"))
    corpus.write(first, minutes("Herberger"))
    corpus.ingest()
    state = corpus.state()
    assert {d.items[0].title for d in state["documents"]} == {"Takster", "Herberger"}
    by_title = {d.items[0].title: state["paths"][d.document_id] for d in state["documents"]}
    assert by_title == {"Takster": [second], "Herberger": [first]}
    assert corpus.outcomes() == {first: "unchanged", second: "unchanged"}


def test_one_broken_file_stops_nothing(corpus: Corpus) -> None:
    corpus.write("a.txt", minutes("Takster"))
    corpus.write("billede.txt", b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20)
    corpus.write("tom.md", "")
    corpus.write("brev.xyz", minutes("Breve"))
    corpus.write("æ.txt", minutes("Økonomi på Ærø").encode("cp1252"))
    assert corpus.outcomes(corpus.files, corpus.files / "væk.txt") == {
        "a.txt": "new",
        "billede.txt": "refused",
        "brev.xyz": "refused",
        "tom.md": "refused",
        "væk.txt": "refused",
        "æ.txt": "new",
    }
    assert len(corpus.state()["documents"]) == 2
    assert "økonomi på ærø" in corpus.texts().lower()
    refused = {r.path: r.message for r in corpus.ingest() if r.outcome == "refused"}
    assert all(message.startswith(path) for path, message in refused.items())


def test_tags_alone_are_refused_not_a_crash(corpus: Corpus) -> None:
    corpus.write("a.txt", minutes("Takster"))
    corpus.write("tags.txt", '<table class="referatskabelon">\n<tr style="baggrund">\n' * 9)
    assert corpus.outcomes() == {"a.txt": "new", "tags.txt": "refused"}


def test_a_file_that_became_unreadable_keeps_its_document(corpus: Corpus) -> None:
    path = corpus.write("a.txt", minutes("Takster"))
    corpus.ingest()
    before = corpus.state()
    path.write_bytes(bytes(range(256)) * 20)
    assert corpus.outcomes() == {"a.txt": "refused"}
    assert corpus.state() == before
    path.unlink()
    assert corpus.outcomes(path) == {"a.txt": "refused"}
    assert corpus.state() == before


def test_nothing_to_read_is_said(corpus: Corpus) -> None:
    with pytest.raises(TvaersnitError, match="ingen filer"):
        corpus.ingest()
    assert corpus.outcomes(corpus.write("tom.txt", "")) == {"tom.txt": "refused"}
    with pytest.raises(EmptyCorpus, match="ingen referater at indeksere"):
        Ingest(corpus.settings, corpus.encoder).reindex()


def test_the_region_told_is_kept_where_the_text_is_silent(corpus: Corpus) -> None:
    corpus.write("a.txt", minutes("Takster", forum="direktørkredsen"))
    [report] = corpus.ingest()
    assert report.document and report.document.region is None
    [report] = corpus.ingest(told=Told(region="Midtjylland"))
    assert report.outcome == "replaced"
    assert corpus.state()["documents"][0].region == "Midtjylland"
    index = open_index(corpus.settings, corpus.encoder.name, corpus.encoder.dimension)
    assert index.count() == len(
        index.rank_dense(
            np.ones(corpus.encoder.dimension, dtype=np.float32),
            Filters(regions=("Midtjylland",)),
            100,
        )
    )
    index.close()


def _remove(folder: Path) -> None:
    for path in sorted(folder.rglob("*"), reverse=True):
        path.rmdir() if path.is_dir() else path.unlink()


@pytest.mark.parametrize("damage", ["removed", "pointer", "shard"])
def test_a_lost_index_is_built_again_without_encoding(corpus: Corpus, damage: str) -> None:
    corpus.write("a.txt", minutes("Takster"))
    corpus.ingest()
    before, index = corpus.state(), corpus.settings.data / "index"
    if damage == "removed":
        _remove(index)
    elif damage == "pointer":
        (index / "CURRENT").write_text("gen-999999\n")
    else:
        _remove(index / corpus.generation() / "shard")
    assert corpus.outcomes() == {"a.txt": "unchanged"}
    assert corpus.encoded == 0
    assert corpus.state() == before


def test_reindex_encodes_nothing(corpus: Corpus) -> None:
    corpus.write("a.txt", minutes("Takster"))
    corpus.ingest()
    before, generation = corpus.state(), corpus.generation()
    encoded: list[int] = []
    progress = Progress(encoding=lambda done, total: encoded.append(total))
    indexed = Ingest(corpus.settings, corpus.encoder).reindex(progress)
    assert indexed == len(before["passages"])
    assert (corpus.state(), encoded) == (before, [])
    assert corpus.generation() != generation


def test_a_lost_catalogue_leaves_no_ghosts_in_the_index(corpus: Corpus) -> None:
    corpus.write("a.txt", minutes("Takster"))
    corpus.ingest()
    for path in corpus.settings.data.glob("catalogue.sqlite*"):
        path.unlink()
    other = corpus.write("b.txt", minutes("Herberger"))
    corpus.ingest(other)
    assert len(corpus.state()["documents"]) == 1


def test_cut_off_between_catalogue_and_index_it_heals(corpus: Corpus) -> None:
    corpus.write("a.txt", minutes("Takster"))
    corpus.ingest()
    old = corpus.settings.data / "index"
    kept = {path: path.read_bytes() for path in old.rglob("*") if path.is_file()}
    corpus.write("b.txt", minutes("Herberger"))
    corpus.ingest()
    expected = corpus.state()
    # The catalogue is written, the index is still the old one: what a power cut there leaves.
    _remove(old)
    for path, data in kept.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    corpus.read(lambda c: c.set_meta("generation", ""))
    corpus.ingest()
    assert corpus.encoded == 0
    assert corpus.state() == expected


def test_a_second_ingest_at_the_same_time_is_told_to_wait(corpus: Corpus) -> None:
    corpus.write("a.txt", minutes("Takster"))
    with write_index(corpus.settings, corpus.encoder.name, corpus.encoder.dimension):
        with pytest.raises(TvaersnitError, match="indlæses allerede referater"):
            corpus.ingest()
        assert corpus.read(lambda c: c.document_ids()) == []
    assert corpus.outcomes() == {"a.txt": "new"}


CHILD = """
import sys
from pathlib import Path
from corpus.settings import Settings
from ingest.pipeline import Ingest
from models.encoder import Encoder
settings = Settings(data=Path(sys.argv[1]))
encoder = Encoder(settings)
encoder.encode_query("klar")
ingest = Ingest(settings, encoder)
print("go", flush=True)
ingest.run([Path(sys.argv[2])])
print("done", flush=True)
"""


def _run_and_kill(corpus: Corpus, after: float | None) -> float:
    """Ingest in a process of its own, killed ``after`` seconds of it; returns how long it ran."""
    child = subprocess.Popen(
        [sys.executable, "-c", CHILD, str(corpus.settings.data), str(corpus.files)],
        cwd=HOME, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert child.stdout is not None
    assert child.stdout.readline() == "go\n"
    began = time.perf_counter()
    if after is None:
        assert child.stdout.readline() == "done\n"
    else:
        time.sleep(after)
        child.send_signal(signal.SIGKILL)
    ran = time.perf_counter() - began
    child.wait()
    child.stdout.close()
    return ran


@pytest.mark.slow
def test_killed_at_any_moment_it_loses_nothing(
    tmp_path_factory: pytest.TempPathFactory, encoder: Encoder
) -> None:
    def started(folder: str) -> Corpus:
        corpus = Corpus(tmp_path_factory.mktemp(folder), encoder)
        corpus.write("a.txt", minutes("Takster"))
        corpus.ingest()
        corpus.write("a.txt", minutes("Kofoedsminde"))
        for name in ("Herberger", "Botilbud", "Hjerneskade", "Psykiatri"):
            corpus.write(f"{name}.txt", minutes(name))
        return corpus

    undisturbed = started("hel")
    whole = _run_and_kill(undisturbed, None)
    expected = undisturbed.state()
    moments = random.Random(2)
    for number in range(8):
        corpus = started(f"dræbt{number}")
        before = corpus.points()
        # Half of them near the end, where catalogue and index are written.
        share = moments.uniform(0, 1) if number % 2 else moments.uniform(0.7, 1.05)
        _run_and_kill(corpus, share * whole)
        assert corpus.points() in (before, undisturbed.points())
        corpus.ingest()
        assert corpus.state() == expected
