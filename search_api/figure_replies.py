"""What is told of figures: the JSON of the command line and of the API, alike."""

from __future__ import annotations

import datetime as dt

from pydantic import Field

from corpus.figure import FigureKind, Precision
from corpus.records import Region
from search_api.replies import Citation, EntityRef, ItemRef, Reply, Understood


class FigureView(Reply):
    """A number as the minutes write it, with what it counts; every text is their own words."""

    figure_id: str
    document_id: str
    source: str
    region: Region | None = Field(description="Den region, som tallet er for.")
    forum: str | None
    date: dt.date | None
    item: ItemRef
    text: str = Field(description="Tallet med enhed, som det står i referatet.")
    kind: FigureKind
    value: float = Field(description="Værdien i hele enheder: »1,2 mio. kr.« er 1200000.")
    high: float | None = Field(description="Den øvre grænse, når tallet er et interval.")
    precision: Precision
    unit: str
    counted: str | None = Field(description="Hvad der tælles, som det står i referatet.")
    row: str | None = Field(description="Rækkens hoved, når tallet står i en tabel.")
    column: str | None = Field(description="Kolonnens hoved, når tallet står i en tabel.")
    period: str | None = Field(description="Perioden, som den står i referatet.")
    date_from: dt.date | None
    date_to: dt.date | None
    year: int | None = Field(description="Året, som tallet er for; ellers mødets år.")
    year_told: bool = Field(description="Om året fremgår; ellers er det mødets.")
    place: EntityRef | None
    from_table: bool
    citation: Citation


class FigureCell(Reply):
    """The figures of a region for a year, the one that answers best first."""

    year: int | None
    figures: list[FigureView]
    disagreement: bool = Field(description="Om to referater giver hver sit tal for det samme.")


class FigureRow(Reply):
    """A region; without cells where its minutes give no figure."""

    region: Region
    cells: list[FigureCell] = Field(description="Et felt for hvert år med tal, ældste først.")


class Figures(Reply):
    question: str
    understood: Understood
    years: list[int | None] = Field(
        description="De år, der er tal for, ældste først; null til sidst for tal uden år."
    )
    rows: list[FigureRow]
    disagreements: int = Field(description="Hvor mange felter der er uenighed i.")
    citations: list[Citation]
