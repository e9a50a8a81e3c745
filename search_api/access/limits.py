"""Limits: how often somebody may ask, and how much may be sent at once."""

from __future__ import annotations

import ipaddress
import math

from fastapi import Request

from corpus.errors import TooMany
from search_api.access.buckets import Buckets


class RateLimit:
    """``burst`` requests at once and ``a_minute`` in the long run, for each who asks.

    A token bucket each; of very many, those who have not asked for the longest time are forgotten.
    Processes that are forked after it was made count together.
    """

    def __init__(self, a_minute: float, burst: int) -> None:
        self._buckets = Buckets(a_minute / 60, burst)

    def check(self, who: str) -> None:
        """Raise ``TooMany`` where nothing is left for ``who``."""
        self._count(who, 0)

    def take(self, who: str) -> None:
        """Count one request; raises ``TooMany`` where nothing is left."""
        self._count(who, 1)

    def _count(self, who: str, requests: int) -> None:
        if wait := math.ceil(self._buckets.take(who, requests)):
            raise TooMany(
                f"Der er kommet for mange forespørgsler på kort tid. Prøv igen om {wait} "
                f"{'sekund' if wait == 1 else 'sekunder'}.",
                wait,
            )


def address_of(request: Request) -> str:
    """Whom to count a request by that comes without a key: the address, or for IPv6 the network
    that one customer has."""
    host = request.client.host if request.client else ""
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return host
    if address.version == 6:
        return str(ipaddress.ip_network((int(address) >> 64 << 64, 64)))
    return host
