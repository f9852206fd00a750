"""How many sessions were held or are planned."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Count, Exists, OuterRef, Q

from agenda.enums import CAME, SessionState
from agenda.models import Attendance, Session, SessionQuerySet
from cohorts.enums import SessionForm
from cohorts.models import Cohort
from core.dates import day_bounds, now
from projects.models import Project


def held(day: date) -> Q:
    """What "held on a day" means of a session: it was published, not cancelled, and had ended by the end of that day in
    Paris, and by now."""
    return Q(state=SessionState.PUBLISHED, ends_at__lte=min(day_bounds(day)[1], now()))


def held_sessions(cohort: Cohort, day: date) -> SessionQuerySet:
    """The sessions of every kind of the cohort held on a day (see `held`)."""
    return Session.objects.filter(held(day), cohort=cohort)


def half_days_held(cohort: Cohort, day: date) -> int:
    """The workshops of the cohort held on a day (see `held`); seminars and meetings are not half-days."""
    return _half_days(cohort).filter(held(day)).count()


def half_days_planned(cohort: Cohort) -> int:
    """The workshops of the cohort that are in the calendar, held or to come, drafts included, cancelled ones not."""
    return _half_days(cohort).dated().held_or_planned().count()


def _half_days(cohort: Cohort) -> SessionQuerySet:
    return Session.objects.filter(cohort=cohort, form=SessionForm.WORKSHOP)


def meetings_held(project: Project, day: date) -> int:
    """The individual meetings of the project held on a day (see `held`). One whose sheet says that nobody came is not
    counted; one whose sheet says nothing yet is."""
    return meetings_by_project([project], day)[project.pk]


def meetings_by_project(projects: Iterable[Project], day: date) -> dict[int, int]:
    """`meetings_held` of several projects in one query, by project key; a project without any has 0."""
    keys = [project.pk for project in projects]
    lines = Attendance.objects.filter(session=OuterRef("pk"))
    nobody = Exists(lines.taken()) & ~Exists(lines.filter(presence__in=CAME))
    meetings = Session.objects.filter(held(day), ~nobody, form=SessionForm.MEETING, project__in=keys)
    counted = meetings.order_by().values_list("project").annotate(n=Count("pk"))
    return dict.fromkeys(keys, 0) | dict(counted)
