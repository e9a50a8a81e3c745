"""The verbs over HTTP: search, ask, compare, brief."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Header, Query, Request, Response

from search_api.access.caller import Reader
from search_api.api.examples import ANSWER, BRIEFING, COMPARISON, DOCUMENT_ID, SEARCH
from search_api.briefing_formats import MEDIA_TYPES, written
from search_api.parameters import Narrowed, QuestionText, TheService
from search_api.problems import described
from search_api.replies import Answer, Briefing, Comparison, Search
from search_api.search import DEFAULT_LIMIT
from search_api.selection import MOST_ADDED, quote_at, selected

MOST_HITS = 50
Format = Literal["json", "md", "docx", "pdf"]

router = APIRouter(prefix="/api/v1", tags=["Spørgsmål"])

MostQuotes = Annotated[
    int | None,
    Query(
        ge=1,
        le=MOST_HITS,
        description="Hvor mange citater der højst gives (pr. region i »compare«).",
    ),
]


@router.get(
    "/search",
    summary="Søg efter punkter",
    description="De dagsordenspunkter, der bedst svarer til spørgsmålet, det bedste først.",
    response_description="Punkterne med deres bedste tekststykke og en optælling af dem.",
    responses=described(401, 422, 429, 503, example=SEARCH),
)
def get_search(
    service: TheService,
    caller: Reader,
    q: QuestionText,
    filters: Narrowed,
    limit: Annotated[
        int, Query(ge=1, le=MOST_HITS, description="Hvor mange punkter der højst gives.")
    ] = DEFAULT_LIMIT,
) -> Search:
    """The items that a question is about."""
    return service.search(caller.clearance, q, filters, limit)


@router.get(
    "/ask",
    summary="Stil et spørgsmål",
    description="De færreste sætninger fra referaterne, der rummer svaret, hver med sin kilde. "
    "Hvor referaterne ikke svarer, siges det i stedet.",
    response_description="Svaret med sine kilder.",
    responses=described(401, 422, 429, 503, example=ANSWER),
)
def get_ask(
    service: TheService,
    caller: Reader,
    q: QuestionText,
    filters: Narrowed,
    limit: MostQuotes = None,
) -> Answer:
    """The answer to a question."""
    return service.ask(caller.clearance, q, filters, limit)


@router.get(
    "/compare",
    summary="Sammenlign regionerne",
    description="Hvad hver region siger om sagen. Alle fem regioner er med, medmindre spørgsmålet "
    "eller filteret nævner færre; status er »none«, hvor der intet er fundet.",
    response_description="En opsummering for hver region med kilder.",
    responses=described(401, 422, 429, 503, example=COMPARISON),
)
def get_compare(
    service: TheService,
    caller: Reader,
    q: QuestionText,
    filters: Narrowed,
    limit: MostQuotes = None,
) -> Comparison:
    """What each region says of a matter."""
    return service.compare(caller.clearance, q, filters, limit)


@router.get(
    "/brief",
    summary="Skriv et briefing-notat",
    description="Et notat på en halv side: kort fortalt, region for region, tal og det videre "
    "forløb, hver sætning med sin kilde. »format« eller »Accept« giver notatet som fil.",
    response_description="Notatet.",
    response_model=Briefing,
    responses=described(401, 404, 422, 429, 503, example=BRIEFING, files=MEDIA_TYPES.values()),
)
def get_brief(
    request: Request,
    service: TheService,
    caller: Reader,
    q: QuestionText,
    filters: Narrowed,
    leave_out: Annotated[
        list[int],
        Query(
            default_factory=list,
            description="Numrene på de sætninger i notatet, der skal udelades; de øvrige "
            "nummereres på ny. Kan gentages.",
            examples=[2],
        ),
    ],
    add: Annotated[
        list[str],
        Query(
            default_factory=list,
            max_length=MOST_ADDED,
            description="Sætninger, der skal tilføjes, som »document_id:start-end«, hvor tallene "
            "er tegnpladser i dokumentets tekst. Kun hele sætninger, som de er gemt. Kan gentages.",
            examples=[f"{DOCUMENT_ID}:2150-2227"],
        ),
    ],
    format: Annotated[
        Format | None, Query(description="Notatet som JSON eller som fil; går forud for »Accept«.")
    ] = None,
    accept: Annotated[
        str, Header(description="Medietypen, som notatet ønskes i.", max_length=500)
    ] = "",
) -> Briefing | Response:
    """A note on a matter."""
    archive = service.archive(caller.clearance)
    added = [quote_at(archive, span) for span in dict.fromkeys(add)]
    briefing = selected(service.brief(caller.clearance, q, filters), leave_out, added)
    wanted = format or accepted(accept)
    if wanted == "json":
        return briefing
    return Response(
        written(briefing, wanted, service.settings.briefing_template, str(request.base_url)),
        media_type=MEDIA_TYPES[wanted],
        headers={"Content-Disposition": f'attachment; filename="briefing.{wanted}"'},
    )


def accepted(accept: str) -> Format:
    """The format that an ``Accept`` header prefers among those a briefing is written in (RFC 9110,
    section 12.5.1); JSON where it names none of them."""
    weighed: list[tuple[float, int, Format]] = []
    kinds: dict[str, Format] = {"application/json": "json", "text/markdown": "md"}
    kinds |= {MEDIA_TYPES["docx"]: "docx", MEDIA_TYPES["pdf"]: "pdf"}
    for place, part in enumerate(accept.split(",")):
        media_type, *parameters = (piece.strip().lower() for piece in part.split(";"))
        if media_type in kinds:
            quality = next((p[2:] for p in parameters if p.startswith("q=")), "1")
            try:
                weighed.append((-float(quality), place, kinds[media_type]))
            except ValueError:
                continue
    chosen = [some for some in sorted(weighed) if some[0] < 0]
    return chosen[0][2] if chosen else "json"
