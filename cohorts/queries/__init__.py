"""What the pages of editions and experts list."""

from .editions import axes, cohorts, scale, team_cohorts
from .experts import experts

__all__ = ["axes", "cohorts", "experts", "scale", "team_cohorts"]
