"""Every number of the agenda, with its definition. No sentence and no formatting here."""

from .attendance import CAME, COLLECTIVE, Rate, attendance_by_project, attendance_rate, presence
from .counts import Replies, replies, replies_by_session
from .sessions import half_days_held, half_days_planned, held, meetings_by_project, meetings_held

__all__ = [
    "CAME",
    "COLLECTIVE",
    "Rate",
    "Replies",
    "attendance_by_project",
    "attendance_rate",
    "half_days_held",
    "half_days_planned",
    "held",
    "meetings_by_project",
    "meetings_held",
    "presence",
    "replies",
    "replies_by_session",
]
