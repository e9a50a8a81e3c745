"""A batch killed at any moment, then asked for again: the result is that of one left in peace."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from corpus.settings import Settings
from ingest.pipeline import Ingest
from models.encoder import Encoder
from tests.ingested import Corpus, minutes
from tests.small_files import archive, html, pdf, word, zipped

HOME = Path(__file__).parents[1]
MOMENTS = 30
SEED = 5


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


def started(corpus: Corpus, data: Path) -> subprocess.Popen[bytes]:
    """The ingest of the folder, from the moment it has the corpus to itself."""
    process = subprocess.Popen(
        [sys.executable, "-c", "from search_api.cli import script; script()"]
        + ["--data", str(data), "ingest", str(corpus.files)],
        cwd=HOME,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )
    while process.poll() is None and not any(data.glob("spool-*")):
        time.sleep(0.005)
    return process


def ended(process: subprocess.Popen[bytes]) -> None:
    """Wait for an ingest; some of its files are refused."""
    _, said = process.communicate(timeout=300)
    assert process.returncode == 1, said.decode()


def outliving(process: subprocess.Popen[bytes]) -> list[int]:
    """The processes of its session that are still there."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            state, _, _, session = (folder / "stat").read_text().rpartition(")")[2].split()[:4]
        except OSError:
            continue
        if int(session) == process.pid and state != "Z":
            found.append(int(folder.name))
    return found


@pytest.mark.slow
@pytest.mark.skipif(not Path("/proc").is_dir(), reason="processerne ses i /proc (Linux)")
def test_killed_at_thirty_moments_nothing_is_lost_or_half_there(
    corpus: Corpus, tmp_path: Path, encoder: Encoder
) -> None:
    def copied(name: str) -> Corpus:
        folder = tmp_path / name
        other = Corpus(Path(shutil.copytree(corpus.settings.data, folder / "data")).parent, encoder)
        other.settings = Settings(data=folder / "data")
        return other

    undisturbed = copied("hel")
    process = started(corpus, undisturbed.settings.data)
    began = time.monotonic()
    ended(process)
    whole = time.monotonic() - began
    before, expected = corpus.points(), undisturbed.state()
    after = undisturbed.points()
    assert before != after
    moments = random.Random(SEED)
    for number in range(MOMENTS):
        killed = copied(f"dræbt {number}")
        # Half of them near the end, where catalogue and index are written.
        share = moments.uniform(0, 1) if number % 2 else moments.uniform(0.6, 1.0)
        told = f"nr. {number} af {MOMENTS}, {share:.3f} af {whole:.1f} s, frø {SEED}"
        process = started(corpus, killed.settings.data)
        time.sleep(share * whole)
        if number % 3:
            os.kill(process.pid, signal.SIGKILL)
        elif process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
        assert killed.points() in (before, after), told
        again = started(corpus, killed.settings.data)
        ended(again)
        assert killed.state() == expected, told
        assert not list(killed.settings.data.glob("spool-*")), told
        until = time.monotonic() + 60
        while outliving(process) or outliving(again):
            assert time.monotonic() < until, f"processer er tilbage: {told}"
            time.sleep(0.1)
        shutil.rmtree(killed.settings.data.parent)
