"""Who asks: a name, a role and a clearance."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Literal, get_args

from fastapi import Depends, Request, Security
from fastapi.security import HTTPBearer

from corpus.errors import Forbidden
from corpus.records import AccessLevel

Role = Literal["reader", "editor", "admin"]
ROLES: tuple[Role, ...] = get_args(Role)
"""What a key may do, each role all that the one before it may: ask; upload and delete; keys."""

_NEEDED = {
    "editor": "Det kræver en nøgle med rollen redaktør (editor). Bed den, der driver tjenesten, "
    "om en.",
    "admin": "Det kræver en nøgle med rollen administrator (admin).",
}


@dataclass(frozen=True, slots=True)
class Caller:
    """Who asks, and what they may see. ``key_id`` is ``None`` where access control is off."""

    name: str
    role: Role
    clearance: AccessLevel
    key_id: str | None

    def may(self, role: Role) -> bool:
        """Whether the caller has ``role``, or one above it."""
        return ROLES.index(self.role) >= ROLES.index(role)


EVERYONE = Caller("lokal bruger", "admin", "closed", None)
"""Whoever asks while access control is off."""


def caller_of(request: Request) -> Caller:
    """Who asks, as the guard has found."""
    caller: Caller = request.state.caller
    return caller


# Only told of in the API's description; it is the guard that reads the key.
_KEY = HTTPBearer(
    scheme_name="nøgle",
    description="Adgangsnøglen, som den blev oplyst, da den blev lavet. Kræves, når der er nøgler.",
    auto_error=False,
)


def _reader(request: Request, _: Annotated[object, Security(_KEY)]) -> Caller:
    return caller_of(request)


def _having(role: Role, request: Request) -> Caller:
    caller = caller_of(request)
    if not caller.may(role):
        raise Forbidden(_NEEDED[role])
    return caller


def _editor(request: Request, _: Annotated[object, Security(_KEY)]) -> Caller:
    return _having("editor", request)


def _admin(request: Request, _: Annotated[object, Security(_KEY)]) -> Caller:
    return _having("admin", request)


Reader = Annotated[Caller, Depends(_reader)]
Editor = Annotated[Caller, Depends(_editor)]
Admin = Annotated[Caller, Depends(_admin)]
