"""Feedback: whether an answer helped, and why; kept apart from the corpus, without personal data
and without the name of whoever gave it."""

from __future__ import annotations

import datetime as dt
import os
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import parse_qsl, urlencode

from pydantic import ConfigDict, Field, SecretStr, StringConstraints

from corpus.errors import NotFound, TvaersnitError
from corpus.records import AccessLevel
from corpus.service_database import ServiceConnection, service_database
from ingest.personal import mask
from search_api.archive import Archive
from search_api.replies import Reply

Verb = Literal["search", "ask", "compare", "brief"]
LONGEST_QUESTION = 1000
LONGEST_WHY = 1000
LONGEST_FILTERS = 2000
MOST_ITEMS = 200

_ALL = 2**62
_FILTERS = frozenset({"region", "forum", "from", "to", "entity", "section", "uden"})
SCHEMA = """
CREATE TABLE IF NOT EXISTS feedback (
    feedback_id INTEGER PRIMARY KEY,
    given       TEXT NOT NULL,
    question    TEXT NOT NULL,
    verb        TEXT NOT NULL,
    helped      INTEGER NOT NULL,
    abstained   INTEGER NOT NULL,
    why         TEXT NOT NULL,
    filters     TEXT NOT NULL,
    generation  TEXT NOT NULL,
    clearance   TEXT NOT NULL  -- of whoever asked: whoever may see less is not shown the question
) STRICT;
CREATE TABLE IF NOT EXISTS cited (
    feedback_id INTEGER NOT NULL REFERENCES feedback,
    place       INTEGER NOT NULL,
    item_id     TEXT NOT NULL,
    PRIMARY KEY (feedback_id, place)
) STRICT;
"""


class NewFeedback(Reply):
    """What somebody says of an answer."""

    model_config = ConfigDict(extra="forbid")

    question: Annotated[
        str,
        StringConstraints(strip_whitespace=True, min_length=1, max_length=LONGEST_QUESTION),
    ] = Field(description="Spørgsmålet, som det blev stillet.")
    verb: Verb = Field(description="Hvad der blev bedt om.")
    helped: bool = Field(strict=True, description="Om svaret hjalp.")
    abstained: bool = Field(
        default=False,
        strict=True,
        description="Om svaret var, at referaterne ikke svarer på spørgsmålet.",
    )
    why: Annotated[str, StringConstraints(strip_whitespace=True, max_length=LONGEST_WHY)] = Field(
        default="", description="Hvad der hjalp, eller hvad der manglede."
    )
    items: list[Annotated[str, StringConstraints(max_length=200)]] = Field(
        default=[],
        max_length=MOST_ITEMS,
        description="Id på de punkter, svaret henviser til; dem, der ikke findes, gemmes ikke.",
    )
    filters: str = Field(
        default="",
        max_length=LONGEST_FILTERS,
        description="Filtrene, som de står i adressen, fx »region=Sj%C3%A6lland&from=2020«.",
    )


class Feedback(Reply):
    """What was said of an answer, as it is kept: personal data masked."""

    feedback_id: int
    given: dt.datetime = Field(description="Hvornår tilbagemeldingen blev givet.")
    question: str
    verb: Verb
    helped: bool
    abstained: bool = Field(description="Om svaret var, at referaterne ikke svarer.")
    why: str
    filters: str = Field(description="Filtrene, som de står i en adresse.")
    items: list[str] = Field(description="Id på de punkter, svaret henviste til.")
    generation: str = Field(description="Samlingens tilstand, da der blev svaret.")


class FeedbackList(Reply):
    """Some of the feedback, the newest first."""

    feedback: list[Feedback]
    total: int = Field(description="Hvor mange tilbagemeldinger der er i alt.")


def filters_in(query: str) -> str:
    """The filters of an address's query, in the same form, without what else stands there."""
    pairs = [(name, mask(value.strip()).text) for name, value in parse_qsl(query)]
    return urlencode([(name, value) for name, value in pairs if name in _FILTERS and value])


def readable_items(archive: Archive, items: Sequence[str]) -> list[str]:
    """Those of the items that are there for whoever reads the archive, each once."""
    known: list[str] = []
    for item_id in dict.fromkeys(items):
        try:
            archive.catalogue.document_of_item(item_id)
        except NotFound:
            continue
        known.append(item_id)
    return known


class FeedbackStore:
    """The feedback of a data folder, or of all machines that share a catalogue. Safe to use from
    many threads and processes."""

    def __init__(self, data: Path, catalogue_url: SecretStr | None = None) -> None:
        """That beside the catalogue in PostgreSQL where that is set."""
        self._path = data / "feedback.sqlite"
        self._shared = service_database(catalogue_url) if catalogue_url else None

    def add(self, archive: Archive, clearance: AccessLevel, new: NewFeedback) -> Feedback:
        """Keep what somebody of this clearance says; ``archive`` is what they read.

        Raises ``TvaersnitError`` where it cannot be written.
        """
        said = Feedback(
            feedback_id=0,
            given=dt.datetime.now(dt.UTC).replace(microsecond=0),
            question=mask(new.question).text,
            verb=new.verb,
            helped=new.helped,
            abstained=new.abstained,
            why=mask(new.why).text,
            filters=filters_in(new.filters),
            items=readable_items(archive, new.items),
            generation=archive.generation,
        )
        columns = said.model_dump(exclude={"feedback_id", "items"}, mode="json")
        columns["clearance"] = clearance
        with self._open() as db:
            number = db.execute(
                f"INSERT INTO feedback ({', '.join(columns)}) "
                f"VALUES ({', '.join('?' * len(columns))}) RETURNING feedback_id",
                tuple(columns.values()),
            ).fetchone()["feedback_id"]
            db.executemany(
                "INSERT INTO cited VALUES (?, ?, ?)",
                [(number, place, item_id) for place, item_id in enumerate(said.items)],
            )
        return said.model_copy(update={"feedback_id": number})

    def latest(
        self,
        levels: Sequence[AccessLevel],
        limit: int | None = None,
        offset: int = 0,
        helped: bool | None = None,
    ) -> tuple[list[Feedback], int]:
        """The newest from people of these clearances, after the first ``offset``; and how many
        there are. Without a ``limit`` all."""
        if self._shared is None and not self._path.exists():
            return [], 0
        chosen = f"FROM feedback WHERE clearance IN ({','.join('?' * len(levels))})"
        values: list[object] = list(levels)
        if helped is not None:
            chosen += " AND helped = ?"
            values.append(helped)
        with self._open() as db:
            rows = db.execute(
                f"SELECT * {chosen} ORDER BY feedback_id DESC LIMIT ? OFFSET ?",
                (*values, _ALL if limit is None else limit, offset),
            ).fetchall()
            total = db.execute(f"SELECT count(*) AS n {chosen}", values).fetchone()["n"]
            return [_feedback(db, row) for row in rows], total

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection | ServiceConnection]:
        if self._shared is not None:
            with self._shared.open() as shared:
                yield shared
            return
        try:
            # Questions are nobody else's: SQLite gives its journals the mode of the file itself.
            os.close(os.open(self._path, os.O_CREAT | os.O_RDWR, 0o600))
            with closing(sqlite3.connect(self._path, timeout=30)) as db:
                db.row_factory = sqlite3.Row
                db.executescript(SCHEMA)
                with db:
                    yield db
        except (OSError, sqlite3.Error) as error:
            raise TvaersnitError(
                f"{self._path}: Tilbagemeldingerne kan ikke læses eller gemmes ({error}). Ret "
                "adgangen til datamappen, eller flyt filen; så begyndes der på en ny."
            ) from error


def _feedback(db: sqlite3.Connection | ServiceConnection, row: Any) -> Feedback:
    cited = db.execute(
        "SELECT item_id FROM cited WHERE feedback_id = ? ORDER BY place", (row["feedback_id"],)
    )
    values = {name: row[name] for name in Feedback.model_fields if name != "items"}
    return Feedback(**values, items=[item["item_id"] for item in cited])
