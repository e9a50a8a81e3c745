"""OpenDocument texts (LibreOffice, OpenOffice) as text."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator, Sequence

from lxml import etree
from lxml.etree import _Element

from corpus.errors import UnreadableFile
from ingest.extract import Extract
from ingest.formats.broken import broken
from ingest.formats.odt.lists import Lists
from ingest.formats.odt.story import Story
from ingest.formats.odt.styles import OFFICE, STYLE, TEXT, Styles
from ingest.formats.ooxml import LARGEST_XML
from ingest.formats.word_processed import COMMENTS, TRACKED_CHANGES, Header, document_extract
from ingest.formats.zipped import open_zip

_MANIFEST = "META-INF/manifest.xml"


def read_odt(data: bytes, name: str) -> Extract:
    """The text of an OpenDocument text (.odt), with tracked changes accepted.

    It is read as Word's documents are: computed list numbers, text boxes and notes below their
    paragraph, no comments, no hidden text, no headers but what the first page's tells.

    Raises:
        UnreadableFile: it is broken, too large, or locked with a password.
    """
    with broken(name, "OpenDocument-filen"):
        with open_zip(data, name) as archive:
            if _locked(archive):
                raise UnreadableFile(
                    f"{name}: Filen er låst med en adgangskode. Gem den uden, og prøv igen."
                )
            content = _part(archive, "content.xml", name)
            styled = "styles.xml" in archive.namelist()
            roots = [*([_part(archive, "styles.xml", name)] if styled else []), content]
        body = content.find(f"{OFFICE}body/{OFFICE}text")
        if body is None:
            raise UnreadableFile(f"{name}: Filen er ikke en OpenDocument-tekst. Gem den som .odt.")
        story = Story(Styles(roots), Lists(roots))
        blocks = story.blocks(body)
        return document_extract(blocks, _first_header(roots, story), "odt", tuple(_notes(body)))


def _locked(archive: zipfile.ZipFile) -> bool:
    return _MANIFEST in archive.namelist() and b"encryption-data" in archive.read(_MANIFEST)


def _part(archive: zipfile.ZipFile, part: str, name: str) -> _Element:
    if archive.getinfo(part).file_size > LARGEST_XML:
        raise UnreadableFile(
            f"{name}: Dokumentet er for langt til at blive læst som én fil. Del det op, og indlæs "
            "delene."
        )
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    return etree.fromstring(archive.read(part), parser)


def _first_header(roots: Sequence[_Element], story: Story) -> Header:
    used = story.first.master_page if story.first is not None else None
    for page in (page for root in roots for page in root.iter(f"{STYLE}master-page")):
        if page.get(f"{STYLE}name") != (used or "Standard"):
            continue
        own = page.find(f"{STYLE}header-first")
        header = page.find(f"{STYLE}header") if own is None else own
        alone = own is not None or page.get(f"{STYLE}next-style-name") not in (None, used)
        if header is not None:
            return Header(story.blocks(header), not alone)
    return Header()


def _notes(body: _Element) -> Iterator[str]:
    if next(body.iter(f"{TEXT}changed-region"), None) is not None:
        yield TRACKED_CHANGES
    if next(body.iter(f"{OFFICE}annotation"), None) is not None:
        yield COMMENTS
