"""The numbers of a logbook: how far it is filled, and where each structure places the cooperation."""

from .alignment import LEAST, Alignment, Pair, Spread, Voice, alignment, is_disclosed, pair
from .contributions import Contribution, contributions
from .curves import Curve, Line, curves
from .horizon import Origin, Piece, changes, origins
from .levels import Placed, Radar, StructureLevels, axis_levels, levels_by_project, mean_levels, radar
from .nous import LEAST_SENTENCES, Index, Sentence, sentences_in, speakers
from .objectives import Course, course
from .progress import Count, Progress, progress, progress_by_project
from .weakest import Standing, weakest_criteria

__all__ = [
    "LEAST",
    "LEAST_SENTENCES",
    "Alignment",
    "Contribution",
    "Count",
    "Course",
    "Curve",
    "Index",
    "Line",
    "Origin",
    "Pair",
    "Piece",
    "Placed",
    "Progress",
    "Radar",
    "Sentence",
    "Spread",
    "Standing",
    "StructureLevels",
    "Voice",
    "alignment",
    "axis_levels",
    "changes",
    "contributions",
    "course",
    "curves",
    "is_disclosed",
    "levels_by_project",
    "mean_levels",
    "origins",
    "pair",
    "progress",
    "progress_by_project",
    "radar",
    "sentences_in",
    "speakers",
    "weakest_criteria",
]
