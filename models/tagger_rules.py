"""Which candidate spans really mean the entity: names that are ordinary words or surnames too.

A wrong link is worse than none. Names that are ordinary words too ("Vejen", "Greve", "SIND") need
a capital inside a sentence, a list, or an actor's verb after them.
"""

from __future__ import annotations

import re

from spacy.language import Language
from spacy.tokens import Doc, Span

from corpus.gazetteer import Gazetteer, load_gazetteer
from models.tagger import TEXT
from models.tagger_municipalities import (
    follows_name,
    has_noun,
    is_capitalised,
    is_listed,
    is_municipality,
    is_place,
    opens_sentence,
    surnames,
)
from models.tagger_names import CANDIDATES, candidates
from models.tagger_words import ACTS, DIRECTIONS, STATES, VERB

CLOCK = re.compile(r"\.? ?\d{1,2}[.:]\d\d")
HOUSE = re.compile(r"-[Hh]us")


@Language.factory("disambiguation")
def disambiguation(nlp: Language, name: str) -> Disambiguation:
    """The spaCy component that turns candidates into entities."""
    return Disambiguation(load_gazetteer())


class Disambiguation:
    """Sets ``doc.ents`` to the candidates that their context supports."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self.common_words = {
            form.casefold()
            for word in gazetteer.common_words
            if " " not in word
            for form in (word, f"{word}s")
        }

        self.region_of = {e.entity_id: e.region for e in gazetteer.by_kind("municipality")}

    def __call__(self, doc: Doc) -> Doc:
        spans = list(candidates(doc))
        persons = surnames(spans, self.region_of)
        sure = {
            s.id_ for s in spans if s.label_ == "municipality" and (has_noun(s) or is_listed(s))
        }
        doc.set_ents([span for span in spans if self._is_meant(span, persons, sure)])
        del doc.spans[CANDIDATES]
        return doc

    def _is_meant(self, span: Span, persons: frozenset[str], sure: set[str]) -> bool:
        is_word = span.text.casefold() in self.common_words
        if span.label_ == "place":
            return is_place(span, is_word or span.id_ in persons)
        if span.label_ == "municipality":
            if has_noun(span) or is_listed(span):
                return True
            if not is_municipality(span, persons):
                return False
        if span.label_ == "region" and len(span) == 1 and is_capitalised(span[0]):
            return not follows_name(span) and not _opens_name(span)
        if span.text.lower() == "kl" and _tells_the_time(span):
            return False
        if span.text == "KL" and HOUSE.match(span.doc.user_data[TEXT], span.end_char):
            return False
        return not is_word or _common_word_is_name(span, span.id_ in sure)


def _common_word_is_name(span: Span, is_sure: bool) -> bool:
    """Whether the name of a word is meant. ``is_sure`` tells that the document surely speaks of
    the entity elsewhere."""
    doc = span.doc
    following = doc[span.end] if span.end < len(doc) else None
    if span.text.islower() or (following is not None and following.lower_ in DIRECTIONS):
        return False
    if span.text.isupper():
        return not _in_capitals(span)
    if not opens_sentence(span[0]) or _goes_on_with_name(span):
        return True
    if following is None or following.is_space or following.text in (":", ")"):
        return True
    verb = following.text
    if verb.endswith("s"):
        return False
    # A road ("Vejen") or a branch ("Grenen") can be, have and lead to much.
    if span.label_ != "municipality" or span.text.endswith("en"):
        return bool(ACTS.fullmatch(verb))
    return bool(
        VERB.fullmatch(verb) or (is_sure and STATES.fullmatch(verb)) or ACTS.fullmatch(verb)
    )


def _opens_name(span: Span) -> bool:
    """Whether a landscape in the genitive begins a longer name: "Nordjyllands Politi"."""
    following = span.doc[span.end : span.end + 1]
    return span.text.endswith("s") and any(token.is_title for token in following)


def _goes_on_with_name(span: Span) -> bool:
    """Whether the span begins a list with another name of its kind: "Psykiatriforum og KOSU"."""
    doc = span.doc
    gap = doc[span.end].text if span.end + 1 < len(doc) else ""
    after = (s for s in candidates(doc) if s.start == span.end + 1)
    return gap in (",", "og", "samt", "/") and any(s.label_ == span.label_ for s in after)


def _in_capitals(span: Span) -> bool:
    """Whether the words beside the span are written in capitals too."""
    beside = [*span.doc[max(0, span.start - 1) : span.start], *span.doc[span.end : span.end + 1]]
    return any(len(token) > 1 and token.is_upper and token.is_alpha for token in beside)


def _tells_the_time(span: Span) -> bool:
    following = span.doc[span.end : span.end + 8]
    rest = span[-1].whitespace_ + "".join(token.text_with_ws for token in following)
    return bool(CLOCK.match(rest)) or (span.text.islower() and rest.lstrip(". ")[:1].isdigit())
