"""The tables that are made of the others, and kept with every change, so that no question reads all
that there is."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Index, Integer, Table

from corpus.schema_columns import METADATA, integer, part_of, string

# Who and what each item speaks of, once; ``deciding`` where the item decides something, and speaks
# of it in its title or in the decision. The item is known by its document and its position there.
item_entities = Table(
    "item_entities",
    METADATA,
    part_of("documents", primary_key=True),
    integer("position", primary_key=True),
    string("entity_id", primary_key=True),
    integer("deciding"),
    Index("item_entities_by_entity", "entity_id", "document_id", "position", "deciding"),
    sqlite_with_rowid=False,
)

# How often the documents of a level that answer speak of each, how many of them and of their items
# do; kept with every change.
entity_counts = Table(
    "entity_counts",
    METADATA,
    string("access", primary_key=True),
    string("entity_id", primary_key=True),
    string("kind", primary_key=True),
    integer("mentions"),
    integer("documents"),
    integer("items"),
    sqlite_with_rowid=False,
)

# What the titles of dated meetings' items tell: the stems of their words, of which there are
# ``words``, and as ``named`` the ids of the things that they name.
title_words = Table(
    "title_words",
    METADATA,
    part_of("documents", primary_key=True),
    integer("position", primary_key=True),
    string("word", primary_key=True),
    integer("named"),
    integer("words"),
    string("region"),
    string("date"),
    Index(
        "title_words_by_word",
        "region",
        "word",
        "date",
        "document_id",
        "position",
        "words",
        "named",
    ),
    sqlite_with_rowid=False,
)

# The words of the passages: for expanding a question to compounds and for telling rare words.
# A sparse term is an unsigned 32-bit number.
words = Table(
    "words",
    METADATA,
    part_of("documents", primary_key=True),
    string("word", primary_key=True),
    Column("term", BigInteger().with_variant(Integer, "sqlite"), nullable=False),
    integer("passages"),
    sqlite_with_rowid=False,
)

# The same words of all documents of a level that answer, kept with every change. ``tail`` is the
# stem backwards.
vocabulary = Table(
    "vocabulary",
    METADATA,
    string("access", primary_key=True),
    string("word", primary_key=True),
    string("tail"),
    Column("term", BigInteger().with_variant(Integer, "sqlite"), nullable=False),
    integer("passages"),
    Index("vocabulary_by_word", "word", "term"),
    Index("vocabulary_by_tail", "tail", "term"),
    Index("vocabulary_by_term", "term", "passages"),
    sqlite_with_rowid=False,
)

# How many passages and items the documents of a level that answer have.
tallies = Table(
    "tallies",
    METADATA,
    string("access", primary_key=True),
    integer("passages"),
    integer("items"),
)
