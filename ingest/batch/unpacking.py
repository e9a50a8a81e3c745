"""The files to read, those inside other files (ZIP archives, mails) among them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from ingest.batch.files import Source
from ingest.batch.pool import unpack_files
from ingest.batch.spool import Spool
from ingest.formats.archive.members import is_archive, is_mail


def sources_of(files: Iterable[Path], spool: Spool) -> Iterator[tuple[Source, str]]:
    """Each file, and each file inside it, with why it is refused, in Danish, or an empty string.

    What is inside others is unpacked to the spool; a ZIP archive itself is nothing to read.
    """
    for file in files:
        # A pipe that is named would be waited for.
        regular = file.is_file()
        archive = regular and is_archive(file)
        if not archive:
            yield Source(file, file), ""
        if archive or (regular and is_mail(file)):
            inside = unpack_files(file, spool.new_place(), str(file))
            if isinstance(inside, str):
                if archive:
                    yield Source(file, file), inside
                continue
            for one in inside:
                place = file / one.name
                message = f"{place}: {one.message}" if one.message else ""
                yield Source(place, one.path or file), message
            if archive and not inside:
                yield Source(file, file), f"{file}: ZIP-filen er tom. Hent den igen fra kilden."
