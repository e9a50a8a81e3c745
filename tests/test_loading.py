"""Models that are loaded before a fork, and compute after it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

HOME = Path(__file__).resolve().parents[1]
FORKED = """
import os, signal, sys
from corpus.settings import load_settings
from models import e5_weights
from models.encoder import Encoder
from models.loading import load_for_forks, share_processors
from models.reader import Reader, Unit
from models.tagger import Tagger

settings = load_settings()
if sys.argv[1] == "folder":
    settings = load_settings(encoder=str(e5_weights.unpack(settings.cache)))
load_for_forks(settings)
for _ in range(2):
    if os.fork() == 0:
        signal.alarm(300)
        share_processors(1)
        vector = Encoder(settings).encode_query("Hvad blev besluttet?")
        [score] = Reader(settings).score("Hvad blev besluttet?", [Unit("", "Det blev godkendt.")])
        tagged = Tagger().tag("Odense Kommune")
        os.write(1, f"{vector[0]:.3f} {score:.1f} {len(tagged)}\\n".encode())
        os._exit(0)
sys.exit(sum(os.wait()[1] for _ in range(2)))
"""


@pytest.mark.slow
@pytest.mark.parametrize("encoder", ["packaged", "folder"])
def test_forks_compute_with_what_was_loaded_before_they_parted(encoder: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", FORKED, encoder], cwd=HOME, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    first, second = done.stdout.splitlines()
    assert first == second and first.endswith(" 1")
