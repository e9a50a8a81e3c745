"""The reader: how well a unit of text answers a question, and whether it does at all."""

from __future__ import annotations

import os
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import exp
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from corpus.settings import Settings
from models import reader_input

if TYPE_CHECKING:
    from models.reader_weights import TrainedReader

TOKENS_PER_PASS = 1600
"""Tokens that are read together, padding included; measured by
``tests/benchmarks/bench_reader.py``."""


@dataclass(frozen=True, slots=True)
class Unit:
    """A text that may answer: one to three sentences, a list with its lead-in, rows of a table.

    ``title`` is the item's, ``section`` the kind of section it stands in (``"decision"``, …),
    ``forum`` the forum's name; the last two may be empty.
    """

    title: str
    text: str
    section: str = ""
    forum: str = ""


class Reader:
    """A cross-encoder: reads question and unit together. Slower than comparing vectors, so it is
    given the few units that the encoder prefers.

    It stands on the packaged encoder's weights, whatever encoder is set. Nothing is imported or
    loaded before the first score. Safe to use from several threads.
    """

    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    @property
    def name(self) -> str:
        """Names the weights; loads nothing."""
        from models.reader_weights import WEIGHTS_SHA256

        return f"reader-{WEIGHTS_SHA256[:12]}"

    def load(self) -> None:
        """Load the network, which the first score would otherwise wait for. Raises
        ``TvaersnitError`` as ``score`` does."""
        with _reading:
            _ = self._reader

    def score(self, question: str, units: Sequence[Unit]) -> NDArray[np.float32]:
        """Logits ``[len(units)]``: the higher, the surer that a unit answers ``question``.

        Raises ``TvaersnitError`` where the weights are missing or broken.
        """
        pairs = [
            (
                reader_input.first_text(question),
                reader_input.lead_text(unit.title, unit.section, unit.forum),
                unit.text,
            )
            for unit in units
        ]
        with _reading:
            return self._reader.score(pairs, TOKENS_PER_PASS)

    def probability(self, score: float) -> float:
        """The probability that a unit of this score answers: Platt scaling (Platt 1999), fitted
        on held-out questions. Raises ``TvaersnitError`` as ``score`` does."""
        with _reading:
            slope, offset = self._reader.slope, self._reader.offset
        # Beyond these an exponential overflows, and the probability is 0 or 1 anyway.
        return 1 / (1 + exp(-max(-60.0, min(60.0, slope * score + offset))))

    @property
    def _reader(self) -> TrainedReader:
        return _load(self._settings.cache)


_reading = threading.Lock()


@lru_cache(maxsize=1)
def _load(cache: Path) -> TrainedReader:
    """The trained network, which all readers of a process share."""
    # Read by the tokenizer as it is imported.
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
    from models.reader_weights import TrainedReader

    return TrainedReader(cache)
