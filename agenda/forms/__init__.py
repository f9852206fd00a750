"""Clean input of the agenda."""

from .calendar import WindowForm
from .polls import AvailabilityForm, ChooseForm, PollForm, ReopenForm
from .replies import ReplyForm
from .rows import DateRows, MoreDateRows
from .sessions import MoveForm, PlanForm
from .venues import VenueForm

__all__ = [
    "AvailabilityForm",
    "ChooseForm",
    "DateRows",
    "MoreDateRows",
    "MoveForm",
    "PlanForm",
    "PollForm",
    "ReopenForm",
    "ReplyForm",
    "VenueForm",
    "WindowForm",
]
