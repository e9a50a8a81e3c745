"""The reader's weights: small integers in ``reader/``, added to the packaged encoder's.

Of every trained matrix only the difference from the packaged one is kept, in blocks with one
float16 scale; the embeddings are the packaged ones. Biases and normalisations are float16, the
head float32.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from safetensors import safe_open
from torch import Tensor

from corpus.errors import TvaersnitError
from models.reader_network import Network, packaged_network, packaged_tokenizer, score_pairs

WEIGHTS_SHA256 = "61c93b83e1830872552a7b7cf3ff2cf0e721f87c4094c7e57743ad765ea6355c"
FILE = Path(__file__).parent / "reader" / "weights.safetensors"
BLOCK = 32


class TrainedReader:
    """The network with its trained weights, and its calibration (``slope`` and ``offset``)."""

    def __init__(self, folder: Path) -> None:
        """``folder`` is what ``e5_weights.unpack`` gives. Raises ``TvaersnitError`` where
        ``FILE`` is missing or is not the one that belongs to this version."""
        _check()
        self._tokenizer = packaged_tokenizer(folder)
        self._network = packaged_network(folder)
        self.slope, self.offset = load(self._network, FILE)
        self._network.eval()
        # The one large table is only looked up in; half of it is exact and half as large.
        self._network.encoder.embeddings.word_embeddings.half()  # type: ignore[union-attr]

    def score(self, pairs: Sequence[tuple[str, str, str]], tokens: int) -> NDArray[np.float32]:
        """Logits ``[len(pairs)]`` of (first text, lead, unit's text); ``tokens`` at a time."""
        return score_pairs(self._network, self._tokenizer, pairs, tokens)


def save(network: Network, base: Network, calibration: tuple[float, float], path: Path) -> None:
    """Write what distinguishes ``network`` from ``base``, with slope and offset."""
    from safetensors.torch import save_file

    before = base.state_dict()
    tensors: dict[str, Tensor] = {}
    for name, tensor in network.state_dict().items():
        if "embeddings." in name:
            continue
        if name.startswith("encoder.") and tensor.dim() == 2:
            tensors[f"{name}.codes"], tensors[f"{name}.scales"] = _quantised(tensor - before[name])
        else:
            kind = torch.float16 if name.startswith("encoder.") else torch.float32
            tensors[name] = tensor.to(kind).contiguous()
    save_file(tensors, path, metadata={"calibration": json.dumps(calibration)})


def load(network: Network, path: Path) -> tuple[float, float]:
    """Add what ``save`` wrote to ``network``, the packaged one; gives slope and offset."""
    state = network.state_dict()
    with safe_open(path, framework="pt") as file, torch.no_grad():
        names = set(file.keys())
        for name, tensor in state.items():
            if name in names:
                tensor.copy_(file.get_tensor(name))
            elif f"{name}.codes" in names:
                tensor += _restored(
                    file.get_tensor(f"{name}.codes"), file.get_tensor(f"{name}.scales")
                ).view(tensor.shape)
        slope, offset = json.loads(file.metadata()["calibration"])
    return slope, offset


def _quantised(difference: Tensor) -> tuple[Tensor, Tensor]:
    """Codes of 8 bits ``[blocks, BLOCK]`` and scales ``[blocks]``, symmetric around zero."""
    blocks = difference.reshape(-1, BLOCK)
    scales = (blocks.abs().amax(1) / 127).clamp_min(1e-7).to(torch.float16)
    codes = (blocks / scales.float().unsqueeze(1)).round().clamp(-127, 127).to(torch.int8)
    return codes, scales


def _restored(codes: Tensor, scales: Tensor) -> Tensor:
    return codes.float() * scales.float().unsqueeze(1)


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
