"""The tagger: which entities of the gazetteer a text speaks of, and where."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from corpus.gazetteer import Gazetteer, load_gazetteer
from corpus.records import Mention

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

LOWERCASE = "lowercase"
"""The key in a spaCy document's ``user_data`` that says its names may lack capitals."""
TEXT = "text"
"""The key of its text, which spaCy puts together anew each time that it is asked for."""


class Tagger:
    """Links the names in Danish texts to gazetteer entities.

    The pipeline is made at the first text (half a second, and the import of spaCy) and kept for all
    taggers of the process. A
    mention covers the whole word, a genitive's s with it ("Vejles", "Odense Kommunes",
    "rammeaftaleperioden"), but not an apostrophe's ("KL" of "KL's") nor what a hyphen adds
    ("Kofoedsminde" of "Kofoedsminde-sagen"). The rest of a text tells what its abbreviations stand
    for, and which region's "KKR" it means. Doubtful names are left unlinked. Each step is a module
    of its own, ``models.tagger_pipeline`` puts them together.
    """

    def load(self) -> None:
        """Make the pipeline, which the first text would otherwise wait for."""
        _made()

    def tag(self, text: str, lowercase: bool = False) -> list[Mention]:
        """The mentions in ``text``, a whole document, by position, never overlapping.

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

    @property
    def _gazetteer(self) -> Gazetteer:
        return _made()[0]

    @property
    def _pipeline(self) -> Language:
        return _made()[1]

    def _doc(self, text: str, lowercase: bool) -> Doc:
        doc = self._pipeline.make_doc(text)
        doc.user_data |= {LOWERCASE: lowercase, TEXT: text}
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


_last: tuple[Gazetteer, Language] | None = None


def _made() -> tuple[Gazetteer, Language]:
    """The gazetteer with the pipeline made from it, anew where it was read again."""
    global _last
    gazetteer = load_gazetteer()
    if _last is None or _last[0] is not gazetteer:
        # spaCy imports PyTorch, which takes a second: only when something is tagged.
        from models.tagger_pipeline import build_pipeline

        _last = gazetteer, build_pipeline()
    return _last
