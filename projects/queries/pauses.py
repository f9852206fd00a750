"""Pauses of projects: which are in force, which are to come, which are over."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from core.dates import today
from projects.models import Pause, Project


def pause_today(project: Project) -> Pause | None:
    """The pause in force today, if the project rests."""
    return Pause.objects.filter(project=project).resting_on(today()).first()


def pauses(project: Project) -> list[Pause]:
    """Every pause of a project, the latest first."""
    return list(project.pauses.select_related("author", "woken_by").order_by("-starts_on", "-pk"))


def resting_projects(projects: list[int]) -> frozenset[int]:
    """Those of these projects, as keys, that rest today."""
    found = Pause.objects.filter(project__in=projects).resting_on(today())
    return frozenset(found.order_by().values_list("project", flat=True))


@dataclass(frozen=True)
class Rests:
    """When each of several projects rests, by its key: asked once, for any day."""

    by_project: dict[int, list[Pause]]

    def is_awake(self, project: int, day: date) -> bool:
        return not any(pause.is_in_force_on(day) for pause in self.by_project.get(project, ()))


def rests(projects: Iterable[int]) -> Rests:
    """The pauses of these projects, by key. One query."""
    found: dict[int, list[Pause]] = defaultdict(list)
    for pause in Pause.objects.filter(project__in=set(projects)).order_by("pk"):
        found[pause.project_id].append(pause)
    return Rests(found)
