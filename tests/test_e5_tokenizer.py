"""The packaged encoder's tokens are those that its ``tokenizer.json`` tells of."""

from __future__ import annotations

from pathlib import Path

import pytest
from tokenizers import Tokenizer as Described

from corpus.settings import load_settings
from models import e5_weights
from models.e5_tokenizer import Tokenizer
from models.reader_input import LONGEST, first_text, lead_text, masked
from tests.parsed import SAMPLES

STRANGE = (
    "",
    " ",
    "a",
    "Ældre på Ærø – og Åse\u00a0m.fl.",
    "fem\ttal\n\n  og   linjer\r\n",
    "ﬁlm, ½ m², ①, e\u0301n, A\u030arhus, \u200bskjult",
    "Kofoedsminde▁er▁nævnt",
    "Привет, мир! 你好，世界 مرحبا שלום 😀👩‍👩‍👧",
    "x" * 3000,
    "§§§ *** ---- ........ ________",
)


@pytest.fixture(scope="module")
def folder() -> Path:
    return e5_weights.unpack(load_settings().cache)


@pytest.fixture(scope="module")
def ours(folder: Path) -> Tokenizer:
    return Tokenizer(folder)


@pytest.fixture(scope="module")
def described(folder: Path) -> Described:
    return Described.from_file(str(folder / "tokenizer.json"))


def lines() -> list[str]:
    paths = [path for path in sorted(SAMPLES.rglob("*")) if path.suffix in (".txt", ".html")]
    assert paths
    return [line for path in paths for line in path.read_text(encoding="utf-8").splitlines()]


def test_ids_are_those_of_the_model_s_own_description(ours: Tokenizer, described: Described):
    for longest in (512, 12):
        described.enable_truncation(longest)
        for text in (*STRANGE, *lines()):
            assert ours.encoded(f"query: {text}", longest) == described.encode(f"query: {text}").ids


def test_pairs_are_cut_and_told_apart_as_described(ours: Tokenizer, described: Described):
    described.enable_truncation(LONGEST, strategy="longest_first")
    some = [text for text in (*STRANGE, *lines()[:300]) if text.strip()]
    long = " ".join(lines())[:3000]
    lead = lead_text("Takster og aftaler", "decision", "KKR Sjælland")
    pairs = [(first_text(q), lead, text) for q in ("Hvad nu?", long) for text in (*some, long)]
    pairs += [(first_text("Hvad nu?"), lead_text(long), long), (long[:700], long[:900], long[:30])]
    for first, before, text in pairs:
        pair = ours.pair(first, before, text, LONGEST)
        expected = described.encode(first, before + text)
        assert pair.ids == expected.ids
        ids, attention = ours.padded([pair.ids])
        assert attention.all()
        assert masked([pair], ids.shape)[0].tolist() == [
            kind == 1 and end > len(before)
            for kind, (_, end) in zip(expected.sequence_ids, expected.offsets, strict=True)
        ]


def test_what_looks_like_a_mark_of_the_model_is_text_like_any_other(ours: Tokenizer):
    ids = ours.encoded("slut </s> <s> <pad>", 512)
    assert ids[0] == 0 and ids[-1] == 2
    assert not {0, 1, 2} & set(ids[1:-1])
