"""What of a page is the portal's own: menus, banners, buttons, what is hidden."""

from __future__ import annotations

import re

from corpus.dates import find_dates
from ingest.formats.html.counts import FILE
from ingest.formats.html.tree import HEADINGS, Element

_NO_TEXT = frozenset(
    "head title script style template svg canvas object embed video audio iframe noscript input "
    "select datalist textarea map progress meter del frameset noframes".split()
)
_TAGS_APART = {"nav": "hard", "footer": "hard", "header": "soft", "aside": "soft"}
# What LibreOffice makes of what runs above and below a document's pages.
_OFFICE_RUNNING = {"header": "soft", "footer": "hard"}
_ROLES_APART = {
    "navigation": "hard",
    "search": "hard",
    "menu": "hard",
    "menubar": "hard",
    "contentinfo": "hard",
    "dialog": "hard",
    "alertdialog": "hard",
    "tooltip": "hard",
    "tablist": "hard",
    "banner": "soft",
    "complementary": "soft",
}
_HARD = frozenset(
    "nav navbar navigation menu megamenu topmenu sidemenu breadcrumb breadcrumbs brødkrumme "
    "broedkrumme sharing addthis skiplink skiplinks searchbox searchform sitesearch footer "
    "sidefod login pager pagination newsletter nyhedsbrev modal popup tooltip readspeaker chatbot "
    "toast backtotop topbar logo sharedaddy".split()
)
_SOFT = frozenset("sidebar related relaterede banner masthead header toolbar feedback".split())
_HARD_PAIRS = (
    {"skip", "link"}, {"skip", "links"}, {"skip", "content"}, {"social", "share"},
    {"social", "links"}, {"social", "media"}, {"social", "icons"}, {"share", "buttons"},
    {"share", "links"}, {"share", "list"}, {"search", "form"}, {"search", "box"},
    {"site", "search"}, {"del", "siden"}, {"back", "top"}, {"top", "bar"}, {"entry", "meta"},
    {"entry", "footer"},
)  # fmt: skip
_HARD_ID = re.compile(
    r"(?:(?:site|main|top|global|primary|secondary|mobile|left|right|sub|page)[-_]?)?"
    r"(?:nav|navigation|menu|navbar|footer|search|breadcrumbs?|share|login)"
    r"(?:[-_]?(?:container|wrapper|bar|list|area))?",
    re.IGNORECASE,
)
_COOKIE = re.compile(
    r"cookie(?!-?politik$)|\bconsent\b|samtykke|cybot|\bcoi-|\bgdpr\b|onetrust", re.IGNORECASE
)
_SCREEN_READER = re.compile(r"\b(?:sr-only|visually-?hidden|screen-reader-text|visuallyhidden)\b")
_CONTROLS = ("aria-controls", "data-target", "data-bs-target", "aria-owns")
_PANEL = frozenset(
    "collapse collapsible collapsed accordion panel tab tabpanel pane fold folded foldout toggle "
    "toggled expand expandable agenda dagsorden punkt referat bilag item section".split()
)
_OVERLAY = frozenset("modal popup dialog tooltip dropdown menu nav cookie overlay lightbox".split())
_LONG_HIDDEN = 200
_UI = re.compile(
    r"(?:(?:fold|vis|åbn|luk|udvid|skjul|klap)"
    r"(?: (?:alle?|mere|mindre|menu|ud|ind|sammen|søgning|punkter|indhold|detaljer))*"
    r"|print|udskriv|del|kopi[eé]r link|læs (?:op|højt)|lyt|menu|søg|mere|tilbage(?: til .{1,40})?"
    r"|(?:næste|forrige|foregående)(?: (?:punkt|side|møde|sag))?|til toppen"
    r"|(?:gå|spring) til .{1,30}|(?:udskriv|del|print|oplæs) (?:siden|side|på .{1,20})"
    r"|log (?:ind|ud)|abonn[eé]r|acceptér(?: alle)?|ok)[\s.»›>→↑+–-]*",
    re.IGNORECASE,
)
_SHORT = 40
_SHORT_HEAD = 400
_MOST_HIDDEN = 20
_WHOLE_PAGE = 0.9


def prune(body: Element) -> None:
    """Takes out what is not text to be read."""
    controlled = _controlled(body)
    hidden: list[Element] = []
    waiting = [body]
    while waiting:
        element = waiting.pop()
        kept: list[Element | str] = []
        for child in element.children:
            if isinstance(child, Element):
                if _is_apart(child, body.has.letters):
                    continue
                if _is_hidden(child) and not _is_panel(child, controlled):
                    if child.has.letters < _LONG_HIDDEN or child.words & _OVERLAY:
                        continue
                    hidden.append(child)
                waiting.append(child)
            kept.append(child)
        element.children = kept
    for element in hidden[:_MOST_HIDDEN]:
        # A page may hold its text twice, once for another width of screen.
        if body.text().count(element.text()[:_LONG_HIDDEN]) > 1:
            element.remove()


def _controlled(body: Element) -> set[str]:
    """The ids of what the page's own buttons fold out."""
    ids: set[str] = set()
    for element in body.elements():
        if not element.attributes:
            continue
        keys = (*_CONTROLS, "href") if element.folds else _CONTROLS
        for key in keys:
            ids.update(value.lstrip("#") for value in element.get(key).split())
        if element.tag == "label" and element.get("for"):
            ids.add(element.get("for"))
    return ids


def _is_hidden(element: Element) -> bool:
    return bool(element.attributes or element.tag == "dialog") and (
        "hidden" in element.attributes
        or "display:none" in element.style
        or "visibility:hidden" in element.style
        or "mso-hide:all" in element.style
        or element.get("aria-hidden") == "true"
        or (element.tag == "dialog" and "open" not in element.attributes)
    )


def _is_panel(element: Element, controlled: set[str]) -> bool:
    """Whether a hidden element is one that the reader of the page folds out."""
    if element.words & _OVERLAY and not element.has.labels:
        return False
    return (
        element.get("role") in ("tabpanel", "region")
        or bool(element.get("id"))
        and element.get("id") in controlled
        or bool(element.words & _PANEL)
        or bool(element.has.labels)
    )


def _is_apart(element: Element, letters: int) -> bool:
    """Whether an element is the portal's own, not the page's content."""
    if element.tag in _NO_TEXT:
        return True
    if _is_control(element):
        return True
    if not element.attributes and element.tag not in _TAGS_APART:
        return False
    name = f"{element.get('id')} {element.get('class')}"
    whole = element.has.letters > _WHOLE_PAGE * letters
    if _COOKIE.search(name) and not (whole or element.has.mains or element.has.labels):
        return True
    if _SCREEN_READER.search(name) and element.has.letters < 100 and element.tag not in HEADINGS:
        return True
    how = _marked(element) or (None if whole else _called(element))
    if how is None or element.has.labels or element.has.mains or element.has.numbered > 1:
        return False
    return how == "hard" or not (element.has.fields or element.has.files or _has_title(element))


def _is_control(element: Element) -> bool:
    """Whether an element is a button of the page's own, or the caption of a field to fill in."""
    if element.tag == "button" or element.get("role") == "button":
        return not (element.folds or _in_heading(element)) or bool(_UI.fullmatch(element.text()))
    if element.tag == "label":
        return not (element.has.labels or element.has.numbered)
    if element.tag == "a" and element.has.letters < _SHORT:
        return not FILE.search(element.get("href")) and bool(_UI.fullmatch(element.text()))
    return False


def _in_heading(element: Element) -> bool:
    above = element.parent
    return above is not None and (
        above.tag in HEADINGS or (above.parent is not None and above.parent.tag in HEADINGS)
    )


def _has_title(element: Element) -> bool:
    return any(one.tag == "h1" for one in element.elements()) or bool(
        element.has.letters < _SHORT_HEAD and find_dates(element.text())
    )


def _marked(element: Element) -> str | None:
    """What its tag or role says of an element that is the portal's own: "hard" or "soft"."""
    if element.tag == "div" and element.get("title") in _OFFICE_RUNNING:
        return _OFFICE_RUNNING[element.get("title")]
    role = _ROLES_APART.get(element.get("role").lower())
    if role or element.tag not in _TAGS_APART:
        return role
    inside = element.parent
    while inside is not None:
        if inside.tag in ("main", "article") or inside.get("role") == "main":
            return "hard" if element.tag == "nav" else None
        inside = inside.parent
    return _TAGS_APART[element.tag]


def _called(element: Element) -> str | None:
    """What an element's id and class say of its being the portal's own."""
    if element.tag in HEADINGS or element.tag in ("main", "article", "li", "td"):
        return None
    if _HARD_ID.fullmatch(element.get("id")) or element.words & _HARD:
        return "hard"
    if any(pair <= element.words for pair in _HARD_PAIRS):
        return "hard"
    return "soft" if element.words & _SOFT else None
