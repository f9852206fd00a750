"""Clean input of the agenda."""

from .absences import (
    AbsenceForm,
)
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
from .preparation import (
    DocumentForm,
    PreparationForm,
)
from .publication import (
    PublishForm,
)
from .purposes import TimeForm
from .replies import (
    ReplyForm,
)
from .rows import (
    DateRows,
    MoreDateRows,
    RangeRows,
)
from .rules import (
    ClashRulesForm,
)
from .series import (
    SeriesForm,
)
from .sessions import (
    MoveForm,
    PlanForm,
)
from .slots import OfferForm, SubjectForm
from .venues import (
    VenueForm,
)

__all__ = [
    "AbsenceForm",
    "AvailabilityForm",
    "ChooseForm",
    "ClashRulesForm",
    "DateRows",
    "DocumentForm",
    "MoreDateRows",
    "MoveForm",
    "NextActionForm",
    "NoteForm",
    "OfferForm",
    "PlanForm",
    "PollForm",
    "PreparationForm",
    "PublishForm",
    "RangeRows",
    "ReopenForm",
    "ReplyForm",
    "SeriesForm",
    "SubjectForm",
    "TimeForm",
    "VenueForm",
    "WindowForm",
]
