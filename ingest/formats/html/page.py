"""What of a page is the minutes."""

from __future__ import annotations

import re

from corpus.dates import find_dates
from ingest.formats.html.counts import measure
from ingest.formats.html.portal import prune
from ingest.formats.html.tree import Element

_CONTENT = re.compile(
    r"(?:main|page|site|entry|post|article|meeting|agenda|core)?[-_]?(?:content|indhold|body-text)"
    r"(?:[-_]?(?:area|main|wrapper|container))?|main|article|referat|dagsorden|moede|meeting",
    re.IGNORECASE,
)
_FEWEST_LETTERS = 200
_MENU_LINKS = 3
_MENU_ENTRY = 40


def content_of(root: Element) -> list[Element]:
    """The elements of a page that hold the minutes, in order; the portal's own parts (menus,
    banners, footers, what is hidden) are taken out of the tree.

    Nothing is left out that has the labels of an item's sections in it.
    """
    body = next((c for c in root.children if isinstance(c, Element) and c.tag == "body"), root)
    measure(root)
    prune(body)
    measure(body)
    chosen = _chosen(body)
    if chosen is body:
        _prune_menus(body)
        return [body]
    before, after = _beside(body, chosen)
    return [*before, chosen, *after]


def _chosen(body: Element) -> Element:
    """The element that the content stands in: one that says so, and leaves nothing telling out."""
    elements = list(body.elements())
    for least, found in (
        (0.2, [e for e in elements if e.tag == "main" or e.get("role") == "main"]),
        (0.5, [e for e in elements if e.tag == "article"]),
        (0.6, [e for e in elements if _is_called_content(e)]),
    ):
        some = [e for e in found if e.has.letters]
        if not some:
            continue
        chosen = _around(some)
        if (
            chosen.has.labels == body.has.labels
            and chosen.has.numbered == body.has.numbered
            and chosen.has.letters >= least * body.has.letters
        ):
            return chosen
    return body


def _is_called_content(element: Element) -> bool:
    names = (element.get("id"), *element.get("class").split())
    return any(_CONTENT.fullmatch(name) for name in names if name)


def _around(some: list[Element]) -> Element:
    """The nearest element that holds all of them."""
    wanted = set(map(id, some))
    at = some[0]
    while at.parent is not None and not wanted <= set(map(id, at.elements())):
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
