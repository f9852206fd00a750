"""What the pages of editions list."""

from .editions import axes, cohorts, scale, team_cohorts

__all__ = ["axes", "cohorts", "scale", "team_cohorts"]
