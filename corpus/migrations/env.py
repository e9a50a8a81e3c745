"""How Alembic reaches the database: over the connection that ``corpus.migration`` gives it.

It is no command of its own: a migration is written by hand, and ``tests/test_migrations.py`` tells
whether all of them together make what ``corpus.schema`` says.
"""

from __future__ import annotations

from alembic import context

from corpus.schema import METADATA

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=METADATA,
)
with context.begin_transaction():
    context.run_migrations()
