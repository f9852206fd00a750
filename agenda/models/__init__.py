"""Places, sessions and who is invited to them."""

from .attendances import Attendance, AttendanceQuerySet
from .sessions import Session, SessionQuerySet
from .venues import Venue, VenueQuerySet

__all__ = [
    "Attendance",
    "AttendanceQuerySet",
    "Session",
    "SessionQuerySet",
    "Venue",
    "VenueQuerySet",
]
