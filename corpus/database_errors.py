"""What a database's driver reports, said in Danish with what to do about it."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy.engine import URL, ExceptionContext

from corpus.errors import BrokenIndex, CatalogueUnavailable, TvaersnitError
from corpus.machine import any_room

_RESTORE = (
    "Gendan filen fra en sikkerhedskopi, eller flyt den, og indlæs referaterne igen med "
    "»tvaersnit ingest«."
)
_BROKEN = (
    "not a database",
    "not decode",
    "malformed",
    "encrypted",
    "no such table",
    "no such column",
)
# https://www.postgresql.org/docs/current/errcodes-appendix.html
_STATES = {
    "53100": "Serverens disk er fuld. Skaf plads på den, og prøv igen.",
    "53200": "Serveren mangler hukommelse. Prøv igen, eller giv den mere.",
    "53300": "Serveren har for mange forbindelser. Hæv dens max_connections, eller start færre "
    "processer.",
    "25006": "Databasen kan kun læses. Vælg den server, der kan skrives på.",
    "42501": "Brugeren mangler rettigheder i databasen. Giv den ret til at oprette tabeller, "
    "midlertidige tabeller også.",
    "57014": "Serveren afbrød forespørgslen. Hæv dens statement_timeout, og prøv igen.",
}
_SET = "Ret TVAERSNIT_CATALOGUE_URL."
_CONNECTING = (
    ("password authentication failed for user", f"Brugeren eller adgangskoden er forkert. {_SET}"),
    ("no password supplied", f"Der mangler en adgangskode. {_SET}"),
    ("FATAL:  role ", f"Brugeren findes ikke. {_SET}"),
    ("FATAL:  database ", f"Databasen findes ikke. Opret den med »createdb«, eller ret {_SET[4:]}"),
)


def told_by_sqlite(path: Path, told: ExceptionContext) -> TvaersnitError | None:
    """The error of the SQLite file ``path``; ``None`` for one that is the caller's."""
    driver = told.dialect.loaded_dbapi
    if isinstance(told.original_exception, UnicodeDecodeError):
        return not_text(path)
    if type(told.original_exception) not in (driver.DatabaseError, driver.OperationalError):
        return None
    said = str(told.original_exception)
    if any(words in said for words in _BROKEN):
        return BrokenIndex(f"{path}: Kataloget kan ikke åbnes ({said}). {_RESTORE}")
    if "full" in said or not any_room(path.parent):
        advice = "Disken er fuld. Skaf plads, og prøv igen; det, der var gemt, er der stadig."
    elif "locked" in said or "busy" in said:
        advice = "En anden proces skriver i det. Vent, til den er færdig, og prøv igen."
    else:
        advice = (
            "Se efter, om der er plads på disken, og om den er sund, og ret adgangen til "
            "datamappen."
        )
    return CatalogueUnavailable(f"{path}: Kataloget kan ikke bruges ({said}). {advice}")


def not_text(path: Path) -> BrokenIndex:
    """The error of an SQLite file that holds bytes, or complains in bytes, that are no text."""
    return BrokenIndex(f"{path}: Kataloget er beskadiget. {_RESTORE}")


def told_by_postgresql(url: URL, told: ExceptionContext) -> TvaersnitError | None:
    """The error of the database at ``url``, without its password; ``None`` for one that is the
    caller's. A connection that is found closed is no error: another takes its place."""
    if told.is_pre_ping:
        return None
    place = f"{url.host or 'localhost'}/{url.database}"
    error = told.original_exception
    said = str(error).partition("\n")[0].strip()
    state = getattr(error, "sqlstate", None)
    if state in _STATES:
        return CatalogueUnavailable(f"Kataloget i PostgreSQL ({place}): {_STATES[state]}")
    if state in ("42P01", "42703"):
        return BrokenIndex(
            f"Kataloget i PostgreSQL ({place}) mangler tabeller eller kolonner ({said}). Gendan "
            "databasen fra en sikkerhedskopi, eller opret en ny, og indlæs referaterne igen."
        )
    if not isinstance(error, told.dialect.loaded_dbapi.OperationalError):
        return None
    if told.connection is None:
        for words, advice in _CONNECTING:
            if words in said:
                return CatalogueUnavailable(f"Kataloget i PostgreSQL ({place}): {advice}")
    return CatalogueUnavailable(
        f"Kataloget i PostgreSQL ({place}) svarer ikke ({said}). Se efter, at serveren kører og "
        "kan nås, og at TVAERSNIT_CATALOGUE_URL er rigtig. Når den svarer igen, virker alt af sig "
        "selv."
    )
