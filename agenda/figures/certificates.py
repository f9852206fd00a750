"""What a certificate of attendance says: the sessions somebody came to, and for how long."""

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Exists, OuterRef

from accounts.models import User
from agenda.enums import CAME
from agenda.models import Attendance, AttendanceQuerySet, Signature
from cohorts.models import Cohort
from core.dates import today
from projects.models import Structure

from .attendance import told
from .sessions import held_sessions


@dataclass(frozen=True)
class Certified:
    """The lines of whoever came, in order of time; each has `told`, what is known today of the presence, and
    `is_signed`. Hours are the planned length of the sessions, each session once."""

    lines: tuple[Attendance, ...]

    @property
    def sessions(self) -> int:
        return len({line.session_id for line in self.lines})

    @property
    def hours(self) -> timedelta:
        lengths = {line.session_id: line.session.hours.length for line in self.lines}
        return sum(lengths.values(), timedelta())


def certified_person(cohort: Cohort, person: User) -> Certified:
    """The sessions of the cohort, of every kind, held by now and to which this person came, for whatever structure."""
    return _certified(cohort, Attendance.objects.filter(participant__user=person))


def certified_structure(cohort: Cohort, structure: Structure) -> Certified:
    """The same for everybody who stood for this structure on the day; who walked in is not on a certificate."""
    return _certified(cohort, Attendance.objects.filter(structure=structure))


def _certified(cohort: Cohort, lines: AttendanceQuerySet) -> Certified:
    signed = Signature.objects.standing().filter(line=OuterRef("pk"))
    came = lines.filter(session__in=held_sessions(cohort, today())).annotate(told=told(), is_signed=Exists(signed))
    rows = came.filter(told__in=CAME).select_related("session", "structure", "participant__user")
    return Certified(tuple(rows.order_by("session__starts_at", "participant__user__name", "pk")))
