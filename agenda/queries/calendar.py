"""What a calendar and the desks list: the window asked for, what comes, the half-days of a cohort."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from agenda.enums import Reply, SessionState
from agenda.figures import Replies, Represented, replies_by_session
from agenda.models import Attendance, Session, SessionQuerySet
from cohorts.enums import SessionForm
from cohorts.models import Axis, Cohort
from core.dates import now, today
from core.timetable import Interval, near
from projects.models import Project


@dataclass(frozen=True)
class Coming:
    """A session to come, as a desk shows it: the answers for the team, the reader's own answer for who is invited."""

    session: Session
    replies: Replies | None
    own_reply: Reply | None


@dataclass(frozen=True)
class HalfDay:
    """A step of the cohort's path. `state` is done, next (the first that is not over) or todo; `represented` whether
    every structure was there, as far as it was asked for."""

    number: int
    session: Session
    axis: Axis | None
    state: str
    represented: Represented = field(default_factory=Represented)


def undated(user: Any, cohort: Cohort | None = None, project: Project | None = None) -> SessionQuerySet:
    """What the team has planned and not dated yet."""
    return _narrowed(user, cohort, project).undated()


def listed(user: Any, cohort: Cohort | None = None, project: Project | None = None) -> SessionQuerySet:
    """The sessions in the calendar that this person sees, of a cohort and of a project when asked. A project's are its
    meetings and the collective sessions of its cohort."""
    return _narrowed(user, cohort, project).dated().order_by("starts_at", "pk")


def _narrowed(user: Any, cohort: Cohort | None, project: Project | None) -> SessionQuerySet:
    sessions = Session.objects.visible_to(user).select_related("cohort", "project", "structure", "axis", "venue")
    if cohort is not None:
        sessions = sessions.filter(cohort=cohort)
    if project is not None:
        sessions = sessions.filter(Q(project=project) | Q(project__isnull=True, cohort=project.cohort_id))
    return sessions


def window(
    user: Any, start: datetime, end: datetime, *, cohort: Cohort | None = None, project: Project | None = None
) -> SessionQuerySet:
    """The sessions of a stretch of calendar, cancelled ones included: they are shown struck out."""
    return listed(user, cohort, project).filter(near(Interval(start, end)))


def with_evidence(sessions: SessionQuerySet) -> SessionQuerySet:
    """Says of each whether attendance was taken: such a session moves no more."""
    return sessions.annotate(has_evidence=Exists(Attendance.objects.taken().filter(session=OuterRef("pk"))))


def ahead(user: Any, cohort: Cohort | None = None, project: Project | None = None) -> SessionQuerySet:
    """What is not over yet, soonest first; cancelled sessions are left out."""
    return listed(user, cohort, project).filter(ends_at__gt=now()).exclude(state=SessionState.CANCELLED)


def behind(user: Any, cohort: Cohort | None = None, project: Project | None = None) -> SessionQuerySet:
    """What is over or was cancelled, latest first."""
    over = Q(ends_at__lte=now()) | Q(state=SessionState.CANCELLED)
    return listed(user, cohort, project).filter(over).order_by("-starts_at", "-pk")


def with_replies(user: Any, sessions: Sequence[Session]) -> list[Coming]:
    """Adds what the reader needs to know of the answers: counts for the team, the own answer for the invited."""
    own = Attendance.objects.filter(participant__user=user, session__in=[session.pk for session in sessions])
    mine = {line.session_id: Reply(line.reply) for line in own.order_by("pk")}
    counts = replies_by_session(sessions) if user.is_team else {}
    return [Coming(session, counts.get(session.pk), mine.get(session.pk)) for session in sessions]


def coming(user: Any, *, cohort: Cohort | None = None, project: Project | None = None, limit: int = 3) -> list[Coming]:
    """The next sessions for a desk; three queries however many there are."""
    return with_replies(user, list(ahead(user, cohort, project)[:limit]))


def timeline(cohort: Cohort, user: Any = None) -> list[HalfDay]:
    """The collective half-days of a cohort in order of time, cancelled ones and those without a date left out; drafts
    are among them unless a `user` who must not see them is given."""
    rows = Session.objects.all() if user is None else Session.objects.visible_to(user)
    rows = rows.dated().held_or_planned().filter(cohort=cohort, form=SessionForm.WORKSHOP)
    steps, instant, following = [], now(), False
    for session in rows.annotate(number=half_day_number()).select_related("axis").order_by("starts_at", "pk"):
        over = session.ends_at <= instant and not session.is_draft
        state = "done" if over else "todo" if following else "next"
        following = following or not over
        steps.append(HalfDay(session.number, session, session.axis, state))
    return steps


def half_day_number() -> Coalesce:
    """The place of a workshop among those of its cohort that have a date and are not cancelled, drafts included, so
    that publishing one renumbers none; 0 while it has no date."""
    before = Q(starts_at__lt=OuterRef("starts_at")) | Q(starts_at=OuterRef("starts_at"), pk__lte=OuterRef("pk"))
    rows = Session.objects.held_or_planned().filter(before, cohort=OuterRef("cohort"), form=SessionForm.WORKSHOP)
    return Coalesce(Subquery(rows.order_by().values("cohort").annotate(n=Count("pk")).values("n")), 0)


def next_number(cohort: Cohort, starts_at: datetime | None, session: int | None = None) -> int:
    """The number that a workshop starting then would have; `session` is the key of one that moves there. One without a
    date comes after all that are planned."""
    others = Session.objects.exclude(pk=session) if session else Session.objects.all()
    others = others.held_or_planned().filter(cohort=cohort, form=SessionForm.WORKSHOP)
    return (others if starts_at is None else others.filter(starts_at__lte=starts_at)).count() + 1


def filters(user: Any) -> tuple[list[Cohort], list[Project]]:
    """The cohorts and projects by which this person's agenda can be narrowed."""
    projects = Project.objects.visible_to(user).select_related("cohort").order_by("-cohort__starts_on", "name", "pk")
    return list(Cohort.objects.visible_to(user).order_by("-starts_on", "name", "pk")), list(projects)


def opening_day(user: Any, cohort: Cohort | None = None, project: Project | None = None) -> date:
    """The day on which a calendar opens: today while a session is to come this month, else the day of the next one, or
    of the last once nothing is to come."""
    following = ahead(user, cohort, project).first()
    if following is not None:
        return following.day if following.day.replace(day=1) > today() else today()
    last = listed(user, cohort, project).last()
    return last.day if last else today()
