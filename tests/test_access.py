"""Who may what: every way in, tried with each role, and everything that is to be kept out."""

from __future__ import annotations

import datetime as dt
import shutil
import socket
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import uvicorn
from fastapi.testclient import TestClient
from httpx import Response

from corpus.errors import TooMany
from corpus.settings import Settings
from search_api.access.caller import ROLES, Role
from search_api.access.keys import KeyStore
from search_api.access.limits import RateLimit
from search_api.access.origin import LOOPBACK
from search_api.access.sessions import LASTS
from search_api.cli import main
from search_api.http import create_app
from search_api.pages.login import local_path

# What is kept in files; in PostgreSQL it is met by test_shared_service.
pytestmark = pytest.mark.sqlite

SECURE = "https://testserver"


@pytest.fixture(scope="module")
def corpus(samples_settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("access") / "data"
    return Path(shutil.copytree(samples_settings.data, folder))


@pytest.fixture
def data(corpus: Path) -> Path:
    """A data folder with minutes in it and no keys yet."""
    for file in corpus.glob("access.sqlite*"):
        file.unlink()
    return corpus


@pytest.fixture
def keys(data: Path) -> Iterator[KeyStore]:
    keys = KeyStore(data)
    yield keys
    keys.close()


def visit(
    data: Path,
    base_url: str = "http://testserver",
    cookies: dict[str, str] | None = None,
    **settings: Any,
) -> TestClient:
    """A browser, or a program, at a service that was just started."""
    app = create_app(Settings(data=data, **settings))
    return TestClient(app, base_url=base_url, cookies=cookies, follow_redirects=False)


def bearer(secret: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {secret}"}


def problem(response: Response, status: int) -> str:
    assert response.status_code == status, response.text
    assert response.headers["content-type"] == "application/problem+json"
    return str(response.json()["detail"])


def log_in(client: TestClient, secret: str, naeste: str = "/") -> Response:
    return client.post("/log-ind", data={"noegle": secret, "naeste": naeste})


# Access control off, and on.


def test_without_keys_everybody_may_everything(data: Path) -> None:
    client = visit(data)
    assert client.get("/api/v1/entities").status_code == 200
    assert client.get("/api/v1/keys").status_code == 200
    assert client.get("/openapi.json").status_code == 200
    assert client.get("/log-ind").headers["location"] == "/"


def test_from_the_first_key_on_nobody_gets_in_without(data: Path, keys: KeyStore) -> None:
    client = visit(data)
    assert client.get("/api/v1/entities").status_code == 200
    keys.add("Bodil", "reader", "public")
    assert "log ind" in problem(client.get("/api/v1/entities"), 401)
    keys.revoke("Bodil")
    problem(client.get("/api/v1/entities"), 401)


@pytest.mark.parametrize(
    "address", ["/api/v1/entities", "/api/v1/intet", "/mcp", "/metrics", "/openapi.json"]
)
def test_programs_are_told_to_bring_a_key(data: Path, keys: KeyStore, address: str) -> None:
    keys.add("Bodil", "reader", "public")
    response = visit(data).get(address)
    problem(response, 401)
    assert response.headers["www-authenticate"] == "Bearer"


@pytest.mark.parametrize(
    ("address", "naeste"),
    [
        ("/", "%2F"),
        ("/docs", "%2Fdocs"),
        ("/dokumenter?region=Sj%C3%A6lland", "%2Fdokumenter%3Fregion%3DSj%25C3%25A6lland"),
        ("/api/v1/items/x?start=1&end=2", "%2Fapi%2Fv1%2Fitems%2Fx%3Fstart%3D1%26end%3D2"),
    ],
)
def test_people_are_led_to_the_login_page(
    data: Path, keys: KeyStore, address: str, naeste: str
) -> None:
    keys.add("Bodil", "reader", "public")
    response = visit(data).get(address, headers={"Accept": "text/html,*/*;q=0.8"})
    assert response.status_code == 303
    assert response.headers["location"] == f"/log-ind?naeste={naeste}"


def test_what_is_open_to_all(tmp_path: Path) -> None:
    KeyStore(tmp_path).add("Bodil", "reader", "public")
    client = visit(tmp_path)
    for address in ("/health", "/log-ind"):
        assert client.get(address).status_code == 200
    for address in ("/ready", "/static/tvaersnit.css"):
        assert client.get(address).status_code not in (303, 401)


def test_a_made_up_host_opens_no_door(data: Path, keys: KeyStore) -> None:
    keys.add("Bodil", "reader", "public")
    for host in ("x/health?", "x/static/", "x/log-ind#"):
        problem(visit(data).get("/api/v1/entities", headers={"Host": host}), 401)


# Keys.


def test_every_role_may_what_it_may(data: Path, keys: KeyStore) -> None:
    client = visit(data)
    file = {"files": ("tom.txt", b"", "text/plain")}
    for role in ROLES:
        headers = bearer(keys.add(role, role, "closed").secret)
        tried: tuple[tuple[Role, Response], ...] = (
            ("reader", client.get("/api/v1/entities", headers=headers)),
            ("editor", client.post("/api/v1/documents", files=file, headers=headers)),
            ("editor", client.delete("/api/v1/documents/intet", headers=headers)),
            ("admin", client.get("/api/v1/keys", headers=headers)),
            ("admin", client.post("/api/v1/keys", json=wanted(role), headers=headers)),
            ("admin", client.delete(f"/api/v1/keys/{role} 2", headers=headers)),
            ("admin", client.get("/noegler", headers=headers)),
            ("admin", client.get("/metrics", headers=headers)),
        )
        for needed, response in tried:
            if ROLES.index(role) >= ROLES.index(needed):
                assert response.status_code not in (401, 403), response.text
            else:
                problem(response, 403)


def wanted(role: Role) -> dict[str, str]:
    return {"name": f"{role} 2", "role": "reader", "clearance": "public"}


def test_keys_that_do_not_count(data: Path, keys: KeyStore) -> None:
    client = visit(data)
    made = keys.add("Bodil", "reader", "public")
    expired = keys.add("Svend", "reader", "public", dt.date.today())
    with sqlite3.connect(data / "access.sqlite") as db:
        db.execute("UPDATE keys SET expires = '2020-02-01' WHERE name = 'Svend'")

    def tried(authorization: str) -> Response:
        return client.get("/api/v1/entities", headers={"Authorization": authorization})

    assert tried(f"Bearer {made.secret}").status_code == 200
    assert tried(f"bearer  {made.secret} ").status_code == 200
    assert "ukendt" in problem(tried(f"Bearer {made.secret[:-1]}"), 401)
    assert "ukendt" in problem(tried("Bearer"), 401)
    assert "1. februar 2020" in problem(tried(f"Bearer {expired.secret}"), 401)
    problem(tried(f"Basic {made.secret}"), 401)
    keys.revoke("Bodil")
    assert "tilbagekaldt" in problem(tried(f"Bearer {made.secret}"), 401)
    # A key goes in no address, where it would stand in logs.
    problem(client.get("/api/v1/entities", params={"key": made.secret}), 401)


# Sessions.


def test_logging_in_and_out(data: Path, keys: KeyStore) -> None:
    made = keys.add("Bodil", "admin", "closed")
    client = visit(data)
    answer = log_in(client, f" {made.secret} ", "/noegler")
    assert answer.status_code == 303 and answer.headers["location"] == "/noegler"
    page = client.get("/noegler")
    assert page.status_code == 200 and "Bodil" in page.text
    assert client.get("/api/v1/entities").status_code == 200
    assert client.get("/log-ind").status_code == 303

    kept = dict(client.cookies)
    left = client.post("/log-ud")
    assert left.headers["location"] == "/log-ind" and not client.cookies
    assert client.get("/noegler").headers["location"].startswith("/log-ind")
    # It is the session that ended, not only the browser's cookie.
    assert visit(data, cookies=kept).get("/noegler").status_code == 303
    assert client.get("/log-ud", headers=bearer(made.secret)).status_code in (404, 405)


def test_a_wrong_key_is_told_on_the_page(data: Path, keys: KeyStore) -> None:
    keys.add("Bodil", "reader", "public")
    client = visit(data)
    page = log_in(client, "tvs_forkert", "/dokumenter")
    assert page.status_code == 401 and "ukendt" in page.text
    assert 'name="naeste" value="/dokumenter"' in page.text
    assert "tvs_forkert" not in page.text and not client.cookies


def test_the_cookie(data: Path, keys: KeyStore) -> None:
    secret = keys.add("Bodil", "reader", "public").secret
    plain = log_in(visit(data), secret).headers["set-cookie"]
    assert plain.startswith("tvaersnit=")
    assert {"HttpOnly", "Path=/", "SameSite=lax"} == set(plain.split("; ")[1:])
    secure = log_in(visit(data, SECURE), secret).headers["set-cookie"]
    assert secure.startswith("__Host-tvaersnit=")
    assert {"HttpOnly", "Path=/", "SameSite=lax", "Secure"} == set(secure.split("; ")[1:])


def test_over_https_only_the_secure_cookie_counts(data: Path, keys: KeyStore) -> None:
    client = visit(data, SECURE)
    log_in(client, keys.add("Bodil", "reader", "public").secret)
    assert client.get("/api/v1/entities").status_code == 200
    (token,) = client.cookies.values()
    problem(visit(data, SECURE, cookies={"tvaersnit": token}).get("/api/v1/entities"), 401)


def test_a_session_cannot_be_given_to_somebody(data: Path, keys: KeyStore) -> None:
    secret = keys.add("Bodil", "reader", "public").secret
    client = visit(data)
    client.cookies.set("tvaersnit", "valgt-af-en-anden")
    log_in(client, secret)
    first = client.cookies.get("tvaersnit", domain="testserver.local")
    assert first not in (None, "valgt-af-en-anden")
    problem(visit(data, cookies={"tvaersnit": "valgt-af-en-anden"}).get("/api/v1/entities"), 401)


def test_logging_in_again_ends_the_session_before(data: Path, keys: KeyStore) -> None:
    secret = keys.add("Bodil", "reader", "public").secret
    client = visit(data)
    log_in(client, secret)
    before = dict(client.cookies)
    log_in(client, secret)
    assert dict(client.cookies) != before
    problem(visit(data, cookies=before).get("/api/v1/entities"), 401)


def test_a_session_dies_with_its_key(data: Path, keys: KeyStore) -> None:
    client = visit(data)
    log_in(client, keys.add("Bodil", "reader", "public").secret)
    assert client.get("/api/v1/entities").status_code == 200
    keys.revoke("Bodil")
    problem(client.get("/api/v1/entities"), 401)


def test_a_session_lasts_as_long_as_it_is_used(
    data: Path, keys: KeyStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = visit(data)
    now = 1_900_000_000.0
    monkeypatch.setattr("search_api.access.sessions.time.time", lambda: now)
    log_in(client, keys.add("Bodil", "reader", "public").secret)
    for _ in range(3):
        now += LASTS - 60
        assert client.get("/api/v1/entities").status_code == 200
    now += LASTS
    problem(client.get("/api/v1/entities"), 401)


def test_a_session_outlives_a_restart_of_the_service(data: Path, keys: KeyStore) -> None:
    client = visit(data)
    log_in(client, keys.add("Bodil", "reader", "public").secret)
    assert visit(data, cookies=dict(client.cookies)).get("/api/v1/entities").status_code == 200


def test_keys_cannot_be_tried_without_end(data: Path, keys: KeyStore) -> None:
    secret = keys.add("Bodil", "reader", "public").secret
    client = visit(data)
    tried = [log_in(client, f"tvs_{n}").status_code for n in range(12)]
    assert tried == [401] * 10 + [429] * 2
    refused = log_in(client, secret)
    assert refused.status_code == 429 and int(refused.headers["retry-after"]) > 0
    assert "Prøv igen" in refused.text and not client.cookies


@pytest.mark.parametrize(
    "elsewhere",
    [
        "https://ond.dk/",
        "//ond.dk",
        "///ond.dk",
        "/\\ond.dk",
        "\\\\ond.dk",
        "/\t/ond.dk",
        "/\n/ond.dk",
        "javascript:alert(1)",
        "ond.dk",
        "",
        "/log-ind",
        "/log-ud?x",
    ],
)
def test_after_login_nobody_is_led_elsewhere(data: Path, keys: KeyStore, elsewhere: str) -> None:
    assert local_path(elsewhere) == "/"
    secret = keys.add("Bodil", "reader", "public").secret
    assert log_in(visit(data), secret, elsewhere).headers["location"] == "/"


def test_after_login_the_page_asked_for_comes(data: Path, keys: KeyStore) -> None:
    secret = keys.add("Bodil", "reader", "public").secret
    wanted = "/?q=s%C3%A6rlige+pladser&region=Sj%C3%A6lland"
    assert log_in(visit(data), secret, wanted).headers["location"] == wanted


# What another site may make a browser do.

FOREIGN = (
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site"},
    {"Sec-Fetch-Site": "cross-site", "Origin": "http://testserver"},
    {"Origin": "https://ond.dk"},
    {"Origin": "null"},
    {"Origin": "http://testserver:8001"},
    {"Referer": "https://ond.dk/testserver"},
)
OWN = (
    {"Sec-Fetch-Site": "same-origin"},
    {"Sec-Fetch-Site": "none"},
    {"Origin": "http://testserver"},
    {"Origin": "HTTPS://TestServer"},
    {"Referer": "http://testserver/noegler"},
    {},
)


@pytest.mark.parametrize("headers", FOREIGN)
def test_what_another_site_sends_changes_nothing(
    data: Path, keys: KeyStore, headers: dict[str, str]
) -> None:
    client = visit(data)
    # Also while access control is off, and for the login form itself.
    problem(client.post("/api/v1/documents", headers=headers), 403)
    secret = keys.add("Bodil", "admin", "closed").secret
    response = client.post("/log-ind", data={"noegle": secret}, headers=headers)
    assert "anden hjemmeside" in problem(response, 403)
    log_in(client, secret)
    problem(client.post("/noegler", data={"navn": "Ond"}, headers=headers), 403)
    problem(client.delete("/api/v1/keys/Bodil", headers=headers), 403)
    problem(client.post("/log-ud", headers=headers), 403)
    assert [key.state for key in keys.all().keys] == ["gyldig"]
    assert client.get("/noegler", headers=headers).status_code == 200


@pytest.mark.parametrize("headers", OWN)
def test_what_the_own_pages_send_is_taken(
    data: Path, keys: KeyStore, headers: dict[str, str]
) -> None:
    secret = keys.add("Bodil", "admin", "closed").secret
    client = visit(data)
    assert client.post("/log-ind", data={"noegle": secret}, headers=headers).status_code == 303
    form = {"navn": "Kirsten", "rolle": "reader", "adgang": "public"}
    assert client.post("/noegler", data=form, headers=headers).status_code == 200


def test_a_program_with_a_key_is_no_browser(data: Path, keys: KeyStore) -> None:
    headers = bearer(keys.add("Bodil", "admin", "closed").secret)
    response = visit(data).post(
        "/api/v1/keys", json=wanted("reader"), headers=headers | {"Origin": "https://program.dk"}
    )
    assert response.status_code == 201


def test_no_other_name_may_lead_here_while_all_are_let_in(data: Path, keys: KeyStore) -> None:
    client = TestClient(create_app(Settings(data=data), hosts=LOOPBACK))

    def status(host: str) -> int:
        return client.get("/api/v1/entities", headers={"Host": host}).status_code

    for own in ("127.0.0.1:8000", "localhost", "LOCALHOST:80", "[::1]:8000"):
        assert status(own) == 200
    for other in ("ond.dk", "localhost.ond.dk:8000", "127.0.0.1@ond.dk", "[::1", ""):
        assert status(other) == 421
    secret = keys.add("Bodil", "reader", "public").secret
    # With keys, a proxy may pass the name on that people know the service by.
    named = bearer(secret) | {"Host": "tvaersnit.kommune.dk"}
    assert client.get("/api/v1/entities", headers=named).status_code == 200


# Limits.


def test_each_key_has_its_own_limit(data: Path, keys: KeyStore) -> None:
    first = bearer(keys.add("Bodil", "reader", "public").secret)
    second = bearer(keys.add("Svend", "reader", "public").secret)
    client = visit(data, rate_limit=3)
    for _ in range(3):
        assert client.get("/api/v1/entities", headers=first).status_code == 200
    refused = client.get("/api/v1/entities", headers=first)
    assert "Prøv igen om" in problem(refused, 429)
    assert 0 < int(refused.headers["retry-after"]) <= 20
    assert client.get("/api/v1/entities", headers=second).status_code == 200
    assert client.get("/health", headers=first).status_code == 200
    for _ in range(3):
        problem(client.get("/api/v1/entities"), 401)
    problem(client.get("/api/v1/entities"), 429)
    problem(client.get("/log-ind"), 429)


def test_there_is_no_limit_while_access_control_is_off(data: Path) -> None:
    client = visit(data, rate_limit=1)
    assert {client.get("/api/v1/entities").status_code for _ in range(5)} == {200}


def test_a_limit_is_lifted_with_time(monkeypatch: pytest.MonkeyPatch) -> None:
    now = 0.0
    monkeypatch.setattr("search_api.access.buckets.time.monotonic", lambda: now)
    limit = RateLimit(60, burst=2)
    limit.take("a")
    limit.take("a")
    with pytest.raises(TooMany) as refused:
        limit.take("a")
    assert refused.value.retry_after == 1
    now = 1.0
    limit.take("a")
    with pytest.raises(TooMany):
        limit.take("a")
    now = 1000.0
    limit.take("a")
    limit.take("a")
    with pytest.raises(TooMany):
        limit.take("a")


def test_a_limit_remembers_whoever_asked_last_among_very_many() -> None:
    limit = RateLimit(1, burst=1)
    for n in range(50_000):
        limit.take(str(n))
    for n in range(49_900, 50_000):
        with pytest.raises(TooMany):
            limit.take(str(n))


def megabytes(count: int) -> Iterator[bytes]:
    for _ in range(count):
        yield b" " * 1024 * 1024


def test_a_body_has_a_limit_whatever_it_says_of_its_length(data: Path, keys: KeyStore) -> None:
    reader = bearer(keys.add("Bodil", "reader", "public").secret)
    admin = bearer(keys.add("Svend", "admin", "closed").secret) | {
        "Content-Type": "application/json"
    }
    client = visit(data, upload_limit_mb=3)
    said = client.post("/api/v1/keys", content=b" " * 2 * 1024 * 1024, headers=admin)
    assert "højst sendes 1 megabyte" in problem(said, 413)
    unsaid = client.post("/api/v1/keys", content=megabytes(2), headers=admin)
    assert "content-length" not in unsaid.request.headers
    problem(unsaid, 413)
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    problem(client.post("/log-ind", content=megabytes(2), headers=form), 413)
    # Whoever may upload may send more, but not without end; others may not.
    assert client.post("/api/v1/documents", content=megabytes(2), headers=admin).status_code != 413
    assert "3 megabyte" in problem(
        client.post("/api/v1/documents", content=b" " * 4 * 1024 * 1024, headers=admin), 413
    )
    problem(client.post("/api/v1/documents", content=b" " * 2 * 1024 * 1024, headers=reader), 413)


# Serving.


def test_the_net_is_not_served_without_keys(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    served: list[str] = []

    def serve(_: uvicorn.Server, sockets: list[socket.socket]) -> None:
        served.append(sockets[0].getsockname()[0])
        for listening in sockets:
            listening.close()

    monkeypatch.setattr("uvicorn.Server.run", serve)
    for host in ("0.0.0.0", "192.0.2.7", "::"):
        assert main(["--data", str(tmp_path), "serve", "--host", host]) == 2
        assert "tvaersnit keys add" in capsys.readouterr().err
    assert not served
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = str(free.getsockname()[1])
    assert main(["--data", str(tmp_path), "serve", "--port", port]) == 0
    assert f"http://127.0.0.1:{port}/ " in capsys.readouterr().out
    KeyStore(tmp_path).add("Bodil", "admin", "closed")
    assert main(["--data", str(tmp_path), "serve", "--host", "0.0.0.0", "--port", port]) == 0
    assert f"http://0.0.0.0:{port}/log-ind" in capsys.readouterr().out
    assert served == ["127.0.0.1", "0.0.0.0"]
