"""Whether a corpus is as it must be after whatever happened to it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pydantic import BaseModel

from corpus.catalogue import Catalogue
from corpus.records import Document, Filters
from corpus.settings import Settings
from models.encoder import Encoder
from search_api.doctor import examine
from search_api.replies import Citation
from search_api.service import Service

QUESTIONS = (
    "Hvad blev besluttet om takster?",
    "Hvordan blev herberger drøftet i hver region?",
    "Hvad sagde KKR Syddanmark om psykiatri?",
)

_CUT_OFF = "af en indlæsning, som blev afbrudt"


def verified(
    settings: Settings,
    encoder: Encoder,
    questions: Sequence[str] = QUESTIONS,
    *,
    cut_off: bool = False,
) -> dict[str, str]:
    """Assert that a corpus is whole: what ``tvaersnit doctor`` looks at, that the index holds the
    passages of the catalogue and no others, and that every quote of several answers stands in its
    document. Just after an ingest was ``cut_off`` the index may lack what it changed, where that is
    what the doctor tells; the next one gives it that.

    Returns: the text of every document, by the name of its file.
    """
    documents = stored(settings)
    # An empty catalogue is whole too.
    wrong = [
        check
        for check in examine(settings, encoder).checks
        if not check.ok and not (cut_off and _CUT_OFF in check.found)
    ]
    assert not [c for c in wrong if documents or c.name not in ("katalog", "indeks")], wrong
    if documents:
        service = Service(settings, encoder)
        try:
            for question in questions:
                _answers(service, question, documents)
        finally:
            service.close()
    return {document.source: document.text for document in documents.values()}


def stored(settings: Settings) -> dict[str, Document]:
    """Every document of the catalogue, by its id."""
    catalogue = Catalogue(settings)
    try:
        return {one: catalogue.document(one) for one in catalogue.document_ids()}
    finally:
        catalogue.close()


def _answers(service: Service, question: str, documents: dict[str, Document]) -> None:
    asked = question, Filters()
    for answer in (
        service.search("closed", *asked),
        service.ask("closed", *asked),
        service.compare("closed", *asked),
        service.brief("closed", *asked),
        service.figures("closed", *asked),
        service.follow("closed", *asked),
    ):
        for citation in citations(answer):
            document = documents[citation.document_id]
            assert document.text[citation.start : citation.end] == citation.quote
            assert citation.item.item_id in {item.item_id for item in document.items}


def citations(told: object) -> Iterator[Citation]:
    """Every citation in a reply, however deep."""
    if isinstance(told, Citation):
        yield told
    elif isinstance(told, BaseModel):
        for _, value in told:
            yield from citations(value)
    elif isinstance(told, list | tuple):
        for value in told:
            yield from citations(value)
