"""Pauses of projects: which are in force, which are to come, which are over."""

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
