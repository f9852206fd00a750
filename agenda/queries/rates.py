"""The pages of the attendance rates: by session, structure, person and project. Every number is a figure's."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from accounts.models import User
from agenda.figures import (
    COLLECTIVE,
    Rate,
    Represented,
    attendance_by_person,
    attendance_by_project,
    attendance_by_structure,
    attendance_rate,
    held,
    presence_by_session,
    represented_by_session,
)
from agenda.models import Session, SessionQuerySet
from cohorts.enums import SessionForm
from cohorts.models import Cohort
from projects.models import Project, Structure

MEETINGS = (SessionForm.MEETING,)


@dataclass(frozen=True)
class SessionRate:
    """A session that was held, who came, and whether every structure was there."""

    session: Session
    rate: Rate
    represented: Represented


@dataclass(frozen=True)
class Rated:
    """A person, a structure or a project with its rate; `project` is none where the row is one."""

    who: User | Structure | Project
    project: Project | None
    rate: Rate


@dataclass(frozen=True)
class ProjectRates:
    """What one reader may know of the attendance of a project: `people` are all for the team, for a member themselves."""

    project: Project
    whole: Rate
    sessions: list[SessionRate]
    structures: list[Rated]
    people: list[Rated]


def held_of(cohort: Cohort, day: date, forms: Sequence[SessionForm] = COLLECTIVE) -> SessionQuerySet:
    """The sessions of these kinds of a cohort held by a day, the latest first."""
    rows = Session.objects.filter(held(day), cohort=cohort, form__in=forms).select_related("axis", "project")
    return rows.order_by("-starts_at", "-pk")


def rates_by_session(sessions: Sequence[Session], project: Project | None = None) -> list[SessionRate]:
    """Three queries, however many sessions; with a `project`, of its people alone."""
    rates, represented = presence_by_session(sessions, project), represented_by_session(sessions, project)
    return [SessionRate(row, rates[row.pk], represented[row.pk]) for row in sessions]


def projects_rated(cohort: Cohort) -> list[Project]:
    return list(Project.objects.filter(cohort=cohort).order_by("name", "pk"))


def rates_by_project(projects: Sequence[Project], day: date, forms: Sequence[SessionForm] = COLLECTIVE) -> list[Rated]:
    rates = attendance_by_project(projects, day, forms)
    return [Rated(row, None, rates[row.pk]) for row in projects]


def rates_by_structure(
    projects: Sequence[Project], day: date, forms: Sequence[SessionForm] = COLLECTIVE
) -> list[Rated]:
    """By name; a structure of two projects stands once in each."""
    rates = attendance_by_structure(projects, day, forms)
    return _rated(projects, rates, Structure.objects.in_bulk({structure for _project, structure in rates}))


def rates_by_person(
    projects: Sequence[Project], day: date, forms: Sequence[SessionForm] = COLLECTIVE, only: Any = None
) -> list[Rated]:
    """By name; `only` one person when given."""
    rates = attendance_by_person(projects, day, forms)
    if only is not None:
        rates = {keys: rate for keys, rate in rates.items() if keys[1] == only.pk}
    return _rated(projects, rates, User.objects.in_bulk({person for _project, person in rates}))


def _rated(projects: Sequence[Project], rates: dict[tuple[int, int], Rate], who: dict[int, Any]) -> list[Rated]:
    by_key = {project.pk: project for project in projects}
    rows = [Rated(who[key], by_key[project], rate) for (project, key), rate in rates.items()]
    return sorted(rows, key=lambda row: (str(row.who).casefold(), row.project.name if row.project else "", row.who.pk))


def whole_rate(cohort: Cohort, day: date, forms: Sequence[SessionForm] = COLLECTIVE) -> Rate:
    return attendance_rate(cohort, day, forms)


def project_rates(reader: Any, project: Project, day: date, *, is_team: bool) -> ProjectRates:
    """The collective sessions alone; a constant number of queries."""
    sessions = list(held_of(project.cohort, day))
    rates = rates_by_session(sessions, project)
    return ProjectRates(
        project=project,
        whole=attendance_by_project([project], day)[project.pk],
        sessions=[row for row in rates if row.rate.expected],
        structures=rates_by_structure([project], day),
        people=rates_by_person([project], day, only=None if is_team else reader),
    )


def last_collective(cohort: Cohort, day: date) -> Session | None:
    """The collective session that was held last."""
    return held_of(cohort, day).first()
