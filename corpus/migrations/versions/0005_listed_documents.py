"""What lists and clearances read of a document, in an index beside its text.

Revision: 0005
"""

from __future__ import annotations

from alembic import op

revision = "0005"
down_revision = "0004"

_LISTED = ["document_id", "access", "date", "region", "forum", "kind", "source", "title"]


def upgrade() -> None:
    # PostgreSQL keeps a long text apart from its row by itself.
    if op.get_bind().dialect.name == "sqlite":
        op.create_index("documents_listed", "documents", _LISTED)
