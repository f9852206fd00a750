"""Who wrote in the logbook, structure by structure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from core.dates import paris_day
from logbook.models import AnswerVersion
from projects.models import Project


@dataclass(frozen=True)
class Contribution:
    """That a structure worked on one question on a day, however often it was saved."""

    structure: int
    day: date


def contributions(projects: Iterable[Project]) -> dict[int, list[Contribution]]:
    """By project, each question on which somebody wrote for a structure on a day, counted once; what the team wrote is
    nobody's. One query."""
    keys = [project.pk for project in projects]
    rows = AnswerVersion.objects.filter(answer__project__in=keys, structure__isnull=False)
    told = rows.order_by("created_at", "pk").values_list("answer__project", "answer", "structure", "created_at")
    days = dict.fromkeys((project, answer, structure, paris_day(at)) for project, answer, structure, at in told)
    found: dict[int, list[Contribution]] = {key: [] for key in keys}
    for project, _answer, structure, day in days:
        found[project].append(Contribution(structure, day))
    return found
