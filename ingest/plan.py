"""What an ingest is going to do: which files are new, changed, the same, or cannot be read."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Literal

from corpus.catalogue import Catalogue, Role
from corpus.errors import UnreadableFile
from corpus.gazetteer import gazetteer_digest
from corpus.records import Chunk, Document
from ingest.chunks import passages, windows
from ingest.extract import Extract
from ingest.parse import PARSER_VERSION, Parsed, parse_document
from ingest.personal import mask
from ingest.reader import digest, read_file
from ingest.told import Told
from ingest.versions import places_of
from models.tagger import Tagger


@dataclass(frozen=True, slots=True)
class RawText:
    """What was taken out of a file, with the SHA-256 of its bytes."""

    extract: Extract
    sha256: str


Outcome = Literal["new", "replaced", "unchanged", "refused"]
Chunked = dict[Role, list[tuple[Chunk, str]]]


@dataclass(frozen=True, slots=True)
class FileReport:
    """What became of one file. ``message`` says in Danish why it was refused; ``cpr`` is how many
    CPR numbers were masked in it."""

    path: str
    outcome: Outcome
    document: Document | None = None
    message: str = ""
    cpr: int = 0


@dataclass(slots=True)
class Plan:
    """What an ingest is about to write: documents that are new or changed, by id, with their
    fingerprints and chunks; the document of each file, and what is said of it; the documents left
    without a file; the uploads whose place newer ones take."""

    new: dict[str, tuple[Parsed, str, Chunked]] = field(default_factory=dict)
    files: dict[str, str] = field(default_factory=dict)
    told: dict[str, Told] = field(default_factory=dict)
    orphans: set[str] = field(default_factory=set)
    moved: dict[str, str] = field(default_factory=dict)
    reports: list[FileReport] = field(default_factory=list)


def plan_ingest(
    catalogue: Catalogue,
    files: Sequence[Path],
    told: Told,
    tagger: Tagger,
    reading: Callable[[int, int], None],
    *,
    uploads: Path,
    show_contacts: bool,
) -> Plan:
    """Read every file and tell what is new, changed, the same, or cannot be read.

    Two rounds: what a changed file replaces may have moved to another file. ``reading`` is told how
    many files of how many are done. A file below ``uploads`` may be a version of one that was
    uploaded before. Personal data are masked here, before anything is made of the text; phone
    numbers and private mail addresses not with ``show_contacts``.
    """
    plan = Plan()
    reports: dict[Path, FileReport] = {}
    raws: dict[Path, RawText] = {}
    personal: dict[Path, int] = {}
    for path in files:
        try:
            extract = read_file(path)
            masked = mask(extract.text, show_contacts)
            personal[path] = masked.cpr
            raws[path] = RawText(replace(extract, text=masked.text), digest(path))
        except Exception as error:  # One file never stops the plan, whatever is in it.
            reports[path] = _refusal(path, error)
    places = places_of(
        catalogue,
        uploads,
        {path: raw.sha256 for path, raw in raws.items()},
        told.access or "public",
        lambda path: _parse(raws[path], path, "", told, tagger).document,
    )
    read: dict[Path, tuple[Path, RawText, str]] = {}
    for path, raw in raws.items():
        place = places[path]
        said = told.over(catalogue.told_of(str(place)))
        plan.told[str(place)] = said
        read[path] = place, raw, _fingerprint(raw, said, show_contacts)
    wanted = {fingerprint for _, _, fingerprint in read.values()}
    taken: dict[str, str] = {}
    for done, (path, (place, raw, fingerprint)) in enumerate(read.items(), start=1):
        try:
            known = catalogue.document_at(str(place))
            same = taken.get(fingerprint) or catalogue.document_with(fingerprint)
            if known and known[1] == fingerprint:
                report = FileReport(str(path), "unchanged", catalogue.document(known[0]))
            elif same:
                # The same minutes in another place: one document with two files.
                plan.files[str(place)] = same
                document = (
                    plan.new[same][0].document if same in plan.new else catalogue.document(same)
                )
                report = FileReport(str(path), "unchanged", document)
            else:
                replaced = known[0] if known and known[1] not in wanted else None
                if replaced and catalogue.paths_of(replaced) != [str(place)]:
                    replaced = None
                document_id = replaced or _new_id(catalogue, place, raw.sha256, plan)
                parsed = _parse(raw, place, document_id, plan.told[str(place)], tagger)
                plan.new[document_id] = parsed, fingerprint, _chunked(parsed.document)
                plan.files[str(place)] = taken[fingerprint] = document_id
                if known and place != path and raw.sha256 != catalogue.document(known[0]).sha256:
                    plan.moved[str(place)] = str(path)
                report = FileReport(str(path), "replaced" if known else "new", parsed.document)
        except Exception as error:
            report = _refusal(path, error)
        reports[path] = report
        reading(done, len(read))
    plan.orphans = _orphans(catalogue, plan)
    plan.reports = [replace(reports[path], cpr=personal.get(path, 0)) for path in files]
    return plan


def _fingerprint(raw: RawText, said: Told, show_contacts: bool) -> str:
    """Changes with whatever a document is made of."""
    return _digest(
        raw.sha256, str(said), str(PARSER_VERSION), gazetteer_digest(), str(show_contacts)
    )


def _parse(raw: RawText, path: Path, document_id: str, told: Told, tagger: Tagger) -> Parsed:
    return parse_document(
        raw.extract,
        source=mask(path.name).text,
        sha256=raw.sha256,
        document_id=document_id,
        tagger=tagger,
        told=told,
    )


def _new_id(catalogue: Catalogue, path: Path, sha256: str, plan: Plan) -> str:
    """Readable, and the same for the same file on every machine."""
    slug = re.sub(r"[^a-z0-9]+", "-", _ascii(mask(path.stem).text))[:40].strip("-") or "dokument"
    candidate = f"{slug}-{sha256[:8]}"
    if catalogue.has_document(candidate) or candidate in plan.new:
        candidate = f"{slug}-{_digest(sha256, str(path))[:12]}"
    return candidate


def _refusal(path: Path, error: Exception) -> FileReport:
    message = (
        str(error)
        if isinstance(error, UnreadableFile)
        else f"{path}: Filen kunne ikke behandles ({type(error).__name__}). "
        "De øvrige filer er læst. Gem filen på ny som tekst, og prøv igen."
    )
    return FileReport(str(path), "refused", message=message)


def _orphans(catalogue: Catalogue, plan: Plan) -> set[str]:
    """The documents whose every file now holds another one."""
    before = {path: catalogue.document_at(path) for path in plan.files}
    left = {known[0] for path, known in before.items() if known and known[0] != plan.files[path]}
    return {
        document_id
        for document_id in left - set(plan.files.values())
        if all(path in plan.files for path in catalogue.paths_of(document_id))
    }


def _chunked(document: Document) -> Chunked:
    return {
        "passage": [(chunk, _hash(chunk)) for chunk in passages(document)],
        "window": [(chunk, _hash(chunk)) for chunk in windows(document)],
    }


def _digest(*parts: str) -> str:
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def _hash(chunk: Chunk) -> str:
    return _digest(chunk.encoded_text)


def _ascii(text: str) -> str:
    for letter, plain in (("æ", "ae"), ("ø", "oe"), ("å", "aa"), ("é", "e"), ("ü", "u")):
        text = text.lower().replace(letter, plain)
    return text
