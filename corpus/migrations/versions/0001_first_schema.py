"""The first schema.

Revision: 0001
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0001"
down_revision = None

_TEXT = sa.Text().with_variant(postgresql.TEXT(collation="C"), "postgresql")
_NUMBER: sa.types.TypeEngine[float] = sa.Double().with_variant(sa.REAL(), "sqlite")
_TERM = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "candidates",
        sa.Column("number", sa.Integer, primary_key=True),
        sa.Column("key", _TEXT, nullable=False, unique=True),
        sa.Column("state", _TEXT, nullable=False, server_default="open"),
        sa.Column("entity_id", _TEXT),
        sa.CheckConstraint("state IN ('open', 'accepted', 'rejected')"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "documents",
        sa.Column("document_id", _TEXT, primary_key=True),
        sa.Column("source", _TEXT, nullable=False),
        sa.Column("sha256", _TEXT, nullable=False),
        sa.Column("fingerprint", _TEXT, nullable=False),
        sa.Column("text", _TEXT, nullable=False),
        sa.Column("title", _TEXT, nullable=False),
        sa.Column("kind", _TEXT, nullable=False),
        sa.Column("region", _TEXT),
        sa.Column("forum", _TEXT),
        sa.Column("date", _TEXT),
        sa.Column("place", _TEXT),
        sa.Column("participants", _TEXT, nullable=False),
        sa.Column("structure", _TEXT, nullable=False),
        sa.Column("head", _TEXT, nullable=False),
        sa.Column("agenda", _TEXT, nullable=False),
        sa.Column("pages", _TEXT, nullable=False),
        sa.Column("access", _TEXT, nullable=False),
        sa.Column("links", _TEXT, nullable=False),
        sa.Column("apologies", _TEXT, nullable=False),
        sa.Column("minute_taker", _TEXT),
        sa.Column("certainty", _TEXT, nullable=False),
        sa.Column("status", _TEXT),
        sa.Column("language", _TEXT, nullable=False),
        sa.Column("notes", _TEXT, nullable=False),
        sa.CheckConstraint("access IN ('public', 'internal', 'closed')"),
    )
    op.create_index("documents_by_meeting", "documents", ["forum", "date"])
    op.create_table(
        "meta",
        sa.Column("key", _TEXT, primary_key=True),
        sa.Column("value", _TEXT, nullable=False),
    )
    op.create_table(
        "vectors",
        sa.Column("encoder", _TEXT, primary_key=True),
        sa.Column("content_hash", _TEXT, primary_key=True),
        sa.Column("vector", sa.LargeBinary, nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "attachments",
        sa.Column(
            "document_id",
            _TEXT,
            sa.ForeignKey("documents.document_id", ondelete="CASCADE"),
            primary_key=True,
        ),
        sa.Column("parent_id", _TEXT, nullable=False),
        sa.Column("item_id", _TEXT),
        sa.Column("number", sa.Integer),
        sa.Column("certainty", _NUMBER, nullable=False),
        sa.Column("evidence", _TEXT, nullable=False),
        sa.Column("region", _TEXT),
        sa.Column("forum", _TEXT),
        sa.Column("date", _TEXT),
    )
    op.create_index("attachments_by_parent", "attachments", ["parent_id"])
    op.create_table(
        "files",
        sa.Column("path", _TEXT, primary_key=True),
        sa.Column(
            "document_id",
            _TEXT,
            sa.ForeignKey("documents.document_id", ondelete="CASCADE"),
            nullable=False,
        ),
        sa.Column("told", _TEXT, nullable=False),
    )
    op.create_table(
        "items",
        sa.Column("item_id", _TEXT, primary_key=True),
        sa.Column(
            "document_id",
            _TEXT,
            sa.ForeignKey("documents.document_id", ondelete="CASCADE"),
            nullable=False,
        ),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("number", _TEXT),
        sa.Column("title", _TEXT, nullable=False),
        sa.Column("path", _TEXT, nullable=False),
        sa.Column("start", sa.Integer, nullable=False),
        sa.Column("end", sa.Integer, nullable=False),
        sa.Column("missing", sa.Integer, nullable=False),
    )
    op.create_index("items_by_document", "items", ["document_id", "position"])
    op.create_table(
        "mentions",
        sa.Column(
            "document_id",
            _TEXT,
            sa.ForeignKey("documents.document_id", ondelete="CASCADE"),
            primary_key=True,
        ),
        sa.Column("start", sa.Integer, primary_key=True),
        sa.Column("end", sa.Integer, nullable=False),
        sa.Column("entity_id", _TEXT, primary_key=True),
        sa.Column("kind", _TEXT, nullable=False),
        sa.Column("text", _TEXT, nullable=False),
    )
    op.create_index("mentions_by_entity", "mentions", ["entity_id"])
    op.create_table(
        "proposals",
        sa.Column(
            "document_id",
            _TEXT,
            sa.ForeignKey("documents.document_id", ondelete="CASCADE"),
            primary_key=True,
        ),
        sa.Column("start", sa.Integer, primary_key=True),
        sa.Column("end", sa.Integer, nullable=False),
        sa.Column("number", sa.Integer, sa.ForeignKey("candidates.number"), nullable=False),
        sa.Column("name", _TEXT, nullable=False),
        sa.Column("kind", _TEXT, nullable=False),
        sa.Column("sentence_start", sa.Integer, nullable=False),
        sa.Column("sentence_end", sa.Integer, nullable=False),
        sa.Column("evidence", _TEXT, nullable=False),
        sa.Column("cue", _TEXT),
        sa.Column("certainty", _NUMBER, nullable=False),
    )
    op.create_index("proposals_by_number", "proposals", ["number"])
    op.create_table(
        "superseded",
        sa.Column(
            "document_id",
            _TEXT,
            sa.ForeignKey("documents.document_id", ondelete="CASCADE"),
            primary_key=True,
        ),
        sa.Column("superseded_by", _TEXT, nullable=False),
    )
    op.create_table(
        "words",
        sa.Column(
            "document_id",
            _TEXT,
            sa.ForeignKey("documents.document_id", ondelete="CASCADE"),
            primary_key=True,
        ),
        sa.Column("word", _TEXT, primary_key=True),
        sa.Column("term", _TERM, nullable=False),
        sa.Column("passages", sa.Integer, nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "chunks",
        sa.Column("chunk_id", _TEXT, primary_key=True),
        sa.Column(
            "document_id",
            _TEXT,
            sa.ForeignKey("documents.document_id", ondelete="CASCADE"),
            nullable=False,
        ),
        sa.Column(
            "item_id", _TEXT, sa.ForeignKey("items.item_id", ondelete="CASCADE"), nullable=False
        ),
        sa.Column("role", _TEXT, nullable=False),
        sa.Column("section", _TEXT, nullable=False),
        sa.Column("start", sa.Integer, nullable=False),
        sa.Column("end", sa.Integer, nullable=False),
        sa.Column("headline", _TEXT, nullable=False),
        sa.Column("lead_start", sa.Integer),
        sa.Column("lead_end", sa.Integer),
        sa.Column("content_hash", _TEXT, nullable=False),
        sa.CheckConstraint("role IN ('passage', 'window')"),
    )
    op.create_index("chunks_by_item", "chunks", ["item_id", "role"])
    op.create_table(
        "decisions",
        sa.Column("decision_id", _TEXT, primary_key=True),
        sa.Column(
            "document_id",
            _TEXT,
            sa.ForeignKey("documents.document_id", ondelete="CASCADE"),
            nullable=False,
        ),
        sa.Column(
            "item_id", _TEXT, sa.ForeignKey("items.item_id", ondelete="CASCADE"), nullable=False
        ),
        sa.Column("outcome", _TEXT, nullable=False),
        sa.Column("start", sa.Integer, nullable=False),
        sa.Column("end", sa.Integer, nullable=False),
        sa.Column("telling", _TEXT, nullable=False),
        sa.Column("decided_by", _TEXT),
        sa.Column("recommendation", _TEXT),
        sa.Column("followed", _TEXT),
        sa.Column("changes", _TEXT, nullable=False),
        sa.Column("conditions", _TEXT, nullable=False),
        sa.Column("dissent", _TEXT, nullable=False),
    )
    op.create_index("decisions_by_document", "decisions", ["document_id"])
    op.create_index("decisions_by_item", "decisions", ["item_id"])
    op.create_table(
        "figures",
        sa.Column("figure_id", _TEXT, primary_key=True),
        sa.Column(
            "document_id",
            _TEXT,
            sa.ForeignKey("documents.document_id", ondelete="CASCADE"),
            nullable=False,
        ),
        sa.Column(
            "item_id", _TEXT, sa.ForeignKey("items.item_id", ondelete="CASCADE"), nullable=False
        ),
        sa.Column("start", sa.Integer, nullable=False),
        sa.Column("end", sa.Integer, nullable=False),
        sa.Column("kind", _TEXT, nullable=False),
        sa.Column("value", _NUMBER, nullable=False),
        sa.Column("high", _NUMBER),
        sa.Column("precision", _TEXT, nullable=False),
        sa.Column("unit", _TEXT, nullable=False),
        sa.Column("counted", _TEXT),
        sa.Column("sentence", _TEXT, nullable=False),
        sa.Column("from_table", sa.Integer, nullable=False),
        sa.Column("row", _TEXT),
        sa.Column("column", _TEXT),
        sa.Column("period", _TEXT),
        sa.Column("date_from", _TEXT),
        sa.Column("date_to", _TEXT),
        sa.Column("place", _TEXT),
    )
    op.create_index("figures_by_document", "figures", ["document_id"])
    op.create_index("figures_by_item", "figures", ["item_id"])
    op.create_table(
        "sections",
        sa.Column(
            "item_id", _TEXT, sa.ForeignKey("items.item_id", ondelete="CASCADE"), primary_key=True
        ),
        sa.Column("position", sa.Integer, primary_key=True),
        sa.Column("kind", _TEXT, nullable=False),
        sa.Column("label", _TEXT, nullable=False),
        sa.Column("label_start", sa.Integer, nullable=False),
        sa.Column("start", sa.Integer, nullable=False),
        sa.Column("end", sa.Integer, nullable=False),
    )
    op.create_table(
        "follow_ups",
        sa.Column(
            "decision_id",
            _TEXT,
            sa.ForeignKey("decisions.decision_id", ondelete="CASCADE"),
            primary_key=True,
        ),
        sa.Column(
            "document_id",
            _TEXT,
            sa.ForeignKey("documents.document_id", ondelete="CASCADE"),
            nullable=False,
        ),
        sa.Column("position", sa.Integer, primary_key=True),
        sa.Column("start", sa.Integer, nullable=False),
        sa.Column("end", sa.Integer, nullable=False),
        sa.Column("who", _TEXT),
        sa.Column("what", _TEXT, nullable=False),
        sa.Column("due", _TEXT),
        sa.Column("due_date", _TEXT),
    )
    op.create_index("follow_ups_by_document", "follow_ups", ["document_id"])
