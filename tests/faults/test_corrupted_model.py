"""A damaged model cache: never a wrong vector, and what to do is told."""

from __future__ import annotations

from pathlib import Path
from shutil import copytree, rmtree
from types import ModuleType

import pytest

from corpus.settings import Settings
from models import e5_weights, reader_weights
from tests.faults.command import tvaersnit
from tests.faults.conftest import Standing
from tests.faults.damage import cut

QUESTION = "Hvad blev besluttet om takster?"


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A cache with nothing but the packaged encoder and the reader in it."""
    cache = tmp_path_factory.mktemp("lager")
    for model in (e5_weights, reader_weights):
        copytree(model.unpack(Settings().cache), model.folder_in(cache))
    return cache


@pytest.mark.parametrize(
    ("model", "name", "share"),
    [
        (e5_weights, "model.safetensors", 0.0),
        (e5_weights, "model.safetensors", 0.7),
        (e5_weights, "sentencepiece.bpe.model", 0.5),
        (reader_weights, "model.safetensors", 0.0),
        (reader_weights, "model.safetensors", 0.7),
    ],
)
def test_a_model_that_is_cut_off_is_told_of_and_unpacked_again(
    standing: Standing, cache: Path, tmp_path: Path, model: ModuleType, name: str, share: float
) -> None:
    mine = Path(copytree(cache, tmp_path / "lager"))
    changed = {"TVAERSNIT_CACHE": str(mine)}
    cut(model.folder_in(mine) / name, share)
    settings = standing.copied(tmp_path)
    said = tvaersnit(settings.data, "ask", QUESTION, changed=changed)
    if said.code:
        said.refused(str(mine))
    else:  # It is unpacked again by itself.
        assert "Forslaget om takster blev godkendt." in said.out
    # What the message tells to do.
    rmtree(model.folder_in(mine), ignore_errors=True)
    said = tvaersnit(settings.data, "ask", QUESTION, changed=changed)
    said.went_well()
    assert "Forslaget om takster blev godkendt." in said.out
