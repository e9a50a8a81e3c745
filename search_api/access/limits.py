"""Limits: how often somebody may ask, and how much may be sent at once."""

from __future__ import annotations

import ipaddress
import math
import time
from collections import OrderedDict
from dataclasses import dataclass

from fastapi import Request

from corpus.errors import TooMany

_MOST_REMEMBERED = 10_000


@dataclass(slots=True)
class _Bucket:
    tokens: float
    filled: float


class RateLimit:
    """``burst`` requests at once and ``a_minute`` in the long run, for each who asks.

    A token bucket each; those who have not asked for the longest time are forgotten. Only to be
    used from the event loop.
    """

    def __init__(self, a_minute: float, burst: int) -> None:
        self._a_second = a_minute / 60
        self._burst = burst
        self._buckets: OrderedDict[str, _Bucket] = OrderedDict()

    def check(self, who: str) -> None:
        """Raise ``TooMany`` where nothing is left for ``who``."""
        bucket = self._bucket(who)
        if bucket.tokens < 1:
            seconds = math.ceil((1 - bucket.tokens) / self._a_second)
            raise TooMany(
                f"Der er kommet for mange forespørgsler på kort tid. Prøv igen om {seconds} "
                f"{'sekund' if seconds == 1 else 'sekunder'}.",
                seconds,
            )

    def take(self, who: str) -> None:
        """Count one request; raises ``TooMany`` where nothing is left."""
        self.check(who)
        self._bucket(who).tokens -= 1

    def _bucket(self, who: str) -> _Bucket:
        now = time.monotonic()
        bucket = self._buckets.setdefault(who, _Bucket(self._burst, now))
        self._buckets.move_to_end(who)
        bucket.tokens = min(self._burst, bucket.tokens + (now - bucket.filled) * self._a_second)
        bucket.filled = now
        if len(self._buckets) > _MOST_REMEMBERED:
            self._buckets.popitem(last=False)
        return bucket


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
