"""The edition, the content that it froze, the experts who come to it, and its library."""

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
from .reminders import ReminderPlan
from .resources import Resource, ResourcePlace, ResourceQuerySet

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
    "ReminderPlan",
    "Resource",
    "ResourcePlace",
    "ResourceQuerySet",
    "Round",
    "RoundReopening",
    "ScaleLevel",
    "SessionKind",
    "Territory",
    "Workstream",
]
