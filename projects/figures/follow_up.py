"""How much is to be done in a project."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q

from core.dates import today
from projects.enums import ActionState
from projects.models import Action, Project
from projects.models.action import ActionQuerySet


@dataclass(frozen=True)
class ActionCounts:
    """Actions to do, those of them whose day is past, and those that are settled in whatever way."""

    open: int = 0
    late: int = 0
    closed: int = 0


def action_counts(project: Project, reader: Any) -> ActionCounts:
    """The actions of the project as they stand today, as far as the reader sees them."""
    return _counted([project], Action.objects.visible_to(reader))[project.pk]


def action_counts_by_project(projects: Iterable[Project]) -> dict[int, ActionCounts]:
    """All the actions of several projects in one query, by project key; for their team."""
    return _counted(projects, Action.objects.all())


def _counted(projects: Iterable[Project], actions: ActionQuerySet) -> dict[int, ActionCounts]:
    keys = [project.pk for project in projects]
    to_do = Q(state=ActionState.OPEN)
    rows = actions.filter(project__in=keys).order_by().values("project")
    counted = rows.annotate(
        open=Count("pk", filter=to_do),
        late=Count("pk", filter=to_do & Q(due_on__lt=today())),
        closed=Count("pk", filter=~to_do),
    )
    found = {
        project: ActionCounts(*numbers)
        for project, *numbers in counted.values_list("project", "open", "late", "closed")
    }
    return {key: found.get(key, ActionCounts()) for key in keys}
