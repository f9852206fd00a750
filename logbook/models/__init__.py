"""Answers and self-assessments, each with all its versions."""

from .answers import Answer, AnswerVersion
from .assessments import Assessment, Score, ScoreVersion
from .consents import Consent
from .evidence import ScoreFile
from .horizon import HorizonAgreement, HorizonVersion
from .nous import NousConsent, NousReading
from .objectives import Objective, ObjectiveValue
from .papers import AnswerFile
from .presences import Presence
from .priorities import PriorityPeriod
from .talk import Comment

__all__ = [
    "Answer",
    "AnswerFile",
    "AnswerVersion",
    "Assessment",
    "Comment",
    "Consent",
    "HorizonAgreement",
    "HorizonVersion",
    "NousConsent",
    "NousReading",
    "Objective",
    "ObjectiveValue",
    "Presence",
    "PriorityPeriod",
    "Score",
    "ScoreFile",
    "ScoreVersion",
]
