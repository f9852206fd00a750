"""What the pages of editions and experts list."""

from .editions import axes, cohorts, scale, team_cohorts
from .experts import experts
from .rounds import RoundLine, round_lines, state_on

__all__ = ["RoundLine", "axes", "cohorts", "experts", "round_lines", "scale", "state_on", "team_cohorts"]
