"""The packaged encoder's tokenizer, of which a process has but one: it takes 280 MB."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from tokenizers import Encoding, Tokenizer

_PADDING = 1
"""The id of the token <pad>."""

_encoding = threading.Lock()


@lru_cache(maxsize=1)
def tokenizer(folder: Path) -> Tokenizer:
    """The tokenizer in ``folder``, what ``e5_weights.unpack`` gives."""
    read: Tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    return read


def encoded(
    tokenizer: Tokenizer, texts: Sequence[str] | Sequence[tuple[str, str]], longest: int
) -> list[Encoding]:
    """The tokens of texts, or of pairs of them, at most ``longest`` of each; of a pair the longer
    text is cut."""
    # How long is a state of the tokenizer that all share.
    with _encoding:
        tokenizer.enable_truncation(longest, strategy="longest_first")
        return list(tokenizer.encode_batch(texts))


def padded(encodings: Sequence[Encoding]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Ids and attention mask, each ``[texts, tokens]``."""
    length = max(len(encoding.ids) for encoding in encodings)
    ids = np.full((len(encodings), length), _PADDING, dtype=np.int64)
    attention = np.zeros((len(encodings), length), dtype=np.int64)
    for n, encoding in enumerate(encodings):
        ids[n, : len(encoding.ids)] = encoding.ids
        attention[n, : len(encoding.ids)] = 1
    return ids, attention
