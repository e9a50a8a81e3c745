"""Where a title ends in running text: "Takster i 2025 Taksterne stiger." after the "2025".

A title has no full stop and no finite verb; what follows it begins a sentence. So the end is
sought among the capital letters before the first sentence's verb, and each is weighed by the word
before it, the word itself and how far the verb is.
"""

from __future__ import annotations

import re
from collections.abc import Container, Sequence
from itertools import pairwise

_WORD = re.compile(r"\S+")
_WINDOW = 420
_LONGEST_TITLE = 220
_NEAR_VERB, _FARTHEST_VERB = 4, 14
_LONG_IN_WORDS = 12
_NEVER = -10.0
_LEAST, _LEAST_WITHOUT_VERB = -0.5, 1.0
_SENTENCE_END = re.compile(r"[.!?][\"”'’»)]*$")
# A name or a number follows these.
_LEADS_ON = (
    r"(?:^|[\W\d])(?:bl\.a|f\.eks|ca|jf|jvf|pr|nr|kl|vedr|ift|inkl|ekskl|mhp|st|chr|sct|sen|skt|dr|"
    r"kap|pkt|m/|d|v|hhv|dvs|ang|adm|ad|[A-ZÆØÅ]"
)
_BEFORE_NAME_OR_NUMBER = re.compile(rf"{_LEADS_ON})\.$", re.IGNORECASE)
_ABBREVIATED = re.compile(rf"{_LEADS_ON}|evt|mv|m\.v|mio|mia|kr|\d{{1,2}})\.$", re.IGNORECASE)
# After these a name or another title word follows, never a sentence.
_OPEN_WORD = re.compile(
    r"(?:[-–—,/&(]|\b(?:og|eller|samt|af|for|til|med|om|i|på|fra|ved|mellem|efter|hos|under|mod|uden|"
    r"over|inden|omkring|bag|ad|blandt|langs|gennem|via|hos|vedr\.?|vedrørende|den|det|de|en|et|der|som|at|v/|m/|pr\.?|nr\.?|"
    r"and|of|for|the|in|on|och|av|till|och|från|att))$",
    re.IGNORECASE,
)
_OPENERS = frozenset(
    "der det den de dette denne disse her i på ved for som efter med til fra af da når hvis om "
    "samtidig desuden herudover endvidere derfor derudover ingen intet alle flere begge mange "
    "både under inden siden mellem hos man vi en et to tre fire fem seks syv otte ni ti "
    "efterfølgende herefter derefter først hertil godkendt drøftet udsat vedtaget tiltrådt "
    "taget ud over hver hvert kun især også hverken ikke enkelte nogle uden tidligere "
    "fremover dog således ifølge udover trods vedlagt tak orientering ja nej grundet".split()
)
_ADVERBS = frozenset(
    "samtidig desuden herudover endvidere derfor derudover efterfølgende herefter derefter først "
    "hertil også tidligere fremover dog således her".split()
)
_VERBS = frozenset(
    "er var bliver blev har havde skal skulle vil ville kan kunne bør burde må måtte får fik går "
    "gik kommer kom giver gav tager tog ser så står stod ligger lå gør gjorde siger sagde ved "
    "vidste findes fandtes holder holdt holdes afholdes afholdt sker skete synes mener mente "
    "finder fandt viser viste peger pegede betyder betød følger fulgte følges fører førte sætter "
    "satte lægger lagde bringer bragte bruger brugte bor boede løber løb falder faldt stiger steg "
    "koster kostede kræver krævede gælder gjaldt lukker lukkede åbner åbnede starter startede "
    "slutter sluttede udløber udløb begynder begyndte fortsætter fortsatte mangler manglede "
    "indeholder indeholdt omfatter omfattede udgør udgjorde består bestod foreligger forelå "
    "fremgår fremgik udgår udgik forventer forventede foreslår foreslog foreslås tilføjer "
    "indstiller indstillede anbefaler anbefalede godkender godkendte bistår bistod drøfter "
    "drøftede beslutter besluttede vedtog vedtager berører berørte nægter oplyser oplyste "
    "fortæller fortalte redegør redegjorde gennemgår gennemgik gennemgås fremlægger fremlagde "
    "forelægger forelagde behandler behandlede ønsker ønskede vurderer vurderede beder bad behøver "
    "bakker bakkede støtter støttede tilslutter tilsluttede tiltrådte tiltræder afviste afviser "
    "udsatte udsætter valgte vælger nedsatte nedsætter udpeger udpegede aftalte aftaler aftalt "
    "meddelte meddeler bemærkede bemærker takkede takker bød byder mindede minder spurgte spørger "
    "svarede svarer roste understregede understreger opfordrede opfordrer efterlyste efterspurgte "
    "arbejder arbejdede deltager deltog mødtes modtager modtog sender sendte udsendte udsender "
    "udarbejder gennemførte gennemfører igangsætter igangsatte opstår opstod oplever oplevede "
    "samarbejder driver drev ejer ejede samler samlede yder ydede køber købte sælger solgte "
    "betaler betalte bevilger tilbyder tilbød hjælper hjalp kører kørte ramte rammer løste løser "
    "stiller stillede sikrer sikrede fastholder fastholdt overtager overtog overgår overgik indgår "
    "indgik indgås træder trådte venter ventede håndterer tolker undersøger undersøgte beskriver "
    "beskrev angiver angav fremsendte fremsender opretter varsler ændrer hæver sænker oversteg "
    "lever levede kender kendte varetager varetog bidrager bidrog lyder lød drejer fordeler "
    "vedrører vedrørte forløb forløber henviser henviste konkluderer tilkendegav tilkendegiver "
    "afventer vist udvider dækker dækkede laver skrev skriver læser rejste rejser ringer nåede når "
    "lykkes ses fås is was are were has have had will shall approved agreed decided noted "
    "discussed welcomed ble blir hadde vedtok godkjente beslutar beslutade beslöt godkände "
    "godkänner är föreslår föreslog informerade informerar".split()
)
_VERB_FORM = re.compile(r"[a-zæøå]{3,}(?:erer|[a-zæøå]ede|ttede)$|[a-zæøå]{4,}(?<!n)es$")
_PRESENT = re.compile(r"[a-zæøå]{3,}er$")
# Before a present tense: a name, a noun in the definite form, a year.
_SUBJECT = re.compile(r"(?:[A-ZÆØÅ][\w-]*(?<!s)|[a-zæøå]{3,}(?:en|et|ne)|\d{4})$")
_NO_VERBS = frozenset("deres alles fælles allesammen ellers indes tværs".split())
# Before these a form in -ede is an adjective: "det specialiserede socialområde".
_BEFORE_ADJECTIVE = frozenset(
    "det den de mest højt særligt særlige af til med for om og fælles på en et mere nye alle "
    "som".split()
)
# Ordinary words in the definite form ("Referatet", "Kommunerne"): what a sentence begins with.
_DEFINITE = re.compile(r"[A-ZÆØÅ][a-zæøå-]{3,}(?:en|et|ne|ns|ets|nes)$")
_ENDING = re.compile(r"(?:ernes?|ens?|ets?|erne|er|ne|e|s|t|n)$")
# What the first sentence of an item is often about.
_SUBJECTS = frozenset(
    "dagsordenen referatet regnskabet budgettet formanden næstformanden sekretariatet "
    "forvaltningen administrationen styregruppen udvalget rådet forum kredsen netværket regionen "
    "kommunerne kommunen direktørerne deltagerne medlemmerne gruppen arbejdsgruppen projektet "
    "mødet møderne taksten taksterne analysen rapporten ordningen aftalen rammeaftalen sagen "
    "punktet orienteringen indstillingen antallet udgiften udgifterne regeringen ministeriet "
    "tilbuddet afdelingen skolen borgerne organisationerne centret mødedeltagerne "
    "bestyrelsen".split()
)
_PERSON = re.compile(
    r"(?:borgmester|direktør|rådmand|overlæge|chef|konsulent|formand|leder|læge|forstander|professor|"
    r"koordinator|medlem|sekretær)$"
)
_LIST_MARK = re.compile(r"(?:[-•·▪*]|[a-h][.)]|[A-H]\))$")
_DASH = re.compile(r"[–—]$")
_NAMED = re.compile(r"(?:KKR|KL|DAS|DASSOS|K\d{2}|FU|Region|[A-ZÆØÅ]{2,5})$")
# The second word of a name: "Aarhus Kommune", "KKR Syddanmark", "Socialtilsyn Nord".
_OF_PLACE = frozenset(("kommune", "kommunes", "kommuner", "amt", "byråd", "regionsråd", "sygehus"))
_PLACES = frozenset(
    "hovedstaden hovedstadens sjælland sjællands syddanmark syddanmarks midtjylland midtjyllands "
    "nordjylland nordjyllands nord syd øst vest midt".split()
)
_PLACED = frozenset("kkr region regionen socialtilsyn rammeaftale psykiatrien klynge".split())
# Titles that every agenda has, and that no sentence goes on from in a capital letter.
_STANDARD = re.compile(
    r"(?:Eventuelt|Evt\.?|Meddelelser|Næste møde|Velkomst|Orientering(?:er|spunkter)?|Bordet rundt|"
    r"(?:Korte|Gensidige?|Øvrige) orientering(?:er|spunkter)?|Lukket punkt|Mødeevaluering|"
    r"Godkendelse af (?:dagsorden(?:en)?|referat(?:et)?|sidste referat|dagsorden og referat))"
    r"(?=\s+(?:[A-ZÆØÅ\"“”•-]|[a-h][.)]\s))"
)
# "projekt Nøglen Først", "Forsorgshjemmet Overførstergården".
_BEFORE_NAME = re.compile(
    r"(?:projekt|tilbud|hjem|herberg|center|centre|institution|skole|krisecenter|fond|forening|"
    r"metoden?|ordningen|indsatsen|netværk)(?:et|en|t|n)?$"
)
_QUOTES = "\"“”'’»«()[]*_"


def _bare(word: str) -> str:
    return word.strip(_QUOTES + ".,;:!?")


def _is_verb(words: Sequence[str], at: int) -> bool:
    bare, before = _bare(words[at]), words[at - 1]
    if bare in _VERBS:
        return True
    if _PRESENT.match(bare) and _SUBJECT.match(before):
        return at > 1 or bool(_DEFINITE.match(before))  # "Kommunerne indberetter"
    return (
        bool(_VERB_FORM.match(bare))
        and bare not in _NO_VERBS
        and before.lower() not in _BEFORE_ADJECTIVE
    )


def ordinary_words(text: str) -> frozenset[str]:
    """The words that ``text`` writes in small letters somewhere, and their stems: a capital letter
    on one of these begins a sentence, on any other word it may be a name's."""
    words = set(re.findall(r"(?<![\w-])[a-zæøåéö]{2,}(?![\w-])", text))
    return frozenset(words | {_ENDING.sub("", word) for word in words if len(word) > 5})


def _first_sentence(words: Sequence[str]) -> int:
    """How many of the words the first sentence has."""
    for at, (word, after) in enumerate(pairwise(words), start=1):
        if (
            _SENTENCE_END.search(word)
            and not _ABBREVIATED.search(word)
            and (after.lstrip(_QUOTES)[:1].isupper() or after[0].isdigit())
        ):
            return at
    return len(words)


def _repeats(words: Sequence[str], at: int) -> int:
    """How many words from ``at`` on stand in the same order before it."""
    best = 0
    for start in range(at):
        length = 0
        while (
            start + length < at
            and at + length < len(words)
            and _bare(words[start + length]).casefold() == _bare(words[at + length]).casefold()
        ):
            length += 1
        best = max(best, length)
    return best


def _within_name(before: str, word: str) -> bool:
    if before[:1].isupper() and word in _OF_PLACE:
        return True
    return word in _PLACES and before.lower() in _PLACED


def _own_score(words: Sequence[str], at: int, ordinary: Container[str]) -> float:
    """How well a sentence begins with ``words[at]`` by the word itself."""
    word, before = words[at], words[at - 1]
    bare = _bare(word)
    small = bare.lower()
    after = words[at + 1] if at + 1 < len(words) else ""
    if _LIST_MARK.match(word) or _DASH.match(word):
        if before.endswith(":") or not after.lstrip(_QUOTES)[:1].isupper():
            return _NEVER
        return 2.0 if _LIST_MARK.match(word) else 0.0
    if not bare[:1].isupper() or word[0] == "(" or _within_name(before, small):
        return _NEVER
    if small in _OPENERS:
        # A sentence that opens with an adverb goes on with its verb.
        return -0.5 if small in _ADVERBS and after[:1].isupper() else 2.5
    if small in ordinary or _PERSON.search(small) or small in _SUBJECTS:
        return 2.0
    if _ENDING.sub("", small) in ordinary:
        return 1.5
    if _BEFORE_NAME.search(before.lower()):
        return -3.0
    if _DEFINITE.match(bare) or _NAMED.match(bare):
        return 0.5
    return -1.0 if at == 1 else 0.0


def _score(words: Sequence[str], at: int, verbs: Sequence[int], ordinary: Container[str]) -> float:
    """How well the title ends before ``words[at]``; ``verbs`` are the finite verbs' places."""
    before = words[at - 1]
    if _OPEN_WORD.search(before.lower()) or _BEFORE_NAME_OR_NUMBER.search(before):
        return _NEVER
    small = _bare(words[at]).lower()
    if _PERSON.search(before.lower()) and small not in _OPENERS and small not in ordinary:
        return _NEVER  # "Borgmester Karin Lau"
    score = _own_score(words, at, ordinary)
    if score == _NEVER:
        return _NEVER
    if at == 1:
        score += 0.5  # Titles of one word are rare.
    elif before[:1].isupper() and before[-1] not in ')"”’».':
        score -= 0.0 if before.isupper() else 1.0
    else:
        score += 1.5
    score += min(2, _repeats(words, at))
    nearest = next((place - at for place in verbs if place > at), _FARTHEST_VERB + 1)
    score += 2.0 if nearest <= _NEAR_VERB else 1.0 if nearest <= _FARTHEST_VERB else -2.0
    score -= 3.0 * sum(place < at for place in verbs)
    return score - 0.2 * max(0, at - _LONG_IN_WORDS)


def title_end(text: str, start: int, stop: int, ordinary: Container[str]) -> int:
    """Where the title that opens ``text[start:stop]`` ends; ``stop`` where all of it may be one.

    ``ordinary`` holds the words that are no names (``ordinary_words``).
    """
    standard = _STANDARD.match(text, start, stop)
    if standard:
        return standard.end()
    found = list(_WORD.finditer(text, start, min(stop, start + _WINDOW)))
    if len(found) < 2:
        return stop
    words = [match.group() for match in found]
    length = _first_sentence(words)
    sentence = words[:length]
    whole = found[length - 1].end()
    verbs = [at for at in range(1, length) if _is_verb(sentence, at)]
    scores = [(_score(sentence, at, verbs, ordinary), -at) for at in range(1, length)]
    best, cut = max(scores, default=(_NEVER, 0))
    long = whole - start > _LONGEST_TITLE
    if best > (_NEVER if long else _LEAST if verbs else _LEAST_WITHOUT_VERB):
        return found[-cut - 1].end()
    return start if long else whole
