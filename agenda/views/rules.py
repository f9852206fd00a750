"""The settings of an edition: how strictly each rule is taken."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from agenda import actions, queries
from agenda.access import can_set_clash_rules
from agenda.forms import ClashRulesForm
from cohorts.models import Cohort
from core.errors import EditedElsewhere
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
