"""Every number of the agenda, with its definition. No sentence and no formatting here."""

from agenda.enums import CAME

from .attendance import (
    COLLECTIVE,
    Rate,
    Represented,
    attendance_by_person,
    attendance_by_project,
    attendance_by_structure,
    attendance_rate,
    presence,
    presence_by_session,
    represented,
    represented_by_session,
    told,
)
from .certificates import Certified, certified_person, certified_structure
from .counts import Replies, replies, replies_by_session
from .hours import MonthHours, Nudge, Pair, PairGrid, Spent, hours, hours_by_purpose, nudge, pair_grid, spent
from .polls import DateResult, PollCounts, poll_counts, poll_result
from .rhythm import ProjectRhythm, Rhythm, Silence, forecast, rhythm, rhythms
from .sessions import half_days_held, half_days_planned, held, meetings_by_project, meetings_held

__all__ = [
    "CAME",
    "COLLECTIVE",
    "Certified",
    "DateResult",
    "MonthHours",
    "Nudge",
    "Pair",
    "PairGrid",
    "PollCounts",
    "ProjectRhythm",
    "Rate",
    "Replies",
    "Represented",
    "Rhythm",
    "Silence",
    "Spent",
    "attendance_by_person",
    "attendance_by_project",
    "attendance_by_structure",
    "attendance_rate",
    "certified_person",
    "certified_structure",
    "forecast",
    "half_days_held",
    "half_days_planned",
    "held",
    "hours",
    "hours_by_purpose",
    "meetings_by_project",
    "meetings_held",
    "nudge",
    "pair_grid",
    "poll_counts",
    "poll_result",
    "presence",
    "presence_by_session",
    "replies",
    "replies_by_session",
    "represented",
    "represented_by_session",
    "rhythm",
    "rhythms",
    "spent",
    "told",
]
