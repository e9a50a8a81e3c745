"""Pages as a browser without JavaScript gets them, read with BeautifulSoup."""

from __future__ import annotations

import re
from urllib.parse import parse_qs, urlsplit

from bs4 import BeautifulSoup, Tag
from fastapi.testclient import TestClient

from search_api.citations import shown

HTML = {"accept": "text/html,application/xhtml+xml"}


def page(client: TestClient, address: str, status: int = 200) -> BeautifulSoup:
    """The page at ``address``, which keeps to what every page must."""
    response = client.get(address, headers=HTML)
    assert response.status_code == status, response.text
    assert response.headers["content-type"].startswith("text/html")
    soup = BeautifulSoup(response.text, "html.parser")
    assert soup.html and soup.html["lang"] == "da"
    assert len(soup.find_all("h1")) == 1
    assert soup.title and soup.title.text.endswith("– Tværsnit")
    only_own_files(soup)
    ids = [element["id"] for element in soup.find_all(id=True)]
    assert len(ids) == len(set(ids))
    return soup


def only_own_files(soup: BeautifulSoup) -> None:
    """No script or style in the page itself, none from another host, and no form that waits for a
    script."""
    for element in soup.find_all(True):
        assert not any(name == "style" or name.startswith("on") for name in element.attrs), element
        for name in ("src", "href", "action"):
            assert not re.match(r"\s*(?:https?:|//|javascript:|data:)", element.get(name, ""))
    for script in soup.find_all("script"):
        assert script["src"].startswith("/static/") and not script.text.strip()
    assert not soup.find_all("style")


def spoken(element: Tag | None) -> str:
    """The text of an element, its white space evened out."""
    assert element is not None
    return " ".join(element.text.split())


def one(soup: Tag, selector: str) -> Tag:
    """The only element that ``selector`` finds."""
    (found,) = soup.select(selector)
    return found


def chip(soup: BeautifulSoup, label: str, kind: str) -> Tag:
    """The chip of this label and kind."""
    (found,) = [tag for tag in soup.select(f"a.tag-{kind}") if spoken(tag).endswith(label)]
    return found


def behind(client: TestClient, address: str) -> str:
    """The stored text that a link to a quote leads to."""
    parts = urlsplit(address)
    assert parts.path.startswith("/dokumenter/") and parts.fragment == "citat"
    span = parse_qs(parts.query)
    document = client.get(f"/api/v1/documents/{parts.path.removeprefix('/dokumenter/')}").json()
    return str(document["text"][int(span["start"][0]) : int(span["end"][0])])


def shown_behind(client: TestClient, address: str) -> str:
    """The same, evened out as it is shown, on one line."""
    return " ".join(shown(behind(client, address)).split())
