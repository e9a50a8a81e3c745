"""What the faults happen to: a small corpus, and minutes that are new to it."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from shutil import copytree

import pytest
from filelock import FileLock

from corpus.settings import Settings
from ingest.pipeline import Ingest
from models.encoder import Encoder
from tests.ingested import Corpus, minutes

_FAULTS = Path(__file__).parent


def pytest_collection_modifyitems(items: Sequence[pytest.Item]) -> None:
    """All that is here takes long and has a command of its own."""
    for item in items:
        if _FAULTS in item.path.parents:
            item.add_marker(pytest.mark.faults)


@dataclass(frozen=True, slots=True)
class Standing:
    """A corpus that holds ``stored``, and a folder of files that are ``new`` to it, each by its
    name with its text. Their texts were encoded once, so that taking them in is quick."""

    data: Path
    files: Path
    stored: dict[str, str]
    new: dict[str, str]

    def copied(self, to: Path) -> Settings:
        """Settings of a copy of the corpus in the folder ``to``."""
        return Settings(data=Path(copytree(self.data, to / "data")))


STORED = {
    "takster.txt": minutes("Takster"),
    "herberger.txt": minutes("Herberger", "KKR Syddanmark"),
}
NEW = {
    "psykiatri.txt": minutes("Psykiatri", "KKR Syddanmark"),
    "botilbud.txt": minutes("Botilbud", "KKR Nordjylland"),
    "kofoedsminde.txt": minutes("Kofoedsminde"),
}


@pytest.fixture(scope="session")
def standing(tmp_path_factory: pytest.TempPathFactory, encoder: Encoder) -> Standing:
    """Not to be written to; see ``Standing.copied``. Of the processes that tests run in side by
    side the first that asks for it makes it."""
    own = tmp_path_factory.getbasetemp()
    shared = (own.parent if "PYTEST_XDIST_WORKER" in os.environ else own) / "stående"
    with FileLock(f"{shared}.lock"):
        if not (shared / "færdig").exists():
            shared.mkdir()
            corpus = Corpus(shared, encoder)
            for name, text in NEW.items():
                corpus.write(name, text)
            known = corpus.ingest()
            Ingest(corpus.settings, encoder).remove(
                [report.document.document_id for report in known if report.document]
            )
            others = shared / "øvrige"
            others.mkdir()
            for name, text in STORED.items():
                (others / name).write_text(text)
            corpus.ingest(others)
            (shared / "færdig").touch()
    return Standing(shared / "data", shared / "referater", STORED, NEW)
