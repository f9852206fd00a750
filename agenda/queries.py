"""What the agenda's pages list: the window of a calendar, what comes, the half-days of a cohort, and clashes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from accounts.models import User
from cohorts.enums import SessionForm
from cohorts.models import Axis, Cohort
from core.dates import now, today
from core.timetable import Interval, near, overlapping
from projects.models import Participant, Project, Structure
from projects.models.cooperation import ParticipantQuerySet

from .enums import Reply, SessionState
from .figures import Replies, replies_by_session
from .models import Attendance, Session, SessionQuerySet, Venue


@dataclass(frozen=True)
class Coming:
    """A session to come, as a desk shows it: the answers for the team, the reader's own answer for who is invited."""

    session: Session
    replies: Replies | None
    own_reply: Reply | None


@dataclass(frozen=True)
class HalfDay:
    """A step of the cohort's path. `state` is done, next (the first that is not over) or todo."""

    number: int
    session: Session
    axis: Axis | None
    state: str


@dataclass(frozen=True)
class Invited:
    """The people of one structure at a session, in one project."""

    structure: Structure
    project: Project
    lines: list[Attendance]


@dataclass(frozen=True)
class Proposal:
    """Hours, a place and people wanted for a session; `session` is the key of the one that would move."""

    hours: Interval
    venue: Venue | None = None
    facilitators: Sequence[User] = ()
    session: int | None = None


@dataclass(frozen=True)
class Clash:
    """What stands in the way: the place is taken, or this facilitator is, by that session."""

    session: Session
    venue: Venue | None = None
    facilitator: User | None = None


def listed(user: Any, cohort: Cohort | None = None, project: Project | None = None) -> SessionQuerySet:
    """The sessions this person sees, of a cohort and of a project when asked. A project's are its meetings and the
    collective sessions of its cohort."""
    sessions = Session.objects.visible_to(user).select_related("cohort", "project", "axis", "venue")
    if cohort is not None:
        sessions = sessions.filter(cohort=cohort)
    if project is not None:
        sessions = sessions.filter(Q(project=project) | Q(project__isnull=True, cohort=project.cohort_id))
    return sessions.order_by("starts_at", "pk")


def window(
    user: Any, start: datetime, end: datetime, *, cohort: Cohort | None = None, project: Project | None = None
) -> SessionQuerySet:
    """The sessions of a stretch of calendar, cancelled ones included: they are shown struck out."""
    return listed(user, cohort, project).filter(near(Interval(start, end)))


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
    """The collective half-days of a cohort in order of time, cancelled ones left out; drafts are among them unless a
    `user` who must not see them is given."""
    rows = Session.objects.all() if user is None else Session.objects.visible_to(user)
    rows = rows.held_or_planned().filter(cohort=cohort, form=SessionForm.WORKSHOP)
    steps, instant, following = [], now(), False
    for session in rows.annotate(number=half_day_number()).select_related("axis").order_by("starts_at", "pk"):
        over = session.ends_at <= instant and not session.is_draft
        state = "done" if over else "todo" if following else "next"
        following = following or not over
        steps.append(HalfDay(session.number, session, session.axis, state))
    return steps


def half_day_number() -> Coalesce:
    """The place of a workshop among those of its cohort that are not cancelled, drafts included, so that publishing
    one renumbers none."""
    before = Q(starts_at__lt=OuterRef("starts_at")) | Q(starts_at=OuterRef("starts_at"), pk__lte=OuterRef("pk"))
    rows = Session.objects.held_or_planned().filter(before, cohort=OuterRef("cohort"), form=SessionForm.WORKSHOP)
    return Coalesce(Subquery(rows.order_by().values("cohort").annotate(n=Count("pk")).values("n")), 0)


def next_number(cohort: Cohort, starts_at: datetime, session: int | None = None) -> int:
    """The number that a workshop starting then would have; `session` is the key of one that moves there."""
    others = Session.objects.exclude(pk=session) if session else Session.objects.all()
    earlier = others.held_or_planned().filter(cohort=cohort, form=SessionForm.WORKSHOP, starts_at__lte=starts_at)
    return earlier.count() + 1


def on_sheet(sessions: SessionQuerySet) -> SessionQuerySet:
    """A session with all that its sheet says."""
    sheet = sessions.select_related("cohort", "project", "axis", "venue").annotate(number=half_day_number())
    return sheet.prefetch_related(Prefetch("facilitators", User.objects.order_by("name", "pk")))


def concerned(cohort: Cohort, project: Project | None, day: date) -> ParticipantQuerySet:
    """The participants a session of that day concerns: those of the project, or of the whole cohort."""
    people = Participant.objects.active_on(day).select_related("membership")
    if project is not None:
        return people.filter(membership__project=project)
    return people.filter(membership__project__cohort=cohort)


def own_line(session: Session, user: Any) -> Attendance | None:
    """The reader's own line at the session, the first if they stand for two structures."""
    return Attendance.objects.filter(session=session, participant__user=user).order_by("pk").first()


def invited(session: Session) -> list[Invited]:
    """Everybody invited, by structure; the structure is the one each stood for when the line was made."""
    lines = session.attendances.select_related("structure", "participant__user", "participant__membership__project")
    groups: dict[tuple[int, int], Invited] = {}
    for line in lines.order_by(
        "participant__membership__project__name", "structure__name", "participant__user__name", "pk"
    ):
        project = line.participant.membership.project
        group = groups.setdefault((project.pk, line.structure_id), Invited(line.structure, project, []))
        group.lines.append(line)
    return list(groups.values())


def cohorts_to_plan(user: Any) -> list[Cohort]:
    """The cohorts for which a person of the team plans, the latest first; none for others."""
    if not user.is_team:
        return []
    return list(Cohort.objects.visible_to(user).order_by("-starts_on", "name", "pk"))


def cohort_to_plan(cohorts: Sequence[Cohort]) -> Cohort | None:
    """The one a person most likely plans for: the one under way, else the latest."""
    day = today()
    under_way = (cohort for cohort in cohorts if cohort.starts_on <= day <= cohort.ends_on)
    return next(under_way, cohorts[0] if cohorts else None)


def project_named(cohort: Cohort, slug: str) -> Project | None:
    return next((project for project in cohort.projects.order_by("pk") if project.slug == slug), None) if slug else None


def usual_kind(cohort: Cohort, form: str) -> str:
    """The first usual hours of a kind of session, by their slug; none is fine."""
    slugs = cohort.session_kinds.filter(form=form).order_by("position", "pk").values_list("slug", flat=True)
    return slugs.first() or ""


def is_open(session: Session) -> bool:
    """Whether answers are still taken: published and yet to begin."""
    return session.state == SessionState.PUBLISHED and session.starts_at > now()


def filters(user: Any) -> tuple[list[Cohort], list[Project]]:
    """The cohorts and projects by which this person's agenda can be narrowed."""
    projects = Project.objects.visible_to(user).select_related("cohort").order_by("-cohort__starts_on", "name", "pk")
    return list(Cohort.objects.visible_to(user).order_by("-starts_on", "name", "pk")), list(projects)


def opening_day(user: Any, cohort: Cohort | None = None, project: Project | None = None) -> date:
    """The day on which a calendar opens: today, or the last session's once nothing is to come."""
    if ahead(user, cohort, project).exists():
        return today()
    last = listed(user, cohort, project).last()
    return last.day if last else today()


def venues(user: Any) -> QuerySet[Venue]:
    """The places, with how many sessions that are not cancelled each has held or will hold."""
    kept = Count("sessions", filter=~Q(sessions__state=SessionState.CANCELLED))
    return Venue.objects.visible_to(user).annotate(sessions_held_or_planned=kept).order_by("name", "pk")


def find_clashes(proposal: Proposal) -> list[Clash]:
    """The sessions, drafts included, that hold the same place or the same facilitator at that time, soonest first.

    Touching ends do not clash. Two queries over a day's slice of the index, whatever the size of the calendar.
    """
    wanted = [person.pk for person in proposal.facilitators]
    same = Q(venue=proposal.venue) if proposal.venue is not None else Q(pk__in=[])
    same |= Q(facilitators__in=wanted)
    rows = Session.objects.held_or_planned().filter(same, near(proposal.hours))
    if proposal.session is not None:
        rows = rows.exclude(pk=proposal.session)
    busy = Prefetch("facilitators", User.objects.filter(pk__in=wanted).order_by("pk"), to_attr="wanted")
    rows = rows.select_related("venue").prefetch_related(busy).distinct().order_by("starts_at", "pk")
    clashes = []
    for session in overlapping(rows, proposal.hours, lambda row: row.hours):
        if proposal.venue is not None and session.venue_id == proposal.venue.pk:
            clashes.append(Clash(session, venue=session.venue))
        clashes += [Clash(session, facilitator=person) for person in session.wanted]
    return clashes
