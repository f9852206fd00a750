"""Every write of the logbook. A text that meets another one is kept beside it, never dropped."""

from core.saving import Saved

from .answers import save_answer, share_answer
from .assessments import Mark, record_score, share_assessment
from .together import give_consent, record_agreed_level, record_session

__all__ = [
    "Mark",
    "Saved",
    "give_consent",
    "record_agreed_level",
    "record_score",
    "record_session",
    "save_answer",
    "share_answer",
    "share_assessment",
]
