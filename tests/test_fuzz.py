"""Readers meet files that are damaged at random: they read or refuse, and never hang or crash; and
files made at random, of which no word is lost."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ingest.reader import read_file
from tests.fuzzing import check, fuzz
from tests.small_files import FORMATS

_LETTERS = "abcdefghijklmnopqrstuvwxyzæøåABCÆØÅéü"
_WORD = st.text(_LETTERS, min_size=1, max_size=12)
_SIGNS = st.sampled_from(
    ["", "", "", ",", ".", ";", "?", "%", "§ 4", "»x«", "1.234,5", "–", "&", "<b>"]
)
_PARAGRAPH = st.lists(st.tuples(_WORD, _SIGNS).map("".join), min_size=6, max_size=60).map(" ".join)


@pytest.mark.parametrize("format_", FORMATS)
def test_damaged_files_are_read_or_refused(format_: str, tmp_path: Path) -> None:
    _survives(format_, range(40), tmp_path)


@pytest.mark.slow
@pytest.mark.parametrize("format_", FORMATS)
def test_two_thousand_damaged_files_are_read_or_refused(format_: str, tmp_path: Path) -> None:
    _survives(format_, range(40, 2040), tmp_path)


def _survives(format_: str, numbers: range, kept: Path) -> None:
    outcome = fuzz(format_, numbers, kept)
    assert not outcome.wrong, f"{len(outcome.wrong)} filer, gemt i {kept}:\n" + "\n".join(
        outcome.wrong[:5]
    )
    # Neither so damaged that nothing gets in, nor so little that nothing is tried.
    assert outcome.read + outcome.refused == len(numbers)
    assert outcome.read > len(numbers) / 10 and outcome.refused


@pytest.mark.parametrize("format_", [name for name in FORMATS if name != "zip"])
@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(paragraphs=st.lists(_PARAGRAPH, min_size=2, max_size=12, unique=True))
def test_no_word_is_lost(format_: str, paragraphs: list[str], tmp_path: Path) -> None:
    text = "\n\n".join(["Referat af møde i KKR Sjælland den 4. marts 2024", *paragraphs])
    path = tmp_path / f"referat.{format_}"
    path.write_bytes(FORMATS[format_](text))
    extract = read_file(path)
    check(extract)
    read, place = extract.text, 0
    for word in re.findall(r"\w+", text):
        found = read.find(word, place)
        assert found >= 0, f"{word!r} mangler efter {read[max(0, place - 80) : place]!r}"
        place = found + len(word)
