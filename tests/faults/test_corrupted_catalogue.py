"""A damaged catalogue: no verb ends in a stack trace, nothing that no document says is shown, and
whoever runs it is told what to do."""

from __future__ import annotations

import random
import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from corpus.errors import TvaersnitError
from corpus.records import Filters
from corpus.settings import Settings
from ingest.pipeline import Ingest
from models.encoder import Encoder
from search_api.cli import main
from search_api.service import Service
from tests.faults.conftest import Standing
from tests.faults.damage import cut, flip
from tests.faults.runs import KILLS, SEED
from tests.faults.verified import citations, verified

VERBS = (
    ("search", "Hvad blev besluttet om takster?"),
    ("compare", "Hvordan blev herberger drøftet i hver region?"),
    ("documents",),
    ("entities",),
    ("decisions",),
    ("figures", "takster"),
    ("doctor",),
    ("reindex",),
)


def catalogue_of(settings: Settings) -> Path:
    """Its file, with all that was written in it."""
    path = settings.data / "catalogue.sqlite"
    with sqlite3.connect(path) as db:
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    db.close()
    return path


def said_of(capsys: pytest.CaptureFixture[str], settings: Settings, *words: str) -> tuple[int, str]:
    """What a verb ends with and says; any error that is not told of is raised."""
    code = main(["--data", str(settings.data), *words])
    told = capsys.readouterr()
    return code, told.out + told.err


@pytest.mark.parametrize(
    "damage",
    [
        lambda path: cut(path, 0),
        lambda path: cut(path, 0.3),
        lambda path: cut(path, 0.9),
        lambda path: path.write_bytes(b"ikke en database" * 4096),
        lambda path: path.write_bytes(path.read_bytes()[:100] + bytes(200_000)),
    ],
    ids=["tom", "en tredjedel", "næsten hel", "noget andet", "nuller"],
)
def test_a_catalogue_that_is_not_whole_is_told_of(
    standing: Standing,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    damage: Callable[[Path], object],
) -> None:
    settings = standing.copied(tmp_path)
    path = catalogue_of(settings)
    damage(path)
    for words in VERBS:
        code, said = said_of(capsys, settings, *words)
        assert code, (words, said)
        assert str(settings.data) in said.replace("\n", "") or "Indlæs" in said, (words, said)
    code, said = said_of(capsys, settings, "ingest", str(standing.files))
    if code == 2:
        assert "catalogue.sqlite" in said and "sikkerhedskopi" in said, said


def test_changed_bytes_of_the_catalogue_never_become_an_answer(
    standing: Standing, tmp_path: Path, encoder: Encoder, capsys: pytest.CaptureFixture[str]
) -> None:
    chance = random.Random(SEED)
    whole = {**standing.stored, **standing.new}
    noticed = 0
    for number in range(max(6, KILLS // 4)):
        settings = standing.copied(tmp_path / str(number))
        path = catalogue_of(settings)
        flip(path, chance, 1 + 8 * (number % 4))
        for words in VERBS:
            code, said = said_of(capsys, settings, *words)
            noticed += code != 0
            assert code == 0 or "Fejl:" in said or "FEJL" in said, (number, words, said)
        service = Service(settings, encoder)
        try:
            for citation in citations(service.compare("closed", VERBS[0][1], Filters())):
                assert citation.quote in whole.get(citation.source, citation.quote), number
        except TvaersnitError as error:
            assert "katalog" in str(error).lower() or "indeks" in str(error).lower(), error
        finally:
            service.close()
        shutil.rmtree(settings.data.parent)
    assert noticed


def test_a_lost_log_of_the_catalogue_loses_no_more_than_it_held(
    standing: Standing, tmp_path: Path, encoder: Encoder
) -> None:
    settings = standing.copied(tmp_path)
    catalogue_of(settings)
    # What a reader holds open keeps the log from being written back when the ingest ends.
    reader = sqlite3.connect(settings.data / "catalogue.sqlite")
    reader.execute("BEGIN")
    reader.execute("SELECT count(*) FROM documents").fetchone()
    Ingest(settings, encoder).run([standing.files])
    lost = Settings(data=Path(shutil.copytree(settings.data, tmp_path / "uden log")))
    reader.close()
    for path in lost.data.glob("catalogue.sqlite-*"):
        path.unlink()
    # The index is ahead of the catalogue now, which the next ingest puts right.
    Ingest(lost, encoder).run([standing.files])
    assert verified(lost, encoder) == {**standing.stored, **standing.new}


def test_a_new_catalogue_takes_everything_in_again(
    standing: Standing, tmp_path: Path, encoder: Encoder, capsys: pytest.CaptureFixture[str]
) -> None:
    """What the message tells to do where there is no copy."""
    settings = standing.copied(tmp_path)
    cut(catalogue_of(settings), 0.3)
    for path in settings.data.glob("catalogue.sqlite*"):
        path.rename(tmp_path / path.name)
    code, said = said_of(capsys, settings, "ingest", str(standing.files))
    assert code == 0, said
    assert verified(settings, encoder) == standing.new
