"""The agenda's pages: calendar and list, the sheet of a session, planning, answering, places."""

from datetime import date, time
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from cohorts.enums import SessionForm
from cohorts.models import Cohort
from core import dates
from core.errors import EditedElsewhere, Refused
from core.gate import gate, one
from core.http import go, invalid, is_fragment, page, refused
from projects.models import Project

from . import actions, figures, queries
from .access import can_answer_session, can_change_session, can_manage_venues, can_plan_session
from .forms import PlanForm, ReplyForm, VenueForm, WindowForm
from .models import Session, Venue

PAGE = 30

cohort_of = one(Cohort, slug="cohort")
project_of = one(Project, slug="project", prepare=lambda rows: rows.select_related("cohort"))
session_of = one(Session, pk="session", prepare=queries.on_sheet)
venue_of = one(Venue, pk="venue")


def filters_of(request: HttpRequest) -> tuple[Cohort | None, Project | None]:
    """The cohort and the project that the address names, if any."""
    cohort, project = request.GET.get("cohort"), request.GET.get("project")
    return (
        cohort_of(request, cohort=cohort) if cohort else None,
        project_of(request, project=project) if project else None,
    )


def cohort_to_plan(request: HttpRequest) -> Cohort | None:
    """The cohort that the form or the address names, else the person's own."""
    named = request.POST.get("cohort") or request.GET.get("cohort")
    if named:
        return cohort_of(request, cohort=named)
    return queries.cohort_to_plan(queries.cohorts_to_plan(request.user))


def typed(request: HttpRequest) -> Any:
    return request.POST if request.method == "POST" else None


@gate(see=filters_of)
def agenda(request: HttpRequest, cohort: Cohort | None, project: Project | None) -> HttpResponse:
    past = request.GET.get("when") == "past"
    rows = (queries.behind if past else queries.ahead)(request.user, cohort, project)
    shown = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    cohorts, projects = queries.filters(request.user)
    context = {
        "page_obj": shown,
        "rows": queries.with_replies(request.user, list(shown)),
        "past": past,
        "cohort": cohort,
        "project": project,
        "cohorts": cohorts,
        "projects": projects,
        "plannable": cohort or (project.cohort if project else queries.cohort_to_plan(cohorts)),
        "opening_day": queries.opening_day(request.user, cohort, project),
    }
    return page(request, "agenda/agenda.html", context)


@gate(see=filters_of)
def events(request: HttpRequest, cohort: Cohort | None, project: Project | None) -> HttpResponse:
    form = WindowForm(request.GET)
    if not form.is_valid():
        return JsonResponse({"error": form.sentence}, status=400)
    start, end = form.cleaned_data["start"], form.cleaned_data["end"]
    sessions = queries.window(request.user, start, end, cohort=cohort, project=project)
    return JsonResponse([as_event(row) for row in sessions], safe=False)


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


@gate(see=session_of)
def session(request: HttpRequest, row: Session) -> HttpResponse:
    return render(request, "agenda/session.html", sheet(request, row))


def sheet(request: HttpRequest, row: Session) -> dict[str, Any]:
    may_change = can_change_session(request.user, row)
    presence = figures.presence(row) if may_change else None
    return {
        "session": row,
        "may_change": may_change,
        "invited": queries.invited(row) if may_change else [],
        "replies": figures.replies(row) if may_change else None,
        "presence": presence,
        "may_cancel": presence is not None and not presence.expected and not row.is_cancelled,
        **own(request, row),
    }


def own(request: HttpRequest, row: Session) -> dict[str, Any]:
    """The reader's own part: whether they may answer, what they answered, whether it is still time."""
    return {
        "session": row,
        "may_answer": can_answer_session(request.user, row),
        "line": queries.own_line(row, request.user),
        "is_open": queries.is_open(row),
        "refusal": None,
    }


@gate(see=cohort_to_plan, do=can_plan_session, methods=("GET", "POST"))
def new_session(request: HttpRequest, cohort: Cohort) -> HttpResponse:
    form = PlanForm(typed(request), cohort=cohort, initial=suggestions(request, cohort))
    context = {"cohort": cohort, "session": None, "cohorts": queries.cohorts_to_plan(request.user)}
    if request.method != "POST":
        return render(request, "agenda/session_form.html", {"form": form, **context})
    if not form.is_valid():
        return invalid(request, form, "agenda/session_form.html", context)
    kind = {name: form.cleaned_data[name] for name in ("form", "project", "publish")}
    try:
        planned = actions.create_session(actor=request.user, cohort=cohort, **kind, **form.facts)
    except Refused as refusal:
        return refused(request, refusal, form, "agenda/session_form.html", context)
    messages.success(request, _("“%(title)s” is planned.") % {"title": planned.title})
    return go(request, planned.get_absolute_url())


def suggestions(request: HttpRequest, cohort: Cohort) -> dict[str, Any]:
    """What the address says of a session to plan; words that mean nothing are left out."""
    told = request.GET
    starts = clock_or_none(told.get("starts", ""))
    form = told.get("form") if told.get("form") in SessionForm.values else SessionForm.WORKSHOP
    return {
        "form": form,
        "project": queries.project_named(cohort, told.get("project", "")),
        "day": day_or_none(told.get("day", "")),
        "half": "" if starts else told.get("half") or queries.usual_kind(cohort, form),
        "starts": starts,
        "facilitators": [request.user.pk],
        "publish": True,
    }


def clock_or_none(told: str) -> time | None:
    try:
        return time.fromisoformat(told)
    except ValueError:
        return None


def day_or_none(told: str) -> date | None:
    try:
        return date.fromisoformat(told)
    except ValueError:
        return None


@gate(see=session_of, do=can_change_session, methods=("GET", "POST"))
def edit_session(request: HttpRequest, row: Session) -> HttpResponse:
    form = PlanForm(typed(request), cohort=row.cohort, session=row, initial=stored(row))
    context = {"session": row, "cohort": row.cohort, "cohorts": []}
    if request.method != "POST":
        return render(request, "agenda/session_form.html", {"form": form, **context})
    if not form.is_valid():
        return invalid(request, form, "agenda/session_form.html", context)
    try:
        actions.change_session(actor=request.user, session=row, seen=form.cleaned_data["seen"], **form.facts)
    except EditedElsewhere as refusal:
        differences = form.differences(refusal.theirs)
        return refused(request, refusal, form, "agenda/session_form.html", {**context, "differences": differences})
    except Refused as refusal:
        return refused(request, refusal, form, "agenda/session_form.html", context)
    messages.success(request, _("The session is saved."))
    return go(request, row.get_absolute_url())


def stored(row: Session) -> dict[str, Any]:
    starts, ends = dates.to_paris(row.starts_at), dates.to_paris(row.ends_at)
    return {
        "axis": row.axis,
        "title": row.title,
        "aim": row.aim,
        "day": row.day,
        "starts": starts.time(),
        "ends": ends.time(),
        "venue": row.venue,
        "facilitators": [person.pk for person in row.facilitators.all()],
        "seen": row.version,
    }


@gate(see=session_of, do=can_change_session, methods=("POST",))
def publish_session(request: HttpRequest, row: Session) -> HttpResponse:
    return settle(request, row, actions.publish_session, _("The session is published."))


@gate(see=session_of, do=can_change_session, methods=("POST",))
def cancel_session(request: HttpRequest, row: Session) -> HttpResponse:
    if request.POST.get("confirmed") != "1":
        return render(request, "agenda/cancel.html", {"session": row, "invited": figures.replies(row).invited})
    return settle(request, row, actions.cancel_session, _("The session is cancelled."))


def settle(request: HttpRequest, row: Session, action: Any, done: str) -> HttpResponse:
    """Carries out a change of state and shows the sheet again, with the refusal if there is one."""
    try:
        action(actor=request.user, session=row)
    except Refused as refusal:
        return render(request, "agenda/session.html", {**sheet(request, row), "refusal": refusal}, status=422)
    messages.success(request, done)
    return redirect(row)


@gate(see=session_of, do=can_answer_session, methods=("POST",))
def reply(request: HttpRequest, row: Session) -> HttpResponse:
    form, refusal = ReplyForm(request.POST), None
    try:
        if not form.is_valid():
            raise Refused(_("Answer yes, maybe or no."))
        actions.reply(actor=request.user, session=row, answer=form.cleaned_data["answer"])
    except Refused as said:
        refusal = said
    if refusal is None and not is_fragment(request):
        return redirect(f"{row.get_absolute_url()}#reply")
    context = own(request, row) if is_fragment(request) else sheet(request, row)
    context["refusal"] = refusal
    return page(request, "agenda/session.html", context, partial="agenda/_reply.html", status=422 if refusal else 200)


@gate(do=can_manage_venues)
def venues(request: HttpRequest) -> HttpResponse:
    return render(request, "agenda/venues.html", {"venues": queries.venues(request.user)})


@gate(do=can_manage_venues, methods=("GET", "POST"))
def new_venue(request: HttpRequest) -> HttpResponse:
    return venue_form(request, None)


@gate(see=venue_of, do=can_manage_venues, methods=("GET", "POST"))
def edit_venue(request: HttpRequest, row: Venue) -> HttpResponse:
    return venue_form(request, row)


def venue_form(request: HttpRequest, row: Venue | None) -> HttpResponse:
    names = ("name", "address", "capacity", "access_notes")
    form = VenueForm(typed(request), initial={name: getattr(row, name) for name in names} if row else {})
    if request.method != "POST":
        return render(request, "agenda/venue_form.html", {"form": form, "venue": row})
    if not form.is_valid():
        return invalid(request, form, "agenda/venue_form.html", {"venue": row})
    try:
        if row is None:
            actions.create_venue(actor=request.user, **form.cleaned_data)
        else:
            actions.change_venue(actor=request.user, venue=row, **form.cleaned_data)
    except Refused as refusal:
        return refused(request, refusal, form, "agenda/venue_form.html", {"venue": row})
    messages.success(request, _("The place is saved."))
    return redirect(reverse("agenda:venues"))
