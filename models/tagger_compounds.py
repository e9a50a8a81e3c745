"""Closed compounds whose first part is a name: "socialaftaletilbud", "Kofoedsmindesagen"."""

from __future__ import annotations

import re

from spacy.language import Language
from spacy.tokens import Doc, Span

from corpus.gazetteer import Gazetteer, load_gazetteer
from corpus.records import EntityKind
from models.tagger_names import add_candidates, candidates

COMPOUNDED: frozenset[EntityKind] = frozenset(("agreement", "institution", "project"))
SHORTEST_FIRST_PART = 8
# Second parts that leave the first what it names; a house or a school would be a name of its own.
SECOND_PART = re.compile(
    r"s?(?:afdeling|aftale|ansøgning|arbejde|beboer|betaling|bidrag|bilag|borger|budget|drøftelse|"
    r"evaluering|finansiering|forhandling|forlængelse|forslag|gruppe|indsats|leder|ledelse|"
    r"medarbejder|midler|model|møde|notat|oplæg|område|opgave|part|periode|plads|proces|projekt|"
    r"pulje|rapport|regnskab|sag|samarbejde|takst|tekst|tema|tilbud|udgift|udkast|udvidelse)"
    r"(?:ernes|erne|enes|ene|erens|eren|ens|ets|ers|er|en|et|es|rne|ne|n|r|s|t|e)?"
)
DEFINITE_ENDINGS = ("n", "t", "en", "et")


@Language.factory("compounds_of_names")
def compounds_of_names(nlp: Language, name: str) -> CompoundsOfNames:
    """The spaCy component of this module over the project's gazetteer."""
    return CompoundsOfNames(load_gazetteer())


class CompoundsOfNames:
    """Adds the words that begin with a name to the candidates, whole."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self.gazetteer = gazetteer
        self.first_parts: dict[str, str] = {}
        for entity in gazetteer.entities.values():
            for name in entity.names if entity.kind in COMPOUNDED else ():
                for part in (name.lower(), *map(name.lower().removesuffix, DEFINITE_ENDINGS)):
                    if part.isalpha() and len(part) >= SHORTEST_FIRST_PART:
                        self.first_parts.setdefault(part, entity.entity_id)
        self.lengths = sorted({len(part) for part in self.first_parts}, reverse=True)

    def __call__(self, doc: Doc) -> Doc:
        spans = []
        for i, token in enumerate(doc):
            if len(token) > SHORTEST_FIRST_PART and (entity_id := self._named(token.lower_)):
                kind = self.gazetteer.entities[entity_id].kind
                spans.append(Span(doc, i, i + 1, label=kind, span_id=entity_id))
        if spans:
            taken = {i for span in candidates(doc) for i in range(span.start, span.end)}
            add_candidates(doc, [span for span in spans if span.start not in taken])
        return doc

    def _named(self, word: str) -> str | None:
        for length in self.lengths:
            part = word[:length]
            if part in self.first_parts and SECOND_PART.fullmatch(word, length):
                return self.first_parts[part]
        return None
