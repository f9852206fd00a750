"""The calendar and the list, and what feeds them."""

import json
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse

from agenda import queries
from agenda.access import can_change_session
from agenda.forms import WindowForm
from agenda.models import Session
from cohorts.models import Cohort
from core import dates
from core.gate import gate, one
from core.http import page
from core.outbox import held_up
from projects.models import Project

PAGE = 30


cohort_of = one(Cohort, slug="cohort")


project_of = one(Project, slug="project", prepare=lambda rows: rows.select_related("cohort"))


def filters_of(request: HttpRequest) -> tuple[Cohort | None, Project | None]:
    """The cohort and the project that the address names, if any."""
    cohort, project = request.GET.get("cohort"), request.GET.get("project")
    return (
        cohort_of(request, cohort=cohort) if cohort else None,
        project_of(request, project=project) if project else None,
    )


@gate(see=filters_of)
def agenda(request: HttpRequest, cohort: Cohort | None, project: Project | None) -> HttpResponse:
    past = request.GET.get("when") == "past"
    rows = (queries.behind if past else queries.ahead)(request.user, cohort, project)
    shown = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    cohorts, projects = queries.filters(request.user)
    plannable = cohort or (project.cohort if project else queries.cohort_to_plan(cohorts))
    team = request.user.is_team
    context = {
        "page_obj": shown,
        "rows": queries.with_replies(request.user, list(shown)),
        "past": past,
        "cohort": cohort,
        "project": project,
        "cohorts": cohorts,
        "projects": projects,
        "plannable": plannable,
        "undated": undated(request.user, cohort, project) if team else [],
        "to_publish": queries.number_to_tell(plannable) if team and plannable else 0,
        "held_up": held_up() if team else None,
        "slots_of": queries.project_to_book(request.user, [project] if project else projects),
        "opening_day": queries.opening_day(request.user, cohort, project),
    }
    return page(request, "agenda/agenda.html", context)


def undated(user: Any, cohort: Cohort | None, project: Project | None) -> list[tuple[Session, str]]:
    """What waits for its date, each with what the calendar needs to take it when it is dragged there."""
    rows = []
    for row in queries.undated(user, cohort, project):
        address = reverse("agenda:move_session", args=[row.pk])
        data = {"id": row.pk, "title": row.title, "duration": "03:30", "version": row.version, "moveUrl": address}
        rows.append((row, json.dumps(data)))
    return rows


@gate(see=filters_of)
def events(request: HttpRequest, cohort: Cohort | None, project: Project | None) -> HttpResponse:
    form = WindowForm(request.GET)
    if not form.is_valid():
        return JsonResponse({"error": form.sentence}, status=400)
    start, end = form.cleaned_data["start"], form.cleaned_data["end"]
    sessions = queries.with_evidence(queries.window(request.user, start, end, cohort=cohort, project=project))
    return JsonResponse([as_event(row) | move_of(row, request.user) for row in sessions], safe=False)


def move_of(row: Session, user: Any) -> dict[str, Any]:
    """What the calendar needs to let a session be dragged; nothing for those who may not, or once it was held."""
    if row.is_cancelled or row.has_evidence or not can_change_session(user, row):
        return {}
    return {"mayMove": True, "version": row.version, "moveUrl": reverse("agenda:move_session", args=[row.pk])}


def as_event(row: Session) -> dict[str, Any]:
    """A session as the calendar draws it: an axis by the name of its colour, never by the colour."""
    return {
        "id": row.pk,
        "title": row.title,
        "start": dates.to_paris(row.starts_at).isoformat(),
        "end": dates.to_paris(row.ends_at).isoformat(),
        "url": row.get_absolute_url(),
        "axis": f"axis-{row.axis.palette}" if row.axis else "",
        "kind": row.get_form_display(),
        "state": row.state,
        "place": row.venue.name if row.venue else "",
        "project": row.project.name if row.project else "",
    }
