"""What the pages of the fund list."""

from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator

from fund import figures
from fund.models import projects_with_money
from projects.models import Project

A_PAGE = 50


@dataclass(frozen=True)
class Row:
    """A project and where its euros stand; no balance before the first allocation."""

    project: Project
    balance: figures.Balance | None


def funds_page(user: Any, number: str | None) -> tuple[Page[Project], list[Row]]:
    """One page of the projects whose money the person may read, newest edition first, with their balances."""
    projects = projects_with_money(user).select_related("cohort")
    page = Paginator(projects.order_by("-cohort__starts_on", "cohort__name", "name", "pk"), A_PAGE).get_page(number)
    found = figures.balances(list(page))
    return page, [Row(project, found.get(project.pk)) for project in page]
