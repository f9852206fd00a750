"""Places, sessions, who is invited to them, what stands in their way, and the polls by which a date is found."""

from .absences import Absence, AbsenceQuerySet
from .attendances import Attendance, AttendanceQuerySet, WalkIn, WalkInQuerySet
from .clashes import ClashRule, ClashRuleQuerySet, PassedWarning, PassedWarningQuerySet
from .feeds import CalendarFeed, CalendarFeedQuerySet
from .hours import TimeTag
from .notes import Note, NoteQuerySet, NoteReading, NoteSharing, NoteVersion, Point
from .polls import Poll, PollAnswer, PollDate, PollQuerySet, PollVoice, PollVoiceQuerySet
from .preparation import SessionDocument, SessionDocumentQuerySet, Step
from .publication import Publication, PublishedChange, Reschedule, SessionMail, SessionMailQuerySet, Told
from .sessions import Session, SessionQuerySet
from .signatures import Addendum, Scan, Sheet, Signature, SignatureQuerySet
from .slots import Slot, SlotOffer, SlotOfferQuerySet, SlotQuerySet
from .venues import OpeningHours, Venue, VenueQuerySet

__all__ = [
    "Absence",
    "AbsenceQuerySet",
    "Addendum",
    "Attendance",
    "AttendanceQuerySet",
    "CalendarFeed",
    "CalendarFeedQuerySet",
    "ClashRule",
    "ClashRuleQuerySet",
    "Note",
    "NoteQuerySet",
    "NoteReading",
    "NoteSharing",
    "NoteVersion",
    "OpeningHours",
    "PassedWarning",
    "PassedWarningQuerySet",
    "Point",
    "Poll",
    "PollAnswer",
    "PollDate",
    "PollQuerySet",
    "PollVoice",
    "PollVoiceQuerySet",
    "Publication",
    "PublishedChange",
    "Reschedule",
    "Scan",
    "Session",
    "SessionDocument",
    "SessionDocumentQuerySet",
    "SessionMail",
    "SessionMailQuerySet",
    "SessionQuerySet",
    "Sheet",
    "Signature",
    "SignatureQuerySet",
    "Slot",
    "SlotOffer",
    "SlotOfferQuerySet",
    "SlotQuerySet",
    "Step",
    "TimeTag",
    "Told",
    "Venue",
    "VenueQuerySet",
    "WalkIn",
    "WalkInQuerySet",
]
