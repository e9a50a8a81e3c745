"""Train the component that finds names in Danish text; writes ``models/names/``.

    OMP_NUM_THREADS=1 python -m models.training.train_names --data FOLDER

``FOLDER`` holds ``danplus/da_news_{train,dev,test}.tsv``. The same seed, thread count and versions
give the same weights. The best epoch on the dev split is kept; the figures printed at the end are
of the test split, over its tokens as published.
"""

from __future__ import annotations

import argparse
import random
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import spacy
from spacy.language import Language
from spacy.tokens import Doc
from spacy.training import Example
from spacy.util import fix_random_seed  # type: ignore[attr-defined]
from thinc.api import Adam, Config
from thinc.schedules import warmup_linear

from models.training.named_entities import NamedSentence, Variation, read_sentences

OUT = Path(__file__).parents[1] / "names"
WORDS_A_STEP = 800
DROPOUT = 0.25
PEAK = 0.001
WARM_UP = 250

# The sizes of spaCy's small pipelines. Four views of a word, so that an unknown one still has an
# ending and a shape; four layers with residual connections see four words to either side.
_CONFIG = """
[nlp]
lang = "da"
pipeline = ["ner"]

[components]

[components.ner]
factory = "ner"

[components.ner.model]
@architectures = "spacy.TransitionBasedParser.v2"
state_type = "ner"
extra_state_tokens = false
hidden_width = 64
maxout_pieces = 2
use_upper = true

[components.ner.model.tok2vec]
@architectures = "spacy.Tok2Vec.v2"

[components.ner.model.tok2vec.embed]
@architectures = "spacy.MultiHashEmbed.v2"
width = 96
attrs = ["NORM", "PREFIX", "SUFFIX", "SHAPE"]
rows = [5000, 1000, 2500, 2500]
include_static_vectors = false

[components.ner.model.tok2vec.encode]
@architectures = "spacy.MaxoutWindowEncoder.v2"
width = 96
window_size = 1
maxout_pieces = 3
depth = 4
"""


def build(sentences: Sequence[NamedSentence], seed: int) -> Language:
    """A pipeline with a fresh ``ner`` component for the labels of ``sentences``."""
    fix_random_seed(seed)
    nlp = spacy.util.load_model_from_config(Config().from_str(_CONFIG), auto_fill=True)
    nlp.initialize(lambda: examples(nlp, sentences))
    return nlp


def examples(nlp: Language, sentences: Sequence[NamedSentence]) -> list[Example]:
    """The sentences' tokens, and what is to be found in them."""
    made = []
    for sentence in sentences:
        found = Doc(nlp.vocab, words=list(sentence.words))
        told = Doc(nlp.vocab, words=list(sentence.words))
        told.ents = [spacy.tokens.Span(told, *name) for name in sentence.names]
        made.append(Example(found, told))
    return made


def measure(nlp: Language, of: Sequence[Example]) -> dict[str, Any]:
    """Precision, recall and F1 of whole names with their labels, in all and by label."""
    scores = nlp.evaluate([Example(example.x.copy(), example.y) for example in of])
    return {
        "all": {"p": scores["ents_p"], "r": scores["ents_r"], "f": scores["ents_f"]},
        **scores["ents_per_type"],
    }


def train(
    nlp: Language,
    trained: Sequence[NamedSentence],
    dev: Sequence[NamedSentence],
    *,
    seed: int,
    epochs: int,
) -> float:
    """Train in place. Kept are the averaged weights of the epoch that is best on ``dev``; gives its
    F1."""
    chance = random.Random(seed)
    variation = Variation(trained, seed)
    told = examples(nlp, dev)
    words = sum(len(sentence.words) for sentence in trained)
    steps = epochs * words // WORDS_A_STEP
    optimizer = Adam(
        learn_rate=warmup_linear(PEAK, WARM_UP, steps),  # type: ignore[arg-type]
        L2=0.01,
        L2_is_weight_decay=True,
        grad_clip=1.0,
        use_averages=True,
    )
    best, kept = -1.0, b""
    began = time.monotonic()
    for epoch in range(1, epochs + 1):
        drawn = [variation(one) for one in trained]
        chance.shuffle(drawn)
        losses: dict[str, float] = {}
        for batch in _batches(drawn):
            nlp.update(examples(nlp, batch), sgd=optimizer, drop=DROPOUT, losses=losses)
            optimizer.step_schedules()
        with nlp.use_params(optimizer.averages):
            f1 = measure(nlp, told)["all"]["f"] or 0.0
            if f1 > best:
                best, kept = f1, nlp.to_bytes()
        print(
            f"epoch {epoch}: loss {losses['ner']:.0f}, dev F1 {f1:.4f}, "
            f"{time.monotonic() - began:.0f} s",
            flush=True,
        )
    nlp.from_bytes(kept)
    return best


def _batches(sentences: Sequence[NamedSentence]) -> Iterator[list[NamedSentence]]:
    batch: list[NamedSentence] = []
    size = 0
    for sentence in sentences:
        batch.append(sentence)
        size += len(sentence.words)
        if size >= WORDS_A_STEP:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--out", type=Path, default=OUT)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--epochs", type=int, default=20)
    arguments = parser.parse_args()
    folder = arguments.data / "danplus"
    trained, dev, test = (
        read_sentences(folder / f"da_news_{part}.tsv") for part in ("train", "dev", "test")
    )
    nlp = build(trained, arguments.seed)
    best = train(nlp, trained, dev, seed=arguments.seed, epochs=arguments.epochs)
    print(f"best dev F1 {best:.4f}")
    for label, scores in measure(nlp, examples(nlp, test)).items():
        print(f"{label:4s} P {scores['p']:.3f} R {scores['r']:.3f} F1 {scores['f']:.3f}")
    nlp.to_disk(arguments.out)


if __name__ == "__main__":
    main()
