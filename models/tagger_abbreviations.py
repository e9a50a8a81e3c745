"""Abbreviations that a text introduces for a name: "Center for Kommunikation (CKV)", then "CKV".

A text's own abbreviation wins over the gazetteer's: where it stands for something else there, the
gazetteer's entity is not meant.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from rapidfuzz import fuzz
from spacy.language import Language
from spacy.tokens import Doc, Span

from corpus.gazetteer import Gazetteer, load_gazetteer
from models.tagger import LOWERCASE, TEXT
from models.tagger_names import CANDIDATES, add_candidates, candidates

SHORT = r"[A-ZÆØÅ][\w&-]{1,17}"
QUOTE = "[\"'“”„»«‘’]?"
CALLED = (
    r"(?:(?:i det følgende|herefter|fremover|efterfølgende|i daglig tale|også|forkortet|kort)"
    r"(?: (?:kaldet|kaldt|benævnt|nævnt|omtalt(?: som)?|forkortet))?[ ,:]*)"
)
AFTER_NAME = re.compile(
    rf"[ \xa0]?\n?\((?:{CALLED})?{QUOTE}({SHORT}){QUOTE}\)|,? {CALLED}{QUOTE}({SHORT}){QUOTE}(?!\w)"
)
EXPLICIT = re.compile(rf"[ (,]*{CALLED}")
BEFORE_NAME = re.compile(rf"(?<![\w-])({SHORT})[ \xa0]?\n?\($")
IN_BRACKETS = re.compile(rf"\(({SHORT})\)")
PROJECT = re.compile(r"[Pp]rojekt(?:et)? ([A-ZÆØÅ]\w{2,})|([A-ZÆØÅ]\w{2,})[- ]projektet")
LONGEST_INTRODUCTION = 80
SMALL_WORDS = frozenset(
    ("af", "den", "det", "de", "en", "et", "for", "i", "med", "og", "på", "til")
)
SHORTEST_WORD = 4
"""Letters of a word that a name is called by when the text says so ("herefter Centret")."""
SAME_NAME = 65
"""Likeness (0-100) from which what an abbreviation stands for is the gazetteer's name in other
words."""


@Language.factory("introduced_abbreviations")
def introduced_abbreviations(nlp: Language, name: str) -> IntroducedAbbreviations:
    """The spaCy component of this module over the project's gazetteer."""
    return IntroducedAbbreviations(load_gazetteer())


class IntroducedAbbreviations:
    """Adds the abbreviations that a text introduces to its candidates, and takes away those that
    it uses for something else."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self.gazetteer = gazetteer

    def __call__(self, doc: Doc) -> Doc:
        if doc.user_data.get(LOWERCASE):
            return doc
        text = doc.user_data[TEXT]
        introduced = dict(_introduced(doc, text))
        others = {
            short
            for short, words in _spelled_out(text)
            if short not in introduced and not self._is_known(doc, short, words)
        }
        if others:
            kept = [s for s in candidates(doc) if s.text.removesuffix("s") not in others]
            doc.spans[CANDIDATES] = kept
        if introduced:
            forms = {form: short for short in introduced for form in (short, f"{short}s")}
            spans = [
                Span(doc, i, i + 1, label=entity.label, span_id=entity.id)
                for i, token in enumerate(doc)
                if token.text in forms and (entity := introduced[forms[token.text]])
            ]
            add_candidates(doc, spans)
        return doc

    def _is_known(self, doc: Doc, short: str, words: str) -> bool:
        """Whether the words are, or hold, a name of the entity that the abbreviation means in the
        gazetteer."""
        meant = {s.id_ for s in candidates(doc) if s.text.removesuffix("s") == short}
        return any(
            fuzz.partial_ratio(words.casefold(), name.casefold()) >= SAME_NAME
            for entity_id in meant
            for name in self.gazetteer.entities[entity_id].names
            if len(name) > len(short)
        )


def _introduced(doc: Doc, text: str) -> Iterator[tuple[str, Span]]:
    """The abbreviations that stand beside a candidate name and could be short for it, and what
    projects are called without that word ("TIM" of "TIM-projektet")."""
    for span in candidates(doc):
        after = AFTER_NAME.match(text, span.end_char)
        if after:
            short = after.group(1) or after.group(2)
            explicit = EXPLICIT.match(text, span.end_char)
            if _is_short_for(short, span) or (explicit and len(short) >= SHORTEST_WORD):
                yield short, span
        if text[span.end_char : span.end_char + 1] == ")":
            before = BEFORE_NAME.search(text, max(0, span.start_char - 20), span.start_char)
            if before and _is_short_for(before.group(1), span):
                yield before.group(1), span
        project = PROJECT.fullmatch(span.text) if span.label_ == "project" else None
        if project:
            yield project.group(1) or project.group(2), span


def _is_short_for(short: str, span: Span) -> bool:
    """Whether ``short`` has capitals and its letters stand in the name in order, the first of them
    and at least half of all first in a word ("CKV", "DASSOS", "SOCDIR"), where there are several
    words; of one, a place's name apart, any letters will do ("RAS")."""
    name = span.text.casefold()
    letters = [letter for letter in short.casefold() if letter.isalpha()]
    if sum(map(str.isupper, short)) < 2 or len(letters) >= len(name) / 2:
        return False
    first = {match.start() for match in re.finditer(r"\b\w", name)}
    if len(first) == 1 and span.label_ in ("municipality", "place", "region"):
        return False
    at, initials = 0, 0
    for number, letter in enumerate(letters):
        places = [i for i in range(at, len(name)) if name[i] == letter]
        heads = [i for i in places if i in first]
        if not places or (number == 0 and not heads):
            return False
        at = (heads or places)[0]
        initials += at in first
        at += 1
    return len(first) == 1 or initials * 2 >= len(letters)


def _spelled_out(text: str) -> Iterator[tuple[str, str]]:
    """Abbreviations in brackets with the words before them whose initials they are."""
    for match in IN_BRACKETS.finditer(text):
        short = match.group(1)
        lead = text[max(0, match.start() - LONGEST_INTRODUCTION) : match.start()]
        words = re.findall(r"\w+", re.split(r"[.:;()\n\t]", lead.rstrip())[-1])
        for count in range(len(short), min(len(words), len(short) + 3) + 1):
            some = words[-count:]
            initials = "".join(word[0] for word in some if word not in SMALL_WORDS)
            if some[0][0].isupper() and initials.casefold() == short.casefold():
                yield short, " ".join(some)
                break
