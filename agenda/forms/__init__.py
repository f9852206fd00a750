"""Clean input of the agenda."""

from .calendar import WindowForm
from .replies import ReplyForm
from .sessions import MoveForm, PlanForm
from .venues import VenueForm

__all__ = [
    "MoveForm",
    "PlanForm",
    "ReplyForm",
    "VenueForm",
    "WindowForm",
]
