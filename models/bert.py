"""BERT on the packaged encoder's weights, computed by OpenVINO in place of PyTorch.

Several times as fast on a processor (``tests/benchmarks/bench_encoders.py``), and the weights stay
in their file: every process that reads it shares them.
"""

from __future__ import annotations

import json
import mmap
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import openvino
from numpy.typing import NDArray
from openvino import opset13 as ops

_FAR_BELOW = np.float32(-1e4)
"""Added to the attention of what is only padding."""

_WORDS = "embeddings.word_embeddings.weight"

_STEP = 16
"""Lengths are filled up to multiples of it, and texts go together by powers of two: OpenVINO keeps
1 MB for every shape that it has met."""


class Weights(dict[str, NDArray[Any]]):
    """The tensors of a safetensors file, by their names there, read from disk as they are used."""

    def __init__(self, path: Path) -> None:
        """Raises ``OSError`` or ``ValueError`` where the file is missing or damaged."""
        with open(path, "rb") as file:
            length = int.from_bytes(file.read(8), "little")
            header = json.loads(file.read(length))
            # A copy where it is written to, which nobody does: OpenVINO takes no other.
            self._file = mmap.mmap(file.fileno(), 0, mmap.MAP_PRIVATE)
        header.pop("__metadata__", None)
        data = np.frombuffer(self._file, np.uint8)[8 + length :]
        for name, told in header.items():
            kind = np.float16 if told["dtype"] == "F16" else np.float32
            self[name] = data[slice(*told["data_offsets"])].view(kind).reshape(told["shape"])

    def let_go(self) -> None:
        """Let the memory give way to others: what is used again is read again."""
        self._file.madvise(mmap.MADV_DONTNEED)


class Bert:
    """The transformer (Devlin et al. 2019), for texts that are each of one kind.

    It is computed in bfloat16 where the processor multiplies that itself, else in float32: the
    cosine between the two is above 0.9999.
    """

    def __init__(self, folder: Path, weights: Weights | None = None) -> None:
        """``folder`` is what ``e5_weights.unpack`` gives; ``weights``, by the names that the
        transformers library gives those of a ``BertModel``, stand in for all but its words.
        Computes nothing, and is compiled with the first text.

        Raises whatever the libraries do where a file of it is damaged.
        """
        configuration = json.loads((folder / "config.json").read_bytes())
        packaged = Weights(folder / "model.safetensors")
        weights = weights or packaged
        self.dimension = int(configuration["hidden_size"])
        self._words = packaged[_WORDS]
        kinds = weights["embeddings.token_type_embeddings.weight"]
        self._places = weights["embeddings.position_embeddings.weight"] + kinds[0]
        self._weights, self._configuration = weights, configuration
        self._compiled: dict[int, openvino.CompiledModel] = {}

    def hidden(self, ids: NDArray[np.int64], attention: NDArray[np.int64]) -> NDArray[np.float32]:
        """The last layer's states ``[texts, tokens, dimension]`` of token ids and their attention
        mask, each ``[texts, tokens]``. For one thread at a time."""
        # The threads that compute do not come along into a forked process, so each compiles for
        # itself; what its parent compiled is kept, since freeing it would wait for them.
        compiled = self._compiled.get(os.getpid()) or self._compile()
        texts, tokens = ids.shape
        filled = ((0, 0), (0, -tokens % _STEP))
        ids, attention = np.pad(ids, filled), np.pad(attention, filled)
        hidden = np.empty((texts, tokens, self.dimension), np.float32)
        start = 0
        while start < texts:
            some = slice(start, start + (1 << (texts - start).bit_length() - 1))
            embedded = self._words[ids[some]].astype(np.float32) + self._places[: ids.shape[1]]
            unseen = (1 - attention[some, None, None, :]).astype(np.float32) * _FAR_BELOW
            hidden[some] = compiled([embedded, unseen])[0][:, :tokens]
            start = some.stop
        return hidden

    def _compile(self) -> openvino.CompiledModel:
        core = openvino.Core()
        halved = "BF16" in core.get_property("CPU", "OPTIMIZATION_CAPABILITIES")
        compiled = core.compile_model(
            _graph(self._weights, self._configuration),
            "CPU",
            {
                "INFERENCE_PRECISION_HINT": "bf16" if halved else "f32",
                # As PyTorch does: by this variable, else every core.
                "INFERENCE_NUM_THREADS": int(os.environ.get("OMP_NUM_THREADS") or 0),
            },
        )
        self._compiled[os.getpid()] = compiled
        # With the first text it arranges the weights in its own way, and needs them no more.
        compiled(
            [
                np.zeros(shape, np.float32)
                for shape in ((1, _STEP, self.dimension), (1, 1, 1, _STEP))
            ]
        )
        self._weights.let_go()
        return compiled


def _graph(weights: Weights, configuration: Mapping[str, Any]) -> openvino.Model:
    """The layers, from embedded tokens and what is added to the attention to hidden states."""
    hidden, heads = configuration["hidden_size"], configuration["num_attention_heads"]
    epsilon = configuration["layer_norm_eps"]
    swap = ops.constant(np.array([0, 2, 1, 3]))
    split = ops.constant(np.array([0, 0, heads, hidden // heads]))
    joined = ops.constant(np.array([0, 0, hidden]))
    last = ops.constant(np.array([-1]))

    def constant(name: str) -> Any:
        return ops.constant(openvino.Tensor(weights[name], shared_memory=True))

    def linear(x: Any, name: str) -> Any:
        product = ops.matmul(x, constant(f"{name}.weight"), False, True)
        return ops.add(product, constant(f"{name}.bias"))

    def normal(x: Any, name: str) -> Any:
        centred = ops.mvn(x, last, True, epsilon, "inside_sqrt")
        scaled = ops.multiply(centred, constant(f"{name}.weight"))
        return ops.add(scaled, constant(f"{name}.bias"))

    def in_heads(x: Any, name: str) -> Any:
        """``[texts, heads, tokens, width]``."""
        return ops.transpose(ops.reshape(linear(x, name), split, True), swap)

    def attended(x: Any, name: str) -> Any:
        asked, keys, values = (
            in_heads(x, f"{name}.self.{role}") for role in ("query", "key", "value")
        )
        seen = ops.scaled_dot_product_attention(asked, keys, values, unseen)
        together = ops.reshape(ops.transpose(seen, swap), joined, True)
        return linear(together, f"{name}.output.dense")

    embedded = ops.parameter([-1, -1, hidden], np.float32)
    unseen = ops.parameter([-1, 1, 1, -1], np.float32)
    x = normal(embedded, "embeddings.LayerNorm")
    for number in range(configuration["num_hidden_layers"]):
        layer = f"encoder.layer.{number}"
        x = ops.add(x, attended(x, f"{layer}.attention"))
        x = normal(x, f"{layer}.attention.output.LayerNorm")
        inner = ops.gelu(linear(x, f"{layer}.intermediate.dense"), "erf")
        x = ops.add(x, linear(inner, f"{layer}.output.dense"))
        x = normal(x, f"{layer}.output.LayerNorm")
    return openvino.Model([x], [embedded, unseen], "bert")
