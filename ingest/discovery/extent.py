"""How far a name reaches: from its first letter to where the sentence goes on without it."""

from __future__ import annotations

import re

_CAPITAL = r"(?:[A-ZÆØÅ][\w.'’]*(?:-[\wæøåÆØÅ]+)*-?|[A-ZÆØÅ]{2,}\d*)"
_FIRST = re.compile(_CAPITAL)
# Inside the name of a place or of an organisation: "De 2 Gårde", "Bo- og Naboskab".
_CLOSE = re.compile(
    rf"(?:(?<=-) og| (?:af|for|den|det|de)| \d{{1,2}})? {_CAPITAL}",
)
# Inside the name of a project too: "Sammen om Psykiatri".
_LOOSE = re.compile(
    r"(?:(?<=-) og| (?:om|for|af|mod|uden|til|med|i|på|ved|fra|under|over|&))?"
    rf"(?: (?:den|det|de|en|et))? {_CAPITAL}|(?<=[a-zæøå]) (?:19|20)\d\d(?:-(?:19|20)?\d\d)?(?!\w)"
)
# Inside what a centre is for: "Center for Kommunikation og Velfærdsteknologi".
_JOINT = re.compile(rf"(?: (?:og|af|for|med))? {_CAPITAL}")
_QUOTED = re.compile(r"[\"“”»«'’‘„]([^\"“”»«„\n]{2,70}?)[\"“”»«’‘'](?![\w])")
_ADJECTIVE = re.compile(r"[A-ZÆØÅ][a-zæøå]+(?:et|t|de|ede|ig|ige|elle|el|lig|lige|iv|ive|dre|nye?)")
_FUNCTION = (
    r"og|eller|men|som|der|at|samt|hvor|når|hvis|da|fordi|så|i|på|af|for|til|fra|med|ved|om|under|"
    r"efter|før|inden|uden|mod|hos|over|mellem|er|var|blev|bliver|har|havde|skal|skulle|kan|kunne|"
    r"vil|ville|bør|må|får|fik|gør|går|gik|ikke|også|nu|her|den|det|de|en|et|sig|sin|sit|sine|"
    r"foreslår|forestår|får|står|bad|tog|gav|kom|holdt|jf|pr|ift|vedr|mv|mfl|herunder|hvilket|hvorfor|hvordan|samtidig|dermed|derfor|fortsat|endnu"
)
_STOP = re.compile(rf"\b(?:{_FUNCTION})\b")
# What follows a name that is whole: the end, a mark, a function word, a verb.
_FOLLOWED = re.compile(
    rf"s?\s*(?:$|[^\w\s]|\d|[A-ZÆØÅ]|(?:{_FUNCTION})\b|[a-zæøå]+(?:er|ede|te|es|et)\b)"
    r"|(?<=s) [a-zæøå]"
)
# "tilbuddet Spor 18": a part of the name, or a count.
_NUMBERED = re.compile(r" \d")
_VERB = re.compile(r"(?:er|ede|te)$")
# "projektet Sammen om psykiatri", "projekt Bedre liv for unge": where it ends is not to be told.
_GOES_ON = re.compile(r" (?:om|mod|for|til|med|uden|på) [a-zæøå]")
_WHOLE = re.compile(r" [A-ZÆØÅ0-9][\wæøå-]*$")
_LOWER = re.compile(r" ([a-zæøå][\wæøå-]*)")
_MOST_WORDS = 7
_MOST_LETTERS = 70


def quoted(text: str, at: int, end: int) -> tuple[int, int] | None:
    """The name in quotation marks that begins at ``at``."""
    match = _QUOTED.match(text, at, end)
    if match is None:
        return None
    start, stop = match.span(1)
    while stop > start and text[stop - 1] in " .,;:":
        stop -= 1
    return (start, stop) if stop - start > 2 else None


def capitalised(
    text: str, at: int, end: int, *, loose: bool = False, joined: re.Pattern[str] | None = None
) -> tuple[int, int] | None:
    """The name that begins with the capital at ``at``, or ``None`` where it is doubtful how far it
    reaches. A ``loose`` one may go on in small letters ("Fremskudt psykiatrifunktion")."""
    first = _FIRST.match(text, at, end)
    if first is None:
        return None
    stop, words = first.end(), 1
    if loose and _ADJECTIVE.fullmatch(first.group()):
        stop = _with_nouns(text, stop, end)
    pattern = joined or (_LOOSE if loose else _CLOSE)
    while (more := pattern.match(text, stop, end)) and words < _MOST_WORDS:
        stop, words = more.end(), words + 1
    while stop > at and text[stop - 1] in ".'’-":
        stop -= 1
    if stop - at < 3 or stop - at > _MOST_LETTERS or _NUMBERED.match(text, stop, end):
        return None
    if loose and not _FOLLOWED.match(text[stop:end]):
        return None
    if loose and _GOES_ON.match(text, stop, end) and not _WHOLE.search(text, at, stop):
        return None
    # "Skovbos ledelse", but "Solhus er" and "Solhus modtager".
    if text[stop - 1] == "s" and (after := _LOWER.match(text, stop, end)):
        stop -= not (_STOP.fullmatch(after.group(1)) or _VERB.search(after.group(1)))
    return at, stop


def phrase(text: str, at: int, end: int) -> tuple[int, int] | None:
    """What a centre is for, from ``at``: capitalised words, or a noun with its adjectives, and
    another one after "og"."""
    named = capitalised(text, at, end, joined=_JOINT)
    if named is not None:
        return named
    stop = _with_nouns(text, at - 1, end)
    if stop < at + 3:
        return None
    if (other := re.match(r" og (?=[\wæøå])", text[stop:end])) is not None:
        further = _with_nouns(text, stop + other.end() - 1, end)
        if further > stop + other.end():
            stop = further
    return at, stop


def _with_nouns(text: str, at: int, end: int) -> int:
    """The end of up to three words in small letters after ``at`` that are no function words."""
    stop = at
    for _ in range(3):
        word = _LOWER.match(text, stop, end)
        if word is None or _STOP.fullmatch(word.group(1)):
            break
        if re.search(r"(?:er|ede|es)$", word.group(1)) and stop > at:
            break
        stop = word.end()
    return stop
