"""The reader's network, and its weights as blocks of small integers beside the packaged encoder.

The network is a cross-encoder (Nogueira and Cho 2019, "Passage Re-ranking with BERT") whose
pooling also looks where the answer seems to stand, as in span prediction (Devlin et al. 2019).
"""

from __future__ import annotations

from pathlib import Path

import torch
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
    from transformers import BertModel

    encoder = BertModel.from_pretrained(
        folder,
        dtype=torch.float32,
        add_pooling_layer=False,
        hidden_dropout_prob=0.0,
        attention_probs_dropout_prob=0.0,
    )
    return Network(encoder, encoder.config.hidden_size)
