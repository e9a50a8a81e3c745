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
from typing import NamedTuple

from spacy.language import Language
from spacy.matcher import PhraseMatcher
from spacy.tokens import Doc, Span, Token
from spacy.util import filter_spans
from spacy.vocab import Vocab

from corpus.gazetteer import Gazetteer, load_gazetteer
from models.tagger import LOWERCASE, TEXT
from models.tagger_forms import Forms, term_stem

CANDIDATES = "candidates"
SAME_SIGNS = {"&": "og", "–": "-", "’": "'", "´": "'", "`": "'"}
AFTER_HYPHEN = frozenset(("eller", "og", "samt"))
"""What goes on after a hyphen that is no word division: "Social-⏎og Ældreministeriet"."""
SPACED = re.compile(r"(?<!\S)(?:[A-ZÆØÅ]\s{1,3}){2,}[A-ZÆØÅ](?!\S)")
WRAPS = frozenset(("\n", "\r\n", " ", "\xa0", "\n "))


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
        self.definite = PhraseMatcher(nlp.vocab, attr="LOWER")
        towns = {
            name
            for entity in gazetteer.entities.values()
            if entity.kind in ("municipality", "place")
            for name in entity.names
        }
        self.letterheads = {
            name.upper().replace(" ", ""): forum.entity_id
            for forum in gazetteer.by_kind("forum")
            for name in forum.names
        }
        for entity in gazetteer.entities.values():
            forms = Forms(entity, gazetteer.common_words, towns)
            for matcher, texts in (
                (self.terms, forms.terms),
                (self.names, forms.names),
                (self.strict, forms.strict),
                (self.uncapitalised, forms.uncapitalised),
                (self.definite, forms.definite),
            ):
                if texts:
                    patterns = [
                        _matched(nlp.vocab, [token.text for token in nlp.make_doc(text)])
                        for text in texts
                    ]
                    matcher.add(entity.entity_id, patterns)

    def __call__(self, doc: Doc) -> Doc:
        words = list(_words(doc))
        matched = _matched(doc.vocab, [word.text for word in words])
        matchers = [self.strict, self.names, self.terms, self.definite]
        if doc.user_data.get(LOWERCASE):
            matchers.append(self.uncapitalised)
        spans = []
        for matcher in matchers:
            for key, start, end in matcher(matched):
                entity = self.gazetteer.entities[doc.vocab.strings[key]]
                first, last = words[start].first, words[end - 1].last
                span = Span(doc, first, last + 1, label=entity.kind, span_id=entity.entity_id)
                if len(span) == end - start or _is_one_phrase(span):
                    spans.append(span)
        spans += self._letterheads(doc)
        doc.spans[CANDIDATES] = sorted(filter_spans(spans), key=lambda span: span.start)
        return doc

    def _letterheads(self, doc: Doc) -> Iterator[Span]:
        """The forums whose names are set with spaces between their letters."""
        for match in SPACED.finditer(doc.user_data[TEXT]):
            entity_id = self.letterheads.get(re.sub(r"\s", "", match.group()))
            span = doc.char_span(match.start(), match.end())
            if entity_id and span is not None:
                yield Span(doc, span.start, span.end, label="forum", span_id=entity_id)


class _Word(NamedTuple):
    """What is matched as one word: the tokens from ``first`` to ``last``."""

    text: str
    first: int
    last: int


def _words(doc: Doc) -> Iterator[_Word]:
    """The document's words without white space, so that a line break inside a name does not hide
    it, and those that a line break divides with a hyphen put together."""
    tokens = [token for token in doc if not token.is_space]
    at = 0
    while at < len(tokens):
        token = tokens[at]
        divided = tokens[at : at + 3]
        if len(divided) == 3 and _is_divided(doc, *divided):
            yield _Word(token.text + divided[2].text, token.i, divided[2].i)
            at += 3
        else:
            yield _Word(token.text, token.i, token.i)
            at += 1


def _is_divided(doc: Doc, start: Token, hyphen: Token, end: Token) -> bool:
    """Whether the tokens are a word that a line break divides: "Rammeaftale-⏎sekretariatet"."""
    return (
        hyphen.text == "-"
        and not start.whitespace_
        and hyphen.i == start.i + 1
        and end.i == hyphen.i + 2
        and doc[hyphen.i + 1].text in WRAPS
        and start.is_alpha
        and end.is_alpha
        and end.is_lower
        and end.text not in AFTER_HYPHEN
    )


def _is_one_phrase(span: Span) -> bool:
    """Whether the white space inside is a wrapped line at most, no new paragraph or cell."""
    return all(token.text in WRAPS for token in span if token.is_space)


def _matched(vocab: Vocab, words: Iterable[str]) -> Doc:
    """The words as they are matched: with their stems, and one sign for those that mean the
    same."""
    doc = Doc(vocab, words=[SAME_SIGNS.get(word, word) for word in words])
    for token in doc:
        token.norm_ = term_stem(token.text)
    return doc


def candidates(doc: Doc) -> Iterator[Span]:
    """The candidate spans of a document that has passed the component, in order."""
    return iter(doc.spans[CANDIDATES])


def add_candidates(doc: Doc, spans: Iterable[Span]) -> None:
    """Put further spans among the candidates, in the place of those that lie inside them; one that
    overlaps a candidate otherwise is left out."""
    new = []
    there = list(candidates(doc))
    taken = {i: span for span in there for i in range(span.start, span.end)}
    for span in filter_spans(spans):
        inside = {taken[i] for i in range(span.start, span.end) if i in taken}
        if all(span.start <= other.start and other.end <= span.end for other in inside):
            new.append(span)
    added = {i for span in new for i in range(span.start, span.end)}
    kept = [span for span in there if span.start not in added]
    doc.spans[CANDIDATES] = sorted([*kept, *new], key=lambda span: span.start)
