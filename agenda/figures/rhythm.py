"""How regularly a project and its structures are met (B43, C12). What it cannot tell: what was said, or by telephone."""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from statistics import median

from agenda.models import Attendance, Session
from cohorts.enums import SessionForm
from core.dates import now, paris_day
from projects.models import Pause, Project

from .hours import Spent, hours, spent
from .sessions import held, meetings_by_project

# A rest of a project: its first day, and the first day after it (None: it goes on).
Rest = tuple[date, date | None]


@dataclass(frozen=True)
class Silence:
    """The days between two contacts."""

    days: int
    first: date
    last: date


@dataclass(frozen=True)
class Rhythm:
    """The contacts with a project or one of its structures, and what lies between them. A contact is a day on which at
    least one of its people attended a session held, of any kind. Gaps are days from one contact to the next."""

    contacts: tuple[date, ...]
    hours: Decimal
    mean_gap: Decimal | None
    median_gap: Decimal | None
    longest: Silence | None
    since: int | None

    @property
    def last(self) -> date | None:
        return self.contacts[-1] if self.contacts else None


@dataclass(frozen=True)
class ProjectRhythm:
    """The rhythm of a project. `meetings` are its individual meetings held; `forecast` what they come to at the end of
    the edition at this pace; `unknown` its sessions held of which no sheet says who came."""

    whole: Rhythm
    rows: list[Spent]
    by_structure: dict[int, Rhythm]
    meetings: int
    forecast: int | None
    next_on: date | None
    unknown: int


def rhythm(rows: Sequence[Spent], day: date, pauses: Sequence[Rest] = ()) -> Rhythm:
    """The rhythm of these sessions as of a day. Days of a pause do not count in a gap. The mean is over the gaps between
    contacts; the time since the last one is told apart, because it is not over."""
    days = tuple(sorted({row.day for row in rows}))
    silences = [Silence(between(first, last, pauses), first, last) for first, last in itertools.pairwise(days)]
    gaps = [silence.days for silence in silences]
    return Rhythm(
        contacts=days,
        hours=hours(rows),
        mean_gap=Decimal(sum(gaps)) / len(gaps) if gaps else None,
        median_gap=Decimal(str(median(gaps))) if gaps else None,
        longest=max(silences, key=lambda one: one.days) if silences else None,
        since=between(days[-1], day, pauses) if days else None,
    )


def between(first: date, last: date, pauses: Sequence[Rest] = ()) -> int:
    """The days from one to the other, without those of a pause."""
    paused = 0
    for starts, ends in pauses:
        start, end = max(starts, first), min(ends or last, last)
        paused += max((end - start).days, 0)
    return (last - first).days - paused


def forecast(project: Project, meetings: int, day: date, pauses: Sequence[Rest] = ()) -> int | None:
    """The meetings that the edition ends with if they go on at the pace held so far: a straight line from its first day.
    None before it starts, once it is over, and with fewer than two meetings."""
    cohort = project.cohort
    if not cohort.starts_on < day < cohort.ends_on or meetings < 2:
        return None
    gone = between(cohort.starts_on, day, pauses)
    if gone <= 0:
        return None
    ahead = between(day, cohort.ends_on, pauses)
    return round(Decimal(meetings) * (gone + ahead) / gone)


def rhythms(projects: Sequence[Project], day: date) -> dict[int, ProjectRhythm]:
    """The rhythm of several projects and of their structures, by project key, in five queries however many they are."""
    found = spent(projects, day)
    meetings = meetings_by_project(projects, day)
    coming, unknown, resting = _coming(projects), _unknown(projects, day), rests(projects)
    told = {}
    for project in projects:
        rows, paused = found[project.pk], resting.get(project.pk, [])
        structures = {key for row in rows for key in row.structures}
        told[project.pk] = ProjectRhythm(
            whole=rhythm(rows, day, paused),
            rows=rows,
            by_structure={
                key: rhythm([row for row in rows if key in row.structures], day, paused) for key in structures
            },
            meetings=meetings[project.pk],
            forecast=forecast(project, meetings[project.pk], day, paused),
            next_on=coming.get(project.pk),
            unknown=unknown.get(project.pk, 0),
        )
    return told


def _coming(projects: Sequence[Project]) -> dict[int, date]:
    """The day of each project's next individual meeting that is published."""
    rows = Session.objects.filter(
        project__in=projects, form=SessionForm.MEETING, state="published", starts_at__gt=now()
    )
    found: dict[int, date] = {}
    for project, starts in rows.order_by("starts_at", "pk").values_list("project", "starts_at"):
        if project is not None and starts is not None:
            found.setdefault(project, paris_day(starts))
    return found


def _unknown(projects: Sequence[Project], day: date) -> dict[int, int]:
    """Per project, its meetings held on whose sheet no line says anything."""
    begun = Attendance.objects.taken().values("session")
    rows = Session.objects.filter(held(day), project__in=projects).exclude(pk__in=begun)
    found: dict[int, int] = {}
    for project in rows.order_by("pk").values_list("project", flat=True):
        if project is not None:
            found[project] = found.get(project, 0) + 1
    return found


def rests(projects: Sequence[Project]) -> dict[int, list[Rest]]:
    """The pauses of each project: until their last day, or the day on which the project was woken by hand."""
    found: dict[int, list[Rest]] = {}
    for pause in Pause.objects.filter(project__in=projects).order_by("starts_on", "pk"):
        ends = [day for day in (pause.ends_on and pause.ends_on + timedelta(days=1), pause.woken_on) if day]
        found.setdefault(pause.project_id, []).append((pause.starts_on, min(ends) if ends else None))
    return found
