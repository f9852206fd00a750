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
from .rounds import RoundLine, round_lines, state_on

__all__ = [
    "Chosen",
    "Draft",
    "RoundLine",
    "axes",
    "axes_of",
    "chosen_content",
    "cohorts",
    "content_versions",
    "differences",
    "draft_of",
    "experts",
    "mark",
    "newest_published",
    "pair_of",
    "programme_of",
    "round_lines",
    "scale",
    "state_on",
    "team_cohorts",
    "with_axes",
    "with_axis",
]
