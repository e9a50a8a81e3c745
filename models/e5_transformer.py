"""The packaged encoder's transformer as the first module of a ``SentenceTransformer``."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import torch
from sentence_transformers.sentence_transformer.modules import InputModule

from models.bert import Bert
from models.e5_tokenizer import tokenizer
from models.e5_weights import MAX_TOKENS


class E5Transformer(InputModule):
    """Texts to the hidden states of their tokens, in the packaged encoder's folder."""

    def __init__(self, folder: Path) -> None:
        """Raises whatever the libraries do where a file in ``folder`` is damaged."""
        super().__init__()  # type: ignore[no-untyped-call]
        self.max_seq_length = MAX_TOKENS
        self._tokenizer = tokenizer(folder)
        self._bert = Bert(folder)

    def preprocess(  # type: ignore[override]  # it reads nothing but text
        self, inputs: Sequence[str], prompt: str | None = None, **_: Any
    ) -> dict[str, torch.Tensor]:
        """Token ids and attention mask, each ``[texts, tokens]``."""
        encoded = [self._tokenizer.encoded((prompt or "") + text, MAX_TOKENS) for text in inputs]
        ids, attention = self._tokenizer.padded(encoded)
        return {"input_ids": torch.from_numpy(ids), "attention_mask": torch.from_numpy(attention)}

    def forward(self, features: dict[str, torch.Tensor], **_: Any) -> dict[str, torch.Tensor]:
        """Adds ``token_embeddings`` ``[texts, tokens, dimension]``, float32."""
        ids, attention = features["input_ids"].numpy(), features["attention_mask"].numpy()
        features["token_embeddings"] = torch.from_numpy(self._bert.hidden(ids, attention))
        return features

    def save(self, output_path: str, *_: Any, **__: Any) -> None:
        """Raises ``NotImplementedError``: it is saved already, as the folder it is made from."""
        raise NotImplementedError
