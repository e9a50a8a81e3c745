"""Whether a town's name means the municipality or the town: lists, longer names, persons.

A municipality's name is not linked where it is part of a longer name that the gazetteer does not
hold ("Psykiatrisk Afdeling Odense", "Det Sikrede i Esbjerg", "Aalborg Havn", "Odense-modellen"), a
person's name ("Anders Holbæk", "direktør Nyborg") or an address ("7100 Vejle"). A town alone ("i
Vejle") is linked to the municipality of its name. Other towns are linked where something tells
that a place is meant.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from itertools import pairwise

from spacy.language import Language
from spacy.tokens import Doc, Span, Token

from models.tagger import TEXT
from models.tagger_names import candidates
from models.tagger_words import HOUSES, OPENING_WORDS, TITLES, WORDS_OF_COUNCIL

LISTED = "listed"

SPACE = r"[ \xa0]*(?:\r?\n)?[ \xa0]*"
LIST_GAP = re.compile(rf"{SPACE}(?:[,/&]|,?{SPACE}\b(?:og|samt|eller)\b(?: (?:i|fra))?){SPACE}")
WITH_NOUN = re.compile(r"\w*kom{1,3}un\w*")
SENTENCE_OPENERS = frozenset(".!?:;•·○▪●*–—-\"“”„»«'‘’([|")
PREPOSITIONS = frozenset("fra i mellem mod nær omkring over på til ved via".split())
BEFORE_PLACE = frozenset(",(:/\t")
YEARS = range(2007, 2036)
"""Four digits before a town that are a year; all others are its postal code."""


@Language.component("municipality_lists")
def municipality_lists(doc: Doc) -> Doc:
    """Notes which municipalities, towns and regions stand in a list with another."""
    places = [s for s in candidates(doc) if s.label_ in ("municipality", "region", "place")]
    listed: set[int] = set()
    text = doc.user_data[TEXT]
    for left, right in pairwise(places):
        gap = text[left.end_char : right.start_char]
        if (
            (left.label_, right.label_) != ("region", "region")
            and LIST_GAP.fullmatch(gap)
            and not is_inside_longer_name(left)
            and not is_inside_longer_name(right)
        ):
            listed.update((left.start, right.start))
    towns = [span for span in places if span.label_ == "municipality"]
    for three in zip(towns, towns[1:], towns[2:], strict=False):
        if all(text[a.end_char : b.start_char].isspace() for a, b in pairwise(three)):
            listed.update(span.start for span in three)  # a table's column, run together
    doc.user_data[LISTED] = listed
    return doc


def is_listed(span: Span) -> bool:
    """Whether the span stands in a list of municipalities."""
    return span.start in span.doc.user_data[LISTED]


def has_noun(span: Span) -> bool:
    """Whether the span is the municipality's full name ("Vejle Kommune")."""
    return bool(WITH_NOUN.fullmatch(span[-1].lower_))


def is_municipality(span: Span, persons: frozenset[str]) -> bool:
    """Whether the town's name means the municipality. ``persons`` are those whose names are only
    surnames in this document."""
    if has_noun(span) or is_listed(span):
        return True
    before = word_before(span)
    if before == "på" and span[0].text.startswith("Lolland"):
        return False  # the island, of two municipalities
    if span.id_ in persons and before not in PREPOSITIONS:
        return False
    return not is_inside_longer_name(span) and not TITLES.search(before)


def is_place(span: Span, is_word: bool) -> bool:
    """Whether a town that no municipality is named after is meant. ``is_word`` tells that its name
    is an ordinary word or a surname too, here or anywhere."""
    before = word_before(span)
    if is_inside_longer_name(span) or TITLES.search(before):
        return False
    if before.lower() in PREPOSITIONS:
        return True
    if is_listed(span):
        return not is_word or not opens_sentence(span[0])
    return not is_word and (before in BEFORE_PLACE or (before.isalpha() and before.islower()))


def surnames(spans: Iterable[Span], region_of: Mapping[str, str | None]) -> frozenset[str]:
    """The towns of which surnames are found ("Jesper Skibby"), and the municipalities of which
    surnames alone are found and that lie in another region than those that the document surely
    names."""
    named: Counter[str | None] = Counter()
    found, sure, people = set(), set(), set()
    for span in spans:
        if span.label_ == "municipality":
            if has_noun(span) or is_listed(span):
                sure.add(span.id_)
                named[region_of[span.id_]] += 1
            elif _is_surname(span):
                found.add(span.id_)
        elif span.label_ == "place" and _is_surname(span):
            people.add(span.id_)
    home = named.most_common(1)[0][0] if named else None
    return frozenset(people | {one for one in found - sure if region_of[one] != home})


def _is_surname(span: Span) -> bool:
    """Whether what looks like a first name stands before the span."""
    if not span.start or not span.doc[span.start - 1].whitespace_:
        return False
    before = span.doc[span.start - 1]
    if before.text == ".":
        return span.start > 1 and _is_initial(span.doc[span.start - 2])
    return before.is_title and before.is_alpha and before.lower_ not in OPENING_WORDS


def is_inside_longer_name(span: Span) -> bool:
    """Whether capitals, hyphens or a postal code make the span part of a longer name."""
    doc = span.doc
    before = doc[span.start - 1] if span.start else None
    after = doc[span.end] if span.end < len(doc) else None
    if any(token is not None and token.text == "-" and _joins(token) for token in (before, after)):
        return True
    ended = span[-1].text == "."  # "Nykøbing F. Roskildehjemmet er …"
    if after is not None and span[-1].whitespace_ and is_capitalised(after) and not ended:
        return after.lower_ not in WORDS_OF_COUNCIL
    if before is None or not before.whitespace_:
        return False
    if before.is_digit and len(before) == 4:
        return int(before.text) not in YEARS
    if before.text == "." and before.i and _is_initial(doc[before.i - 1]):
        return True
    if before.text == "i" and before.i:
        return _is_of_house(doc[before.i - 1])
    return follows_name(span)


def follows_name(span: Span) -> bool:
    """Whether a capitalised word stands before the span that does not merely open a sentence."""
    before = span.doc[span.start - 1] if span.start else None
    if before is None or not before.whitespace_ or not is_capitalised(before):
        return False
    opens = opens_sentence(before) or (before.is_upper and span[0].is_upper)
    return before.lower_ not in OPENING_WORDS or not opens


def _is_of_house(holder: Token) -> bool:
    """Whether "i Esbjerg" belongs to the name that ``holder`` ends: "Det Sikrede i Esbjerg"."""
    return (
        is_capitalised(holder)
        and not opens_sentence(holder)
        and bool(HOUSES.fullmatch(holder.lower_))
        and not any(span.start <= holder.i < span.end for span in candidates(holder.doc))
    )


def _joins(hyphen: Token) -> bool:
    """Whether the hyphen stands between two words without a space."""
    doc, i = hyphen.doc, hyphen.i
    if hyphen.whitespace_ or not 0 < i < len(doc) - 1 or doc[i - 1].whitespace_:
        return False
    return doc[i - 1].text[-1].isalnum() and doc[i + 1].text[0].isalnum()


def opens_sentence(token: Token) -> bool:
    """Whether a capital may be there because a sentence, line or list item begins."""
    if token.i == 0:
        return True
    before = token.nbor(-1)
    if before.text == "\n" and before.i and before.nbor(-1).text in OPENING_WORDS:
        return False  # a wrapped line: no line of its own ends with "fra" or "og"
    if before.is_digit:
        return before.i == 0 or bool(before.nbor(-1).is_space)
    return bool(before.is_space) or before.text in SENTENCE_OPENERS


def word_before(span: Span) -> str:
    """The word or sign before the span, "" at the start of the text."""
    return str(span.doc[span.start - 1].text) if span.start else ""


def is_capitalised(token: Token) -> bool:
    return bool(token.text[0].isupper())


def _is_initial(token: Token) -> bool:
    return len(token) == 1 and is_capitalised(token)
