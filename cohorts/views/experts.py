"""The experts that the team invites."""

from django.contrib import messages
from django.urls import reverse
from django.utils.translation import gettext as _

from cohorts import access, actions, queries
from cohorts.forms import ChangeExpertForm, ExpertForm
from cohorts.models import Expert
from core.errors import Refused
from core.gate import gate, one
from core.http import go, invalid, page, refused

expert_of = one(Expert, pk="expert")


@gate(do=access.can_manage_experts)
def experts(request):
    return page(request, "cohorts/experts.html", {"experts": queries.experts(request.user)})


@gate(do=access.can_manage_experts, methods=("GET", "POST"))
def new_expert(request):
    template, context = "cohorts/expert_form.html", {"expert": None}
    if request.method == "GET":
        return page(request, template, {**context, "form": ExpertForm()})
    form = ExpertForm(request.POST)
    if not form.is_valid():
        return invalid(request, form, template, context)
    try:
        actions.create_expert(actor=request.user, **form.cleaned_data)
    except Refused as refusal:
        return refused(request, refusal, form, template, context)
    messages.success(request, _("The expert is on the list."))
    return go(request, reverse("cohorts:experts"))


@gate(see=expert_of, do=access.can_manage_experts, methods=("GET", "POST"))
def edit_expert(request, expert):
    template, context = "cohorts/expert_form.html", {"expert": expert}
    if request.method == "GET":
        return page(request, template, {**context, "form": ChangeExpertForm(row=expert)})
    form = ChangeExpertForm(request.POST, row=expert)
    if not form.is_valid():
        return invalid(request, form, template, context)
    try:
        actions.change_expert(actor=request.user, expert=expert, **form.cleaned_data)
    except Refused as refusal:
        return refused(request, refusal, form, template, context)
    messages.success(request, _("Your changes are saved."))
    return go(request, reverse("cohorts:experts"))
