"""The settings of an edition: how strictly each rule is taken, and when people are reminded."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from agenda import actions, queries
from agenda.access import can_set_clash_rules, can_set_reminders
from agenda.forms import ClashRulesForm, RemindersForm
from cohorts.actions import set_reminders
from cohorts.models import Cohort
from cohorts.queries import schedule_of
from core.errors import EditedElsewhere, Refused
from core.gate import gate
from core.http import invalid

from .calendar import cohort_of
from .sessions import typed


@gate(see=cohort_of, do=can_set_clash_rules, methods=("GET", "POST"))
def clash_rules(request: HttpRequest, cohort: Cohort) -> HttpResponse:
    template, strict = "agenda/clash_rules.html", queries.levels(cohort)
    form = ClashRulesForm(typed(request), strict=strict)
    context = {"cohort": cohort, "form": form, "version": queries.mark_of_levels(strict)}
    if request.method != "POST":
        return render(request, template, context)
    if not form.is_valid():
        return invalid(request, form, template, {**context, "version": request.POST.get("seen", "")})
    told = {"by_rule": form.by_rule, "minutes": form.cleaned_data["minutes"], "seen": form.cleaned_data["seen"]}
    try:
        actions.set_clash_rules(actor=request.user, cohort=cohort, **told)
    except EditedElsewhere as refusal:
        form.add_error(None, refusal.sentence)
        form.show_theirs(refusal.theirs)
        return render(request, template, {**context, "version": refusal.version}, status=409)
    messages.success(request, _("The clash rules are saved."))
    return redirect(f"{reverse('agenda:agenda')}?cohort={cohort.slug}")


@gate(see=cohort_of, do=can_set_reminders, methods=("GET", "POST"))
def reminders(request: HttpRequest, cohort: Cohort) -> HttpResponse:
    template, schedule = "agenda/reminders.html", schedule_of(cohort)
    form = RemindersForm(typed(request), schedule=schedule)
    context = {"cohort": cohort, "form": form, "version": schedule.version}
    if request.method != "POST":
        return render(request, template, context)
    if not form.is_valid():
        return invalid(request, form, template, {**context, "version": request.POST.get("seen", "")})
    try:
        set_reminders(actor=request.user, cohort=cohort, **form.cleaned_data)
    except EditedElsewhere as refusal:
        form.add_error(None, refusal.sentence)
        form.show_theirs(refusal.theirs)
        return render(request, template, {**context, "version": refusal.version}, status=409)
    except Refused as refusal:
        form.add_error(refusal.field, refusal.sentence)
        return invalid(request, form, template, context)
    messages.success(request, _("The reminders are saved: what has left has left, what is to come follows."))
    return redirect(f"{reverse('agenda:agenda')}?cohort={cohort.slug}")
