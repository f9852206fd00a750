"""What structures give compared with what they said they can give (C3): an aid to a conversation, never a rank.

Composed on the roof: hours of sessions are the agenda's, the logbook has its own, capacities and actions belong to
projects. What is given: every hour of a session for each person who came; two hours for an action done; half an hour
for a question worked on in the logbook on a day. Declared: the days a month of the version in force each day, seven
hours a day, from the day the structure joined (at the earliest the first day of the edition) to the day looked at, its
last day in the project or the last day of the edition; the time in which the project rests is left out.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from agenda import figures as agenda
from agenda.models import Session
from cohorts.models import Cohort
from core.dates import now
from logbook import figures as logbook
from projects import figures as projects_figures
from projects.access import current_structures, is_team_of
from projects.models import Capacity, Membership, Peak, Project, Structure
from projects.queries import Review, capacities, review_today

ACTION, CONTRIBUTION = Decimal(2), Decimal("0.5")  # hours
OVERLOAD = Decimal("1.2")
SILENCE = timedelta(weeks=6)


@dataclass(frozen=True)
class Given:
    """Hours given, by what they were given to."""

    collective: Decimal = Decimal(0)
    meetings: Decimal = Decimal(0)
    actions: Decimal = Decimal(0)
    logbook: Decimal = Decimal(0)

    @property
    def sessions(self) -> Decimal:
        return self.collective + self.meetings

    @property
    def total(self) -> Decimal:
        return self.sessions + self.actions + self.logbook


@dataclass(frozen=True)
class OnPeak:
    """A session to come on a day that a structure had said is a peak."""

    session: Session
    peak: Peak


@dataclass(frozen=True)
class Line:
    """One structure. `declared` is None where it never declared; `ratio` is given ÷ declared, None where nothing was
    declared. `silence` is the days since its last contact from six weeks up; `on_peak` its sessions to come."""

    project: Project
    structure: Structure
    left_on: date | None
    versions: list[Capacity]
    given: Given
    declared: Decimal | None
    silence: int | None = None
    on_peak: list[OnPeak] = field(default_factory=list)

    @property
    def latest(self) -> Capacity | None:
        return self.versions[-1] if self.versions else None

    @property
    def ratio(self) -> Decimal | None:
        return self.given.total / self.declared if self.declared else None

    @property
    def is_overloaded(self) -> bool:
        return self.ratio is not None and self.ratio > OVERLOAD

    @property
    def is_flagged(self) -> bool:
        return self.is_overloaded or self.silence is not None or bool(self.on_peak)


@dataclass(frozen=True)
class Balance:
    """The structures of one project, those that left last, and how far their ratios lie apart."""

    project: Project
    lines: list[Line]
    index: Decimal | None

    @property
    def is_flagged(self) -> bool:
        return any(line.is_flagged for line in self.lines)


@dataclass(frozen=True)
class Page:
    """What one reader sees of a project: `lines` are theirs to read, all of them when `whole`; `review` is the one under
    way, `own` the structures for which the reader speaks."""

    balance: Balance
    whole: bool
    team: bool
    own: frozenset[int]
    review: Review | None
    day: date


def balance_index(ratios: Sequence[Decimal]) -> Decimal | None:
    """The share of the engagement that would have to pass from one structure to another for all to give the same part
    of what they declared: the sum of the distances of the ratios to their mean, divided by twice their sum. 0 when all
    are equal, near 1 when one carries all. None for fewer than two structures; capacity and effort doubled together
    change nothing, since the ratio stays."""
    if len(ratios) < 2:
        return None
    total = sum(ratios, Decimal(0))
    if not total:
        return Decimal(0)
    mean = total / len(ratios)
    return sum((abs(ratio - mean) for ratio in ratios), Decimal(0)) / (2 * total)


def balances(user: Any, projects: Sequence[Project], day: date) -> list[Balance]:
    """The balance of several projects in a constant number of queries. `user` tells which sessions to come are told."""
    declared, rests = capacities(projects), agenda.rests(projects)
    presences, rhythms = agenda.presences(projects, day), agenda.rhythms(projects, day)
    done, written = projects_figures.actions_done(projects), logbook.contributions(projects)
    ahead = sessions_ahead(user, projects)
    parts: dict[int, list[Membership]] = defaultdict(list)
    members = Membership.objects.filter(project__in=[project.pk for project in projects]).select_related("structure")
    for member in members.filter(joined_on__lte=day).order_by("structure__name", "joined_on", "pk"):
        parts[member.project_id].append(member)
    found = []
    for project in projects:
        rows = Rows(presences[project.pk], done[project.pk], written[project.pk])
        rested = rests.get(project.pk, [])
        lines = []
        for own in by_structure(parts[project.pk]):
            key = own[0].structure_id
            line = line_of(project, own, declared.get((project.pk, key), []), rows, day, rested)
            contact = rhythms[project.pk].by_structure.get(key)
            lines.append(flagged(line, contact, own, rested, day, ahead.get(project.pk, [])))
        lines.sort(key=lambda line: line.left_on is not None)
        ratios = [line.ratio for line in lines if line.left_on is None and line.ratio is not None]
        found.append(Balance(project, lines, balance_index(ratios)))
    return found


@dataclass(frozen=True)
class Rows:
    """All that was given in one project."""

    presences: list[agenda.Presence]
    actions: list[projects_figures.ActionDone]
    contributions: list[logbook.Contribution]

    def given(self, structure: int, spans: Sequence[tuple[date, date]]) -> Given:
        def counts(row: Any) -> bool:
            return row.structure == structure and any(first <= row.day <= last for first, last in spans)

        came = [row for row in self.presences if counts(row)]
        return Given(
            collective=sum((row.hours for row in came if not row.is_meeting), Decimal(0)),
            meetings=sum((row.hours for row in came if row.is_meeting), Decimal(0)),
            actions=ACTION * sum(counts(row) for row in self.actions),
            logbook=CONTRIBUTION * sum(counts(row) for row in self.contributions),
        )


def by_structure(members: Iterable[Membership]) -> list[list[Membership]]:
    """The parts of each structure, which may have left and come back."""
    found: dict[int, list[Membership]] = {}
    for member in members:
        found.setdefault(member.structure_id, []).append(member)
    return list(found.values())


def line_of(
    project: Project, own: Sequence[Membership], versions: list[Capacity], rows: Rows, day: date, rests: Any
) -> Line:
    cohort = project.cohort
    spans = [
        (max(member.joined_on, cohort.starts_on), min(member.left_on or day, day, cohort.ends_on)) for member in own
    ]
    hours = sum((projects_figures.declared_hours(versions, first, last, rests) for first, last in spans), Decimal(0))
    gone = None if any(member.is_active_on(day) for member in own) else max(m.left_on for m in own if m.left_on)
    return Line(
        project=project,
        structure=own[0].structure,
        left_on=gone,
        versions=versions,
        given=rows.given(own[0].structure_id, spans),
        declared=hours if versions else None,
    )


def flagged(
    line: Line, contact: agenda.Rhythm | None, own: Sequence[Membership], rests: Any, day: date, ahead: list[Session]
) -> Line:
    """The same with its silence and its sessions on peaks; nothing is asked of a structure that left, nor after the
    edition."""
    cohort = line.project.cohort
    if line.left_on is not None or not cohort.starts_on <= day <= cohort.ends_on:
        return line
    since = contact.last if contact and contact.last else max(own[-1].joined_on, cohort.starts_on)
    days = agenda.between(since, day, rests)
    peaks = line.latest.peaks.all() if line.latest else []
    return Line(
        **{name: getattr(line, name) for name in ("project", "structure", "left_on", "versions", "given", "declared")},
        silence=days if timedelta(days=days) > SILENCE else None,
        on_peak=[
            OnPeak(session, peak)
            for session in ahead
            if session.structure_id in (None, line.structure.pk)
            for peak in peaks
            if peak.covers(session.day)
        ],
    )


def sessions_ahead(user: Any, projects: Sequence[Project]) -> dict[int, list[Session]]:
    """By project, the dated sessions to come that the reader sees: its own and those of its cohort. One query."""
    cohorts = {project.cohort_id for project in projects}
    rows = Session.objects.visible_to(user).dated().held_or_planned().filter(cohort__in=cohorts, starts_at__gt=now())
    sessions = list(rows.order_by("starts_at", "pk"))
    return {
        project.pk: [
            row for row in sessions if row.cohort_id == project.cohort_id and row.project_id in (None, project.pk)
        ]
        for project in projects
    }


def page_of(user: Any, project: Project, day: date) -> Page:
    """A project's engagement as this person may read it: the team all of it, a structure its own; the whole project
    during a review to which every structure agreed."""
    [balance] = balances(user, [project], day)
    team, own = is_team_of(user, project.cohort), current_structures(user, project)
    review = review_today(project)
    whole = team or (review is not None and review.is_shown)
    lines = [line for line in balance.lines if team or line.structure.pk in own or (whole and line.left_on is None)]
    shown = Balance(project, lines, balance.index if whole else None)
    return Page(shown, whole, team, own, review, day)


def cohort_balances(user: Any, cohort: Cohort, day: date) -> list[Balance]:
    """Every project of a cohort, for its team."""
    rows = Project.objects.visible_to(user).filter(cohort=cohort).select_related("cohort").order_by("name", "pk")
    return balances(user, list(rows), day)
