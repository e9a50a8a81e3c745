"""Minutes in the layouts that are met, each taken apart into what it was written to hold."""

from __future__ import annotations

import pytest

from tests.parsed import assert_partition, parse, told_items
from tests.written import MINUTES_WRITTEN, Written

TABLES = ("a table of items", "a table of items without numbers")


@pytest.mark.parametrize("written", MINUTES_WRITTEN, ids=lambda written: written.name)
def test_minutes_come_apart_as_they_were_written(written: Written) -> None:
    document = parse(written.text)
    assert document.structure == written.structure
    written.assert_told(told_items(document))


@pytest.mark.parametrize(
    "written",
    [written for written in MINUTES_WRITTEN if written.name not in TABLES],
    ids=lambda written: written.name,
)
def test_every_line_of_written_minutes_is_in_one_place(written: Written) -> None:
    assert_partition(parse(written.text))


@pytest.mark.parametrize(
    "written",
    [w for w in MINUTES_WRITTEN if w.structure != "none" and w.items[0].get("number")],
    ids=lambda written: written.name,
)
def test_without_blank_lines_numbered_minutes_come_apart_the_same(written: Written) -> None:
    text = "\n".join(line for line in written.text.splitlines() if line.strip())
    written.assert_told(told_items(parse(text)))
