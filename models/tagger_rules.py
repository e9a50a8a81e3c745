"""Which candidate spans really mean the entity: lists of municipalities, and doubtful names.

A wrong link is worse than none. A municipality's name is not linked where it is part of a longer
name that the gazetteer does not hold ("Psykiatrisk Afdeling Odense", "Det Sikrede i Esbjerg",
"Aalborg Havn", "Odense-modellen"), a person's name ("Anders Holbæk", "direktør Nyborg") or an
address ("7100 Vejle"). A town alone ("i Vejle") is linked to the municipality of its name.
Names that are ordinary words too ("Vejen", "Greve") need a capital inside a sentence, a list, or
an actor's verb after them.
"""

from __future__ import annotations

import re
from itertools import pairwise

from spacy.language import Language
from spacy.tokens import Doc, Span, Token

from corpus.gazetteer import Gazetteer, load_gazetteer
from models.tagger_names import CANDIDATES, candidates

LISTED = "listed"

SPACE = r"[ \xa0]*(?:\r?\n)?[ \xa0]*"
LIST_GAP = re.compile(rf"{SPACE}(?:[,/&]|,?{SPACE}\b(?:og|samt|eller)\b(?: (?:i|fra))?){SPACE}")
CLOCK = re.compile(r"\.? ?\d{1,2}[.:]\d\d")
SENTENCE_OPENERS = frozenset(".!?:;•·○▪●*–—-\"“”„»«'‘’([|")
TITLES = re.compile(
    r"(?:direktør|chef|konsulent|formand|leder|læge|psykolog|minister|medarbejder)(?:en)?$|"
    r"^(?:fru|hr|dr)$"
)
# Capitalised only because they open a sentence; a name after them stands alone.
OPENING_WORDS = frozenset(
    {
        "af",
        "afbud",
        "alle",
        "at",
        "blandt",
        "byerne",
        "både",
        "da",
        "deltager",
        "deltagere",
        "den",
        "der",
        "derfor",
        "derudover",
        "desuden",
        "det",
        "efter",
        "eksempelvis",
        "eller",
        "endelig",
        "endvidere",
        "enten",
        "er",
        "for",
        "fra",
        "fx",
        "få",
        "før",
        "gælder",
        "har",
        "her",
        "herefter",
        "herudover",
        "herunder",
        "hos",
        "hvad",
        "hvem",
        "hverken",
        "hvilke",
        "hvilken",
        "hvis",
        "hvor",
        "hvordan",
        "hvorfor",
        "hvornår",
        "i",
        "ift",
        "ifølge",
        "imellem",
        "jf",
        "kan",
        "kommuner",
        "kommunerne",
        "ligesom",
        "med",
        "mellem",
        "men",
        "mens",
        "modsat",
        "mon",
        "når",
        "og",
        "også",
        "om",
        "på",
        "samt",
        "siden",
        "skal",
        "som",
        "således",
        "særligt",
        "til",
        "tilsvarende",
        "uden",
        "udover",
        "under",
        "var",
        "ved",
        "vedr",
        "vedrørende",
        "via",
        "vil",
    }
)
# After a name that is an ordinary word: the road leads somewhere, the municipality does not.
DIRECTIONS = frozenset(
    {
        "derhen",
        "dertil",
        "forbi",
        "frem",
        "fremad",
        "gennem",
        "hen",
        "hertil",
        "hjem",
        "igennem",
        "ind",
        "mod",
        "ned",
        "op",
        "til",
        "tilbage",
        "ud",
        "udenom",
        "videre",
    }
)
# What a municipality does in minutes; a road, an otter or a slice does not.
ACTS = re.compile(
    r"(?:indled|orienter|bidrag|oplys|foresl|ønske|delt[ao]g|frem[ls][æae]|præsenter|tilslut|"
    r"bemærke|anbefal|godkend|tilkendeg|indstil|afhold|udarbejd|koordiner|beslutte|vurder|"
    r"bakke|støtte|indmeld|tilbyd|tilbød|spurgte|spørger|svarede|svarer|efterlys|pege|påpege|"
    r"udtryk|meddel|undersøge|repræsenter|påtager|påtog|stille|afgiv|afgav)\w*"
)
WORDS_OF_COUNCIL = frozenset(
    {
        "byråd",
        "byråds",
        "kommunalbestyrelse",
        "kommunalbestyrelses",
        "kommuner",
        "kommuners",
        "rådhus",
    }
)


@Language.component("municipality_lists")
def municipality_lists(doc: Doc) -> Doc:
    """Notes which candidates stand in a list with another municipality or a region."""
    places = [s for s in candidates(doc) if s.label_ in ("municipality", "region")]
    listed: set[int] = set()
    text = doc.text  # Put together anew each time that it is asked for.
    for left, right in pairwise(places):
        gap = text[left.end_char : right.start_char]
        if (
            "municipality" in (left.label_, right.label_)
            and LIST_GAP.fullmatch(gap)
            and not _inside_longer_name(left)
            and not _inside_longer_name(right)
        ):
            listed.update((left.start, right.start))
    doc.user_data[LISTED] = listed
    return doc


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
            if not word.isupper() and " " not in word
            for form in (word, f"{word}s")
        }

    def __call__(self, doc: Doc) -> Doc:
        doc.set_ents([span for span in candidates(doc) if self._is_meant(span)])
        del doc.spans[CANDIDATES]
        return doc

    def _is_meant(self, span: Span) -> bool:
        listed = span.start in span.doc.user_data[LISTED]
        if span.label_ == "municipality":
            if "kommune" in span[-1].lower_ or listed:
                return True
            if _inside_longer_name(span) or _after_title(span):
                return False
        if span.label_ == "region" and len(span) == 1 and _word_before(span) == "Nykøbing":
            return False
        if span.text.lower() == "kl" and _tells_the_time(span):
            return False
        if span.text.casefold() in self.common_words:
            return _common_word_is_name(span)
        return True


def _inside_longer_name(span: Span) -> bool:
    """Whether capitals, hyphens or a postal code make the span part of a longer name."""
    doc = span.doc
    before = doc[span.start - 1] if span.start else None
    after = doc[span.end] if span.end < len(doc) else None
    if before is not None and before.text == "-" and _joins(before):
        return True
    if after is not None and after.text == "-" and _joins(after):
        return True
    if after is not None and span[-1].whitespace_ and _is_capitalised(after):
        return after.lower_ not in WORDS_OF_COUNCIL
    if before is None or not before.whitespace_:
        return False
    if before.is_digit and len(before) == 4:
        return True
    if before.text == "." and before.i and _is_initial(doc[before.i - 1]):
        return True
    if before.text == "i" and before.i:
        holder = doc[before.i - 1]
        return _is_capitalised(holder) and not _opens_sentence(holder)
    return _is_capitalised(before) and not (
        before.lower_ in OPENING_WORDS and _opens_sentence(before)
    )


def _joins(hyphen: Token) -> bool:
    """Whether the hyphen stands between two words without a space."""
    doc, i = hyphen.doc, hyphen.i
    if hyphen.whitespace_ or not 0 < i < len(doc) - 1 or doc[i - 1].whitespace_:
        return False
    return doc[i - 1].text[-1].isalnum() and doc[i + 1].text[0].isalnum()


def _after_title(span: Span) -> bool:
    return bool(TITLES.search(_word_before(span)))


def _common_word_is_name(span: Span) -> bool:
    doc = span.doc
    following = doc[span.end] if span.end < len(doc) else None
    if span.text.islower() or (following is not None and following.lower_ in DIRECTIONS):
        return False
    if not _opens_sentence(span[0]):
        return True
    if following is None or following.is_space or following.text in (":", ")"):
        return True
    return (
        span.label_ == "municipality"
        and bool(ACTS.fullmatch(following.text))
        and not following.text.endswith("s")
    )


def _opens_sentence(token: Token) -> bool:
    if token.i == 0:
        return True
    before = token.nbor(-1)
    if before.text == "\n" and before.i and before.nbor(-1).text in OPENING_WORDS:
        return False  # a wrapped line: no line of its own ends with "fra" or "og"
    if before.is_digit:
        return before.i == 0 or bool(before.nbor(-1).is_space)
    return bool(before.is_space) or before.text in SENTENCE_OPENERS


def _word_before(span: Span) -> str:
    return str(span.doc[span.start - 1].text) if span.start else ""


def _tells_the_time(span: Span) -> bool:
    following = span.doc[span.end : span.end + 8]
    rest = span[-1].whitespace_ + "".join(token.text_with_ws for token in following)
    return bool(CLOCK.match(rest)) or (span.text.islower() and rest.lstrip(". ")[:1].isdigit())


def _is_capitalised(token: Token) -> bool:
    return bool(token.text[0].isupper())


def _is_initial(token: Token) -> bool:
    return len(token) == 1 and _is_capitalised(token)
