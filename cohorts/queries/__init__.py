"""What the pages of editions, of the content and of experts list."""

from .content import (
    Chosen,
    Draft,
    axes_of,
    chosen_content,
    content_versions,
    differences,
    draft_of,
    mark,
    newest_published,
    pair_of,
    programme_of,
    with_axes,
    with_axis,
)
from .editions import axes, cohorts, scale, team_cohorts
from .experts import experts
from .reminders import EARLIEST, FURTHEST, LATEST, USUAL, Schedule, schedule_of, schedules
from .resources import Library, OnAxis, Shelf, axes_to_place, library, resources, resources_on_axis
from .rounds import RoundLine, round_lines, state_on

__all__ = [
    "EARLIEST",
    "FURTHEST",
    "LATEST",
    "USUAL",
    "Chosen",
    "Draft",
    "Library",
    "OnAxis",
    "RoundLine",
    "Schedule",
    "Shelf",
    "axes",
    "axes_of",
    "axes_to_place",
    "chosen_content",
    "cohorts",
    "content_versions",
    "differences",
    "draft_of",
    "experts",
    "library",
    "mark",
    "newest_published",
    "pair_of",
    "programme_of",
    "resources",
    "resources_on_axis",
    "round_lines",
    "scale",
    "schedule_of",
    "schedules",
    "state_on",
    "team_cohorts",
    "with_axes",
    "with_axis",
]
