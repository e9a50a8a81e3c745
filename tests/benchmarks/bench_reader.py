"""Prints the reader's speed, and how it compares with the encoder over the same texts.

python tests/benchmarks/bench_reader.py FILE…
"""

from __future__ import annotations

import statistics
import sys
import time
from pathlib import Path

UNITS, ROUNDS, TITLE = 20, 15, "Status på rammeaftalen"
QUESTION = "Hvordan håndterede hvert KKR Kofoedsminde?"


def main() -> None:
    from corpus.settings import load_settings
    from models import reader as module
    from models.encoder import Encoder
    from models.sentences import split_sentences

    units: list[module.Unit] = []
    for name in sys.argv[1:]:
        text = Path(name).read_text(encoding="utf-8")
        found = split_sentences(text)
        # Windows of two sentences: about what answers are chosen from.
        units += [
            module.Unit(TITLE, text[one.start : two.end], "case")
            for one, two in zip(found, found[1:], strict=False)
            if 80 <= two.end - one.start <= 480
        ]
    if len(units) < UNITS:
        sys.exit(str(__doc__))
    step = len(units) // UNITS
    settings = load_settings()
    encoder = Encoder(settings)
    encoder.encode_query(QUESTION)
    start = time.perf_counter()
    reader = module.Reader(settings)
    reader.score(QUESTION, units[:2])
    print(reader.name)
    print(f"loading and the first score, s {time.perf_counter() - start:17.1f}")

    rounds = [units[at % step :: step][:UNITS] for at in range(ROUNDS)]
    taken = []
    for chosen in rounds:
        start = time.perf_counter()
        encoder.encode_passages([f"{unit.title}: {unit.text}" for unit in chosen])
        taken.append(time.perf_counter() - start)
    theirs = UNITS / statistics.median(taken)
    print(f"the encoder, units/s {theirs:27.1f}")
    for tokens in (800, 1600, 3200):
        module.TOKENS_PER_PASS = tokens
        taken = []
        for chosen in rounds:
            start = time.perf_counter()
            reader.score(QUESTION, chosen)
            taken.append(time.perf_counter() - start)
        ours = UNITS / statistics.median(taken)
        print(
            f"{tokens} tokens a pass, units/s {ours:13.1f}   {UNITS} units p50, ms "
            f"{1000 * statistics.median(taken):.0f}   ratio {ours / theirs:.2f}"
        )


if __name__ == "__main__":
    main()
