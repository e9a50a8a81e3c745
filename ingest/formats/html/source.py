"""A page's bytes as markup that is safe to parse: decoded, and without what no text hangs on."""

from __future__ import annotations

import re
from collections import Counter

from ingest.formats.text import decode

_META = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]{3,20})", re.IGNORECASE)
_XML = re.compile(rb"^\s*<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([\w.:-]{3,20})", re.IGNORECASE)
_CHARSET = re.compile(
    r"iso-?8859-?\d{1,2}|latin-?[1-9]|windows-?125\d|cp\d{3,4}|ibm\d{3}|mac(?:intosh|roman)|us-ascii"
)
_OPENING = 4096
# As browsers do: below this depth elements become siblings. Parsing is quadratic in the depth.
_DEEPEST, _DEEPEST_TABLE = 400, 40
_LONGEST_TAG = 10_000
_NAME = re.compile(r"[a-zA-Z][^\s/>]{0,60}")
_TAG_END = re.compile(r">|=\s*[\"']")
_DATA_URI = re.compile(r"data:[\w.+/-]{1,60};base64,[A-Za-z0-9+/=%\s]{60,}")
_ICON = re.compile(
    r"<(i|span)\s[^<>]{0,200}\b(?:material-(?:icons|symbols)|glyphicon|icofont|fa-\w)[^<>]{0,200}>"
    r"[^<>]{0,40}</\1\s*>",
    re.IGNORECASE,
)
# These are opened again in every block that follows one left open, which a page can be made to
# fill any memory with; no text depends on them.
_FORMATTING = frozenset("big code em font i nobr s small strike tt u".split())
_BOLD = frozenset({"b", "strong"})
_RAW = frozenset("script style xmp iframe noembed noframes textarea title plaintext".split())
_DROPPED_RAW = frozenset({"script", "style", "iframe", "noembed", "textarea"})
_UNNESTED = frozenset(
    "area base br col embed frame hr img input link meta param source track wbr p li dt dd tr "
    "td th tbody thead tfoot colgroup caption option optgroup html head body a".split()
) | (_RAW - {"plaintext"})
BOLD = "mark"
"""The element that bold type becomes: one that is not opened again in the next block."""
_INLINE = frozenset("span label sub sup abbr cite q time ins del mark bdo bdi".split())


def decode_page(data: bytes, charset: str | None = None) -> str:
    """The markup in ``data``: by its byte order mark, as UTF-8 where it is that, by the encoding
    that ``charset`` (from a mail part's head) or the page itself names, or by what is most Danish.
    """
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", errors="replace")
    data = data.removeprefix(b"\xef\xbb\xbf")
    opening = data[:_OPENING]
    if opening.count(0) > len(opening) // 4:
        return data.decode(
            "utf-16-be" if opening[::2].count(0) > opening[1::2].count(0) else "utf-16-le",
            errors="replace",
        )
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    named = _META.search(opening) or _XML.search(opening)
    for name in (charset, named.group(1).decode("ascii", "replace") if named else None):
        if name and _CHARSET.fullmatch(name.strip().lower()):
            # What calls itself Latin 1 is Windows' superset of it, on the web as in mail.
            latin = re.fullmatch(r"iso-?8859-?1|latin-?1|us-ascii", name.strip().lower())
            try:
                return data.decode("cp1252" if latin else name.strip())
            except (UnicodeDecodeError, LookupError):
                continue
    if not data.isascii() and _mostly_utf8(data):
        return data.decode("utf-8", errors="replace")
    return decode(data)


def _mostly_utf8(data: bytes) -> bool:
    """Whether a few bytes only keep ``data`` from being UTF-8: a page that was cut or patched."""
    text = data.decode("utf-8", errors="replace")
    beyond = sum(character > "\x7f" for character in text)
    return text.count("\ufffd") < 0.05 * beyond


def tame(markup: str) -> tuple[str, int]:
    """``markup`` without scripts, styles, comments, tags of mere type and pictures written out, no
    element nested deeper than a browser lets it; and the number of tags in it.

    Tags are told apart as HTML's tokenizer does, in one pass.
    """
    markup = _ICON.sub("", _DATA_URI.sub("", markup))
    kept: list[str] = []
    open_names: Counter[str] = Counter()
    skipped: Counter[str] = Counter()
    depth = tags = 0
    at = 0
    while (start := markup.find("<", at)) >= 0:
        kept.append(markup[at:start])
        following = markup[start + 1 : start + 2]
        if following in ("!", "?"):
            at = _after_declaration(markup, start)
            if markup[start + 2 : start + 9].lower() == "doctype":
                kept.append(markup[start:at])
            continue
        closing = following == "/"
        name_match = _NAME.match(markup, start + 1 + closing)
        if name_match is None:
            kept.append("<")
            at = start + 1
            continue
        name = name_match.group().lower()
        at = _after_tag(markup, name_match.end())
        tags += 1
        if name in _FORMATTING:
            continue
        if name in _BOLD:
            name = BOLD
            tag = f"<{'/' * closing}{BOLD}>"
        else:
            tag = markup[start:at] if at - start <= _LONGEST_TAG else f"<{'/' * closing}{name}>"
        if name in _RAW and not closing:
            end = _raw_end(markup, name, at)
            if name not in _DROPPED_RAW:
                kept.append(markup[start:end])
            at = end
            continue
        if name in _UNNESTED or tag.endswith("/>") and ":" in name:
            kept.append(tag)
        elif closing:
            if skipped[name]:
                skipped[name] -= 1
                kept.append("" if name in _INLINE else "<br>")
                continue
            if open_names[name]:
                open_names[name] -= 1
                depth -= 1
            kept.append(tag)
        elif depth >= _DEEPEST or (name == "table" and open_names[name] >= _DEEPEST_TABLE):
            skipped[name] += 1
            kept.append("" if name in _INLINE else "<br>")
        else:
            open_names[name] += 1
            depth += 1
            kept.append(tag)
    kept.append(markup[at:])
    return "".join(kept), tags


def _after_declaration(markup: str, start: int) -> int:
    if markup.startswith("<!--", start):
        end = markup.find("-->", start + 4)
        # An empty comment may close itself: "<!-->".
        if markup[start + 4 : start + 6].startswith((">", "->")):
            end = markup.index(">", start) - 2
        return end + 3 if end >= 0 else len(markup)
    end = markup.find(">", start)
    return end + 1 if end >= 0 else len(markup)


def _after_tag(markup: str, position: int) -> int:
    """Where the tag whose name ends at ``position`` ends; a ">" in quotes does not end it."""
    while found := _TAG_END.search(markup, position):
        if found.group() == ">":
            return found.end()
        quote = markup.find(found.group()[-1], found.end())
        if quote < 0:
            break
        position = quote + 1
    return len(markup)


def _raw_end(markup: str, name: str, position: int) -> int:
    """Where an element ends in which no tags count but its own end."""
    if name == "plaintext":
        return len(markup)
    found = re.compile(rf"</{name}(?=[\s/>])[^>]*>", re.IGNORECASE).search(markup, position)
    return found.end() if found else len(markup)
