"""Messages, which mails and saved pages are: a head, and parts in parts."""

from __future__ import annotations

import email
import email.policy
import mimetypes
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from email.errors import HeaderParseError
from email.header import decode_header
from email.message import Message
from email.utils import collapse_rfc2231_value

from corpus.errors import UnreadableFile
from ingest.extract import Extract, clean
from ingest.formats.html.reader import read_page
from ingest.formats.html.source import decode_page

Part = Message

_DEEPEST = 20
_LONGEST_HEADER = 20_000
_ENCODED_WORD = re.compile(r"=\?[^?\s]{1,40}\?[bq]\?", re.IGNORECASE)
# Types that a mail program adds for itself.
_OWN_TYPES = re.compile(
    r"application/(?:(?:x-)?pkcs7-signature|pgp-(?:signature|encrypted)|(?:x-)?javascript|json|xhtml\+xml|(?:x-)?font.*)"
    r"|text/(?:calendar|(?:x-)?vcard|css|javascript|rfc822-headers)|message/delivery-status|font/.*"
)
_SIGNATURE_PICTURE = re.compile(r"image\d{3}\.(?:png|jpe?g|gif|emz|wmz)", re.IGNORECASE)
_SOFT_BREAK = re.compile(r"(?<!^--) \n(?!>)", re.MULTILINE)


def message_of(data: bytes) -> Part:
    """The message in ``data``, whatever is wrong with it."""
    # The newer policy's parser of heads fails on some that mail programs write.
    return email.message_from_bytes(
        data.removeprefix(b"\xef\xbb\xbf").lstrip(), policy=email.policy.compat32
    )


def raw_header(part: Part, name: str) -> str:
    """A field of the head as it is written; "" for none."""
    return next((str(value) for key, value in part.raw_items() if key.lower() == name), "")


def header(part: Part, name: str) -> str:
    """A field of the head as text, its encoded words read and white space folded; "" for none."""
    return " ".join(clean(decoded(raw_header(part, name))).split())


def decoded(value: str) -> str:
    """A value from a head as text: encoded words, and the bytes of senders who do not encode."""
    value = _readable(value)
    if not _ENCODED_WORD.search(value):
        return value
    pieces: list[str] = []
    try:
        words = decode_header(value)
    except (HeaderParseError, ValueError):
        return value
    for word, charset in words:
        if isinstance(word, str):
            pieces.append(word)
        elif charset is None:
            pieces.append(word.decode("latin-1"))
        else:
            pieces.append(decode_page(word, charset))
    return "".join(pieces)


def _readable(value: str) -> str:
    """A value with the letters that its bytes beyond ASCII stand for."""
    value = value[:_LONGEST_HEADER]
    try:
        value.encode()
    except UnicodeEncodeError:
        return decode_page(value.encode("utf-8", errors="surrogateescape"))
    return value


def file_name(part: Part) -> str:
    """The name that a part is to be saved under; "" where its head tells none."""
    for name, field in (("filename", "content-disposition"), ("name", "content-type")):
        # Read from a head of its own, in which bytes that nobody encoded are letters.
        head = Message()
        head[field] = _readable(raw_header(part, field))
        try:
            value = head.get_param(name, None, field)
        except (ValueError, LookupError):
            continue
        if value:
            try:
                text = collapse_rfc2231_value(value)
            except (ValueError, LookupError):
                text = str(value[2] if isinstance(value, tuple) else value)
            return " ".join(clean(decoded(text)).split())
    return ""


def payload(part: Part) -> bytes:
    """The bytes of a part that has no parts."""
    data = part.get_payload(decode=True)
    return data if isinstance(data, bytes) else b""


def leaves(message: Part) -> Iterator[tuple[Part, int]]:
    """The parts that have no parts, in order, and how many mails in the mail each is in."""
    waiting = [(message, 0, 0)]
    while waiting:
        part, level, inside = waiting.pop()
        children = part.get_payload() if part.is_multipart() else None
        if not isinstance(children, list):
            yield part, inside
        elif level < _DEEPEST:
            inside += part.get_content_type() == "message/rfc822"
            waiting += [
                (child, level + 1, inside)
                for child in reversed(children)
                if isinstance(child, Part)
            ]


def is_attachment(part: Part) -> bool:
    """Whether a part is a file that goes with the message, not text of its own."""
    kind = part.get_content_type()
    if kind.startswith("multipart/") or part.is_multipart() or _OWN_TYPES.fullmatch(kind):
        return False
    attached = part.get_content_disposition() == "attachment"
    name = file_name(part)
    if kind.startswith(("image/", "audio/", "video/")):
        shown_in_text = bool(part.get("content-id")) or _SIGNATURE_PICTURE.fullmatch(name)
        return attached and not shown_in_text
    if kind in ("text/plain", "text/html"):
        return attached or bool(name and part.get_content_disposition())
    return True


@dataclass(frozen=True, slots=True)
class Attached:
    """A file that goes with a message, or with a mail that is ``inside`` it."""

    name: str
    part: Part
    inside: int


def attachments(message: Part) -> list[Attached]:
    """The files that go with a message, in order."""
    found: list[Attached] = []
    for part, inside in leaves(message):
        if is_attachment(part):
            suffix = mimetypes.guess_extension(part.get_content_type()) or ""
            place = re.split(r"[?#]", header(part, "content-location"))[0]
            name = file_name(part) or re.split(r"[/\\]", place)[-1]
            name = name or f"vedhæftning {len(found) + 1}{suffix}"
            found.append(Attached(name, part, inside))
    return found


def plain_part(part: Part) -> Extract:
    """The text of a part of plain text."""
    charset = part.get_content_charset()
    text = clean(decode_page(payload(part), charset))
    if str(part.get_param("format", "")).lower() == "flowed":
        text = flowed(text, str(part.get_param("delsp", "")).lower() == "yes")
    return Extract(text, "eml")


def flowed(text: str, delete_space: bool = False) -> str:
    """Text whose paragraphs were broken to fit (RFC 3676), each on one line again."""
    text = re.sub(r"^ ", "", text, flags=re.MULTILINE)
    return _SOFT_BREAK.sub("" if delete_space else " ", text)


def page_part(part: Part, name: str) -> Extract | None:
    """The text of a part that is a page; nothing for one without any."""
    try:
        return read_page(decode_page(payload(part), part.get_content_charset()), name)
    except UnreadableFile:
        return None


def letters(extract: Extract | None) -> int:
    return sum(map(str.isalpha, extract.text)) if extract else 0


def joined(extracts: Iterable[Extract], format: str) -> Extract:
    """Extracts one after the other, a blank line between them."""
    text = ""
    whole = Extract("", format)
    for extract in extracts:
        if not extract.text.strip():
            continue
        if text:
            text = text.rstrip("\n") + "\n\n"
        links = tuple(
            replace(link, start=link.start + len(text), end=link.end + len(text))
            for link in extract.links
        )
        text += extract.text
        notes = (*whole.notes, *(n for n in extract.notes if n not in whole.notes))
        whole = replace(whole, links=whole.links + links, notes=notes)
    return replace(whole, text=text)
