"""A damaged model cache: never a wrong vector, and what to do is told."""

from __future__ import annotations

from pathlib import Path
from shutil import copytree, rmtree

import pytest

from corpus.settings import Settings
from models.e5_weights import folder_in, unpack
from tests.faults.command import tvaersnit
from tests.faults.conftest import Standing
from tests.faults.damage import cut

QUESTION = "Hvad blev besluttet om takster?"


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A cache with nothing but the packaged encoder in it."""
    cache = tmp_path_factory.mktemp("lager")
    whole = unpack(Settings().cache)
    copytree(whole, cache / whole.relative_to(Settings().cache))
    for path in whole.parent.glob(f"{whole.name}*"):
        if path.is_file():
            (cache / path.relative_to(Settings().cache)).write_bytes(path.read_bytes())
    return cache


@pytest.mark.parametrize(
    ("name", "share"),
    [("model.safetensors", 0.0), ("model.safetensors", 0.7), ("tokenizer.json", 0.5)],
)
def test_a_model_that_is_cut_off_is_told_of_and_unpacked_again(
    standing: Standing, cache: Path, tmp_path: Path, name: str, share: float
) -> None:
    mine = Path(copytree(cache, tmp_path / "lager"))
    changed = {"TVAERSNIT_CACHE": str(mine)}
    for path in mine.rglob(name):
        cut(path, share)
    settings = standing.copied(tmp_path)
    said = tvaersnit(settings.data, "ask", QUESTION, changed=changed)
    if said.code:
        said.refused(str(mine))
    else:  # It is unpacked again by itself.
        assert "Forslaget om takster blev godkendt." in said.out
    # What the message tells to do.
    rmtree(folder_in(mine), ignore_errors=True)
    said = tvaersnit(settings.data, "ask", QUESTION, changed=changed)
    said.went_well()
    assert "Forslaget om takster blev godkendt." in said.out
