"""The reader's network in PyTorch, as it is trained.

The network is a cross-encoder (Nogueira and Cho 2019, "Passage Re-ranking with BERT") whose
pooling also looks where the answer seems to stand, as in span prediction (Devlin et al. 2019).
"""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from models.e5_tokenizer import Tokenizer
from models.reader_input import LONGEST, masked, packed


class Network(nn.Module):
    """Scores a unit of text for a question.

    Two poolings feed the score: the mean over all tokens, and the mean over the text's tokens
    weighted by how likely each belongs to the answer.
    """

    def __init__(self, encoder: nn.Module, width: int) -> None:
        super().__init__()
        self.encoder = encoder
        self.evidence = nn.Linear(width, 1)
        self.score = nn.Linear(2 * width, 1)

    def forward(self, ids: Tensor, attention: Tensor, text: Tensor) -> tuple[Tensor, Tensor]:
        """Scores ``[n]`` (logits) and logarithms ``[n, tokens]`` of the evidence's weights.

        ``ids``, ``attention`` and ``text`` have the shape ``[n, tokens]``; ``text`` is true where
        a token belongs to the unit's text, so neither to the question nor to the title.
        """
        hidden = self.encoder(input_ids=ids, attention_mask=attention).last_hidden_state.float()
        weights = attention.unsqueeze(-1).to(hidden.dtype)
        mean = (hidden * weights).sum(1) / weights.sum(1)
        where = self.evidence(hidden).squeeze(-1).masked_fill(~text, -1e4).log_softmax(-1)
        evidence = (hidden * where.exp().unsqueeze(-1)).sum(1)
        return self.score(torch.cat([mean, evidence], -1)).squeeze(-1), where


def packaged_network(folder: Path) -> Network:
    """The network on the packaged encoder's own weights, its head untrained.

    ``folder`` is what ``e5_weights.unpack`` gives.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import transformers

        transformers.logging.set_verbosity_error()  # type: ignore[no-untyped-call]
        transformers.logging.disable_progress_bar()  # type: ignore[no-untyped-call]
        encoder = transformers.BertModel.from_pretrained(
            folder,
            dtype=torch.float32,
            local_files_only=True,
            add_pooling_layer=False,
            hidden_dropout_prob=0.0,
            attention_probs_dropout_prob=0.0,
        )
    return Network(encoder, encoder.config.hidden_size)


def multiplies_bfloat16() -> bool:
    """Whether this processor multiplies bfloat16 itself: then a unit is read in less than half the
    time, its logit within 0.1 of the other."""
    able = torch.cpu.get_capabilities()
    return bool(able.get("avx512_bf16") or able.get("amx_bf16"))


def score_pairs(
    network: Network,
    tokenizer: Tokenizer,
    pairs: Sequence[tuple[str, str, str]],
    tokens: int,
) -> NDArray[np.float32]:
    """Logits ``[len(pairs)]`` of (first text, lead, unit's text), read ``tokens`` at a time."""
    scores = np.empty(len(pairs), dtype=np.float32)
    read = [tokenizer.pair(*pair, LONGEST) for pair in pairs]
    half = multiplies_bfloat16()
    with torch.inference_mode(), torch.autocast("cpu", torch.bfloat16, enabled=half):
        for batch in packed(read, tokens):
            some = [read[n] for n in batch]
            ids, attention = tokenizer.padded([pair.ids for pair in some])
            inputs = map(torch.from_numpy, (ids, attention, masked(some, ids.shape)))
            scores[batch] = network(*inputs)[0].float().numpy()
    return scores
