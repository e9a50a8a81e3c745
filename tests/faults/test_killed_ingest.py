"""An ingest killed at any moment, then asked for again: the result is that of one left in peace."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import time
from pathlib import Path

import pytest

from corpus.settings import Settings
from ingest.pipeline import Ingest
from models.encoder import Encoder
from tests.faults.command import started
from tests.faults.runs import KILLS, SEED
from tests.faults.verified import verified
from tests.ingested import Corpus, minutes
from tests.small_files import archive, html, pdf, word, zipped

MOMENTS = -(-KILLS // 2)
_IN_A_ROW = 4
"""Kills before it is left in peace."""


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory, encoder: Encoder) -> Corpus:
    """A corpus with some minutes, and a folder in which one is changed and others are new."""
    corpus = Corpus(tmp_path_factory.mktemp("batch"), encoder)
    batch = {
        "a.txt": minutes("Kofoedsminde").encode(),
        "c.docx": word(minutes("Botilbud")),
        "d.pdf": pdf(minutes("Hjerneskade")),
        "f.zip": archive(minutes("Plejefamilier", "KKR Syddanmark")),
        "g.zip": zipped({"a.txt": minutes("Kofoedsminde").encode(), "b.pdf": b"%PDF-"}),
        "h.pdf": b"",
    }
    # What was encoded once is not encoded again: that leaves time for the rest.
    for name, data in batch.items():
        corpus.write(name, data)
    reports = corpus.ingest()
    Ingest(corpus.settings, encoder).remove(
        [report.document.document_id for report in reports if report.document]
    )
    corpus.write("a.txt", minutes("Takster"))
    corpus.write("b.docx", word(minutes("Herberger")))
    corpus.ingest(corpus.files / "a.txt", corpus.files / "b.docx")
    corpus.write("a.txt", batch["a.txt"])
    corpus.write("e.html", html(minutes("Psykiatri", "KKR Nordjylland")))
    return corpus


def ingest(corpus: Corpus, data: Path) -> subprocess.Popen[str]:
    """The ingest of the folder, from the moment it has the corpus to itself."""
    process = started(data, "ingest", corpus.files)
    while process.poll() is None and not any(data.glob("spool-*")):
        time.sleep(0.005)
    return process


def ended(process: subprocess.Popen[str]) -> None:
    """Wait for an ingest; some of its files are refused."""
    _, said = process.communicate(timeout=300)
    assert process.returncode == 1, said


def outliving(session: int) -> list[int]:
    """The processes of a session that are still there."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            state, _, _, theirs = (folder / "stat").read_text().rpartition(")")[2].split()[:4]
        except OSError:
            continue
        if int(theirs) == session and state != "Z":
            found.append(int(folder.name))
    return found


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="processerne ses i /proc (Linux)")
def test_killed_at_random_moments_nothing_is_lost_or_half_there(
    corpus: Corpus, tmp_path: Path, encoder: Encoder
) -> None:
    def copied(name: str) -> Corpus:
        folder = tmp_path / name
        other = Corpus(Path(shutil.copytree(corpus.settings.data, folder / "data")).parent, encoder)
        other.settings = Settings(data=folder / "data")
        return other

    undisturbed = copied("hel")
    process = ingest(corpus, undisturbed.settings.data)
    began = time.monotonic()
    ended(process)
    whole = time.monotonic() - began
    before, expected = corpus.points(), undisturbed.state()
    after = undisturbed.points()
    assert before != after
    moments = random.Random(SEED)
    for number in range(MOMENTS):
        if number % _IN_A_ROW == 0:
            killed = copied(f"dræbt {number}")
        # Half of them near the end, where catalogue and index are written.
        share = moments.uniform(0, 1) if number % 2 else moments.uniform(0.6, 1.0)
        told = f"nr. {number} af {MOMENTS}, {share:.3f} af {whole:.1f} s, frø {SEED}"
        process = ingest(corpus, killed.settings.data)
        time.sleep(share * whole)
        if moments.random() < 0.7:
            os.kill(process.pid, signal.SIGKILL)
        elif process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
        assert killed.points() in (before, after), told
        until = time.monotonic() + 60
        while outliving(process.pid):
            assert time.monotonic() < until, f"processer er tilbage: {told}"
            time.sleep(0.1)
        # Next it is killed while it puts right what the last kill left.
        if number % _IN_A_ROW == _IN_A_ROW - 1 or number == MOMENTS - 1:
            ended(ingest(corpus, killed.settings.data))
            assert killed.state() == expected, told
            assert verified(killed.settings, encoder, ()), told
            assert not list(killed.settings.data.glob("spool-*")), told
            shutil.rmtree(killed.settings.data.parent)
    assert verified(undisturbed.settings, encoder)
