"""Clean input of the agenda."""

from .calendar import WindowForm
from .replies import ReplyForm
from .sessions import PlanForm
from .venues import VenueForm

__all__ = [
    "PlanForm",
    "ReplyForm",
    "VenueForm",
    "WindowForm",
]
