"""ZIP files, and the formats that are ZIP files: opened only when they unpack to a bounded size."""

from __future__ import annotations

import io
import zipfile

from corpus.errors import UnreadableFile

LARGEST_UNPACKED = 300_000_000
# Deflate packs at most 1:1032. Large tables of like rows reach 1:100.
_DENSEST = 200
_DENSE_MATTERS = 30_000_000
_MOST_MEMBERS = 20_000


def open_zip(data: bytes, name: str) -> zipfile.ZipFile:
    """The ZIP file that ``data`` is; it never unpacks to more than ``LARGEST_UNPACKED`` bytes.

    No member can hold more than the size it declares: ``zipfile`` stops reading there.

    Raises:
        UnreadableFile: it is broken, or a bomb.
    """
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        members = archive.infolist()
    except Exception as error:  # The library raises anything that a broken file can bring about.
        raise UnreadableFile(
            f"{name}: Filen er beskadiget og kan ikke pakkes ud. Hent den igen fra kilden."
        ) from error
    unpacked = sum(member.file_size for member in members)
    dense = unpacked > _DENSE_MATTERS and unpacked > _DENSEST * len(data)
    if unpacked > LARGEST_UNPACKED or dense or len(members) > _MOST_MEMBERS:
        archive.close()
        raise UnreadableFile(
            f"{name}: Filen fylder {unpacked / 1_000_000:.0f} MB i {len(members)} dele, når den "
            "pakkes ud, og det er for meget. Gem indholdet i mindre filer, og prøv igen."
        )
    return archive
