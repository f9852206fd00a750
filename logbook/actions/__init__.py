"""Every write of the logbook. A text that meets another one is kept beside it, never dropped."""

from core.saving import Saved

from .answers import save_answer, share_answer
from .assessments import Mark, record_score, share_assessment

__all__ = ["Mark", "Saved", "record_score", "save_answer", "share_answer", "share_assessment"]
