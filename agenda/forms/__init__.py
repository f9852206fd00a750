"""Clean input of the agenda."""

from .absences import AbsenceForm
from .attendance import PresenceForm, WalkInForm
from .calendar import WindowForm
from .notes import NextActionForm, NoteForm
from .polls import AvailabilityForm, ChooseForm, PollForm, ReopenForm
from .preparation import DocumentForm, PreparationForm
from .publication import PublishForm
from .purposes import TimeForm
from .readings import ReadingForm
from .reminders import RemindersForm
from .replies import ReplyForm
from .rows import DateRows, MoreDateRows, RangeRows
from .rules import ClashRulesForm
from .series import SeriesForm
from .sessions import MoveForm, PlanForm
from .signing import AddendumForm, AddressForm, CodeForm, HandForm, ReadForm, ReasonForm, ScanForm, SealForm, SignForm
from .slots import OfferForm, SubjectForm
from .venues import VenueForm

__all__ = [
    "AbsenceForm",
    "AddendumForm",
    "AddressForm",
    "AvailabilityForm",
    "ChooseForm",
    "ClashRulesForm",
    "CodeForm",
    "DateRows",
    "DocumentForm",
    "HandForm",
    "MoreDateRows",
    "MoveForm",
    "NextActionForm",
    "NoteForm",
    "OfferForm",
    "PlanForm",
    "PollForm",
    "PreparationForm",
    "PresenceForm",
    "PublishForm",
    "RangeRows",
    "ReadForm",
    "ReadingForm",
    "ReasonForm",
    "RemindersForm",
    "ReopenForm",
    "ReplyForm",
    "ScanForm",
    "SealForm",
    "SeriesForm",
    "SignForm",
    "SubjectForm",
    "TimeForm",
    "VenueForm",
    "WalkInForm",
    "WindowForm",
]
