"""Places, sessions and who is invited to them, and the polls by which a date is found."""

from .attendances import Attendance, AttendanceQuerySet
from .polls import Poll, PollAnswer, PollDate, PollQuerySet, PollVoice, PollVoiceQuerySet
from .sessions import Session, SessionQuerySet
from .venues import Venue, VenueQuerySet

__all__ = [
    "Attendance",
    "AttendanceQuerySet",
    "Poll",
    "PollAnswer",
    "PollDate",
    "PollQuerySet",
    "PollVoice",
    "PollVoiceQuerySet",
    "Session",
    "SessionQuerySet",
    "Venue",
    "VenueQuerySet",
]
