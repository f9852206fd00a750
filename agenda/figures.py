"""Every number of the agenda, with its definition. No sentence and no formatting here."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Exists, OuterRef, Q

from cohorts.enums import SessionForm
from cohorts.models import Cohort
from core.dates import day_bounds, now
from projects.models import Project

from .enums import Presence, SessionState
from .models import Attendance, AttendanceQuerySet, Session, SessionQuerySet

COLLECTIVE = (SessionForm.WORKSHOP, SessionForm.SEMINAR)
CAME = (Presence.PRESENT, Presence.LATE, Presence.LEFT_EARLY)


@dataclass(frozen=True)
class Rate:
    """A share that keeps its two numbers; nothing to count is no rate, and not zero."""

    came: int
    expected: int

    @property
    def ratio(self) -> float | None:
        return self.came / self.expected if self.expected else None


@dataclass(frozen=True)
class Replies:
    """How the people invited to a session answered; `none` counts those who have not."""

    yes: int = 0
    maybe: int = 0
    no: int = 0
    none: int = 0

    @property
    def invited(self) -> int:
        return self.yes + self.maybe + self.no + self.none


def held(day: date) -> Q:
    """What "held on a day" means of a session: it was published, not cancelled, and had ended by the end of that day in
    Paris, and by now."""
    return Q(state=SessionState.PUBLISHED, ends_at__lte=min(day_bounds(day)[1], now()))


def half_days_held(cohort: Cohort, day: date) -> int:
    """The workshops of the cohort held on a day (see `held`); seminars and meetings are not half-days."""
    return _half_days(cohort).filter(held(day)).count()


def half_days_planned(cohort: Cohort) -> int:
    """The workshops of the cohort that are in the calendar, held or to come, drafts included, cancelled ones not."""
    return _half_days(cohort).held_or_planned().count()


def _half_days(cohort: Cohort) -> SessionQuerySet:
    return Session.objects.filter(cohort=cohort, form=SessionForm.WORKSHOP)


def meetings_held(project: Project, day: date) -> int:
    """The individual meetings of the project held on a day (see `held`)."""
    return meetings_by_project([project], day)[project.pk]


def meetings_by_project(projects: Iterable[Project], day: date) -> dict[int, int]:
    """`meetings_held` of several projects in one query, by project key; a project without any has 0."""
    keys = [project.pk for project in projects]
    meetings = Session.objects.filter(held(day), form=SessionForm.MEETING, project__in=keys)
    counted = meetings.order_by().values_list("project").annotate(n=Count("pk"))
    return dict.fromkeys(keys, 0) | dict(counted)


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


_COLUMNS = ("participant__membership__project", "came", "expected")
_CAME_OF_EXPECTED = {"came": Count("pk", filter=Q(presence__in=CAME)), "expected": Count("pk")}


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


def replies(session: Session) -> Replies:
    """The answers of everybody invited to the session; cancelled sessions keep theirs."""
    return replies_by_session([session])[session.pk]


def replies_by_session(sessions: Iterable[Session]) -> dict[int, Replies]:
    """`replies` of several sessions in one query, by session key."""
    keys = [session.pk for session in sessions]
    lines = Attendance.objects.filter(session__in=keys).order_by()
    counted = lines.values_list("session", "reply").annotate(n=Count("pk"))
    found: dict[int, dict[str, int]] = {key: {} for key in keys}
    for key, reply, n in counted:
        found[key][reply] = n
    return {key: Replies(**answers) for key, answers in found.items()}
