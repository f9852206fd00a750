"""What the agenda's pages list."""

from .calendar import (
    Coming,
    HalfDay,
    ahead,
    behind,
    coming,
    filters,
    half_day_number,
    listed,
    next_number,
    opening_day,
    timeline,
    undated,
    window,
    with_replies,
)
from .clashes import Clash, Proposal, find_clashes
from .planning import cohort_to_plan, cohorts_to_plan, project_named, usual_kind, venues
from .sheet import Invited, concerned, invited, is_open, on_sheet, own_line

__all__ = [
    "Clash",
    "Coming",
    "HalfDay",
    "Invited",
    "Proposal",
    "ahead",
    "behind",
    "cohort_to_plan",
    "cohorts_to_plan",
    "coming",
    "concerned",
    "filters",
    "find_clashes",
    "half_day_number",
    "invited",
    "is_open",
    "listed",
    "next_number",
    "on_sheet",
    "opening_day",
    "own_line",
    "project_named",
    "timeline",
    "undated",
    "usual_kind",
    "venues",
    "window",
    "with_replies",
]
