"""Words that tell what a name beside them means: titles, acts, directions, openings."""

from __future__ import annotations

import re

TITLES = re.compile(
    r"(?:direktør|chef|konsulent|formand|forkvinde|leder|læge|psykolog|minister|medarbejder|"
    r"koordinator|sekretær|borgmester|rådmand|forstander|rektor|professor|rådgiver|sygeplejerske|"
    r"pædagog|terapeut|økonom|jurist|advokat|dommer|forsker|fuldmægtig|specialist|lektor|"
    r"planlægger|inspektør|assistent|viceborgmester)(?:en|n)?$|"
    r"^(?:fru|hr|dr)$"
)
# Capitalised only because they open a sentence; a name after them stands alone.
OPENING_WORDS = frozenset(
    "ad af afbud alene alle at baggrund bemærkninger beslutning bilag blandt bortset byen "
    "byerne både da deltager deltagere den der derfor derudover desuden det drøftelse efter "
    "efterfulgt eftersom eksempelvis eksklusive eller endelig endvidere enten er eventuelt for "
    "fordi forslag foruden fra fx få før gælder har her heraf herefter herudover herunder hos "
    "hvad hvem hverken hvilke hvilken hvis hvor hvordan hvorfor hvornår i idet ift ifølge ikke "
    "imellem indstilling indtil inkl inklusive især jf kan kommune kommunen kommuner kommunerne "
    "konklusion kun ligesom med medens mellem men mens modsat mon møde navnlig når og også om "
    "oplæg orientering på referat resume resumé sagsfremstilling samt samtidig selv selvom "
    "siden skal som status såfremt således særligt til tilsvarende uanset uden udover under "
    "undtagen undtaget var ved vedr vedrørende via vil værtskommune".split()
)
# After a name that is an ordinary word: the road leads somewhere, the municipality does not.
DIRECTIONS = frozenset(
    "derhen dertil forbi frem fremad gennem hen hertil hjem igennem ind mod ned op til tilbage ud "
    "udenom videre".split()
)
# What a municipality does in minutes; a road, an otter or a slice does not.
ACTS = re.compile(
    r"(?:indled|orienter|bidrag|oplys|foresl|ønske|delt[ao]g|frem[ls][æae]|præsenter|tilslut|"
    r"bemærke|anbefal|godkend|tilkendeg|indstil|afhold|udarbejd|koordiner|beslutte|vurder|"
    r"bakke|støtte|indmeld|tilbyd|tilbød|spurgte|spørger|svarede|svarer|efterlys|pege|påpege|"
    r"udtryk|meddel|undersøge|repræsenter|påtager|påtog|stille|afgiv|afgav|fortalte|fortæller|"
    r"mener|mente|driver|drev|melder|meldte|rejste|rejser|opfordr|kvittere|redegj|redegør|"
    r"bad|beder|send|deler|delte)\w*"
)
# A verb after a name that is no noun in the definite form: a bare noun is seldom a subject.
VERB = re.compile(
    r"(?!(?:efter|eller|ellers|heller|hver|over|under|er|bliver)$)[a-zæøå]{2,}(?:er|ede|te)|"
    r"bør|fandt|fik|får|gav|gik|gjorde|gør|havde|har|kan|kom|kunne|lod|må|måtte|sagde|ser|skal|"
    r"skulle|stod|står|så|tog|trak|vil|ville"
)
# Where the document surely speaks of the municipality elsewhere.
STATES = re.compile(r"blev|bliver|er|var")
WORDS_OF_COUNCIL = frozenset(
    "bibliotek borgerservice borgmester borgmesters by byråd byrådet byråds byrådssal forvaltning "
    "forvaltninger jobcenter kommunalbestyrelse kommunalbestyrelsen kommunalbestyrelses "
    "kommunehus kommuner kommuners komune kulturhus magistrat rådhus socialforvaltning "
    "socialudvalg".split()
)
# Institutions that are called by their town: "Det Sikrede i Esbjerg", no "Comwell i Kolding".
HOUSES = re.compile(
    r"(?:\w*(?:afdeling|akademi|arrest|center|centr|fængsel|hjem|hospital|institution|klinik|kollegi|"
    r"psykiatri|sikrede|skole|sygehus|team|tilbud|universitet)(?:m|d|k|l)?(?:en|et|er|n|um)?)",
)
