"""Ingest: what goes in comes out once, and what changes replaces its old self."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from corpus.errors import EmptyCorpus, TvaersnitError
from corpus.index import open_index
from corpus.records import Filters
from ingest.head.told import Told
from ingest.pipeline import Ingest
from models.encoder import Encoder
from tests.ingested import Corpus, minutes


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


def test_the_region_told_is_remembered_when_it_is_not_said_again(corpus: Corpus) -> None:
    path = corpus.write("a.txt", minutes("Takster", forum="direktørkredsen"))
    corpus.ingest(told=Told(region="Midtjylland"))
    [again] = corpus.ingest()
    assert again.document and (again.outcome, again.document.region) == ("unchanged", "Midtjylland")
    path.write_text(minutes("Hjemløse", forum="direktørkredsen"), "utf-8")
    [changed] = corpus.ingest()
    assert changed.document
    assert (changed.outcome, changed.document.region) == ("replaced", "Midtjylland")
    [corrected] = corpus.ingest(told=Told(region="Sjælland"))
    assert corrected.document and corrected.document.region == "Sjælland"
