"""The encoder: text to dense vectors, with sentence-transformers and whatever model is set."""

from __future__ import annotations

import hashlib
import os
import threading
import warnings
from collections.abc import Callable, Sequence
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from corpus.errors import TvaersnitError
from corpus.index import Vector
from corpus.machine import fault
from corpus.settings import PACKAGED_ENCODER, Settings
from models import e5_weights

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

MAX_TOKENS = 512
"""Longer text is cut: the packaged model has no further positions."""

BATCH_SIZE = 8
"""Passages of like length encoded together; measured by ``tests/benchmarks/bench_encoder.py``."""


class Encoder:
    """Dense vectors of unit length, so that a dot product is the cosine.

    Nothing is imported or loaded before it is needed. Safe to use from several threads. ``device``
    is where it computes, as PyTorch calls it ("cuda"). Every method may raise ``TvaersnitError``
    where the model is missing, broken or unknown.
    """

    def __init__(self, settings: Settings, device: str = "cpu") -> None:
        self._settings = settings
        self._device = device

    @cached_property
    def name(self) -> str:
        """Names model, weights and passage prompt: vectors of equal names can be compared.

        For the packaged model this loads nothing.
        """
        if self._settings.encoder == PACKAGED_ENCODER:
            label, weights = "multilingual-e5-small", e5_weights.WEIGHTS_SHA256
        else:
            label = self._settings.encoder.rstrip("/").rsplit("/", 1)[-1]
            weights = _digest(self._model)
        identity = f"{weights}\n{self._prompt('passage')}\n{MAX_TOKENS}"
        return f"{label}-{hashlib.sha256(identity.encode()).hexdigest()[:12]}"

    @cached_property
    def dimension(self) -> int:
        """The length of a vector."""
        if self._settings.encoder == PACKAGED_ENCODER:
            return e5_weights.DIMENSION
        return int(self._model.get_embedding_dimension() or 0)

    def load(self) -> None:
        """Load the model, which the first text would otherwise wait for; computes nothing."""
        _ = self._model

    def encode_passages(
        self, texts: Sequence[str], progress: Callable[[int], None] | None = None
    ) -> Vector:
        """Vectors ``[len(texts), dimension]`` in the order of ``texts``.

        ``progress`` is told the number of texts done since it was last told.
        """
        vectors = np.empty((len(texts), self.dimension), dtype=np.float32)
        # Neighbours of like length waste no computing on padding; longest first, so that too
        # little memory shows at once.
        order = sorted(range(len(texts)), key=lambda i: len(texts[i]), reverse=True)
        for start in range(0, len(order), BATCH_SIZE):
            batch = order[start : start + BATCH_SIZE]
            vectors[batch] = self._encode([texts[i] for i in batch], "passage")
            if progress is not None:
                progress(len(batch))
        return vectors

    def encode_query(self, text: str) -> Vector:
        """The vector ``[dimension]`` of a question."""
        vector: Vector = self._encode([text], "query")[0]
        return vector

    def _encode(self, texts: list[str], role: str) -> Vector:
        model = self._model
        # The tokenizer's padding state is not safe to share between threads.
        with _computing:
            return np.asarray(
                model.encode(
                    texts,
                    prompt=self._prompt(role),
                    batch_size=BATCH_SIZE,
                    normalize_embeddings=True,
                    show_progress_bar=False,
                ),
                dtype=np.float32,
            )

    def _prompt(self, role: str) -> str:
        """The text put before a query or a passage: as set, else the model's own, else that of
        the E5 family (Wang et al. 2024), whose older model folders do not tell it."""
        chosen: str | None = getattr(self._settings, f"{role}_prompt")
        if chosen is not None:
            return chosen
        if self._settings.encoder == PACKAGED_ENCODER:
            return e5_weights.PROMPTS[role]
        own = self._model.prompts
        prompt = own.get(role) or (own.get("document") if role == "passage" else None)
        label = self._settings.encoder.lower()
        if not prompt and "e5-" in label and "instruct" not in label:
            prompt = e5_weights.PROMPTS[role]
        return prompt or ""

    @property
    def _model(self) -> SentenceTransformer:
        with _loading:
            return _load(self._settings.encoder, self._settings.cache, self._device)


_loading, _computing = threading.Lock(), threading.Lock()


@lru_cache(maxsize=1)
def _load(encoder: str, cache: Path, device: str) -> SentenceTransformer:
    """The model, which all encoders of a process share while it is the one that is set."""
    packaged = encoder == PACKAGED_ENCODER
    source = str(e5_weights.unpack(cache)) if packaged else encoder
    local = Path(source).expanduser().is_dir()
    # Read by the libraries as they are imported: what lies here needs no hub.
    if local:
        os.environ.setdefault("HF_HUB_OFFLINE", "1")
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import torch
        import transformers
        from sentence_transformers import SentenceTransformer

        transformers.logging.set_verbosity_error()  # type: ignore[no-untyped-call]
        transformers.logging.disable_progress_bar()  # type: ignore[no-untyped-call]
        try:
            if packaged and device == "cpu":
                return _packaged(Path(source))
            model = SentenceTransformer(
                str(Path(source).expanduser()) if local else source,
                device=device,
                local_files_only=local,
                model_kwargs={"dtype": torch.float32},
            )
        except Exception as error:  # The libraries raise anything from KeyError to ImportError.
            if told := fault(source, error):
                raise told from error
            raise TvaersnitError(_cannot_load(source, packaged, local, error)) from error
    model.eval()
    model.max_seq_length = min(model.max_seq_length or MAX_TOKENS, MAX_TOKENS)
    return model


def _packaged(folder: Path) -> SentenceTransformer:
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import Normalize, Pooling

    from models.e5_transformer import E5Transformer

    modules = [E5Transformer(folder), Pooling(e5_weights.DIMENSION, "mean"), Normalize()]
    return SentenceTransformer(modules=modules, device="cpu")


def _cannot_load(source: str, packaged: bool, local: bool, error: Exception) -> str:
    reason = str(error).strip().partition("\n")[0][:200]
    if packaged:
        return (
            f"Den udpakkede encoder i {source} er beskadiget ({reason}). Slet mappen, så pakkes "
            "den ud igen."
        )
    if local:
        return (
            f"Mappen {source} indeholder ikke en model, som sentence-transformers kan læse "
            f"({reason}). Ret TVAERSNIT_ENCODER."
        )
    return (
        f"Encoderen »{source}« er hverken en mappe eller en model, der kan hentes ({reason}). "
        "Ret TVAERSNIT_ENCODER, eller fjern den for at bruge den medfølgende encoder."
    )


def _digest(model: SentenceTransformer) -> str:
    """A fingerprint of the weights: names, shapes and the first values of every tensor, which
    any training changes; hashing gigabytes at every start would take longer than loading."""
    fingerprint = hashlib.sha256()
    for name, tensor in model.state_dict().items():
        if ".pooler." in name:
            continue  # Not used here, and made at random where the model's files lack it.
        fingerprint.update(f"{name} {tuple(tensor.shape)}".encode())
        fingerprint.update(tensor.flatten()[:64].float().cpu().numpy().tobytes())
    return fingerprint.hexdigest()
