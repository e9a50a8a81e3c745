"""Which spans of a text could be a gazetteer name: patterns, inflection and capitals.

Three kinds of names are matched differently. *Terms* are written in lower case in the gazetteer
("domfældte udviklingshæmmede") and match in every case and inflection. *Names* (several words,
or one long word) match in every case. *Strict names* (municipalities, short names, abbreviations
and names that are ordinary words too) match as written, or in capitals throughout; in a text
marked as lower case they also match without capitals, unless they are ordinary words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from spacy.language import Language
from spacy.matcher import PhraseMatcher
from spacy.tokens import Doc, Span
from spacy.util import filter_spans

from corpus.gazetteer import Gazetteer, load_gazetteer
from corpus.records import Entity
from models.tagger import LOWERCASE

CANDIDATES = "candidates"
SHORTEST_FREE_CASE = 8
"""Letters from which a single word is taken for the name whatever its case; shorter ones occur as
ordinary words or parts of addresses."""

WRAPS = frozenset(("\n", "\r\n", " ", "\xa0", "\n "))
ENDING = re.compile(r"(?<=\w{4})(?:ernes|erne|enes|ene|ens|ets|ers|er|en|et|es|e|s)$")


@lru_cache(maxsize=50_000)
def term_stem(word: str) -> str:
    """The word in lower case without Danish case, number and definiteness endings.

    Endings are taken off until none is left, so that "plads" and "pladserne" meet; at least four
    letters stay.
    """
    stem = word.lower()
    while (shorter := ENDING.sub("", stem)) != stem:
        stem = shorter
    return stem


@Language.factory("gazetteer_names")
def gazetteer_names(nlp: Language, name: str) -> GazetteerNames:
    """The spaCy component of this module over the project's gazetteer."""
    return GazetteerNames(nlp, load_gazetteer())


class GazetteerNames:
    """Puts the longest matches, without overlaps, into ``doc.spans["candidates"]``: label = kind,
    span id = entity id."""

    def __init__(self, nlp: Language, gazetteer: Gazetteer) -> None:
        self.gazetteer = gazetteer
        self.terms = PhraseMatcher(nlp.vocab, attr="NORM")
        self.names = PhraseMatcher(nlp.vocab, attr="LOWER")
        self.strict = PhraseMatcher(nlp.vocab, attr="ORTH")
        self.uncapitalised = PhraseMatcher(nlp.vocab, attr="LOWER")
        for entity in gazetteer.entities.values():
            forms = _Forms(entity, gazetteer.common_words)
            for matcher, texts in (
                (self.terms, forms.terms),
                (self.names, forms.names),
                (self.strict, forms.strict),
                (self.uncapitalised, forms.uncapitalised),
            ):
                if texts:
                    matcher.add(entity.entity_id, [_stemmed(nlp.make_doc(text)) for text in texts])

    def __call__(self, doc: Doc) -> Doc:
        # Matched without its white space, so that a line break inside a name does not hide it.
        words = [token for token in doc if not token.is_space]
        matched = _stemmed(Doc(doc.vocab, words=[token.text for token in words]))
        matchers = [self.strict, self.names, self.terms]
        if doc.user_data.get(LOWERCASE):
            matchers.append(self.uncapitalised)
        spans = []
        for matcher in matchers:
            for key, start, end in matcher(matched):
                entity = self.gazetteer.entities[doc.vocab.strings[key]]
                first, last = words[start].i, words[end - 1].i
                span = Span(doc, first, last + 1, label=entity.kind, span_id=entity.entity_id)
                if len(span) == end - start or _is_one_phrase(span):
                    spans.append(span)
        doc.spans[CANDIDATES] = sorted(filter_spans(spans), key=lambda span: span.start)
        return doc


def _is_one_phrase(span: Span) -> bool:
    """Whether the white space inside is a wrapped line at most, no new paragraph or cell."""
    return all(token.text in WRAPS for token in span if token.is_space)


def _stemmed(doc: Doc) -> Doc:
    for token in doc:
        token.norm_ = term_stem(token.text)
    return doc


class _Forms:
    """The surface forms of one entity, by how they are matched."""

    def __init__(self, entity: Entity, common_words: frozenset[str]) -> None:
        self.terms: list[str] = []
        self.names: list[str] = []
        self.strict: list[str] = []
        self.uncapitalised: list[str] = []
        for name in entity.names:
            forms = list(_with_genitive(name))
            is_common = name in common_words
            is_municipality = entity.kind == "municipality"
            if name == name.lower():
                self.terms.append(name)
            elif not is_common and not is_municipality and _is_distinctive(name):
                self.names += forms
            else:
                self.strict += dict.fromkeys(f for form in forms for f in (form, form.upper()))
                if is_municipality or not is_common:
                    self.uncapitalised += forms
            if is_municipality and "ommune" not in name:
                self.names += [
                    f"{form} {noun}" for form in forms for noun in ("kommune", "kommunes")
                ]


def _is_distinctive(name: str) -> bool:
    words = re.findall(r"\w+", name)
    return len(words) > 1 or len(words[0]) >= SHORTEST_FREE_CASE


def _with_genitive(name: str) -> Iterable[str]:
    yield name
    if name[-1].isalnum() and name[-1].lower() not in "sxz":
        yield f"{name}s"


def candidates(doc: Doc) -> Iterator[Span]:
    """The candidate spans of a document that has passed the component, in order."""
    return iter(doc.spans[CANDIDATES])
