"""Answers and self-assessments, each with all its versions."""

from .answers import Answer, AnswerVersion
from .assessments import Assessment, Score, ScoreVersion
from .consents import Consent
from .horizon import HorizonAgreement, HorizonVersion
from .nous import NousConsent, NousReading
from .objectives import Objective, ObjectiveValue
from .presences import Presence

__all__ = [
    "Answer",
    "AnswerVersion",
    "Assessment",
    "Consent",
    "HorizonAgreement",
    "HorizonVersion",
    "NousConsent",
    "NousReading",
    "Objective",
    "ObjectiveValue",
    "Presence",
    "Score",
    "ScoreVersion",
]
