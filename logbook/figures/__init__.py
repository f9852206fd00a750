"""The numbers of a logbook: how far it is filled, and where each structure places the cooperation."""

from .levels import Placed, Radar, StructureLevels, axis_levels, levels_by_project, mean_levels, radar
from .progress import Count, Progress, progress, progress_by_project
from .weakest import Standing, weakest_criteria

__all__ = [
    "Count",
    "Placed",
    "Progress",
    "Radar",
    "Standing",
    "StructureLevels",
    "axis_levels",
    "levels_by_project",
    "mean_levels",
    "progress",
    "progress_by_project",
    "radar",
    "weakest_criteria",
]
