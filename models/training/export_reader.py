"""Write a checkpoint as the packaged weights, calibrated; print what quantising costs.

    python -m models.training.export_reader --data FOLDER --checkpoint D.pt

Prints the SHA-256 for ``models.reader_weights.WEIGHTS_SHA256`` and the held-out figures.
"""

from __future__ import annotations

import argparse
import hashlib
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from tokenizers import Tokenizer

from corpus.settings import load_settings
from models import e5_weights, reader_weights
from models.reader_input import first_text, lead_text
from models.reader_network import Network, packaged_network, packaged_tokenizer, score_pairs
from models.training.held_out import Pair, Scorer, ask, measure, platt
from models.training.sources import general_material, own_material

TOKENS_PER_PASS = 1600


def scorer(network: Network, tokenizer: Tokenizer) -> Scorer:
    """Scores of held-out pairs by a network."""

    def score(pairs: Sequence[Pair]) -> NDArray[np.float32]:
        triples = [
            (first_text(question), lead_text(title, section), text)
            for question, title, section, text in pairs
        ]
        return score_pairs(network, tokenizer, triples, TOKENS_PER_PASS)

    return score


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--checkpoint", type=Path, required=True)
    parser.add_argument("--questions", type=int, default=320, help="of each held-out set")
    arguments = parser.parse_args()
    folder = e5_weights.unpack(load_settings().cache)
    tokenizer = packaged_tokenizer(folder)
    trained = packaged_network(folder).eval()
    state = torch.load(arguments.checkpoint, weights_only=True)
    trained.load_state_dict(state["network"], strict=False)
    sets = {
        "general": ask(general_material(arguments.data)[1], arguments.questions, seed=3),
        "own": ask(own_material()[1], arguments.questions, seed=3),
    }
    path = reader_weights.FILE
    results = {name: measure(asked, scorer(trained, tokenizer)) for name, asked in sets.items()}
    calibration = platt(
        np.concatenate([result.best for result in results.values()]),
        np.concatenate([result.right for result in results.values()]),
        # Both sets weigh the same, however many questions they hold.
        np.concatenate([np.full(len(r.best), 1 / len(r.best)) for r in results.values()]),
    )
    reader_weights.save(trained, packaged_network(folder), calibration, path)
    stored = packaged_network(folder).eval()
    reader_weights.load(stored, path)
    size = path.stat().st_size / 1e6
    print(f"step {state['step']}, {size:.1f} MB, slope and offset {calibration}")
    for name, asked in sets.items():
        after = measure(asked, scorer(stored, tokenizer))
        print(
            f"{name}: {len(asked)} questions, first {results[name].first:.3f}, area "
            f"{results[name].area:.3f}; stored {after.first:.3f}, {after.area:.3f}, largest "
            f"difference of a best score {np.abs(after.best - results[name].best).max():.4f}"
        )
    print("WEIGHTS_SHA256", hashlib.sha256(path.read_bytes()).hexdigest())


if __name__ == "__main__":
    main()
