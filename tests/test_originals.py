"""The files that documents were read from: of every format, and those inside others."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from email.message import EmailMessage

import pytest
from docx import Document as new_docx
from fastapi.testclient import TestClient

from corpus.errors import NotFound
from models.encoder import Encoder
from search_api.access.keys import KeyStore
from search_api.archive import Archive
from search_api.http import create_app
from search_api.originals import original_of
from tests.ingested import Corpus

HTML = """<!doctype html><html lang="da"><title>Referat</title><script>alert(1)</script>
<h1>Referat af møde i KKR Sjælland den 4. marts 2024</h1><h2>1. Herberger</h2>
<p>Beslutning</p><p>KKR Sjælland godkendte forslaget om herberger.</p></html>"""
PERSONAL = "Notat om borgeren\n\nBorgeren har CPR-nummer 070761-4285 og bor på et botilbud i Sorø."


def docx(text: str) -> bytes:
    document = new_docx()
    document.add_paragraph(text)
    written = io.BytesIO()
    document.save(written)
    return written.getvalue()


def zipped(files: dict[str, bytes]) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return written.getvalue()


def mail(attachment: str) -> bytes:
    message = EmailMessage()
    message["From"], message["Subject"] = "Sekretariatet <kkr@kkr.dk>", "Materiale til mødet"
    message.set_content("Hermed materialet til mødet om herberger i Sorø den 4. marts 2024.")
    message.add_attachment(attachment, filename="notat.txt")
    return bytes(message)


NOTE = docx("Notatet handler om natdækning på Bakkehuset og hvad en plads koster om året.")


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory, encoder: Encoder) -> Corpus:
    corpus = Corpus(tmp_path_factory.mktemp("filer"), encoder)
    corpus.write("portal.html", HTML)
    corpus.write("juni.zip", zipped({"bilag/notat.docx": NOTE, "æble.html": HTML.encode()}))
    corpus.write("borger.txt", PERSONAL)
    corpus.write("materiale.eml", mail("Notatet regner på, hvad et herberg koster om året."))
    corpus.ingest()
    # What is attached to an open mail may be closed.
    corpus.ingest(
        corpus.write(
            "lukket.eml",
            mail("Notatet om taksten på Bakkehuset i Sorø er endnu ikke for alle at læse."),
        )
    )
    closed = corpus.files / "lukket.eml" / "notat.txt"
    corpus.read(lambda c: _close(c, str(closed)))
    return corpus


def _close(catalogue, place: str) -> None:
    known = catalogue.document_at(place)
    catalogue.run(
        "UPDATE documents SET access = 'closed' WHERE document_id = :document_id",
        document_id=known[0],
    )


@pytest.fixture(scope="module")
def client(corpus: Corpus) -> Iterator[TestClient]:
    """A client that may read what is open, and is no editor."""
    keys = KeyStore(corpus.settings.data)
    secret = keys.add("læser", "reader", "public").secret
    keys.close()
    with TestClient(create_app(corpus.settings)) as client:
        client.headers["authorization"] = f"Bearer {secret}"
        yield client


def id_of(corpus: Corpus, place: str) -> str:
    known = corpus.read(lambda c: c.document_at(str(corpus.files / place)))
    assert known, place
    return str(known[0])


def original(client: TestClient, corpus: Corpus, place: str):
    return client.get(f"/api/v1/documents/{id_of(corpus, place)}/original")


def test_a_page_of_a_portal_is_saved_and_never_opened(client: TestClient, corpus: Corpus) -> None:
    answer = original(client, corpus, "portal.html")
    assert answer.status_code == 200 and answer.text == HTML
    assert answer.headers["content-disposition"].startswith("attachment")
    assert "sandbox" in answer.headers["content-security-policy"]
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_a_file_in_an_archive_is_given_alone(client: TestClient, corpus: Corpus) -> None:
    answer = original(client, corpus, "juni.zip/bilag/notat.docx")
    assert answer.content == NOTE
    assert "wordprocessingml" in answer.headers["content-type"]
    assert answer.headers["content-disposition"].startswith('attachment; filename="notat.docx"')


def test_what_was_unpacked_is_removed_again(corpus: Corpus, encoder: Encoder) -> None:
    archive = Archive(corpus.settings, encoder)
    document_id = id_of(corpus, "juni.zip/bilag/notat.docx")
    found = original_of(corpus.settings, archive, document_id)
    assert found.path.read_bytes() == NOTE
    found.close()
    assert not found.path.exists() and not found.path.parent.exists()
    path = corpus.files / "juni.zip"
    content = path.read_bytes()
    path.write_bytes(zipped({"bilag/notat.docx": docx("Et helt andet notat om noget andet.")}))
    with pytest.raises(NotFound, match="ændret siden"):
        original_of(corpus.settings, archive, document_id)
    path.write_bytes(content)
    archive.close()


def test_personal_data_are_for_editors(client: TestClient, corpus: Corpus) -> None:
    answer = original(client, corpus, "borger.txt")
    assert answer.status_code == 403 and "personoplysninger" in answer.text


def test_a_mail_is_not_given_with_attachments_of_another_level(
    client: TestClient, corpus: Corpus
) -> None:
    assert original(client, corpus, "materiale.eml").status_code == 200
    assert original(client, corpus, "lukket.eml").status_code == 403
    assert original(client, corpus, "lukket.eml/notat.txt").status_code == 404


def test_the_page_offers_a_file_inside_another(client: TestClient, corpus: Corpus) -> None:
    document_id = id_of(corpus, "juni.zip/bilag/notat.docx")
    page = client.get(f"/dokumenter/{document_id}", headers={"accept": "text/html"})
    assert f"/api/v1/documents/{document_id}/original" in page.text
