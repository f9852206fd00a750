"""A session: its sheet, planning and changing it, its states."""

from datetime import date, time
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from agenda import actions, queries
from agenda.access import can_change_session, can_plan_session
from agenda.enums import ChangeKind
from agenda.forms import PlanForm
from agenda.models import Session
from cohorts.enums import SessionForm
from cohorts.models import Cohort
from core import dates
from core.errors import EditedElsewhere, Refused
from core.gate import gate
from core.http import go, invalid

from .calendar import cohort_of
from .mailed import mailed
from .on_sheet import session_of, sheet
from .refusals import refused_plan


def cohort_to_plan(request: HttpRequest) -> Cohort | None:
    """The cohort that the form or the address names, else the person's own."""
    named = request.POST.get("cohort") or request.GET.get("cohort")
    if named:
        return cohort_of(request, cohort=named)
    return queries.cohort_to_plan(queries.cohorts_to_plan(request.user))


def typed(request: HttpRequest) -> Any:
    return request.POST if request.method == "POST" else None


@gate(see=session_of)
def session(request: HttpRequest, row: Session) -> HttpResponse:
    return render(request, "agenda/session.html", sheet(request, row))


@gate(see=cohort_to_plan, do=can_plan_session, methods=("GET", "POST"))
def new_session(request: HttpRequest, cohort: Cohort) -> HttpResponse:
    form = PlanForm(typed(request), cohort=cohort, initial=suggestions(request, cohort))
    context = {
        "cohort": cohort,
        "session": None,
        "cohorts": queries.cohorts_to_plan(request.user),
        "notices": [],
        "nudges": queries.nudged(cohort),
        "people": mailed(form, cohort, None),
    }
    if request.method != "POST":
        return render(request, "agenda/session_form.html", {"form": form, **context})
    if not form.is_valid():
        return invalid(request, form, "agenda/session_form.html", context)
    kind = {name: form.cleaned_data[name] for name in ("form", "project", "structure", "publish")}
    try:
        planned = actions.create_session(actor=request.user, cohort=cohort, **kind, **form.facts)
    except Refused as refusal:
        return refused_plan(request, refusal, form, "agenda/session_form.html", context)
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
        "structure": queries.membership_named(cohort, told.get("project", ""), told.get("structure", "")),
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
    context = {
        "session": row,
        "cohort": row.cohort,
        "cohorts": [],
        "notices": [],
        "nudges": [],
        "people": mailed(form, row.cohort, row),
    }
    if request.method != "POST":
        return render(request, "agenda/session_form.html", {"form": form, **context})
    if not form.is_valid():
        return invalid(request, form, "agenda/session_form.html", context)
    try:
        actions.change_session(actor=request.user, session=row, seen=form.cleaned_data["seen"], **form.facts)
    except EditedElsewhere as refusal:
        differences = form.differences(refusal.theirs)
        return refused_plan(request, refusal, form, "agenda/session_form.html", {**context, "differences": differences})
    except Refused as refusal:
        return refused_plan(request, refusal, form, "agenda/session_form.html", context)
    messages.success(request, _("The session is saved."))
    return go(request, row.get_absolute_url())


def stored(row: Session) -> dict[str, Any]:
    return {
        **hours(row),
        "axis": row.axis,
        "title": row.title,
        "aim": row.aim,
        "venue": row.venue,
        "facilitators": [person.pk for person in row.facilitators.all()],
        "experts": [expert.pk for expert in row.experts.order_by("pk")],
    }


def hours(row: Session) -> dict[str, Any]:
    """The day and the hours of the wall clock, none while it waits for its date, and the version shown."""
    starts, ends = (at and dates.to_paris(at).time() for at in (row.starts_at, row.ends_at))
    return {"day": row.day, "starts": starts, "ends": ends, "seen": row.version}


@gate(see=session_of, do=can_change_session, methods=("POST",))
def publish_session(request: HttpRequest, row: Session) -> HttpResponse:
    return settle(request, row, actions.publish_session, _("The session is published."))


@gate(see=session_of, do=can_change_session, methods=("POST",))
def cancel_session(request: HttpRequest, row: Session) -> HttpResponse:
    if request.POST.get("confirmed") != "1":
        people = 0 if row.is_draft else len(queries.readers(row, ChangeKind.CANCELLED))
        return render(request, "agenda/cancel.html", {"session": row, "people": people})
    return settle(request, row, actions.cancel_session, _("The session is cancelled."))


def settle(request: HttpRequest, row: Session, action: Any, done: str) -> HttpResponse:
    """Carries out a change of state and shows the sheet again, with the refusal if there is one."""
    try:
        action(actor=request.user, session=row)
    except Refused as refusal:
        return render(request, "agenda/session.html", {**sheet(request, row), "refusal": refusal}, status=422)
    messages.success(request, done)
    return redirect(row)
