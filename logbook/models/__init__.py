"""Answers and self-assessments, each with all its versions."""

from .answers import Answer, AnswerVersion
from .assessments import Assessment, Score, ScoreVersion
from .consents import Consent

__all__ = ["Answer", "AnswerVersion", "Assessment", "Consent", "Score", "ScoreVersion"]
