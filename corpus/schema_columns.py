"""The columns that the tables of the catalogue are made of.

Alike in SQLite and PostgreSQL, the order of texts included: by code points.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import REAL, Column, Double, ForeignKey, Integer, MetaData, Text
from sqlalchemy.dialects import postgresql
from sqlalchemy.types import TypeEngine

METADATA = MetaData()

STRING = Text().with_variant(postgresql.TEXT(collation="C"), "postgresql")
NUMBER: TypeEngine[float] = Double().with_variant(REAL(), "sqlite")


def string(name: str, **options: Any) -> Column[str]:
    return Column(name, STRING, nullable=False, **options)


def maybe_string(name: str) -> Column[str]:
    return Column(name, STRING)


def integer(name: str, **options: Any) -> Column[int]:
    return Column(name, Integer, nullable=False, **options)


def part_of(table: str, **options: Any) -> Column[str]:
    """What is gone when the row of ``table`` is."""
    name = {"documents": "document_id", "items": "item_id", "decisions": "decision_id"}[table]
    key = ForeignKey(f"{table}.{name}", ondelete="CASCADE")
    return Column(name, STRING, key, nullable=False, **options)
