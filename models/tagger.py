"""The tagger: which entities of the gazetteer a text speaks of, and where."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import TYPE_CHECKING

from corpus.gazetteer import Gazetteer, load_gazetteer
from corpus.records import Mention

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

LOWERCASE = "lowercase"
"""The key in a spaCy document's ``user_data`` that says its names may lack capitals."""


class Tagger:
    """Links the names in Danish texts to gazetteer entities.

    The pipeline is made at the first text (0.2 s, and the import of spaCy) and kept. A mention
    covers the whole word, a genitive's s with it ("Vejles", "Odense Kommunes"), but not an
    apostrophe's ("KL" of "KL's") nor the rest of a compound ("Kofoedsminde" of
    "Kofoedsminde-sagen"). Doubtful names are left unlinked; the rules stand in
    ``models.tagger_rules``.
    """

    def tag(self, text: str, lowercase: bool = False) -> list[Mention]:
        """The mentions in ``text``, by position, never overlapping.

        ``start`` and ``end`` are characters of ``text``; ``text[start:end]`` is the mention's own
        text. ``lowercase`` is for what a user types: names are then found without capitals too,
        but not where the small letters also spell an ordinary word ("vejen").
        """
        return self._mentions(self._pipeline(self._doc(text, lowercase)))

    def tag_many(self, texts: Iterable[str]) -> Iterator[list[Mention]]:
        """The mentions of each text, in order, made as they are asked for."""
        docs = (self._doc(text, lowercase=False) for text in texts)
        for doc in self._pipeline.pipe(docs):
            yield self._mentions(doc)

    @cached_property
    def _gazetteer(self) -> Gazetteer:
        return load_gazetteer()

    @cached_property
    def _pipeline(self) -> Language:
        # spaCy imports PyTorch, which takes a second: only when something is tagged.
        from models.tagger_pipeline import build_pipeline

        return build_pipeline()

    def _doc(self, text: str, lowercase: bool) -> Doc:
        doc = self._pipeline.make_doc(text)
        doc.user_data[LOWERCASE] = lowercase
        return doc

    def _mentions(self, doc: Doc) -> list[Mention]:
        return [
            Mention(
                entity_id=span.id_,
                kind=self._gazetteer.entities[span.id_].kind,
                start=span.start_char,
                end=span.end_char,
                text=span.text,
            )
            for span in doc.ents
        ]
