"""What is told of items: who and what they speak of, and what their titles say; who and what is
spoken of, counted once and for all.

Revision: 0004
"""

from __future__ import annotations

from collections import defaultdict

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from corpus.counted_entities import count_rows, entities_counted, items_counted
from corpus.item_rows import title_word_rows
from corpus.records import Item, Mention, Section
from corpus.told_items import TELL_ENTITIES

revision = "0004"
down_revision = "0003"

_TEXT = sa.Text().with_variant(postgresql.TEXT(collation="C"), "postgresql")
_DOCUMENTS_AT_A_TIME = 500
_BETWEEN = "document_id BETWEEN :first AND :last"
_ENTITIES = sa.text(TELL_ENTITIES.format("BETWEEN :first AND :last"))
_DOCUMENTS = sa.text(f"SELECT document_id, region, date, kind FROM documents WHERE {_BETWEEN}")
_ITEMS = sa.text(f"SELECT * FROM items WHERE {_BETWEEN} ORDER BY document_id, position")
_TITLES = sa.text(
    "SELECT s.* FROM sections AS s JOIN items AS i ON i.item_id = s.item_id "
    f"WHERE s.kind = 'title' AND i.{_BETWEEN} ORDER BY s.item_id, s.position"
)
_MENTIONS = sa.text(
    "SELECT DISTINCT m.* FROM sections AS s JOIN items AS i ON i.item_id = s.item_id "
    "JOIN mentions AS m ON m.document_id = i.document_id "
    "AND m.start >= s.start AND m.start < s.end "
    f"WHERE s.kind = 'title' AND i.{_BETWEEN} ORDER BY m.document_id, m.start, m.entity_id"
)


def upgrade() -> None:
    op.create_index(
        "documents_of_meetings",
        "documents",
        ["document_id", "access", "kind", "region", "forum", "date"],
    )
    op.drop_index("mentions_by_entity", "mentions")
    op.create_index("mentions_by_entity", "mentions", ["entity_id", "document_id", "start"])
    op.create_table(
        "item_entities",
        _of_documents(),
        sa.Column("position", sa.Integer, primary_key=True),
        sa.Column("entity_id", _TEXT, primary_key=True),
        sa.Column("deciding", sa.Integer, nullable=False),
        sqlite_with_rowid=False,
    )
    title_words = op.create_table(
        "title_words",
        _of_documents(),
        sa.Column("position", sa.Integer, primary_key=True),
        sa.Column("word", _TEXT, primary_key=True),
        sa.Column("named", sa.Integer, nullable=False),
        sa.Column("words", sa.Integer, nullable=False),
        sa.Column("region", _TEXT, nullable=False),
        sa.Column("date", _TEXT, nullable=False),
        sqlite_with_rowid=False,
    )
    _fill(op.get_bind(), title_words)
    op.create_index(
        "item_entities_by_entity",
        "item_entities",
        ["entity_id", "document_id", "position", "deciding"],
    )
    op.create_index(
        "title_words_by_word",
        "title_words",
        ["region", "word", "date", "document_id", "position", "words", "named"],
    )
    entity_counts = op.create_table(
        "entity_counts",
        sa.Column("access", _TEXT, primary_key=True),
        sa.Column("entity_id", _TEXT, primary_key=True),
        sa.Column("kind", _TEXT, primary_key=True),
        sa.Column("mentions", sa.Integer, nullable=False),
        sa.Column("documents", sa.Integer, nullable=False),
        sa.Column("items", sa.Integer, nullable=False),
        sqlite_with_rowid=False,
    )
    counted = count_rows(entities_counted(op.get_bind()))
    if counted:
        op.get_bind().execute(sa.insert(entity_counts), counted)
    _count_items(op.get_bind())


def _of_documents() -> sa.Column[str]:
    key = sa.ForeignKey("documents.document_id", ondelete="CASCADE")
    return sa.Column("document_id", _TEXT, key, primary_key=True)


def _fill(db: sa.Connection, title_words: sa.Table) -> None:
    ids = list(db.scalars(sa.text("SELECT document_id FROM documents ORDER BY document_id")))
    for start in range(0, len(ids), _DOCUMENTS_AT_A_TIME):
        some = ids[start : start + _DOCUMENTS_AT_A_TIME]
        between = {"first": some[0], "last": some[-1]}
        db.execute(_ENTITIES, between)
        items, mentions = _items_of(db, between), _mentions_in_titles(db, between)
        words = [
            row
            for one, region, date, kind in db.execute(_DOCUMENTS, between)
            for row in title_word_rows(one, region, date, kind, items[one], mentions[one])
        ]
        if words:
            db.execute(sa.insert(title_words), words)


def _items_of(db: sa.Connection, between: dict[str, str]) -> dict[str, list[Item]]:
    titles: defaultdict[str, list[Section]] = defaultdict(list)
    for s in db.execute(_TITLES, between):
        titles[s.item_id].append(Section("title", "", s.start, s.start, s.end))
    items: defaultdict[str, list[Item]] = defaultdict(list)
    for i in db.execute(_ITEMS, between):
        some = tuple(titles[i.item_id])
        item = Item(i.item_id, None, i.title, (), i.start, i.end, some, bool(i.missing))
        items[i.document_id].append(item)
    return items


def _mentions_in_titles(db: sa.Connection, between: dict[str, str]) -> dict[str, list[Mention]]:
    mentions: defaultdict[str, list[Mention]] = defaultdict(list)
    for m in db.execute(_MENTIONS, between):
        mentions[m.document_id].append(Mention(m.entity_id, m.kind, m.start, m.end, m.text))
    return mentions


def _count_items(db: sa.Connection) -> None:
    """The tallies anew: SQLite cannot add a column that has to be told."""
    items = items_counted(db)
    passages = {
        row.access: row.passages
        for row in db.execute(sa.text("SELECT access, passages FROM tallies"))
    }
    op.drop_table("tallies")
    tallies = op.create_table(
        "tallies",
        sa.Column("access", _TEXT, primary_key=True),
        sa.Column("passages", sa.Integer, nullable=False),
        sa.Column("items", sa.Integer, nullable=False),
    )
    for access in sorted(items.keys() | passages.keys()):
        db.execute(
            sa.insert(tallies),
            {
                "access": access,
                "passages": passages.get(access, 0),
                "items": items.get(access, 0),
            },
        )
