"""What of a portal's page is the minutes, and what is the portal's own."""

from __future__ import annotations

import re

from corpus.dates import find_dates
from ingest.formats.html_counts import FILE, measure
from ingest.formats.html_tree import HEADINGS, Element

_NO_TEXT = frozenset(
    "head script style template svg canvas object embed video audio iframe noscript input select "
    "datalist textarea map progress meter del frameset noframes".split()
)
_TAGS_APART = {"nav": "hard", "footer": "hard", "header": "soft", "aside": "soft"}
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
    "toast del-siden backtotop topbar".split()
)
_SOFT = frozenset("sidebar related relaterede banner masthead header toolbar feedback".split())
_HARD_PAIRS = (
    {"skip", "link"}, {"skip", "links"}, {"skip", "content"}, {"social", "share"},
    {"social", "links"}, {"social", "media"}, {"social", "icons"}, {"share", "buttons"},
    {"share", "links"}, {"share", "list"}, {"search", "form"}, {"search", "box"},
    {"site", "search"}, {"del", "siden"}, {"back", "top"}, {"entry", "meta"}, {"entry", "footer"},
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
_CONTENT = re.compile(
    r"(?:main|page|site|entry|post|article|meeting|agenda|core)?[-_]?(?:content|indhold|body-text)"
    r"(?:[-_]?(?:area|main|wrapper|container))?|main|article|referat|dagsorden|moede|meeting",
    re.IGNORECASE,
)
_FEWEST_LETTERS = 200
_MENU_LINKS = 3
_MENU_ENTRY = 40
_MOST_HIDDEN = 20


def content_of(root: Element) -> list[Element]:
    """The elements of a page that hold the minutes, in order; the portal's own parts (menus,
    banners, footers, what is hidden) are taken out of the tree.

    Nothing is left out that has the labels of an item's sections in it.
    """
    body = next((c for c in root.children if isinstance(c, Element) and c.tag == "body"), root)
    measure(root)
    _prune(body)
    measure(body)
    chosen = _chosen(body)
    if chosen is body:
        _prune_menus(body)
        return [body]
    before, after = _beside(body, chosen)
    return [*before, chosen, *after]


def _prune(body: Element) -> None:
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
    if _COOKIE.search(name) and not element.has.mains and not element.has.labels:
        return True
    if _SCREEN_READER.search(name) and element.has.letters < 100 and element.tag not in HEADINGS:
        return True
    how = _kind(element)
    if how is None or element.has.labels or element.has.mains or element.has.numbered > 1:
        return False
    return how == "hard" or not (element.has.fields or element.has.files or _has_title(element))


def _is_control(element: Element) -> bool:
    """Whether an element is a button of the page's own, or the caption of a field to fill in."""
    if element.tag == "button" or element.get("role") == "button":
        return not (element.folds or _in_heading(element)) or bool(_UI.fullmatch(element.text()))
    if element.tag == "label":
        return not (element.has.labels or element.has.numbered)
    if element.tag == "a" and element.has.letters < _MENU_ENTRY:
        return not FILE.search(element.get("href")) and bool(_UI.fullmatch(element.text()))
    return False


def _in_heading(element: Element) -> bool:
    above = element.parent
    return above is not None and (
        above.tag in HEADINGS or (above.parent is not None and above.parent.tag in HEADINGS)
    )


def _has_title(element: Element) -> bool:
    return any(one.tag == "h1" for one in element.elements()) or bool(
        element.has.letters < 2 * _FEWEST_LETTERS and find_dates(element.text())
    )


def _kind(element: Element) -> str | None:
    """What tells that an element is the portal's own: "hard" evidence, or "soft"."""
    role = _ROLES_APART.get(element.get("role").lower())
    if role:
        return role
    if element.tag in HEADINGS or element.tag in ("main", "article", "li", "td"):
        return None
    if element.tag in _TAGS_APART:
        inside = element.parent
        while inside is not None:
            if inside.tag in ("main", "article") or inside.get("role") == "main":
                return "hard" if element.tag == "nav" else None
            inside = inside.parent
        return _TAGS_APART[element.tag]
    if _HARD_ID.fullmatch(element.get("id")) or element.words & _HARD:
        return "hard"
    if any(pair <= element.words for pair in _HARD_PAIRS):
        return "hard"
    return "soft" if element.words & _SOFT else None


def _chosen(body: Element) -> Element:
    """The element that the content stands in: one that says so, and leaves nothing telling out."""
    elements = list(body.elements())
    for found in (
        [e for e in elements if e.tag == "main" or e.get("role") == "main"],
        [e for e in elements if e.tag == "article"],
        [
            e
            for e in elements
            if any(_CONTENT.fullmatch(n) for n in (e.get("id"), *e.get("class").split()) if n)
        ],
    ):
        if not found:
            continue
        most = max(found, key=lambda e: e.has.letters)
        if len(found) > 1:
            most = _around(most, found)
        if (
            most.has.labels == body.has.labels
            and most.has.numbered >= body.has.numbered
            and most.has.letters >= min(_FEWEST_LETTERS, body.has.letters // 2)
        ):
            return most
    return body


def _around(element: Element, found: list[Element]) -> Element:
    """The nearest element that holds all of those found with telling text in them."""
    telling = [
        e for e in found if e.has.labels or e.has.numbered or e.has.letters >= _FEWEST_LETTERS
    ]
    at: Element = element
    while at.parent is not None and not set(map(id, telling)) <= set(map(id, at.elements())):
        at = at.parent
    return at


def _beside(body: Element, chosen: Element) -> tuple[list[Element], list[Element]]:
    """What stands outside the content and still tells of the meeting: before it, what its head
    says; after it, its attachments."""
    path = set()
    above: Element | None = chosen
    while above is not None:
        path.add(id(above))
        above = above.parent
    before: list[Element] = []
    after: list[Element] = []
    passed = False
    titled = any(e.tag == "h1" for e in chosen.elements())
    waiting: list[Element] = [body]
    while waiting:
        element = waiting.pop()
        if element is chosen:
            passed = True
        elif id(element) in path:
            waiting += [c for c in reversed(element.children) if isinstance(c, Element)]
        elif element.has.files and _lists_attachments(element):
            (after if passed else before).append(element)
        elif not passed and element.has.letters < 3 * _FEWEST_LETTERS:
            _prune_menus(element)
            h1 = not titled and any(e.tag == "h1" for e in element.elements())
            if element.has.letters and (h1 or element.has.fields or find_dates(element.text())):
                before.append(element)
    return before, after


def _lists_attachments(element: Element) -> bool:
    named = element.words & {"bilag", "attachments", "attachment", "vedhæftede"}
    return bool(named) or bool(re.search(r"\b(?:[Bb]ilag|[Vv]edhæft)", element.text()[:100]))


def _prune_menus(root: Element) -> None:
    """Takes out lists of links to other pages, as they stand in pages that mark no menu."""
    for element in list(root.elements()):
        if element.tag in ("ul", "td", "div", "p", "table", "center") and _is_menu(element):
            element.remove()


def _is_menu(element: Element) -> bool:
    if (
        element.has.numbered
        or element.has.files
        or element.has.labels
        or element.has.linked < 0.8 * element.has.letters
    ):
        return False
    entries = [
        e.text()
        for e in element.elements()
        if e.tag == "a" and e.get("href") and not e.get("href").startswith("#")
    ]
    if len(entries) < _MENU_LINKS or sum(map(len, entries)) > _MENU_ENTRY * len(entries):
        return False
    return not _lists_attachments(element) and not _is_below_attachments(element)


def _is_below_attachments(element: Element) -> bool:
    siblings = element.parent.children if element.parent is not None else []
    above = ""
    for child in siblings:
        if child is element:
            break
        text = child if isinstance(child, str) else child.text()
        above = text.strip() or above
    return bool(re.search(r"\b(?:bilag|filer|dokumenter|punkter|dagsorden)\s*:?$", above.lower()))
