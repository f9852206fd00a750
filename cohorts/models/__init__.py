"""The edition and the content that it froze."""

from .content import (
    Axis,
    ContentVersion,
    Criterion,
    CriterionLevel,
    GuidingObjective,
    Question,
    ScaleLevel,
    Workstream,
)
from .edition import Cohort, Facilitation, Round, SessionKind, Territory

__all__ = [
    "Axis",
    "Cohort",
    "ContentVersion",
    "Criterion",
    "CriterionLevel",
    "Facilitation",
    "GuidingObjective",
    "Question",
    "Round",
    "ScaleLevel",
    "SessionKind",
    "Territory",
    "Workstream",
]
