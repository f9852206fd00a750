"""Several half-days from one form: shown first, then created all together."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import ngettext

from agenda import actions, queries
from agenda.access import can_plan_session
from agenda.forms import SeriesForm
from cohorts.models import Cohort
from core.errors import Refused
from core.gate import gate
from core.http import invalid

from .sessions import cohort_to_plan, suggestions, typed

TEMPLATE = "agenda/series.html"


@gate(see=cohort_to_plan, do=can_plan_session, methods=("GET", "POST"))
def new_series(request: HttpRequest, cohort: Cohort) -> HttpResponse:
    form = SeriesForm(typed(request), cohort=cohort, initial=suggestions(request, cohort) | {"in_turn": True})
    context = {"cohort": cohort, "form": form, "foreseen": [], "left_out": set(), "refusal": None}
    context["nudges"] = queries.nudged(cohort)
    if request.method != "POST":
        return render(request, TEMPLATE, context)
    if not form.is_valid():
        return invalid(request, form, TEMPLATE, context)
    if request.POST.get("step") != "create" or request.POST.get("mark") != str(form.mark):
        return preview(request, form, context)
    kept = [one for one in form.hours if one.start.isoformat() in request.POST.getlist("keep")]
    if not kept:
        return preview(request, form, context, status=422)
    try:
        made = actions.create_series(actor=request.user, hours=kept, **form.common)
    except Refused as refusal:
        form.add_error("reason" if refusal.field == "reason" else None, refusal.sentence)
        return preview(request, form, context | {"refusal": refusal}, status=refusal.status)
    said = ngettext("%(n)d session is planned, as a draft.", "%(n)d sessions are planned, as drafts.", len(made))
    messages.success(request, said % {"n": len(made)})
    return redirect(f"{reverse('agenda:agenda')}?cohort={cohort.slug}&view=month&date={made[0].day}")


def preview(request: HttpRequest, form: SeriesForm, context: dict, *, status: int = 200) -> HttpResponse:
    """Every day with what stands in its way. What blocks is left out until somebody ticks it."""
    foreseen = queries.foresee(request.user, form.hours, form.wanted)
    if "keep" in request.POST and request.POST.get("mark") == str(form.mark):
        ticked = set(request.POST.getlist("keep"))
        left_out = {one.hours.start for one in foreseen if one.hours.start.isoformat() not in ticked}
    else:
        left_out = {one.hours.start for one in foreseen if one.is_blocked}
    more = {"foreseen": foreseen, "left_out": left_out, "mark": form.mark, "asks": any(o.is_warned for o in foreseen)}
    return render(request, TEMPLATE, context | more, status=status)
