"""Clean input of the agenda."""

from .calendar import (
    WindowForm,
)
from .notes import (
    NextActionForm,
    NoteForm,
)
from .polls import (
    AvailabilityForm,
    ChooseForm,
    PollForm,
    ReopenForm,
)
from .publication import (
    PublishForm,
)
from .replies import (
    ReplyForm,
)
from .rows import (
    DateRows,
    MoreDateRows,
)
from .sessions import (
    MoveForm,
    PlanForm,
)
from .venues import (
    VenueForm,
)

__all__ = [
    "AvailabilityForm",
    "ChooseForm",
    "DateRows",
    "MoreDateRows",
    "MoveForm",
    "NextActionForm",
    "NoteForm",
    "PlanForm",
    "PollForm",
    "PublishForm",
    "ReopenForm",
    "ReplyForm",
    "VenueForm",
    "WindowForm",
]
