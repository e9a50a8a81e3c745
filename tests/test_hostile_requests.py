"""Every address of the service with parameters, bodies and files that nobody means well with: an
answer in time, in Danish, and never one that nothing foresaw."""

from __future__ import annotations

import importlib
import pkgutil
import re
import time
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import pytest
from fastapi.routing import APIRoute
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import search_api.api
import search_api.pages
from corpus.settings import Settings
from search_api.http import create_app
from tests.ingested import Corpus, minutes
from tests.pages import HTML
from tests.quick_encoder import QuickEncoder

# As they stand in an address: percent-encoded, also what is no UTF-8.
VALUES = (
    *("", "%20", "%00", "a%00b", "%FF%FE", "%ED%A0%80", "%C0%AE%C0%AE/", "%0D%0ASet-Cookie:a=1"),
    *("a" * 1000, "a" * 20_000, quote("æ" * 999), quote("💥" * 300), quote("e\u0301\u202e" * 200)),
    *("..%2F..%2Fetc%2Fpasswd", "%2Fetc%2Fpasswd", "C:%5Cwin.ini", "%252e%252e", "~", "."),
    *(quote("' OR 1=1 --"), quote('"; DROP TABLE documents; --'), quote("a:b:c:-1--1"), "%25n%25s"),
    *(
        "-1",
        "0",
        "1e309",
        "NaN",
        "9" * 19,
        "9" * 5000,
        quote("١٢٣"),
        quote("１２"),
        "1_000",
        "0x10",
    ),
    *("2024-02-30", "0000-00-00", "99999-01-01", "0001-01-01", "32.13.2024", quote("²³")),
    *("true", "null", "[]", quote('{"a":' * 200), quote("(((a+)+)+)+$"), quote('"' * 400)),
    *(quote(",".join(["Sjælland"] * 400)), quote(",,,;;;"), quote("<script>x</script>"), "{{7*7}}"),
)
_OF_PAGES = (
    "q region forum from to entity section uden limit add leave_out side outcome followed "
    "document kind art start end tilbage naeste format"
).split()
_NEEDS_QUESTION = re.compile("search|ask|compare|brief|figures|follow")
_LONGEST = 30
"""Seconds that an answer may take where the processors are shared with other tests."""


def _routes(method: str) -> list[APIRoute]:
    """The addresses of the API and the pages, as their modules have them."""
    return [
        route
        for package in (search_api.api, search_api.pages)
        for module in pkgutil.iter_modules(package.__path__)
        for route in getattr(
            getattr(importlib.import_module(f"{package.__name__}.{module.name}"), "router", None),
            "routes",
            (),
        )
        if isinstance(route, APIRoute) and method in route.methods
    ]


def _names(dependant: Any, kind: str) -> list[str]:
    below = [name for one in dependant.dependencies for name in _names(one, kind)]
    return list(dict.fromkeys([*(field.alias for field in getattr(dependant, kind)), *below]))


def _addressed() -> list[tuple[str, str, str]]:
    """Method, address and the parameter to be given in it: ``{}`` in the path, or its name."""
    found = []
    for method in ("GET", "DELETE"):
        for route in _routes(method):
            if route.path.endswith("/events"):
                continue  # Ends with its job.
            if "{" in route.path:
                found.append((method, re.sub(r"\{\w+\}", "{}", route.path), "{}"))
            path = re.sub(r"\{\w+\}", "findes-ikke", route.path)
            of_page = not route.path.startswith("/api/")
            names = _names(route.dependant, "query_params")
            found += [(method, path, name) for name in (names or (_OF_PAGES if of_page else ()))]
    return found


ADDRESSED = _addressed()


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Settings of a corpus of a few minutes; what is asked for is the harm, not the answers."""
    corpus = Corpus(tmp_path_factory.mktemp("hostile"), QuickEncoder(Settings()))
    for matter, forum in (("Takster", "KKR Sjælland"), ("Herberger", "KKR Midtjylland")):
        corpus.write(f"{matter}.txt", minutes(matter, forum))
    corpus.ingest()
    return corpus.settings.model_copy(update={"rate_limit": 1_000_000, "upload_limit_mb": 1})


@pytest.fixture(scope="module")
def client(small: Settings) -> TestClient:
    """A service over them; its jobs wait, since nobody has started it."""
    app = create_app(small)
    app.state.service.warm_up()
    return TestClient(app, raise_server_exceptions=False, follow_redirects=False)


def _hold(client: TestClient, method: str, address: str, **sent: Any) -> None:
    """The answer to a request is one that was meant."""
    began = time.monotonic()
    answer = client.request(method, address, **sent)
    told = f"{method} {address[:300]} {str(sent)[:300]}: {answer.status_code} {answer.text[:300]}"
    assert time.monotonic() - began < _LONGEST, told
    assert answer.status_code < 500, told
    assert "Traceback" not in answer.text and "site-packages" not in answer.text, told
    assert "a=1" not in answer.headers.get("set-cookie", ""), told
    if answer.status_code >= 400 and not answer.headers["content-type"].startswith("text/html"):
        assert answer.headers["content-type"] == "application/problem+json", told
        body = answer.json()
        assert body["status"] == answer.status_code, told
        assert re.search(r"[a-zæøå]{3}.*\.$", body["detail"], re.DOTALL), told
    elif answer.status_code >= 400:
        assert not address.startswith("/api/") and 'lang="da"' in answer.text, told


def _ask(client: TestClient, method: str, path: str, name: str, value: str) -> None:
    as_page = HTML if not path.startswith("/api/") else {}
    if name == "{}":
        _hold(client, method, path.replace("{}", value or "%20", 1), headers=as_page)
        return
    question = "q=takster&" if name != "q" and _NEEDS_QUESTION.search(path) else ""
    _hold(client, method, f"{path}?{question}{quote(name)}={value}", headers=as_page)


def test_every_parameter_with_a_few_hostile_values(client: TestClient) -> None:
    assert len(ADDRESSED) > 150
    for number, (method, path, name) in enumerate(ADDRESSED):
        _ask(client, method, path, name, VALUES[number * 7 % len(VALUES)])


@pytest.mark.slow
@pytest.mark.parametrize("part", range(4))
def test_every_parameter_with_every_hostile_value(client: TestClient, part: int) -> None:
    for method, path, name in ADDRESSED[part::4]:
        for value in VALUES[:: 1 if "/api/" in path else 3]:
            _ask(client, method, path, name, value)


_text = st.text(st.characters(exclude_categories=()), max_size=80)


@pytest.mark.slow
@settings(
    max_examples=400,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=list(HealthCheck),
)
@given(where=st.sampled_from(ADDRESSED), value=_text)
def test_made_up_texts(client: TestClient, where: tuple[str, str, str], value: str) -> None:
    _ask(client, *where, quote(value, errors="surrogatepass"))


JSON_BODIES = (
    *(b"", b"null", b"[]", b"0", b'"a"', b"{", b"\xff\xfe", b"\x00", b"{" * 5000, b"[" * 200_000),
    *(b"9" * 6000, b'{"question": NaN}', b'{"question": 1e999}', b'{"question": {"a": []}}'),
    b'{"question": "\\ud800", "verb": "ask", "helped": true}',
    b'{"question": "\\u0000", "verb": "ask", "helped": true, "why": "\\u0000", "items": ["\\u00"]}',
    b'{"question": "x", "verb": "ask", "helped": true, "why": "\\u0000", "items": ["\\u0000"]}',
    b'{"question": "x", "verb": "ask", "helped": true, "items": ["' + b"x" * 199 + b'", "../.."]}',
    b'{"question": "x", "verb": "ask", "helped": "ja", "__proto__": {}, "filters": 7}',
    b'{"question": "x", "verb": "ask", "helped": true, "filters": "' + b"a=%00&" * 300 + b'"}',
    b'{"name": "\\ud800", "role": "admin", "clearance": "closed", "expires": "9999-99-99"}',
    b'{"name": "x", "role": "admin", "clearance": "closed", "expires": "\\u0000"}',
    b'{"name": "' + b"x" * 100_000 + b'", "role": ["admin"], "clearance": {}}',
)


@pytest.mark.parametrize("path", ["/api/v1/feedback", "/api/v1/keys"])
def test_bodies_that_are_not_what_they_should_be(client: TestClient, path: str) -> None:
    for body in JSON_BODIES:
        for kind in ("application/json", "text/plain", "multipart/form-data", ""):
            _hold(client, "POST", path, content=body, headers={"content-type": kind})


def test_forms_that_are_not_what_they_should_be(client: TestClient) -> None:
    for route in _routes("POST"):
        if route.path.startswith("/api/"):
            continue
        names = _names(route.dependant, "body_params")
        path = re.sub(r"\{\w+\}", "findes-ikke", route.path)
        for value in ("", "\x00", "9" * 5000, "\u202e'\"<", "../..", "-1", "æ" * 5000):
            data = {name: value for name in names}
            _hold(client, "POST", path, data=data, headers=HTML)
        for body in (b"a=%FF%00&&==&" * 50, b"\xff" * 100, b"a" * 10_000, b"&" * 5000):
            kind = {"content-type": "application/x-www-form-urlencoded"}
            _hold(client, "POST", path, content=body, headers=HTML | kind)


NAMES = (
    *("", " ", ".", "..", "../../x.txt", "/etc/passwd", "C:\\x\\y.txt", "a\x00b.txt", "CON"),
    *("x" * 5000 + ".txt", "æ" * 300, "\u202etxt.exe", '"; filename="y.exe', "\x1b[31m.pdf", "-rf"),
    *(
        "a\r\nSet-Cookie: a=1.txt",
        "%2e%2e%2f",
        "a." + "b" * 400,
        "💥.txt",
        ".htaccess",
        "\ufffe.txt",
    ),
)


def _part(name: bytes, content: bytes = b"x", field: bytes = b"files") -> bytes:
    disposition = b'Content-Disposition: form-data; name="%b"; filename="%b"' % (field, name)
    return b"--b\r\n%b\r\n\r\n%b\r\n" % (disposition, content)


@pytest.mark.parametrize("path", ["/api/v1/documents", "/upload"])
def test_uploads_that_are_not_what_they_should_be(client: TestClient, path: str) -> None:
    kind = {"content-type": "multipart/form-data; boundary=b"}
    field = "files" if path.startswith("/api") else "filer"
    for name in NAMES:
        _hold(client, "POST", path, files={field: (name, b"referat", "text/plain")})
    raw = _part(b"x", field=field.encode())
    for body in (
        b"",
        b"--b",
        b"--b--",
        raw,
        raw + b"--b--\r\n",
        _part(b"\xff\xfe\x00") + b"--b--\r\n",
        _part(b'a"b', field=b"\xff") + b"--b--\r\n",
        _part(b"a", b"x" * 2_000_000) + b"--b--\r\n",
        b"".join(_part(b"%d" % n) for n in range(1200)) + b"--b--\r\n",
        b"--b\r\n" + b"X-A: b\r\n" * 2000 + b"\r\nx\r\n--b--\r\n",
        b"--b\r\nContent-Disposition: form-data\r\n\r\nx\r\n--b--\r\n",
        b"--b\r\nContent-Disposition: " + b"a" * 100_000 + b"\r\n\r\nx\r\n--b--\r\n",
    ):
        _hold(client, "POST", path, content=body, headers=kind)
        _hold(client, "POST", path, content=body, headers={"content-type": "multipart/form-data"})
    for said in ({"access": "\x00"}, {"date": "9" * 40}, {"date": "\x00"}, {"forum": "\x00" * 120}):
        _hold(client, "POST", path, files={field: ("a.txt", b"x")}, data=said)
    uploads = client.app.state.service.settings.data / "uploads"  # type: ignore[attr-defined]
    for file in uploads.rglob("*"):
        assert file.name.isprintable() and file.resolve().is_relative_to(uploads.resolve())


@pytest.fixture(scope="module")
def running(small: Settings) -> Iterator[TestClient]:
    with TestClient(create_app(small), raise_server_exceptions=False) as client:
        yield client


def test_messages_to_the_tools_that_are_not_what_they_should_be(running: TestClient) -> None:
    def call(**arguments: Any) -> dict[str, Any]:
        return {
            "jsonrpc": "2.0",
            "id": 1,
            "method": "tools/call",
            "params": {"name": arguments.pop("tool", "search"), "arguments": arguments},
        }

    headers = {"accept": "application/json, text/event-stream"}
    for body in JSON_BODIES:
        answer = running.post(
            "/mcp", content=body, headers=headers | {"content-type": "application/json"}
        )
        assert answer.status_code < 500 and "Traceback" not in answer.text, (body[:80], answer.text)
    for message in (
        call(question="\x00"),
        call(question=["a"], region={"a": 1}),
        call(question="x", limit=10**400),
        call(question="x" * 100_000),
        call(tool="\x00"),
        call(tool="get_item", item_id="\x00", start=10**30, end=-1),
        call(tool="decisions", offset=10**30),
        {"jsonrpc": "2.0", "id": [], "method": "tools/list"},
        {"jsonrpc": "2.0", "id": 1, "method": "\x00" * 100, "params": 7},
    ):
        answer = running.post("/mcp", json=message, headers=headers)
        assert answer.status_code < 500, (message, answer.text)
        assert "Traceback" not in answer.text and "site-packages" not in answer.text
        assert "uventet fejl" not in answer.text, (message, answer.text)
