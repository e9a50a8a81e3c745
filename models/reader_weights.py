"""The reader's weights: small integers in ``reader/``, added to the packaged encoder's.

Of every trained matrix only the difference from the packaged one is kept, in blocks with one
float16 scale; the embeddings are the packaged ones. Biases and normalisations are float16, the
head float32. ``models.training.export_reader`` writes them.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from safetensors import safe_open

from corpus.errors import TvaersnitError
from models.bert import Bert, Weights, mapped
from models.e5_tokenizer import encoded, tokenizer
from models.reader_input import LONGEST, masks, packed

WEIGHTS_SHA256 = "61c93b83e1830872552a7b7cf3ff2cf0e721f87c4094c7e57743ad765ea6355c"
FILE = Path(__file__).parent / "reader" / "weights.safetensors"
BLOCK = 32

_OF_BERT = "encoder."
_ELSEWHERE = np.float32(-1e4)


class TrainedReader:
    """``models.reader_network.Network`` with its trained weights, computed by ``Bert``, and its
    calibration (``slope`` and ``offset``). For one thread at a time."""

    def __init__(self, folder: Path) -> None:
        """``folder`` is what ``e5_weights.unpack`` gives. Raises ``TvaersnitError`` where
        ``FILE`` is missing or is not the one that belongs to this version."""
        _check()
        self._tokenizer = tokenizer(folder)
        weights, self._head, (self.slope, self.offset) = _read(FILE, mapped(folder))
        self._bert = Bert(folder, weights)

    def score(self, pairs: Sequence[tuple[str, str, str]], tokens: int) -> NDArray[np.float32]:
        """Logits ``[len(pairs)]`` of (first text, lead, unit's text), read ``tokens`` at a
        time."""
        scores = np.empty(len(pairs), dtype=np.float32)
        texts = [(first, lead + text) for first, lead, text in pairs]
        encodings = encoded(self._tokenizer, texts, LONGEST)
        for batch in packed(encodings, tokens):
            ids, attention, text = masks(
                [encodings[n] for n in batch], [pairs[n][1] for n in batch]
            )
            scores[batch] = self._scored(self._bert.hidden(ids, attention), attention, text)
        return scores

    def _scored(
        self,
        hidden: NDArray[np.float32],
        attention: NDArray[np.int64],
        text: NDArray[np.bool_],
    ) -> NDArray[np.float32]:
        """``Network.forward`` from the hidden states on."""
        head, weights = self._head, attention[:, :, None].astype(np.float32)
        mean = (hidden * weights).sum(axis=1) / weights.sum(axis=1)
        told = (hidden @ head["evidence.weight"][0]) + head["evidence.bias"][0]
        told = np.where(text, told, _ELSEWHERE)
        where = np.exp(told - told.max(axis=1, keepdims=True))
        where /= where.sum(axis=1, keepdims=True)
        evidence = (hidden * where[:, :, None]).sum(axis=1)
        both = np.concatenate([mean, evidence], axis=1)
        scores: NDArray[np.float32] = both @ head["score.weight"][0] + head["score.bias"][0]
        return scores


def _read(path: Path, packaged: Weights) -> tuple[Weights, Weights, tuple[float, float]]:
    """The transformer's weights, the head's, and slope and offset."""
    weights, head = dict(packaged), dict[str, NDArray[np.float32]]()
    with safe_open(path, framework="np") as file:
        for name in file.keys():  # noqa: SIM118 - not a mapping
            known = name.removeprefix(_OF_BERT)
            if known == name:
                head[name] = file.get_tensor(name)
            elif known in packaged:
                weights[known] = file.get_tensor(name)
            elif known.endswith(".codes"):
                of = known.removesuffix(".codes")
                scales = file.get_tensor(f"{_OF_BERT}{of}.scales").astype(np.float32)
                added = file.get_tensor(name).astype(np.float32) * scales[:, None]
                weights[of] = packaged[of].astype(np.float32) + added.reshape(packaged[of].shape)
        slope, offset = json.loads(file.metadata()["calibration"])
    return weights, head, (slope, offset)


def _check() -> None:
    again = "Hent projektet igen, så alle filer i models/reader/ er med."
    try:
        digest = hashlib.sha256(FILE.read_bytes()).hexdigest()
    except OSError as error:
        raise TvaersnitError(
            f"Læserens vægte mangler eller kan ikke læses: {FILE} (systemet melder "
            f"»{error.strerror}«). {again}"
        ) from error
    if digest != WEIGHTS_SHA256:
        raise TvaersnitError(f"Læserens vægte i {FILE} er beskadigede. {again}")
