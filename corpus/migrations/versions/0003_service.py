"""What the service keeps, beside the catalogue in PostgreSQL, so that several machines share it:
keys, sessions, feedback and jobs. Without a server they are files of the data folder.

Revision: 0003
"""

from __future__ import annotations

from alembic import op

revision = "0003"
down_revision = "0002"

_SERVICE = (
    """
    CREATE TABLE keys (
        key_id      TEXT COLLATE "C" PRIMARY KEY,
        name        TEXT COLLATE "C" NOT NULL,
        role        TEXT NOT NULL,
        clearance   TEXT NOT NULL,
        secret_hash BYTEA NOT NULL UNIQUE,
        created     BIGINT NOT NULL,  -- moments are whole seconds since 1970, UTC
        expires     TEXT,             -- the last day that the key counts
        last_used   BIGINT,
        revoked     BIGINT,
        rowid       BIGINT GENERATED ALWAYS AS IDENTITY
    )
    """,
    "CREATE UNIQUE INDEX key_names ON keys (name) WHERE revoked IS NULL",
    """
    CREATE TABLE sessions (
        token_hash BYTEA PRIMARY KEY,
        key_id     TEXT COLLATE "C" NOT NULL REFERENCES keys,
        seen       BIGINT NOT NULL
    )
    """,
    """
    CREATE TABLE feedback (
        feedback_id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        given       TEXT NOT NULL,
        question    TEXT NOT NULL,
        verb        TEXT NOT NULL,
        helped      BOOLEAN NOT NULL,
        abstained   BOOLEAN NOT NULL,
        why         TEXT NOT NULL,
        filters     TEXT NOT NULL,
        generation  TEXT NOT NULL,
        clearance   TEXT NOT NULL
    )
    """,
    """
    CREATE TABLE cited (
        feedback_id BIGINT NOT NULL REFERENCES feedback,
        place       INTEGER NOT NULL,
        item_id     TEXT NOT NULL,
        PRIMARY KEY (feedback_id, place)
    )
    """,
    """
    CREATE TABLE jobs (
        number  BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        job     TEXT NOT NULL,
        told    TEXT NOT NULL,
        crashes INTEGER NOT NULL DEFAULT 0,
        job_id  TEXT GENERATED ALWAYS AS (CAST(job AS jsonb) ->> 'job_id') STORED,
        state   TEXT GENERATED ALWAYS AS (CAST(job AS jsonb) ->> 'state') STORED,
        access  TEXT GENERATED ALWAYS AS (CAST(job AS jsonb) ->> 'access') STORED
    )
    """,
    "CREATE UNIQUE INDEX jobs_by_id ON jobs (job_id)",
    "CREATE INDEX jobs_by_state ON jobs (state)",
)


def upgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        for statement in _SERVICE:
            op.execute(statement)
