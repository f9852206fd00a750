"""How regularly a project and its structures are met (B43, C12). What it cannot tell: what was said, or by telephone."""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from statistics import median

from agenda.models import Attendance, Session
from cohorts.enums import SessionForm
from cohorts.models import Cohort
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
class Period:
    """The edition (`years` is 0), or a year of the follow-up after it: the contacts with the project and with each
    structure that was met in it."""

    years: int
    first: date
    last: date
    whole: Rhythm
    by_structure: dict[int, Rhythm]


@dataclass(frozen=True)
class ProjectRhythm:
    """The rhythm of a project. `meetings` are its individual meetings held, those with one structure alone among them;
    `forecast` what they come to at the end of the edition at this pace; `next_on` the day of its next meeting, and
    `next_with` of the next with a structure alone; `unknown` its sessions held of which no sheet says who came;
    `periods` how it went on after the edition, empty as long as that lasts."""

    whole: Rhythm
    rows: list[Spent]
    by_structure: dict[int, Rhythm]
    meetings: int
    forecast: int | None
    next_on: date | None
    next_with: dict[int, date]
    unknown: int
    periods: list["Period"]


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
    """The meetings that the edition ends with if they go on at the pace held so far: meetings held, times the days of
    the whole edition, divided by the days gone since its first day, rounded; days of a pause count in neither. None
    before it starts, once it is over, and with fewer than two meetings."""
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
            next_on=coming[project.pk].get(None),
            next_with={key: on for key, on in coming[project.pk].items() if key is not None},
            unknown=unknown.get(project.pk, 0),
            periods=periods(project.cohort, rows, day, paused),
        )
    return told


def periods(cohort: Cohort, rows: Sequence[Spent], day: date, pauses: Sequence[Rest] = ()) -> list[Period]:
    """The edition, the twelve months after it and the twelve after those, as far as they have begun; nothing as long as
    the edition lasts. A gap is counted in the period in which both its ends lie."""
    if day <= cohort.ends_on:
        return []
    edges = [cohort.ends_on, years_after(cohort.ends_on, 1), years_after(cohort.ends_on, 2)]
    firsts = [cohort.starts_on, *(edge + timedelta(days=1) for edge in edges[:-1])]
    found = []
    for years, (first, last) in enumerate(zip(firsts, edges, strict=True)):
        within = [row for row in rows if first <= row.day <= last]
        until = min(day, last)
        structures = {key for row in within for key in row.structures}
        found.append(
            Period(
                years=years,
                first=first,
                last=last,
                whole=rhythm(within, until, pauses),
                by_structure={
                    key: rhythm([row for row in within if key in row.structures], until, pauses) for key in structures
                },
            )
        )
    return [period for period in found if period.first <= day]


def years_after(day: date, years: int) -> date:
    """The same day so many years later; the 28th where there is no 29 February."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


def _coming(projects: Sequence[Project]) -> dict[int, dict[int | None, date]]:
    """The day of each project's next individual meeting that is published, and of the next with each of its structures
    alone."""
    rows = Session.objects.filter(
        project__in=projects, form=SessionForm.MEETING, state="published", starts_at__gt=now()
    )
    found: dict[int, dict[int | None, date]] = {project.pk: {} for project in projects}
    for project, structure, starts in rows.order_by("starts_at", "pk").values_list("project", "structure", "starts_at"):
        if project is not None and starts is not None:
            found[project].setdefault(structure, paris_day(starts))
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
