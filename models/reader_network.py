"""The reader's network and its input as tensors.

The network is a cross-encoder (Nogueira and Cho 2019, "Passage Re-ranking with BERT") whose
pooling also looks where the answer seems to stand, as in span prediction (Devlin et al. 2019).
"""

from __future__ import annotations

import warnings
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from tokenizers import Encoding, Tokenizer
from torch import Tensor, nn

LONGEST = 208
"""Tokens of question, title and text together; a longer text is cut at its end."""


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


def packaged_tokenizer(folder: Path) -> Tokenizer:
    """The packaged encoder's tokenizer, for pairs of a question and a titled text."""
    tokenizer: Tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    # The longer of the two is cut, so ordinarily the text, but an endless question is cut too.
    tokenizer.enable_truncation(LONGEST, strategy="longest_first")
    return tokenizer


def masks(encodings: Sequence[Encoding], leads: Sequence[str]) -> tuple[Tensor, Tensor, Tensor]:
    """Ids, attention and text mask, each ``[n, tokens]``, of pairs whose second text begins with
    the lead that is no part of the unit."""
    length = max(len(encoding.ids) for encoding in encodings)
    ids = torch.ones(len(encodings), length, dtype=torch.long)
    attention = torch.zeros(len(encodings), length, dtype=torch.long)
    text = torch.zeros(len(encodings), length, dtype=torch.bool)
    for n, (encoding, lead) in enumerate(zip(encodings, leads, strict=True)):
        tokens = len(encoding.ids)
        ids[n, :tokens] = torch.tensor(encoding.ids)
        attention[n, :tokens] = 1
        text[n, :tokens] = torch.tensor(
            [
                kind == 1 and end > len(lead)
                for kind, (_, end) in zip(encoding.sequence_ids, encoding.offsets, strict=True)
            ]
        )
    return ids, attention, text


def packed(encodings: Sequence[Encoding], tokens: int) -> Iterator[list[int]]:
    """Positions of the pairs, those of like length together, at most ``tokens`` a batch with the
    padding."""
    batch: list[int] = []
    for n in sorted(range(len(encodings)), key=lambda n: len(encodings[n].ids)):
        if batch and len(encodings[n].ids) * (len(batch) + 1) > tokens:
            yield batch
            batch = []
        batch.append(n)
    if batch:
        yield batch


def multiplies_bfloat16() -> bool:
    """Whether this processor multiplies bfloat16 itself: then a unit is read in less than half the
    time (``tests/benchmarks/bench_reader.py``), its logit within 0.1 of the other."""
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
    encodings = tokenizer.encode_batch([(first, lead + text) for first, lead, text in pairs])
    half = multiplies_bfloat16()
    with torch.inference_mode(), torch.autocast("cpu", torch.bfloat16, enabled=half):
        for batch in packed(encodings, tokens):
            inputs = masks([encodings[n] for n in batch], [pairs[n][1] for n in batch])
            scores[batch] = network(*inputs)[0].float().numpy()
    return scores
