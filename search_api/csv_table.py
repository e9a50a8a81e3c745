"""Tables as CSV that a Danish Excel opens: UTF-8 with a byte order mark, semicolons."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence

# What a spreadsheet takes a cell that begins with it for: a formula. It is shown as it stands once
# an apostrophe is put before it.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def csv_table(columns: Sequence[str], rows: Iterable[Mapping[str, str]]) -> str:
    """A line for the columns, then one a row; a cell that is not in a row is empty. What would be a
    formula is not one."""
    content = io.StringIO()
    content.write("\ufeff")
    table = csv.DictWriter(content, columns, delimiter=";", lineterminator="\r\n", restval="")
    table.writeheader()
    for row in rows:
        table.writerow({column: _harmless(text) for column, text in row.items()})
    return content.getvalue()


def _harmless(text: str) -> str:
    return f"'{text}" if text.startswith(_FORMULA) else text
