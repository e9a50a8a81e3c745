"""The address of a PostgreSQL database, as a user writes it."""

from __future__ import annotations

from sqlalchemy.engine import URL, make_url


def postgresql_url(written: str) -> URL:
    """What a user writes as ``postgresql://…``. Raises ``ValueError``, without the password."""
    try:
        url = make_url(written)
    except Exception:
        raise ValueError("no address of a database") from None
    if url.drivername != "postgresql" or not url.database:
        raise ValueError("no address of a PostgreSQL database")
    return url.set(drivername="postgresql+psycopg")
