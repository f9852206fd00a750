"""Attendance as rates: of a cohort for its team, by session, structure, person or project; of a project for its own."""

from collections.abc import Callable
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy, pgettext_lazy

from agenda import queries
from agenda.access import can_read_rates, can_read_rhythm
from agenda.figures import COLLECTIVE
from cohorts.models import Cohort
from core.dates import today
from core.gate import gate, one
from core.http import page
from projects.access import is_team_of
from projects.models import Project

from .calendar import cohort_of

PAGE = 50
project_of = one(Project, slug="project", prepare=lambda rows: rows.select_related("cohort"))

# The words of the address: what is counted by, and at which sessions.
BY: dict[str, Any] = {
    "session": pgettext_lazy("rates", "By session"),
    "structure": gettext_lazy("By structure"),
    "person": pgettext_lazy("rates", "By person"),
    "project": pgettext_lazy("rates", "By project"),
}
AT: dict[str, Any] = {
    "collective": (gettext_lazy("Half-days and seminars"), COLLECTIVE),
    "meetings": (gettext_lazy("Individual meetings"), queries.MEETINGS),
}
RATED: dict[str, Callable[..., list[queries.Rated]]] = {
    "structure": queries.rates_by_structure,
    "person": queries.rates_by_person,
    "project": queries.rates_by_project,
}


def chosen(request: HttpRequest, name: str, words: dict[str, Any]) -> str:
    """The word of the address, or the first one."""
    told = request.GET.get(name, "")
    return told if told in words else next(iter(words))


@gate(see=cohort_of, do=can_read_rates)
def cohort_rates(request: HttpRequest, cohort: Cohort) -> HttpResponse:
    by, at, day = chosen(request, "by", BY), chosen(request, "at", AT), today()
    forms = AT[at][1]
    if by == "session":
        shown = Paginator(queries.held_of(cohort, day, forms), PAGE).get_page(request.GET.get("page"))
        rows: list[Any] = queries.rates_by_session(list(shown))
    else:
        found = RATED[by](queries.projects_rated(cohort), day, forms)
        shown = Paginator(found, PAGE).get_page(request.GET.get("page"))
        rows = list(shown)
    context = {
        "cohort": cohort,
        "whole": queries.whole_rate(cohort, day, forms),
        "by": by,
        "at": at,
        "bys": list(BY.items()),
        "ats": [(word, label) for word, (label, _forms) in AT.items()],
        "page_obj": shown,
        "rows": rows,
    }
    return page(request, "agenda/rates/cohort.html", context)


@gate(see=project_of, do=can_read_rhythm)
def project_rates(request: HttpRequest, project: Project) -> HttpResponse:
    is_team = is_team_of(request.user, project.cohort)
    rates = queries.project_rates(request.user, project, today(), is_team=is_team)
    return page(request, "agenda/rates/project.html", {"project": project, "rates": rates, "is_team": is_team})
