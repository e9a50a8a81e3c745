"""The labels that open a section of an item, and the sentences that decide without one."""

from __future__ import annotations

import re
from typing import NamedTuple

from corpus.records import SectionKind

_LABELS: dict[SectionKind, tuple[str, ...]] = {
    "summary": ("resumé", "resume", "sammenfatning", "kort fortalt", "sagsresumé", "sagsresume"),
    "background": ("baggrund", "baggrund for sagen", "indledning", "formål"),
    "case": (
        "sagsfremstilling",
        "sagsbeskrivelse",
        "fremstilling",
        "status",
        "proces",
        "tidsplan",
        "proces og tidsplan",
        "orientering",
        "sagen",
        "drøftelse",
        "økonomi",
        "videre proces",
        "det videre forløb",
        "beskrivelse",
        "vurdering",
        "sekretariatets bemærkninger",
    ),
    "recommendation": (
        "indstilling",
        "indstillinger",
        "det indstilles",
        "det indstilles at",
        "det indstilles, at",
        "forslag til beslutning",
        "anbefaling",
        "sekretariatets indstilling",
        "sekretariatet indstiller",
        "forretningsudvalgets indstilling",
    ),
    "decision": (
        "beslutning",
        "beslutninger",
        "referat",
        "konklusion",
        "konklusioner",
        "beslutningsreferat",
        "det blev besluttet",
        "vedtagelse",
        "beslutning/referat",
        "referat/beslutning",
        "referat af drøftelsen",
        "beslutning fra mødet",
    ),
    "attachments": ("bilag", "vedlagte bilag", "bilagsliste", "vedhæftede filer", "vedlagt"),
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
        | {"baggrund", "sagsfremstilling", "sagsbeskrivelse"},
        key=len,
        reverse=True,
    )
)
_INLINE_LABEL = re.compile(
    rf"^[\s*_#>]*(?:<[a-z]+>)?({'|'.join(map(re.escape, _INLINE))})"
    r"[*_]*\s*:[*_]*(?:</[a-z]+>)?[*_]*[ \t]+(?=\S)",
    re.IGNORECASE,
)
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
    r"(?:blev|er|udgik|udgår|udsættes|flyttes|godkendes|udsat)\b"
    r"|^(?:Godkendt|Vedtaget|Tiltrådt|Udsat|Drøftet|Taget til efterretning)\b"
)


class Label(NamedTuple):
    """A section's opening. ``text_offset`` is where its text starts in the line; the line's length
    where the label stands alone."""

    kind: SectionKind
    label: str
    text_offset: int


def section_label(raw: str, plain: str) -> Label | None:
    """The label that ``raw`` opens with, or ``None``. ``plain`` is the line without markup."""
    bare = plain.rstrip(":. ").casefold()
    if bare in _KIND_BY_LABEL:
        return Label(_KIND_BY_LABEL[bare], plain.rstrip(": "), len(raw))
    inline = _INLINE_LABEL.match(raw)
    if inline:
        label = inline.group(1)
        return Label(_KIND_BY_LABEL[label.casefold()], label, inline.end())
    return None


def opens_recommendation(plain: str) -> bool:
    """Whether a line such as "Det indstilles, at …" states a recommendation without a label."""
    return bool(_IT_IS_RECOMMENDED.match(plain))


def states_decision(plain: str) -> bool:
    """Whether a paragraph such as "Styregruppen godkendte …" is a decision without a label."""
    return bool(_UNLABELLED_DECISION.match(plain))
