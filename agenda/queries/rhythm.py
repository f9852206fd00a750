"""The page of a project's rhythm: contacts, hours by purpose, and who has spent time with whom."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from accounts.models import User
from agenda.figures import (
    MonthHours,
    Nudge,
    PairGrid,
    Period,
    ProjectRhythm,
    Rhythm,
    hours_by_purpose,
    nudges,
    pair_grid,
    rhythms,
)
from agenda.models import Session, TimeTag
from projects.access import current_structures, is_team_of
from projects.models import Membership, Project, Structure


@dataclass(frozen=True)
class StructureRhythm:
    """A structure with its rhythm; None where it was never met. One that left is not asked how long ago it was met.
    `next_on` is its next meeting, with the project or alone as far as the reader may know; `periods` its rhythm in each
    period of the follow-up."""

    structure: Structure
    rhythm: Rhythm | None
    left: bool
    next_on: date | None
    periods: list[tuple[Period, Rhythm | None]]


@dataclass(frozen=True)
class RhythmPage:
    """What the page shows; the grid of people is for the team."""

    project: Project
    told: ProjectRhythm
    structures: list[StructureRhythm]
    months: list[MonthHours]
    grid: PairGrid
    people: PairGrid | None
    nudge: Nudge | None
    day: date


def rhythm_page(user: Any, project: Project, day: date) -> RhythmPage:
    """A constant number of queries, however long the project has been followed."""
    told = rhythms([project], day)[project.pk]
    members = Membership.objects.filter(project=project).select_related("structure").order_by("structure__name", "pk")
    structures = {row.structure: row.is_active_on(day) for row in members}
    own = current_structures(user, project)
    people, team = None, is_team_of(user, project.cohort)
    if team:
        keys = {key for row in told.rows for key in row.people}
        names = {person.pk: str(person) for person in User.objects.filter(pk__in=keys).order_by("pk")}
        people = pair_grid(told.rows, names, people=True)
    return RhythmPage(
        project=project,
        told=told,
        structures=[
            StructureRhythm(
                row,
                told.by_structure.get(row.pk),
                left=not active,
                next_on=_next(told, row.pk, alone=team or row.pk in own) if active else None,
                periods=[(period, period.by_structure.get(row.pk)) for period in told.periods],
            )
            for row, active in structures.items()
        ],
        months=hours_by_purpose(told.rows),
        grid=pair_grid(told.rows, {row.pk: row.name for row in structures}),
        people=people,
        nudge=nudges([project], day).get(project.pk) if team else None,
        day=day,
    )


def _next(told: ProjectRhythm, structure: int, *, alone: bool) -> date | None:
    days = [told.next_on, told.next_with.get(structure) if alone else None]
    return min((day for day in days if day is not None), default=None)


def length_of(session: Session) -> int:
    """The minutes that a session with a date has."""
    return int(session.hours.length.total_seconds() // 60)


def time_told(session: Session) -> dict[str, int]:
    """The minutes of a session that were said to be for something, by purpose."""
    return dict(TimeTag.objects.filter(session=session).order_by("pk").values_list("purpose", "minutes"))
