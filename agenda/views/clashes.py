"""What stands in the way of a session, asked for before anything is saved."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from agenda import queries
from agenda.access import can_look_for_clashes
from agenda.forms import MoveForm, PlanForm
from agenda.models import Session
from agenda.queries import Proposal
from cohorts.enums import SessionForm
from cohorts.models import Cohort
from core.gate import gate
from core.timetable import Interval

from .mailed import mailed
from .sessions import cohort_to_plan, session_of


def plan_of(request: HttpRequest) -> tuple[Cohort | None, Session | None]:
    """The session that would move, or the cohort in which one would be planned."""
    named = request.GET.get("session")
    if named:
        row = session_of(request, session=named)
        return row.cohort, row
    return cohort_to_plan(request), None


@gate(see=plan_of, do=can_look_for_clashes)
def clashes(request: HttpRequest, cohort: Cohort, row: Session | None) -> HttpResponse:
    """For hours that are whole; a form that is half filled in is answered as far as it goes. `whole` says that the
    form holds the place and the people as well, and not the hours alone."""
    whole = row is None or "whole" in request.GET
    form = PlanForm(request.GET, cohort=cohort, session=row) if whole else MoveForm(request.GET, session=row)
    form.is_valid()
    told = form.cleaned_data
    wanted = proposal_in(told, cohort, row, whole=whole)
    context = {
        "notices": queries.notices(request.user, queries.find_clashes(wanted)) if wanted else [],
        "asked": wanted is not None,
        "people": mailed(form, cohort, row),
        "what": "plan" if row is None else "save" if whole else "move" if row.is_dated else "date",
    }
    return render(request, "agenda/_clashes_answer.html", context)


def proposal_in(told: dict[str, Any], cohort: Cohort, row: Session | None, *, whole: bool) -> Proposal | None:
    """What the form says so far; nothing as long as the hours are not said."""
    if not (told.get("starts_at") and told.get("ends_at")):
        return None
    hours = Interval(told["starts_at"], told["ends_at"])
    if not whole:
        return queries.proposal_of(row, hours=hours)
    return Proposal(
        cohort=cohort,
        hours=hours,
        form=row.form if row else told.get("form", SessionForm.WORKSHOP),
        project=row.project if row else told.get("project"),
        structure=row.structure if row else told.get("structure"),
        venue=told.get("venue"),
        facilitators=list(told.get("facilitators", ())),
        experts=list(told.get("experts", ())),
        session=row.pk if row else None,
    )
