"""The words that tell what a name is a name of: "botilbuddet …", "projektet …", "… Krisecenter"."""

from __future__ import annotations

import re

from corpus.proposal import ProposedKind

# After these a name in quotation marks or with a capital stands ("projektet Broen").
_PROJECT = r"(?:[a-zæøå]*[a-zæøå-])?projekt(?:et|ets|er|erne)?"
_STRONG: tuple[tuple[ProposedKind, str], ...] = (
    ("project", _PROJECT),
    (
        "institution",
        r"(?:[a-zæøå]*tilbud(?:det|dene|dets)?"
        r"|bosted(?:et|ets|erne)?|bofællesskab(?:et|ets)?|opholdssted(?:et|ets)?"
        r"|[a-zæøå]*(?:døgn|dag|sikrede? )?institution(?:en|ens|erne)?"
        r"|[a-zæøå]*special(?:skole(?:n|ns)|center|centret|centeret)"
        r"|[a-zæøå]*(?:krise|behandlings|aktivitets|rehabiliterings|kommunikations|misbrugs|pleje|"
        r"familie|unge|ungdoms|uddannelses|videns?|rådgivnings|dag|støtte|neuro|udviklings|handicap|"
        r"rusmiddel|social|syns|høre|[Pp]sykiatrisk )cent(?:ret|eret|er)"
        r"|forsorgshjem(?:met)?|børnehjem(?:met)?|behandlingshjem(?:met)?|plejehjem(?:met)?"
        r"|boform(?:en)?|herberg(?:et)?|værested(?:et)?|kollegi(?:et)|børnehus(?:et)?"
        r"|ungdomsinstitution(?:en)|[a-zæøå]+skolen|"
        r"psykiatrisk (?:afdeling|klinik))",
    ),
    (
        "organisation",
        r"(?:[a-zæøå]*(?:forening(?:en|ens)|organisation(?:en|ens)|forbund(?:et|ets))"
        r"|fond(?:en|ens)|stiftelsen|tænketanken|virksomheden|konsulent(?:firmaet|huset|virksomheden)"
        r"|firmaet|leverandøren|selskabet|analyseinstituttet)",
    ),
)
# After these only what stands in quotation marks is a name ("indsatsen »Tidlig hjælp«").
_WEAK: tuple[tuple[ProposedKind, str], ...] = (
    (
        "project",
        r"(?:[a-zæøå]*(?:indsats(?:en)?|initiativ(?:et)?|program(?:met)?|forsøg(?:et)?|kampagne(?:n)?|"
        r"partnerskab(?:et)?|forløb(?:et)?|model(?:len)?|koncept(?:et)?|satsning(?:en)?|"
        r"samarbejde(?:t)?|pulje(?:n)?))",
    ),
    ("institution", r"(?:tilbud(?:det)?|center|centret|centeret|skolen|afsnittet|afdelingen)"),
)


def _either(of: tuple[tuple[ProposedKind, str], ...]) -> re.Pattern[str]:
    return re.compile(
        r"\b(?:" + "|".join(f"(?P<{kind}>{words})" for kind, words in of) + r")(?=[ :])",
        re.IGNORECASE,
    )


STRONG = _either(_STRONG)
STRONG_OR_WEAK = _either(
    tuple((kind, f"{words}|{dict(_STRONG)[kind]}") for kind, words in _WEAK) + (_STRONG[2],)
)

# Part of the name, in front: "Center for …", with what decides the kind.
HEADS: tuple[tuple[ProposedKind, str], ...] = (
    (
        "institution",
        r"(?:[A-ZÆØÅ][a-zæøå]*(?:c|C)ent(?:er|ret|eret)|Center|Centret|Centeret|Institut|Instituttet|"
        r"Specialskolen|Bostedet|Botilbuddet|Bofællesskabet|Skolen|Kollegiet) (?:for|mod|til)",
    ),
    (
        "organisation",
        r"(?:Landsforeningen|Foreningen|Forbundet|Fonden|Rådet|Sammenslutningen|Netværket|"
        r"Brancheforeningen|Interesseorganisationen) (?:for|af|til|mod)",
    ),
    ("authority", r"(?:Styrelsen|Nævnet|Ankenævnet|Direktoratet|Tilsynet) for"),
)
HEAD = re.compile(
    r"(?<![\w-])(?:" + "|".join(f"(?P<{kind}>{words})" for kind, words in HEADS) + r") "
)
# What a municipality calls its own departments is no institution of its own.
DEPARTMENT = re.compile(
    r"\b(?:social|sundhed|økonomi|byråd|ledelse|byråd|ældre|voksne|dagtilbud|skole|arbejdsmarked|"
    r"job|familie|børn og|beskæftigelse|politik|administration|ejendomme|teknik|miljø|kultur|"
    r"plan|hr|digitalisering|særlig indsats)\b",
    re.IGNORECASE,
)

# Part of the name, at its end: "Søhavegård Krisecenter".
TAIL = re.compile(
    r"(?<![\w-])(?:[A-ZÆØÅ]?[a-zæøå]*(?:[Kk]risecenter|[Bb]ehandlingscenter|[Bb]ehandlingshjem|[Uu]ngdomscenter|"
    r"[Rr]ehabiliteringscenter|[Kk]ommunikationscenter|[Ff]amiliecenter|[Aa]ktivitetscenter|"
    r"[Pp]lejecenter|[Pp]lejehjem|[Bb]ørnehjem|[Mm]isbrugscenter|[Rr]usmiddelcenter|[Nn]eurocenter|"
    r"[Uu]niversitetshospital)|Hospital|Sygehus|"
    r"Bosted|Botilbud|Bofællesskab|Døgninstitution|Forsorgshjem|Herberg|Børnehus|Efterskole|"
    r"Specialskole|Opholdssted|Hospice|Værested|Refugium|Kollegium|Skolehjem|Ungecenter)(?:s)?"
    r"(?![\w-])"
)
# One word, capitalised though no sentence begins with it: "Geelsgårdskolen", "Høreforeningen".
COMPOUND = re.compile(
    r"(?<![\w-])[A-ZÆØÅ][a-zæøåé]{2,}(?:-[A-ZÆØÅ]?[a-zæøå]+)?(?:"
    r"(?P<institution>(?:gårds?skolen|skolen|hjemmet|gården|kollegiet|institutionen|bostedet|"
    r"hytten|fonden(?=s? Botilbud)))|"
    r"(?P<organisation>foreningen|fonden|forbundet|alliancen)|"
    r"(?P<authority>styrelsen|ministeriet|nævnet|klagenævnet|direktoratet))(?:s)?(?![\w-])"
)
# A word for what it is, alone: no name, though it may be written with a capital.
GENERIC = re.compile(
    r"(?:[a-zæøå]*(?:cent(?:er|ret|eret|re|rene)|tilbud(?:det|dene)?|institution(?:en|er|erne)?|"
    r"bosted(?:et)?|opholdssted(?:et)?|projekt(?:et|er)?|krisecentre|herberg(?:et|er|erne)?|"
    r"afdeling(?:en)?|afsnit(?:tet)?|sekretariat(?:et)?|styregruppe(?:n)?|tilsyn(?:et)?|"
    r"børnehus(?:et|e|ene)?|klinik(?:ken)?|sygehus(?:et|ene)?|hospital(?:et|er|erne)?|"
    r"[a-zæøå]*område(?:t|r|rne)?|kommune(?:n|r|rne)?|region(?:en|er|erne)?|psykiatri(?:en)?|forvaltning(?:en)?|råd(?:et)?|"
    r"udvalg(?:et)?|bestyrelse(?:n)?|byråd(?:et)?|nævn(?:et)?|gruppe(?:n)?|forum(?:met)?|"
    # Parts of the country, which are no institutions.
    r"fyn|[a-zæøå]*sjælland|[a-zæøå]*jylland|lolland(?:-falster)?|falster|møn|mors|als|amager|"
    r"bornholm|vestegnen|djursland|thy|vendsyssel|himmerland|østdanmark|vestdanmark|danmark|norge|"
    r"sverige|tyskland|grønland|færøerne|skype|teams|zoom|internettet|christiansborg|covid))s?",
    re.IGNORECASE,
)
NO_NAME = re.compile(
    r"(?:døgn|dag|special|social|folke|efter|ung?doms|børne?|privat|fri|landsby|sikrede|hoved|"
    r"grund|be|bestyr|for|kost|pleje|behandlings|produktions|hel(?:dags)|dagbehandlings|heldags|høj|"
    r"patient|bruger|pårørende|handicap|fag|grundejer|bolig|lokal|kommune|arbejdsgiver|interesse|"
    r"lands|paraply|by|amts|bo|under|over|fælles|kommunal|musik|ældre|alder|krise|forsorgs)?-?"
    r"(?:skolen|hjemmet|gården|kollegiet|institutionen|bostedet|foreningen|fonden|forbundet|"
    r"styrelsen|ministeriet|nævnet|klagenævnet|direktoratet|alliancen|hytten)s?",
    re.IGNORECASE,
)

# "Broen-projektet", but not what tells who pays or where: "EU-projektet", "KL-projektet".
PROJECT = re.compile(
    r"(?<![\w-])(?!(?:EU|IT|KL|ESF|HR|FN|DUT|KKR|SIND)\b)"
    r"[A-ZÆØÅ][\wæøå]+(?: [A-ZÆØÅ][\wæøå]+){0,2}-(?P<word>projektet)(?!\w)"
)

# Where people live or are placed: "anbragt på Egely", "pladser på Kofoedsminde".
PLACING = re.compile(
    r"\b(?i:(?:anbragt|anbringes|anbringelse[nr]?|indskrevet|indskrives|visiteret|visiteres|optaget|"
    r"overflyttet|overføres|overført|overførsel|plads|pladser|pladserne|pladsen|ophold|opholdet|"
    r"belægning|belægningen|takst|taksten|takster|taksterne|takststigning|takstforhøjelse|"
    r"personalet|forholdene|driften|bygningerne|betalingen|udgifterne) (?:på|hos|til)|"
    r"(?:borgere|borgerne|beboere|beboerne|unge|elever|eleverne|patienter|patienterne|"
    r"medarbejderne|opholder sig|opholdt sig|bor|boede) på|"
    r"(?:lukning|lukningen|udvidelse|udvidelsen|ombygning|ombygningen|etablering|etableringen|"
    r"overtagelse|overtagelsen|driften|drift|nedlukning|renovering|flytning) af) "
)
