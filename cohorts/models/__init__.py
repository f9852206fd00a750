"""The edition, the content that it froze, and the experts who come to it."""

from .content import (
    Axis,
    ContentVersion,
    ContentVersionQuerySet,
    Criterion,
    CriterionLevel,
    GuidingObjective,
    Question,
    ScaleLevel,
    Workstream,
)
from .edition import Cohort, Facilitation, Round, RoundReopening, SessionKind, Territory
from .experts import Expert, ExpertQuerySet

__all__ = [
    "Axis",
    "Cohort",
    "ContentVersion",
    "ContentVersionQuerySet",
    "Criterion",
    "CriterionLevel",
    "Expert",
    "ExpertQuerySet",
    "Facilitation",
    "GuidingObjective",
    "Question",
    "Round",
    "RoundReopening",
    "ScaleLevel",
    "SessionKind",
    "Territory",
    "Workstream",
]
