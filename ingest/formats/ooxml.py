"""Office Open XML packages (.docx, .pptx …), made ready for the libraries that read them."""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from collections.abc import Collection
from urllib.parse import unquote

from lxml import etree

from corpus.errors import UnreadableFile
from ingest.formats.zipped import open_zip

LARGEST_XML = 64_000_000
_READ = (".xml", ".rels", ".htm", ".html", ".xhtml", ".mht", ".mhtml")
_UNREAD = ("docProps/", "customXml/", "word/glossary/")
_MACROS = re.compile(
    rb"application/vnd\.ms-(word|powerpoint)\.(\w+)\.macroEnabled(Template)?\.main"
)
_OTHER_MAIN = re.compile(
    rb"(application/vnd\.openxmlformats-officedocument\.)"
    rb"(?:wordprocessingml\.template|presentationml\.(?:template|slideshow))\.main"
)
# Files saved as "Strict Open XML" say the same under other names.
_STRICT = re.compile(rb"http://purl\.oclc\.org/ooxml/(\w+)/")
_RELATIONSHIP = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"


def slim_package(data: bytes, name: str) -> tuple[bytes, bool]:
    """A package with its XML parts and pages alone, and whether it held macros.

    Pictures, fonts, macros and what tells of the file are left out, with all relationships to parts
    that are not there (the libraries give up on one); templates, files with macros and strict files
    become ordinary documents.

    Raises:
        UnreadableFile: it is broken, or more than can be read.
    """
    with open_zip(data, name) as archive:
        parts = {
            member.filename: member
            for member in archive.infolist()
            if member.filename.lower().endswith(_READ) and not member.filename.startswith(_UNREAD)
        }
        if sum(member.file_size for member in parts.values()) > LARGEST_XML:
            raise UnreadableFile(
                f"{name}: Dokumentet er for langt til at blive læst som én fil. Del det op, og "
                "indlæs delene."
            )
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as slim:
            for part, member in parts.items():
                xml = _STRICT.sub(
                    rb"http://schemas.openxmlformats.org/\1/2006/", archive.read(member)
                )
                if part == "[Content_Types].xml":
                    xml = _as_document(xml)
                elif part.endswith(".rels"):
                    xml = _without_dangling(part, xml, parts.keys())
                slim.writestr(part, xml)
        macros = any(member.endswith("vbaProject.bin") for member in archive.namelist())
    return packed.getvalue(), macros


def is_strict(archive: zipfile.ZipFile, part: str) -> bool:
    """Whether a package is saved as "Strict Open XML", told by its main part."""
    return part in archive.namelist() and bool(_STRICT.search(archive.read(part)))


def _as_document(types: bytes) -> bytes:
    kinds = {b"word": b"wordprocessingml.document", b"powerpoint": b"presentationml.presentation"}
    office = b"application/vnd.openxmlformats-officedocument."
    types = _MACROS.sub(lambda match: office + kinds[match[1]] + b".main", types)
    return _OTHER_MAIN.sub(
        lambda match: office + kinds[b"word" if b"word" in match[0] else b"powerpoint"] + b".main",
        types,
    )


def _without_dangling(part: str, xml: bytes, parts: Collection[str]) -> bytes:
    """The relationships of a part that lead out of the package or to one of ``parts``."""
    root = etree.fromstring(xml, etree.XMLParser(resolve_entities=False))
    folder = posixpath.dirname(posixpath.dirname(part))
    for relationship in root.findall(_RELATIONSHIP):
        target = relationship.get("Target") or ""
        place = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
        inside = relationship.get("TargetMode") != "External"
        if inside and place not in parts and unquote(place) not in parts:
            root.remove(relationship)
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))
