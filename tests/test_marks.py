"""The words that are marked in what search finds."""

from __future__ import annotations

import pytest

from corpus.records import Filters
from search_api.archive import Archive
from search_api.search import search


def marked(archive: Archive, question: str, **filters: tuple[str, ...]) -> set[str]:
    hits = search(archive, question, Filters(**filters)).hits  # type: ignore[arg-type]
    for hit in hits:
        ends = [0, *(end for _, end in hit.marks)]
        assert all(start >= end for (start, _), end in zip(hit.marks, ends, strict=False))
    return {hit.text[start:end] for hit in hits for start, end in hit.marks}


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("Hvordan håndterede hvert KKR Kofoedsminde?", "Kofoedsminde"),
        ("Hvad er taksterne for Østruplund?", "takst"),
        ("Hvor er der sikrede pladser?", "pladser"),
        ("Hvad siges der om særlige pladser i psykiatrien?", "særlige pladser"),
    ],
)
def test_the_words_asked_for_are_marked_however_they_are_inflected(
    samples: Archive, question: str, expected: str
) -> None:
    words = marked(samples, question)
    assert any(word.startswith(expected) for word in words), words


def test_everyday_words_are_not_marked(samples: Archive) -> None:
    words = {
        word.casefold() for word in marked(samples, "Hvad siges der om takster, og hvor meget")
    }
    assert not words & {"siges", "siger", "meget", "om", "og", "der"}


def test_only_what_matches_is_marked(samples: Archive) -> None:
    for word in marked(samples, "Kofoedsminde"):
        assert "kofoed" in word.casefold()
