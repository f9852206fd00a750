"""A cohort's board and a project's home: figures of the apps below, side by side, in a constant number of queries."""

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from agenda import figures as agenda_figures
from agenda.queries import (
    Coming,
    HalfDay,
    SessionRate,
    coming,
    last_collective,
    project_reminders,
    rates_by_session,
    timeline,
)
from cohorts.models import Axis, Cohort
from core.money import format_money
from core.reminders import Line
from fund import figures as fund_figures
from fund.models import Fund
from logbook import figures as logbook_figures
from logbook.queries import with_first
from projects.access import current_structures, is_team_of
from projects.figures import ActionCounts, Counts, action_counts, counts_by_cohort, counts_by_project
from projects.models import Membership, Pause, Project
from projects.queries import ActionLine, action_lines, pause_today, project_action_reminders, resting_projects

from . import attention

COMING = 4
ACTIONS = 5


@dataclass(frozen=True)
class Card:
    """One project on the board, with its structures and people ever and on the board's day."""

    project: Project
    counts: Counts
    meetings: int
    rhythm: agenda_figures.ProjectRhythm
    attendance: agenda_figures.Rate
    progress: logbook_figures.Count
    balance: fund_figures.Balance
    rests: bool

    @property
    def left(self) -> int:
        """Structures that took part and do not on the board's day."""
        return self.counts.structures_ever - self.counts.structures_active

    @property
    def engaged(self) -> Decimal:
        """Euros promised or already paid."""
        return self.balance.committed + self.balance.paid

    @property
    def engaged_of(self) -> str:
        return f"{format_money(self.engaged, 'short')} / {format_money(self.balance.allocated, 'short')}"


@dataclass(frozen=True)
class Board:
    """What the team of a cohort sees first. `may_manage` is false for a participant, who sees the path and the projects
    without the figures of the others."""

    cohort: Cohort
    day: date
    month: int
    months: int
    half_days_held: int
    meetings_held: int
    counts: Counts
    timeline: list[HalfDay]
    cards: list[Card]
    coming: list[Coming]
    attention: list[attention.Item]
    is_team: bool


@dataclass(frozen=True)
class AxisLine:
    """An axis, how far its page of the logbook is filled, and until when the project puts it first."""

    axis: Axis
    count: logbook_figures.Count
    first_until: date | None


@dataclass(frozen=True)
class Home:
    """A project's home."""

    project: Project
    is_team: bool
    takes_part: bool
    memberships: list[Membership]
    past: list[Membership]
    axes: list[AxisLine]
    total: logbook_figures.Count
    coming: list[Coming]
    meetings_held: int
    attendance: agenda_figures.Rate
    balance: fund_figures.Balance | None
    actions: list[ActionLine]
    action_counts: ActionCounts
    rhythm: agenda_figures.ProjectRhythm
    attention: list[attention.Item]
    pause: Pause | None
    last: SessionRate | None
    reminders: list[Line]


def months_of(cohort: Cohort, day: date) -> tuple[int, int]:
    """(month under way, months in all), counted from the first; before it starts 0, after its end the last."""
    total = span(cohort.starts_on, cohort.ends_on)
    if day < cohort.starts_on:
        return 0, total
    return min(span(cohort.starts_on, day), total), total


def span(first: date, last: date) -> int:
    """Calendar months touched, both ends included."""
    return (last.year - first.year) * 12 + last.month - first.month + 1


def board(user: Any, cohort: Cohort, day: date) -> Board:
    """The board of a cohort as this person may see it."""
    projects = list(Project.objects.visible_to(user).filter(cohort=cohort).select_related("cohort").order_by("pk"))
    team = is_team_of(user, cohort)
    cards = project_cards(projects, day)
    upcoming = coming(user, cohort=cohort, limit=COMING)
    month, months = months_of(cohort, day)
    path = with_structures(timeline(cohort, user)) if team else timeline(cohort, user)
    return Board(
        cohort=cohort,
        day=day,
        month=month,
        months=months,
        half_days_held=agenda_figures.half_days_held(cohort, day),
        meetings_held=sum(card.meetings for card in cards),
        counts=counts_by_cohort([cohort], day)[cohort.pk],
        timeline=path,
        cards=cards,
        coming=upcoming,
        attention=attention.for_team(cohort, projects, upcoming, day, path) if team else [],
        is_team=team,
    )


def with_structures(path: list[HalfDay]) -> list[HalfDay]:
    """The path, with whether every structure was at the half-days that were held."""
    found = agenda_figures.represented_by_session([step.session for step in path if step.state == "done"])
    return [replace(step, represented=found.get(step.session.pk, step.represented)) for step in path]


def project_cards(projects: list[Project], day: date) -> list[Card]:
    """The cards of several projects, in a constant number of queries."""
    attendance = agenda_figures.attendance_by_project(projects, day)
    rhythms = agenda_figures.rhythms(projects, day)
    progress = logbook_figures.progress_by_project(projects)
    balances = fund_figures.balances(projects)
    counts = counts_by_project(projects, day)
    resting = resting_projects([project.pk for project in projects])
    return [
        Card(
            project=project,
            counts=counts[project.pk],
            meetings=rhythms[project.pk].meetings,
            rhythm=rhythms[project.pk],
            attendance=attendance[project.pk],
            progress=progress[project.pk].total,
            balance=balances.get(project.pk) or fund_figures.Balance(),
            rests=project.pk in resting,
        )
        for project in projects
    ]


def reminders_to_come(user: Any, project: Project) -> list[Line]:
    """What the people of a project will be reminded of: sessions, polls, actions."""
    found = [*project_reminders(user, project), *project_action_reminders(project)]
    return sorted(found, key=lambda line: line.reminder.due_at)


def project_home(user: Any, project: Project, day: date) -> Home:
    """A project's home as this person may see it: one who left sees the project and its people, no figure of today."""
    team = is_team_of(user, project.cohort)
    structures = current_structures(user, project)
    members = (
        Membership.objects.filter(project=project).select_related("structure").prefetch_related("participants__user")
    )
    rows = list(members.order_by("joined_on", "structure__name", "pk"))
    now = team or bool(structures)
    progress = logbook_figures.progress_by_project([project])[project.pk] if now else None
    axes = with_first(project.cohort.content.axes.all(), project, day) if progress else []
    upcoming = coming(user, project=project, limit=COMING)
    fund = Fund.objects.visible_to(user).filter(project=project).exists()
    rhythm = agenda_figures.rhythms([project], day)[project.pk]
    return Home(
        project=project,
        is_team=team,
        takes_part=bool(structures),
        memberships=[row for row in rows if row.is_active_on(day)],
        past=[row for row in rows if not row.is_active_on(day)],
        axes=[AxisLine(axis, progress.of(axis), axis.first_until) for axis in axes] if progress else [],
        total=progress.total if progress else logbook_figures.Count(),
        coming=upcoming,
        meetings_held=rhythm.meetings,
        rhythm=rhythm,
        attendance=agenda_figures.attendance_by_project([project], day)[project.pk],
        balance=fund_figures.balance(project) if fund else None,
        actions=action_lines(user, project)[:ACTIONS],
        action_counts=action_counts(project, user),
        attention=attention.for_member(user, project, structures, upcoming, day),
        pause=pause_today(project) if now else None,
        last=last_held(project, day) if now else None,
        reminders=reminders_to_come(user, project) if now else [],
    )


def last_held(project: Project, day: date) -> SessionRate | None:
    """The last collective session at which people of the project were expected, as the project knows it."""
    session = last_collective(project.cohort, day)
    rate = rates_by_session([session], project)[0] if session else None
    return rate if rate and rate.rate.expected else None
