"""The labels that open a section of an item, and the sentences that decide without one."""

from __future__ import annotations

import re
from typing import NamedTuple

from corpus.records import SectionKind

# Danish, then Norwegian, Swedish and English where they differ.
_LABELS: dict[SectionKind, tuple[str, ...]] = {
    "summary": (
        *("resumé", "resume", "sammenfatning", "kort fortalt", "sagsresumé", "sagsresume"),
        *("resumé af sagen", "kort resumé", "sammendrag", "kort oppsummert", "sammanfattning"),
        *("sammanfattning av ärendet", "summary", "executive summary"),
    ),
    "background": (
        *("baggrund", "baggrund for sagen", "sagens baggrund", "indledning", "formål"),
        *("bakgrunn", "bakgrunn for saken", "bakgrund", "bakgrund till ärendet", "background"),
    ),
    "case": (
        *("sagsfremstilling", "sagsbeskrivelse", "fremstilling", "status", "proces", "tidsplan"),
        *("orientering", "sagen", "sagens indhold", "drøftelse", "økonomi"),
        *("økonomiske konsekvenser", "videre proces", "den videre proces", "beskrivelse"),
        *("det videre forløb", "videre forløb", "vurdering", "sekretariatets bemærkninger"),
        *("supplerende sagsfremstilling", "saksframlegg", "saksfremlegg", "saksutredning"),
        *("saksfremstilling", "saksopplysninger", "saksframstilling", "ärende", "ärendet"),
        *("ärendebeskrivning", "beskrivning av ärendet", "redogörelse", "yrkanden"),
        *("discussion", "description", "report", "timeline", "finances", "financial implications"),
    ),
    "recommendation": (
        *("indstilling", "indstillinger", "det indstilles", "det indstilles at", "anbefaling"),
        *("det indstilles, at", "forslag til beslutning", "sekretariatets indstilling"),
        *("sekretariatet indstiller", "forretningsudvalgets indstilling", "anbefalinger"),
        *("beslutningsforslag", "indstilles", "innstilling", "forslag til vedtak"),
        *("rådmannens innstilling", "administrasjonens innstilling", "förslag till beslut"),
        *("beslutsförslag", "förvaltningens förslag till beslut", "recommendation"),
        *("recommendations", "proposed decision", "draft decision"),
    ),
    "decision": (
        *("beslutning", "beslutninger", "referat", "konklusion", "konklusioner", "vedtagelse"),
        *("beslutningsreferat", "det blev besluttet", "det besluttedes", "mødets beslutning"),
        *("referat af drøftelsen", "referat fra mødet"),
        *("beslutning fra mødet", "vedtak", "enstemmig vedtak", "behandling og vedtak"),
        *("konklusjon", "beslut", "styrelsens beslut", "nämndens beslut", "decision"),
        *("decisions", "resolution", "conclusion", "conclusions", "decision taken", "outcome"),
    ),
    "attachments": (
        *(
            "bilag",
            "vedlagte bilag",
            "bilagsliste",
            "vedhæftede filer",
            "vedlagt",
            "bilag til sagen",
        ),
        *("bilag til punktet", "bilagsoversigt", "vedlegg", "bilagor", "bilaga", "beslutsunderlag"),
        *("attachments", "attachment", "annexes", "annex", "appendices", "appendix", "enclosures"),
    ),
}
_KIND_BY_LABEL = {label: kind for kind, labels in _LABELS.items() for label in labels}
# Words that also open ordinary sentences ("Status: …", "Orientering: …") open a section only
# when they stand alone; these open one with text on the same line too.
_INLINE = tuple(
    sorted(
        {
            label
            for kind in ("summary", "recommendation", "decision", "attachments")
            for label in _LABELS[kind]
            if not label.startswith(("det ", "forslag", "vedlagt"))
        }
        | {"baggrund", "bakgrunn", "bakgrund", "background", "forslag til vedtak"}
        | {"sagsfremstilling", "sagsbeskrivelse", "saksframlegg", "saksutredning", "ärende"},
        key=len,
        reverse=True,
    )
)
_INLINE_LABEL = re.compile(
    rf"^[\s*_#>]*(?:<[a-z]+>)?({'|'.join(map(re.escape, _INLINE))})"
    r"[*_]*(?:\s*:[*_]*(?:</[a-z]+>)?[*_]*[ \t]+|[ ]*\t\s*)(?=\S)",
    re.IGNORECASE,
)
# "Beslutning i KKR Sjælland den 4. marts 2024", "Kommunaldirektørkredsens indstilling".
_DATED_DECISION = re.compile(
    r"(?:beslutning|vedtagelse|vedtak|beslut)\b(?! om\b)[^.:;]{0,60}\b"
    r"(?:\d{1,2}[.-/]\s?(?:\d{1,2}[.-/]\s?)?(?:[a-zæøå]+\s)?\d{2,4}|mødet)$"
)
_GENITIVE_LABEL = re.compile(
    r"(?:[\w-]+ ){0,2}[\w-]+[s'’] "
    r"(indstilling|innstilling|anbefaling|beslutning|konklusion|vedtak)$"
)
# "Konklusion og opfølgning", "Drøftelse/beslutning".
_AND = re.compile(r"\s*/\s*|,?\s+(?:og|och|and)\s+")
_BESIDE_LABEL = frozenset(
    ("opfølgning", "aftaler", "aktion", "handling", "begrundelse", "ansvarlig")
)
_LONGEST_LABEL = 100
_FIRST_WORD = re.compile(r"[A-ZÆØÅÄÖ]\w*")
_COLON = re.compile(r"[*_]*(?:\s?:[*_]*)?")
_BY_FIRST_WORD: dict[str, list[str]] = {}
for _label in sorted(_KIND_BY_LABEL, key=len, reverse=True):
    _BY_FIRST_WORD.setdefault(_label.split()[0].split("/")[0], []).append(_label)
# Words that stand in sentences too, with a capital letter at their beginning.
WEAK_LABELS = frozenset(
    (*_LABELS["case"], "indledning", "formål", "referat", "konklusion", "anbefaling", "vedlagt")
) - {"sagsfremstilling", "sagsbeskrivelse", "saksframlegg", "saksutredning"}
_IT_IS_RECOMMENDED = re.compile(
    r"^(?:\S+ ){0,3}?(?:indstilles|indstiller)(?: til \S+)?,?(?: at\b|:)", re.IGNORECASE
)

_FORUM = (
    r"(?:KKR(?: [A-ZÆØÅ]\w+)?|DAS|DASSOS|K\d{2}|FU|"
    r"\w*(?:[Ss]tyregruppe|[Uu]dvalg|[Ff]orum|kreds|[Gg]ruppe|[Ff]ormandskab|[Bb]estyrelse|[Rr]åd)(?:n|en|et|s|ets|ens)?|Socialdirektørerne|Direktørerne)"
)
_DECIDED = (
    r"(?:godkendte|besluttede|vedtog|tiltrådte|drøftede|tog|anbefalede|afviste|udsatte|bakkede|"
    r"tilsluttede|indstillede|valgte|nedsatte|udpegede|enedes|var enige?|blev enige?|støttede)"
)
_UNLABELLED_DECISION = re.compile(
    rf"^(?:Den |Det )?(?:[A-ZÆØÅ][\w-]*\s+)?{_FORUM}"
    rf"(?: [a-zæøå]+ [A-ZÆØÅ]?[\w-]+){{0,3}} {_DECIDED}\b"
    r"|^(?:Dagsordenen|Referatet|Orienteringen|Orienteringerne|Indstillingen|Indstillingerne|"
    r"Forslaget|Redegørelsen|Rapporten|Budgettet|Regnskabet|Punktet|Sagen) "
    r"(?:blev|er|udgik|udgår|udsættes|flyttes|godkendes|udsat|tiltrådt|godkendt|vedtaget|fulgt)\b"
    r"|^(?:Godkendt|Vedtaget|Tiltrådt|Udsat|Drøftet|Taget til (?:efterretning|orientering)|"
    r"Enstemmigt? (?:godkendt|vedtaget|vedtatt|tiltrådt)|Godkjent|Vedtatt|Tatt til etterretning)\b"
    r"|^(?:Styret|Utvalget|Rådet|Kommunestyret) (?:vedtok|godkjente|tok|sluttet|anbefalte)\b"
    r"|^(?:[A-ZÅÄÖ]\w*nämnden|Nämnden|Styrelsen|\w+styrelsen|Utskottet|Rådet|Styrgruppen) "
    r"(?:beslutar|beslutade|beslöt|godkänner|godkände|antog)\b"
    r"|^The (?:[A-Z][\w-]* ){0,3}(?:[Bb]oard|[Cc]ommittee|[Cc]ouncil|[Gg]roup|[Ff]orum|[Mm]eeting) "
    r"(?:approved|agreed|decided|adopted|endorsed|noted|rejected|resolved)\b"
)


class Label(NamedTuple):
    """A section's opening. ``text_offset`` is where its text starts in the line; the line's length
    where the label stands alone."""

    kind: SectionKind
    label: str
    text_offset: int


def section_label(raw: str, plain: str) -> Label | None:
    """The label that ``raw`` opens with, or ``None``. ``plain`` is the line without markup."""
    if len(plain) <= _LONGEST_LABEL:
        kind = _alone(plain.rstrip(":. ").casefold())
        if kind:
            return Label(kind, plain.rstrip(": "), len(raw))
    inline = _INLINE_LABEL.match(raw)
    if inline:
        label = inline.group(1)
        return Label(_KIND_BY_LABEL[label.casefold()], label, inline.end())
    return None


def _alone(bare: str) -> SectionKind | None:
    """The kind of a label that stands alone on its line."""
    if bare in _KIND_BY_LABEL:
        return _KIND_BY_LABEL[bare]
    parts = _AND.split(bare)
    if len(parts) > 1 and _BESIDE_LABEL.union(_KIND_BY_LABEL).issuperset(parts):
        kinds = [_KIND_BY_LABEL[part] for part in parts if part in _KIND_BY_LABEL]
        return "decision" if "decision" in kinds else next(iter(kinds), None)
    if _DATED_DECISION.match(bare):
        return "decision"
    genitive = _GENITIVE_LABEL.match(bare)
    return _KIND_BY_LABEL[genitive.group(1)] if genitive else None


def opens_recommendation(plain: str) -> bool:
    """Whether a line such as "Det indstilles, at …" states a recommendation without a label."""
    return bool(_IT_IS_RECOMMENDED.match(plain))


def states_decision(plain: str) -> bool:
    """Whether a paragraph such as "Styregruppen godkendte …" is a decision without a label."""
    return bool(_UNLABELLED_DECISION.match(plain))


def label_within(text: str, at: int) -> Label | None:
    """The label that stands in running text from ``at`` on, a capital letter: the longest, with
    ``text_offset`` as its length, a colon after it included."""
    word = _FIRST_WORD.match(text, at)
    if not word:
        return None
    for label in _BY_FIRST_WORD.get(word.group().casefold(), ()):
        end = at + len(label)
        if text[at:end].casefold() == label and not text[end : end + 1].isalnum():
            closing = _COLON.match(text, end)
            return Label(_KIND_BY_LABEL[label], text[at:end], closing.end() - at if closing else 0)
    return None
