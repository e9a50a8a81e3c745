"""What filters leave, as conditions in SQL."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import TextClause, bindparam, text

from corpus.columns import DATE, FORUM, REGION
from corpus.records import Filters

# ``DATE``, ``REGION`` and ``FORUM`` are of these.
OF_MEETING = "documents AS d LEFT JOIN attachments AS a ON a.document_id = d.document_id"


class Conditions:
    """Conditions that all hold, and their values."""

    def __init__(self, *conditions: str) -> None:
        self._conditions = list(conditions)
        self._values: dict[str, Any] = {}

    def that(self, condition: str) -> None:
        """Only where ``condition`` holds."""
        self._conditions.append(condition)

    def among(self, column: str, some: Sequence[str]) -> None:
        """Only where ``column`` is one of these, if there are any."""
        if some:
            self.that(f"{column} IN {self.value(some)}")

    def value(self, value: str | Sequence[str]) -> str:
        """What stands for a value, or for some, in a condition."""
        name = f"value_{len(self._values)}"
        self._values[name] = value if isinstance(value, str) else list(value)
        return f":{name}"

    def of_meetings(self, filters: Filters) -> str:
        """The condition that documents ``d`` are of these regions, forums and days; empty where
        they may be of any. To be put into others, by which its values are kept."""
        told: list[str] = []
        for column, some in ((REGION, filters.regions), (FORUM, filters.forums)):
            if some:
                told.append(f"{column} IN {self.value(some)}")
        if filters.date_from:
            told.append(f"{DATE} >= {self.value(filters.date_from.isoformat())}")
        if filters.date_to:
            told.append(f"{DATE} <= {self.value(filters.date_to.isoformat())}")
        return " AND ".join(told)

    def __str__(self) -> str:
        return " AND ".join(self._conditions) or "1 = 1"

    def bound(self, statement: str) -> TextClause:
        """A statement that holds the conditions, with their values."""
        return text(statement).bindparams(
            *(
                bindparam(name, value, expanding=isinstance(value, list))
                for name, value in self._values.items()
            )
        )
