"""The words of a sentence with their places, told apart without a dictionary: function words and
common verbs by list, adjectives and nouns by their endings."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

_WORD = re.compile(
    r"[A-Za-zÀ-ÖØ-öø-ÿ]+\d*(?:['’´][a-z]+)?(?:[-–][A-Za-zÀ-ÖØ-öø-ÿ]+)*(?:-(?=\s))?|"
    r"\d+(?:[.,/]\d+)*|\S"
)
PREPOSITIONS = frozenset(
    "i på til fra med uden for af om ved under over mellem mod hos efter før inden siden gennem "
    "omkring blandt vedrørende vedr ift inklusive inkl ekskl trods pr per ifølge jf langs bag "
    "foran ud ad via samt heraf hvoraf deraf såvel".split()
)
CONJUNCTIONS = frozenset(
    "og eller men mens at om hvis når da fordi idet så som der hvor hvilket hvilke hvilken hvad "
    "hvem hvorfor hvordan end dog samt både enten hverken ikke også kun blot bare allerede "
    "endnu stadig nu her derfor dermed herved herefter derefter desuden samtidig endvidere dvs "
    "fx bl herunder hvorfra hvorved hvorefter selvom skønt sådan således fortsat igen ofte "
    "altid aldrig måske muligvis formentlig cirka ca knap godt næsten mindst højst maksimalt "
    "heller ellers derudover derimod imens imidlertid tilsvarende svarende eksempelvis alene "
    "især særligt primært hovedsageligt navnlig fremover fremadrettet hidtil efterfølgende "
    "dengang omvendt modsat tilsammen totalt herudover heroverfor hertil derved hvorved dermed "
    "hvormed førhen altså nemlig ligeledes faktisk reelt årligt månedligt ugentligt dagligt "
    "samlet netto brutto alt sammen ad gangen hver "
    "tidligst senest tilbage væk hjem ude inde oppe nede op ned ind frem hen".split()
)
PRONOUNS = frozenset(
    "det den de jeg vi du i han hun dem dette denne disse sig sin sit sine deres hans hendes os "
    "man ingen intet nogle nogen noget alle begge hinanden dens dets begges selv samme".split()
)
DETERMINERS = frozenset(
    "en et den det de denne dette disse alle begge hver hvert hele vores deres sin sit sine "
    "landets regionens kommunens årets tilbuddets egne egen".split()
)
VERBS = frozenset(
    "er var varede været blev bliver blive blevet har havde have haft skal skulle vil ville kan "
    "kunne må måtte bør burde får fik få fået går gik gå gået kommer kom komme kommet står stod "
    "stå stået ligger lå ligge ligget bor boede bo boet giver gav give givet tager tog tage "
    "taget gør gjorde gøre gjort siger sagde sige sagt ser se set vidste finder fandt finde "
    "fundet findes fandtes koster kostede koste kostet udgør udgjorde udgøre beløber beløb "
    "svarer svarede svare vokser voksede vokset stiger steg stige steget falder faldt falde "
    "faldet deltager deltog deltage venter ventede ventes vente bruger brugte bruge brugt "
    "arbejder mangler manglede betaler betalte betale oplever modtager modtog modtaget indgår "
    "indgik lyder lød viser viste vise vist peger oplyser trækker trak trukket holder holdt "
    "holde begyndte begynder sluttede slutter udløber udløb gælder gjaldt vælger valgte valgt "
    "sætter satte sættes sat fordeles fordelte sker skete ske stammer handler svinger svingede "
    "omfatter omfattede dækker dækkede indeholder foregår bæres ønsker ønskede foreslår "
    "foreslog søger søgte søges anslås forventes skønnes vurderes vurderer vurderede tegner "
    "rummer råder råde indeholdt fylder kræver krævede skaber yder ydes består bestod opnår "
    "opnåede rejser hører overstiger overgår steger kaldes hedder fører førte driver drev ejer "
    "ejes kører lever levede bidrager bidrog flytter flyttede afsættes afsat afsatte bevilges "
    "bevilgede bevilget tildeles hæves hæve hæver sænkes sænke sænker øges øge øger reduceres "
    "reducere udvides udvide nedsættes forhøjes stoppede stopper døde dør vandt fratrukket "
    "blandt fejler betyder betød medfører medførte indebærer indebar forventer forventede "
    "skyldes tilbyder tilbød anvender anvendte bygger byggede åbner åbnede lukker lukkede "
    "behandler behandlede drøfter drøftede godkender godkendte anbefaler anbefalede indstiller "
    "indstillede beslutter besluttede vedtog vedtager tiltræder tiltrådte mødes afholder "
    "afholdt henviser henviste varierer stillede lagde lægger fastsætter fastsatte oversteg "
    "ansøger ansøgte afleverer udbetaler uddelte ramte rammer løber løb melder spurgte spørger "
    "besvarede besvarer støttede støtter oprettes opretter oprettede nedlægges ombygges "
    "ommærkes ommærke etableres etablere købes køber købte beder bad meldte deler delte stiller "
    "overskred overskrider overskredet sælger sælges solgte købt solgt fremgår følger "
    "fulgte".split()
)
NUMBER_WORDS = frozenset(
    "to tre fire fem seks syv otte ni ti elleve tolv tretten fjorten femten seksten sytten "
    "atten nitten tyve tredive fyrre halvtreds tres halvfjerds firs halvfems hundrede tusind "
    "tusinde pct procent mio mia kr kroner".split()
)
ADVERBS = frozenset(
    "tidligere senere yderligere flere færre mere mindre større bedre lavere højere længere "
    "kortere oftere derover derunder henholdsvis respektive stykker heraf".split()
)
_PREMODIFIERS = frozenset(
    "ekstra fælles indbyrdes gratis fuldtids deltids ad-hoc private andre nye små store hele "
    "halve gode mange få øvrige egne slags par forskellige unge voksne ældre yngre større "
    "mindre tidligere yderligere flere færre kommunale sene lange korte samlede".split()
)
# Plurals without an ending.
_BARE_PLURAL = re.compile(
    r".*(?:tilbud|årsværk|bilag|vilkår|forløb|børn|børnebørn|besøg|ophold|år|mål|krav|hold|km|m2|spor|forhold|"
    r"bud|point|mænd|kvinder|folk|forslag|tilsyn|påbud|svar|job|rum|beløb|opslag|tiltag|lån|hjem|fald|"
    r"dyr|udkald|opkald|kald|valg|team|teams|centre|fora|træk|sæt|døgn|minutter|stk|mennesker|dag|"
    r"kontor|system|rør|tons|uger|kilo|hus|workshops|kurser|led|arbejde|netværk|udvalg|råd|nævn|"
    r"optag|afsnit|indlæg|oplæg|kursus|match|lokale|spørgsmål|brud|tab|slag|syn|regnskab|budget|"
    r"skøn|ben|projekt|kort|sogn|jobs|sessions|interviews|apps|cases|fællesskab|køb|salg|salgssteder|"
    r"udbud|indbrud|anlæg|udslip|skub|skridt|bo|botilbud|uheld|anfald|dødsfald|tilfælde|stop|par|"
    r"værksted|bosted|steder|byråd|regionsråd|drab|selvmord|forsøg|fund|kig|ministerier)$"
)
_AGENT = re.compile(r".*(?<!i)(?<!å)ere$")
_COMPARATIVE = re.compile(
    r"(?:.*(?:ig|isk|som|bar|els|ør|at|itt|ill|yr|ung|iv|al|ær|elig)ere|flere|senere|tættere|"
    r"bedre|højere|lavere|længere|kortere|dyrere|billigere|færre|mindre|større|svagere|stærkere)$"
)
_E_PLURAL = re.compile(
    r".*(?:dage|penge|huse|senge|drenge|grupper|forældre|søskende|breve|lande|blade|skole|steder|"
    r"stole|borde|skibe|biler|veje|gange|fonde|aftale|parter|planer|kredse|læger|ting|midler|"
    r"time|minde|bade|hove|ringe|enke|sæde|folk|tilfælde|ærinde)$"
)
_PRESENT = re.compile(
    r"(?:.*(?:erer|(?:g|skr|dr|tr)iver|æver|ytter|retter|ætter|egner|ikrer)|bliver)$"
)
_PARTICIPLE = re.compile(
    r".*(?:eret|ået|givet|skrevet|taget|trukket|fundet|bundet|ommet|edes|eres)$"
)
_PASSIVE = re.compile(
    r"[a-zæøå]{2,}(?:(?<!er)(?<!en)(?<!un)nes|(?<!e)res|[bdfgjklmpstv]es|(?<=[a-zæøå]{3})ås)$"
)
# Adjectives in the singular without an ending that nouns do not have.
_SINGULAR = re.compile(
    r"(?:.*(?:kommun|region|soci|nation|lok|centr|digit|gener|norm|globa?|form|psyko)al|"
    r".*(?:uel|onel|iel|urel)|.*(?:ekt|nt|ens|akt|tens|gr|ern)iv|(?:privat|samlet|fast|fælles|ny|"
    r"stor|lille|god|hel|halv|fri|gratis|anden|egen|øget|særskilt|ledig|tom))"
)
_AFTER_A_NOUN = frozenset("fået haft været blevet bor boede ved".split())


@dataclass(frozen=True, slots=True)
class Word:
    """A word, number or mark at ``[start, end)``; ``low`` is it in small letters."""

    start: int
    end: int
    text: str
    low: str

    @property
    def is_word(self) -> bool:
        return self.text[0].isalpha()


def words_of(text: str, start: int, end: int) -> list[Word]:
    """The words and marks of ``text[start:end]`` in order."""
    return [
        Word(m.start(), m.end(), m.group(), m.group().lower())
        for m in _WORD.finditer(text, start, end)
    ]


def is_verb(word: Word) -> bool:
    """Whether a word is a verb in one of its common forms."""
    low = word.low
    return (
        low in VERBS
        or low != "fælles"
        and bool(_PRESENT.match(low) or _PARTICIPLE.match(low) or _PASSIVE.match(low))
    )


def is_function(word: Word) -> bool:
    """Whether a word holds phrases together rather than naming something."""
    low = word.low
    return (
        not word.is_word
        or low in PREPOSITIONS
        or low in CONJUNCTIONS
        or low in PRONOUNS
        or low in DETERMINERS
        or low in NUMBER_WORDS
    )


def is_content(word: Word) -> bool:
    """Whether a word may be a noun or an adjective."""
    return word.is_word and not is_function(word) and not is_verb(word)


def is_premodifier(word: Word, after: Word | None) -> bool:
    """Whether a word is an adjective to the noun ``after``."""
    if after is None or not is_content(after) or after.low in ADVERBS | _AFTER_A_NOUN:
        return False
    low = word.low
    if low.endswith(("erne", "ene")) and low != "moderne":
        return False
    if _SINGULAR.fullmatch(low):
        return True
    if low in _PREMODIFIERS or low.endswith(("-", "ig", "isk", "almen", "fuld")):
        return True
    if _E_PLURAL.match(low) or (_AGENT.match(low) and not _COMPARATIVE.match(low)):
        return False
    return low.endswith("e")


def is_bare_plural(noun: str) -> bool:
    """Whether a noun in small letters is alike in the singular and the plural ("tilbud")."""
    return bool(_BARE_PLURAL.match(noun))


def is_plural_noun(word: Word) -> bool:
    """Whether a word may be a noun in the indefinite plural, or an adjective in a noun's place."""
    low = word.low
    if not is_content(word) or low in ADVERBS:
        return False
    return low.endswith(("er", "e", "r", "ers", "es")) or is_bare_plural(low)


def word_index(words: Sequence[Word], at: int) -> int:
    """The place among the words of the first that begins at or after ``at``."""
    return bisect_left(words, at, key=lambda word: word.start)
