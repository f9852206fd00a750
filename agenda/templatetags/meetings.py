"""Draws the rhythm of a project and who has spent time with whom, as inline SVG. Geometry only: figures come ready."""

import itertools
from datetime import date
from decimal import Decimal
from typing import Any

from django import template

from agenda.enums import Purpose
from agenda.figures import MonthHours, PairGrid, ProjectRhythm
from core.dates import format_month

register = template.Library()

WIDTH, HEIGHT, MIDDLE, EDGE = 600, 74, 30, 10
SILENT = 42  # days without a contact, from which the line says so
CELL, NAMES = 44, 200
COLOURS = {
    Purpose.ACQUAINTANCE: "#1f5fa6",
    Purpose.VISION: "#6d46a8",
    Purpose.PRODUCTION: "#8f5500",
    Purpose.DECISION: "#a82c58",
}


@register.inclusion_tag("components/rhythm_strip.html")
def rhythm_strip(told: ProjectRhythm, name: str = "rhythm", *, bare: bool = False) -> dict[str, Any]:
    """A line in time with a mark a contact: a disc for a meeting, a square for a collective session; a long silence is
    a hollow stretch. `name` keeps its ids apart from those of another on the page; `bare` leaves out months and key."""
    days = told.whole.contacts
    context: dict[str, Any] = {"told": told, "name": name, "drawn": len(days) > 1, "bare": bare}
    if len(days) < 2:
        return context
    first, last = days[0], days[-1]

    def at(day: date) -> Decimal:
        return EDGE + Decimal((day - first).days) * (WIDTH - 2 * EDGE) / (last - first).days

    meetings = {row.day for row in told.rows if row.is_meeting}
    marks = [(f"{at(day):.1f}", day in meetings) for day in days]
    silences = [
        (f"{at(one):.1f}", f"{at(other) - at(one):.1f}")
        for one, other in itertools.pairwise(days)
        if (other - one).days >= SILENT
    ]
    months, month = [], first.replace(day=1)
    while month <= last:
        if month >= first:
            months.append((f"{at(month):.1f}", format_month(month).split()[0][:4]))
        month = date(month.year + month.month // 12, month.month % 12 + 1, 1)
    step = max(1, len(months) // 8 + 1)
    return context | {
        "marks": marks, "silences": silences, "months": months[::step], "width": WIDTH, "height": HEIGHT,
        "middle": MIDDLE, "first": first, "last": last, "start": EDGE, "end": WIDTH - EDGE,
    }  # fmt: skip


@register.inclusion_tag("components/purpose_bars.html")
def purpose_bars(months: list[MonthHours]) -> dict[str, Any]:
    """A bar a month, its parts one under the other in the order of the purposes; the table beside it has the hours."""
    most = max((month.total for month in months), default=Decimal(0))
    bars = []
    for month in months:
        parts, start = [], Decimal(0)
        for purpose in Purpose:
            width = month.hours.get(purpose, Decimal(0)) * 100 / most if most else Decimal(0)
            if width:
                parts.append((f"{start:.2f}", f"{width:.2f}", COLOURS[purpose]))
            start += width
        rest = month.untold * 100 / most if most else Decimal(0)
        bars.append((month, parts, f"{start:.2f}", f"{rest:.2f}", [month.hours.get(purpose) for purpose in Purpose]))
    return {"bars": bars, "purposes": [(purpose, COLOURS[purpose]) for purpose in Purpose]}


@register.inclusion_tag("components/pair_grid.html")
def pair_heat(grid: PairGrid, name: str = "pairs") -> dict[str, Any]:
    """A square a pair, the darker the longer they were together, with the hours in it; empty where they never were."""
    most = max(grid.hours.values(), default=Decimal(0))
    cells = []
    for row, (_name, hours) in enumerate(grid.rows):
        for column, spent in enumerate(hours):
            if spent is not None:
                share = spent / most if most else Decimal(0)
                place = (NAMES + column * CELL, row * CELL, f"{share * Decimal('0.85'):.2f}")
                cells.append((*place, spent, share > Decimal("0.55")))
    side, middle = len(grid.names) * CELL, CELL // 2
    initials = ["".join(word[:1] for word in one.split())[:3] for one in grid.names]
    return {
        "grid": grid, "name": name, "cells": cells, "cell": CELL, "width": NAMES + side, "height": side + 24,
        "rows": [(place * CELL + middle, one[:27]) for place, one in enumerate(grid.names)],
        "columns": [(NAMES + place * CELL + middle, one) for place, one in enumerate(initials)],
        "names": NAMES, "side": side,
    }  # fmt: skip
