"""What the pages of the morning list."""

from funding_day.morning import (
    Morning,
    cells_of,
    day_rounds,
    last_plan,
    meeting_of,
    morning,
    plan_rounds,
    presence,
    wish_side,
)

from .days import DayLine, Kind, bearers_of, cohorts_of_team, days_for, days_of, funders_by_kind, own_bearers
from .faults import impossible, said_meeting, why_not
from .guests import Voice, Voices, others_of, people_of, voices, wishes_of
from .plan import Difference, Grid, Line, Place, Unmet, difference, grid, run_under_way, said_cell, unmet_of, versions

__all__ = [
    "DayLine",
    "Difference",
    "Grid",
    "Kind",
    "Line",
    "Morning",
    "Place",
    "Unmet",
    "Voice",
    "Voices",
    "bearers_of",
    "cells_of",
    "cohorts_of_team",
    "day_rounds",
    "days_for",
    "days_of",
    "difference",
    "funders_by_kind",
    "grid",
    "impossible",
    "last_plan",
    "meeting_of",
    "morning",
    "others_of",
    "own_bearers",
    "people_of",
    "plan_rounds",
    "presence",
    "run_under_way",
    "said_cell",
    "said_meeting",
    "unmet_of",
    "versions",
    "voices",
    "why_not",
    "wish_side",
    "wishes_of",
]
