"""The verbs of tasks, in the forms that minutes give them."""

from __future__ import annotations

import re
from typing import Literal

VerbForm = Literal["present", "infinitive", "passive", "participle"]

# What people do between meetings.
_VERBS = """
afdække afholde afklare aflevere afprøve afrapportere afsende afstemme afsøge analysere annoncere
ansøge arrangere beregne beskrive bestille besvare bidrage booke cirkulere dagsordensætte dele
distribuere dokumentere drive eftersende evaluere facilitere forberede fordele forelægge foretage
forfatte forhandle forhøre forklare formidle formulere fremføre fremlægge fremsende fremskaffe
færdiggøre genbesøge genforhandle genfremsætte gennemføre gennemgå genoptage gensende genudsende
hjælpe høre igangsætte implementere indarbejde indberette inddrage indgive indhente indkalde
indmelde indsamle indsende indskrive informere invitere iværksætte klargøre konkretisere kontakte
koordinere kortlægge kvalificere kvalitetssikre lave levere maile meddele medsende medtage melde
monitorere måle offentliggøre omdele omskrive opdatere opgøre opsamle opstille orientere oversende
overveje planlægge præcisere præsentere redegøre registrere rejse reservere revidere rundsende
rykke samle sammenfatte sammenligne sammenskrive sende sikre skitsere skrive sondere spørge svare
søge teste tilbagemelde tilbyde tilføje tilpasse tilrette tilrettelægge tilsende tjekke
tydeliggøre udarbejde udbrede uddelegere uddybe udfolde udforme udfylde udfærdige udpege udrede
udrulle udsende udvikle udvælge underrette underskrive undersøge uploade varetage vidensdele
videreformidle videreføre videregive videresende videreudvikle vise
"""
# These are tasks only with the words that go with them, at most a few words later.
_WITH: dict[str, str] = {
    "arbejde": r"videre|på\b|for\b|med\b",
    "bringe": r"videre|op\b|ind\b|med\b|sagen|spørgsmålet",
    "bære": r"videre",
    "finde": r"løsning\w*|resten|dato\w*|ud\b|sammen|frem\b|en\b|et\b",
    "følge": r"op\b",
    "få": r"til\s+opgave|udarbejdet|undersøgt|afklaret|lavet|indarbejdet|forelagt",
    "give": r"besked|status|orientering\w*|melding|\w*tilbagemelding|input|respons",
    "gøre": r"status|opmærksom|rede|forsøg",
    "gå": r"i\s+dialog|videre|tilbage",
    "holde": r"oplæg|møde\w*|øje|orienteret|kontakt\w*|fast\s+i",
    "indgå": r"aftale\w*|i\s+dialog|kontrakt",
    "komme": r"med\b|tilbage",
    "lægge": r"op\b|ud\b|frem\b|på\b|sidste\s+hånd",
    "rette": r"henvendelse|til\b",
    "se": r"på\b|nærmere|ind\s+i",
    "stille": r"(?:til\s+rådighed|forslag|spørgsmål|rådighed|krav|\w*lokaler|"
    r"\w*midler|ressourcer|\w*medarbejder\w*)",
    "stå": r"for\b",
    "sætte": r"på\b|i\s+gang|ind\b|sammen|sig\b|mål",
    "sørge": r"for\b",
    "tage": r"kontakt|op\b|initiativ\w*|fat|dialog|ansvar\w*|stilling|hånd|videre|vurdering\w*|"
    r"drøftelse\w*|med\b|føling|udgangspunkt",
    "vende": r"tilbage",
}
# Also done by the meeting itself: tasks only where a time is set, or somebody else is to do them.
_WEAK = """
acceptere afslutte afvikle ansætte begynde behandle beslutte deltage drøfte etablere fastlægge
fastsætte forankre forbedre godkende gøre justere nedsætte opfordre oprette opstarte prioritere
rekruttere revurdere starte stoppe udbetale udbyde undervise vedtage vurdere vælge ændre øge
"""
_PARTICIPLES = {
    "beskrive": "beskrevet",
    "bringe": "bragt",
    "drive": "drevet",
    "forelægge": "forelagt",
    "fremlægge": "fremlagt",
    "følge": "fulgt",
    "gennemgå": "gennemgået",
    "gøre": "gjort",
    "igangsætte": "igangsat",
    "iværksætte": "iværksat",
    "kortlægge": "kortlagt",
    "lægge": "lagt",
    "omskrive": "omskrevet",
    "opgøre": "opgjort",
    "planlægge": "planlagt",
    "redegøre": "redegjort",
    "skrive": "skrevet",
    "spørge": "spurgt",
    "sætte": "sat",
    "dagsordensætte": "dagsordensat",
    "tilrettelægge": "tilrettelagt",
    "udvælge": "udvalgt",
}
_SHORT_PRESENT = {
    "gøre": "gør",
    "opgøre": "opgør",
    "redegøre": "redegør",
    "færdiggøre": "færdiggør",
}


def _forms(infinitive: str) -> dict[VerbForm, str]:
    stem = infinitive[:-1] if infinitive.endswith("e") else infinitive
    return {
        "present": _SHORT_PRESENT.get(infinitive, infinitive + "r"),
        "infinitive": infinitive,
        "passive": infinitive.removesuffix("s") + "s",
        "participle": _PARTICIPLES.get(infinitive, rf"{stem}e?t"),
    }


def _pattern(form: VerbForm) -> re.Pattern[str]:
    plain = "|".join(_forms(verb)[form] for verb in _VERBS.split())
    weak = "|".join(_forms(verb)[form] for verb in _WEAK.split())
    joined = "|".join(
        rf"{_forms(verb)[form]}\s+(?:[^\s.;,]+\s+){{0,6}}?(?:{words})"
        for verb, words in _WITH.items()
    )
    return re.compile(rf"\b(?:{plain}|{joined}|(?P<weak>{weak}))(?![\wæøå])", re.IGNORECASE)


TASK_VERBS: dict[VerbForm, re.Pattern[str]] = {
    form: _pattern(form) for form in ("present", "infinitive", "passive", "participle")
}
"""By form: a match is the verb, and where it needs words of its own, what stands up to them; the
group ``weak`` is set where it is a task only for somebody else or with a time."""

_NO_TASK = """
anbefaler anmoder anvender arbejder bakker beder
begrunder bemærker betaler betinger bor bruger deltager
driver dækker efterlyser efterspørger ejer er fastholder flytter foretrækker fortsætter
fortæller forventer fremgår fremhæver frygter fungerer får glæder godkender gælder har havner
hedder henviser holder huser håber indmelder indstiller inviterer kender koster køber ligger
lukker mangler mener modtager noterer nævner opfordrer opgaver oplever oplyser peger planlægger
råder samarbejder savner ser sidder siger spørger står støtter svarer sætter tager takker
tilslutter tiltræder udgør udløber udtrykker understreger vedtager venter viser vurderer ønsker
"""
ANY_PRESENT = re.compile(
    rf"\b(?!(?:{'|'.join(_NO_TASK.split())}|eller|over|under|efter|hver|flere|kommuner|borgere?|"
    rf"pladser)\b)"
    r"[a-zæøå]{3,}er\b"
)
"""A verb in the present that may be a task where one that is named does it."""
ANY_PASSIVE = re.compile(
    r"\b(?!(?:findes|synes|kaldes|opleves|forventes|vides|menes|ønskes|udsættes|udskydes|betales|"
    r"begges|tilskrives|aftales|besluttes|godkendes|tiltrædes|vedtages|anbefales|deres|dennes|"
    r"andres|begges|alles)\b|\w*ernes\b)"
    r"[a-zæøå]{3,}es\b"
)
"""A passive in the present that is a task where a limit is set."""
ANY_INFINITIVE = re.compile(r"[a-zæøå]{2,}(?:e|å)\b")
