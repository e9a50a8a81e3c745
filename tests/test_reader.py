"""The reader with its real weights, on minutes written for these tests."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch

from corpus.errors import TvaersnitError
from corpus.settings import load_settings
from models import e5_weights, reader_weights
from models import reader as reader_module
from models.bert import Weights
from models.e5_tokenizer import tokenizer
from models.reader import Reader, Unit
from models.reader_input import first_text, lead_text
from models.reader_network import packaged_network, score_pairs
from models.training.minutes import read_minutes

TITLE = "Fælles vinterberedskab på stier og pladser"
FORUM = "KKR Sjælland"
AMOUNT = Unit(TITLE, "Vinterberedskabet koster 3,6 mio. kr. om året, som deles ligeligt.", "case")
DATE = Unit(TITLE, "Ordningen træder i kraft den 1. november 2024.", "case")
WHO = Unit(TITLE, "Ringsted Kommune leder arbejdet og ansætter en koordinator.", "case")
WHY = Unit(TITLE, "Baggrunden er, at for mange ældre falder på glatte stier.", "background")
DECISION = Unit(TITLE, "Indstillingen blev tiltrådt.", "decision")
UNITS = [AMOUNT, DATE, WHO, WHY, DECISION]


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader(load_settings())


@pytest.mark.parametrize(
    ("question", "unit"),
    [
        ("Hvad koster vinterberedskabet?", AMOUNT),
        ("Hvor mange penge skal der bruges på vinterberedskabet?", AMOUNT),
        ("Hvornår begynder ordningen?", DATE),
        ("Hvilken kommune står i spidsen for vinterberedskabet?", WHO),
        ("Hvorfor vil man have et fælles vinterberedskab?", WHY),
        ("Hvad blev besluttet om vinterberedskabet?", DECISION),
    ],
)
def test_unit_that_answers_scores_highest(reader: Reader, question: str, unit: Unit) -> None:
    assert UNITS[int(reader.score(question, UNITS).argmax())] == unit


def test_unanswerable_question_scores_lower(reader: Reader) -> None:
    answered = reader.score("Hvad koster vinterberedskabet om året?", UNITS).max()
    for question in (
        "Hvad koster et årskort til svømmehallen i Greve?",
        "Hvor mange busser kører der til lufthavnen?",
        "Hvem er direktør for vandværket?",
    ):
        unanswered = reader.score(question, UNITS).max()
        assert unanswered < answered - 1
        assert reader.probability(unanswered) < 0.5 < reader.probability(answered)


def test_scores_are_those_of_the_network_that_was_trained(reader: Reader) -> None:
    folder = e5_weights.unpack(load_settings().cache)
    network = packaged_network(folder).eval()
    cache = load_settings().cache
    weights = Weights(reader_weights.unpack(cache) / "model.safetensors")
    trained = {
        **{f"encoder.{name}": tensor for name, tensor in weights.items()},
        **reader_weights.TrainedReader(cache)._head,
    }
    missing, unknown = network.load_state_dict(
        {name: torch.from_numpy(tensor) for name, tensor in trained.items()}, strict=False
    )
    assert not unknown
    assert missing == ["encoder.embeddings.word_embeddings.weight"]
    question = "Hvad koster vinterberedskabet?"
    pairs = [
        (first_text(question), lead_text(unit.title, unit.section, unit.forum), unit.text)
        for unit in UNITS
    ]
    expected = score_pairs(network, tokenizer(folder), pairs, 1600)
    # Both round to bfloat16 where the processor multiplies it, each at places of its own.
    assert np.abs(reader.score(question, UNITS) - expected).max() < 0.2


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("Hvad gør Ringsted Kommune?", "Hvad gør Skagen Kommune?"),
        ("Hvad skal Ringsted ansætte?", "Hvad skal Herning ansætte?"),
    ],
)
def test_name_that_the_text_does_not_hold_scores_lower(
    reader: Reader, right: str, wrong: str
) -> None:
    assert reader.score(wrong, [WHO])[0] < reader.score(right, [WHO])[0]


def test_other_forum_scores_lower(reader: Reader) -> None:
    unit = Unit(AMOUNT.title, AMOUNT.text, "case", FORUM)
    here = reader.score("Hvad koster vinterberedskabet i Region Sjælland?", [unit])
    there = reader.score("Hvad koster vinterberedskabet i Region Nordjylland?", [unit])
    assert there[0] < here[0]


def test_whole_list_scores_above_one_of_its_lines(reader: Reader) -> None:
    lines = ["- rydning af skolestier", "- salt ved plejehjem", "- vagt om natten"]
    whole = Unit(TITLE, "Beredskabet har tre opgaver:\n" + "\n".join(lines), "case")
    parts = [Unit(TITLE, line, "case") for line in lines]
    scores = reader.score("Hvilke opgaver har beredskabet?", [whole, *parts])
    assert int(scores.argmax()) == 0


def test_scores_do_not_depend_on_company_or_order(reader: Reader) -> None:
    question = "Hvad koster vinterberedskabet?"
    scores = reader.score(question, UNITS)
    assert scores.dtype == np.float32
    np.testing.assert_array_equal(scores, reader.score(question, UNITS))
    np.testing.assert_allclose(scores[::-1], reader.score(question, UNITS[::-1]), atol=1e-3)
    np.testing.assert_allclose(scores[:1], reader.score(question, UNITS[:1]), atol=1e-3)


def test_no_units_and_very_long_ones(reader: Reader) -> None:
    assert reader.score("Hvad koster det?", []).shape == (0,)
    long = Unit("Titel " * 50, "Et ord følger efter et andet. " * 400)
    assert np.isfinite(reader.score("Hvad koster det?" * 40, [long, Unit("", "")])).all()


def test_probability_rises_with_the_score(reader: Reader) -> None:
    values = [reader.probability(score) for score in (-1e6, -3.0, 0.0, 3.0, 1e6)]
    assert values == sorted(values)
    assert 0 <= values[0] < 0.01 and 0.99 < values[-1] <= 1


def test_does_not_depend_on_the_encoder_that_is_set(reader: Reader) -> None:
    other = Reader(load_settings(encoder="en/anden-model"))
    np.testing.assert_array_equal(
        other.score("Hvem leder arbejdet?", [WHO]), reader.score("Hvem leder arbejdet?", [WHO])
    )


def test_name_is_that_of_the_weights(reader: Reader) -> None:
    assert reader.name == f"reader-{reader_weights.WEIGHTS_SHA256[:12]}"


def test_corrupt_weights_are_refused_in_danish(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = bytearray(reader_weights.FILE.read_bytes())
    data[len(data) // 2] ^= 1
    broken = tmp_path / "weights.safetensors"
    broken.write_bytes(data)
    # Weights that are loaded already are shared.
    monkeypatch.setattr(reader_module, "_load", reader_module._load.__wrapped__)
    monkeypatch.setattr(reader_weights, "FILE", broken)
    with pytest.raises(TvaersnitError, match="beskadigede"):
        Reader(load_settings()).score("Hvem?", [WHO])


def test_missing_weights_are_told_in_danish(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Weights that are loaded already are shared.
    monkeypatch.setattr(reader_module, "_load", reader_module._load.__wrapped__)
    monkeypatch.setattr(reader_weights, "FILE", tmp_path / "weights.safetensors")
    with pytest.raises(TvaersnitError, match="mangler"):
        Reader(load_settings()).score("Hvem?", [WHO])


def test_own_training_material_holds_its_answers() -> None:
    material = read_minutes()
    assert len({passage.group for passage in material.passages}) >= 60
    assert len(material.questions) >= 500
    for question in material.questions:
        text = material.passages[question.passage].text
        assert all(0 <= start < end <= len(text) for start, end in question.answers)
