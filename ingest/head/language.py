"""Which language a text is in: Danish, Norwegian (bokmål), Swedish or English.

A small model of its own: the words that are frequent in one of the languages and not, or not so
spelled, in the others, and for Danish and Norwegian, which share most words, also the spellings
that tell them apart ("-hed" and "-het", "-tion" and "-sjon").
"""

from __future__ import annotations

import re

from corpus.records import Language

# Words that two or three languages share stand under each: they tell it from the rest.
_WORDS: dict[Language, str] = {
    "da": """
        og i at er det til på en som de med for den ikke der har et men vi han var fra om kan skal
        ved vil også så eller når hvor være deres hun flere efter mellem dette denne disse kunne
        skulle ville blive hvis hvordan jeg
        af hvad nogle noget nogen meget mig dig sig jer os nu blevet bliver blev kun igen ud op ind
        mod gennem igennem møde mødet møder uge uger sag sagen sager bruge bruges brugt været sådan
        således dog altid gøre gør give giver givet tage tager taget fik gik sagde siger end havde
        måde måder nej tyve sprog vigtig vigtigt vigtige bedste mindst mindre sidste seneste endnu
        alligevel anden andet hver hvert kommunerne regionen udvalget udkast drøftede tiltrådte
        godkendt godkendte godkendes indstilling indstilles indstiller beslutning bilag afbud næste
        pladser sociale socialområdet procent proces indsats indsatser arbejde arbejdet arbejder
        samarbejde samarbejdet hjælp hjælpe børn længere borgere borgerne borger heraf herunder samt
        vedrørende tilbage dermed derudover nødvendigt nødvendig mulighed muligheder forhold fortsat
        sammenhæng viden projekt projektet økonomi udgifter udgift tilbud orientering orienterede
        efterretning følgende ligesom fælles eget egen øvrige foretage foretages hvilket hvilke
        hvorfor ønsker ønske bidrag bidrage herefter senere tidligere oplyst oplyste fremgår ifølge
        hverken ellers alene lave laver laves tror købe køber dag dage ligger lægge lægges bør
    """,
    "nb": """
        og i at er det til på en som de med for den ikke der har et men vi han var fra om kan skal
        ved vil også så eller når hvor være deres hun flere dette denne disse kunne skulle ville
        hvis hvordan jeg
        av etter mellom hva noen noe mye meg deg seg oss nå blitt blir ble bli bare igjen ut opp inn
        mot gjennom møte møtet møter uke uker sak saken saker bruke brukes brukt vært slik sånn
        alltid gjøre gjør gi gir gitt ta tar tatt fikk gikk sa sier enn hadde ha måte måter nei tjue
        språk viktig viktige beste minst mindre siste ennå likevel annen annet hvert kommunene
        utvalget utkast godkjent godkjente vedtak vedtatt vedtok innstilling innstilles vedlegg
        forfall neste plasser sosiale prosent prosess innsats arbeid arbeidet arbeider samarbeid
        samarbeidet hjelp hjelpe barn barna lengre lenger innbyggere innbyggerne herunder samt
        vedrørende tilbake dermed nødvendig mulighet muligheter forhold fortsatt sammenheng kunnskap
        prosjekt prosjektet økonomi utgifter tilbud orientering følgende felles eget egen øvrige
        hvilke hvorfor ønsker ønske bidrag bidra senere tidligere opplyst ifølge verken ellers lage
        tror kjøpe dag dager ligger legge fram innen innenfor utenfor ganger gang fylkeskommunen
        kommunestyret rådmannen saksliste møtebok protokoll referat referatet styret styringsgruppen
        drøftet arbeidsgruppen kommunedirektøren
        ikkje eg ein eit frå dei kva korleis vere vart nokon noko berre
    """,
    "sv": """
        i det en de med den har men vi han var om kan så till på som ett efter mot upp ut
        och att är inte för av från vid även också ska skall eller sig när där hur vad många mycket
        genom utan andra sin sitt sina deras detta denna dessa hade blev blir bli blivit varit vara
        mellan över under år möte mötet beslut beslutar ärende ärendet protokoll nämnden närvarande
        frånvarande något några någon hon jag dem nu nya bara mer mest samt inom eftersom därför
        enligt kommunen kommunerna regionen arbete arbetet samarbete barn vård verksamhet
        verksamheten behov gäller göra gör ge ger ta tar tagit finns fick gick säger sade sätt
        viktigt viktiga bästa minst sista ännu annan annat varje nästa procent insatser ordförande
        dagordning socialtjänsten bilaga godkänner godkändes styrgruppen
    """,
    "en": """
        the of and to in is that for it with as was on are be by this which from or have not an will
        shall has were their been its they would there can all also should more other may between
        than these into such when who about our we you he she his her but had if under
        meeting minutes agenda decision decided approved committee members participants
        municipalities region report services social care support people children costs
    """,
}
_BY_WORD: dict[str, tuple[Language, ...]] = {}
for _language, _words in _WORDS.items():
    for _word in dict.fromkeys(_words.split()):
        _BY_WORD[_word] = (*_BY_WORD.get(_word, ()), _language)
_SPELLINGS: tuple[tuple[Language, re.Pattern[str]], ...] = (
    (
        "da",
        re.compile(
            r"\w{3,}(?:heden|heder|hed|tionen|tioner|tion|erne|ede|igt|dt)|\w*(?:æg|øj|ej)\w+"
        ),
    ),
    ("nb", re.compile(r"\w{3,}(?:heten|heter|het|sjonen|sjoner|sjon|ene)|\w*(?:kj|gj|øy|skj)\w+")),
    ("sv", re.compile(r"\w*[äö]\w*")),
)
_WORD = re.compile(r"[^\W\d_]+")
_LONGEST = 60_000
_SPELLING = 0.5
# A paragraph counts no more than this, so that a long quotation does not outweigh the rest.
_MOST_OF_A_LINE = 25.0
_FEWEST = 1.0


def language_of(text: str) -> Language:
    """The language that most of ``text`` is in; Danish where too little tells."""
    total: dict[Language, float] = {"da": 0.0}
    for line in _sample(text).split("\n"):
        score = _score(line)
        most = max(score.values(), default=0.0)
        scale = min(1.0, _MOST_OF_A_LINE / most) if most else 0.0
        for language, points in score.items():
            total[language] = total.get(language, 0.0) + points * scale
    best = max(total, key=lambda language: total[language])
    return best if total[best] - total["da"] >= _FEWEST else "da"


def _score(line: str) -> dict[Language, float]:
    score: dict[Language, float] = {}
    for match in _WORD.finditer(line):
        word = match.group()
        languages = _BY_WORD.get(word.lower())
        for language in languages or ():
            score[language] = score.get(language, 0.0) + 1
        if languages is None and word.islower():  # A name keeps its own spelling.
            for language, spelling in _SPELLINGS:
                if spelling.fullmatch(word):
                    score[language] = score.get(language, 0.0) + _SPELLING
    return score


def _sample(text: str) -> str:
    """The text, or of a long one its beginning, middle and end."""
    if len(text) <= _LONGEST:
        return text
    third = _LONGEST // 3
    middle = (len(text) - third) // 2
    return "\n".join((text[:third], text[middle : middle + third], text[-third:]))
