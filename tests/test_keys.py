"""Keys: made, listed and revoked on the command line, over HTTP and on their page."""

from __future__ import annotations

import datetime as dt
import json
import re
import sqlite3
import stat
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from corpus.errors import BadValue, Conflict, NotFound, NotLoggedIn
from corpus.settings import Settings
from search_api.access.keys import KeyStore, NewKey
from search_api.cli import main
from search_api.http import create_app

# What is kept in files; in PostgreSQL it is met by test_shared_service.
pytestmark = pytest.mark.sqlite

TOMORROW = dt.date.today() + dt.timedelta(days=1)
YESTERDAY = dt.date.today() - dt.timedelta(days=1)


@pytest.fixture
def keys(tmp_path: Path) -> KeyStore:
    return KeyStore(tmp_path)


@pytest.fixture
def client(keys: KeyStore, tmp_path: Path) -> TestClient:
    return TestClient(create_app(Settings(data=tmp_path)), follow_redirects=False)


def bearer(key: NewKey) -> dict[str, str]:
    return {"Authorization": f"Bearer {key.secret}"}


def command(capsys: pytest.CaptureFixture[str], folder: Path, *arguments: str) -> tuple[int, str]:
    code = main(["--data", str(folder), "keys", *arguments])
    told = capsys.readouterr()
    return code, told.out + told.err


def test_a_key_is_known_by_its_secret(keys: KeyStore) -> None:
    made = keys.add("Kirsten Jensen", "editor", "internal", TOMORROW)
    assert re.fullmatch(r"tvs_[\w-]{43}", made.secret)
    caller = keys.with_secret(made.secret).caller
    assert (caller.name, caller.role, caller.clearance) == ("Kirsten Jensen", "editor", "internal")
    for wrong in ("", "tvs_", made.secret[:-1], made.secret + "a", made.secret.upper()):
        with pytest.raises(NotLoggedIn, match="ukendt"):
            keys.with_secret(wrong)


def test_no_secret_is_stored_and_the_file_is_its_owners(keys: KeyStore, tmp_path: Path) -> None:
    made = keys.add("A", "reader", "public")
    for file in tmp_path.iterdir():
        assert stat.S_IMODE(file.stat().st_mode) == 0o600, file.name
        assert made.secret.encode() not in file.read_bytes()
        assert made.secret.removeprefix("tvs_").encode() not in file.read_bytes()


def test_names(keys: KeyStore) -> None:
    first = keys.add("Kirsten", "reader", "public")
    with pytest.raises(Conflict, match="»Kirsten«"):
        keys.add("Kirsten", "admin", "closed")
    keys.revoke("Kirsten")
    second = keys.add("Kirsten", "reader", "public")
    assert keys.with_secret(second.secret).name == "Kirsten"
    with pytest.raises(NotLoggedIn, match="tilbagekaldt"):
        keys.with_secret(first.secret)
    for bad in ("", "  ", "a/b", "a\nb", "x" * 81, " a", "a "):
        with pytest.raises(BadValue, match="navn"):
            keys.add(bad, "reader", "public")


def test_a_key_counts_to_the_end_of_its_last_day(keys: KeyStore, tmp_path: Path) -> None:
    made = keys.add("A", "reader", "public", dt.date.today())
    assert keys.with_secret(made.secret).state == "gyldig"
    with pytest.raises(BadValue, match="allerede gået"):
        keys.add("B", "reader", "public", YESTERDAY)
    set_expiry(tmp_path, YESTERDAY)
    with pytest.raises(NotLoggedIn, match="udløb"):
        keys.with_secret(made.secret)
    assert keys.all().keys[0].state == "udløbet"


def set_expiry(folder: Path, day: dt.date) -> None:
    with sqlite3.connect(folder / "access.sqlite") as db:
        db.execute("UPDATE keys SET expires = ?", (day.isoformat(),))


def test_last_use_is_noted_once_a_minute(keys: KeyStore, monkeypatch: pytest.MonkeyPatch) -> None:
    made = keys.add("A", "reader", "public")
    now = 1_900_000_000.0
    used: list[float] = []
    monkeypatch.setattr("search_api.access.keys.time.time", lambda: now)
    for seconds in (0, 30, 59, 61):
        now = 1_900_000_000.0 + seconds
        keys.with_secret(made.secret)
        last_used = keys.all().keys[0].last_used
        assert last_used is not None
        used.append(last_used.timestamp() - 1_900_000_000)
    assert used == [0, 0, 0, 61]


def test_revoking_what_is_not_there(keys: KeyStore) -> None:
    with pytest.raises(NotFound, match="»Ingen«"):
        keys.revoke("Ingen")


def test_the_command_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def run(*arguments: str) -> tuple[int, str]:
        return command(capsys, tmp_path, *arguments)

    assert "ingen nøgler" in run("list")[1]
    assert json.loads(run("list", "--json")[1]) == {"keys": []}
    code, told = run("add", "Bodil", "--role", "admin", "--clearance", "closed")
    secret = re.search(r"tvs_\S+", told)
    assert code == 0 and secret is not None
    made = json.loads(
        run(
            *("add", "Journal", "--role", "reader", "--clearance", "public", "--json"),
            *("--expires", f"31. december {TOMORROW.year + 1}"),
        )[1]
    )
    assert made["expires"] == f"{TOMORROW.year + 1}-12-31"

    keys = KeyStore(tmp_path)
    assert keys.with_secret(secret[0]).role == "admin"
    assert keys.with_secret(made["secret"]).clearance == "public"
    listed = run("list")[1]
    assert "Bodil" in listed and "administrator" in listed and "gyldig" in listed
    assert "tvs_" not in listed and "secret" not in run("list", "--json")[1]

    assert run("revoke", "Bodil")[0] == 0
    with pytest.raises(NotLoggedIn):
        keys.with_secret(secret[0])
    assert "tilbagekaldt" in run("list")[1]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("revoke", "Bodil"), "»Bodil«"),
        (("add", "a/b", "--role", "reader", "--clearance", "public"), "navn"),
        (
            ("add", "a", "--role", "reader", "--clearance", "public", "--expires", "i morgen"),
            "»i morgen«",
        ),
        (
            ("add", "a", "--role", "reader", "--clearance", "public", "--expires", "2020-01-01"),
            "allerede gået",
        ),
    ],
)
def test_the_command_line_says_what_is_wrong(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...], said: str
) -> None:
    code, told = command(capsys, tmp_path, *arguments)
    assert code == 2 and said in told and told.startswith("Fejl:")


def test_a_file_that_cannot_be_used_lets_nobody_in(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "access.sqlite").write_text("ikke en database" * 100)
    code, told = command(capsys, tmp_path, "list")
    assert code == 2 and "sikkerhedskopi" in told


def test_over_http(client: TestClient, keys: KeyStore) -> None:
    admin = bearer(keys.add("Bodil", "admin", "closed"))
    wanted = {
        "name": "Kirsten",
        "role": "reader",
        "clearance": "internal",
        "expires": str(TOMORROW),
    }
    response = client.post("/api/v1/keys", json=wanted, headers=admin)
    assert response.status_code == 201
    made = response.json()
    assert keys.with_secret(made["secret"]).name == "Kirsten"
    assert client.post("/api/v1/keys", json=wanted, headers=admin).status_code == 409
    listed = client.get("/api/v1/keys", headers=admin)
    assert [key["name"] for key in listed.json()["keys"]] == ["Bodil", "Kirsten"]
    assert "secret" not in listed.text and "tvs_" not in listed.text

    assert client.delete("/api/v1/keys/Kirsten", headers=admin).status_code == 204
    with pytest.raises(NotLoggedIn):
        keys.with_secret(made["secret"])
    assert client.delete("/api/v1/keys/Kirsten", headers=admin).status_code == 404


@pytest.mark.parametrize(
    "wrong",
    [
        {"role": "konge"},
        {"clearance": "alt"},
        {"name": "a/b"},
        {"name": ""},
        {"expires": "i morgen"},
        {"expires": "2020-01-01"},
    ],
)
def test_over_http_what_cannot_be_a_key_is_refused(
    client: TestClient, keys: KeyStore, wrong: dict[str, Any]
) -> None:
    admin = bearer(keys.add("Bodil", "admin", "closed"))
    wanted = {"name": "Kirsten", "role": "reader", "clearance": "public"}
    assert client.post("/api/v1/keys", json=wanted | wrong, headers=admin).status_code == 422
    assert len(keys.all().keys) == 1


def test_nobody_gives_more_than_they_have(client: TestClient, keys: KeyStore) -> None:
    admin = bearer(keys.add("Bodil", "admin", "internal"))
    wanted = {"name": "Bodil 2", "role": "admin", "clearance": "closed"}
    response = client.post("/api/v1/keys", json=wanted, headers=admin)
    assert response.status_code == 403 and "mere, end du selv" in response.json()["detail"]
    assert client.get("/noegler", headers=admin).text.count('value="closed"') == 0


def test_the_first_key_is_not_made_over_the_net(client: TestClient, keys: KeyStore) -> None:
    wanted = {"name": "Kirsten", "role": "admin", "clearance": "closed"}
    response = client.post("/api/v1/keys", json=wanted)
    assert response.status_code == 403 and "tvaersnit keys add" in response.json()["detail"]
    assert not keys.any
    assert "tvaersnit keys add" in client.get("/noegler").text


def test_the_page(client: TestClient, keys: KeyStore) -> None:
    admin = bearer(keys.add("Bodil", "admin", "closed"))
    form = {"navn": "Kirsten", "rolle": "editor", "adgang": "internal", "udloeber": str(TOMORROW)}
    page = client.post("/noegler", data=form, headers=admin)
    secret = re.search(r"tvs_[\w-]{43}", page.text)
    assert page.status_code == 200 and secret is not None
    assert keys.with_secret(secret[0]).role == "editor"
    assert secret[0] not in client.get("/noegler", headers=admin).text

    again = client.post("/noegler", data=form, headers=admin)
    assert again.status_code == 409 and "»Kirsten«" in again.text
    assert 'value="Kirsten"' in again.text.split("Ny nøgle")[1]

    done = client.post("/noegler/tilbagekald", data={"navn": "Kirsten"}, headers=admin)
    assert done.status_code == 303 and done.headers["location"] == "/noegler"
    with pytest.raises(NotLoggedIn):
        keys.with_secret(secret[0])
    assert "tilbagekaldt" in client.get("/noegler", headers=admin).text
