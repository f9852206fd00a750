"""Every number of the agenda, with its definition. No sentence and no formatting here."""

from .attendance import CAME, COLLECTIVE, Rate, attendance_by_project, attendance_rate, presence
from .counts import Replies, replies, replies_by_session
from .polls import DateResult, PollCounts, poll_counts, poll_result
from .sessions import half_days_held, half_days_planned, held, meetings_by_project, meetings_held

__all__ = [
    "CAME",
    "COLLECTIVE",
    "DateResult",
    "PollCounts",
    "Rate",
    "Replies",
    "attendance_by_project",
    "attendance_rate",
    "half_days_held",
    "half_days_planned",
    "held",
    "meetings_by_project",
    "meetings_held",
    "poll_counts",
    "poll_result",
    "presence",
    "replies",
    "replies_by_session",
]
