"""The objectives of a project, axis by axis, each with its course."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from cohorts.models import Axis
from core.dates import today
from logbook import figures
from logbook.models import Objective
from projects.access import current_structures, is_team_of
from projects.models import Project
from projects.queries import ActionLine, actions_from


@dataclass(frozen=True)
class ObjectiveLine:
    course: figures.Course
    late: bool

    @property
    def objective(self) -> Objective:
        return self.course.objective


@dataclass(frozen=True)
class ObjectivesPage:
    project: Project
    sections: list[tuple[Axis, list[ObjectiveLine]]]
    writes: bool

    @property
    def count(self) -> int:
        return sum(len(lines) for _axis, lines in self.sections)


@dataclass(frozen=True)
class ObjectivePage:
    """An objective with every value that was written, the latest first, and the actions that come from it."""

    line: ObjectiveLine
    written: list[Any]
    actions: list[ActionLine]


def objectives_page(user: Any, project: Project) -> ObjectivesPage:
    """The objectives that this person may read, under their axes: a constant number of queries."""
    rows = Objective.objects.visible_to(user).filter(project=project).select_related("axis", "owner", "project")
    found: dict[Axis, list[ObjectiveLine]] = defaultdict(list)
    for row in rows.prefetch_related("values").order_by("axis__position", "due_on", "pk"):
        found[row.axis].append(_line(row))
    writes = is_team_of(user, project.cohort) or bool(current_structures(user, project))
    return ObjectivesPage(project, list(found.items()), writes)


def objective_page(user: Any, objective: Objective) -> ObjectivePage:
    written = objective.values.select_related("author").order_by("-recorded_at", "-pk")
    return ObjectivePage(_line(objective), list(written), actions_from(user, objective))


def _line(row: Objective) -> ObjectiveLine:
    course = figures.course(row, list(row.values.all()))
    return ObjectiveLine(course, course.is_late_on(today()))
