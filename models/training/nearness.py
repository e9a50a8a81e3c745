"""How near the encoder finds a question and a unit: what it confuses, the reader tells apart."""

from __future__ import annotations

from collections.abc import Sequence

from corpus.settings import load_settings
from models.encoder import Encoder
from models.training.questions import Material, Passage, Span


class Nearness:
    """Cosines between the questions of a material and every window of its passages."""

    def __init__(self, material: Material) -> None:
        encoder = Encoder(load_settings())
        texts = [question.text for question in material.questions]
        self._questions = dict(zip(texts, map(encoder.encode_query, texts), strict=True))
        places = [(id(p), span) for p in material.passages for span in p.windows]
        vectors = encoder.encode_passages(
            [
                f"{p.headline(span)}: {p.text[slice(*span)]}"
                for p in material.passages
                for span in p.windows
            ]
        )
        self._places = {place: n for n, place in enumerate(places)}
        self._vectors = vectors

    def scores(self, question: str, units: Sequence[tuple[Passage, Span]]) -> list[float] | None:
        """The cosine of each unit, ``None`` for a question that the material does not hold."""
        asked = self._questions.get(question)
        if asked is None:
            return None
        rows = [self._places[id(passage), span] for passage, span in units]
        return [float(value) for value in self._vectors[rows] @ asked]
