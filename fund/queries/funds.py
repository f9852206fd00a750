"""What the pages of the fund list."""

from dataclasses import dataclass
from typing import Any

from fund import figures
from fund.models import projects_with_money
from projects.models import Project


@dataclass(frozen=True)
class Row:
    """A project and where its euros stand; no balance before the first allocation."""

    project: Project
    balance: figures.Balance | None


def funds_for(user: Any) -> list[Row]:
    """The projects whose money the person may read, newest edition first, with their balances."""
    projects = list(
        projects_with_money(user).select_related("cohort").order_by("-cohort__starts_on", "cohort__name", "name")
    )
    found = figures.balances(projects)
    return [Row(project, found.get(project.pk)) for project in projects]
