"""The spaCy pipeline behind the tagger: a tokenizer without weights, and three components."""

from __future__ import annotations

import re

import spacy
from spacy.language import Language
from spacy.tokenizer import Tokenizer  # type: ignore[import-not-found, unused-ignore]

from models import (
    tagger_abbreviations,
    tagger_compounds,
    tagger_misspellings,
    tagger_municipalities,
    tagger_names,
    tagger_regions,
    tagger_rules,
)

COMPONENTS = (
    tagger_names.gazetteer_names.__name__,
    tagger_compounds.compounds_of_names.__name__,
    tagger_misspellings.misspelt_names.__name__,
    tagger_abbreviations.introduced_abbreviations.__name__,
    tagger_municipalities.municipality_lists.__name__,
    tagger_rules.disambiguation.__name__,
    tagger_regions.regional_names.__name__,
)
PUNCTUATION = r"[^\w\s]|_"
# Flattened tables glue a number to the word before it ("Krisecenter8", "DAS6"); codes (K17, DK2020)
# stay whole.
GLUED_NUMBER = r"(?<=[a-zæøå])(?=\d)|(?<=[A-ZÆØÅ]{3})(?=\d)"
LONGEST_WITHOUT_SPACE = 3000
LONGEST_TEXT = 10_000_000


def build_pipeline() -> Language:
    """A new pipeline: what could be a name (``gazetteer_names``, ``compounds_of_names``,
    ``misspelt_names``, ``introduced_abbreviations``), and whether it is and whose
    (``municipality_lists``, ``disambiguation``, ``regional_names``).

    The tokenizer splits at every punctuation mark, so that "Kofoedsminde-sagen", "KL's" and
    "2020_Særlige pladser.pdf" show the names they hold; Danish abbreviations ("f.eks.") stay one
    token, so that their full stop ends no sentence.
    """
    nlp = spacy.blank("da")
    abbreviations = {
        text: tokens
        for text, tokens in nlp.Defaults.tokenizer_exceptions.items()
        if not text[0].isdigit()
    }
    nlp.tokenizer = Tokenizer(
        nlp.vocab,
        rules=abbreviations,
        prefix_search=re.compile(rf"^(?:{PUNCTUATION})").search,
        suffix_search=re.compile(rf"(?:{PUNCTUATION})$").search,
        infix_finditer=re.compile(rf"{PUNCTUATION}|{GLUED_NUMBER}").finditer,
        # Splitting one takes time by the square of its length; nothing so long is a word.
        token_match=lambda text: len(text) > LONGEST_WITHOUT_SPACE,
    )
    # spaCy's own limit is for pipelines with weights, which take a gigabyte for so many letters.
    nlp.max_length = LONGEST_TEXT
    for component in COMPONENTS:
        nlp.add_pipe(component)
    return nlp
