"""One file read, masked, split, tagged and cut into chunks, in a process of its own."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from corpus.errors import MachineFault, UnreadableFile
from corpus.gazetteer import use_own
from corpus.machine import faults_told, is_full
from ingest.batch.files import Source
from ingest.batch.spool import Ready, put
from ingest.chunks import chunked
from ingest.decisions.extraction import find_decisions
from ingest.discovery import reading
from ingest.discovery.proposals import find_proposals
from ingest.expressions.expressions import with_expressions
from ingest.extract import Extract, clean_name
from ingest.figures.extraction import find_figures
from ingest.formats.archive.members import Unpacked, unpack
from ingest.head.told import Told
from ingest.parse import Parsed, parse_document
from ingest.personal import mask
from ingest.reader import read_file
from ingest.report import Facts, facts_of
from models.tagger import Tagger

LONGEST_TEXT = 3_000_000
"""Characters, some thousand pages: what is encoded in a quarter of an hour."""


@dataclass(frozen=True, slots=True)
class Task:
    """A file to read, what is told of it, and where in the spool what it becomes is put. ``own``
    are the organisation's gazetteers."""

    source: Source
    document_id: str
    sha256: str
    told: Told
    show_contacts: bool
    spooled: Path
    own: tuple[Path, ...] = ()


@dataclass(frozen=True, slots=True)
class Result:
    """What a file became: facts, or ``refused``, a message in Danish."""

    facts: Facts | None = None
    cpr: int = 0
    refused: str = ""


def read(task: Task) -> Result:
    """Do a task. Whatever is wrong with the file becomes a refusal; what is wrong with the disk
    that it is written to is raised as ``MachineFault``."""
    name = str(task.source.place)
    try:
        use_own(task.own)
        extract = read_file(task.source.path, name)
        if len(extract.text) > LONGEST_TEXT:
            raise UnreadableFile(
                f"{name}: Teksten er på {len(extract.text) / 1_000_000:.1f} mio. tegn og må højst "
                f"være på {LONGEST_TEXT // 1_000_000} mio. Del filen op, og indlæs delene."
            )
        masked = mask(extract.text, task.show_contacts)
        parsed = parse_document(
            _masked(extract, masked.text, task.show_contacts),
            source=mask(clean_name(task.source.place.name)).text,
            sha256=task.sha256,
            document_id=task.document_id,
            tagger=_tagger(),
            told=task.told,
        )
        with faults_told(task.spooled.parent):
            put(task.spooled, _ready(parsed))
        return Result(facts_of(parsed.document), masked.cpr)
    except MachineFault:
        raise
    except Exception as error:
        return Result(refused=refusal(name, error))


def unpack_container(path: Path, into: Path, name: str) -> list[Unpacked] | str:
    """The files inside a file, written to ``into``; or why not, in Danish."""
    try:
        return unpack(path, into, name)
    except Exception as error:
        if is_full(error):
            raise
        return refusal(name, error)


def refusal(name: str, error: BaseException) -> str:
    """Why a file is refused, in Danish, and what to do."""
    causes = list(_causes(error))
    if any(isinstance(cause, MemoryError | RecursionError) for cause in causes):
        return too_heavy(name)
    if isinstance(error, UnreadableFile):
        return str(error)
    return (
        f"{name}: Filen kunne ikke behandles ({type(error).__name__}). De øvrige filer er læst. "
        "Gem filen på ny som PDF eller tekst, og prøv igen."
    )


def too_heavy(name: str) -> str:
    return (
        f"{name}: Filen er for stor eller for indviklet til at blive læst. De øvrige filer er "
        "læst. Del den op, eller gem den på ny som PDF, og prøv igen."
    )


def too_slow(name: str) -> str:
    return (
        f"{name}: Filen tog for lang tid at læse og er sprunget over. De øvrige filer er læst. "
        "Gem den på ny som PDF, eller del den op, og prøv igen."
    )


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__


def _masked(extract: Extract, text: str, show_contacts: bool) -> Extract:
    """The extract with ``text``, which is as long as its own was."""
    links = tuple(
        replace(link, target=mask(link.target, show_contacts).text) for link in extract.links
    )
    return replace(extract, text=text, links=links)


def _ready(parsed: Parsed) -> Ready:
    document, mentions = parsed.document, parsed.mentions
    decisions = find_decisions(document, mentions)
    figures = find_figures(document, mentions)
    told = Parsed(document, with_expressions(document, mentions, figures))
    proposals = find_proposals(document, told.mentions)
    return Ready(told, chunked(document), decisions, figures, proposals)


@cache
def _tagger() -> Tagger:
    return Tagger()


def warm() -> None:
    """Make what every file needs."""
    _tagger().tag("")
    reading.warm()
