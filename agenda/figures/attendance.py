"""Who came, as shares that keep their two numbers."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Exists, OuterRef, Q

from agenda.enums import CAME
from agenda.models import Attendance, AttendanceQuerySet, Session
from cohorts.enums import SessionForm
from cohorts.models import Cohort
from projects.models import Project

from .sessions import held

COLLECTIVE = (SessionForm.WORKSHOP, SessionForm.SEMINAR)


@dataclass(frozen=True)
class Rate:
    """A share that keeps its two numbers; nothing to count is no rate, and not zero."""

    came: int
    expected: int

    @property
    def ratio(self) -> float | None:
        return self.came / self.expected if self.expected else None


_COLUMNS = ("participant__membership__project", "came", "expected")


_CAME_OF_EXPECTED = {"came": Count("pk", filter=Q(presence__in=CAME)), "expected": Count("pk")}


def attendance_rate(cohort: Cohort, day: date, forms: Sequence[SessionForm] = COLLECTIVE) -> Rate:
    """The share of invited people who came to the cohort's collective sessions held on a day (see `held`).

    Came: lines present, late or left early. Expected: every line of those sessions, so that an excused person counts
    as one who did not come, and so does a line still « expected » on a sheet that has been begun. A session of whose
    sheet no line says anything yet is left out: it is not known, which is not 0 %. Cancelled sessions and drafts never
    count. `forms` asks the same of other kinds of session, meetings for one.
    """
    counts = _lines(day, forms).filter(session__cohort=cohort).aggregate(**_CAME_OF_EXPECTED)
    return Rate(counts["came"], counts["expected"])


def attendance_by_project(
    projects: Iterable[Project], day: date, forms: Sequence[SessionForm] = COLLECTIVE
) -> dict[int, Rate]:
    """`attendance_rate` of each project's own people, in one query, by project key."""
    keys = [project.pk for project in projects]
    lines = _lines(day, forms).filter(participant__membership__project__in=keys)
    counted = lines.values("participant__membership__project").annotate(**_CAME_OF_EXPECTED)
    rates = {key: Rate(came, expected) for key, came, expected in counted.values_list(*_COLUMNS)}
    return {key: rates.get(key, Rate(0, 0)) for key in keys}


def _lines(day: date, forms: Sequence[SessionForm]) -> AttendanceQuerySet:
    begun = Attendance.objects.taken().filter(session=OuterRef("pk"))
    sessions = Session.objects.filter(held(day), Exists(begun), form__in=forms)
    return Attendance.objects.filter(session__in=sessions).order_by()


def presence(session: Session) -> Rate:
    """Who came to one session among everybody on its list; nothing to count as long as no line says anything."""
    lines = session.attendances.order_by()
    if not lines.taken().exists():
        return Rate(0, 0)
    counts = lines.aggregate(**_CAME_OF_EXPECTED)
    return Rate(counts["came"], counts["expected"])
