"""Mails as text: who wrote what to whom, and the mail that it passes on."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from email.utils import getaddresses, parsedate_to_datetime

from corpus.dates import MONTHS
from corpus.errors import UnreadableFile
from corpus.records import Link
from ingest.extract import Extract, clean
from ingest.formats.broken import broken
from ingest.formats.mail.message import (
    Part,
    attachments,
    decoded,
    header,
    is_attachment,
    joined,
    letters,
    message_of,
    page_part,
    plain_part,
    raw_header,
)

_REPLY = re.compile(r"^(?:(?:sv|vs|re|fw|fwd|aw|wg|vb|automatisk svar)\s*:\s*)+", re.IGNORECASE)
_DEEPEST = 20
_MOST_NAMED = 200
# A mail's plain text is at times but a line that asks for another mail program.
_LEAST_SHARE = 0.5


def read_eml(data: bytes, name: str) -> Extract:
    """The text of a mail: its subject as a heading, who sent it when to whom, its text, and the
    mail that it passes on, if any. The attachments are named; they are files of their own.

    Raises ``UnreadableFile`` for a mail without readable text.
    """
    with broken(name, "Mailen"):
        message = message_of(data)
        mails = [message, *_mails_in(message)]
        texts = [joined(_texts(one, name), "eml") for one in mails]
        # Beside headings of the text's own the subject would be read as one of them.
        headed = any(line.startswith("#") for one in texts for line in one.text.split("\n"))
        heads = [_head(one, "Emne: " if headed else "# ") for one in mails]
        extract = joined((one for pair in zip(heads, texts, strict=True) for one in pair), "eml")
        notes = list(extract.notes)
        for inner in mails[1:]:
            if any(True for _ in _mails_in(inner)):
                subject = header(inner, "subject")
                notes.append(
                    f"Mailen »{subject}« rummer selv mails; de er ikke læst. Gem dem for sig."
                )
    if not any(map(letters, texts)) and _is_locked(message):
        raise UnreadableFile(
            f"{name}: Mailen er krypteret. Gem den ukrypteret eller som PDF, og prøv igen."
        )
    return replace(extract, notes=tuple(notes))


def _head(message: Part, mark: str) -> Extract:
    """What a mail's head says, as mail programs show it, ``mark`` before the subject; the day that
    it was sent is not taken for the meeting's."""
    subject = _REPLY.sub("", header(message, "subject"))
    lines = [f"{mark}{subject}\n"] if subject else []
    for label, field in (("Fra", "from"), ("Til", "to"), ("Cc", "cc")):
        people = _people(raw_header(message, field))
        if people:
            lines.append(f"{label}: {people}")
    sent = _sent(header(message, "date"))
    if sent:
        lines.append(f"Udsendt: {sent}")
    text = "\n".join(lines)
    links: list[Link] = []
    names = [one.name for one in attachments(message) if not one.inside]
    if names:
        text += "\nVedhæftede filer: "
        for n, one in enumerate(names):
            text += "; " if n else ""
            links.append(Link(len(text), len(text) + len(one), one))
            text += one
    return Extract(text + "\n" if text else "", "eml", links=tuple(links))


def _people(value: str) -> str:
    try:
        some = getaddresses([value])[:_MOST_NAMED]
    except (ValueError, IndexError):
        return clean(decoded(value))
    shown = (
        f"{decoded(name)} ({address})" if name and address else decoded(name or address)
        for name, address in some
    )
    return " ".join(clean("; ".join(filter(None, shown))).split())


def _sent(value: str) -> str:
    """The time of sending in Danish, as the sender's clock had it."""
    try:
        at = parsedate_to_datetime(value)
    except (ValueError, IndexError, TypeError, OverflowError):
        return value
    return f"{at.day}. {MONTHS[at.month - 1]} {at.year} kl. {at.hour}.{at.minute:02}"


def _mails_in(message: Part) -> Iterator[Part]:
    """The mails in a mail, not those in these."""
    waiting = [(message, 0)]
    while waiting:
        part, depth = waiting.pop()
        children = part.get_payload() if part.is_multipart() else None
        if not isinstance(children, list) or depth > _DEEPEST:
            continue
        if part.get_content_type() == "message/rfc822":
            yield from (child for child in children if isinstance(child, Part))
        else:
            waiting += [(c, depth + 1) for c in reversed(children) if isinstance(c, Part)]


def _texts(part: Part, name: str, depth: int = 0) -> list[Extract]:
    """The texts of a part, in order; of alternatives the best."""
    kind = part.get_content_type()
    children = part.get_payload() if part.is_multipart() else None
    if isinstance(children, list):
        if depth > _DEEPEST or kind == "message/rfc822":
            return []
        some = [_texts(child, name, depth + 1) for child in children if isinstance(child, Part)]
        if kind == "multipart/alternative":
            return _best([joined(one, "eml") for one in some])
        if kind == "multipart/related":
            some = some[:1]
        return [text for one in some for text in one]
    if is_attachment(part):
        return []
    if kind == "text/html":
        page = page_part(part, name)
        return [page] if page else []
    # A mail of parts that does not say what parts them is read as it stands.
    return [plain_part(part)] if kind == "text/plain" or kind.startswith("multipart/") else []


def _best(alternatives: list[Extract]) -> list[Extract]:
    """The first of a text's forms, which is the plain one, unless another says far more."""
    if not alternatives:
        return []
    most = max(map(letters, alternatives))
    return [next(one for one in alternatives if letters(one) >= _LEAST_SHARE * most)]


def _is_locked(message: Part) -> bool:
    kinds = {part.get_content_type() for part in message.walk()}
    return bool(
        kinds & {"application/pkcs7-mime", "application/x-pkcs7-mime", "multipart/encrypted"}
    )
