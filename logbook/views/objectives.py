"""Objectives: the list, one with its values and actions, and what changes them."""

from django.contrib import messages
from django.urls import reverse
from django.utils.translation import gettext as _

from core.errors import Refused
from core.gate import gate, one
from core.http import go, invalid, page, refused
from logbook import access, actions, queries
from logbook.forms import ChangeObjectiveForm, MeasureForm, NewObjectiveForm, ObjectiveActionForm, SettleForm
from logbook.models import Objective

from .places import project_of

objective_of = one(
    Objective, pk="objective", prepare=lambda rows: rows.select_related("project__cohort", "axis", "owner")
)


@gate(see=project_of)
def objectives(request, project):
    return page(request, "logbook/objectives.html", {"page": queries.objectives_page(request.user, project)})


@gate(see=project_of, do=access.can_write_objectives, methods=("GET", "POST"))
def new_objective(request, project):
    template, context = "logbook/objective_form.html", {"project": project, "objective": None}
    if request.method == "GET":
        return page(request, template, {**context, "form": NewObjectiveForm(project=project)})
    form = NewObjectiveForm(request.POST, project=project)
    if not form.is_valid():
        return invalid(request, form, template, context)
    try:
        objective = actions.add_objective(actor=request.user, project=project, **form.cleaned_data)
    except Refused as refusal:
        return refused(request, refusal, form, template, context)
    messages.success(request, _("The objective is written."))
    return go(request, objective.get_absolute_url())


@gate(see=objective_of)
def objective(request, objective):
    return objective_page(request, objective)


@gate(see=objective_of, do=access.can_change_objective, methods=("GET", "POST"))
def edit_objective(request, objective):
    template, context = "logbook/objective_form.html", {"project": objective.project, "objective": objective}
    if request.method == "GET":
        return page(request, template, {**context, "form": ChangeObjectiveForm(row=objective)})
    form = ChangeObjectiveForm(request.POST, row=objective)
    if not form.is_valid():
        return invalid(request, form, template, context)
    try:
        actions.change_objective(actor=request.user, objective=objective, **form.cleaned_data)
    except Refused as refusal:
        return refused(request, refusal, form, template, context)
    messages.success(request, _("Your changes are saved."))
    return go(request, objective.get_absolute_url())


@gate(see=objective_of, do=access.can_change_objective, methods=("POST",))
def measure_objective(request, objective):
    return act(request, objective, "measure", MeasureForm(request.POST), actions.measure_objective, "#values")


@gate(see=objective_of, do=access.can_change_objective, methods=("POST",))
def settle_objective(request, objective):
    return act(request, objective, "settle", SettleForm(request.POST), actions.settle_objective, "")


@gate(see=objective_of, do=access.can_change_objective, methods=("POST",))
def act_on_objective(request, objective):
    form = ObjectiveActionForm(request.POST, project=objective.project)
    return act(request, objective, "action", form, actions.act_on_objective, "#actions")


def act(request, objective, name, form, action, anchor):
    if form.is_valid():
        try:
            action(actor=request.user, objective=objective, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, refusal.sentence)
    if form.errors:
        return objective_page(request, objective, status=422, **{name: form})
    return go(request, f"{reverse('logbook:objective', args=[objective.pk])}{anchor}")


def objective_page(request, objective, *, status=200, **sent):
    context = {
        "page": queries.objective_page(request.user, objective),
        "measure": sent.get("measure") or MeasureForm(),
        "settle": sent.get("settle") or SettleForm(initial={"state": objective.state}),
        "action": sent.get("action") or ObjectiveActionForm(project=objective.project),
    }
    return page(request, "logbook/objective.html", context, status=status)
