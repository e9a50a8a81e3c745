"""The words of the passages, counted once and for all; indexes for what is looked up by.

Revision: 0002
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from corpus.words import stem

revision = "0002"
down_revision = "0001"

_TEXT = sa.Text().with_variant(postgresql.TEXT(collation="C"), "postgresql")
_TERM = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_AT_A_TIME = 10_000
_ANSWERS = "d.document_id NOT IN (SELECT document_id FROM superseded)"


def upgrade() -> None:
    op.create_index("documents_by_fingerprint", "documents", ["fingerprint"])
    op.create_index("documents_by_sha256", "documents", ["sha256"])
    op.create_index("files_by_document", "files", ["document_id"])
    op.create_index("chunks_by_document", "chunks", ["document_id", "role"])
    vocabulary = op.create_table(
        "vocabulary",
        sa.Column("access", _TEXT, primary_key=True),
        sa.Column("word", _TEXT, primary_key=True),
        sa.Column("tail", _TEXT, nullable=False),
        sa.Column("term", _TERM, nullable=False),
        sa.Column("passages", sa.Integer, nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_index("vocabulary_by_word", "vocabulary", ["word", "term"])
    op.create_index("vocabulary_by_tail", "vocabulary", ["tail", "term"])
    op.create_index("vocabulary_by_term", "vocabulary", ["term", "passages"])
    op.create_table(
        "tallies",
        sa.Column("access", _TEXT, primary_key=True),
        sa.Column("passages", sa.Integer, nullable=False),
    )
    db = op.get_bind()
    db.execute(
        sa.text(
            "INSERT INTO tallies (access, passages) SELECT d.access, count(*) FROM chunks AS c "
            "JOIN documents AS d ON d.document_id = c.document_id "
            f"WHERE c.role = 'passage' AND {_ANSWERS} GROUP BY d.access"
        )
    )
    counted = db.execute(
        sa.text(
            "SELECT d.access, w.word, w.term, sum(w.passages) AS passages FROM words AS w "
            f"JOIN documents AS d ON d.document_id = w.document_id WHERE {_ANSWERS} "
            "GROUP BY d.access, w.word, w.term"
        )
    )
    for some in counted.partitions(_AT_A_TIME):
        rows = [{**row._mapping, "tail": stem(row.word)[::-1]} for row in some]
        db.execute(sa.insert(vocabulary), rows)
