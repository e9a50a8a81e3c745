"""Whether every chunk has a vector, and of the right model."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping

import numpy as np
from numpy.typing import NDArray

from models.encoder import Encoder

SAMPLE = 16
"""Texts that are encoded once more, so that the model is proved and not only named."""
LEAST_COSINE = 0.999
_LENGTH_TOLERANCE = 2e-3


def wrong_in_vectors(hashes: set[str], stored: Mapping[str, bytes], dimension: int) -> set[str]:
    """Those of these contents that have no vector, or one that cannot be: of another dimension,
    not finite, not of unit length (half precision allows 0.002)."""
    return {hashed for hashed in hashes if not _whole(stored.get(hashed), dimension)}


def _whole(vector: bytes | None, dimension: int) -> bool:
    if vector is None or len(vector) != 2 * dimension:
        return False
    length = float(np.linalg.norm(np.frombuffer(vector, np.float16).astype(np.float32)))
    # A length that is not a number is not near 1 either.
    return abs(length - 1) <= _LENGTH_TOLERANCE


class Sample:
    """Some of all texts that go by, each as likely as the next (Vitter 1985, algorithm R)."""

    def __init__(self) -> None:
        self._random = random.Random()
        self._seen = 0
        self.texts: dict[str, tuple[str, bytes]] = {}

    def offer(self, hashed: str, text: str, vector: bytes) -> None:
        """Let a text go by, with its hash and the vector that is kept of it."""
        self._seen += 1
        if len(self.texts) < SAMPLE:
            self.texts[hashed] = text, vector
        elif (place := self._random.randrange(self._seen)) < SAMPLE:
            del self.texts[list(self.texts)[place]]
            self.texts[hashed] = text, vector

    def unlike(self, encoder: Encoder) -> list[str]:
        """The beginnings of the texts that ``encoder`` reads otherwise than their vectors say."""
        if not self.texts:
            return []
        texts = [text for text, _ in self.texts.values()]
        kept = np.stack([_vector(vector) for _, vector in self.texts.values()])
        cosines = (encoder.encode_passages(texts) * kept).sum(axis=1)
        return list(_openings(texts, cosines))


def _openings(texts: list[str], cosines: NDArray[np.float32]) -> Iterator[str]:
    for text, cosine in zip(texts, cosines, strict=True):
        if not cosine >= LEAST_COSINE:
            opening = " ".join(text.split())[:60]
            danish = f"{cosine:.3f}".replace(".", ",")
            yield f"»{opening} …« (cosinus {danish})"


def _vector(stored: bytes) -> NDArray[np.float32]:
    vector = np.frombuffer(stored, np.float16).astype(np.float32)
    normalised: NDArray[np.float32] = vector / np.linalg.norm(vector)
    return normalised
