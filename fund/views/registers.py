"""Pages of the engineering fund."""

from typing import Any

from django.http import Http404, HttpRequest

from core.gate import gate
from core.http import page
from fund import access, figures, queries
from fund.models import projects_with_money
from projects.models import Project

WAITING = 50


def project_of(request: HttpRequest, project: str) -> Project:
    """The project whose fund this is, allocated or not; 404 where its money may not be read."""
    try:
        found: Any = projects_with_money(request.user).select_related("cohort").get(slug=project)
    except Project.DoesNotExist:
        raise Http404 from None
    return found


@gate(see=project_of)
def fund(request, project):
    return page(
        request,
        "fund/fund.html",
        {
            "project": project,
            "balance": figures.balance(project),
            "lines": figures.statement(project),
            "requests": queries.requests_of(project),
        },
    )


@gate(do=access.can_list_funds)
def funds(request):
    projects, rows = queries.funds_page(request.user, request.GET.get("page"))
    context = {
        "rows": rows,
        "projects": projects,
        "total": figures.total_for(request.user),
        "waiting": queries.to_decide(request.user)[:WAITING],
    }
    return page(request, "fund/funds.html", context)
