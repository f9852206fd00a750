"""Rounds of self-assessment: their days, set by the edition's team."""

from django.contrib import messages
from django.urls import reverse
from django.utils.translation import gettext as _

from cohorts import access, actions, queries
from cohorts.forms import ChangeRoundForm, NewRoundForm, ReopenRoundForm
from core.dates import today
from core.errors import Refused
from core.gate import gate
from core.http import go, invalid, page, refused

from .places import cohort_of, round_of


@gate(see=cohort_of)
def rounds(request, cohort):
    return page(request, "cohorts/rounds.html", {"cohort": cohort, "lines": queries.round_lines(cohort, today())})


@gate(see=cohort_of, do=access.can_set_rounds, methods=("GET", "POST"))
def new_round(request, cohort):
    template, context = "cohorts/round_form.html", {"cohort": cohort, "round": None}
    if request.method == "GET":
        return page(request, template, {**context, "form": NewRoundForm()})
    form = NewRoundForm(request.POST)
    if not form.is_valid():
        return invalid(request, form, template, context)
    try:
        actions.add_round(actor=request.user, cohort=cohort, **form.cleaned_data)
    except Refused as refusal:
        return refused(request, refusal, form, template, context)
    messages.success(request, _("The round is planned."))
    return go(request, address(cohort))


@gate(see=round_of, do=access.can_change_round, methods=("GET", "POST"))
def edit_round(request, round_):
    template, context = "cohorts/round_form.html", {"cohort": round_.cohort, "round": round_}
    if request.method == "GET":
        return page(request, template, {**context, "form": ChangeRoundForm(row=round_)})
    form = ChangeRoundForm(request.POST, row=round_)
    if not form.is_valid():
        return invalid(request, form, template, context)
    try:
        actions.change_round(actor=request.user, round_=round_, **form.cleaned_data)
    except Refused as refusal:
        return refused(request, refusal, form, template, context)
    messages.success(request, _("Your changes are saved."))
    return go(request, address(round_.cohort))


@gate(see=round_of, do=access.can_change_round, methods=("GET", "POST"))
def reopen_round(request, round_):
    template, context = "cohorts/reopen_round.html", {"cohort": round_.cohort, "round": round_}
    if request.method == "GET":
        return page(request, template, {**context, "form": ReopenRoundForm()})
    form = ReopenRoundForm(request.POST)
    if not form.is_valid():
        return invalid(request, form, template, context)
    try:
        actions.reopen_round(actor=request.user, round_=round_, **form.cleaned_data)
    except Refused as refusal:
        return refused(request, refusal, form, template, context)
    messages.success(request, _("The round is open again."))
    return go(request, address(round_.cohort))


@gate(see=round_of, do=access.can_change_round, methods=("POST",))
def close_round(request, round_):
    return act(request, round_, actions.close_round, _("The round is closed: its levels stay as they are."))


@gate(see=round_of, do=access.can_change_round, methods=("POST",))
def remove_round(request, round_):
    return act(request, round_, actions.remove_round, _("The round is removed."))


def act(request, round_, action, done):
    try:
        action(actor=request.user, round_=round_)
    except Refused as refusal:
        messages.warning(request, refusal.sentence)
    else:
        messages.success(request, done)
    return go(request, address(round_.cohort))


def address(cohort):
    return reverse("cohorts:rounds", args=[cohort.slug])
