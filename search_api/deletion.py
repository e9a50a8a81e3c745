"""A document taken out of the corpus."""

from __future__ import annotations

from pathlib import Path

from corpus.errors import Conflict, IngestUnderWay
from corpus.settings import Settings
from ingest.batch.versions import uploads_in
from ingest.pipeline import Ingest
from search_api.archive import Archive
from search_api.jobs.leaving import leave, note
from search_api.jobs.uploads import uploaded_file


def delete_document(settings: Settings, archive: Archive, document_id: str) -> None:
    """Take a document out of catalogue and index, as one new generation; and where it was uploaded,
    its file from the disk.

    Raises:
        NotFound: a document that ``archive`` does not show.
        Conflict: an ingest is under way.
    """
    archive.catalogue.document(document_id)
    paths = map(Path, archive.catalogue.paths_of(document_id))
    uploaded = {
        uploaded_file(settings.data, path)
        for path in paths
        if path.is_relative_to(uploads_in(settings.data))
    }
    noted = note(settings.data, uploaded)
    try:
        Ingest(settings, archive.encoder).remove([document_id])
    except IngestUnderWay as error:
        noted.withdraw()
        raise Conflict(
            "Dokumentet kan ikke slettes, mens der indlæses referater. Prøv igen, når indlæsningen "
            "er færdig."
        ) from error
    # A ZIP archive stays as long as another document in it does.
    leave(settings, noted)
