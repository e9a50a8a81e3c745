"""The tools that an assistant is given: what they take, what they answer, and how it is told."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, Any, Generic, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints

from corpus.records import AccessLevel, Filters
from search_api.api.questions import MOST_HITS
from search_api.document_replies import ItemText
from search_api.documents import item_text
from search_api.filters import read_filters
from search_api.parameters import LONGEST_QUESTION
from search_api.replies import Answer, Briefing, Comparison, Reply, Search
from search_api.search import DEFAULT_LIMIT
from search_api.service import Service

_VERBATIM = "Gengiv citaterne ordret og med deres kilde; omskriv dem ikke, og læg intet til."

# Assistants now and then give a single value where a list is asked for.
_Names = Annotated[
    list[str], BeforeValidator(lambda value: [value] if isinstance(value, str) else value)
]
_Limit = Annotated[int, Field(ge=1, le=MOST_HITS)]


class _Arguments(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Asked(_Arguments):
    question: Annotated[
        str,
        StringConstraints(strip_whitespace=True, min_length=1, max_length=LONGEST_QUESTION),
    ] = Field(
        description="Spørgsmålet eller sagen på almindeligt dansk. Regioner, fora, årstal og navne "
        "i det bliver forstået."
    )
    region: _Names = Field(
        default=[],
        description="Kun referater fra disse regioner: Hovedstaden, Sjælland, Syddanmark, "
        "Midtjylland, Nordjylland.",
    )
    forum: _Names = Field(
        default=[], description="Kun referater fra disse fora, fx »KKR Sjælland« eller »DASSOS«."
    )
    date_from: str | None = Field(
        default=None, description="Kun møder fra og med denne dag: 2020-08-14, 2020-08 eller 2020."
    )
    date_to: str | None = Field(
        default=None, description="Kun møder til og med denne dag: 2020-08-14, 2020-08 eller 2020."
    )
    entity: _Names = Field(
        default=[],
        description="Kun tekst, der nævner disse kommuner, institutioner, projekter eller "
        "målgrupper, fx »Kofoedsminde«.",
    )
    section: _Names = Field(
        default=[],
        description="Kun tekst fra disse afsnit: titel, resumé, baggrund, sagsfremstilling, "
        "indstilling, beslutning, bilag.",
    )

    def filters(self, service: Service, clearance: AccessLevel) -> Filters:
        """What the arguments narrow to; raises ``BadValue``."""
        return read_filters(
            service.archive(clearance),
            self.region,
            self.forum,
            self.date_from,
            self.date_to,
            self.entity,
            self.section,
        )


class Searched(Asked):
    limit: _Limit = Field(default=DEFAULT_LIMIT, description="Hvor mange punkter der højst gives.")


class Answered(Asked):
    limit: _Limit | None = Field(default=None, description="Hvor mange citater der højst gives.")


class Compared(Asked):
    limit: _Limit | None = Field(
        default=None, description="Hvor mange citater der højst gives for hver region."
    )


class Opened(_Arguments):
    item_id: str = Field(
        min_length=1, description="Punktets id, som de andre værktøjer viser det (item_id)."
    )
    start: int | None = Field(
        default=None, ge=0, description="Hvor uddraget begynder, som en kilde angiver det."
    )
    end: int | None = Field(
        default=None, ge=0, description="Hvor uddraget slutter, som en kilde angiver det."
    )


_Given = TypeVar("_Given", bound=_Arguments)


@dataclass(frozen=True, slots=True)
class Tool(Generic[_Given]):
    """A tool: ``answer`` gives its reply, for a clearance and the arguments."""

    name: str
    title: str
    description: str
    arguments: type[_Given]
    reply: type[Reply]
    answer: Callable[[Service, AccessLevel, _Given], Reply]


def _search(service: Service, clearance: AccessLevel, given: Searched) -> Search:
    filters = given.filters(service, clearance)
    return service.search(clearance, given.question, filters, given.limit)


def _ask(service: Service, clearance: AccessLevel, given: Answered) -> Answer:
    filters = given.filters(service, clearance)
    return service.ask(clearance, given.question, filters, given.limit)


def _compare(service: Service, clearance: AccessLevel, given: Compared) -> Comparison:
    filters = given.filters(service, clearance)
    return service.compare(clearance, given.question, filters, given.limit)


def _brief(service: Service, clearance: AccessLevel, given: Asked) -> Briefing:
    return service.brief(clearance, given.question, given.filters(service, clearance))


def _get_item(service: Service, clearance: AccessLevel, given: Opened) -> ItemText:
    return item_text(service.archive(clearance), given.item_id, given.start, given.end)


TOOLS: tuple[Tool[Any], ...] = (
    Tool(
        "search",
        "Søg efter punkter",
        "Finder de dagsordenspunkter i referaterne, der bedst svarer til et spørgsmål, det bedste "
        f"først, hvert med det tekststykke, der passer bedst. {_VERBATIM} Er listen tom, så sig, "
        "at der intet er fundet.",
        Searched,
        Search,
        _search,
    ),
    Tool(
        "ask",
        "Stil et spørgsmål",
        "Svarer på et konkret spørgsmål med de færreste sætninger fra referaterne, hver med sin "
        f"kilde. {_VERBATIM} Er »abstained« sand, svarer referaterne ikke: Sig det med grunden i "
        "»reason«, og gæt ikke.",
        Answered,
        Answer,
        _ask,
    ),
    Tool(
        "compare",
        "Sammenlign regionerne",
        "Sammenligner, hvad hver af de fem regioner siger om en sag: beslutning, begrundelse, tal, "
        f"indstilling og det videre forløb. {_VERBATIM} Hvor »status« er »none«, er der ingen fund "
        "for regionen: Sig det, og udled intet af det.",
        Compared,
        Comparison,
        _compare,
    ),
    Tool(
        "brief",
        "Skriv et briefing-notat",
        "Et notat på en halv side om en sag: kort fortalt, region for region, tal og det videre "
        f"forløb; kun ordrette citater under tjenestens overskrifter. {_VERBATIM}",
        Asked,
        Briefing,
        _brief,
    ),
    Tool(
        "get_item",
        "Slå et punkt op",
        f"Hele teksten af et dagsordenspunkt, til at læse et citat i sin sammenhæng. {_VERBATIM}",
        Opened,
        ItemText,
        _get_item,
    ),
)
