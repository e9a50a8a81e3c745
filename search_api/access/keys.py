"""API keys: made, looked up, listed and revoked."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
import secrets
import sqlite3
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pydantic import Field, SecretStr
from sqlalchemy.exc import IntegrityError

from corpus.dates import danish_date, find_dates
from corpus.errors import BadValue, Conflict, Forbidden, NotFound, NotLoggedIn
from corpus.records import AccessLevel, readable
from search_api.access.caller import Caller, Role
from search_api.access.file import AccessFile, AccessTables
from search_api.replies import Reply

ROLE_NAMES: Mapping[Role, str] = {
    "reader": "læser",
    "editor": "redaktør",
    "admin": "administrator",
}
CLEARANCE_NAMES: Mapping[AccessLevel, str] = {
    "public": "offentligt",
    "internal": "internt",
    "closed": "lukket",
}
PREFIX = "tvs_"
NAME = r"^\w([\w .,&@()'+-]*[\w.)])?$"
LONGEST_NAME = 80
_SECRET_BYTES = 32
_USE_TOLD_EVERY = 60


class Key(Reply):
    """A key without its secret."""

    key_id: str = Field(description="Nøglens id; et navn kan siden gives til en ny nøgle.")
    name: str = Field(description="Hvem eller hvad nøglen er til.")
    role: Role = Field(
        description="reader kan søge og spørge, editor også uploade og slette, admin også "
        "administrere nøgler."
    )
    clearance: AccessLevel = Field(
        description="Det højeste adgangsniveau, som nøglen giver adgang til."
    )
    created: dt.datetime
    expires: dt.date | None = Field(description="Den sidste dag, nøglen gælder.")
    last_used: dt.datetime | None = Field(description="Hvornår nøglen sidst blev brugt.")
    revoked: dt.datetime | None = Field(description="Hvornår nøglen blev tilbagekaldt.")

    @property
    def caller(self) -> Caller:
        """Whoever shows this key."""
        return Caller(self.name, self.role, self.clearance, self.key_id)

    @property
    def state(self) -> str:
        """``gyldig``, ``udløbet`` or ``tilbagekaldt``."""
        if self.revoked is not None:
            return "tilbagekaldt"
        return "udløbet" if self._expired else "gyldig"

    @property
    def _expired(self) -> bool:
        return self.expires is not None and dt.date.today() > self.expires

    def check(self) -> None:
        """Raise ``NotLoggedIn`` unless the key counts today."""
        if self.revoked is not None:
            raise NotLoggedIn("Adgangsnøglen er tilbagekaldt. Bed om en ny.")
        if self.expires is not None and self._expired:
            raise NotLoggedIn(
                f"Adgangsnøglen udløb efter den {danish_date(self.expires)}. Bed om en ny."
            )


class NewKey(Key):
    """A key that was just made."""

    secret: str = Field(description="Selve nøglen. Den vises kun denne ene gang.")


class KeyList(Reply):
    keys: list[Key]


class KeyStore:
    """The keys of a data folder, or of all machines that share a catalogue. A change by another
    process is seen at once."""

    def __init__(self, folder: Path, catalogue_url: SecretStr | None = None) -> None:
        """Those beside the catalogue in PostgreSQL where that is set. Raises ``TvaersnitError``
        where they cannot be used."""
        self.file = AccessTables(catalogue_url) if catalogue_url else AccessFile(folder)
        self._any = False

    @property
    def any(self) -> bool:
        """Whether a key was ever made: from then on nobody gets in without one, even after the
        last is revoked."""
        if not self._any:
            self._any = bool(self.file.execute("SELECT 1 FROM keys LIMIT 1"))
        return self._any

    def add(
        self, name: str, role: Role, clearance: AccessLevel, expires: dt.date | None = None
    ) -> NewKey:
        """Make a key; its secret is told in the reply and kept nowhere.

        Raises ``BadValue`` or, where the name is taken, ``Conflict``.
        """
        if len(name) > LONGEST_NAME or not re.fullmatch(NAME, name):
            raise BadValue(
                "Nøglens navn skal begynde med et bogstav eller et tal, være på højst "
                f"{LONGEST_NAME} tegn og uden skråstreg, for eksempel »Kirsten Jensen«."
            )
        if expires is not None and expires < dt.date.today():
            raise BadValue(f"Den {danish_date(expires)} er allerede gået. Vælg en senere dato.")
        secret = PREFIX + secrets.token_urlsafe(_SECRET_BYTES)
        key_id = secrets.token_hex(8)
        try:
            self.file.execute(
                "INSERT INTO keys VALUES (?, ?, ?, ?, ?, ?, ?, NULL, NULL)",
                key_id,
                name,
                role,
                clearance,
                hashed(secret),
                int(time.time()),
                expires.isoformat() if expires else None,
            )
        except (sqlite3.IntegrityError, IntegrityError) as error:
            raise Conflict(
                f"Der er allerede en nøgle, der hedder »{name}«. Vælg et andet navn, eller "
                "tilbagekald den gamle først."
            ) from error
        made = _key(self.file.execute("SELECT * FROM keys WHERE key_id = ?", key_id)[0])
        return NewKey(**dict(made), secret=secret)

    def add_as(
        self,
        caller: Caller,
        name: str,
        role: Role,
        clearance: AccessLevel,
        expires: dt.date | None = None,
    ) -> NewKey:
        """As ``add``, for an administrator over the net, who cannot give more than they have, nor
        lock others out of a service that is open; raises ``Forbidden``."""
        if caller.key_id is None:
            raise Forbidden(
                "Adgangskontrollen er slået fra. Lav den første nøgle med »tvaersnit keys add« på "
                "den maskine, hvor tjenesten kører."
            )
        if clearance not in readable(caller.clearance):
            raise Forbidden("Nøglen kan ikke give adgang til mere, end du selv har adgang til.")
        return self.add(name, role, clearance, expires)

    def all(self) -> KeyList:
        """Every key, revoked ones too, the newest last."""
        rows = self.file.execute("SELECT * FROM keys ORDER BY created, rowid")
        return KeyList(keys=[_key(row) for row in rows])

    def revoke(self, name: str) -> Key:
        """From now on the key of this name, and every session begun with it, counts no more.

        Raises ``NotFound``.
        """
        revoked = self.file.execute(
            "UPDATE keys SET revoked = ? WHERE name = ? AND revoked IS NULL RETURNING *",
            int(time.time()),
            name,
        )
        if not revoked:
            raise NotFound(f"Der er ingen nøgle, der hedder »{name}«.")
        return _key(revoked[0])

    def with_secret(self, secret: str) -> Key:
        """The key that somebody shows; raises ``NotLoggedIn`` where it does not count.

        Looking a hash up takes a time that tells about hashes only, and nobody can find a secret
        from the beginning of its hash.
        """
        found = self.file.execute("SELECT * FROM keys WHERE secret_hash = ?", hashed(secret))
        if not found:
            raise NotLoggedIn("Adgangsnøglen er ukendt. Se efter, at hele nøglen er kommet med.")
        return self._used(_key(found[0]))

    def with_id(self, key_id: str) -> Key:
        """The key of a session; raises ``NotLoggedIn`` where it does not count any more."""
        return self._used(_key(self.file.execute("SELECT * FROM keys WHERE key_id = ?", key_id)[0]))

    def close(self) -> None:
        """Release the file."""
        self.file.close()

    def _used(self, key: Key) -> Key:
        key.check()
        now = time.time()
        if key.last_used is None or now - key.last_used.timestamp() >= _USE_TOLD_EVERY:
            self.file.note("UPDATE keys SET last_used = ? WHERE key_id = ?", int(now), key.key_id)
        return key


def hashed(secret: str) -> bytes:
    """What is stored of a secret.

    A secret is 256 random bits, which nobody can guess however fast the hash is; the slow, salted
    hashes are for passwords that people choose.
    """
    return hashlib.sha256(secret.encode("utf-8")).digest()


def read_last_day(written: str) -> dt.date:
    """The day that a user writes in Danish or ISO 8601; raises ``BadValue``."""
    found = find_dates(written.strip())
    if len(found) != 1 or (found[0].start, found[0].end) != (0, len(written.strip())):
        raise BadValue(
            f"Datoen »{written}« kan ikke læses. Skriv for eksempel 2027-12-31 eller "
            "31. december 2027."
        )
    return found[0].date


def _key(row: Mapping[str, Any]) -> Key:
    values: dict[str, Any] = {name: row[name] for name in Key.model_fields}
    for name in ("created", "last_used", "revoked"):
        if values[name] is not None:
            values[name] = dt.datetime.fromtimestamp(values[name], dt.UTC)
    return Key(**values)
