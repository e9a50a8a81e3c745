"""What an amount, a percentage or a time is of: what costs, rises, is filled or lasts."""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.records import Span
from ingest.figures.nouns import is_time, noun_phrase, with_what_follows
from ingest.figures.subjects import (
    Subject,
    before_preposition,
    find_subject,
    is_actor,
    is_done,
)
from ingest.figures.words import (
    ADVERBS,
    CONJUNCTIONS,
    DETERMINERS,
    PREPOSITIONS,
    Word,
    is_content,
    is_verb,
    word_index,
)

# Words between what is measured and the number, which tell neither.
_FILLERS = frozenset(
    "i alt gennemsnit samlet netto brutto ca cirka knap godt over under mindst højst op mere end "
    "mindre lidt yderligere årligt omkring næsten maksimalt nu kun dag allerede oppe nede pct kr "
    "hhv henholdsvis . + mellem og".split()
)
# What moves by an amount: it is told of whom or what before it.
_BARE_CHANGE = re.compile(
    r"(?:stigning|fald|ændring|reduktion|nedgang|vækst|forhøjelse|forøgelse|nedsættelse|niveau)"
    r"(?:en|et)?$",
    re.IGNORECASE,
)
_SHOWS = frozenset("udviser viser viste har havde får fik oplever oplevede ses sker".split())
# What is shared out is followed by whom each share is of ("fordelt med 58 % på *børn*").
_SPLIT = re.compile(r"fordel(?:t|er|te|es|ing|ingen)$")
_MOVES = re.compile(
    r"(?:hæv|sænk|øg|reducer|nedsæt|forhøj|fremskriv|reguler|udvid|nedbring|nedjuster|opjuster)",
    re.IGNORECASE,
)
_GRANTS = re.compile(
    r"(?:bevilg|ansøg|søgt|søge|afsæt|afsat|tildel|udmønt|spar|brug[et]|anvend|bidrag|bidrog|"
    r"(?:ind|ud)?betal|frigør|frigiv|disponer|omsæt|invester|modtag|modtog|overfør|opkræv|"
    r"refunder|(?:med)?finansier|regnet|budgetter|tilføre|tilført|ydes|ydet|opnå|hent)",
    re.IGNORECASE,
)
# A noun that is told of as known.
_DEFINITE = re.compile(r".*(?:en|et|erne|ene)$")
_OF = re.compile(r"\s(?:eller\s(?:mere|derover)\s)?(?:ud\s)?af\s", re.IGNORECASE)
_FOR = re.compile(r"\s(?:årligt\s|om\såret\s)?(?:til|i|for|på)\s", re.IGNORECASE)
_LABEL = re.compile(
    r"\s*(?:[-–•*○▪]\s*|\d{1,2}[.)]\s*)?(?P<label>[A-Za-zÆØÅæøå][^:;.\d]{2,80}?)"
    r"(?:\s(?:19|20)\d\d)?:\s*[+\w.,\s]{0,12}$"
)
_NO_LABEL = re.compile(r"i alt|total|sum|.*,|.*\b(?:er|var|har|skal|kan|at)\b", re.IGNORECASE)


_MOST_WORDS = 120
_LONGEST_FROM = 12
_INFINITIVE_AFTER = frozenset("at kan kunne skal skulle vil ville må måtte bør burde".split())
# "Der er brug for 3 mio. kr."
_NEEDS = frozenset("brug behov plads grund udtryk mulighed".split())


def thing_measured(
    text: str, words: Sequence[Word], first: int, last: int, start: int, end: int
) -> Span | None:
    """What the figure at ``[first, last)`` of the sentence ``[start, end)`` measures: what it is
    told as a quality of ("*et overskud* på 2 mio. kr."), a share of ("25 % *af pladserne*"), or
    said of ("*Taksten* er 2.139 kr."); ``None`` where the sentence does not tell."""
    place = word_index(words, first)
    # The words far before a figure are told of another one.
    start = max(start, words[max(0, place - _MOST_WORDS)].start)
    found: Span | None
    label = _LABEL.match(text, start, first)
    if label and not is_actor(label["label"]) and not _NO_LABEL.match(label["label"]):
        return Span(*label.span("label"))
    at = place - 1
    while at >= 0 and words[at].low in _FILLERS:
        at -= 1
    lead = words[at].low if at >= 0 else ""
    if at >= 2 and is_content(words[at]) and (found := _alone(words, at)):
        return found
    if lead == "(" and (found := before_preposition(words, at)):
        return found
    if lead == "til" and (begin := _from(words, at)):
        # "fra 6.900 kr. i Solrød til 17.400 kr.": what the first figure is of.
        return thing_measured(text, words, words[begin + 1].start, words[begin + 1].end, start, end)
    if lead in ("på", "til", "om", "for") and not is_done(words, at - 1):
        found = before_preposition(words, at)
        if found is not None and lead == "for":
            found = _after_infinitive(words, found)
        if found is not None and (lead in ("på", "til") or _is_thing(text, found)):
            if _BARE_CHANGE.match(text[found.start : found.end].split()[-1]):
                verb = word_index(words, found.start) - 1
                if verb >= 0 and words[verb].low in _SHOWS:
                    return _told_of(find_subject(text, words, place, start)) or found
            return found
    if (match := _OF.match(text, last, end)) and (found := _phrase_from(words, match.end())):
        return found
    if lead in ("med", "fra", "til") and (found := _object(words, at)):
        return found
    if any(_SPLIT.match(word.low) for word in words[max(0, at - 8) : at + 1]) and (
        found := _purpose(text, words, last, end)
    ):
        return found
    subject = find_subject(text, words, place, start)
    return (
        _told_of(subject)
        or _purpose(text, words, last, end)
        or _predicate(words, place, last)
        or _phrase_from(words, last)
        or _granted(words[max(0, place - 4) : place])
        or (_granted(words[:place]) if subject and subject.acts else None)
        or (subject.span if subject else None)
    )


def _from(words: Sequence[Word], at: int) -> int | None:
    """The place of the "fra" before a figure that the "til" at ``at`` goes on from."""
    for place in range(at - 2, max(-1, at - _LONGEST_FROM), -1):
        if words[place].low == "fra" and words[place + 1].text[0].isdigit():
            return place
        if is_verb(words[place]):
            return None
    return None


def _after_infinitive(words: Sequence[Word], found: Span) -> Span:
    """The phrase without the verb that a "kan" or "at" shows its first word to be."""
    begin = word_index(words, found.start)
    if begin > 0 and words[begin - 1].low in _INFINITIVE_AFTER:
        inner = words[begin + 1].start
        return Span(inner, found.end) if inner < found.end else found
    return found


def _is_thing(text: str, found: Span) -> bool:
    """Whether the last noun of a phrase is no name and nobody who acts."""
    noun = text[found.start : found.end].split()[-1]
    return noun.islower() and noun not in _NEEDS and not is_actor(noun)


def _told_of(subject: Subject | None) -> Span | None:
    """The subject, where it is what is measured: not who acts."""
    return None if subject is None or subject.acts else subject.span


def _alone(words: Sequence[Word], at: int) -> Span | None:
    """The noun phrase that ends at ``at``, where a figure follows it without a verb: "… 60 % og
    *regionens andel* 40 %"."""
    found = before_preposition(words, at + 1)
    if found is None:
        return None
    begin = word_index(words, found.start)
    if begin == 0 or words[begin - 1].low not in ("og", ",", "mens"):
        return None
    return found if any(word.text[0].isdigit() for word in words[:begin]) else None


def _phrase_from(words: Sequence[Word], at: int) -> Span | None:
    index = word_index(words, at)
    while index < len(words) and (
        words[index].low in DETERMINERS or words[index].text[0].isdigit()
    ):
        index += 1
    phrase = noun_phrase(words, index)
    if phrase is None or is_time(phrase.head):
        return None
    return Span(phrase.start, with_what_follows(words, phrase))


def _object(words: Sequence[Word], at: int) -> Span | None:
    """What is raised or lowered by the figure after the preposition at ``at``: "hæve *taksten* med"
    (its verb right before it)."""
    found = before_preposition(words, at)
    if found is None:
        return None
    begin = word_index(words, found.start)
    if begin > 0 and _MOVES.match(words[begin].low):
        inner = words[begin + 1].start
        return Span(inner, found.end) if inner < found.end else None
    noun = words[word_index(words, found.end) - 1]
    if (
        words[at].low == "med"
        and begin > 0
        and words[begin - 1].low not in PREPOSITIONS
        and _DEFINITE.match(noun.low)
        and not is_done(words, at - 1)
        and not is_actor(noun.low)
        and noun.text.islower()
    ):
        # Who acts stands before it: "overskred kommunerne *budgettet*".
        acts = is_actor(words[begin].low) and words[begin].end < found.end
        return Span(words[begin + 1].start, found.end) if acts else found
    return found if begin > 0 and _MOVES.match(words[begin - 1].low) else None


def _purpose(text: str, words: Sequence[Word], last: int, end: int) -> Span | None:
    """What the figure is for, told after it: "85.000 kr. til *et forsøg*"."""
    match = _FOR.match(text, last, end)
    return _phrase_from(words, match.end()) if match else None


def _predicate(words: Sequence[Word], place: int, last: int) -> Span | None:
    """What is said of those that a sentence opens with: "38 pct. er *i arbejde*"."""
    after = word_index(words, last)
    inverted = place > 1 and words[place - 1].low in ("er", "var")
    if after + 1 >= len(words) or not (inverted or is_verb(words[after])):
        return None
    at = after if inverted else after + 1
    while at + 1 < len(words) and words[at].low in CONJUNCTIONS:
        at += 1
    first = words[at]
    if first.low in PREPOSITIONS and at + 1 < len(words):
        phrase = noun_phrase(words, at + 1)
        return Span(first.start, phrase.end) if phrase else None
    if not is_content(first) or first.low in ADVERBS:
        return None
    return Span(first.start, first.end)


def _granted(words: Sequence[Word]) -> Span | None:
    """The last verb that says what becomes of an amount ("*bevilgede* 1,35 mio. kr.")."""
    for word in reversed(words):
        if _GRANTS.match(word.low):
            return Span(word.start, word.end)
    return None
