"""Keys over HTTP: administrators list, make and revoke them."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response
from fastapi import Path as InPath
from pydantic import Field

from corpus.records import AccessLevel
from search_api.access.caller import Admin, Role
from search_api.access.keys import LONGEST_NAME, NAME, Key, KeyList, KeyStore, NewKey
from search_api.problems import described
from search_api.replies import Reply

router = APIRouter(prefix="/api/v1/keys", tags=["Nøgler"])

_NAME = "Kirsten Jensen"
_KEY = Key(
    key_id="5f0c1d9e8a7b6c43",
    name=_NAME,
    role="reader",
    clearance="internal",
    created=dt.datetime(2026, 1, 5, 9, 30, tzinfo=dt.UTC),
    expires=dt.date(2027, 12, 31),
    last_used=None,
    revoked=None,
)


class WantedKey(Reply):
    """What a new key is to be."""

    name: str = Field(
        pattern=NAME,
        max_length=LONGEST_NAME,
        description="Hvem eller hvad nøglen er til.",
        examples=[_NAME],
    )
    role: Role = Field(
        description="reader kan søge og spørge, editor også uploade og slette, admin også "
        "administrere nøgler.",
        examples=["reader"],
    )
    clearance: AccessLevel = Field(
        description="Det højeste adgangsniveau, som nøglen giver adgang til.", examples=["internal"]
    )
    expires: dt.date | None = Field(
        default=None,
        description="Den sidste dag, nøglen gælder; null, hvis den ikke udløber.",
        examples=["2027-12-31"],
    )


def _keys(request: Request) -> KeyStore:
    keys: KeyStore = request.app.state.keys
    return keys


TheKeys = Annotated[KeyStore, Depends(_keys)]


@router.get(
    "",
    summary="Vis alle nøgler",
    description="Alle nøgler, også de udløbne og de tilbagekaldte; uden selve nøglen.",
    response_description="Nøglerne, den nyeste sidst.",
    responses=described(401, 403, 429, example=KeyList(keys=[_KEY]).model_dump(mode="json")),
)
def get_keys(keys: TheKeys, _: Admin) -> KeyList:
    """Every key."""
    return keys.all()


@router.post(
    "",
    status_code=201,
    summary="Lav en nøgle",
    description="En ny nøgle. »secret« er den, der skal bruges; den vises kun i dette svar og kan "
    "ikke findes frem igen. Den første nøgle laves på serveren med »tvaersnit keys add«.",
    response_description="Nøglen er lavet.",
    responses=described(
        401,
        403,
        409,
        422,
        429,
        example=NewKey(**dict(_KEY), secret="tvs_…").model_dump(mode="json"),
        success=201,
    ),
)
def post_key(keys: TheKeys, caller: Admin, wanted: WantedKey) -> NewKey:
    """A new key."""
    return keys.add_as(caller, wanted.name, wanted.role, wanted.clearance, wanted.expires)


@router.delete(
    "/{name}",
    status_code=204,
    summary="Tilbagekald en nøgle",
    description="Nøglen gælder ikke længere, og de browsere, der er logget ind med den, er det "
    "heller ikke.",
    response_description="Nøglen er tilbagekaldt.",
    responses=described(401, 403, 404, 422, 429),
)
def delete_key(
    keys: TheKeys,
    _: Admin,
    name: Annotated[str, InPath(description="Nøglens navn.", examples=[_NAME])],
) -> Response:
    """Revoke a key."""
    keys.revoke(name)
    return Response(status_code=204)
